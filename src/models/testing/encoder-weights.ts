import { seededRandom } from "../../random.ts";

/** The shape of a transformer encoder. */
export interface EncoderShape {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  /** Width between the two linear layers of each block. */
  readonly inner: number;
}

/** A linear layer: [inputs × outputs] row-major, and [outputs]. */
export interface Linear {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

export interface LayerNorm {
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

export interface BlockWeights {
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly output: Linear;
  readonly attentionNorm: LayerNorm;
  readonly up: Linear;
  readonly down: Linear;
  readonly outputNorm: LayerNorm;
}

export const NORM_EPSILON = 1e-5;

/** Draws weights, the same for the same seed, of a size at which a tiny encoder tells texts apart. */
export function weightSource(seed: number) {
  const random = seededRandom(seed);
  const floats = (count: number, size: number) =>
    Float32Array.from({ length: count }, () => random.normal() * size);
  const linear = (inputs: number, outputs: number): Linear => ({
    weight: floats(inputs * outputs, 1 / Math.sqrt(inputs)),
    bias: floats(outputs, 0.1),
  });
  const norm = (width: number): LayerNorm => ({
    scale: floats(width, 0.1).map((value) => 1 + value),
    shift: floats(width, 0.1),
  });
  const block = ({ hidden, inner }: EncoderShape): BlockWeights => ({
    query: linear(hidden, hidden),
    key: linear(hidden, hidden),
    value: linear(hidden, hidden),
    output: linear(hidden, hidden),
    attentionNorm: norm(hidden),
    up: linear(hidden, inner),
    down: linear(inner, hidden),
    outputNorm: norm(hidden),
  });
  return { floats, linear, norm, block };
}
