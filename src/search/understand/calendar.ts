import { type Bounds, boundsName, range, type Sense, sense } from "./sense.ts";
import type { Token } from "./tokens.ts";

export type SeasonName = "WINTER" | "SPRING" | "SUMMER" | "FALL";

/** When the question is asked. */
export interface Now {
  readonly year: number;
  readonly season: SeasonName;
}

/** Tokens up to `next` that name a time. */
export interface Found {
  readonly next: number;
  readonly senses: readonly Sense[];
  readonly cued: boolean;
}

/** The first animation that catalogues list is from 1907. */
const FIRST_YEAR = 1907;

const MONTHS = new Map(
  [
    "january jan enero janvier",
    "february feb febrero",
    "march marzo mars",
    "april apr abril avril",
    "may mayo mai",
    "june jun junio juin",
    "july jul julio juillet",
    "august aug agosto",
    "september sep sept septiembre",
    "october oct octubre",
    "november nov noviembre",
    "december dec diciembre",
  ].flatMap((names, month) => names.split(" ").map((name) => [name, month + 1] as const)),
);

/** `april 2013`, `in December of 2009`; a month alone is a word of many others. */
export function readMonth(tokens: readonly Token[], at: number, now: Now): Found | undefined {
  const month = MONTHS.get(word(tokens, at));
  if (month === undefined) return undefined;
  const next = word(tokens, at + 1) === "of" ? at + 2 : at + 1;
  const year = yearAt(tokens, next, now);
  if (year === undefined) return undefined;
  return { next: next + 1, senses: [monthSense(year, month)], cued: true };
}

/** Names of times, with the years that they stand for. */
const ERAS: readonly (readonly [words: readonly string[], bounds: Bounds])[] = (
  [
    ["turn of the millennium", { gte: 1998, lte: 2002 }],
    ["turn of the millenium", { gte: 1998, lte: 2002 }],
    ["turn of the century", { gte: 1998, lte: 2002 }],
    ["prewar", { lt: 1942 }],
    ["pre war", { lt: 1942 }],
    ["before the war", { lt: 1942 }],
    ["pre world war ii", { lt: 1940 }],
    ["wartime era", { gte: 1937, lte: 1945 }],
    ["silent era", { lt: 1936 }],
    ["showa era", { gte: 1926, lte: 1988 }],
    ["heisei era", { gte: 1989, lte: 2018 }],
    ["reiwa era", { gte: 2019 }],
    ["y2k", { gte: 1998, lte: 2003 }],
  ] as const
).map(([words, bounds]) => [words.split(" "), bounds] as const);

/** `silent era`, `turn of the century`. */
export function readEra(tokens: readonly Token[], at: number): Found | undefined {
  for (const [words, bounds] of ERAS) {
    if (!words.every((one, i) => word(tokens, at + i) === one)) continue;
    return { next: at + words.length, senses: [yearSense(bounds)], cued: true };
  }
  return undefined;
}

/** A year from the first animation to what is announced; undefined for any other word. */
export function yearAt(tokens: readonly Token[], at: number, now: Now): number | undefined {
  const text = word(tokens, at);
  if (text.length !== 4) return undefined;
  const year = readDigits(text);
  return year !== undefined && year >= FIRST_YEAR && year <= now.year + 3 ? year : undefined;
}

/** The number that a word of digits alone writes. */
export function readDigits(text: string): number | undefined {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return undefined;
  }
  return Number(text);
}

/** The word at a place, "" past the end. */
export function word(tokens: readonly Token[], at: number): string {
  return tokens[at]?.text ?? "";
}

/** A year or a span of years, open at one end or not. */
export function yearSense(bounds: Bounds): Sense {
  const open = Object.keys(bounds).length === 1;
  return sense("time", "year", "year", boundsName(bounds), {
    value: bounds.gte !== undefined && bounds.gte === bounds.lte ? bounds.gte : bounds,
    fits: range("year", bounds),
    // "after 1980 before 1990" is a range, "1995 or 1998" a choice.
    ...(open ? {} : { group: "year" }),
  });
}

function monthSense(year: number, month: number): Sense {
  const [from, to] = [Date.UTC(year, month - 1, 1), Date.UTC(year, month, 1)];
  const name = `${year}-${String(month).padStart(2, "0")}`;
  return sense("time", "month", "aired_dates.from", name, {
    fits: range("aired_dates.from", { gte: from, lt: to }),
    group: "year",
  });
}
