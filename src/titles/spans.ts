import type { TitleMatch } from "./title-index.ts";
import { TitleQuery } from "./title-query.ts";

/** A name that stands within a longer text. */
export interface TitleSpan {
  /** Where it stands, in UTF-16 code units. */
  readonly from: number;
  readonly to: number;
  /** The entries that have the name, best known first. */
  readonly ids: readonly string[];
  /** The name as the first of them writes it. */
  readonly name: string;
}

/** A match with the popularity prior of its entry, 0..1. */
export interface KnownMatch extends TitleMatch {
  readonly known: number;
}

const WORD = /\S+/gu;
/** Words of a text that are looked at, and of a name. */
const MOST_WORDS = 64;
const LONGEST = 12;
const LEAST_LETTERS = 3;
/** The prior from which a single word is taken for a name; 0.7 is about 40,000 people where 4 million know the best known. */
const WELL_KNOWN = 0.7;

/**
 * Whether somebody who writes the name of an entry with this popularity prior can be taken to mean it, whatever else the
 * words may mean.
 */
export function isTelling(query: TitleQuery, known: number): boolean {
  return query.words.length > 1 || query.unspaced || known >= WELL_KNOWN;
}

/** See `TitleIndex.spans`; `equal` finds the entries of exactly this name. */
export function findSpans(text: string, equal: (query: TitleQuery) => readonly KnownMatch[]): TitleSpan[] {
  const words = wordsOf(text);
  const spans: TitleSpan[] = [];
  for (let first = 0; first < words.length; ) {
    const span = longestFrom(first, words, text, equal);
    if (span === null) first++;
    else {
      spans.push(span.span);
      first += span.words;
    }
  }
  return spans;
}

/** Runs between white space, without the punctuation around them. */
function wordsOf(text: string): { from: number; to: number }[] {
  const words: { from: number; to: number }[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (words.length >= MOST_WORDS) break;
    const inner = /[\p{L}\p{N}].*[\p{L}\p{N}\p{M}!?]|[\p{L}\p{N}]/u.exec(word);
    if (inner !== null) words.push({ from: index + inner.index, to: index + inner.index + inner[0].length });
  }
  return words;
}

function longestFrom(
  first: number,
  words: readonly { from: number; to: number }[],
  text: string,
  equal: (query: TitleQuery) => readonly KnownMatch[],
): { span: TitleSpan; words: number } | null {
  const from = words[first]!.from;
  for (let count = Math.min(LONGEST, words.length - first); count > 0; count--) {
    const { to } = words[first + count - 1]!;
    const query = new TitleQuery(text.slice(from, to));
    if (query.letters.length < LEAST_LETTERS && !query.unspaced) continue;
    const found = equal(query);
    if (!found.some(({ known }) => isTelling(query, known))) continue;
    return { span: { from, to, ids: found.map(({ id }) => id), name: found[0]!.name }, words: count };
  }
  return null;
}
