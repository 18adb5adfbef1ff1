import { partsOfMoment, readDuration, readMoment, readPeriod } from "./dates.ts";
import { AnimeEntry, MONTHS } from "./entry.ts";
import { LIMITS } from "./limits.ts";
import { brief, compileReader, type EntryProblem, Reading, type TextReader } from "./reading.ts";
import { canonicalUrl, providerIdOf } from "./source-url.ts";
import {
  knownDemographic,
  readDemographic,
  readGenre,
  readMonth,
  readRating,
  readRelation,
  readSeason,
  readSourceMaterial,
  readStatus,
  readType,
  saysNothing,
} from "./vocabulary.ts";

/** What normalising changed: the values as they stood, by their path in the raw entry; empty where nothing was. */
export interface Notes {
  readonly original: Readonly<Record<string, unknown>>;
}

export type Normalised =
  | { readonly entry: AnimeEntry; readonly notes: Notes; readonly errors?: undefined }
  | { readonly errors: readonly EntryProblem[]; readonly entry?: undefined };

/** What a text means at its place in an entry. */
const MEANINGS: Readonly<Record<string, TextReader>> = {
  type: readType,
  status: readStatus,
  season: readSeason,
  month: readMonth,
  source_material: readSourceMaterial,
  rating: (text) => (saysNothing(text) ? undefined : readRating(text)),
  "genres[]": readGenre,
  "demographics[]": readDemographic,
  duration: readDuration,
  "episode_details[].duration": readDuration,
  "episode_details[].aired": readMoment,
  "aired_dates.from": readMoment,
  "aired_dates.to": readMoment,
  "premiere_dates.original": readMoment,
  "premiere_dates.sub": readMoment,
  "premiere_dates.dub": readMoment,
  "delay_information.delayed_from": readMoment,
  "delay_information.delayed_until": readMoment,
  "sources[]": canonicalUrl,
  "related_anime[].relation_type": readRelation,
  "related_anime[].url": readRelated,
  "relations[].relation_type": readRelation,
  "relations[].url": readRelated,
};

const readEntry = compileReader(AnimeEntry, MEANINGS);

/** An anime's page in its canonical form, so that relations meet the sources they mean; any other URL as it is. */
function readRelated(text: string): string {
  return providerIdOf(text) === undefined ? text : canonicalUrl(text)!;
}

/**
 * Brings an entry of any source into the form of `AnimeEntry`: one spelling of genres, ratings and enums, ISO 8601
 * dates, seconds, canonical source URLs, clean text, no empty values, no repeats. Fields it does not know are kept.
 * The values it changed or left out stand in `notes.original` as they were. It rejects, naming path, value and what
 * would be right: what is no object, has no title in any language, has a value of another shape (an object where a
 * list belongs, words where a number does), or is over a limit. Pure; the raw entry is not touched.
 */
export function normaliseEntry(raw: unknown): Normalised {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    return { errors: [{ path: "", got: brief(raw), expected: "an object with at least a title" }] };
  }
  const reading = new Reading();
  const entry = readEntry(prepare(raw as Record<string, unknown>, reading), reading) as
    | AnimeEntry
    | undefined;
  if (reading.problems.length > 0) return { errors: reading.problems };
  if (entry === undefined) {
    const { title } = raw as { title?: unknown };
    return {
      errors: [{ path: "title", got: brief(title), expected: `a title of 1 to ${LIMITS.title} characters` }],
    };
  }
  separateDemographics(entry, reading);
  deriveDates(entry);
  return { entry, notes: { original: reading.original } };
}

/** Gives the schema's reader what other shapes of an entry mean. */
function prepare(raw: Record<string, unknown>, reading: Reading): Record<string, unknown> {
  const entry = { ...raw };
  if (isBlank(raw.title)) {
    const synonyms = Array.isArray(raw.synonyms) ? raw.synonyms : [];
    const title = [raw.title_english, raw.title_japanese, ...synonyms].find((other) => !isBlank(other));
    if (typeof title === "string") entry.title = title;
  }
  if (typeof raw.season === "string" && isBlank(raw.year)) {
    const year = /\b(\d{4})\b/.exec(raw.season)?.[1];
    if (year !== undefined) entry.year = Number(year);
  }
  if (isNothing(raw.year)) drop(entry, "year", reading);
  if (typeof raw.aired_dates === "string") {
    entry.aired_dates = readPeriod(raw.aired_dates);
    reading.original.aired_dates = raw.aired_dates;
  }
  for (const field of ["related_anime", "relations"]) {
    if (Array.isArray(raw[field])) entry[field] = raw[field].map(withRelationType);
  }
  if (Array.isArray(raw.external_links)) entry.external_links = linksByName(raw.external_links);
  return entry;
}

const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === "string" && value.trim() === "");

/** Some sources write 0 for a year they do not know. */
const isNothing = (value: unknown) => value === 0 || value === "0";

function drop(entry: Record<string, unknown>, field: string, reading: Reading): void {
  reading.original[field] = entry[field];
  delete entry[field];
}

/** A relation without a kind, or a bare URL, is one of kind OTHER. */
function withRelationType(relation: unknown): unknown {
  if (typeof relation === "string" && /^https?:\/\//i.test(relation))
    return { relation_type: "OTHER", url: relation };
  if (typeof relation !== "object" || relation === null || Array.isArray(relation)) return relation;
  return isBlank((relation as Record<string, unknown>).relation_type)
    ? { ...relation, relation_type: "OTHER" }
    : relation;
}

/** `[{site, url}]`, as some sources list links, by name. */
function linksByName(links: readonly unknown[]): Record<string, unknown> {
  const named: [string, unknown][] = [];
  for (const link of links) {
    if (typeof link === "string") named.push([`link ${named.length + 1}`, link]);
    if (typeof link !== "object" || link === null) continue;
    const { name, site, url } = link as Record<string, unknown>;
    named.push([String(name ?? site ?? `link ${named.length + 1}`), url]);
  }
  return Object.fromEntries(named);
}

/** A demographic that a source lists among the genres stands among the demographics. */
function separateDemographics(entry: AnimeEntry, reading: Reading): void {
  const found = (entry.genres ?? []).filter((genre) => knownDemographic(genre) !== undefined);
  if (found.length === 0) return;
  reading.original.genres ??= entry.genres;
  const genres = entry.genres!.filter((genre) => !found.includes(genre));
  if (genres.length > 0) entry.genres = genres;
  else delete entry.genres;
  entry.demographics = [...new Set([...(entry.demographics ?? []), ...found])];
}

/** Year and month of the premiere, where the entry gives only its date. */
function deriveDates(entry: AnimeEntry): void {
  const from = entry.aired_dates?.from ?? entry.premiere_dates?.original;
  if (from === undefined) return;
  const { year, month } = partsOfMoment(from);
  entry.year ??= year;
  if (entry.month === undefined && month !== undefined && entry.year === year)
    entry.month = MONTHS[month - 1]!;
}
