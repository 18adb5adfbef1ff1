import assert from "node:assert/strict";
import { test } from "node:test";
import { type Progress, ProgressMeter } from "./progress.ts";

test("progress is told at intervals, with rate and time left, and at the end of a phase", () => {
  const told: Progress[] = [];
  let now = 0;
  const meter = new ProgressMeter(
    (progress) => told.push(progress),
    () => now,
    200,
  );
  const at = (ms: number, done: number, records: number) => {
    now = ms;
    meter.report({ phase: "read", done, total: 100, unit: "bytes", records });
  };
  at(0, 0, 0);
  at(100, 10, 1);
  at(1000, 25, 5);
  at(1100, 100, 8);
  assert.deepEqual(
    told.map(({ done, rate, eta_s }) => ({ done, rate, eta_s })),
    [
      { done: 0, rate: 0, eta_s: null },
      // 25 of 100 bytes in one second: three more seconds.
      { done: 25, rate: 5, eta_s: 3 },
      // The end is told although the interval is not over. 8 records in 1.1 s.
      { done: 100, rate: 8 / 1.1, eta_s: 0 },
    ],
  );
});

test("without a total there is no time left to tell", () => {
  const told: Progress[] = [];
  let now = 0;
  const meter = new ProgressMeter(
    (progress) => told.push(progress),
    () => now,
  );
  meter.report({ phase: "read", done: 0, total: null, unit: "bytes", records: 0 });
  now = 500;
  meter.report({ phase: "read", done: 10, total: null, unit: "bytes", records: 1 });
  assert.deepEqual(
    told.map(({ eta_s }) => eta_s),
    [null, null],
  );
});
