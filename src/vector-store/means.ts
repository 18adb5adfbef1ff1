import type { SparseVector } from "./port.ts";

/** The mean of vectors of one length, or of their directions; null where there are none. */
export function meanOfDense(vectors: readonly Float32Array[], ofDirections: boolean): Float32Array | null {
  const [first] = vectors;
  if (first === undefined) return null;
  const mean = new Float64Array(first.length);
  for (const vector of vectors) {
    const length = ofDirections ? Math.hypot(...vector) : 1;
    if (length === 0) continue;
    for (let d = 0; d < mean.length; d++) mean[d]! += vector[d]! / length / vectors.length;
  }
  return Float32Array.from(mean);
}

/** The mean of sparse vectors, a term that one lacks counting as 0 there; null where there are none. */
export function meanOfSparse(vectors: readonly SparseVector[]): SparseVector | null {
  const [first] = vectors;
  if (first === undefined || vectors.length === 1) return first ?? null;
  const sums = new Map<number, number>();
  for (const { indices, values } of vectors) {
    for (const [i, index] of indices.entries()) sums.set(index, (sums.get(index) ?? 0) + values[i]!);
  }
  const indices = Uint32Array.from(sums.keys()).sort();
  return { indices, values: Float32Array.from(indices, (index) => sums.get(index)! / vectors.length) };
}
