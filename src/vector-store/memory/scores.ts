import type { DenseSpace, SparseVector } from "../port.ts";

/** The score of two vectors in doubles; cosine with a vector of length 0 is 0. */
export function denseScore(distance: DenseSpace["distance"], a: Float32Array, b: Float32Array): number {
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  let squareDistance = 0;
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    squareA += a[i]! * a[i]!;
    squareB += b[i]! * b[i]!;
    squareDistance += (a[i]! - b[i]!) ** 2;
  }
  if (distance === "dot") return product;
  if (distance === "euclid") return 1 / (1 + Math.sqrt(squareDistance));
  return squareA === 0 || squareB === 0 ? 0 : product / Math.sqrt(squareA * squareB);
}

/** The dot product in doubles. */
export function sparseScore(a: SparseVector, b: SparseVector): number {
  const weights = new Map<number, number>();
  for (let i = 0; i < b.indices.length; i++) weights.set(b.indices[i]!, b.values[i]!);
  let product = 0;
  for (let i = 0; i < a.indices.length; i++) product += a.values[i]! * (weights.get(a.indices[i]!) ?? 0);
  return product;
}
