import type { Now } from "./calendar.ts";
import { readCreator } from "./creators.ts";
import { readLength } from "./lengths.ts";
import type { Lexicon } from "./lexicon.ts";
import { readRelativeWord } from "./relative.ts";
import { readScore } from "./scores.ts";
import type { Sense } from "./sense.ts";
import { type Reading, readTime } from "./times.ts";
import type { Token } from "./tokens.ts";
import { FILLERS, MEDIUM, SOMEBODY } from "./words.ts";

/** Tokens `[start, end)` that mean something, before it is decided whether they are meant so here. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly senses: readonly Sense[];
  readonly cued: boolean;
}

/** All that the query can be taken to say, left to right, without overlaps: at each place the longest reading. */
export function readSpans(tokens: readonly Token[], lexicon: Lexicon, now: Now): Span[] {
  const spans: Span[] = [];
  for (let at = 0; at < tokens.length; ) {
    const best = readingAt(tokens, at, lexicon, now);
    if (best === undefined || isCutShort(tokens, at, best, lexicon, now)) {
      at++;
      continue;
    }
    spans.push({ start: at, end: at + best.length, senses: best.senses, cued: best.cued });
    at += best.length;
  }
  return spans.filter((span, i) => !isNamed(tokens, span, spans[i + 1]));
}

/** Every word asks for something that is said of anime, as in `best specials`, which comes near some name. */
export function asksThroughout(tokens: readonly Token[], lexicon: Lexicon, now: Now): boolean {
  const spans = readSpans(tokens, lexicon, now);
  const asks = ({ role }: Sense) => role === "genre" || role === "attribute" || role === "time";
  return (
    spans.reduce((sum, { start, end }) => sum + end - start, 0) === tokens.length &&
    spans.every(({ senses }) => senses.every(asks))
  );
}

/** `about boys love`: what begins with a filler gives way to what begins behind it and reaches further. */
function isCutShort(
  tokens: readonly Token[],
  at: number,
  { length }: Reading,
  lexicon: Lexicon,
  now: Now,
): boolean {
  if (length < 2 || !FILLERS.has(tokens[at]!.text)) return false;
  const next = readingAt(tokens, at + 1, lexicon, now);
  return next !== undefined && next.length >= length;
}

/**
 * `Romance of the Three Kingdoms`, `The Adventures of X`: a genre of something is a name; `comedies of 2016` and
 * `comedies of all time` are not.
 */
function isNamed(tokens: readonly Token[], { end, senses }: Span, next: Span | undefined): boolean {
  if (tokens[end]?.text !== "of" || tokens[end + 1]?.text === "all") return false;
  return next?.start !== end && senses[0]!.role === "genre";
}

function readingAt(tokens: readonly Token[], at: number, lexicon: Lexicon, now: Now): Reading | undefined {
  const phrase = isAsking(tokens, at) ? undefined : lexicon.phrases.longest(tokens, at, tokens.length);
  const relative = readRelativeWord(tokens, at, now);
  const readings: readonly (Reading | false | undefined)[] = [
    readTime(tokens, at, now),
    relative && !isOfSomebody(tokens, at, relative, lexicon) && relative,
    readLength(tokens, at),
    readScore(tokens, at),
    phrase &&
      !isOfSomebody(tokens, at, { length: phrase.length, senses: phrase.value }, lexicon) && {
        length: phrase.length,
        senses: phrase.value,
        cued: false,
      },
    readCreator(tokens, at, lexicon),
  ];
  let best: Reading | undefined;
  for (const reading of readings) {
    if (!reading || !unbroken(tokens, at, reading.length)) continue;
    if (best === undefined || reading.length > best.length) best = reading;
  }
  return best;
}

/** `show me …` speaks of no show, and `the movie after the series` asks for none. */
function isAsking(tokens: readonly Token[], at: number): boolean {
  const [before, { text }, after] = [tokens[at - 1]?.text, tokens[at]!, tokens[at + 1]?.text];
  return (text === "show" && (after === "me" || after === "us")) || (text === "series" && before === "the");
}

/**
 * `bad boy romance`, `best friends`, `an old man`, `a forgotten king`: what somebody is, not what an anime is. `best dog
 * anime` is, as is what stands before a phrase that begins so: `best boys love`; nobody is called underrated.
 */
function isOfSomebody(
  tokens: readonly Token[],
  at: number,
  { senses, length }: Pick<Reading, "senses" | "length">,
  lexicon: Lexicon,
): boolean {
  const [{ kind, id }] = senses as readonly [Sense];
  const isAge = kind === "year";
  if (length > 1 || !(isAge || kind === "quality") || id === "quality:underrated") return false;
  if (!SOMEBODY.has(tokens[at + 1]?.text ?? "")) return false;
  if ((lexicon.phrases.longest(tokens, at + 1, tokens.length)?.length ?? 0) > 1) return false;
  return isAge || !MEDIUM.has(tokens[at + 2]?.text ?? "");
}

/** Punctuation may not stand inside a reading. */
function unbroken(tokens: readonly Token[], at: number, length: number): boolean {
  for (let i = at + 1; i < at + length; i++) if (tokens[i]!.breaks) return false;
  return true;
}

/** Per token, the index of the span that it belongs to, or -1. */
export function spanIndex(tokens: readonly Token[], spans: readonly Span[]): Int16Array {
  const of = new Int16Array(tokens.length).fill(-1);
  spans.forEach((span, i) => {
    of.fill(i, span.start, span.end);
  });
  return of;
}

/** A word that says what the query is about: no filler, and part of nothing recognised. */
export function isLoose(token: Token, span: number): boolean {
  return span < 0 && !FILLERS.has(token.text) && !MEDIUM.has(token.text);
}

/** Spans that no other reading has taken. */
export function outside(spans: readonly Span[], taken: readonly { start: number; end: number }[]): Span[] {
  return spans.filter((span) => taken.every(({ start, end }) => span.end <= start || span.start >= end));
}

/** 1 for each of `length` tokens that a reading has taken. */
export function spokenTokens(
  length: number,
  readings: readonly ({ start: number; end: number } | undefined)[],
): Uint8Array {
  const spoken = new Uint8Array(length);
  for (const reading of readings) if (reading !== undefined) spoken.fill(1, reading.start, reading.end);
  return spoken;
}
