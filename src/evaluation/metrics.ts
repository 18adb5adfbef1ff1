/**
 * Measures of one ranked list against graded judgements. Every function takes the grades of the results in their
 * order (0: not relevant) and gives 0..1. A place that the list leaves empty counts as a wrong result.
 * Definitions: Manning, Raghavan & Schütze, "Introduction to Information Retrieval" (2008), chapter 8.
 */

/** A result counts as relevant from this grade on: half a point is a sequel of the right show. */
export const RELEVANT = 0.5;

/** Share of the first k places that hold a relevant result; of as many as are relevant at all, where that is fewer. */
export function precisionAt(k: number, grades: readonly number[], relevant: number): number {
  const places = Math.min(k, relevant);
  return places === 0 ? 0 : Math.min(1, countRelevant(grades.slice(0, k)) / places);
}

/** Share of what is relevant that stands among the first k. */
export function recallAt(k: number, grades: readonly number[], relevant: number): number {
  return relevant === 0 ? 0 : Math.min(1, countRelevant(grades.slice(0, k)) / relevant);
}

/** 1 / the place of the first result of the best grade that the query has; 0 where none is listed. */
export function reciprocalRank(grades: readonly number[], best: number): number {
  const place = grades.findIndex((grade) => grade > 0 && grade >= best);
  return place < 0 ? 0 : 1 / (place + 1);
}

/** 1 where one of the first k results has the best grade that the query has, else 0. */
export function hitAt(k: number, grades: readonly number[], best: number): number {
  return grades.slice(0, k).some((grade) => grade > 0 && grade >= best) ? 1 : 0;
}

/**
 * Discounted cumulative gain over the first k places, as a share of the best possible one, with gains 2^grade - 1
 * and a logarithmic discount (Järvelin & Kekäläinen 2002, doi 10.1145/582415.582418).
 * `ideal` holds the grades of everything judged, in any order.
 */
export function ndcgAt(k: number, grades: readonly number[], ideal: readonly number[]): number {
  const best = gain([...ideal].sort((a, b) => b - a).slice(0, k));
  return best === 0 ? 0 : Math.min(1, gain(grades.slice(0, k)) / best);
}

function gain(grades: readonly number[]): number {
  return grades.reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0);
}

function countRelevant(grades: readonly number[]): number {
  return grades.filter((grade) => grade >= RELEVANT).length;
}
