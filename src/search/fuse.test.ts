import assert from "node:assert/strict";
import { test } from "node:test";
import { type Fusion, fuse } from "./fuse.ts";

const relative: Fusion = { method: "relative", k: 60 };
const rrf: Fusion = { method: "rrf", k: 60 };
const dbsf: Fusion = { method: "dbsf", k: 60 };
const every = [relative, rrf, dbsf];

test("relative divides by the leg's best and weighs", () => {
  // 0.5 · (4/4, 2/4, 0) + 2 · (0, 0.3/0.6, 0.6/0.6) = (0.5, 0.25 + 1, 2)
  const fused = fuse(
    [
      { scores: [4, 2, 0], weight: 0.5 },
      { scores: [Number.NaN, 0.3, 0.6], weight: 2 },
    ],
    3,
    relative,
  );
  assert.deepEqual([...fused], [0.5, 1.25, 2]);
});

test("relative gives nothing for a negative score", () => {
  assert.deepEqual([...fuse([{ scores: [-0.5, 0.5], weight: 1 }], 2, relative)], [0, 1]);
  assert.deepEqual([...fuse([{ scores: [-0.5, -0.1], weight: 1 }], 2, relative)], [0, 0]);
});

test("rrf adds reciprocal ranks, equal scores sharing the better rank", () => {
  // Leg 1 ranks: b 1, a and c 2 each. Leg 2 knows c alone: rank 1.
  const fused = fuse(
    [
      { scores: [5, 9, 5], weight: 1 },
      { scores: [Number.NaN, 0, 3], weight: 1 },
    ],
    3,
    rrf,
  );
  assert.deepEqual([...fused], [1 / 62, 1 / 61, 1 / 62 + 1 / 61]);
});

test("dbsf maps mean ± 3 sigma to 0..1", () => {
  // Scores 1 and 3: mean 2, sigma 1, so (1 - (2 - 3)) / 6 = 1/3 and (3 + 1) / 6 = 2/3.
  const fused = fuse([{ scores: [1, 3, Number.NaN], weight: 3 }], 3, dbsf);
  assert.ok(Math.abs(fused[0]! - 1) < 1e-12);
  assert.ok(Math.abs(fused[1]! - 2) < 1e-12);
  assert.equal(fused[2], 0);
});

test("dbsf gives 0.5 where all scores are equal, one score included", () => {
  assert.deepEqual([...fuse([{ scores: [7, 7], weight: 1 }], 2, dbsf)], [0.5, 0.5]);
  assert.deepEqual([...fuse([{ scores: [7], weight: 1 }], 1, dbsf)], [0.5]);
});

for (const fusion of every) {
  test(`${fusion.method}: a weight of 0 switches a leg off`, () => {
    const alone = fuse([{ scores: [1, 2], weight: 1 }], 2, fusion);
    const with0 = fuse(
      [
        { scores: [1, 2], weight: 1 },
        { scores: [9, 0.1], weight: 0 },
      ],
      2,
      fusion,
    );
    assert.deepEqual(with0, alone);
  });

  test(`${fusion.method}: no candidates, no legs, and all unknown are fine`, () => {
    assert.deepEqual([...fuse([{ scores: [], weight: 1 }], 0, fusion)], []);
    assert.deepEqual([...fuse([], 2, fusion)], [0, 0]);
    assert.deepEqual([...fuse([{ scores: [Number.NaN, Number.NaN], weight: 1 }], 2, fusion)], [0, 0]);
  });

  test(`${fusion.method}: the order of a single leg is kept`, () => {
    const scores = [0.31, 0.9, 0.12, 0.44, 0.9];
    const fused = fuse([{ scores, weight: 0.7 }], 5, fusion);
    for (let a = 0; a < 5; a++) {
      for (let b = 0; b < 5; b++) {
        assert.equal(Math.sign(fused[a]! - fused[b]!), Math.sign(scores[a]! - scores[b]!));
      }
    }
  });
}

test("sharpness raises the share of the best score to a power, of relative fusion alone", () => {
  const leg = { scores: [4, 2, -1, Number.NaN], weight: 3, sharpness: 2 };
  // (2 / 4)² · 3
  assert.deepEqual([...fuse([leg], 4, { method: "relative", k: 60 })], [3, 0.75, 0, 0]);
  for (const method of ["rrf", "dbsf"] as const) {
    const { sharpness: _, ...plain } = leg;
    assert.deepEqual(fuse([leg], 4, { method, k: 60 }), fuse([plain], 4, { method, k: 60 }));
  }
});

test("a best score below the least counts for less than its weight, of relative fusion alone", () => {
  const leg = { scores: [0.2, 0.1], weight: 3, sharpness: 2, least: 0.4 };
  assert.deepEqual([...fuse([leg], 2, { method: "relative", k: 60 })], [3 * 0.5 ** 2, 3 * 0.25 ** 2]);
  assert.deepEqual([...fuse([{ ...leg, least: 0.1 }], 2, { method: "relative", k: 60 })], [3, 3 * 0.5 ** 2]);
  for (const method of ["rrf", "dbsf"] as const) {
    const { least: _, ...plain } = leg;
    assert.deepEqual(fuse([leg], 2, { method, k: 60 }), fuse([plain], 2, { method, k: 60 }));
  }
});
