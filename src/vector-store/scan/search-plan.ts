import { fail } from "../../errors.ts";
import type { SparseVector } from "../port.ts";
import { Bitmap } from "./bitmap.ts";
import { DenseCodes, type DenseDescriptor } from "./dense-codes.ts";
import type { Hits } from "./hits.ts";
import { Postings } from "./postings.ts";
import type { PostingsDescriptor } from "./postings-build.ts";
import { prepareQuery } from "./quantise.ts";
import type { PreparedQuery } from "./rotation.ts";

/** The best `k` rows of one space. */
export type PlanLeg = { readonly space: string; readonly k: number } & (
  | {
      readonly dense: Float32Array;
      /** The space has a low priority: see `SearchOptions`. */
      readonly isLow: boolean;
    }
  | { readonly sparse: SparseVector }
);

export interface PlanSegment {
  /** The key that the segment was registered with. */
  readonly key: number;
  /** The rows that may be found, bit by bit, best over shared memory; null for all. */
  readonly filter: Uint32Array | null;
  /** Rows to score beside those that the legs find. */
  readonly include?: Uint32Array;
}

/** One whole query: every leg over every segment. */
export interface Plan {
  readonly legs: readonly PlanLeg[];
  readonly segments: readonly PlanSegment[];
}

/**
 * The union of what the legs found: the rows of the first segment, ascending, then those of the second, and so
 * on. A leg finds its k best over all segments together; equal scores go by segment, then row.
 */
export interface PlanResult {
  /** `[segments]` how many of `rows` belong to each. */
  readonly counts: Uint32Array;
  readonly rows: Uint32Array;
  /** `[legs × rows]` every row's score in every leg, NaN where it has no vector there. */
  readonly scores: Float32Array;
  /** `[legs]` how many rows each leg found, at most its k. */
  readonly found: Uint32Array;
}

/** What a thread needs to open a space of a segment. */
export type LegDescriptor =
  | DenseDescriptor
  | { readonly kind: "sparse"; readonly postings: PostingsDescriptor };

/** A leg's query, as the kinds of spaces understand it; prepared once for all segments. */
interface LegQuery {
  readonly leg: PlanLeg;
  prepared?: PreparedQuery;
  /** That of the same leg in the last plan. */
  readonly spent: PreparedQuery | undefined;
}

/** One space of one segment, opened on this thread. */
interface LegIndex {
  search(query: LegQuery, k: number, filter: Uint32Array | null): Hits;
  /** NaN where a row has no vector. */
  scoreRows(query: LegQuery, rows: Uint32Array): Float32Array;
}

const openers = {
  dense(descriptor: DenseDescriptor, slot: number): LegIndex {
    const codes = DenseCodes.fromDescriptor(descriptor, slot);
    const prepare = (query: LegQuery): PreparedQuery => {
      if (!("dense" in query.leg)) throw fail("VECTOR_INVALID", `${query.leg.space} needs a dense vector`);
      query.prepared ??= prepareQuery(query.leg.dense, descriptor.header.dimension, query.spent);
      return query.prepared;
    };
    return {
      search: (query, k, filter) =>
        codes.search(prepare(query), k, { filter, isLow: "dense" in query.leg && query.leg.isLow }),
      scoreRows: (query, rows) => codes.scoreRows(prepare(query), rows),
    };
  },
  sparse({ postings: descriptor }: { readonly postings: PostingsDescriptor }): LegIndex {
    const postings = Postings.fromDescriptor(descriptor);
    const vector = ({ leg }: LegQuery): SparseVector => {
      if (!("sparse" in leg)) throw fail("VECTOR_INVALID", `${leg.space} needs a sparse vector`);
      return leg.sparse;
    };
    return {
      search(query, k, filter) {
        const { indices, values } = vector(query);
        return postings.search(indices, values, k, filter ? new Bitmap(descriptor.rows, filter) : undefined);
      },
      scoreRows(query, rows) {
        const { indices, values } = vector(query);
        return postings.scoreRows(indices, values, rows);
      },
    };
  },
};

/** The segments that one thread has open, and the execution of plans over them. */
export class OpenSegments {
  readonly #slot: number;
  readonly #segments = new Map<number, ReadonlyMap<string, LegIndex>>();
  /** Of the last plan. */
  #queries: readonly LegQuery[] = [];
  /** For each row of the segment at hand its place in the union, +1; all 0 between uses. */
  #places = new Uint32Array(0);
  /** Rows that a leg has to score. */
  #missing = new Uint32Array(0);

  /** `slot`: this thread's scratch area in every memory. */
  constructor(slot: number) {
    this.#slot = slot;
  }

  open(key: number, spaces: Readonly<Record<string, LegDescriptor>>): void {
    const opened = new Map<string, LegIndex>();
    for (const [space, descriptor] of Object.entries(spaces)) {
      opened.set(
        space,
        descriptor.kind === "dense" ? openers.dense(descriptor, this.#slot) : openers.sparse(descriptor),
      );
    }
    this.#segments.set(key, opened);
  }

  close(key: number): void {
    this.#segments.delete(key);
  }

  /** Throws VECTOR_INVALID for a query that does not suit its space. */
  run({ legs, segments }: Plan): PlanResult {
    const queries = legs.map((leg, i): LegQuery => ({ leg, spent: this.#queries[i]?.prepared }));
    this.#queries = queries;
    const opened = segments.map(({ key }) => {
      const spaces = this.#segments.get(key);
      if (!spaces) throw fail("INTERNAL", `segment ${key} is not open on this thread`);
      return spaces;
    });
    const hits = queries.map((query) => {
      const { space, k } = query.leg;
      const perSegment = opened.map((spaces, i) => {
        return spaces.get(space)?.search(query, k, (segments[i] as PlanSegment).filter) ?? NO_HITS;
      });
      return bestOfAll(perSegment, k);
    });
    const unions = opened.map((_, i) => {
      const { include } = segments[i] as PlanSegment;
      const found = hits.map((perSegment) => (perSegment[i] as Hits).rows);
      return this.#union(include === undefined ? found : [...found, include]);
    });
    const total = unions.reduce((sum, { length }) => sum + length, 0);
    const rows = new Uint32Array(total);
    const scores = new Float32Array(total * legs.length);
    let at = 0;
    for (const [i, union] of unions.entries()) {
      rows.set(union, at);
      for (let row = 0; row < union.length; row++) this.#places[union[row] as number] = row + 1;
      for (const [l, query] of queries.entries()) {
        const own = scores.subarray(l * total + at, l * total + at + union.length);
        this.#complete(own, opened[i]?.get(query.leg.space), query, union, hits[l]?.[i] as Hits);
      }
      for (const row of union) this.#places[row] = 0;
      at += union.length;
    }
    return {
      counts: Uint32Array.from(unions, ({ length }) => length),
      rows,
      scores,
      found: Uint32Array.from(hits, (perSegment) =>
        perSegment.reduce((sum, hit) => sum + hit.rows.length, 0),
      ),
    };
  }

  /** The rows of all lists, each once, ascending. */
  #union(lists: readonly Uint32Array[]): Uint32Array {
    let most = -1;
    let all = 0;
    for (const rows of lists) {
      for (const row of rows) most = Math.max(most, row);
      all += rows.length;
    }
    if (most >= this.#places.length)
      this.#places = new Uint32Array(Math.max(most + 1, 2 * this.#places.length));
    const union = new Uint32Array(all);
    let length = 0;
    for (const rows of lists) {
      for (const row of rows) {
        if (this.#places[row] !== 0) continue;
        this.#places[row] = 1;
        union[length++] = row;
      }
    }
    const found = union.subarray(0, length).sort();
    for (const row of found) this.#places[row] = 0;
    return found;
  }

  /** Fills in one leg's scores of the union: those that it found, then the others. */
  #complete(
    scores: Float32Array,
    index: LegIndex | undefined,
    query: LegQuery,
    union: Uint32Array,
    found: Hits,
  ): void {
    scores.fill(Number.NaN);
    if (!index) return;
    for (let i = 0; i < found.rows.length; i++) {
      scores[(this.#places[found.rows[i] as number] as number) - 1] = found.scores[i] as number;
    }
    if (found.rows.length === union.length) return;
    if (this.#missing.length < union.length) this.#missing = new Uint32Array(2 * union.length);
    const missing = this.#missing;
    let length = 0;
    for (let i = 0; i < union.length; i++) {
      if (Number.isNaN(scores[i])) missing[length++] = union[i] as number;
    }
    const added = index.scoreRows(query, missing.subarray(0, length));
    for (let i = 0, next = 0; next < length; i++) {
      if (union[i] === missing[next]) scores[i] = added[next++] as number;
    }
  }
}

const NO_HITS: Hits = { rows: new Uint32Array(0), scores: new Float32Array(0) };

/** Cuts each segment's hits, best first, to those among the k best of all segments together. */
export function bestOfAll(perSegment: readonly Hits[], k: number): readonly Hits[] {
  const holding = perSegment.filter(({ rows }) => rows.length > 0);
  if (holding.length < 2) return perSegment;
  const next = new Uint32Array(perSegment.length);
  for (let taken = 0; taken < k; taken++) {
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const [i, { scores }] of perSegment.entries()) {
      const score = scores[next[i] as number];
      if (score !== undefined && (best < 0 || score > bestScore)) {
        best = i;
        bestScore = score;
      }
    }
    if (best < 0) break;
    next[best] = (next[best] as number) + 1;
  }
  return perSegment.map(({ rows, scores }, i) => ({
    rows: rows.subarray(0, next[i]),
    scores: scores.subarray(0, next[i]),
  }));
}
