import { type IsTitle, textOf } from "./likeness.ts";
import { isDenied } from "./negations.ts";
import { Phrases } from "./phrases.ts";
import { senseId } from "./sense.ts";
import { isLoose, type Span, spanIndex } from "./spans.ts";
import { type Token, wordsOfPhrase } from "./tokens.ts";
import { FILLERS, ORDINALS, readNumber } from "./words.ts";

export type Relation =
  | "sequel"
  | "prequel"
  | "spin-off"
  | "remake"
  | "movie"
  | "ova"
  | "special"
  | "first"
  | "last"
  | "all";

/** Which part of which title the query speaks of. */
export interface Part {
  readonly start: number;
  readonly end: number;
  /** The tokens that name the part, without the title: `[from, to)`. */
  readonly marker: readonly [from: number, to: number];
  readonly title: string;
  readonly ordinal?: number;
  readonly relation?: Relation;
}

/** What is said of the title: `season 2`, `movie`, `movie 2`, `last movie`. */
export function partName({ ordinal, relation }: Part): string {
  if (ordinal === undefined) return relation ?? "";
  if (!isFormat(relation)) return `season ${ordinal}`;
  return ordinal === LAST ? `last ${relation}` : `${relation} ${ordinal}`;
}

/** The ordinal of the last one, however many there are. */
export const LAST = -1;

/** Whether an ordinal beside it counts works of that kind, not seasons. */
export function isFormat(relation: Relation | undefined): boolean {
  return relation === "movie" || relation === "ova" || relation === "special";
}

/** By what callers take it back. */
export function partId(part: Part): string {
  return senseId("part", partName(part));
}

interface Marker {
  readonly length: number;
  readonly ordinal?: number;
  readonly relation?: Relation;
  /** A format, which many queries name without meaning a title. */
  readonly format?: true;
}

const RELATIONS: Readonly<Record<string, Relation>> = {
  sequel: "sequel",
  sequels: "sequel",
  continuation: "sequel",
  continuacion: "sequel",
  secuela: "sequel",
  prequel: "prequel",
  prequels: "prequel",
  precuela: "prequel",
  spinoff: "spin-off",
  remake: "remake",
  remakes: "remake",
  reboot: "remake",
  spinoffs: "spin-off",
};

const FORMATS: Readonly<Record<string, Relation>> = {
  movie: "movie",
  movies: "movie",
  film: "movie",
  films: "movie",
  pelicula: "movie",
  peliculas: "movie",
  ova: "ova",
  ovas: "ova",
  special: "special",
  specials: "special",
};

const PLACES: Readonly<Record<string, Relation>> = {
  newest: "last",
  final: "last",
  last: "last",
  latest: "last",
  next: "sequel",
};
/** What names a part in several words. */
const PHRASES = new Phrases<Relation>();
for (const [relation, phrases] of [
  [
    "all",
    "what order do i watch, what order to watch, in what order to watch, in what order do i watch, which order to watch, how to watch, order to watch, watch order, viewing order, release order, chronological order, in order, in chronological order, in release order, in watch order, which one do i watch first, which do i watch first, which one to watch first, which to watch first, what do i watch first, what to watch first, which should i watch first, where do i start, where do i start with, where should i start, where should i start with, where to start, where to start with, where to begin, all seasons, every season, all parts, complete series, whole series, entire series, full series",
  ],
  ["first", "old version, original version, original series, first version, the original"],
  ["remake", "new version, modern version, newer version"],
  ["spin-off", "spin off, spin offs, side story, side stories"],
] as const) {
  for (const phrase of phrases.split(",")) PHRASES.add(wordsOfPhrase(phrase), relation);
}
const UNITS = new Set(["season", "seasons", "series", "cour", "part", "temporada", "saison", "staffel"]);
const TITLE_CUES = new Set(["of", "to", "for", "from", "de", "von"]);
const ROMAN: Readonly<Record<string, number>> = { ii: 2, iii: 3, iv: 4, v: 5 };

/** What may stand around a title without belonging to it. */
const EDGES = new Set([
  "the",
  "a",
  "an",
  "all",
  "any",
  "anime",
  "series",
  "show",
  "watch",
  "very",
  "my",
  "its",
  "of",
  "about",
]);

const CHINESE_NUMBERS: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6 };

const AGES = new Set([
  "the",
  "new",
  "newer",
  "newest",
  "latest",
  "recent",
  "modern",
  "old",
  "older",
  "original",
  "classic",
]);

/** More words than this are no query for a part of a title. */
const LONGEST = 12;
const LONGEST_TITLE = 8;

/** `second season of X`, `X season 2`, `X s2`, `sequel to X`, `X movies`; only where a title can stand beside it. */
export function readPart(
  query: string,
  tokens: readonly Token[],
  spans: readonly Span[],
  isTitle: IsTitle | undefined,
): Part | undefined {
  if (tokens.length > LONGEST) return undefined;
  const of = spanIndex(tokens, spans);
  const series = seriesOf(query, tokens, of, isTitle);
  if (series !== undefined) return series;
  for (let at = 0; at < tokens.length; at++) {
    const marker = markerAt(tokens, at);
    if (marker === undefined) continue;
    const part =
      titleBehind(query, tokens, at, marker, of, spans, isTitle) ??
      titleAhead(query, tokens, at, marker, of, spans, isTitle);
    if (part !== undefined) return withAge(tokens, part);
  }
  return undefined;
}

/** `the new X remake`, `old X season 1`: the age is said of the part, not of what is looked for. */
function withAge(tokens: readonly Token[], part: Part): Part {
  let { start } = part;
  while (start > 0 && !tokens[start]!.breaks && AGES.has(tokens[start - 1]!.text)) start--;
  return { ...part, start };
}

/** `the first gundam series`, `fourth hell girl season`, `last evangelion movie`. */
function seriesOf(
  query: string,
  tokens: readonly Token[],
  of: Int16Array,
  isTitle: IsTitle | undefined,
): Part | undefined {
  const last = tokens.length - 1;
  const at = tokens.findIndex((token) => !FILLERS.has(token.text));
  if (at < 0 || at + 1 >= last || last - at > LONGEST_TITLE) return undefined;
  const unit = tokens[last]!.text;
  const format = FORMATS[unit];
  const place = PLACES[tokens[at]!.text] === "last" ? LAST : undefined;
  const ordinal = ORDINALS.get(tokens[at]!.text) ?? place;
  if (ordinal === undefined || (format === undefined && (ordinal === LAST || !UNITS.has(unit))))
    return undefined;
  const title = textOf(query, tokens, at + 1, last);
  if (!namesTitle(title, tokens, at + 1, last, of, isTitle)) return undefined;
  const span = { start: at, end: last + 1, title };
  // What a format is said of is a title alone: `last horror movie` and `the first monster film` are not.
  if (format !== undefined) {
    return isTitle?.(title) ? { ...span, marker: [last, last + 1], ordinal, relation: format } : undefined;
  }
  return { ...span, marker: [at, at + 1], ...said(numbered(1, ordinal)) };
}

function markerAt(tokens: readonly Token[], at: number): Marker | undefined {
  const text = tokens[at]!.text;
  const next = tokens[at + 1]?.text ?? "";
  const place = PLACES[text];
  const ordinal = ORDINALS.get(text);
  if (UNITS.has(next)) {
    if (ordinal !== undefined) return numbered(2, ordinal);
    if (place !== undefined) return { length: 2, relation: place };
  }
  if (UNITS.has(text)) {
    const number = ROMAN[next] ?? readNumber(next);
    if (number !== undefined && number >= 1 && number <= 30) return numbered(2, number);
  }
  const short = shortSeason(text);
  if (short !== undefined) return numbered(1, short);
  const digits = text === "第" ? at + 1 : at;
  const count = tokens[digits]?.text ?? "";
  const number = readNumber(count) ?? CHINESE_NUMBERS[count];
  const unit = tokens[digits + 1]?.text;
  if (number !== undefined && (unit === "期" || unit === "季")) return numbered(digits + 2 - at, number);
  const phrase = PHRASES.longest(tokens, at, tokens.length);
  if (phrase !== undefined) return { length: phrase.length, relation: phrase.value };
  const relation = RELATIONS[text];
  if (relation !== undefined) return { length: 1, relation };
  const format = FORMATS[text];
  return format && { length: 1, relation: format, format: true };
}

function numbered(length: number, ordinal: number): Marker {
  return ordinal === 1 ? { length, ordinal, relation: "first" } : { length, ordinal };
}

/** `s2`, `s10`. */
function shortSeason(text: string): number | undefined {
  if (text.length > 3 || text[0] !== "s") return undefined;
  const number = readNumber(text.slice(1));
  return number !== undefined && number > 0 && text.length > 1 ? number : undefined;
}

/** `season 2 of X`, `sequel to X`. */
function titleBehind(
  query: string,
  tokens: readonly Token[],
  at: number,
  marker: Marker,
  of: Int16Array,
  spans: readonly Span[],
  isTitle: IsTitle | undefined,
): Part | undefined {
  let first = at + marker.length;
  // `what order do I watch X in`
  if (TITLE_CUES.has(tokens[first]?.text ?? "")) first++;
  else if (marker.relation !== "all") return undefined;
  if (first >= tokens.length || !tokens.slice(0, at).every((token) => FILLERS.has(token.text)))
    return undefined;
  let end = first + 1;
  while (end < tokens.length && !(tokens[end]!.breaks && !tokens[end]!.wide)) end++;
  const title = textOf(query, tokens, first, end);
  if (end - first > LONGEST_TITLE && !isTitle?.(title)) return undefined;
  // `sequel to Monster`: only a title can have one; `movie of monsters` may be about them.
  if (marker.format && !namesTitle(title, tokens, first, end, of, isTitle)) return undefined;
  if (tokens.slice(first, end).every((token) => FILLERS.has(token.text))) return undefined;
  // `first season of 2018`
  if (spans[of[first]!]?.senses.every(({ role }) => role === "time")) return undefined;
  return { start: at, end, marker: [at, first], title, ...said(marker) };
}

/** `X season 2`, `X movies`. */
function titleAhead(
  query: string,
  tokens: readonly Token[],
  at: number,
  marker: Marker,
  of: Int16Array,
  spans: readonly Span[],
  isTitle: IsTitle | undefined,
): Part | undefined {
  const end = at + marker.length;
  const after = tokens[end];
  // `film star`: the format is the first half of something else.
  if (marker.format && after !== undefined && !after.breaks && isLoose(after, of[end]!)) return undefined;
  let first = at;
  while (first > 0 && at - first < LONGEST_TITLE) {
    const span = of[first - 1]!;
    // Words such as `dragon` belong to many titles; `best`, `90s` and `romance` seldom.
    const attribute = span >= 0 && spans[span]!.senses.some((sense) => sense.role !== "theme");
    if (marker.format && attribute) break;
    if (first < at && tokens[first]!.breaks && !tokens[first]!.wide) break;
    first--;
  }
  for (let from = 0; isTitle !== undefined && from < at; from++) {
    const title = textOf(query, tokens, from, at);
    const names = at - from > 1 ? !FILLERS.has(tokens[from]!.text) : isLoose(tokens[from]!, of[from]!);
    if (names && isTitle(title)) {
      return { start: from, end, marker: [at, end], title, ...said(marker) };
    }
    // `mob psycho` is not `psycho`: what stands before a title must be explained.
    const role = spans[of[from]!]?.senses[0]?.role;
    if (!EDGES.has(tokens[from]!.text) && (role === undefined || role === "theme")) break;
  }
  if (marker.format && isDenied(tokens, at)) return undefined;
  while (first < at && (EDGES.has(tokens[first]!.text) || AGES.has(tokens[first]!.text))) first++;
  let last = at;
  while (last > first && EDGES.has(tokens[last - 1]!.text)) last--;
  if (first >= last) return undefined;
  const title = textOf(query, tokens, first, last);
  if (!namesTitle(title, tokens, first, last, of, isTitle)) return undefined;
  return { start: first, end, marker: [last, end], title, ...said(marker) };
}

function said({ ordinal, relation }: Marker): Pick<Part, "ordinal" | "relation"> {
  return { ...(ordinal === undefined ? {} : { ordinal }), ...(relation === undefined ? {} : { relation }) };
}

/** Some word of it must be more than an attribute and a filler. */
function namesTitle(
  title: string,
  tokens: readonly Token[],
  from: number,
  to: number,
  of: Int16Array,
  isTitle: IsTitle | undefined,
): boolean {
  for (let i = from; i < to; i++) if (isLoose(tokens[i]!, of[i]!)) return true;
  return to - from > 1 && !FILLERS.has(tokens[from]!.text) && (isTitle?.(title) ?? false);
}
