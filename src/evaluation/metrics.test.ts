import assert from "node:assert/strict";
import { test } from "node:test";
import { hitAt, ndcgAt, precisionAt, recallAt, reciprocalRank } from "./metrics.ts";

const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

test("precision counts empty places as wrong, but not places that nothing could fill", () => {
  close(precisionAt(4, [1, 0, 1, 1], 10), 3 / 4);
  close(precisionAt(4, [1], 10), 1 / 4);
  close(precisionAt(4, [1, 1], 2), 1);
  close(precisionAt(4, [0.25, 0.5], 10), 1 / 4);
  close(precisionAt(4, [], 10), 0);
  close(precisionAt(4, [], 0), 0);
});

test("recall is the share of what is relevant", () => {
  close(recallAt(3, [1, 0, 1, 1], 4), 2 / 4);
  close(recallAt(3, [], 4), 0);
  close(recallAt(3, [0], 0), 0);
});

test("the reciprocal rank is that of the best grade, not of a lesser one", () => {
  close(reciprocalRank([0.5, 0, 1], 1), 1 / 3);
  close(reciprocalRank([1], 1), 1);
  close(reciprocalRank([0, 0.5], 1), 0);
  close(reciprocalRank([], 1), 0);
  close(reciprocalRank([0, 0], 0), 0);
});

test("a hit is the best grade among the first k", () => {
  assert.equal(hitAt(2, [0, 0, 1], 1), 0);
  assert.equal(hitAt(3, [0, 0, 1], 1), 1);
  assert.equal(hitAt(3, [0.5], 1), 0);
});

test("ndcg discounts by place and divides by the best order", () => {
  // Gains 2^1 - 1 = 1 and 2^2 - 1 = 3. Listed 1, 2: 1/log2(2) + 3/log2(3). Best 2, 1: 3 + 1/log2(3).
  const log3 = Math.log2(3);
  close(ndcgAt(10, [1, 2], [1, 2]), (1 + 3 / log3) / (3 + 1 / log3));
  close(ndcgAt(10, [2, 1], [1, 2]), 1);
  // Cut at 1: the best single place has gain 3.
  close(ndcgAt(1, [1, 2], [1, 2]), 1 / 3);
  close(ndcgAt(10, [0, 0], [1]), 0);
  close(ndcgAt(10, [], []), 0);
});
