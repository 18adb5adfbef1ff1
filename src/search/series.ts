import type { CatalogueEntry } from "../anime/entry.ts";
import { isFormat, LAST, type Part } from "./understand/parts.ts";

/** What the very part of a series adds, beyond any other reason, and what the other parts of that series add. */
const THE_PART = 12;
const SAME_SERIES = 2;
/** What each further one adds less where all are asked for in their order. */
const STEP = 0.2;

/**
 * What each entry of a series adds for being the part, or one of the parts, that a query speaks of: `members` in watch
 * order, `id` the one that is called what the query says.
 */
export function partsOfSeries(
  part: Pick<Part, "ordinal" | "relation">,
  id: string,
  members: readonly CatalogueEntry[],
): ReadonlyMap<string, number> {
  const meant = new Map(members.map((member) => [member.id, SAME_SERIES]));
  chosen(part, id, members).forEach((member, place) => {
    meant.set(member.id, THE_PART - (part.relation === "all" ? Math.min(place * STEP, THE_PART / 2) : 0));
  });
  return meant;
}

function chosen(
  { relation, ordinal }: Pick<Part, "ordinal" | "relation">,
  id: string,
  members: readonly CatalogueEntry[],
): readonly CatalogueEntry[] {
  const series = members.filter(({ type }) => type === "TV" || type === "ONA");
  const at = series.findIndex((member) => member.id === id);
  if (ordinal !== undefined && isFormat(relation)) {
    const shown = members.filter(
      ({ type, status }) => type?.toLowerCase() === relation && status !== "UPCOMING",
    );
    return ordinal === LAST ? shown.slice(-1) : shown.slice(ordinal - 1, ordinal);
  }
  if (ordinal !== undefined && ordinal > 1) return numbered(series.slice(Math.max(0, at)), ordinal);
  switch (relation) {
    case "movie":
      return members.filter(({ type }) => type === "MOVIE");
    case "ova":
      return members.filter(({ type }) => type === "OVA");
    case "special":
      return members.filter(({ type }) => type === "SPECIAL");
    case "all":
      return members.filter(({ type }) => type !== "MUSIC" && type !== "PV");
    case "last":
      return series.filter(({ status }) => status !== "UPCOMING").slice(-1);
    case "first":
      return members.filter((member) => member.id === id);
    case "remake":
      return remakes(series, at);
    case "sequel":
      return at < 0 ? related(members, id, "SEQUEL") : series.slice(at + 1, at + 2);
    case "prequel": {
      const told = related(members, id, "PREQUEL").filter(({ type }) => type === "TV" || type === "MOVIE");
      return told.length > 0 || at <= 0 ? told : series.slice(at - 1, at);
    }
    case "spin-off":
      return [...related(members, id, "SPIN_OFF"), ...related(members, id, "SIDE_STORY")];
    default:
      return [];
  }
}

/** Members that one of them names as its sequel, prequel, … */
function related(members: readonly CatalogueEntry[], id: string, kind: string): readonly CatalogueEntry[] {
  const named = members.find((member) => member.id === id);
  const urls = new Set(
    [...(named?.related_anime ?? []), ...(named?.relations ?? [])]
      .filter(({ relation_type }) => relation_type === kind)
      .map(({ url }) => url),
  );
  return members.filter(({ sources }) => sources?.some((url) => urls.has(url)));
}

/** Later series that bear the first one's name alone, or with a year: a new telling begins anew. */
function remakes(series: readonly CatalogueEntry[], at: number): readonly CatalogueEntry[] {
  const [first] = series;
  if (first === undefined) return [];
  const names = new Set(namesOf(first).map(stem));
  const again = series.slice(1).filter((entry) => namesOf(entry).some((name) => names.has(stem(name))));
  const unnumbered = again.filter(({ title }) => !NUMBERED.test(title));
  if (unnumbered.length > 0) return unnumbered;
  return at < 0 ? [] : series.slice(-1);
}

const NUMBERED = /(?:\s(?:\d{1,2}|II|III|IV|V|VI)|season\s*\d+|\d+(?:st|nd|rd|th) season)$/i;
const ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];

/** The season that says its number, else the one of that place in the order they were shown. */
function numbered(series: readonly CatalogueEntry[], ordinal: number): readonly CatalogueEntry[] {
  const roman = ROMAN[ordinal];
  const inWords = new RegExp(
    `(?:season|part|s)\\s*${ordinal}(?!\\d)|(?<!\\d)${ordinal}(?:st|nd|rd|th)\\s+season|第${ordinal}期`,
    "i",
  );
  const bare = new RegExp(`\\s(?:${ordinal}${roman ? `|${roman}` : ""})$`, "i");
  const firsts = new Set(series.slice(0, 1).flatMap((entry) => namesOf(entry).map(stem)));
  // `Mushishi Zoku Shou 2` is the second part of another season.
  const says = (name: string) =>
    inWords.test(name) || (bare.test(name) && firsts.has(stem(name.replace(bare, ""))));
  const saying = series.filter((entry) => namesOf(entry).some(says));
  return saying.length > 0 ? saying.slice(0, 2) : series.slice(ordinal - 1, ordinal);
}

function namesOf({ title, title_english, synonyms }: CatalogueEntry): string[] {
  return [title, ...(title_english === undefined ? [] : [title_english]), ...(synonyms ?? [])];
}

/** A name without a year or a kind in brackets, and without punctuation. */
function stem(name: string): string {
  return name
    .toLowerCase()
    .replace(/\s*\((?:\d{4}|tv)\)/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
