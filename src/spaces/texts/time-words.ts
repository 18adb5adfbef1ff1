import { type AnimeEntry, MONTHS } from "../../anime/entry.ts";
import { decadeOf } from "../../anime/scores.ts";
import { sentences } from "./plain-text.ts";

/** The date of an ISO 8601 text as ms since 1970; undefined for what is no date or a placeholder (year 1). */
export function instant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  // Sources write 0001-01-01 for "not known"; the first animation is from 1877.
  return Number.isNaN(ms) || ms < Date.UTC(1870, 0, 1) ? undefined : ms;
}

/** The year an anime began: its own, else that of its first day. */
export function yearOf(
  entry: Pick<AnimeEntry, "year" | "aired_dates" | "premiere_dates">,
): number | undefined {
  if (entry.year !== undefined) return entry.year;
  const first = instant(entry.aired_dates?.from) ?? instant(entry.premiere_dates?.original);
  return first === undefined ? undefined : new Date(first).getUTCFullYear();
}

/** `1990s` of an anime of 1998; undefined where the year is unknown. */
export function decadeOfEntry(entry: Parameters<typeof yearOf>[0]): string | undefined {
  const year = yearOf(entry);
  return year === undefined ? undefined : decadeOf(year);
}

/**
 * When an anime aired, in words: `Spring 1998. April 1998. 1990s. From April 1998 to April 1999. Aired on
 * Saturdays. Two cours, 26 episodes. Finished airing.` Undefined where no time is known.
 */
export function timeText(entry: AnimeEntry): string | undefined {
  const year = yearOf(entry);
  const from = monthAndYear(entry.aired_dates?.from);
  const to = monthAndYear(entry.aired_dates?.to);
  const when = sentences([
    entry.season && year ? `${capitalised(entry.season)} ${year}` : undefined,
    entry.month && year ? `${entry.month} ${year}` : from,
    year === undefined ? undefined : `${year}`,
    decadeOfEntry(entry),
    from !== undefined && to !== undefined && to !== from ? `From ${from} to ${to}` : undefined,
    entry.broadcast?.day ? `Aired on ${entry.broadcast.day}` : undefined,
    ...premieres(entry),
    delay(entry),
  ]);
  if (when === undefined) return undefined;
  return sentences([when, lengthWords(entry), STATUS_WORDS[entry.status ?? "UNKNOWN"]]);
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  FINISHED: "Finished airing",
  ONGOING: "Currently airing, ongoing",
  UPCOMING: "Upcoming, not yet aired",
};

/** A season of television is about 13 weeks, a cours. */
function lengthWords(entry: AnimeEntry): string | undefined {
  const episodes = entry.episodes ?? 0;
  if (entry.type !== "TV" && entry.type !== "ONA") return undefined;
  if (episodes > 50) return `Long running, ${episodes} episodes`;
  if (episodes >= 20 && episodes <= 28) return `Two cours, ${episodes} episodes`;
  if (episodes >= 10 && episodes <= 14) return `One cour, ${episodes} episodes`;
  return episodes > 1 ? `${episodes} episodes` : undefined;
}

function premieres(entry: AnimeEntry): (string | undefined)[] {
  const { original, sub, dub } = entry.premiere_dates ?? {};
  const said = [
    ["Premiered", original],
    ["Subtitled premiere", sub],
    ["Dubbed premiere", dub],
  ] as const;
  return said.map(([what, date]) => {
    const when = monthAndYear(date);
    return when === undefined ? undefined : `${what} ${when}`;
  });
}

function delay(entry: AnimeEntry): string | undefined {
  const { delayed_timetable, delay_reason, delayed_until } = entry.delay_information ?? {};
  if (delayed_timetable !== true && !delay_reason) return undefined;
  const until = monthAndYear(delayed_until);
  return ["Delayed", until && `until ${until}`, delay_reason && `because of ${delay_reason}`]
    .filter(Boolean)
    .join(" ");
}

/** `April 1998` of a full date; the year alone where the text holds no more. */
function monthAndYear(text: string | undefined): string | undefined {
  const ms = instant(text);
  if (ms === undefined) return undefined;
  const date = new Date(ms);
  return /^\d{4}$/.test(text!.trim())
    ? `${date.getUTCFullYear()}`
    : `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}
