import type { Entry } from "./catalogue.ts";

/** A space of hashed TF-IDF vectors: hard ones, since nothing of a text's meaning helps to find it. */
export interface HashedSpace {
  readonly name: string;
  readonly dimension: number;
  /** `[rows × dimension]`, row-major, of length 1. */
  readonly vectors: Float32Array;
  /** `[queries]`, each of length 1. */
  readonly queries: readonly Float32Array[];
}

/** What the five spaces read. Every entry has a title, so each of them has a vector in every space. */
export const FIELD_SETS: Readonly<Record<string, (entry: Entry) => readonly (string | null | undefined)[]>> =
  {
    everything: (e) => [e.title, e.title_english, ...names(e), e.synopsis, ...labels(e)],
    "titles and story": (e) => [e.title, e.title_english, ...names(e), e.synopsis],
    "title, story and genres": (e) => [e.title, e.synopsis, ...(e.genres ?? []), ...(e.demographics ?? [])],
    "title, story and tags": (e) => [e.title, e.synopsis, ...(e.tags ?? [])],
    "story and labels": (e) => [e.title, e.synopsis, ...labels(e), ...labels(e)],
  };

function names(entry: Entry): readonly string[] {
  return entry.synonyms ?? [];
}

function labels(entry: Entry): readonly string[] {
  return [...(entry.genres ?? []), ...(entry.demographics ?? []), ...(entry.tags ?? [])];
}

/**
 * Texts as vectors: each word adds (1 + ln count) · idf, with a sign, at one place; place and sign come from a hash
 * of the word and the seed (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009).
 */
export function hashedSpace(
  name: string,
  texts: readonly string[],
  queries: readonly string[],
  { dimension, seed }: { readonly dimension: number; readonly seed: number },
): HashedSpace {
  const documents = texts.map(wordCounts);
  const frequency = new Map<string, number>();
  for (const document of documents)
    for (const word of document.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const write = (counts: ReadonlyMap<string, number>, to: Float32Array) => {
    for (const [word, count] of counts) {
      const df = frequency.get(word) ?? 1;
      const weight = (1 + Math.log(count)) * Math.log(1 + (texts.length - df + 0.5) / (df + 0.5));
      const hash = hashOf(word, seed);
      to[hash % dimension]! += hash >>> 31 === 1 ? weight : -weight;
    }
    // A text of no words, or of words that cancel, still needs a direction.
    if (to.every((value) => value === 0)) to[seed % dimension] = 1;
    toUnit(to);
    return to;
  };
  const vectors = new Float32Array(texts.length * dimension);
  for (const [i, counts] of documents.entries()) {
    write(counts, vectors.subarray(i * dimension, (i + 1) * dimension));
  }
  return {
    name,
    dimension,
    vectors,
    queries: queries.map((query) => write(wordCounts(query), new Float32Array(dimension))),
  };
}

function wordCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** FNV-1a from a seeded basis, with a final mix. */
function hashOf(word: string, seed: number): number {
  let hash = (0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function toUnit(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  for (let i = 0; i < vector.length; i++) vector[i]! /= length;
}
