import assert from "node:assert/strict";
import { test } from "node:test";
import { fuseRows, fuseScores } from "./fuse-rows.ts";

test("rankings fuse by reciprocal ranks, whatever form they come in", () => {
  // 1/(60+rank): row 7 is first and second: 1/61 + 1/62; row 3 second and first: the same, so the lower row leads;
  // row 9 third in one: 1/63.
  assert.deepEqual(
    fuseRows([
      [7, 3, 9],
      [3, 7],
    ]),
    [3, 7, 9],
  );
  const scores = [
    [0.9, 0.8, 0.7],
    [0.4, 0.5, Number.NaN],
  ];
  assert.deepEqual(fuseScores([7, 3, 9], scores), [3, 7, 9]);
  assert.deepEqual(fuseRows([[], []]), []);
});
