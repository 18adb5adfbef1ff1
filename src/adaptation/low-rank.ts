/** A small correction of query vectors: x + U·V·x, with U and V of few columns and rows. */
export interface LowRank {
  readonly dimension: number;
  readonly rank: number;
  /** V, [rank × dimension], row-major. */
  readonly down: Float32Array;
  /** U, [dimension × rank], row-major. */
  readonly up: Float32Array;
}

/** A correction that corrects nothing yet: V small and random, U zero (LoRA; Hu et al. 2021, arXiv 2106.09685). */
export function emptyLowRank(dimension: number, rank: number, random: () => number): LowRank {
  const scale = Math.sqrt(3 / dimension);
  const down = Float32Array.from({ length: rank * dimension }, () => (2 * random() - 1) * scale);
  return { dimension, rank, down, up: new Float32Array(dimension * rank) };
}

/** V·x, [rank]. */
export function downwards({ dimension, rank, down }: LowRank, x: Float32Array): Float64Array {
  const narrow = new Float64Array(rank);
  for (let r = 0; r < rank; r++) {
    let sum = 0;
    for (let d = 0; d < dimension; d++) sum += down[r * dimension + d]! * x[d]!;
    narrow[r] = sum;
  }
  return narrow;
}

/** x + U·(V·x), not of unit length. */
export function corrected(
  { dimension, rank, up }: LowRank,
  x: Float32Array,
  narrow: Float64Array,
): Float64Array {
  const y = new Float64Array(dimension);
  for (let d = 0; d < dimension; d++) {
    let sum = x[d]!;
    for (let r = 0; r < rank; r++) sum += up[d * rank + r]! * narrow[r]!;
    y[d] = sum;
  }
  return y;
}

/** Corrects rows, [n × dimension], in place, and brings them to unit length; a row of zeros stays one. */
export function applyLowRank(map: LowRank, rows: Float32Array): void {
  const { dimension } = map;
  for (let from = 0; from < rows.length; from += dimension) {
    const row = rows.subarray(from, from + dimension);
    const y = corrected(map, row, downwards(map, row));
    const length = Math.hypot(...y);
    for (let d = 0; d < dimension; d++) row[d] = length > 0 ? y[d]! / length : 0;
  }
}
