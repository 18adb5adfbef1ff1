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

/** The same ranking, cut at another place. */
export function rankUpTo(limit: number, ranked: Ranked, candidates: Candidates): Ranked {
  return { ...ranked, ...ordered(candidates, ranked.fused, ranked.boosts, limit) };
}

/** The ranking of the same candidates with one more leg, which adds its scores as they are, `[candidates]`. */
export function rankWith(ranked: Ranked, candidates: Candidates, adds: Float64Array, limit: number): Ranked {
  const fused = new Float64Array(adds.length);
  for (let i = 0; i < fused.length; i++) fused[i] = ranked.fused[i]! + adds[i]!;
  const { boosts } = ranked;
  return { ...ordered(candidates, fused, boosts, limit), parts: [...ranked.parts, adds], fused, boosts };
}

function ordered(
  { ids, popularity }: Candidates,
  fused: Float64Array,
  boosts: Float64Array,
  limit: number,
): Pick<Ranked, "ids" | "places" | "scores"> {
  const scores = new Float64Array(fused.length);
  for (let i = 0; i < scores.length; i++) scores[i] = fused[i]! * boosts[i]!;
  const compare = (a: number, b: number): number =>
    scores[b]! - scores[a]! ||
    known(popularity[b], 0) - known(popularity[a], 0) ||
    (ids[a]! < ids[b]! ? -1 : ids[a] === ids[b] ? 0 : 1);
  const places = limit === 1 ? bestOf(scores, compare) : nearlySorted(scores).sort(compare);
  if (places.length > limit) places.length = limit;
  return {
    ids: places.map((i) => ids[i]!),
    places,
    scores: new Float64Array(places.map((i) => scores[i]!)),
  };
}

/** The place of the best score above 0, if there is one. */
function bestOf(scores: Float64Array, compare: (a: number, b: number) => number): number[] {
  let best = -1;
  for (let i = 0; i < scores.length; i++) {
    if (scores[i]! > 0 && (best < 0 || compare(i, best) < 0)) best = i;
  }
  return best < 0 ? [] : [best];
}

/**
 * The places of the scores above 0, best first but for scores that agree in all but their last bits: a sort that makes use
 * of order has little left to compare. Numbers are sorted natively, which is quicker than places by a comparison, so each
 * place is written into the last bits of its score.
 */
function nearlySorted(scores: Float64Array): number[] {
  const numbers = new Float64Array(scores.length);
  // The lower half of each number comes first: memory is little-endian wherever WebAssembly runs.
  const halves = new Uint32Array(numbers.buffer);
  const mask = 2 ** Math.ceil(Math.log2(scores.length + 1)) - 1;
  let count = 0;
  for (let i = 0; i < scores.length; i++) {
    if (!(scores[i]! > 0)) continue;
    numbers[count] = scores[i]!;
    halves[2 * count] = (halves[2 * count]! & ~mask) | i;
    count++;
  }
  numbers.subarray(0, count).sort();
  const places = new Array<number>(count);
  for (let i = 0; i < count; i++) places[count - 1 - i] = halves[2 * i]! & mask;
  return places;
}

function known(value: number | undefined, otherwise: number): number {
  return value === undefined || Number.isNaN(value) ? otherwise : value;
}
