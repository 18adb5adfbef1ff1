/** How the scores of several legs become one. */
export type Fusion = { readonly method: "relative" | "rrf" | "dbsf"; readonly k: number };

/** One leg's part of a fusion: a score per candidate (NaN: the leg does not know the candidate) and a weight ≥ 0. */
export interface FusionLeg {
  readonly scores: ArrayLike<number>;
  readonly weight: number;
  /** The scores are on the fused scale already and are added as they are (NaN as 0), whatever the method. */
  readonly asIs?: boolean;
  /**
   * With `relative`, the power that the share of the best score is raised to; 1 unless said. Cosines of a story with what
   * is nothing like it are half of the best one's: a power lets them count for less.
   */
  readonly sharpness?: number;
  /**
   * With `relative`, what the best score counts as at least; 0 unless said. A misspelt name is near to nothing, and what
   * is nearest to it is no better than that.
   */
  readonly least?: number;
}

/**
 * One fused score per candidate, `[n]`, from legs of `n` scores each: the sum of what each leg adds.
 * A leg of weight 0 has no effect; a candidate that no leg knows scores 0. Every method is monotone in each leg.
 */
export function fuse(legs: readonly FusionLeg[], n: number, fusion: Fusion): Float64Array {
  const fused = new Float64Array(n);
  for (const parts of weighted(legs, n, fusion)) for (let i = 0; i < n; i++) fused[i]! += parts[i]!;
  return fused;
}

/** What each leg adds to each candidate's fused score, `[legs][n]`. */
export function weighted(legs: readonly FusionLeg[], n: number, fusion: Fusion): Float64Array[] {
  return legs.map((leg) => {
    const { scores, weight, asIs } = leg;
    if (!(weight > 0)) return new Float64Array(n);
    const parts = asIs ? new Float64Array(n) : contributions(scores, n, fusion, leg);
    if (asIs) for (let i = 0; i < n; i++) parts[i] = scores[i]! || 0;
    for (let i = 0; i < n; i++) parts[i]! *= weight;
    return parts;
  });
}

/** What one leg of weight 1 adds to each candidate's fused score, `[n]`; 0 where the leg does not know it. */
export function contributions(
  scores: ArrayLike<number>,
  n: number,
  fusion: Fusion,
  { sharpness = 1, least = 0 }: Pick<FusionLeg, "sharpness" | "least"> = {},
): Float64Array {
  switch (fusion.method) {
    case "relative":
      return relative(scores, n, sharpness, least);
    case "rrf":
      return reciprocalRank(scores, n, fusion.k);
    case "dbsf":
      return distributionBased(scores, n);
  }
}

/**
 * Scores divided by the leg's best one, or `least`, so that the best candidate gets 1. Negative scores count as 0:
 * a candidate that points away from the query is no better than one the leg does not know.
 * Unlike min-max normalisation this keeps how much worse the others are, which is what the weights are fitted to.
 */
function relative(scores: ArrayLike<number>, n: number, sharpness: number, least: number): Float64Array {
  let best = least;
  for (let i = 0; i < n; i++) if (scores[i]! > best) best = scores[i]!;
  const parts = new Float64Array(n);
  if (best === 0) return parts;
  for (let i = 0; i < n; i++) if (scores[i]! > 0) parts[i] = scores[i]! / best;
  if (sharpness !== 1) for (let i = 0; i < n; i++) if (parts[i]! > 0) parts[i]! **= sharpness;
  return parts;
}

/**
 * 1 / (k + rank), ranks from 1 (Cormack, Clarke & Büttcher, SIGIR 2009, doi 10.1145/1571941.1572114).
 * Equal scores share the better rank, so that the order in which candidates arrive cannot matter.
 */
function reciprocalRank(scores: ArrayLike<number>, n: number, k: number): Float64Array {
  const known = new Float64Array(n);
  let count = 0;
  // A score of 0 means that no term of the query matched: the leg did not find the candidate.
  for (let i = 0; i < n; i++) if (!Number.isNaN(scores[i]!) && scores[i] !== 0) known[count++] = scores[i]!;
  // Sorting numbers and looking each up is quicker than sorting candidates by their numbers.
  const ascending = known.subarray(0, count).sort();
  const parts = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const score = scores[i]!;
    if (Number.isNaN(score) || score === 0) continue;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ascending[middle]! <= score) low = middle + 1;
      else high = middle;
    }
    parts[i] = 1 / (k + 1 + count - low);
  }
  return parts;
}

/**
 * Min-max over mean ± 3 standard deviations, clamped to 0..1 (distribution-based score fusion; Mazzeschi 2023).
 * A leg whose scores are all equal says nothing of their order: each gets 0.5.
 */
function distributionBased(scores: ArrayLike<number>, n: number): Float64Array {
  let count = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(scores[i]!)) continue;
    count++;
    sum += scores[i]!;
  }
  const parts = new Float64Array(n);
  if (count === 0) return parts;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < n; i++) if (!Number.isNaN(scores[i]!)) squares += (scores[i]! - mean) ** 2;
  const deviation = Math.sqrt(squares / count);
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(scores[i]!)) continue;
    const part = deviation === 0 ? 0.5 : (scores[i]! - (mean - 3 * deviation)) / (6 * deviation);
    parts[i] = Math.min(1, Math.max(0, part));
  }
  return parts;
}
