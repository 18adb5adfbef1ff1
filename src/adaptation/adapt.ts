import { fail } from "../errors.ts";
import { average, pairedRandomisationTest } from "../evaluation/statistics.ts";
import { seededRandom } from "../random.ts";
import type { AnimeSearch } from "../search/search.ts";
import type { TextEmbedder } from "../text-embedder/port.ts";
import type { VectorStore } from "../vector-store/port.ts";
import { applyLowRank, type LowRank } from "./low-rank.ts";
import { isHeldOut, type Pair } from "./pairs.ts";
import { type TrainingPair, trainLowRank } from "./train.ts";

/** The space whose queries are corrected: the one of titles and stories, which queries are ranked by. */
export const ADAPTED_SPACE = "title_vector";

export interface AdaptationDependencies {
  readonly store: VectorStore;
  /** The live collection of anime. */
  readonly collection: string;
  /** Of the adapted space, without a correction. */
  readonly embedder: TextEmbedder;
  /** The id of an anime by id, slug or source URL; undefined where the catalogue lacks it. */
  readonly idOf: (name: string) => string | undefined;
  /** The ids of an anime's franchise, itself included. */
  readonly franchiseOf: (id: string) => readonly string[];
  /** The search with its queries corrected so, or as they are. */
  readonly searchWith: (adapt: ((rows: Float32Array) => void) | null) => AnimeSearch;
}

export interface AdaptationOptions {
  readonly rank: number;
  readonly epochs: number;
  readonly onEpoch?: (epoch: number, loss: number) => void;
  readonly signal?: AbortSignal;
}

/** A measure over the held-out queries, before and after; `p` as of the paired randomisation test. */
export interface Gain {
  readonly before: number;
  readonly after: number;
  readonly p: number;
}

export interface Adaptation {
  readonly map: LowRank;
  readonly learned: number;
  readonly held_out: number;
  /** Pairs whose anime the catalogue lacks. */
  readonly unknown: number;
  /** The adapted space searched by itself, and the whole search. */
  readonly space: { readonly "mrr@10": Gain; readonly "hit@10": Gain };
  readonly search: { readonly "mrr@10": Gain; readonly "hit@10": Gain };
  /** Whether it is worth keeping: see `isWorthKeeping`. */
  readonly helps: boolean;
}

const LEAST_LEARNED = 20;
const LEAST_HELD_OUT = 10;
/** Near misses that each query learns from beside the wrong anime that its pair names. */
const NEAR_MISSES = 8;
const RESULTS = 10;
const SEED = 7;

/**
 * Learns a correction of queries from pairs, and measures on held-out ones what it is worth. The same pairs over the
 * same index give the same answer. Throws PAIRS_INVALID for too few pairs, and the signal's reason.
 */
export async function adapt(
  pairs: readonly Pair[],
  deps: AdaptationDependencies,
  options: AdaptationOptions,
): Promise<Adaptation> {
  const known = pairs.flatMap((pair) => {
    const right = deps.idOf(pair.right);
    const wrong = pair.wrong.flatMap((name) => deps.idOf(name) ?? []);
    return right === undefined ? [] : [{ query: pair.query, right, wrong }];
  });
  const learning = known.filter((pair) => !isHeldOut(pair));
  const judging = known.filter(isHeldOut);
  const training = await trainingPairs(learning, deps, options.signal);
  if (training.length < LEAST_LEARNED || judging.length < LEAST_HELD_OUT) {
    throw fail(
      "PAIRS_INVALID",
      `of ${pairs.length} pairs ${training.length} can be learned from and ${judging.length} are held out (a fifth, by their words); ` +
        `at least ${LEAST_LEARNED} and ${LEAST_HELD_OUT} are needed, of anime that the catalogue has`,
    );
  }
  const random = seededRandom(SEED);
  const map = await trainLowRank(training, { ...options, random });
  const before = await judged(judging, deps.searchWith(null), options.signal);
  const after = await judged(
    judging,
    deps.searchWith((rows) => applyLowRank(map, rows)),
    options.signal,
  );
  const gains = {
    space: gainsOf(before.space, after.space),
    search: gainsOf(before.search, after.search),
  };
  return {
    map,
    learned: training.length,
    held_out: judging.length,
    unknown: pairs.length - known.length,
    ...gains,
    helps: isWorthKeeping(gains.space["mrr@10"], gains.search["mrr@10"]),
  };
}

/** Chance alone would bring a gain as large about once in twenty times. */
const TRUSTED = 0.05;

/** One of the two gains beyond chance, and neither loses beyond it. */
export function isWorthKeeping(space: Gain, search: Gain): boolean {
  const gains = [space, search].filter(({ before, after, p }) => after > before && p <= TRUSTED);
  const losses = [space, search].filter(({ before, after, p }) => after < before && p <= TRUSTED);
  return gains.length > 0 && losses.length === 0;
}

interface Known {
  readonly query: string;
  readonly right: string;
  readonly wrong: readonly string[];
}

async function trainingPairs(
  pairs: readonly Known[],
  { store, collection, embedder, franchiseOf }: AdaptationDependencies,
  signal: AbortSignal | undefined,
): Promise<TrainingPair[]> {
  const vectorOf = (id: string) => store.vector(collection, id, ADAPTED_SPACE);
  const { dimension } = embedder.identity;
  const made: TrainingPair[] = [];
  for (let at = 0; at < pairs.length; at += embedder.maxBatch) {
    const part = pairs.slice(at, at + embedder.maxBatch);
    const queries = await embedder.embed(
      part.map(({ query }) => query),
      "query",
    );
    for (const [i, { right, wrong }] of part.entries()) {
      signal?.throwIfAborted();
      const query = queries.slice(i * dimension, (i + 1) * dimension);
      const vector = await vectorOf(right);
      if (vector === null || query.every((component) => component === 0)) continue;
      const leg = { space: ADAPTED_SPACE, limit: 2 * NEAR_MISSES, dense: query };
      const { ids } = await store.query(collection, { legs: [leg] });
      // Another part of the same story is not wrong enough to be learned from.
      const family = new Set([right, ...franchiseOf(right)]);
      const misses = ids.filter((id) => !family.has(id)).slice(0, NEAR_MISSES);
      const vectors = await Promise.all([...wrong, ...misses].map(vectorOf));
      made.push({ query, anime: right, right: vector, wrong: vectors.filter((found) => found !== null) });
    }
  }
  return made;
}

interface Ranks {
  /** Reciprocal rank among the first ten of each query, 0 for none. */
  readonly space: readonly number[];
  readonly search: readonly number[];
}

async function judged(
  pairs: readonly Known[],
  search: AnimeSearch,
  signal: AbortSignal | undefined,
): Promise<Ranks> {
  const space: number[] = [];
  const whole: number[] = [];
  for (const { query, right } of pairs) {
    signal?.throwIfAborted();
    const asked = { query, limit: RESULTS, include_nsfw: true } as const;
    const inSpace = await search.search({
      ...asked,
      mode: "dense",
      spaces: [{ name: ADAPTED_SPACE, weight: 1 }],
      boost: { popularity: 0 },
    });
    space.push(reciprocalRank(inSpace.results, right));
    whole.push(reciprocalRank((await search.search({ ...asked, mode: "auto" })).results, right));
  }
  return { space, search: whole };
}

function reciprocalRank(results: readonly { readonly id: string }[], right: string): number {
  const place = results.findIndex(({ id }) => id === right);
  return place < 0 ? 0 : 1 / (place + 1);
}

function gainsOf(before: readonly number[], after: readonly number[]) {
  const gain = (of: (rank: number) => number): Gain => {
    const [a, b] = [before.map(of), after.map(of)];
    return {
      before: average(a),
      after: average(b),
      p: pairedRandomisationTest(a, b, seededRandom(SEED)),
    };
  };
  return { "mrr@10": gain((rank) => rank), "hit@10": gain((rank) => (rank > 0 ? 1 : 0)) };
}
