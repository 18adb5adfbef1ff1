import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "./random.ts";

test("a seed gives the same numbers, evenly over [0, 1), another seed others", () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 10_000 }, () => random());
  };
  const numbers = draw(7);
  assert.deepEqual(draw(7), numbers);
  assert.notDeepEqual(draw(8), numbers);
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
  // The mean of n uniform numbers is 1/2 with deviation 1/√(12 n), here 0.0029.
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  assert.ok(Math.abs(mean - 0.5) < 0.015, String(mean));
  const random = seededRandom(1);
  const whole = Array.from({ length: 200 }, () => random.integer(2, 4));
  assert.deepEqual([...new Set(whole)].sort(), [2, 3, 4]);
});
