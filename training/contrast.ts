/** Contrastive tuning: queries are drawn to what they mean and pushed away from what the others of a batch mean. */
import {
  columnMeans,
  type Matrix,
  matrix,
  multiply,
  type SparseMatrix,
  sparseMultiply,
  subtractRow,
  transposed,
} from "./linear-algebra.ts";
import type { PairBatch } from "./pairs.ts";

export interface ContrastRecipe {
  readonly steps: number;
  /** What cosines are divided by before the softmax. */
  readonly temperature: number;
  /** Of Adam, for vectors whose components have a root mean square of 1; falls to 0 linearly. */
  readonly learningRate: number;
}

/** Of Adam (Kingma & Ba 2015, arXiv:1412.6980). */
const [BETA_1, BETA_2, EPSILON] = [0.9, 0.999, 1e-8];
/** How much of the centre is kept at each step: it follows the mean of the last few thousand texts. */
const CENTRE_KEPT = 0.98;

/**
 * The token vectors after `steps` batches. The loss is the cross-entropy of the right document among those of the
 * batch, and of the right query among the queries (InfoNCE in both directions, as in CLIP; Radford et al. 2021), over
 * the cosines that the embedder would give. `start` must have a root mean square of about 1. [vocabulary × d]
 */
export function tuneByContrast(
  start: Matrix,
  centre: Float64Array,
  batches: Iterator<PairBatch, unknown>,
  { steps, temperature, learningRate }: ContrastRecipe,
  progress: (step: number, loss: number) => void,
): Matrix {
  const vectors = matrix(start.rows, start.cols, start.data.slice());
  const adam = new SparseAdam(vectors);
  const middle = centre.slice();
  for (let step = 0; step < steps; step++) {
    const { queries, documents } = batches.next().value as PairBatch;
    const { loss, ofQueries, ofDocuments, mean } = contrast(vectors, middle, queries, documents, temperature);
    progress(step, loss);
    const gradient = new RowGradient(vectors.cols);
    gradient.add(queries, ofQueries);
    gradient.add(documents, ofDocuments);
    adam.step(gradient, learningRate * (1 - step / steps));
    mean.forEach((value, d) => {
      middle[d] = CENTRE_KEPT * middle[d]! + (1 - CENTRE_KEPT) * value;
    });
  }
  return vectors;
}

/**
 * The loss of a batch, and its gradients with respect to the sums of token vectors X·W of queries and documents.
 * [batch × d] The centre counts as constant; `mean` is the mean direction of these documents.
 */
export function contrast(
  vectors: Matrix,
  centre: Float64Array,
  queries: SparseMatrix,
  documents: SparseMatrix,
  temperature: number,
): { loss: number; ofQueries: Matrix; ofDocuments: Matrix; mean: Float64Array } {
  const q = new CentredRows(sparseMultiply(queries, vectors), centre);
  const d = new CentredRows(sparseMultiply(documents, vectors), centre);
  const { loss, gradient } = symmetricCrossEntropy(multiply(q.rows, transposed(d.rows)), temperature);
  return {
    loss,
    ofQueries: q.backward(multiply(gradient, d.rows)),
    ofDocuments: d.backward(multiply(transposed(gradient), q.rows)),
    mean: d.mean,
  };
}

/** Mean cross-entropy of the diagonal over rows and over columns of cosines / temperature; its gradient. [n × n] */
function symmetricCrossEntropy(cosines: Matrix, temperature: number): { loss: number; gradient: Matrix } {
  const n = cosines.rows;
  const gradient = matrix(n, n);
  let loss = 0;
  for (const [along, across] of [
    [1, n],
    [n, 1],
  ] as const) {
    for (let i = 0; i < n; i++) {
      const at = (j: number) => i * across + j * along;
      let sum = 0;
      // Cosines are at most 1, so that 1 is as good as the largest for keeping the exponentials in range.
      for (let j = 0; j < n; j++) sum += Math.exp((cosines.data[at(j)]! - 1) / temperature);
      for (let j = 0; j < n; j++) {
        const share = Math.exp((cosines.data[at(j)]! - 1) / temperature) / sum;
        gradient.data[at(j)]! += (share - (i === j ? 1 : 0)) / (2 * n * temperature);
      }
      loss += (Math.log(sum) - (cosines.data[at(i)]! - 1) / temperature) / (2 * n);
    }
  }
  return { loss, gradient };
}

/** Rows of unit length, less the centre, of unit length again: what the embedder makes of sums. */
class CentredRows {
  readonly rows: Matrix;
  /** The mean of the rows before the centre was taken off. */
  readonly mean: Float64Array;
  readonly #directions: Matrix;
  readonly #lengths: Float64Array;
  readonly #centredLengths: Float64Array;

  constructor(sums: Matrix, centre: Float64Array) {
    this.#directions = sums;
    this.#lengths = toUnitLength(sums);
    this.mean = columnMeans(sums);
    this.rows = matrix(sums.rows, sums.cols, sums.data.slice());
    subtractRow(this.rows, centre);
    this.#centredLengths = toUnitLength(this.rows);
  }

  /** The gradient with respect to the sums, from that with respect to the rows; in place. */
  backward(gradient: Matrix): Matrix {
    throughUnitLength(gradient, this.rows, this.#centredLengths);
    throughUnitLength(gradient, this.#directions, this.#lengths);
    return gradient;
  }
}

/** Brings rows to unit length, in place; returns how long they were. A row of zeros stays, and counts as 1 long. */
function toUnitLength(rows: Matrix): Float64Array {
  const { cols, data } = rows;
  return Float64Array.from({ length: rows.rows }, (_, i) => {
    let squares = 0;
    for (let j = 0; j < cols; j++) squares += data[i * cols + j]! ** 2;
    const length = squares > 0 ? Math.sqrt(squares) : 1;
    for (let j = 0; j < cols; j++) data[i * cols + j]! /= length;
    return length;
  });
}

/** y = x / |x|: the gradient of x is that of y, less its part along y, over |x|. In place. */
function throughUnitLength(gradient: Matrix, directions: Matrix, lengths: Float64Array): void {
  const { cols } = gradient;
  for (let i = 0; i < gradient.rows; i++) {
    let along = 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) along += gradient.data[k]! * directions.data[k]!;
    for (let k = i * cols; k < (i + 1) * cols; k++) {
      gradient.data[k] = (gradient.data[k]! - along * directions.data[k]!) / lengths[i]!;
    }
  }
}

/** A gradient with respect to a table of which only some rows were touched. */
class RowGradient {
  readonly rows = new Map<number, Float64Array>();
  readonly #cols: number;

  constructor(cols: number) {
    this.#cols = cols;
  }

  /** Adds Xᵀ · G. */
  add(x: SparseMatrix, g: Matrix): void {
    for (let i = 0; i < x.rows; i++) {
      for (let k = x.offsets[i]!; k < x.offsets[i + 1]!; k++) {
        const row = this.#row(x.columns[k]!);
        const value = x.values[k]!;
        for (let j = 0; j < this.#cols; j++) row[j]! += value * g.data[i * this.#cols + j]!;
      }
    }
  }

  #row(index: number): Float64Array {
    let row = this.rows.get(index);
    if (row === undefined) {
      row = new Float64Array(this.#cols);
      this.rows.set(index, row);
    }
    return row;
  }
}

/** Adam that leaves rows alone to which no gradient came. */
class SparseAdam {
  readonly #vectors: Matrix;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  #decay1 = 1;
  #decay2 = 1;

  constructor(vectors: Matrix) {
    this.#vectors = vectors;
    this.#first = new Float32Array(vectors.data.length);
    this.#second = new Float32Array(vectors.data.length);
  }

  step(gradient: RowGradient, learningRate: number): void {
    this.#decay1 *= BETA_1;
    this.#decay2 *= BETA_2;
    const [first, second] = [this.#first, this.#second];
    const { cols, data } = this.#vectors;
    for (const [index, row] of gradient.rows) {
      for (let j = 0, k = index * cols; j < cols; j++, k++) {
        first[k] = BETA_1 * first[k]! + (1 - BETA_1) * row[j]!;
        second[k] = BETA_2 * second[k]! + (1 - BETA_2) * row[j]! ** 2;
        const direction = first[k]! / (1 - this.#decay1);
        const spread = Math.sqrt(second[k]! / (1 - this.#decay2));
        data[k]! -= (learningRate * direction) / (spread + EPSILON);
      }
    }
  }
}
