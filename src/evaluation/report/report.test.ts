import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluationOf, outcome } from "../testing.ts";
import { changedQueries, failures, percentile, placeOf } from "./report.ts";

test("a percentile is the least value that this share stays at or under", () => {
  const values = [40, 10, 30, 20];
  assert.equal(percentile(values, 0.5), 20);
  assert.equal(percentile(values, 0.51), 30);
  assert.equal(percentile(values, 1), 40);
  assert.equal(percentile(values, 0), 10);
  assert.ok(Number.isNaN(percentile([], 0.5)));
});

test("the place of the first right result is read from its reciprocal", () => {
  for (const place of [1, 2, 3, 7, 10]) {
    assert.equal(placeOf(outcome("a", "plot", { "mrr@10": 1 / place })), place);
  }
  assert.equal(placeOf(outcome("a", "plot", { "mrr@10": 0 })), null);
});

test("what went wrong: violations first, then by ndcg; what is nearly right stays out", () => {
  const wrong = failures(
    evaluationOf([
      outcome("fine", "plot", { "ndcg@10": 0.9 }),
      outcome("half", "plot", { "ndcg@10": 0.5 }),
      outcome("none", "plot", { "ndcg@10": 0 }),
      outcome("forbidden", "like", { "ndcg@10": 1, violations: 1 }),
    ]),
  );
  assert.deepEqual(
    wrong.map(({ id }) => id),
    ["forbidden", "none", "half"],
  );
});

test("changed queries: the greatest loss first, the greatest gain last, the unchanged not at all", () => {
  const a = [0.5, 0.5, 0.5, 0.5].map((ndcg, i) => outcome(`q${i}`, "plot", { "ndcg@10": ndcg }));
  const b = [1, 0.4, 0.5, 0].map((ndcg, i) => outcome(`q${i}`, "plot", { "ndcg@10": ndcg }));
  assert.deepEqual(
    changedQueries(a, [...b, outcome("new", "plot", {})]).map(({ id, a, b }) => [id, a, b]),
    [
      ["q3", 0.5, 0],
      ["q1", 0.5, 0.4],
      ["q0", 0.5, 1],
    ],
  );
});
