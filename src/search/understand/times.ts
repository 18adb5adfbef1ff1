import {
  type Found,
  type Now,
  readDigits,
  readEra,
  readMonth,
  type SeasonName,
  word,
  yearAt,
  yearSense,
} from "./calendar.ts";
import { any, type Bounds, type Sense, sense } from "./sense.ts";
import type { Token } from "./tokens.ts";
import { MEDIUM, readNumber } from "./words.ts";

/** Something recognised at a place of the query. */
export interface Reading {
  readonly length: number;
  readonly senses: readonly Sense[];
  /** Said so that it can hardly mean anything else: `from 1995`, `before 1990`, `winter 2016`. */
  readonly cued: boolean;
}

const DECADE_WORDS: Readonly<Record<string, number>> = {
  fifties: 1950,
  sixties: 1960,
  seventies: 1970,
  eighties: 1980,
  nineties: 1990,
  noughties: 2000,
  aughts: 2000,
  ochenta: 1980,
  noventa: 1990,
};

const DECADES_OF_TWO_WORDS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  two: { thousands: 2000 },
  twenty: { tens: 2010, twenties: 2020 },
};

const SEASON_WORDS: Readonly<Record<string, SeasonName>> = {
  winter: "WINTER",
  spring: "SPRING",
  summer: "SUMMER",
  fall: "FALL",
  autumn: "FALL",
  冬: "WINTER",
  春: "SPRING",
  夏: "SUMMER",
  秋: "FALL",
};

const SEASON_ORDER: readonly SeasonName[] = ["WINTER", "SPRING", "SUMMER", "FALL"];

const LEADS = new Set(["from", "in", "of", "during", "around", "de", "des", "aus"]);
const LEAD_STARTS = new Set(["released", "aired", "airing", "made", "came", "premiered"]);
const ARTICLES = new Set(["the", "year", "los", "las", "anos", "annees", "den", "the"]);
const PARTS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  early: [0, 3],
  mid: [3, 6],
  middle: [3, 6],
  late: [6, 9],
};
/** Before ages and wars: `in her 60s`, `his eighties`. */
const POSSESSIVES = new Set(["his", "her", "their", "my", "your", "our"]);

interface Span {
  readonly from: number;
  readonly to: number;
  /** Index of the first token after it. */
  readonly next: number;
}

/** What time is named at `at`, the longest reading, or undefined. */
export function readTime(tokens: readonly Token[], at: number, now: Now): Reading | undefined {
  let start = at;
  let led = false;
  if (LEAD_STARTS.has(word(tokens, start)) && LEADS.has(word(tokens, start + 1))) start++;
  if (LEADS.has(word(tokens, start))) {
    start++;
    led = true;
  }
  while (ARTICLES.has(word(tokens, start))) start++;
  const found =
    readBetween(tokens, start, now) ??
    readSeason(tokens, start, now) ??
    readMonth(tokens, start, now) ??
    readEra(tokens, start) ??
    readBound(tokens, start, now) ??
    readOpenEnded(tokens, start, now) ??
    readRelative(tokens, start, now) ??
    readSpan(tokens, start, now);
  if (found === undefined) return undefined;
  if (!led && start > at) return undefined;
  if (at > 0 && POSSESSIVES.has(word(tokens, at - 1))) return undefined;
  return { length: found.next - at, senses: found.senses, cued: led || found.cued };
}

/** `1995 to 1999`, `between 1995 and 1999`, `1995-1999`, `the 80s to the 90s`. */
function readBetween(tokens: readonly Token[], at: number, now: Now): Found | undefined {
  const between = word(tokens, at) === "between";
  const first = spanAt(tokens, between ? skipArticles(tokens, at + 1) : at, now);
  if (first === undefined) return undefined;
  const link = word(tokens, first.next);
  const linked = between ? link === "and" : RANGE_LINKS.has(link);
  const joined = !linked && isYearPair(tokens, first, now);
  if (!linked && !joined) return undefined;
  const second = spanAt(tokens, joined ? first.next : skipArticles(tokens, first.next + 1), now);
  if (second === undefined || second.to < first.from) return undefined;
  return { next: second.next, senses: [yearSense({ gte: first.from, lte: second.to })], cued: true };
}

const RANGE_LINKS = new Set(["to", "until", "till", "through", "thru", "bis", "a"]);

/** Two years with no word between them: `1995-1999`, `1995 - 1999`. */
function isYearPair(tokens: readonly Token[], first: Span, now: Now): boolean {
  const left = tokens[first.next - 1]!;
  const right = tokens[first.next];
  return (
    right !== undefined &&
    (right.start - left.end === 1 || right.start - left.end === 3) &&
    !right.breaks &&
    spanAt(tokens, first.next, now) !== undefined
  );
}

/** `winter 2016`, `2016 winter`, `spring season`, `spring anime`, `2016年春`. */
function readSeason(tokens: readonly Token[], at: number, now: Now): Found | undefined {
  const year = yearAt(tokens, at, now);
  if (year !== undefined) {
    const after = word(tokens, at + 1) === "年" ? at + 2 : at + 1;
    const season = SEASON_WORDS[word(tokens, after)];
    return season === undefined || tokens[after]!.breaks
      ? undefined
      : {
          next: pastSeason(tokens, after + 1),
          senses: [seasonSense(season), yearSense({ gte: year, lte: year })],
          cued: true,
        };
  }
  const season = SEASON_WORDS[word(tokens, at)];
  if (season === undefined) return undefined;
  let next = pastSeason(tokens, at + 1);
  const named = next > at + 1;
  if (word(tokens, next) === "of" || word(tokens, next) === "in") next++;
  if (ANIME.every((one, i) => word(tokens, next + i) === one)) next += ANIME.length;
  // `fall anime 2019`
  else if (MEDIUM.has(word(tokens, next)) && yearAt(tokens, next + 1, now) !== undefined) next++;
  const of = yearAt(tokens, next, now) ?? shortYearAt(tokens, next, now);
  if (of !== undefined) {
    return { next: next + 1, senses: [seasonSense(season), yearSense({ gte: of, lte: of })], cued: true };
  }
  next = pastSeason(tokens, at + 1);
  if (named) return { next, senses: [seasonSense(season)], cued: true };
  // `summer anime` may as well be about summer.
  return MEDIUM.has(word(tokens, next)) ? { next, senses: [seasonHint(season)], cued: false } : undefined;
}

const ANIME = ["ア", "ニ", "メ"];

function pastSeason(tokens: readonly Token[], at: number): number {
  return word(tokens, at) === "season" ? at + 1 : at;
}

/** `before 1990`, `since the 2000s`, `pre 2000`, `older than 1995`. */
function readBound(tokens: readonly Token[], at: number, now: Now): Found | undefined {
  for (const [cue, bounds] of BOUNDS) {
    if (!cue.every((one, i) => word(tokens, at + i) === one)) continue;
    const span = spanAt(tokens, skipArticles(tokens, at + cue.length), now);
    if (span !== undefined) return { next: span.next, senses: [yearSense(bounds(span))], cued: true };
  }
  return undefined;
}

const BOUNDS: readonly (readonly [cue: readonly string[], bounds: (span: Span) => Bounds])[] = [
  ["no later than", ({ to }: Span) => ({ lte: to })],
  ["earlier than", ({ from }: Span) => ({ lt: from })],
  ["older than", ({ from }: Span) => ({ lt: from })],
  ["prior to", ({ from }: Span) => ({ lt: from })],
  ["before", ({ from }: Span) => ({ lt: from })],
  ["pre", ({ from }: Span) => ({ lt: from })],
  ["antes de", ({ from }: Span) => ({ lt: from })],
  ["avant", ({ from }: Span) => ({ lt: from })],
  ["vor", ({ from }: Span) => ({ lt: from })],
  ["later than", ({ to }: Span) => ({ gt: to })],
  ["newer than", ({ to }: Span) => ({ gt: to })],
  ["after", ({ to }: Span) => ({ gt: to })],
  ["post", ({ to }: Span) => ({ gt: to })],
  ["despues de", ({ to }: Span) => ({ gt: to })],
  ["apres", ({ to }: Span) => ({ gt: to })],
  ["nach", ({ to }: Span) => ({ gt: to })],
  ["since", ({ from }: Span) => ({ gte: from })],
  ["desde", ({ from }: Span) => ({ gte: from })],
  ["depuis", ({ from }: Span) => ({ gte: from })],
  ["seit", ({ from }: Span) => ({ gte: from })],
  ["until", ({ to }: Span) => ({ lte: to })],
  ["up to", ({ to }: Span) => ({ lte: to })],
].map(([cue, bounds]) => [(cue as string).split(" "), bounds as (span: Span) => Bounds] as const);

/** `2015+`, `2015 or newer`, `the 90s and earlier`. */
function readOpenEnded(tokens: readonly Token[], at: number, now: Now): Found | undefined {
  const text = word(tokens, at);
  if (text.endsWith("+")) {
    const year = yearAt([{ ...tokens[at]!, text: text.slice(0, -1) }], 0, now);
    return year === undefined ? undefined : { next: at + 1, senses: [yearSense({ gte: year })], cued: true };
  }
  const span = spanAt(tokens, at, now);
  if (span === undefined || tokens[span.next] === undefined || tokens[span.next]!.breaks) return undefined;
  const link = word(tokens, span.next);
  const after = link === "or" || link === "and" ? span.next + 1 : span.next;
  const end = word(tokens, after);
  const bounds = LATER.has(end) ? { gte: span.from } : EARLIER.has(end) ? { lte: span.to } : undefined;
  // `2015 newer shows` says two things.
  const joined = after > span.next || end.startsWith("on");
  if (end === "on" && word(tokens, at - 1) !== "from") return undefined;
  return bounds && joined ? { next: after + 1, senses: [yearSense(bounds)], cued: true } : undefined;
}

const LATER = new Set(["newer", "later", "after", "up", "above", "beyond", "on", "onward", "onwards"]);
const EARLIER = new Set(["older", "earlier", "before", "prior"]);

/** `this year`, `last season's`, `next summer`, `the last decade`. */
function readRelative(tokens: readonly Token[], at: number, now: Now): Found | undefined {
  const step = { this: 0, current: 0, last: -1, past: -1, previous: -1, next: 1 }[word(tokens, at)];
  if (step === undefined) return undefined;
  const back = step < 0 ? yearsBack(tokens, at + 1) : undefined;
  if (back !== undefined) {
    return {
      next: back.next,
      senses: [yearSense({ gte: now.year - back.years, lte: now.year })],
      cued: true,
    };
  }
  const unit = word(tokens, at + 1);
  if (unit === "decade" && step === 0) {
    return { next: at + 2, senses: [decadeSense(now.year - (now.year % 10))], cued: true };
  }
  if (unit === "decade" && step < 0) {
    return { next: at + 2, senses: [yearSense({ gte: now.year - 10, lte: now.year })], cued: true };
  }
  // `last season of X` and `the next season` speak of a title.
  if (unit === "year" || unit === "years") {
    const year = now.year + step;
    return { next: at + 2, senses: [yearSense({ gte: year, lte: year })], cued: true };
  }
  if ((unit === "season" || unit === "seasons") && word(tokens, at + 2) !== "of") {
    const ordinal = now.year * 4 + SEASON_ORDER.indexOf(now.season) + step;
    const year = Math.floor(ordinal / 4);
    return {
      next: at + 2,
      senses: [seasonSense(SEASON_ORDER[ordinal % 4]!), yearSense({ gte: year, lte: year })],
      cued: true,
    };
  }
  const season = SEASON_WORDS[unit];
  if (season === undefined) return undefined;
  const year = now.year + step;
  return { next: at + 2, senses: [seasonSense(season), yearSense({ gte: year, lte: year })], cued: true };
}

const SOME: Readonly<Record<string, number>> = { few: 3, couple: 2, several: 5 };

/** `ten years`, `few years`, `couple of years`, `two decades`: how far the last of them reach back. */
function yearsBack(tokens: readonly Token[], at: number): { years: number; next: number } | undefined {
  const count = SOME[word(tokens, at)] ?? readNumber(word(tokens, at));
  const unit = word(tokens, at + 1) === "of" ? at + 2 : at + 1;
  if (count === undefined || count < 1 || count > 100) return undefined;
  if (word(tokens, unit) === "years") return { years: count, next: unit + 1 };
  return word(tokens, unit) === "decades" ? { years: 10 * count, next: unit + 1 } : undefined;
}

/** A year or a decade by itself. */
function readSpan(tokens: readonly Token[], at: number, now: Now): Found | undefined {
  const span = spanAt(tokens, at, now);
  if (span === undefined) return undefined;
  const whole = span.from % 10 === 0 && span.to === span.from + 9;
  return {
    next: span.next,
    senses: [whole ? decadeSense(span.from) : yearSense({ gte: span.from, lte: span.to })],
    cued: false,
  };
}

/** `1995`, `90s`, `the nineties`, `early 2000s`, `1990年代`. */
function spanAt(tokens: readonly Token[], at: number, now: Now): Span | undefined {
  const part = PARTS[word(tokens, at)];
  const decade = decadeAt(tokens, part === undefined ? at : skipArticles(tokens, at + 1));
  if (decade !== undefined) {
    const [low, high] = part ?? [0, 9];
    return { from: decade.from + low, to: decade.from + high, next: decade.next };
  }
  if (part !== undefined) return undefined;
  const year = yearAt(tokens, at, now);
  if (year === undefined) return undefined;
  return { from: year, to: year, next: word(tokens, at + 1) === "年" ? at + 2 : at + 1 };
}

function decadeAt(tokens: readonly Token[], at: number): { from: number; next: number } | undefined {
  const text = word(tokens, at);
  const spelt = DECADE_WORDS[text];
  if (spelt !== undefined) return { from: spelt, next: at + 1 };
  const ofTwoWords = DECADES_OF_TWO_WORDS[text]?.[word(tokens, at + 1)];
  if (ofTwoWords !== undefined) return { from: ofTwoWords, next: at + 2 };
  const inYears = word(tokens, at + 1) === "年" && word(tokens, at + 2) === "代";
  const beforeYears = isAfterYears(tokens, at) || YEARS_AFTER.has(word(tokens, at + 1));
  const digits = text.endsWith("er") ? text.slice(0, -2) : text.endsWith("s") ? text.slice(0, -1) : undefined;
  const number = digits ?? (inYears || beforeYears ? text : undefined);
  if (number === undefined || !(number.length === 2 || number.length === 4)) return undefined;
  const value = readDigits(number);
  if (value === undefined || value % 10 !== 0) return undefined;
  const from = number.length === 4 ? value : century(value);
  if (from === undefined || from < 1900 || from > 2100) return undefined;
  if (digits === undefined && YEARS_AFTER.has(word(tokens, at + 1))) return { from, next: at + 2 };
  return { from, next: inYears && digits === undefined ? at + 3 : at + 1 };
}

const YEARS_BEFORE = new Set(["anos", "annees", "los"]);
/** `90-х` */
const YEARS_AFTER = new Set(["х", "ых", "е"]);

/** `años 80`, `années 90`, `los 80`: the article loop has passed the word. */
function isAfterYears(tokens: readonly Token[], at: number): boolean {
  const before = at > 0 ? tokens[at - 1]!.text : "";
  return YEARS_BEFORE.has(before);
}

/** 80 is 1980, 00 and 10 are of this century; 20 to 40 are ages and counts. */
function century(value: number): number | undefined {
  if (value >= 50) return 1900 + value;
  return value <= 10 ? 2000 + value : undefined;
}

/** The `98` of `spring '98 anime`: only beside a season, with nothing else to count behind it. */
function shortYearAt(tokens: readonly Token[], at: number, now: Now): number | undefined {
  const text = word(tokens, at);
  const digits = text.length === 2 ? readDigits(text) : undefined;
  if (digits === undefined || tokens[at]!.breaks) return undefined;
  if (tokens[at + 1] !== undefined && !MEDIUM.has(word(tokens, at + 1))) return undefined;
  const year = digits >= 50 ? 1900 + digits : 2000 + digits;
  return year <= now.year + 1 ? year : undefined;
}

function skipArticles(tokens: readonly Token[], at: number): number {
  let next = at;
  while (ARTICLES.has(word(tokens, next))) next++;
  return next;
}

function decadeSense(from: number): Sense {
  return sense("time", "decade", "decade", `${from}s`, { fits: any("decade", [`${from}s`]), group: "year" });
}

function seasonSense(season: SeasonName): Sense {
  return sense("time", "season", "season", season, { fits: any("season", [season]), group: "season" });
}

function seasonHint(season: SeasonName): Sense {
  return sense("hint", "season", "season", season, {
    prefers: [{ condition: any("season", [season]), weight: 0.7 }],
  });
}
