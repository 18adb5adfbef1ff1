import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../random.ts";
import { paddedDimension, Rotation, rotationOf } from "./rotation.ts";

const DIMENSIONS = [1, 4, 100, 128, 256, 384, 768, 1000, 1024];

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

test("a dimension is padded to the next multiple of 128", () => {
  assert.deepEqual([1, 127, 128, 129, 768].map(paddedDimension), [128, 128, 128, 256, 768]);
});

test("inner products survive the rotation", () => {
  const random = seededRandom(1);
  for (const dimension of DIMENSIONS) {
    const rotation = rotationOf(dimension);
    for (let round = 0; round < 5; round++) {
      const a = Float32Array.from({ length: dimension }, () => random.normal());
      const b = Float32Array.from({ length: dimension }, () => random.normal());
      const before = dot(a, b);
      const after = dot(rotation.rotate(a), rotation.rotate(b));
      // Float32 sums of d products of standard normals: an error of 1e-5 of their length is generous.
      assert.ok(Math.abs(before - after) < 1e-5 * dimension, `${dimension}: ${before} became ${after}`);
    }
  }
});

test("unrotate undoes rotate", () => {
  const random = seededRandom(2);
  for (const dimension of DIMENSIONS) {
    const rotation = rotationOf(dimension);
    const vector = Float32Array.from({ length: dimension }, () => random.normal());
    for (const [i, value] of rotation.unrotate(rotation.rotate(vector)).entries()) {
      assert.ok(Math.abs(value - (vector[i] as number)) < 1e-5, `${dimension}: value ${i}`);
    }
  }
});

test("a single coordinate is spread evenly over all", () => {
  for (const dimension of DIMENSIONS) {
    const rotation = rotationOf(dimension);
    for (const at of [0, dimension >> 1, dimension - 1]) {
      const vector = new Float32Array(dimension);
      vector[at] = 1;
      const rotated = rotation.rotate(vector);
      // Gaussian with σ = 1/√D: beyond 6σ lies one of 500 million.
      const limit = 6 / Math.sqrt(rotation.width);
      assert.ok(
        rotated.every((value) => Math.abs(value) < limit),
        `${dimension}: coordinate ${at} stays concentrated`,
      );
    }
  }
});

test("two rotations of a dimension are the same", () => {
  const vector = Float32Array.from({ length: 384 }, (_, i) => Math.sin(i));
  assert.deepEqual(new Rotation(384).rotate(vector), new Rotation(384).rotate(vector));
});

test("a query prepared in the arrays of a spent one is as if in its own", () => {
  const random = seededRandom(3);
  const [first, second] = [0, 1].map(() => Float32Array.from({ length: 200 }, () => random.normal())) as [
    Float32Array,
    Float32Array,
  ];
  const fresh = rotationOf(200).prepare(second, 1);
  const again = rotationOf(200).prepare(second, 1, rotationOf(200).prepare(first, 1));
  assert.deepEqual(again, fresh);
  const wider = rotationOf(300).prepare(new Float32Array(300).fill(1), 1);
  const held = structuredClone(wider);
  assert.deepEqual(rotationOf(200).prepare(second, 1, wider), fresh);
  assert.deepEqual(wider, held, "arrays of another width are left alone");
});
