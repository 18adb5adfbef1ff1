// A test that adapters call, held to the length of tests: the port's contract is read best in one place.
import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { type ErrorCode, isFailure } from "../errors.ts";
import { seededRandom } from "../random.ts";
import type { Filter } from "./filter.ts";
import type { FacetCount, Leg, Point, VectorStore } from "./port.ts";
import { assertAgrees, keptIds, truthOf } from "./testing/agreement.ts";
import {
  FILTER_CASES,
  FILTERED,
  only,
  SMALL,
  small,
  sparse,
  vector,
  wrongRequests,
} from "./testing/cases.ts";
import { HOSTILE_STRINGS, randomChange, randomFilter, randomPoint, SCHEMA } from "./testing/points.ts";

export interface ConformanceOptions {
  /** By how much a cosine of the store may differ from the exact one. */
  readonly tolerance: number;
  /** Tests that the adapter cannot pass, each with the reason. */
  readonly skip?: Readonly<Record<string, string>>;
  /** Closes the store and opens what it had made durable; left out where nothing is. */
  readonly reopen?: (store: VectorStore) => Promise<VectorStore>;
}

const C = "anime@000001";

/**
 * What every adapter of the vector store has in common, as tests; the exact memory adapter is the oracle.
 * `makeStore` gives an empty store of its own to each test, which closes it.
 */
export function vectorStoreConformance(
  name: string,
  makeStore: () => Promise<VectorStore>,
  options: ConformanceOptions,
): void {
  const { tolerance, skip = {}, reopen } = options;

  describe(`${name}: the vector store port`, () => {
    const conformance = (
      title: string,
      body: (store: VectorStore, t: TestContext) => Promise<void>,
    ): void => {
      test(title, { skip: skip[title] ?? false }, async (t) => {
        const store = await makeStore();
        t.after(() => store.close());
        await body(store, t);
      });
    };

    conformance("collections are made once, listed, and deleted", async (store) => {
      assert.deepEqual(await store.listCollections(), []);
      await store.createCollection("b", SCHEMA, { embedder: "builtin", parts: [1, null] });
      await store.createCollection("a", SMALL);
      assert.deepEqual([...(await store.listCollections())].sort(), ["a", "b"]);
      assert.deepEqual(await store.schema("b"), SCHEMA);
      assert.deepEqual(await store.meta("b"), { embedder: "builtin", parts: [1, null] });
      await assertFails("COLLECTION_EXISTS", () => store.createCollection("a", SMALL));
      await store.deleteCollection("b");
      assert.deepEqual(await store.listCollections(), ["a"]);
      await assertFails("COLLECTION_NOT_FOUND", () => store.deleteCollection("b"));
      await assertFails("COLLECTION_NOT_FOUND", () => store.count("b"));
      await store.createCollection("b", SMALL);
      assert.equal(await store.count("b"), 0);
    });

    conformance("an alias stands for its collection and moves at once", async (store) => {
      await store.createCollection("one", SMALL);
      await store.createCollection("two", SMALL);
      await assertFails("COLLECTION_NOT_FOUND", () => store.setAlias("live", "none"));
      await assertFails("COLLECTION_EXISTS", () => store.setAlias("two", "one"));
      await store.setAlias("live", "one");
      await store.upsert("live", [small("a")]);
      assert.deepEqual(await store.aliases(), { live: "one" });
      assert.equal(await store.count("one"), 1);
      await store.setAlias("live", "two");
      assert.deepEqual([await store.count("live"), await store.count("one")], [0, 1]);
      await store.deleteCollection("two");
      assert.deepEqual(await store.aliases(), {});
      await assertFails("COLLECTION_NOT_FOUND", () => store.count("live"));
    });

    conformance("upsert inserts and replaces whole points; the last of one id counts", async (store) => {
      await store.createCollection(C, SMALL);
      await store.upsert(C, []);
      await store.upsert(C, [small("a", { year: 1 }), small("b", { year: 2 }), small("a", { year: 3 })]);
      assert.equal(await store.count(C), 2);
      assert.equal(await store.count(C, only({ key: "year", any: [1] })), 0);
      await store.upsert(C, [{ ...small("a"), dense: {}, payload: { fresh: true } }]);
      assert.equal(await store.count(C, only({ key: "year", exists: true })), 1);
      assert.equal(await store.vector(C, "a", "cos"), null);
      assert.deepEqual(await store.payloads(C, ["a"]), [{ fresh: true }]);
      assert.deepEqual((await store.info(C)).spaces, { cos: 1, dot: 1, far: 1, words: 2 });
    });

    conformance("delete takes points away, unknown ids and second times are nothing", async (store) => {
      await store.createCollection(C, SMALL);
      await store.upsert(C, [small("a"), small("b")]);
      await store.delete(C, ["a", "nobody", "a"]);
      assert.deepEqual(await store.payloads(C, ["a", "b"]), [null, { of: "b" }]);
      assert.deepEqual((await store.scroll(C, { limit: 9 })).ids, ["b"]);
      await store.upsert(C, [small("a")]);
      assert.deepEqual((await store.scroll(C, { limit: 9 })).ids, ["a", "b"]);
    });

    conformance("update replaces what it names and leaves the rest", async (store) => {
      await store.createCollection(C, SMALL);
      await store.upsert(C, [small("a", { year: 1, tag: ["x", "y"], text: "old words" })]);
      await store.update(C, [
        { id: "a", columns: { year: 2 }, payload: { more: 1 } },
        { id: "nobody", columns: { year: 2 } },
      ]);
      assert.equal(await store.count(C), 1);
      const kept = {
        must: [
          { key: "year", any: [2] },
          { key: "tag", any: ["Y"] },
          { key: "text", words: "OLD" },
        ],
      };
      assert.equal(await store.count(C, kept), 1);
      assert.deepEqual(await store.payloads(C, ["a"]), [{ of: "a", more: 1 }]);
      await store.update(C, [
        { id: "a", sparse: { words: sparse([7, 2]) } },
        { id: "a", columns: { text: "new" }, payload: { of: null } },
      ]);
      const { scores } = await store.query(C, {
        legs: [
          { space: "words", limit: 5, sparse: sparse([7, 3]) },
          { space: "cos", limit: 5, dense: vector(1, 0) },
        ],
      });
      assert.equal(scores[0]![0], 6);
      assertScoreNear(scores[1]![0]!, 1, tolerance);
      assert.deepEqual(await store.payloads(C, ["a"]), [{ of: null, more: 1 }]);
      assert.equal(await store.count(C, only({ key: "text", words: "old" })), 0);
    });

    conformance("deleteWhere deletes what the filter keeps and counts it", async (store) => {
      await store.createCollection(C, SMALL);
      await store.upsert(C, [small("a", { year: 1 }), small("b", { year: 2 }), small("c", { year: 3 })]);
      assert.equal(await store.deleteWhere(C, only({ key: "year", range: { gte: 2 } })), 2);
      assert.equal(await store.deleteWhere(C, only({ key: "year", range: { gte: 2 } })), 0);
      assert.equal(await store.deleteWhere(C, {}), 1);
      assert.equal(await store.count(C), 0);
    });

    conformance("dense scores: cosine, dot product, 1 / (1 + distance)", async (store) => {
      await store.createCollection(C, SMALL);
      const point = (id: string, v: Float32Array): Point => ({
        ...small(id),
        dense: { cos: v, dot: v, far: v },
      });
      await store.upsert(C, [
        point("east", vector(2, 0)),
        point("north", vector(0, 1)),
        point("none", vector(0, 0)),
      ]);
      const query = vector(0.6, 0.8);
      const legs = ["cos", "dot", "far"].map((space): Leg => ({ space, limit: 2, dense: query }));
      const { ids, scores, full } = await store.query(C, { legs });
      assert.deepEqual(full, [true, true, true]);
      // east: cos 0.6, dot 1.2, distance √(1.4² + 0.8²) = √2.6. north: cos 0.8, dot 0.8, distance √(0.6² + 0.2²)
      // = √0.4. none: cosine with nothing is 0, dot 0, distance 1, so it is nearer than east.
      const exact: Record<string, number[]> = {
        east: [0.6, 1.2, 1 / (1 + Math.sqrt(2.6))],
        north: [0.8, 0.8, 1 / (1 + Math.sqrt(0.4))],
        none: [0, 0, 1 / 2],
      };
      assert.deepEqual([...ids].sort(), ["east", "none", "north"]);
      for (const [at, id] of ids.entries()) {
        for (const leg of [0, 1, 2]) assertScoreNear(scores[leg]![at]!, exact[id]![leg]!, 2 * tolerance);
      }
    });

    conformance("a vector comes back, to its length where the distance needs it", async (store) => {
      await store.createCollection(C, SMALL);
      const v = vector(3, -4);
      await store.upsert(C, [{ ...small("a"), dense: { cos: v, dot: v } }]);
      assert.equal(await store.vector(C, "a", "far"), null);
      assert.equal(await store.vector(C, "nobody", "cos"), null);
      const cos = (await store.vector(C, "a", "cos"))!;
      assertScoreNear((3 * cos[0]! - 4 * cos[1]!) / (5 * Math.hypot(...cos)), 1, tolerance);
      const dot = (await store.vector(C, "a", "dot"))!;
      assert.equal(dot.length, 8);
      for (let i = 0; i < 8; i++) assertScoreNear(dot[i]!, v[i]!, 5 * tolerance);
      await assertFails("SPACE_UNKNOWN", () => store.vector(C, "a", "words"));
    });

    conformance(
      "sparse candidates share a term; others have 0, those without a vector NaN",
      async (store) => {
        await store.createCollection(C, SMALL);
        await store.upsert(C, [
          { ...small("both"), sparse: { words: sparse([1, 2], [9, 0.5]) } },
          { ...small("one"), sparse: { words: sparse([9, 3]) } },
          { ...small("other"), sparse: { words: sparse([4294967295, 1]) } },
          { ...small("empty"), sparse: { words: sparse() } },
          { ...small("without"), sparse: {} },
        ]);
        const query: Leg = { space: "words", limit: 9, sparse: sparse([1, 1], [9, 2], [77, 1]) };
        // both: 1·2 + 2·0.5 = 3; one: 2·3 = 6.
        const found = await store.query(C, { legs: [query] });
        assert.deepEqual(byId(found, 0), { both: 3, one: 6 });
        assert.deepEqual(found.full, [false]);
        const all = await store.query(C, { legs: [query, { space: "cos", limit: 9, dense: vector(1, 0) }] });
        assert.deepEqual(byId(all, 0), { both: 3, one: 6, other: 0, empty: 0, without: Number.NaN });
        const nothing = await store.query(C, { legs: [{ space: "words", limit: 9, sparse: sparse() }] });
        assert.deepEqual(nothing.ids, []);
      },
    );

    conformance(
      "a leg like a point finds it and its neighbours; without a vector, nothing",
      async (store) => {
        await store.createCollection(C, SMALL);
        await store.upsert(C, [
          { ...small("a"), dense: { cos: vector(1, 0) }, sparse: { words: sparse([5, 2]) } },
          { ...small("b"), dense: { cos: vector(0.8, 0.6) }, sparse: { words: sparse([5, 1]) } },
          { ...small("c"), dense: {}, sparse: {} },
        ]);
        const like = (space: string, ...ids: string[]): Leg => ({ space, limit: 5, like: ids });
        const { ids, scores, full } = await store.query(C, {
          legs: [like("cos", "a"), like("words", "b"), like("cos", "c"), like("words", "nobody")],
        });
        assert.deepEqual([...ids].sort(), ["a", "b"]);
        for (const [at, id] of ids.entries()) {
          // cos(a, a) = 1, cos(a, b) = 0.8; words: 1·2 and 1·1.
          assertScoreNear(scores[0]![at]!, id === "a" ? 1 : 0.8, 2 * tolerance);
          assert.equal(scores[1]![at], id === "a" ? 2 : 1);
          assert.ok(Number.isNaN(scores[2]![at]) && Number.isNaN(scores[3]![at]));
        }
        assert.deepEqual(full, [false, false, false, false]);
      },
    );

    conformance("a leg like several points searches for the mean of their vectors", async (store) => {
      await store.createCollection(C, SMALL);
      await store.upsert(C, [
        // Of lengths 2 and 1: directions count.
        { ...small("a"), dense: { cos: vector(2, 0) }, sparse: { words: sparse([5, 2], [7, 4]) } },
        { ...small("b"), dense: { cos: vector(0, 1) }, sparse: { words: sparse([7, 2]) } },
        { ...small("c"), dense: { cos: vector(1, 1) }, sparse: { words: sparse([5, 1]) } },
        { ...small("d"), dense: {}, sparse: {} },
      ]);
      const models = ["a", "nobody", "b", "d"];
      const { ids, scores } = await store.query(C, {
        legs: ["cos", "words"].map((space) => ({ space, limit: 5, like: models })),
      });
      assert.deepEqual([...ids].sort(), ["a", "b", "c"]);
      for (const [at, id] of ids.entries()) {
        assertScoreNear(scores[0]![at]!, id === "c" ? 1 : Math.SQRT1_2, 2 * tolerance);
        // Words: the mean is 1 of term 5 and 3 of term 7.
        assert.equal(scores[1]![at], { a: 14, b: 6, c: 1 }[id]);
      }
    });

    conformance("legs are united and completed; a limit of 0 only scores", async (store) => {
      await store.createCollection(C, SMALL);
      await store.upsert(C, [
        { ...small("a", { year: 2001, flag: true, at: 5 }), dense: { cos: vector(1, 0) }, sparse: {} },
        { ...small("b", { rate: 7.5 }), dense: { cos: vector(0, 1) }, sparse: { words: sparse([1, 1]) } },
        { ...small("c"), dense: {}, sparse: { words: sparse([1, 2]) } },
      ]);
      const east: Leg = { space: "cos", limit: 1, dense: vector(1, 0) };
      const one: Leg = { space: "words", limit: 1, sparse: sparse([1, 1]) };
      const columns = ["year", "rate", "flag", "at"];
      const answer = await store.query(C, { legs: [east, one, { ...one, limit: 0 }], columns });
      assert.deepEqual(answer.full, [true, true, true]);
      assert.deepEqual([...answer.ids].sort(), ["a", "c"]);
      assert.deepEqual(byId(answer, 1), { a: Number.NaN, c: 2 });
      assert.deepEqual(byId(answer, 2), { a: Number.NaN, c: 2 });
      const a = answer.ids.indexOf("a");
      assertScoreNear(answer.scores[0]![a]!, 1, tolerance);
      assert.ok(Number.isNaN(answer.scores[0]![1 - a]));
      assert.deepEqual(
        columns.map((column) => answer.columns[column]![a]),
        [2001, Number.NaN, 1, 5],
      );
      const filtered = await store.query(C, {
        legs: [east, one],
        filter: only({ key: "rate", exists: true }),
      });
      assert.deepEqual(filtered.ids, ["b"]);
      assert.deepEqual(filtered.full, [true, true]);
      assert.deepEqual(await store.query(C, { legs: [] }), {
        ids: [],
        scores: [],
        columns: {},
        fits: [],
        full: [],
      });
      const none = await store.query(C, {
        legs: [east],
        filter: { must: [{ key: "year", any: [] }] },
        columns: ["at"],
      });
      assert.deepEqual([none.ids, none.full, none.columns.at!.length], [[], [false], 0]);
    });

    conformance("points are included by id, and candidates tested against filters", async (store) => {
      await store.createCollection(C, SMALL);
      await store.upsert(C, [
        { ...small("a", { year: 2001 }), dense: { cos: vector(1, 0) } },
        { ...small("b", { year: 2002 }), dense: { cos: vector(0, 1) } },
        { ...small("c", { year: 2003 }), dense: {} },
      ]);
      const legs: Leg[] = [{ space: "cos", limit: 1, dense: vector(1, 0) }];
      const late = only({ key: "year", range: { gte: 2002 } });
      const answer = await store.query(C, {
        legs,
        include: ["c", "b", "a", "nobody"],
        fits: [late, {}],
      });
      assert.deepEqual([...answer.ids].sort(), ["a", "b", "c"]);
      assert.deepEqual(answer.full, [true]);
      const fitting = answer.ids.map((id, i) => [id, answer.fits[0]![i], answer.fits[1]![i]]);
      assert.deepEqual(fitting.sort(), [
        ["a", 0, 1],
        ["b", 1, 1],
        ["c", 1, 1],
      ]);
      const scores = byId(answer, 0);
      assertScoreNear(scores.a!, 1, tolerance);
      assertScoreNear(scores.b!, 0, tolerance);
      assert.ok(Number.isNaN(scores.c));
      const early = only({ key: "year", range: { lt: 2002 } });
      assert.deepEqual((await store.query(C, { legs, filter: early, include: ["b", "c"] })).ids, ["a"]);
      assert.deepEqual((await store.query(C, { legs: [], include: ["b"] })).ids, ["b"]);
      const unknown = only({ key: "colour", exists: true });
      await assertFails("FILTER_INVALID", () => store.query(C, { legs, fits: [unknown] }));
    });

    conformance("a query can be abandoned before it starts", async (store) => {
      await store.createCollection(C, SMALL);
      const reason = new Error("no longer wanted");
      const legs: Leg[] = [{ space: "cos", limit: 1, dense: vector(1, 0) }];
      await assert.rejects(store.query(C, { legs, signal: AbortSignal.abort(reason) }), reason);
    });

    conformance("filters keep what their definition says", async (store) => {
      await store.createCollection(C, SMALL);
      await store.upsert(C, FILTERED);
      for (const [filter, expected] of FILTER_CASES) {
        const { ids, total } = await store.scroll(C, { filter, limit: 100 });
        assert.equal(ids.join(""), expected, JSON.stringify(filter));
        assert.equal(total, expected.length);
        assert.equal(await store.count(C, filter), expected.length);
      }
    });

    conformance("any string is only a value", async (store) => {
      await store.createCollection(C, SMALL);
      const named = HOSTILE_STRINGS.map((value, i) => ({ id: `n${String(i).padStart(2, "0")}`, value }));
      await store.upsert(
        C,
        named.map(({ id, value }) => ({
          ...small(id, { tag: [value], constructor: value, text: value }),
          payload: { value: value.toWellFormed(), [value.toWellFormed()]: 1 },
        })),
      );
      const same = (a: string, b: string) => fold(a) === fold(b);
      for (const { value } of named) {
        const expected = named.filter((other) => same(other.value, value)).map(({ id }) => id);
        for (const key of ["tag", "constructor"]) {
          const { ids } = await store.scroll(C, { filter: only({ key, any: [value] }), limit: 100 });
          assert.deepEqual(ids, expected, `${key}: ${JSON.stringify(value)}`);
        }
        await store.count(C, only({ key: "text", words: value }));
      }
      const { facets } = await store.facets(C, [{ column: "tag", size: 1000 }], {});
      const total = facets[0]!.reduce((sum, { count }) => sum + count, 0);
      assert.equal(total, named.length);
      for (const facet of facets[0]!)
        assert.ok("value" in facet && HOSTILE_STRINGS.includes(String(facet.value)));
      const payloads = await store.payloads(
        C,
        named.map(({ id }) => id),
      );
      assert.deepEqual(payloads[1], { value: " ", " ": 1 });
      const odd = [`id "quoted" \\ ${"🎌"}`, "__proto__", "constructor", "../../up", "a/b?c#d%00"];
      await store.upsert(
        C,
        odd.map((id) => small(id)),
      );
      assert.deepEqual(
        await store.payloads(C, odd),
        odd.map((of) => ({ of })),
      );
      await store.delete(C, odd);
      assert.equal(await store.count(C), named.length);
    });

    conformance("scroll sorts, missing last, ties by id, and pages with an exact total", async (store) => {
      await store.createCollection(C, SMALL);
      await store.upsert(C, [
        small("e"),
        small("d", { year: 2000, rate: 1 }),
        small("c", { year: 1990, rate: 2, tag: ["b", "Z"] }),
        small("b", { year: 2000, rate: 2, tag: "a", flag: true }),
        small("a", { year: 2000, tag: "M", flag: false }),
      ]);
      const order = async (...sort: [string, "asc" | "desc"][]) => {
        const request = { sort: sort.map(([column, by]) => ({ column, order: by })), limit: 10 };
        return (await store.scroll(C, request)).ids.join("");
      };
      assert.equal(await order(), "abcde");
      assert.equal(await order(["year", "asc"]), "cabde");
      assert.equal(await order(["year", "desc"]), "abdce");
      assert.equal(await order(["year", "desc"], ["rate", "desc"]), "bdace");
      assert.equal(await order(["rate", "asc"], ["year", "asc"]), "dcbae");
      // tag: least b, a, M for ascending (case-folded), greatest Z, a, M for descending.
      assert.equal(await order(["tag", "asc"]), "bcade");
      assert.equal(await order(["tag", "desc"]), "cabde");
      assert.equal(await order(["flag", "asc"]), "abcde");
      assert.equal(await order(["flag", "desc"]), "bacde");
      const sort = [{ column: "year", order: "asc" as const }];
      assert.deepEqual(await store.scroll(C, { sort, offset: 1, limit: 2 }), { ids: ["a", "b"], total: 5 });
      assert.deepEqual(await store.scroll(C, { sort, offset: 4, limit: 2 }), { ids: ["e"], total: 5 });
      assert.deepEqual(await store.scroll(C, { sort, offset: 9, limit: 2 }), { ids: [], total: 5 });
      assert.deepEqual(await store.scroll(C, { limit: 0 }), { ids: [], total: 5 });
      await store.upsert(C, [small("Ｚ"), small("😀")]);
      // By code points: U+FF3A before U+1F600, though its UTF-16 unit is the greater.
      assert.deepEqual((await store.scroll(C, { offset: 5, limit: 5 })).ids, ["Ｚ", "😀"]);
    });

    conformance("facets count values and buckets among what is kept", async (store) => {
      await store.createCollection(C, SMALL);
      await store.upsert(C, [
        small("a", { tag: ["action", "Drama", "DRAMA"], year: 1999, rate: 7.4, flag: true, at: -1 }),
        small("b", { tag: ["Action", "Drama"], year: 2003, rate: 7.5, flag: false, at: 999 }),
        small("c", { tag: "Action", year: 2003, rate: -0.1 }),
        small("d", { tag: ["Comedy"], rate: 0 }),
      ]);
      const requests = [
        { column: "tag", size: 2 },
        { column: "year", size: 10 },
        { column: "flag", size: 10 },
        { column: "year", interval: 10 },
        { column: "rate", interval: 0.5 },
        { column: "at", interval: 1000 },
        { column: "tag", size: 0 },
      ];
      const all = await store.facets(C, requests, {});
      assert.equal(all.total, 4);
      assert.deepEqual(all.facets, [
        [
          { value: "Action", count: 3 },
          { value: "Drama", count: 2 },
        ],
        [
          { value: 2003, count: 2 },
          { value: 1999, count: 1 },
        ],
        [
          { value: false, count: 1 },
          { value: true, count: 1 },
        ],
        [
          { from: 1990, count: 1 },
          { from: 2000, count: 2 },
        ],
        [
          { from: -0.5, count: 1 },
          { from: 0, count: 1 },
          { from: 7, count: 1 },
          { from: 7.5, count: 1 },
        ],
        [
          { from: -1000, count: 1 },
          { from: 0, count: 1 },
        ],
        [],
      ] satisfies FacetCount[][]);
      const tags = [{ column: "tag", size: 9 }];
      const among = { filter: only({ key: "year", exists: true }), ids: ["a", "d", "nobody"] };
      assert.deepEqual(await store.facets(C, tags, among), {
        total: 1,
        facets: [
          [
            { value: "action", count: 1 },
            { value: "Drama", count: 1 },
          ],
        ],
      });
      assert.deepEqual(await store.facets(C, tags, { ids: [] }), { total: 0, facets: [[]] });
      await assertFails("FACET_INVALID", () => store.facets(C, [{ column: "rate", interval: 1e-320 }], {}));
    });

    conformance("payloads come in the order of the ids, as JSON brings them back", async (store) => {
      await store.createCollection(C, SMALL);
      const payload = {
        n: 1.5,
        none: null,
        gone: undefined,
        deep: { list: [1, "é", { x: true }] },
        when: new Date(0),
      };
      await store.upsert(C, [{ ...small("a"), payload }, small("b")]);
      const expected = {
        n: 1.5,
        none: null,
        deep: { list: [1, "é", { x: true }] },
        when: "1970-01-01T00:00:00.000Z",
      };
      assert.deepEqual(await store.payloads(C, ["b", "nobody", "a", "b"]), [
        { of: "b" },
        null,
        expected,
        { of: "b" },
      ]);
      const [mine] = await store.payloads(C, ["a"]);
      mine!.n = 99;
      assert.deepEqual(await store.payloads(C, ["a"]), [expected], "a reader changed what is stored");
    });

    conformance("what was given may change afterwards without changing the store", async (store) => {
      await store.createCollection(C, SMALL);
      const point = { ...small("a", { tag: ["x"] }), payload: { n: 1 } };
      await store.upsert(C, [point]);
      point.dense.cos!.fill(-1);
      point.sparse.words!.values.fill(9);
      (point.columns.tag as string[])[0] = "y";
      point.payload.n = 2;
      const legs: Leg[] = [
        { space: "cos", limit: 1, dense: vector(1, 0) },
        { space: "words", limit: 1, sparse: sparse([1, 1]) },
      ];
      const { scores } = await store.query(C, { legs });
      assertScoreNear(scores[0]![0]!, 1, tolerance);
      assert.equal(scores[1]![0], 1);
      assert.equal(await store.count(C, only({ key: "tag", any: ["x"] })), 1);
      assert.deepEqual(await store.payloads(C, ["a"]), [{ n: 1 }]);
    });

    conformance("errors have their codes, and a refused batch leaves nothing behind", async (store) => {
      await store.createCollection(C, SMALL);
      for (const [code, attempt] of wrongRequests(store, C)) await assertFails(code, attempt);
      assert.equal(await store.count(C), 0);
      let deep: Filter = {};
      for (let i = 0; i < 20_000; i++) deep = { must: [deep] };
      await assertFails("FILTER_INVALID", () => store.count(C, deep));
    });

    conformance("random filters keep what they keep in the oracle", async (store) => {
      const random = seededRandom(11);
      await store.createCollection(C, SCHEMA);
      const points = Array.from({ length: 300 }, (_, i) => randomPoint(random, `p${i}`));
      await store.upsert(C, points);
      const truth = await truthOf(new Map(points.map((point) => [point.id, point])));
      for (let round = 0; round < 400; round++) {
        const filter = randomFilter(random);
        const { ids } = await store.scroll(C, { filter, limit: 1000 });
        assert.deepEqual(ids, await keptIds(truth, filter), JSON.stringify(filter));
      }
    });

    conformance(
      "after random changes every answer is as if the survivors had just been stored",
      async (first) => {
        const random = seededRandom(12);
        let store = first;
        await store.createCollection(C, SCHEMA);
        const survivors = new Map<string, Point>();
        const someId = () => `p${random.integer(0, 250)}`;
        try {
          for (let step = 1; step <= 600; step++) {
            const kind = random();
            if (kind < 0.55) {
              const points = Array.from({ length: random.pick([1, 1, 3, 20]) }, () =>
                randomPoint(random, someId()),
              );
              await store.upsert(C, points);
              for (const point of points) survivors.set(point.id, point);
            } else if (kind < 0.75) {
              const changes = Array.from({ length: random.integer(1, 3) }, () =>
                randomChange(random, someId()),
              );
              await store.update(C, changes);
              for (const change of changes) applyChange(survivors, change);
            } else if (kind < 0.9) {
              const ids = Array.from({ length: random.pick([1, 2, 15]) }, someId);
              await store.delete(C, ids);
              for (const id of ids) survivors.delete(id);
            } else if (kind < 0.92) {
              const filter = {
                must: [randomFilter(random), { key: "year", range: { lt: random.integer(1990, 2003) } }],
              };
              const doomed = await keptIds(await truthOf(survivors), filter);
              assert.equal(await store.deleteWhere(C, filter), doomed.length);
              for (const id of doomed) survivors.delete(id);
            } else if (kind < 0.985) {
              await store.checkpoint(C, step);
              assert.equal((await store.info(C)).sequence, step);
            } else if (reopen !== undefined) {
              await store.checkpoint(C, step);
              store = await reopen(store);
              assert.equal((await store.info(C)).sequence, step);
            }
            if (step % 100 === 0) await assertAgrees(store, C, await truthOf(survivors), random, tolerance);
          }
          await store.checkpoint(C, 601);
          await store.verify(C);
        } finally {
          if (store !== first) await store.close();
        }
      },
    );

    conformance("what a checkpoint made durable is there after opening again", async (store, t) => {
      if (reopen === undefined) {
        t.skip("nothing is durable in this adapter");
        return;
      }
      const random = seededRandom(13);
      await store.createCollection(C, SCHEMA, { base: 7 });
      await store.createCollection("empty", SMALL);
      await store.setAlias("live", C);
      const points = Array.from({ length: 80 }, (_, i) => randomPoint(random, `p${i}`));
      await store.upsert(C, points);
      await store.delete(C, ["p3"]);
      await store.checkpoint(C, 41);
      await store.delete(C, ["p4"]);
      await store.checkpoint(C, 42);
      const again = await reopen(store);
      try {
        assert.deepEqual(await again.aliases(), { live: C });
        assert.deepEqual([...(await again.listCollections())].sort(), [C, "empty"].sort());
        assert.deepEqual(await again.schema("live"), SCHEMA);
        assert.deepEqual(await again.meta("live"), { base: 7 });
        assert.equal((await again.info("live")).sequence, 42);
        const kept = new Map(points.map((point) => [point.id, point]));
        kept.delete("p3");
        kept.delete("p4");
        await assertAgrees(again, "live", await truthOf(kept), random, tolerance);
        await again.verify("live");
      } finally {
        await again.close();
      }
    });

    conformance("readers beside writers see whole batches", async (store) => {
      await store.createCollection(C, SMALL);
      const batch = (year: number) => Array.from({ length: 30 }, (_, i) => small(`p${i}`, { year }));
      await store.upsert(C, batch(0));
      const writes = (async () => {
        for (let year = 1; year <= 20; year++) await store.upsert(C, batch(year));
      })();
      const read = async () => {
        const { total, facets } = await store.facets(C, [{ column: "year", size: 100 }], {});
        assert.equal(total, 30);
        assert.deepEqual(
          facets[0]!.map(({ count }) => count),
          [30],
        );
      };
      await Promise.all(Array.from({ length: 40 }, read));
      await writes;
      await read();
      assert.equal(await store.count(C, only({ key: "year", any: [20] })), 30);
    });

    conformance("a closed store refuses, closing twice is fine", async (store) => {
      await store.createCollection(C, SMALL);
      await store.close();
      await store.close();
      await assertFails("STORE_UNAVAILABLE", () => store.count(C));
      await assertFails("STORE_UNAVAILABLE", () => store.createCollection("more", SMALL));
    });
  });
}

function fold(value: string): string {
  return value.normalize("NFC").toLowerCase().toUpperCase().toLowerCase();
}

function assertScoreNear(actual: number, exact: number, error: number): void {
  assert.ok(Math.abs(actual - exact) <= error + 1e-6, `${actual}, exactly ${exact}`);
}

/** One leg's scores by id. */
function byId(answer: { ids: readonly string[]; scores: readonly Float32Array[] }, leg: number) {
  return Object.fromEntries(answer.ids.map((id, at) => [id, answer.scores[leg]![at]]));
}

async function assertFails(code: ErrorCode, attempt: () => Promise<unknown>): Promise<void> {
  await assert.rejects(attempt, (error: unknown) => {
    assert.ok(isFailure(error, code), `${(error as { code?: string }).code ?? error}, not ${code}`);
    return true;
  });
}

/** `update` by its definition. */
function applyChange(points: Map<string, Point>, change: Pick<Point, "id"> & Partial<Point>): void {
  const before = points.get(change.id);
  if (before === undefined) return;
  points.set(change.id, {
    id: change.id,
    dense: { ...before.dense, ...change.dense },
    sparse: { ...before.sparse, ...change.sparse },
    columns: { ...before.columns, ...change.columns },
    payload: { ...before.payload, ...change.payload },
  });
}
