import type { LexicalWeights } from "../port.ts";

/** A linear layer from a hidden state to one number: BGE-M3's `sparse_linear`. */
export interface LexicalHead {
  /** [dimension] */
  readonly weight: Float32Array;
  readonly bias: number;
}

/** The score of one hidden state, [dimension]: ReLU(weight · state + bias). */
export function tokenScore({ weight, bias }: LexicalHead, state: Float32Array): number {
  let score = bias;
  for (let d = 0; d < weight.length; d++) score += weight[d]! * state[d]!;
  return Math.max(0, score);
}

/**
 * A text's lexical weights as of BGE-M3 (Chen et al. 2024, arXiv 2402.03216, section 3.2): of each token id the
 * largest score among its occurrences, special tokens and scores that are not above 0 left out.
 */
export function lexicalWeights(
  ids: readonly number[],
  scores: ArrayLike<number>,
  special: ReadonlySet<number>,
): LexicalWeights {
  const weights = new Map<number, number>();
  for (let token = 0; token < ids.length; token++) {
    const id = ids[token]!;
    const score = scores[token]!;
    if (score > (weights.get(id) ?? 0) && !special.has(id)) weights.set(id, score);
  }
  const indices = Uint32Array.from(weights.keys()).sort();
  return { indices, values: Float32Array.from(indices, (id) => weights.get(id)!) };
}
