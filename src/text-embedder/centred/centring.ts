/** What a multilingual model's vectors tell of the language instead of the meaning, and vectors without it. */

/** What is taken off vectors: an origin for queries and one for documents, and directions that tell the language. */
export interface Centring {
  readonly query: Float32Array;
  readonly document: Float32Array;
  /** Orthonormal. */
  readonly directions: readonly Float32Array[];
}

/** A direction that the others explain but for this share of its length is noise. */
const LEAST_NEW = 0.1;

/**
 * The centring of a model. `queries` and `sentences` are the vectors of the same sentences in each language as queries
 * and as documents, one block of rows a language; `documents` are vectors of typical documents; all [rows × dimension].
 *
 * The means of the languages differ by their languages alone. The space that these differences span is taken out of
 * every vector, so that no direction is left that only tells a language: then it need not be known which language a
 * text is in. After Yang, Yang, Cer & Darve, "A simple and effective method to eliminate the self language bias in
 * multilingual representations" (EMNLP 2021), who take out each language's own directions.
 */
export function centringOf(given: {
  readonly queries: readonly Float32Array[];
  readonly sentences: readonly Float32Array[];
  readonly documents: Float32Array;
  readonly dimension: number;
}): Centring {
  const { dimension } = given;
  const ofQueries = given.queries.map((rows) => meanOf(rows, dimension));
  const ofSentences = given.sentences.map((rows) => meanOf(rows, dimension));
  const query = meanOf(joined(ofQueries), dimension);
  const sentence = meanOf(joined(ofSentences), dimension);
  const differences = [
    ...ofQueries.map((mean) => minus(mean, query)),
    ...ofSentences.map((mean) => minus(mean, sentence)),
  ];
  return { query, document: meanOf(given.documents, dimension), directions: orthonormal(differences) };
}

/** The rows without origin and language, of unit length, in place; a row of zeros stays one. */
export function centre(rows: Float32Array, origin: Float32Array, directions: readonly Float32Array[]): void {
  const dimension = origin.length;
  for (let from = 0; from < rows.length; from += dimension) {
    const row = rows.subarray(from, from + dimension);
    if (row.every((component) => component === 0)) continue;
    for (let d = 0; d < dimension; d++) row[d]! -= origin[d]!;
    for (const direction of directions) takeOff(row, direction);
    const length = Math.hypot(...row);
    // What is nothing but language has no meaning to be found by.
    for (let d = 0; d < dimension; d++) row[d] = length < 1e-6 ? 0 : row[d]! / length;
  }
}

function meanOf(rows: Float32Array, dimension: number): Float32Array {
  const mean = new Float64Array(dimension);
  const count = rows.length / dimension;
  for (let i = 0; i < rows.length; i++) mean[i % dimension]! += rows[i]! / count;
  return Float32Array.from(mean);
}

function joined(vectors: readonly Float32Array[]): Float32Array {
  return Float32Array.from(vectors.flatMap((vector) => [...vector]));
}

function minus(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, d) => value - b[d]!);
}

/** An orthonormal basis of what the vectors span (Gram and Schmidt, modified; twice, against rounding). */
function orthonormal(vectors: readonly Float32Array[]): Float32Array[] {
  const basis: Float32Array[] = [];
  for (const vector of vectors) {
    const before = Math.hypot(...vector);
    const rest = vector.slice();
    for (const known of [...basis, ...basis]) takeOff(rest, known);
    const length = Math.hypot(...rest);
    if (before > 0 && length > LEAST_NEW * before) basis.push(rest.map((value) => value / length));
  }
  return basis;
}

function takeOff(vector: Float32Array, direction: Float32Array): void {
  let dot = 0;
  for (let d = 0; d < vector.length; d++) dot += vector[d]! * direction[d]!;
  for (let d = 0; d < vector.length; d++) vector[d]! -= dot * direction[d]!;
}
