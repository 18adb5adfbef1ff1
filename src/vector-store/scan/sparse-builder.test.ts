import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../random.ts";
import type { SparseVector } from "../port.ts";
import { Postings } from "./postings.ts";
import { SparseBuilder } from "./sparse-builder.ts";

test("makes the lists that Postings.build makes", () => {
  const random = seededRandom(2);
  const points: { row: number; vector: SparseVector }[] = [];
  for (let row = 0; row < 500; row++) {
    if (random.chance(0.3)) continue;
    const terms = Array.from({ length: random.integer(0, 30) }, () => random.integer(0, 700) * 6_000_000);
    const indices = Uint32Array.from(new Set(terms)).sort();
    points.push({
      row,
      vector: { indices, values: Float32Array.from(indices, () => random.integer(0, 9) / 3) },
    });
  }
  const builder = new SparseBuilder();
  for (const { row, vector } of points) builder.add(row, vector);
  assert.equal(builder.vectors, points.length);
  assert.deepEqual(builder.build(500).descriptor, Postings.build(points, 500).descriptor);
});

test("of nothing makes nothing", () => {
  const postings = new SparseBuilder().build(3);
  assert.equal(postings.vectors, 0);
  assert.equal(postings.search(Uint32Array.of(1), Float32Array.of(1), 5).rows.length, 0);
});
