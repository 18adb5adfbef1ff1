/** How a name was found. */
export type MatchKind = "exact" | "abbreviation" | "prefix" | "words" | "fuzzy";

/**
 * The popularity prior of an entry that so many people know, 0..1: on a logarithmic scale up to the best known entry of
 * the catalogue, since how often things are looked for spreads over as many orders of magnitude (Zipf's law).
 */
export function popularityPrior(audience: number, largest: number): number {
  return largest > 0 ? Math.min(1, Math.log1p(audience) / Math.log1p(largest)) : 0;
}

/** Every exact match scores above this, every other below. */
export const EXACT = 0.95;

/**
 * How a query equals a name: as written but for case, or for what it may have left out, accents and full width, where it
 * has none (0); but for these (1); but for punctuation and spaces, too (2); by the folding of spellings (3); as a
 * name spelt another way, such as with its season as a number (4).
 */
export type ExactLevel = 0 | 1 | 2 | 3 | 4;

/** Titles come before synonyms that are a little better known: `Fullmetal Alchemist` is also a name of its remake. */
const OWN_TITLE = 0.25;
/** Spelt with the very capitals and accents, where the query has any. */
const AS_WRITTEN = 0.5;

/** Score of an exact match, above EXACT: the level decides, within it popularity and whether it is the entry's title. */
export function exactScore(level: ExactLevel, prior: number, isTitle: boolean, asWritten: boolean): number {
  const within = prior + (isTitle ? OWN_TITLE : 0) + (asWritten ? AS_WRITTEN : 0);
  return 1 - 0.009 * level - 0.008 * (1 - within / (1 + OWN_TITLE + AS_WRITTEN));
}

/** How far a name explains the query and the query the name. */
export interface Evidence {
  /** Share of the query that the name holds, 0..1; edits count against it. */
  readonly quality: number;
  /** Share of the name that the query says, 0..1. */
  readonly completeness: number;
  readonly atStart: boolean;
  /** The query ends where a word of the name does. */
  readonly atWordEnd: boolean;
  readonly prior: number;
}

/**
 * What a match that is not exact is made of, together EXACT at most. Fitted on queries made from real titles by a seed
 * (misspelt, joined, reordered, partial) and on the first 3 to 10 letters of the 1,500 best known ones.
 */
const PARTS = { base: 0.61, completeness: 0.1, atStart: 0.03, atWordEnd: 0.03, prior: 0.17 };

/**
 * Score of a match that is not exact, below EXACT. What the query says and the name lacks weighs most, so that a
 * better known relative cannot beat the name that has the distinguishing word.
 */
export function partialScore({ quality, completeness, atStart, atWordEnd, prior }: Evidence): number {
  const place = (atStart ? PARTS.atStart : 0) + (atWordEnd ? PARTS.atWordEnd : 0);
  return quality * quality * (PARTS.base + PARTS.completeness * completeness + place + PARTS.prior * prior);
}

/** The quality without which `partialScore` stays below a score. */
export function leastQuality(score: number): number {
  const { base, completeness, atStart, atWordEnd, prior } = PARTS;
  return Math.sqrt(score / (base + completeness + atStart + atWordEnd + prior));
}

/** Edits that are looked for in a query, or a word, of this many letters. */
export function allowedEdits(letters: number): number {
  if (letters <= 2) return 0;
  if (letters <= 4) return 1;
  if (letters <= 8) return 2;
  return Math.min(6, 1 + Math.floor(letters / 5));
}
