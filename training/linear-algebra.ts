/** The dense and sparse linear algebra of the fit, in plain typed arrays. Matrices are row-major. */

export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  /** [rows × cols] */
  readonly data: Float32Array;
}

/** Compressed sparse rows: row i has its columns and values at offsets[i] … offsets[i + 1]. */
export interface SparseMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly offsets: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

export function matrix(rows: number, cols: number, data = new Float32Array(rows * cols)): Matrix {
  return { rows, cols, data };
}

/** Two matrices of as many rows, side by side. */
export function sideBySide(left: Matrix, right: Matrix): Matrix {
  const joined = matrix(left.rows, left.cols + right.cols);
  for (let i = 0; i < left.rows; i++) {
    joined.data.set(left.data.subarray(i * left.cols, (i + 1) * left.cols), i * joined.cols);
    joined.data.set(right.data.subarray(i * right.cols, (i + 1) * right.cols), i * joined.cols + left.cols);
  }
  return joined;
}

/** Two matrices of as many columns, one above the other. */
export function stacked(top: Matrix, bottom: Matrix): Matrix {
  const joined = matrix(top.rows + bottom.rows, top.cols);
  joined.data.set(top.data);
  joined.data.set(bottom.data, top.data.length);
  return joined;
}

/** Aᵀ */
export function transposed(a: Matrix): Matrix {
  const flipped = matrix(a.cols, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) flipped.data[j * a.rows + i] = a.data[i * a.cols + j]!;
  }
  return flipped;
}

/** A · B */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const product = matrix(a.rows, b.cols);
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.cols; k++) {
      addScaled(product.data, i * b.cols, b.data, k * b.cols, b.cols, a.data[i * a.cols + k]!);
    }
  }
  return product;
}

/** Aᵀ · B, in float64. [a.cols × b.cols] */
export function multiplyTransposed(a: Matrix, b: Matrix): Float64Array {
  const product = new Float64Array(a.cols * b.cols);
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.cols; k++) {
      const factor = a.data[i * a.cols + k]!;
      const row = k * b.cols;
      for (let j = 0; j < b.cols; j++) product[row + j]! += factor * b.data[i * b.cols + j]!;
    }
  }
  return product;
}

/** X · B */
export function sparseMultiply(x: SparseMatrix, b: Matrix): Matrix {
  const product = matrix(x.rows, b.cols);
  for (let i = 0; i < x.rows; i++) {
    for (let k = x.offsets[i]!; k < x.offsets[i + 1]!; k++) {
      addScaled(product.data, i * b.cols, b.data, x.columns[k]! * b.cols, b.cols, x.values[k]!);
    }
  }
  return product;
}

/** Xᵀ · B */
export function sparseMultiplyTransposed(x: SparseMatrix, b: Matrix): Matrix {
  const product = matrix(x.cols, b.cols);
  for (let i = 0; i < x.rows; i++) {
    for (let k = x.offsets[i]!; k < x.offsets[i + 1]!; k++) {
      addScaled(product.data, x.columns[k]! * b.cols, b.data, i * b.cols, b.cols, x.values[k]!);
    }
  }
  return product;
}

/** The mean row. [cols] */
export function columnMeans(a: Matrix): Float64Array {
  const means = new Float64Array(a.cols);
  for (let i = 0; i < a.data.length; i++) means[i % a.cols]! += a.data[i]! / a.rows;
  return means;
}

/** Takes `row` off every row, in place. */
export function subtractRow(a: Matrix, row: Float64Array): void {
  for (let i = 0; i < a.data.length; i++) a.data[i]! -= row[i % a.cols]!;
}

/** Brings every row to unit length, in place; a row of zeros stays. */
export function normaliseRows(a: Matrix): void {
  for (let i = 0; i < a.rows; i++) {
    const row = a.data.subarray(i * a.cols, (i + 1) * a.cols);
    let squares = 0;
    for (const value of row) squares += value * value;
    if (squares === 0) continue;
    const factor = 1 / Math.sqrt(squares);
    for (let j = 0; j < row.length; j++) row[j]! *= factor;
  }
}

/**
 * Ridge regression: the A that minimises ‖ZA − Y‖² + r‖A‖², r being `relative` times the mean diagonal of ZᵀZ.
 * Solved by Cholesky's factorisation. [z.cols × y.cols]
 */
export function ridge(z: Matrix, y: Matrix, relative: number): Matrix {
  const n = z.cols;
  const gram = multiplyTransposed(z, z);
  const right = multiplyTransposed(z, y);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += gram[i * n + i]!;
  for (let i = 0; i < n; i++) gram[i * n + i]! += (relative * trace) / n;
  solveCholesky(gram, n, right, y.cols);
  return matrix(n, y.cols, Float32Array.from(right));
}

/** Solves G·S = B for symmetric positive definite G [n × n]; B [n × m] becomes S, G its lower factor. */
export function solveCholesky(g: Float64Array, n: number, b: Float64Array, m: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = g[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= g[i * n + k]! * g[j * n + k]!;
      g[i * n + j] = i === j ? Math.sqrt(sum) : sum / g[j * n + j]!;
    }
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) addScaled(b, i * m, b, k * m, m, -g[i * n + k]!);
    for (let j = 0; j < m; j++) b[i * m + j]! /= g[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) addScaled(b, i * m, b, k * m, m, -g[k * n + i]!);
    for (let j = 0; j < m; j++) b[i * m + j]! /= g[i * n + i]!;
  }
}

/**
 * The eigenvectors (as the rows of `axes`) and eigenvalues of a symmetric matrix [n × n] by cyclic Jacobi
 * rotations (Golub and Van Loan, Matrix Computations, 8.5), by falling eigenvalue. Each vector's largest
 * component is positive, so that its sign does not depend on rounding. The input is overwritten.
 */
export function eigen(a: Float64Array, n: number): { axes: Float64Array; values: Float64Array } {
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < 30; sweep++) {
    let offDiagonal = 0;
    let diagonal = 0;
    for (let i = 0; i < n; i++) {
      diagonal += a[i * n + i]! ** 2;
      for (let j = 0; j < i; j++) offDiagonal += a[i * n + j]! ** 2;
    }
    if (offDiagonal <= 1e-24 * diagonal) break;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]! || i - j);
  const axes = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const vector = vectors.subarray(order[i]! * n, (order[i]! + 1) * n);
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    for (let j = 0; j < n; j++) axes[i * n + j] = largest < 0 ? -vector[j]! : vector[j]!;
  }
  return { axes, values: Float64Array.from(order, (i) => a[i * n + i]!) };
}

/** One rotation that makes a[p, q] zero; the rows of `vectors` turn with it. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  turn(a, p * n, q * n, 1, n, c, s);
  turn(a, p, q, n, n, c, s);
  turn(vectors, p * n, q * n, 1, n, c, s);
}

function turn(a: Float64Array, p: number, q: number, stride: number, n: number, c: number, s: number): void {
  for (let k = 0; k < n * stride; k += stride) {
    const x = a[p + k]!;
    const y = a[q + k]!;
    a[p + k] = c * x - s * y;
    a[q + k] = s * x + c * y;
  }
}

type Floats = Float32Array | Float64Array;

/** to[toStart + j] += factor · from[fromStart + j] for j < count */
function addScaled(
  to: Floats,
  toStart: number,
  from: Floats,
  fromStart: number,
  count: number,
  factor: number,
) {
  for (let j = 0; j < count; j++) to[toStart + j]! += factor * from[fromStart + j]!;
}
