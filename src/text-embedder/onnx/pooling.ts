import type { Pooling } from "../../models/known-models.ts";

/** The hidden states of a batch. */
export interface HiddenStates {
  /** [texts × longest × dimension], row-major. */
  readonly data: Float32Array;
  readonly dimension: number;
  /** Tokens of the longest text: rows that each text has in `data`. */
  readonly longest: number;
}

/**
 * Writes one vector of unit length for text `i` of the batch, whose first `tokens` rows count, into `out`. A text
 * whose vector has no length gives zeros.
 */
export function pool(
  states: HiddenStates,
  i: number,
  tokens: number,
  pooling: Pooling,
  out: Float32Array,
): void {
  const { data, dimension, longest } = states;
  const start = i * longest * dimension;
  const row = (token: number) => data.subarray(start + token * dimension, start + (token + 1) * dimension);
  switch (pooling) {
    case "cls":
      out.set(row(0));
      break;
    case "last":
      out.set(row(tokens - 1));
      break;
    case "mean":
      // The divisor is the same for every component and drops out with the length.
      out.fill(0);
      for (let token = 0; token < tokens; token++) add(out, row(token));
      break;
    case "max":
      out.fill(Number.NEGATIVE_INFINITY);
      for (let token = 0; token < tokens; token++) raise(out, row(token));
      break;
  }
  normalise(out);
}

/** Brings a vector to length 1 in place; one without length stays. */
export function normalise(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (!(squares > 0)) return;
  const factor = 1 / Math.sqrt(squares);
  for (let d = 0; d < vector.length; d++) vector[d]! *= factor;
}

function add(sum: Float32Array, row: Float32Array): void {
  for (let d = 0; d < sum.length; d++) sum[d]! += row[d]!;
}

function raise(most: Float32Array, row: Float32Array): void {
  for (let d = 0; d < most.length; d++) if (row[d]! > most[d]!) most[d] = row[d]!;
}
