import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "./compare.ts";
import { outcome } from "./testing.ts";

test("queries pair by id; what only one of both answered does not count", () => {
  const a = [outcome("p1", "plot", { "ndcg@10": 0.5 }), outcome("p2", "plot", { "ndcg@10": 1 })];
  const b = [outcome("p3", "plot", { "ndcg@10": 0 }), outcome("p1", "plot", { "ndcg@10": 1 })];
  const rows = compare(a, b, ["ndcg@10"]);
  // One pair: its difference is the mean and both bounds, and no sign is surprising.
  const row = {
    measure: "ndcg@10",
    queries: 1,
    a: 0.5,
    b: 1,
    difference: { mean: 0.5, low: 0.5, high: 0.5 },
    p: 1,
  };
  assert.deepEqual(rows, [
    { ...row, kind: "overall" },
    { ...row, kind: "plot" },
  ]);
});

test("kinds are compared by themselves, in their order, overall first", () => {
  const a = [outcome("t1", "title", { "mrr@10": 1 }), outcome("p1", "plot", { "mrr@10": 0 })];
  const b = [outcome("t1", "title", { "mrr@10": 0 }), outcome("p1", "plot", { "mrr@10": 1 })];
  const rows = compare(a, b, ["mrr@10"]);
  assert.deepEqual(
    rows.map(({ kind, difference }) => [kind, difference.mean]),
    [
      ["overall", 0],
      ["plot", 1],
      ["title", -1],
    ],
  );
});

test("a difference that all queries share is certain, one of noise is not", () => {
  const ids = Array.from({ length: 40 }, (_, i) => `p${i}`);
  const a = ids.map((id) => outcome(id, "plot", { "ndcg@10": 0.5 }));
  const better = ids.map((id, i) => outcome(id, "plot", { "ndcg@10": i % 2 === 0 ? 0.6 : 0.8 }));
  const noisy = ids.map((id, i) => outcome(id, "plot", { "ndcg@10": i % 2 === 0 ? 0.4 : 0.6 }));
  const [sure] = compare(a, better, ["ndcg@10"]);
  assert.ok(sure!.p < 0.001 && sure!.difference.low > 0.1 && sure!.difference.high < 0.3);
  const [unsure] = compare(a, noisy, ["ndcg@10"]);
  assert.ok(unsure!.p > 0.5 && unsure!.difference.low < 0 && unsure!.difference.high > 0);
});

test("systems without a query in common compare in nothing", () => {
  assert.deepEqual(compare([outcome("a", "plot", {})], [outcome("b", "plot", {})]), []);
  assert.deepEqual(compare([], []), []);
});
