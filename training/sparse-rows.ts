/** Texts as rows of a sparse matrix: how often a token occurs, to the power ½, as the embedder counts it. */
import type { SparseMatrix } from "./linear-algebra.ts";

/** Distinct tokens with how often each occurs. */
export type CountedTokens = ReadonlyMap<number, number>;

/** The tokens' counts; or what is left of `of` when they are taken out. */
export function countTokens(tokens: readonly number[], of?: CountedTokens): CountedTokens {
  const counts = new Map(of);
  const step = of === undefined ? 1 : -1;
  for (const token of tokens) {
    const count = (counts.get(token) ?? 0) + step;
    if (count > 0) counts.set(token, count);
    else counts.delete(token);
  }
  return counts;
}

/** One row per text, the square root of each count. [texts × vocabulary] */
export function sparseRows(texts: readonly CountedTokens[], vocabulary: number): SparseMatrix {
  const offsets = new Int32Array(texts.length + 1);
  texts.forEach((counts, i) => {
    offsets[i + 1] = offsets[i]! + counts.size;
  });
  const columns = new Int32Array(offsets.at(-1)!);
  const values = new Float32Array(columns.length);
  let at = 0;
  for (const counts of texts) {
    for (const [token, count] of counts) {
      columns[at] = token;
      values[at++] = Math.sqrt(count);
    }
  }
  return { rows: texts.length, cols: vocabulary, offsets, columns, values };
}
