import {
  type BlockWeights,
  type EncoderShape,
  type LayerNorm,
  type Linear,
  NORM_EPSILON,
} from "./encoder-weights.ts";
import type { OnnxGraph } from "./onnx-graph.ts";

/** Adds a linear layer to a graph and returns its output: how its weights are kept is its own affair. */
export type LinearLayer = (name: string, input: string, inputs: number, outputs: number) => string;

/** A linear layer of float32 weights. */
export function floatLinear(graph: OnnxGraph, name: string, input: string, { weight, bias }: Linear): string {
  const outputs = bias.length;
  const product = graph.node("MatMul", [
    input,
    graph.floats(`${name}.weight`, [weight.length / outputs, outputs], weight),
  ]);
  return graph.node("Add", [product, graph.floats(`${name}.bias`, [outputs], bias)]);
}

export function layerNorm(
  graph: OnnxGraph,
  name: string,
  input: string,
  { scale, shift }: LayerNorm,
): string {
  const weights = [
    graph.floats(`${name}.scale`, [scale.length], scale),
    graph.floats(`${name}.shift`, [shift.length], shift),
  ];
  return graph.node("LayerNormalization", [input, ...weights], {
    axis: -1,
    epsilon: { float: NORM_EPSILON },
  });
}

/** The layers of a block by name, for a block of float32 weights. */
export function floatLayers(
  graph: OnnxGraph,
  weights: BlockWeights,
): { linear: LinearLayer; norm: typeof layerNorm } {
  const linear: LinearLayer = (name, input) => {
    const own = weights[name.split(".").at(-1) as "query" | "key" | "value" | "output" | "up" | "down"];
    return floatLinear(graph, name, input, own);
  };
  return { linear, norm: layerNorm };
}

/**
 * One block of a BERT-like encoder: self-attention, then two linear layers with GELU between them, each followed by
 * the sum with its input and a layer norm. `mask` is added to the attention's scores, [batch × 1 × 1 × tokens].
 */
export function encoderBlock(
  graph: OnnxGraph,
  name: string,
  input: string,
  mask: string | undefined,
  { hidden, heads, inner }: EncoderShape,
  linear: LinearLayer,
  norms: Pick<BlockWeights, "attentionNorm" | "outputNorm">,
): string {
  const width = hidden / heads;
  const split = (layer: string, perm: readonly number[]) => {
    const rows = graph.node("Reshape", [
      linear(`${name}.${layer}`, input, hidden, hidden),
      graph.integers([0, 0, heads, width]),
    ]);
    return graph.node("Transpose", [rows], { perm });
  };
  const query = split("query", [0, 2, 1, 3]);
  const key = split("key", [0, 2, 3, 1]);
  const value = split("value", [0, 2, 1, 3]);
  const scores = graph.node("Div", [graph.node("MatMul", [query, key]), graph.float(Math.sqrt(width))]);
  const masked = mask === undefined ? scores : graph.node("Add", [scores, mask]);
  const mixed = graph.node("MatMul", [graph.node("Softmax", [masked], { axis: -1 }), value]);
  const joined = graph.node("Reshape", [
    graph.node("Transpose", [mixed], { perm: [0, 2, 1, 3] }),
    graph.integers([0, 0, hidden]),
  ]);
  const attended = graph.node("Add", [linear(`${name}.output`, joined, hidden, hidden), input]);
  const middle = layerNorm(graph, `${name}.attentionNorm`, attended, norms.attentionNorm);
  const up = gelu(graph, linear(`${name}.up`, middle, hidden, inner));
  const down = graph.node("Add", [linear(`${name}.down`, up, inner, hidden), middle]);
  return layerNorm(graph, `${name}.outputNorm`, down, norms.outputNorm);
}

/** 0 where a token counts, far below 0 where it is padding: [batch × 1 × 1 × tokens]. */
export function attentionMask(graph: OnnxGraph, mask: string): string {
  const ones = graph.node("Cast", [graph.node("Unsqueeze", [mask, graph.integers([1, 2])])], { to: 1 });
  return graph.node("Mul", [graph.node("Sub", [graph.float(1), ones]), graph.float(-10_000)]);
}

/** Positions 0, 1, … of the tokens of `ids`, [tokens]. */
export function positions(graph: OnnxGraph, ids: string): string {
  const length = graph.node("Gather", [graph.node("Shape", [ids]), graph.integers([1], [])], { axis: 0 });
  return graph.node("Range", [graph.integers([0], []), length, graph.integers([1], [])]);
}

/** x · ½ · (1 + erf(x / √2)) (Hendrycks & Gimpel 2016). */
function gelu(graph: OnnxGraph, input: string): string {
  const erf = graph.node("Erf", [graph.node("Div", [input, graph.float(Math.SQRT2)])]);
  return graph.node("Mul", [
    graph.node("Mul", [input, graph.node("Add", [erf, graph.float(1)])]),
    graph.float(0.5),
  ]);
}
