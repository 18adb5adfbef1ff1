import { type Fusion, type FusionLeg, weighted } from "./fuse.ts";

/** Candidates of a search, in any order, and what ranks them. */
export interface Candidates {
  readonly ids: readonly string[];
  readonly legs: readonly FusionLeg[];
  /** 0..1 per candidate, NaN where unknown, which counts as 0: breaks ties. */
  readonly popularity: ArrayLike<number>;
  /** `search_boost_factor` per candidate, NaN where unknown, which counts as 1. */
  readonly boostFactor: ArrayLike<number>;
}

export interface Ranked {
  readonly ids: readonly string[];
  /** Where each stood among the candidates. */
  readonly places: readonly number[];
  /** Best first, of one length with the ids. */
  readonly scores: Float64Array;
  /** `[legs][candidates]` what each leg adds to the fused score; their sum times the boost is the score. */
  readonly parts: readonly Float64Array[];
  /** `[candidates]` what the fused score is multiplied by. */
  readonly boosts: Float64Array;
}

/**
 * The best `limit` candidates: fused, times the popularity prior `1 + boost · (factor − 1)`, best first.
 * Candidates that no leg supports (a fused score of 0) are left out. Ties break by popularity, then by id.
 */
export function rank(candidates: Candidates, fusion: Fusion, boost: number, limit: number): Ranked {
  const { ids, legs, popularity, boostFactor } = candidates;
  const parts = weighted(legs, ids.length, fusion);
  const boosts = new Float64Array(ids.length);
  const scores = new Float64Array(ids.length);
  for (const part of parts) for (let i = 0; i < scores.length; i++) scores[i]! += part[i]!;
  const order: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    boosts[i] = 1 + boost * (known(boostFactor[i], 1) - 1);
    scores[i]! *= boosts[i]!;
    if (scores[i]! > 0) order.push(i);
  }
  order.sort(
    (a, b) =>
      scores[b]! - scores[a]! ||
      known(popularity[b], 0) - known(popularity[a], 0) ||
      (ids[a]! < ids[b]! ? -1 : ids[a] === ids[b] ? 0 : 1),
  );
  const best = order.slice(0, limit);
  return {
    ids: best.map((i) => ids[i]!),
    places: best,
    scores: Float64Array.from(best, (i) => scores[i]!),
    parts,
    boosts,
  };
}

function known(value: number | undefined, otherwise: number): number {
  return value === undefined || Number.isNaN(value) ? otherwise : value;
}
