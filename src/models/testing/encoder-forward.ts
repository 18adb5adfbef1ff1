/**
 * The same encoder in plain TypeScript and double precision: what the graphs of encoder-graph.ts should give, worked
 * out without them, without a tokenizer and without batches.
 */
import {
  type BlockWeights,
  type EncoderShape,
  type LayerNorm,
  type Linear,
  NORM_EPSILON,
} from "./encoder-weights.ts";

export type Rows = readonly (readonly number[])[];

/** Each row times the layer's weights, plus its bias. */
export function applyLinear(rows: Rows, { weight, bias }: Linear): number[][] {
  const outputs = bias.length;
  return rows.map((row) =>
    Array.from(bias, (start, o) =>
      row.reduce((sum, value, i) => sum + value * weight[i * outputs + o]!, start),
    ),
  );
}

/** Each row with mean 0 and variance 1, scaled and shifted (Ba et al. 2016). */
export function applyNorm(rows: Rows, { scale, shift }: LayerNorm): number[][] {
  return rows.map((row) => {
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
    return row.map(
      (value, i) => ((value - mean) / Math.sqrt(variance + NORM_EPSILON)) * scale[i]! + shift[i]!,
    );
  });
}

/** One block over the rows of one text or picture. */
export function applyBlock(rows: Rows, { heads, hidden }: EncoderShape, weights: BlockWeights): number[][] {
  const [query, key, value] = [weights.query, weights.key, weights.value].map((layer) =>
    applyLinear(rows, layer),
  );
  const width = hidden / heads;
  const mixed = rows.map(() => new Array<number>(hidden).fill(0));
  for (let head = 0; head < heads; head++) {
    const from = head * width;
    for (const [i, out] of mixed.entries()) {
      const scores = key!.map((other) => dot(query![i]!, other, from, width) / Math.sqrt(width));
      const shares = softmax(scores);
      for (const [j, share] of shares.entries()) {
        for (let d = from; d < from + width; d++) out[d]! += share * value![j]![d]!;
      }
    }
  }
  const middle = applyNorm(plus(applyLinear(mixed, weights.output), rows), weights.attentionNorm);
  const up = applyLinear(middle, weights.up).map((row) => row.map(gelu));
  return applyNorm(plus(applyLinear(up, weights.down), middle), weights.outputNorm);
}

export function plus(a: Rows, b: Rows): number[][] {
  return a.map((row, i) => row.map((value, d) => value + b[i]![d]!));
}

/** The vector at length 1. */
export function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function dot(a: readonly number[], b: readonly number[], from: number, width: number): number {
  let sum = 0;
  for (let d = from; d < from + width; d++) sum += a[d]! * b[d]!;
  return sum;
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function gelu(x: number): number {
  return (x / 2) * (1 + erf(x / Math.SQRT2));
}

/** The error function by its Maclaurin series (Abramowitz & Stegun 7.1.5), enough terms for |x| ≤ 5; ±1 beyond. */
function erf(x: number): number {
  if (Math.abs(x) > 5) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
