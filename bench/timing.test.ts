import assert from "node:assert/strict";
import { test } from "node:test";
import { inFlight, median, quantile, timesOf } from "./timing.ts";

test("quantiles are values that occur, by nearest rank", () => {
  // Nearest rank of p over n values: the ceil(p·n)-th, counted from 1.
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  assert.equal(quantile(values, 0.5), 5);
  assert.equal(quantile(values, 0.95), 10);
  assert.equal(quantile(values, 0), 1);
  assert.equal(quantile([7], 0.5), 7);
  assert.ok(Number.isNaN(quantile([], 0.5)));
  assert.equal(median([3, 1, 2]), 2);
  assert.deepEqual(timesOf([4, 1, 3, 2]), { count: 4, p50: 2, p95: 4, p99: 4 });
});

test("never more calls than the width are in flight, and each is made once", async () => {
  let running = 0;
  let most = 0;
  const seen: number[] = [];
  const call = async (i: number) => {
    seen.push(i);
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
  };
  for (const width of [1, 4]) {
    most = 0;
    seen.length = 0;
    const { durations } = await inFlight(20, width, call);
    assert.equal(durations.length, 20);
    assert.equal(most, width);
    assert.deepEqual(
      seen.sort((a, b) => a - b),
      Array.from({ length: 20 }, (_, i) => i),
    );
  }
  assert.equal((await inFlight(0, 4, call)).durations.length, 0);
});
