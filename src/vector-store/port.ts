import type { Filter } from "./filter.ts";

/** What a dense space holds and how it is searched. */
export interface DenseSpace {
  readonly dimension: number;
  readonly distance: "cosine" | "dot" | "euclid";
  /** How carefully it is searched: the share of candidates rescored and what stays in memory. */
  readonly priority: "high" | "medium" | "low";
}

export type ColumnType = "keyword" | "integer" | "float" | "bool" | "datetime" | "text";

export interface CollectionSchema {
  readonly dense: Readonly<Record<string, DenseSpace>>;
  readonly sparse: readonly string[];
  readonly columns: Readonly<Record<string, ColumnType>>;
}

/** Term hashes (unsigned 32-bit, ascending, distinct) and their weights (finite, not negative), of one length. */
export interface SparseVector {
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

/** keyword and text: one or many strings; datetime: ms since 1970. Absent: the point has no value there. */
export type ColumnValue = string | number | boolean | readonly string[];

export interface Point {
  readonly id: string;
  readonly dense: Readonly<Record<string, Float32Array>>;
  readonly sparse: Readonly<Record<string, SparseVector>>;
  readonly columns: Readonly<Record<string, ColumnValue>>;
  /** What a listing shows of the point, as the service wrote it. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * A leg of a search: the best `limit` points of one space for one vector, or for the mean of the vectors that some
 * points have there, of their directions where the distance is cosine (no vector, no candidates). A higher score is better: cosine, dot product, or 1 / (1 + distance).
 * A sparse space's candidates are the points whose score is over 0. A limit of 0 only scores the other legs'.
 */
export type Leg = { readonly space: string; readonly limit: number } & (
  | { readonly dense: Float32Array }
  | { readonly sparse: SparseVector }
  | { readonly like: readonly string[] }
);

export interface QueryRequest {
  readonly legs: readonly Leg[];
  readonly filter?: Filter;
  /** Ids of points to score beside those that the legs find, where the filter keeps them. */
  readonly include?: readonly string[];
  /** Filters to test every candidate against, without leaving any out. */
  readonly fits?: readonly Filter[];
  /** Numeric columns (dates in ms, bools as 0 and 1) to return for every candidate, NaN where a point has none. */
  readonly columns?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * The union of all legs' candidates, in no particular order; `scores[leg][i]` is candidate i's score in that
 * leg, completed for candidates that another leg found, NaN where the point has no vector in that space.
 */
export interface QueryAnswer {
  readonly ids: readonly string[];
  readonly scores: readonly Float32Array[];
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** `fits[f][i]` is 1 where candidate i fits the request's filter f, else 0. */
  readonly fits: readonly Uint8Array[];
  /** Per leg: whether it returned as many candidates as its limit allows, so that more may exist. */
  readonly full: readonly boolean[];
}

export interface Sort {
  readonly column: string;
  readonly order: "asc" | "desc";
}

/**
 * Counts per value of a keyword, bool or integer column, most frequent first, then by value; keywords that differ
 * only in case are one value, spelt as most points spell it. Or per bucket `[from, from + interval)` of a numeric
 * one, ascending, without empty buckets.
 */
export type FacetRequest =
  | { readonly column: string; readonly size: number }
  | { readonly column: string; readonly interval: number };

export type FacetCount =
  | { readonly value: string | boolean | number; readonly count: number }
  | { readonly from: number; readonly count: number };

export interface CollectionInfo {
  readonly points: number;
  /** Vectors per space, dense and sparse. */
  readonly spaces: Readonly<Record<string, number>>;
  /** The last sequence number that the durable part includes. */
  readonly sequence: number;
  readonly bytes: number;
}

/**
 * Where points live. Collections are created, filled and searched; an alias names the one that is in use.
 * Errors: COLLECTION_NOT_FOUND, COLLECTION_EXISTS, VECTOR_INVALID (wrong length, not finite),
 * SPACE_UNKNOWN (a space that the schema lacks), FILTER_INVALID, SORT_INVALID, FACET_INVALID, FIELD_UNKNOWN (a
 * column that the schema lacks, or whose type cannot do what is asked), REQUEST_INVALID, STORE_UNAVAILABLE,
 * INDEX_DAMAGED. validation.ts throws those of the request.
 * Missing values sort last in either order; ties break by id (its bytes in UTF-8). A keyword column of many values
 * sorts by its least value when ascending, by its greatest when descending, case-folded.
 */
export interface VectorStore {
  readonly adapter: string;
  readonly capabilities: { readonly maxUpsert: number; readonly maxWindow: number; readonly exact: boolean };

  createCollection(name: string, schema: CollectionSchema, meta?: unknown): Promise<void>;
  deleteCollection(name: string): Promise<void>;
  listCollections(): Promise<readonly string[]>;
  schema(collection: string): Promise<CollectionSchema>;
  meta(collection: string): Promise<unknown>;
  /** Points the alias at a collection, atomically; every call takes an alias wherever it takes a collection. */
  setAlias(alias: string, collection: string): Promise<void>;
  aliases(): Promise<Readonly<Record<string, string>>>;

  /** Inserts or replaces whole points; visible to searches when it returns, durable after the next checkpoint. */
  upsert(collection: string, points: readonly Point[]): Promise<void>;
  /** Replaces the named vectors, columns and payload fields of points, leaving the rest; unknown ids are ignored. */
  update(
    collection: string,
    changes: readonly (Pick<Point, "id"> & Partial<Omit<Point, "id">>)[],
  ): Promise<void>;
  delete(collection: string, ids: readonly string[]): Promise<void>;
  /** Deletes every point that the filter keeps; returns how many. */
  deleteWhere(collection: string, filter: Filter): Promise<number>;
  /** Makes everything upserted so far durable and marks it with a sequence number. */
  checkpoint(collection: string, sequence: number): Promise<void>;

  query(collection: string, request: QueryRequest): Promise<QueryAnswer>;
  /** Ids of the points that the filter keeps, sorted, from `offset` on; with the exact total. */
  scroll(
    collection: string,
    request: { filter?: Filter; sort?: readonly Sort[]; offset?: number; limit: number },
  ): Promise<{ ids: readonly string[]; total: number }>;
  /** Payloads in the order of the ids, null for an id that is not there. */
  payloads(collection: string, ids: readonly string[]): Promise<readonly (Record<string, unknown> | null)[]>;
  /** A point's vector in a dense space, null where it has none; approximate where the store keeps codes only. */
  vector(collection: string, id: string, space: string): Promise<Float32Array | null>;
  count(collection: string, filter?: Filter): Promise<number>;
  /** Facet counts over the points that the filter keeps and, where ids are given, among them only. */
  facets(
    collection: string,
    requests: readonly FacetRequest[],
    among: { filter?: Filter; ids?: readonly string[] },
  ): Promise<{ total: number; facets: readonly (readonly FacetCount[])[] }>;

  info(collection: string): Promise<CollectionInfo>;
  /** Checks every checksum and invariant of the collection's durable part; throws INDEX_DAMAGED with the file. */
  verify(collection: string): Promise<void>;
  close(): Promise<void>;
}
