import assert from "node:assert/strict";
import { test } from "node:test";
import { cutoff, exactScores, recallAt } from "./exact.ts";

test("scores are dot products, zeros of the query or not", () => {
  const vectors = Float32Array.of(1, 0, 0, 1, 0.5, 0.5);
  assert.deepEqual([...exactScores(vectors, Float32Array.of(2, 0))], [2, 0, 1]);
  assert.deepEqual([...exactScores(vectors, Float32Array.of(1, 1))], [1, 1, 1]);
});

test("the cutoff is the k-th best of what is kept and has a vector", () => {
  const scores = Float32Array.of(0.5, Number.NaN, 0.75, 0.25, 1);
  assert.deepEqual(cutoff(scores, 2), { least: 0.75, wanted: 2 });
  assert.deepEqual(cutoff(scores, 10), { least: 0.25, wanted: 4 });
  assert.deepEqual(
    cutoff(scores, 2, (row) => row < 4),
    { least: 0.5, wanted: 2 },
  );
  assert.equal(cutoff(scores, 2, () => false).wanted, 0);
});

test("recall counts any of equally good rows, each once, and none that the filter drops", () => {
  const scores = Float32Array.of(1, 0.5, 0.5, 0.5, 0.25);
  assert.equal(recallAt(2, [0, 3], scores), 1);
  assert.equal(recallAt(2, [0, 4], scores), 1 / 2);
  assert.equal(recallAt(2, [0, 0], scores), 1 / 2);
  assert.equal(recallAt(2, [], scores), 0);
  // Only the first k count.
  assert.equal(recallAt(2, [4, 0, 1], scores), 1 / 2);
  assert.equal(
    recallAt(2, [0, 4], scores, (row) => row !== 0),
    0,
  );
  assert.ok(Number.isNaN(recallAt(2, [0], scores, () => false)));
});
