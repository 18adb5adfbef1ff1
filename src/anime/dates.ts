import { readMonth, saysNothing } from "./vocabulary.ts";

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * A date as ISO 8601, as exactly as it is known: `1998-04-03T15:00:00Z`, `1998-04-03`, `1998-04` or `1998`. Reads
 * ISO 8601, `Apr 3, 1998`, `3 April 1998`, `1998/04/03`, `Apr 1998`, `Apr, 1998` and `1998`. Undefined for what is no
 * date, for a day that no calendar has, and for the year 1, which some sources write for none.
 */
export function readMoment(text: string): string | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) return readIso(text, iso);
  const tidy = text.replace(/\b(\d{1,2})(?:st|nd|rd|th)\b/i, "$1").trim();
  const found =
    match(tidy, /^(?<year>\d{4})[/.-](?<month>\d{1,2})(?:[/.-](?<day>\d{1,2}))?$/) ??
    match(tidy, /^(?<month>[a-z]+)\.?\s+(?<day>\d{1,2})\s*,?\s+(?<year>\d{4})$/i) ??
    match(tidy, /^(?<day>\d{1,2})\.?\s+(?<month>[a-z]+)\.?,?\s+(?<year>\d{4})$/i) ??
    match(tidy, /^(?<month>[a-z]+)\.?,?\s+(?<year>\d{4})$/i) ??
    match(tidy, /^(?<year>\d{4})$/);
  if (found === undefined) return undefined;
  const year = Number(found.year);
  if (year < 2) return undefined;
  if (found.month === undefined) return found.year;
  const month = monthNumber(found.month);
  if (month === undefined) return undefined;
  if (found.day === undefined) return `${found.year}-${pad(month)}`;
  const day = Number(found.day);
  return isDay(year, month, day) ? `${found.year}-${pad(month)}-${pad(day)}` : undefined;
}

function readIso(
  text: string,
  [, year, month, day, hour, minute, second]: RegExpExecArray,
): string | undefined {
  if (Number(year) < 2 || !isDay(Number(year), Number(month), Number(day))) return undefined;
  if (hour === undefined) return text;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 60) return undefined;
  return text
    .replace(/[t ]/i, "T")
    .replace(/\s+/g, "")
    .replace(/z$/, "Z")
    .replace(",", ".")
    .replace(/([+-]\d{2})(\d{2})$/, "$1:$2");
}

function match(text: string, pattern: RegExp): Partial<Record<string, string>> | undefined {
  return pattern.exec(text)?.groups;
}

function monthNumber(text: string): number | undefined {
  const name = readMonth(text);
  return name === undefined ? undefined : MONTH_NUMBERS.get(name);
}

const MONTH_NUMBERS = new Map(
  Array.from({ length: 12 }, (_, at) => [readMonth(String(at + 1)) as string, at + 1] as const),
);

const pad = (number: number) => String(number).padStart(2, "0");

/** True for a day that the (proleptic Gregorian) calendar has. */
function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= days[month - 1]!;
}

/**
 * `Apr 3, 1998 to Apr 24, 1999`, `Apr 3, 1998 to ?` or a single date, as ISO 8601 and as written. Undefined where
 * neither end is a date.
 */
export function readPeriod(text: string): { from?: string; to?: string; string: string } | undefined {
  const [first = "", last] = text.split(/\s+(?:to|through|until|–|-)\s+/i);
  const from = readMoment(first.trim());
  const to = last === undefined || saysNothing(last) ? undefined : readMoment(last.trim());
  if (from === undefined && to === undefined) return undefined;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }), string: text };
}

/** The year and the month's number of a date that `readMoment` wrote. */
export function partsOfMoment(moment: string): { year: number; month?: number } {
  const month = /^\d{4}-(\d{2})/.exec(moment)?.[1];
  return { year: Number(moment.slice(0, 4)), ...(month !== undefined && { month: Number(month) }) };
}

/** Seconds out of `24 min per ep`, `1 hr 55 min`, `30 sec`, `1h 5m`, `00:24:00` or a plain number of seconds. */
export function readDuration(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.round(Number(text));
  const clock = /^(?:(\d{1,2}):)?(\d{1,2}):(\d{2})$/.exec(text);
  if (clock !== null) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(h|m|s)[a-z]*/gi)];
  if (parts.length === 0) return undefined;
  const unit: Record<string, number> = { h: 3600, m: 60, s: 1 };
  return Math.round(
    parts.reduce((sum, [, number, letter]) => sum + Number(number) * unit[letter!.toLowerCase()]!, 0),
  );
}
