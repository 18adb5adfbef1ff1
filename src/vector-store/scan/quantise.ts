import { fail } from "../../errors.ts";
import { MAX_DIMENSION, type PreparedQuery, rotationOf } from "./rotation.ts";

export type Distance = "cosine" | "dot" | "euclid";

/** Throws VECTOR_INVALID unless the dimension is one that the codes can hold. */
export function checkDimension(dimension: number): void {
  if (Number.isInteger(dimension) && dimension >= 1 && dimension <= MAX_DIMENSION) return;
  throw fail(
    "VECTOR_INVALID",
    `a space of ${dimension} dimensions cannot be searched; it must be 1 to ${MAX_DIMENSION}`,
  );
}

/**
 * The length of a vector. Throws VECTOR_INVALID for a wrong number of values, for one that is not finite, and
 * for a length that float32 cannot hold.
 */
export function checkedNorm(vector: Float32Array, dimension: number): number {
  if (vector.length !== dimension) {
    throw fail("VECTOR_INVALID", `the vector has ${vector.length} values; the space needs ${dimension}`);
  }
  let square = 0;
  for (let i = 0; i < dimension; i++) square += (vector[i] as number) * (vector[i] as number);
  const norm = Math.sqrt(square);
  // The square must fit too: euclid keeps it.
  if (norm < 1e19) return norm;
  const at = vector.findIndex((value) => !Number.isFinite(value));
  throw at >= 0
    ? fail("VECTOR_INVALID", `value ${at} of the vector is ${vector[at]}; every value must be finite`)
    : fail("VECTOR_INVALID", `the vector's length is ${norm}; it must be below 1e19`);
}

/**
 * Rotates and quantises a query once for all segments of a space; the arrays of one that is `spent` may serve again.
 * Throws VECTOR_INVALID.
 */
export function prepareQuery(query: Float32Array, dimension: number, spent?: PreparedQuery): PreparedQuery {
  return rotationOf(dimension).prepare(query, checkedNorm(query, dimension), spent);
}

/** One vector as codes; `codes` is overwritten by the next call. */
export interface QuantisedVector {
  readonly codes: Int8Array;
  readonly scale: number;
  /** The squared length. */
  readonly square: number;
}

/**
 * Quantises a vector to int8 with a scale of its own (see `quantise` in the kernels). cosine keeps the unit
 * vector, dot and euclid the vector itself. Throws VECTOR_INVALID.
 */
export function quantiseVector(vector: Float32Array, dimension: number, distance: Distance): QuantisedVector {
  const norm = checkedNorm(vector, dimension);
  const { codes, scale } = rotationOf(dimension).quantise(vector, norm > 0 ? 1 / norm : 0);
  if (distance === "cosine") return { codes, scale, square: 1 };
  return { codes, scale: scale * norm, square: norm * norm };
}

/** Vectors one by one, from one array `[n × dimension]` or as they come. Throws VECTOR_INVALID for a part of one. */
export function* rowsOf(
  vectors: Float32Array | Iterable<Float32Array>,
  dimension: number,
): Iterable<Float32Array> {
  if (!(vectors instanceof Float32Array)) {
    yield* vectors;
    return;
  }
  if (vectors.length % dimension !== 0) {
    throw fail("VECTOR_INVALID", `${vectors.length} values are not rows of ${dimension}`);
  }
  for (let at = 0; at < vectors.length; at += dimension) yield vectors.subarray(at, at + dimension);
}
