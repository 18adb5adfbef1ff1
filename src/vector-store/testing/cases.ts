import type { ErrorCode } from "../../errors.ts";
import type { Condition, Filter } from "../filter.ts";
import type { CollectionSchema, Leg, Point, QueryRequest, SparseVector, VectorStore } from "../port.ts";

/** Few dimensions and one column of each type, for points whose scores can be worked out by hand. */
export const SMALL: CollectionSchema = {
  dense: {
    cos: { dimension: 8, distance: "cosine", priority: "high" },
    dot: { dimension: 8, distance: "dot", priority: "high" },
    far: { dimension: 8, distance: "euclid", priority: "high" },
  },
  sparse: ["words"],
  columns: {
    constructor: "keyword" as const,
    tag: "keyword",
    year: "integer",
    rate: "float",
    flag: "bool",
    at: "datetime",
    text: "text",
  },
};

/** Eight numbers, the first two given. */
export function vector(x: number, y: number): Float32Array {
  return Float32Array.of(x, y, 0, 0, 0, 0, 0, 0);
}

/** A sparse vector of [index, weight] pairs in ascending order. */
export function sparse(...entries: [number, number][]): SparseVector {
  return {
    indices: Uint32Array.from(entries, ([index]) => index),
    values: Float32Array.from(entries, ([, value]) => value),
  };
}

/** A point that looks east in every dense space and has the term 1. */
export function small(id: string, columns: Point["columns"] = {}): Point {
  return {
    id,
    dense: { cos: vector(1, 0), dot: vector(1, 0), far: vector(1, 0) },
    sparse: { words: sparse([1, 1]) },
    columns,
    payload: { of: id },
  };
}

/** The filter of one condition. */
export function only(condition: Condition): Filter {
  return { must: [condition] };
}

/** The points that FILTER_CASES speaks of. `d` has an empty list, which is no value, and an empty text, which is. */
export const FILTERED: readonly Point[] = [
  small("a", {
    tag: ["Action", "Drama"],
    year: 2000,
    rate: 7.5,
    flag: true,
    at: 0,
    text: "Death Note: a notebook",
  }),
  small("b", { tag: "action", year: 2010, rate: 8, flag: false, text: ["進撃の巨人", "Attack on Titan"] }),
  small("c", { tag: ["Comedy"], year: -5, text: "Pokémon!" }),
  small("d", { tag: [], text: "" }),
  small("e"),
  small("f", { tag: ["Drama", "Comedy"], year: 2000, rate: -0.5, at: 86_400_000, text: "note" }),
];

const infinity = Number.POSITIVE_INFINITY;

/** Filters and the ids that they keep, in order. */
export const FILTER_CASES: readonly (readonly [Filter, string])[] = [
  [{}, "abcdef"],
  [{ must: [], should: [], must_not: [] }, "abcdef"],
  [only({ key: "tag", any: ["ACTION"] }), "ab"],
  [only({ key: "tag", any: [] }), ""],
  [only({ key: "tag", any: ["Comedy", "drama", "Comedy"] }), "acf"],
  [only({ key: "tag", any: ["Act"] }), ""],
  [only({ key: "tag", except: ["action"] }), "acf"],
  [only({ key: "tag", except: ["action", "DRAMA"] }), "cf"],
  [only({ key: "tag", except: [] }), "abcf"],
  [only({ key: "tag", except: ["unheard of"] }), "abcf"],
  [only({ key: "tag", exists: true }), "abcf"],
  [only({ key: "tag", exists: false }), "de"],
  [only({ key: "constructor", exists: false }), "abcdef"],
  [only({ key: "constructor", any: ["constructor"] }), ""],
  [only({ key: "year", any: [2000] }), "af"],
  [only({ key: "year", any: [2000, -5] }), "acf"],
  [only({ key: "year", any: [2000.5] }), ""],
  [only({ key: "year", any: [] }), ""],
  [only({ key: "year", any: [1, 2, 3, 4, 5, 6, 7, 8, 9, 2010, 2000.5, 2 ** 60] }), "b"],
  [only({ key: "year", except: [2000] }), "bc"],
  [only({ key: "year", except: [] }), "abcf"],
  [only({ key: "year", exists: false }), "de"],
  [only({ key: "year", range: { gte: 2000 } }), "abf"],
  [only({ key: "year", range: { gt: 2000 } }), "b"],
  [only({ key: "year", range: { lt: 2000 } }), "c"],
  [only({ key: "year", range: { lte: 2000 } }), "acf"],
  [only({ key: "year", range: { gte: 2000, lt: 2010 } }), "af"],
  [only({ key: "year", range: { gt: 1999.5, gte: 1, lt: 2000.5, lte: 3000 } }), "af"],
  [only({ key: "year", range: { gte: 2010, lte: 2000 } }), ""],
  [only({ key: "year", range: {} }), "abcf"],
  [only({ key: "year", range: { gt: infinity } }), ""],
  [only({ key: "year", range: { lte: infinity, gt: -infinity } }), "abcf"],
  [only({ key: "year", range: { lt: -infinity } }), ""],
  [only({ key: "rate", any: [7.5, 9] }), "a"],
  [only({ key: "rate", range: { gt: -0.5 } }), "ab"],
  [only({ key: "rate", range: { gte: -0.5 } }), "abf"],
  [only({ key: "rate", range: { lt: 8 } }), "af"],
  [only({ key: "rate", range: { lte: 8 } }), "abf"],
  [only({ key: "rate", range: { gt: 7.5, lte: infinity } }), "b"],
  [only({ key: "flag", any: [true] }), "a"],
  [only({ key: "flag", any: [true, false] }), "ab"],
  [only({ key: "flag", any: [] }), ""],
  [only({ key: "flag", except: [true] }), "b"],
  [only({ key: "flag", except: [] }), "ab"],
  [only({ key: "flag", exists: false }), "cdef"],
  [only({ key: "at", range: { gte: 0 } }), "af"],
  [only({ key: "at", range: { gt: 0 } }), "f"],
  [only({ key: "text", words: "note" }), "af"],
  [only({ key: "text", words: "NOTE death" }), "a"],
  [only({ key: "text", words: "poke" }), ""],
  [only({ key: "text", words: "pokemon" }), "c"],
  [only({ key: "text", words: "POKE\u0301MON" }), "c"],
  [only({ key: "text", words: "巨人" }), "b"],
  [only({ key: "text", words: "進" }), "b"],
  [only({ key: "text", words: "巨進" }), ""],
  [only({ key: "text", words: "titan 進撃" }), "b"],
  [only({ key: "text", words: "" }), ""],
  [only({ key: "text", words: "🎌 !" }), ""],
  [only({ key: "text", exists: true }), "abcdf"],
  [only({ key: "text", exists: false }), "e"],
  [
    {
      should: [
        { key: "tag", any: ["action"] },
        { key: "year", any: [2000] },
      ],
    },
    "abf",
  ],
  [{ should: [{ key: "tag", any: [] }] }, ""],
  [
    {
      must: [{ key: "tag", any: ["drama"] }],
      should: [
        { key: "flag", any: [true] },
        { key: "year", any: [1] },
      ],
    },
    "a",
  ],
  [{ must_not: [{ key: "tag", any: ["drama"] }] }, "bcde"],
  [{ must_not: [{ key: "tag", except: ["drama"] }] }, "de"],
  [{ must_not: [{ key: "year", exists: true }] }, "de"],
  [{ must: [{ key: "year", exists: true }], must_not: [{ key: "year", any: [2000] }] }, "bc"],
  [
    {
      must: [
        {
          should: [
            { key: "tag", any: ["comedy"] },
            { key: "tag", any: ["action"] },
          ],
        },
        { must_not: [{ key: "flag", any: [true] }] },
      ],
    },
    "bcf",
  ],
  [{ must: [{}] }, "abcdef"],
  [{ should: [{}, { key: "tag", any: [] }] }, "abcdef"],
  [{ must_not: [{}] }, ""],
  [{ must_not: [{ must_not: [{ must: [{ key: "rate", range: { gt: 0 } }] }] }] }, "ab"],
];

/** Requests to an empty collection of the schema SMALL, each with the code of its refusal. */
export function wrongRequests(store: VectorStore, collection: string): [ErrorCode, () => Promise<unknown>][] {
  const upsert = (point: unknown) => () => store.upsert(collection, [small("good"), point as Point]);
  const query = (request: unknown) => () => store.query(collection, request as QueryRequest);
  const leg = (wrong: unknown) => query({ legs: [wrong as Leg] });
  const filter = (clause: unknown) => () => store.count(collection, { must: [clause as Condition] });
  const east = vector(1, 0);
  return [
    ["VECTOR_INVALID", upsert({ ...small("a"), dense: { cos: new Float32Array(7) } })],
    ["VECTOR_INVALID", upsert({ ...small("a"), dense: { cos: vector(Number.NaN, 0) } })],
    ["VECTOR_INVALID", upsert({ ...small("a"), dense: { cos: vector(infinity, 0) } })],
    ["VECTOR_INVALID", upsert({ ...small("a"), sparse: { words: sparse([2, 1], [1, 1]) } })],
    ["VECTOR_INVALID", upsert({ ...small("a"), sparse: { words: sparse([1, 1], [1, 1]) } })],
    ["VECTOR_INVALID", upsert({ ...small("a"), sparse: { words: sparse([1, -1]) } })],
    [
      "VECTOR_INVALID",
      upsert({ ...small("a"), sparse: { words: { ...sparse([1, 1]), values: new Float32Array(2) } } }),
    ],
    ["SPACE_UNKNOWN", upsert({ ...small("a"), dense: { cosine: east } })],
    ["SPACE_UNKNOWN", upsert({ ...small("a"), sparse: { toString: sparse([1, 1]) } })],
    ["FIELD_UNKNOWN", upsert(small("a", { toString: "x" } as never))],
    ["REQUEST_INVALID", upsert(small("a", { year: "2000" }))],
    ["REQUEST_INVALID", upsert(small("a", { year: 2000.5 }))],
    ["REQUEST_INVALID", upsert(small("a", { rate: Number.NaN }))],
    ["REQUEST_INVALID", upsert(small("a", { flag: 1 }))],
    ["REQUEST_INVALID", upsert(small("a", { tag: 5 }))],
    ["REQUEST_INVALID", upsert(small("a", { tag: ["x", 5] as never }))],
    ["REQUEST_INVALID", upsert(small(""))],
    ["REQUEST_INVALID", upsert(small("\ud800"))],
    ["REQUEST_INVALID", upsert(small("x".repeat(201)))],
    ["VECTOR_INVALID", () => store.update(collection, [{ id: "a", dense: { cos: new Float32Array(9) } }])],
    ["SPACE_UNKNOWN", leg({ space: "nowhere", limit: 1, dense: east })],
    ["SPACE_UNKNOWN", leg({ space: "constructor", limit: 1, like: ["a"] })],
    ["VECTOR_INVALID", leg({ space: "cos", limit: 1, dense: new Float32Array(9) })],
    ["VECTOR_INVALID", leg({ space: "cos", limit: 1, dense: vector(0, Number.NaN) })],
    ["VECTOR_INVALID", leg({ space: "cos", limit: 1, sparse: sparse([1, 1]) })],
    ["VECTOR_INVALID", leg({ space: "words", limit: 1, dense: east })],
    ["VECTOR_INVALID", leg({ space: "words", limit: 1, sparse: sparse([1, Number.NaN]) })],
    ["VECTOR_INVALID", leg({ space: "words", limit: 1, sparse: sparse([1, -0.5]) })],
    ["REQUEST_INVALID", leg({ space: "cos", limit: -1, dense: east })],
    ["REQUEST_INVALID", leg({ space: "cos", limit: 1.5, dense: east })],
    ["FIELD_UNKNOWN", query({ legs: [], columns: ["tag"] })],
    ["FIELD_UNKNOWN", query({ legs: [], columns: ["valueOf"] })],
    ["FILTER_INVALID", query({ legs: [], filter: only({ key: "nothing", exists: true }) })],
    ["FILTER_INVALID", filter({ key: "hasOwnProperty", any: ["x"] })],
    ["FILTER_INVALID", filter({ key: "tag", range: { gte: 1 } })],
    ["FILTER_INVALID", filter({ key: "tag", any: [1] })],
    ["FILTER_INVALID", filter({ key: "tag", words: "x" })],
    ["FILTER_INVALID", filter({ key: "year", any: ["2000"] })],
    ["FILTER_INVALID", filter({ key: "year", any: [Number.NaN] })],
    ["FILTER_INVALID", filter({ key: "year", range: { gte: Number.NaN } })],
    ["FILTER_INVALID", filter({ key: "flag", range: { gte: 0 } })],
    ["FILTER_INVALID", filter({ key: "flag", any: ["true"] })],
    ["FILTER_INVALID", filter({ key: "text", any: ["x"] })],
    ["FILTER_INVALID", () => store.deleteWhere(collection, only({ key: "nothing", exists: true }))],
    [
      "SORT_INVALID",
      () => store.scroll(collection, { sort: [{ column: "nothing", order: "asc" }], limit: 1 }),
    ],
    ["SORT_INVALID", () => store.scroll(collection, { sort: [{ column: "text", order: "asc" }], limit: 1 })],
    ["REQUEST_INVALID", () => store.scroll(collection, { limit: -1 })],
    ["REQUEST_INVALID", () => store.scroll(collection, { limit: 1, offset: Number.NaN })],
    ["FACET_INVALID", () => store.facets(collection, [{ column: "nothing", size: 1 }], {})],
    ["FACET_INVALID", () => store.facets(collection, [{ column: "text", size: 1 }], {})],
    ["FACET_INVALID", () => store.facets(collection, [{ column: "rate", size: 1 }], {})],
    ["FACET_INVALID", () => store.facets(collection, [{ column: "tag", interval: 1 }], {})],
    ["FACET_INVALID", () => store.facets(collection, [{ column: "year", interval: 0 }], {})],
    ["FACET_INVALID", () => store.facets(collection, [{ column: "year", interval: Number.NaN }], {})],
    ["COLLECTION_NOT_FOUND", () => store.upsert("none", [])],
    ["COLLECTION_NOT_FOUND", () => store.query("none", { legs: [] })],
    ["COLLECTION_NOT_FOUND", () => store.checkpoint("none", 1)],
    ["COLLECTION_NOT_FOUND", () => store.verify("none")],
  ];
}
