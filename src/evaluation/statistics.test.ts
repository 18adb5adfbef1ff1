import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../random.ts";
import { average, bootstrapMean, pairedRandomisationTest } from "./statistics.ts";

test("equal seeds give equal numbers, in [0, 1)", () => {
  const [a, b] = [seededRandom(7), seededRandom(7)];
  for (let i = 0; i < 1000; i++) {
    const value = a();
    assert.equal(value, b());
    assert.ok(value >= 0 && value < 1);
  }
});

test("the interval holds the mean, narrows with more values, and is a point for equal ones", () => {
  const few = Array.from({ length: 10 }, (_, i) => i % 2);
  const many = Array.from({ length: 1000 }, (_, i) => i % 2);
  const [a, b] = [bootstrapMean(few, seededRandom(1)), bootstrapMean(many, seededRandom(1))];
  for (const interval of [a, b])
    assert.ok(interval.low <= 0.5 && interval.high >= 0.5 && interval.mean === 0.5);
  assert.ok(b.high - b.low < (a.high - a.low) / 3);
  assert.deepEqual(bootstrapMean([1, 1, 1], seededRandom(1)), { mean: 1, low: 1, high: 1 });
  assert.ok(Number.isNaN(bootstrapMean([], seededRandom(1)).mean));
});

test("the interval of a fair coin is that of theory", () => {
  // Standard error of the mean of 400 fair flips: sqrt(0.25 / 400) = 0.025; 95%: about ± 0.049.
  const flips = Array.from({ length: 400 }, (_, i) => i % 2);
  const { low, high } = bootstrapMean(flips, seededRandom(3), 4000);
  assert.ok(Math.abs(low - 0.451) < 0.006, String(low));
  assert.ok(Math.abs(high - 0.549) < 0.006, String(high));
});

test("the paired test tells a consistent difference from none", () => {
  const base = Array.from({ length: 30 }, (_, i) => (i % 10) / 10);
  const better = base.map((value) => value + 0.1);
  assert.ok(pairedRandomisationTest(better, base, seededRandom(1)) < 0.001);
  assert.equal(pairedRandomisationTest(base, base, seededRandom(1)), 1);
  // One pair of signs out of two is as large: any single difference is certain to be matched.
  assert.equal(pairedRandomisationTest([1], [0], seededRandom(1)), 1);
  // Three equal differences: all signs equal in 2 of 8 cases, p near 0.25.
  assert.ok(Math.abs(pairedRandomisationTest([1, 1, 1], [0, 0, 0], seededRandom(1)) - 0.25) < 0.02);
  assert.equal(pairedRandomisationTest([], [], seededRandom(1)), 1);
});

test("the average of nothing is not a number", () => {
  assert.ok(Number.isNaN(average([])));
});
