import assert from "node:assert/strict";
import { test } from "node:test";
import type { GoldQuery } from "./gold.ts";
import type { Judgement } from "./judge.ts";
import { measure } from "./measure.ts";

const query: GoldQuery = { id: "like-1", kind: "like", query: "like x" };
const judged = (grades: Record<string, number>, forbidden: string[] = [], more: Partial<GoldQuery> = {}) =>
  ({
    query: { ...query, ...more },
    grades: new Map(Object.entries(grades)),
    forbidden: new Set(forbidden),
  }) satisfies Judgement;

test("what is found is compared with all that is right", () => {
  const measured = measure(judged({ a: 3, b: 1.5, c: 0.25 }, ["z"]), ["x", "a", "z"], false);
  // Relevant (from ½ on): a and b. One of the two places that they could fill is filled.
  assert.equal(measured["precision@10"], 1 / 2);
  assert.equal(measured["recall@10"], 1 / 2);
  assert.equal(measured["mrr@10"], 1 / 2);
  assert.deepEqual([measured["hit@1"], measured["hit@5"], measured["hit@10"]], [0, 1, 1]);
  assert.equal(measured.violations, 1);
});

test("only the first ten count", () => {
  const eleven = [..."bcdefghijk", "a"];
  const measured = measure(judged({ a: 3 }, ["a"]), eleven, false);
  assert.equal(measured["hit@10"], 0);
  assert.equal(measured["ndcg@10"], 0);
  assert.equal(measured.violations, 0);
});

test("where nothing fits, showing nothing or saying so is right, and all else wrong", () => {
  const nothing = judged({}, ["z"], { nothing_fits: true });
  assert.equal(measure(nothing, [], false)["ndcg@10"], 1);
  assert.equal(measure(nothing, ["x"], true)["precision@10"], 1);
  const shown = measure(nothing, ["x", "z"], false);
  assert.equal(shown["mrr@10"], 0);
  assert.equal(shown.violations, 1);
});
