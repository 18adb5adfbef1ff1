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
  /** `[legs][candidates]` what each leg adds to the fused score. */
  readonly parts: readonly Float64Array[];
  /** `[candidates]` their sum; times the boost it is the score. */
  readonly fused: Float64Array;
  /** `[candidates]` what the fused score is multiplied by. */
  readonly boosts: Float64Array;
}

/**
 * The best `limit` candidates: fused, times the popularity prior `1 + boost · (factor − 1)`, best first.
 * Candidates that no leg supports (a fused score of 0) are left out. Ties break by popularity, then by id.
 */
export function rank(candidates: Candidates, fusion: Fusion, boost: number, limit: number): Ranked {
  const { ids, legs, boostFactor } = candidates;
  const parts = weighted(legs, ids.length, fusion);
  const boosts = new Float64Array(ids.length);
  const fused = new Float64Array(ids.length);
  for (const part of parts) for (let i = 0; i < fused.length; i++) fused[i]! += part[i]!;
  for (let i = 0; i < boosts.length; i++) boosts[i] = 1 + boost * (known(boostFactor[i], 1) - 1);
  return { ...ordered(candidates, fused, boosts, limit), parts, fused, boosts };
}

/** The ranking of the same candidates with one more leg, which adds its scores as they are, `[candidates]`. */
export function rankWith(ranked: Ranked, candidates: Candidates, adds: Float64Array, limit: number): Ranked {
  const fused = ranked.fused.map((sum, i) => sum + adds[i]!);
  const { boosts } = ranked;
  return { ...ordered(candidates, fused, boosts, limit), parts: [...ranked.parts, adds], fused, boosts };
}

function ordered(
  { ids, popularity }: Candidates,
  fused: Float64Array,
  boosts: Float64Array,
  limit: number,
): Pick<Ranked, "ids" | "places" | "scores"> {
  const scores = fused.map((sum, i) => sum * boosts[i]!);
  const least = leastOfBest(scores, limit);
  const order: number[] = [];
  for (let i = 0; i < scores.length; i++) if (scores[i]! > 0 && scores[i]! >= least) order.push(i);
  order.sort(
    (a, b) =>
      scores[b]! - scores[a]! ||
      known(popularity[b], 0) - known(popularity[a], 0) ||
      (ids[a]! < ids[b]! ? -1 : ids[a] === ids[b] ? 0 : 1),
  );
  const places = order.slice(0, limit);
  return {
    ids: places.map((i) => ids[i]!),
    places,
    scores: Float64Array.from(places, (i) => scores[i]!),
  };
}

/** What a score must be to be among the best `limit`: sorting numbers is quicker than sorting candidates. */
function leastOfBest(scores: Float64Array, limit: number): number {
  return limit < scores.length ? scores.toSorted()[scores.length - limit]! : 0;
}

function known(value: number | undefined, otherwise: number): number {
  return value === undefined || Number.isNaN(value) ? otherwise : value;
}
