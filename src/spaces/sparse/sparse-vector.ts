import type { SparseVector } from "../../vector-store/port.ts";

/** The sparse vector of a map from index to value: ascending by index, without zeros. */
export function sparseVector(weights: ReadonlyMap<number, number>): SparseVector {
  const indices = new Uint32Array(weights.size);
  let count = 0;
  for (const [index, value] of weights) if (value !== 0) indices[count++] = index;
  const sorted = indices.subarray(0, count).sort();
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = weights.get(sorted[i]!)!;
  return { indices: count === indices.length ? indices : sorted.slice(), values };
}
