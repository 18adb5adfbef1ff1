/** The student's fit: token vectors whose weighted means come as near as possible to the teachers' vectors. */
import {
  columnMeans,
  eigen,
  type Matrix,
  matrix,
  multiply,
  multiplyTransposed,
  normaliseRows,
  type SparseMatrix,
  sparseMultiply,
  sparseMultiplyTransposed,
  subtractRow,
} from "./linear-algebra.ts";
import { countTokens } from "./sparse-rows.ts";

/**
 * Smooth inverse frequency (Arora, Liang, Ma 2017, "A simple but tough-to-beat baseline for sentence
 * embeddings"): a / (a + p(token)). [vocabulary]
 */
export function sifWeights(
  sequences: readonly (readonly number[])[],
  vocabulary: number,
  a: number,
): Float32Array {
  const counts = new Float64Array(vocabulary);
  let total = 0;
  for (const tokens of sequences) {
    for (const token of tokens) counts[token]!++;
    total += tokens.length;
  }
  return Float32Array.from(counts, (count) => a / (a + count / total));
}

/** One row per sequence: its tokens' weights, one that occurs n times counting √n, summing to 1. [sequences × vocabulary] */
export function weightedMeans(
  sequences: readonly (readonly number[])[],
  weights: Float32Array,
): SparseMatrix {
  const offsets = new Int32Array(sequences.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < sequences.length; i++) {
    const amounts = [...countTokens(sequences[i]!)].map(
      ([token, count]) => [token, weights[token]! * Math.sqrt(count)] as const,
    );
    const sum = amounts.reduce((total, [, amount]) => total + amount, 0);
    for (const [token, amount] of amounts) {
      columns.push(token);
      values.push(amount / sum);
    }
    offsets[i + 1] = columns.length;
  }
  return {
    rows: sequences.length,
    cols: weights.length,
    offsets,
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
  };
}

/**
 * The W that minimises ‖XW − Y‖² + λ‖W − W₀‖², by `steps` of conjugate gradients on the normal equations
 * (XᵀX + λI) W = XᵀY + λW₀, from W₀, every column with step lengths of its own. [vocabulary × y.cols]
 */
export function fitTokenVectors(
  x: SparseMatrix,
  y: Matrix,
  start: Matrix,
  lambda: number,
  steps: number,
  progress: (step: number) => void,
): Matrix {
  const cols = y.cols;
  const apply = (w: Matrix): Matrix => {
    const product = sparseMultiplyTransposed(x, sparseMultiply(x, w));
    for (let i = 0; i < product.data.length; i++) product.data[i]! += lambda * w.data[i]!;
    return product;
  };
  const w = matrix(start.rows, cols, start.data.slice());
  const residual = sparseMultiplyTransposed(x, y);
  const applied = apply(w);
  for (let i = 0; i < residual.data.length; i++) {
    residual.data[i] = residual.data[i]! + lambda * start.data[i]! - applied.data[i]!;
  }
  const direction = matrix(start.rows, cols, residual.data.slice());
  let energy = columnProducts(residual, residual);
  for (let step = 0; step < steps; step++) {
    progress(step);
    const image = apply(direction);
    const curvature = columnProducts(direction, image);
    const lengths = energy.map((value, j) => (curvature[j]! > 0 ? value / curvature[j]! : 0));
    for (let i = 0; i < w.data.length; i++) {
      w.data[i]! += lengths[i % cols]! * direction.data[i]!;
      residual.data[i]! -= lengths[i % cols]! * image.data[i]!;
    }
    const next = columnProducts(residual, residual);
    const turns = next.map((value, j) => (energy[j]! > 0 ? value / energy[j]! : 0));
    for (let i = 0; i < w.data.length; i++) {
      direction.data[i] = residual.data[i]! + turns[i % cols]! * direction.data[i]!;
    }
    energy = next;
  }
  return w;
}

/**
 * Turns W onto the first `dimension` principal axes of the texts' vectors XW, and divides each by its standard
 * deviation to the power `whitening`: 0 leaves the inner products as they are, 1 makes all axes count alike.
 * [w.rows × dimension]
 */
export function reduceByPca(x: SparseMatrix, w: Matrix, dimension: number, whitening: number): Matrix {
  const vectors = sparseMultiply(x, w);
  subtractRow(vectors, columnMeans(vectors));
  const { axes, values } = eigen(multiplyTransposed(vectors, vectors), w.cols);
  const projection = matrix(w.cols, dimension);
  for (let j = 0; j < dimension; j++) {
    const deviation = Math.sqrt(values[j]! / vectors.rows);
    for (let i = 0; i < w.cols; i++) {
      projection.data[i * dimension + j] = axes[j * w.cols + i]! / deviation ** whitening;
    }
  }
  return multiply(w, projection);
}

/** Multiplies each row by its factor, in place. */
export function scaleRows(w: Matrix, factors: Float32Array): void {
  for (let i = 0; i < w.data.length; i++) w.data[i]! *= factors[Math.floor(i / w.cols)]!;
}

/** Multiplies all components by the factor that makes their root mean square 1, in place. */
export function scaleToUnitMeanSquare(w: Matrix): void {
  const squares = w.data.reduce((sum, value) => sum + value * value, 0);
  const factor = Math.sqrt(w.data.length / squares);
  for (let i = 0; i < w.data.length; i++) w.data[i]! *= factor;
}

/** The mean direction of the texts XW that have one. [w.cols] */
export function centreOf(w: Matrix, x: SparseMatrix): Float64Array {
  const vectors = sparseMultiply(x, w);
  normaliseRows(vectors);
  let known = 0;
  for (let i = 0; i < x.rows; i++) if (x.offsets[i]! < x.offsets[i + 1]!) known++;
  return columnMeans(vectors).map((mean) => (mean * vectors.rows) / known);
}

/** int8 with one scale per row: value ≈ table · scale, |table| ≤ 127. */
export function quantiseRows(w: Matrix): { table: Int8Array; scales: Float32Array } {
  const table = new Int8Array(w.data.length);
  const scales = new Float32Array(w.rows);
  for (let i = 0; i < w.rows; i++) {
    const row = w.data.subarray(i * w.cols, (i + 1) * w.cols);
    const largest = row.reduce((best, value) => Math.max(best, Math.abs(value)), 0);
    if (largest === 0) continue;
    scales[i] = largest / 127;
    for (let j = 0; j < w.cols; j++) table[i * w.cols + j] = Math.round(row[j]! / scales[i]!);
  }
  return { table, scales };
}

/** The rows that the int8 ones stand for. */
export function dequantised(table: Int8Array, scales: Float32Array): Matrix {
  const w = matrix(scales.length, table.length / scales.length, Float32Array.from(table));
  scaleRows(w, scales);
  return w;
}

function columnProducts(a: Matrix, b: Matrix): Float64Array {
  const products = new Float64Array(a.cols);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) products[j]! += a.data[i * a.cols + j]! * b.data[i * a.cols + j]!;
  }
  return products;
}
