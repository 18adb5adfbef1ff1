import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  columnMeans,
  eigen,
  matrix,
  multiply,
  multiplyTransposed,
  normaliseRows,
  ridge,
  sideBySide,
  solveCholesky,
  sparseMultiply,
  sparseMultiplyTransposed,
  stacked,
  transposed,
} from "./linear-algebra.ts";

const A = matrix(2, 3, Float32Array.of(1, 2, 3, 4, 5, 6));

function assertNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(actual[i]! - expected[i]!) < 1e-6, `${Array.from(actual)} is not ${expected}`);
  }
}

describe("linear algebra", () => {
  it("multiplies dense matrices", () => {
    const b = matrix(3, 2, Float32Array.of(1, 0, 0, 1, 1, 1));
    // Rows (1, 2, 3) and (4, 5, 6): (1 + 3, 2 + 3), (4 + 6, 5 + 6).
    assertNear(multiply(A, b).data, [4, 5, 10, 11]);
    // Aᵀ · A, its first entry 1 · 1 + 4 · 4.
    assertNear(multiplyTransposed(A, A), [17, 22, 27, 22, 29, 36, 27, 36, 45]);
  });

  it("flips rows and columns", () => {
    assert.deepEqual(transposed(A), matrix(3, 2, Float32Array.of(1, 4, 2, 5, 3, 6)));
  });

  it("multiplies by sparse rows and by their transpose", () => {
    // X = [[0, 2], [0, 0], [1, 3]]
    const x = {
      rows: 3,
      cols: 2,
      offsets: Int32Array.of(0, 1, 1, 3),
      columns: Int32Array.of(1, 0, 1),
      values: Float32Array.of(2, 1, 3),
    };
    assertNear(sparseMultiply(x, A).data, [8, 10, 12, 0, 0, 0, 13, 17, 21]);
    const y = matrix(3, 1, Float32Array.of(1, 10, 100));
    assertNear(sparseMultiplyTransposed(x, y).data, [100, 302]);
  });

  it("joins matrices sideways and downwards", () => {
    const b = matrix(2, 1, Float32Array.of(7, 8));
    assertNear(sideBySide(A, b).data, [1, 2, 3, 7, 4, 5, 6, 8]);
    assertNear(stacked(A, A).data, [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]);
  });

  it("takes means of columns and lengths of rows", () => {
    assertNear(columnMeans(A), [2.5, 3.5, 4.5]);
    const rows = matrix(2, 2, Float32Array.of(3, 4, 0, 0));
    normaliseRows(rows);
    assertNear(rows.data, [0.6, 0.8, 0, 0]);
  });

  it("solves symmetric positive definite systems", () => {
    // [[4, 2], [2, 3]] · (1, −1) = (2, −1) and · (0, 2) = (4, 6).
    const b = Float64Array.of(2, 4, -1, 6);
    solveCholesky(Float64Array.of(4, 2, 2, 3), 2, b, 2);
    assertNear(b, [1, 0, -1, 2]);
  });

  it("shrinks a regression by its ridge", () => {
    // One column z = (1, 2), y = (2, 4): zᵀz = 5, zᵀy = 10, and a ridge of 1 · 5: 10 / (5 + 5) = 1.
    const z = matrix(2, 1, Float32Array.of(1, 2));
    const y = matrix(2, 1, Float32Array.of(2, 4));
    assertNear(ridge(z, y, 0).data, [2]);
    assertNear(ridge(z, y, 1).data, [1]);
  });

  it("finds eigenvectors by falling eigenvalue, the largest component positive", () => {
    // [[2, 1], [1, 2]] has 3 on (1, 1) and 1 on (1, −1); a third axis stands apart with 5.
    const { axes, values } = eigen(Float64Array.of(2, 1, 0, 1, 2, 0, 0, 0, 5), 3);
    assertNear(values, [5, 3, 1]);
    assertNear(axes.subarray(0, 3), [0, 0, 1]);
    assertNear(axes.subarray(3, 6), [Math.SQRT1_2, Math.SQRT1_2, 0]);
    assert.ok(Math.abs(axes[6]! + axes[7]!) < 1e-9 && Math.abs(Math.abs(axes[6]!) - Math.SQRT1_2) < 1e-9);
  });
});
