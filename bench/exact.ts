/** Exact float32 search, and recall judged by it. */

/** Scores within this share of the k-th best count as equally good: float32 sums differ by their order. */
const TIE = 1e-6;

/** Every row's dot product with the query, `[rows]`. The query's zeros are skipped: hashed queries have few others. */
export function exactScores(vectors: Float32Array, query: Float32Array): Float32Array {
  const dimension = query.length;
  const places = Uint32Array.from(query.keys()).filter((i) => query[i] !== 0);
  const values = Float32Array.from(places, (i) => query[i]!);
  const scores = new Float32Array(vectors.length / dimension);
  for (let row = 0, at = 0; row < scores.length; row++, at += dimension) {
    let dot = 0;
    for (let i = 0; i < places.length; i++) dot += vectors[at + places[i]!]! * values[i]!;
    scores[row] = dot;
  }
  return scores;
}

/** The k-th best of the scores that `keeps` lets through (NaN: no vector), and how many there are to find, at most k. */
export function cutoff(
  scores: Float32Array,
  k: number,
  keeps: (row: number) => boolean = () => true,
): { readonly least: number; readonly wanted: number } {
  const best = new Float32Array(k).fill(Number.NEGATIVE_INFINITY);
  let kept = 0;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!;
    if (Number.isNaN(score) || !keeps(row)) continue;
    kept++;
    if (!(score > best[k - 1]!)) continue;
    let at = k - 1;
    for (; at > 0 && best[at - 1]! < score; at--) best[at] = best[at - 1]!;
    best[at] = score;
  }
  const wanted = Math.min(k, kept);
  return { least: wanted === 0 ? Number.POSITIVE_INFINITY : best[wanted - 1]!, wanted };
}

/**
 * The share of the k best that the first k rows found hold: a row counts as right when its exact score is at least
 * the k-th best, so that any of equally good rows may stand for another. NaN where there is nothing to find.
 */
export function recallAt(
  k: number,
  found: ArrayLike<number>,
  scores: Float32Array,
  keeps?: (row: number) => boolean,
): number {
  const { least, wanted } = cutoff(scores, k, keeps);
  const distinct = new Set(Array.from(found).slice(0, k));
  let right = 0;
  for (const row of distinct)
    if ((keeps?.(row) ?? true) && scores[row]! >= least - TIE * Math.max(1, least)) right++;
  return Math.min(1, right / wanted);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
