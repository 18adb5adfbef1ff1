import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate, groupsOf, type JudgedSet, type Ranker } from "./evaluate.ts";
import type { GoldQuery } from "./gold.ts";

const query = (id: string, kind: GoldQuery["kind"], more: Partial<GoldQuery> = {}): GoldQuery => ({
  id,
  kind,
  query: `about ${id}`,
  ...more,
});
const set: JudgedSet = {
  catalogue: { anime: 3, generation: "g", full: true, chance_coherence: 0 },
  half: "both",
  skipped: 4,
  judgements: [
    { query: query("a", "plot"), grades: new Map([["1", 3]]), forbidden: new Set(["2"]) },
    { query: query("b", "title", { sort: "misspelt" }), grades: new Map([["9", 3]]), forbidden: new Set() },
    { query: query("c", "empty", { nothing_fits: true }), grades: new Map(), forbidden: new Set() },
  ],
  describe: async (ids) => ids.map(() => ({ features: new Map([["drama", 1]]), franchise: null })),
};
/** Shows 2 and 1 for everything but c, for which it says that nothing fits. */
const ranker: Ranker = async (text) => ({
  results: text === "about c" ? [] : ["2", "1"].map((id) => ({ id, title: `Title ${id}` })),
  no_good_match: text === "about c",
});

test("each query is asked once, measured, and timed by the clock that is handed in", async () => {
  let ms = 0;
  const { outcomes, skipped } = await evaluate(set, ranker, { now: () => (ms += 2.5) });
  assert.deepEqual(
    outcomes.map(({ id, kind, sort, took_ms }) => ({ id, kind, sort, took_ms })),
    [
      { id: "a", kind: "plot", sort: undefined, took_ms: 2.5 },
      { id: "b", kind: "title", sort: "misspelt", took_ms: 2.5 },
      { id: "c", kind: "empty", sort: undefined, took_ms: 2.5 },
    ],
  );
  assert.equal(skipped, 4);
  assert.deepEqual(outcomes[0]?.results, [
    { id: "2", title: "Title 2", grade: 0, forbidden: true },
    { id: "1", title: "Title 1", grade: 3, forbidden: false },
  ]);
  assert.equal(outcomes[0]?.measured["mrr@10"], 1 / 2);
  assert.equal(outcomes[0]?.measured.violations, 1);
  // Both results have the same features; nothing shown coheres by definition.
  assert.ok(Math.abs(outcomes[0]!.measured["coherence@10"] - 1) < 1e-12);
  assert.equal(outcomes[2]?.measured["coherence@10"], 1);
});

test("figures are given by kind and overall, in the order of the kinds", async () => {
  const evaluation = await evaluate(set, ranker, { now: () => 0 });
  const means = groupsOf(evaluation).map(([kind, { queries, measures }]) => [
    kind,
    queries,
    measures["mrr@10"].mean,
  ]);
  assert.deepEqual(means, [
    ["plot", 1, 0.5],
    ["title", 1, 0],
    ["empty", 1, 1],
    ["overall", 3, 0.5],
  ]);
});

test("figures are given by sort for the queries that have one", async () => {
  const { sorts } = await evaluate(set, ranker, { now: () => 0 });
  assert.deepEqual(
    Object.entries(sorts).map(([name, { queries }]) => [name, queries]),
    [["title/misspelt", 1]],
  );
});

test("an interrupted evaluation ends before the next query", async () => {
  const interrupted = new AbortController();
  let asked = 0;
  const stops: Ranker = async (text) => {
    asked++;
    interrupted.abort();
    return ranker(text);
  };
  await assert.rejects(evaluate(set, stops, { now: () => 0, signal: interrupted.signal }));
  assert.equal(asked, 1);
});
