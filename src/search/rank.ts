import { type Fusion, type FusionLeg, fuse } from "./fuse.ts";

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
  /** Best first, of one length with the ids. */
  readonly scores: Float64Array;
}

/**
 * The best `limit` candidates: fused, times the popularity prior `1 + boost · (factor − 1)`, best first.
 * Candidates that no leg supports (a fused score of 0) are left out. Ties break by popularity, then by id.
 */
export function rank(candidates: Candidates, fusion: Fusion, boost: number, limit: number): Ranked {
  const { ids, legs, popularity, boostFactor } = candidates;
  const scores = fuse(legs, ids.length, fusion);
  const order: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    scores[i]! *= 1 + boost * (known(boostFactor[i], 1) - 1);
    if (scores[i]! > 0) order.push(i);
  }
  order.sort(
    (a, b) =>
      scores[b]! - scores[a]! ||
      known(popularity[b], 0) - known(popularity[a], 0) ||
      (ids[a]! < ids[b]! ? -1 : ids[a] === ids[b] ? 0 : 1),
  );
  const best = order.slice(0, limit);
  return { ids: best.map((i) => ids[i]!), scores: Float64Array.from(best, (i) => scores[i]!) };
}

function known(value: number | undefined, otherwise: number): number {
  return value === undefined || Number.isNaN(value) ? otherwise : value;
}
