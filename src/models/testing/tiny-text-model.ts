import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyBlock, applyLinear, applyNorm, type Rows, unit } from "./encoder-forward.ts";
import {
  attentionMask,
  encoderBlock,
  floatLayers,
  floatLinear,
  layerNorm,
  positions,
} from "./encoder-graph.ts";
import {
  type BlockWeights,
  type EncoderShape,
  type LayerNorm,
  type Linear,
  weightSource,
} from "./encoder-weights.ts";
import { OnnxGraph } from "./onnx-graph.ts";
import { safetensorsFile, torchFile } from "./tensor-files.ts";
import {
  type TinyVocabulary,
  type TokenizerKind,
  tinyVocabulary,
  writeTinyTokenizer,
} from "./tiny-tokenizer.ts";

export const TINY_SHAPE: EncoderShape = { layers: 2, hidden: 16, heads: 2, inner: 32 };

export interface TinyTextOptions {
  readonly seed?: number;
  readonly tokenizer?: TokenizerKind;
  /** As 1_Pooling/config.json says it; `none` leaves the file out. */
  readonly pooling?: "cls" | "mean" | "lasttoken" | "max" | "none";
  readonly maxTokens?: number;
  /** Lexical weights: none, an output of the graph, or a layer in a file beside it. */
  readonly lexical?: "none" | "graph" | "safetensors" | "torch";
  /** The graph gives one vector for each text instead of hidden states. */
  readonly pooled?: boolean;
  /** Its weights lie in a file beside the graph. */
  readonly external?: boolean;
  /** What of the end of the graph's file name: `_quantized` makes it the q8 graph. */
  readonly suffix?: string;
}

interface TextWeights {
  readonly words: Float32Array;
  readonly places: Float32Array;
  readonly types: Float32Array;
  readonly norm: LayerNorm;
  readonly blocks: readonly BlockWeights[];
}

/** A tiny text model, as it was written, with its own idea of what comes out of it. */
export interface TinyTextModel {
  readonly folder: string;
  readonly vocabulary: TinyVocabulary;
  readonly dimension: number;
  /** Hidden states of a text by its ids, one row a token. */
  hiddenStates(ids: readonly number[]): number[][];
  /** The vector of a text by its ids, of length 1, pooled as the model is. */
  vector(ids: readonly number[]): number[];
  /** Lexical weights by id. */
  lexicalWeights(ids: readonly number[]): Map<number, number>;
}

/** Writes a BERT-like encoder of two layers with random weights into a folder, in Hugging Face's layout. */
export function writeTinyTextModel(folder: string, options: TinyTextOptions = {}): TinyTextModel {
  const { seed = 1, tokenizer = "wordpiece", pooling = "mean", maxTokens = 32, lexical = "none" } = options;
  const vocabulary = tinyVocabulary(tokenizer);
  const source = weightSource(seed);
  const weights = textWeights(source, vocabulary.size, maxTokens);
  // Shifted up, so that most words weigh something and some nothing.
  const head = { ...source.linear(TINY_SHAPE.hidden, 1), bias: Float32Array.of(1) };
  mkdirSync(folder, { recursive: true });
  writeConfigs(folder, vocabulary, pooling, maxTokens);
  writeTinyTokenizer(folder, tokenizer, maxTokens);

  const graph = new OnnxGraph();
  const hidden = textTower(graph, weights, TINY_SHAPE);
  if (lexical === "graph") {
    const scores = graph.node("Relu", [floatLinear(graph, "sparse", hidden, head)]);
    graph.output("sparse_vecs", "float32", ["batch", "tokens", 1], scores);
  }
  if (options.pooled === true) {
    const first = graph.node("Gather", [hidden, graph.integers([0], [])], { axis: 1 });
    graph.output("sentence_embedding", "float32", ["batch", TINY_SHAPE.hidden], first);
  } else {
    graph.output("last_hidden_state", "float32", ["batch", "tokens", TINY_SHAPE.hidden], hidden);
  }
  const name = `model${options.suffix ?? ""}.onnx`;
  graph.write(join(folder, "onnx", name), options.external === true ? `${name}_data` : undefined);
  if (lexical === "safetensors") {
    writeFileSync(join(folder, "sparse_linear.safetensors"), safetensorsFile(headTensors(head)));
  } else if (lexical === "torch") {
    writeFileSync(join(folder, "sparse_linear.pt"), torchFile(headTensors(head)));
  }

  const hiddenStates = (ids: readonly number[]) => applyTower(ids, weights);
  return {
    folder,
    vocabulary,
    dimension: TINY_SHAPE.hidden,
    hiddenStates,
    vector: (ids) => unit(poolRows(hiddenStates(ids), options.pooled === true ? "cls" : pooling)),
    lexicalWeights: (ids) => {
      const scores = applyLinear(hiddenStates(ids), head);
      const found = new Map<number, number>();
      for (const [token, id] of ids.entries()) {
        const score = scores[token]![0]!;
        if (score > 0 && !vocabulary.special.includes(id)) found.set(id, Math.max(score, found.get(id) ?? 0));
      }
      return found;
    },
  };
}

export function textWeights(
  source: ReturnType<typeof weightSource>,
  vocabulary: number,
  maxTokens: number,
): TextWeights {
  const { hidden } = TINY_SHAPE;
  return {
    words: source.floats(vocabulary * hidden, 1),
    places: source.floats(maxTokens * hidden, 0.3),
    types: source.floats(2 * hidden, 0.1),
    norm: source.norm(hidden),
    blocks: Array.from({ length: TINY_SHAPE.layers }, () => source.block(TINY_SHAPE)),
  };
}

/** The graph from ids to hidden states, [batch × tokens × hidden]. */
export function textTower(graph: OnnxGraph, weights: TextWeights, shape: EncoderShape): string {
  const { hidden } = shape;
  const table = (name: string, values: Float32Array) =>
    graph.floats(name, [values.length / hidden, hidden], values);
  const ids = graph.input("input_ids", "int64", ["batch", "tokens"]);
  const mask = graph.input("attention_mask", "int64", ["batch", "tokens"]);
  const types = graph.input("token_type_ids", "int64", ["batch", "tokens"]);
  const words = graph.node("Gather", [table("words", weights.words), ids]);
  const places = graph.node("Gather", [table("places", weights.places), positions(graph, ids)]);
  const kinds = graph.node("Gather", [table("types", weights.types), types]);
  const sum = graph.node("Add", [graph.node("Add", [words, places]), kinds]);
  let rows = layerNorm(graph, "embeddings.norm", sum, weights.norm);
  const added = attentionMask(graph, mask);
  for (const [i, block] of weights.blocks.entries()) {
    rows = encoderBlock(graph, `layer${i}`, rows, added, shape, floatLayers(graph, block).linear, block);
  }
  return rows;
}

/** The same by hand. */
export function applyTower(ids: readonly number[], weights: TextWeights): number[][] {
  const { hidden } = TINY_SHAPE;
  const row = (table: Float32Array, at: number) => Array.from(table.subarray(at * hidden, (at + 1) * hidden));
  const sums = ids.map((id, place) => {
    const [word, where, kind] = [row(weights.words, id), row(weights.places, place), row(weights.types, 0)];
    return word.map((value, d) => value + where[d]! + kind[d]!);
  });
  return weights.blocks.reduce<number[][]>(
    (rows, block) => applyBlock(rows, TINY_SHAPE, block),
    applyNorm(sums, weights.norm),
  );
}

function poolRows(rows: Rows, pooling: TinyTextOptions["pooling"]): number[] {
  const first = rows[0]!;
  switch (pooling) {
    case "lasttoken":
      return [...rows.at(-1)!];
    case "mean":
      return first.map((_, d) => rows.reduce((sum, row) => sum + row[d]!, 0) / rows.length);
    case "max":
      return first.map((_, d) => Math.max(...rows.map((row) => row[d]!)));
    default:
      return [...first];
  }
}

function headTensors({ weight, bias }: Linear) {
  return { weight: { values: weight, shape: [1, weight.length] }, bias: { values: bias, shape: [1] } };
}

function writeConfigs(
  folder: string,
  vocabulary: TinyVocabulary,
  pooling: TinyTextOptions["pooling"],
  maxTokens: number,
): void {
  const { hidden, layers, heads, inner } = TINY_SHAPE;
  const write = (name: string, value: unknown) =>
    writeFileSync(join(folder, name), JSON.stringify(value, null, 2));
  write("config.json", {
    architectures: ["BertModel"],
    model_type: "bert",
    hidden_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: inner,
    max_position_embeddings: maxTokens,
    vocab_size: vocabulary.size,
    pad_token_id: vocabulary.padding,
  });
  write("sentence_bert_config.json", { max_seq_length: maxTokens, do_lower_case: false });
  if (pooling === undefined || pooling === "none") return;
  const part = (idx: number, path: string, type: string) => ({
    idx,
    name: String(idx),
    path,
    type: `sentence_transformers.models.${type}`,
  });
  write("modules.json", [
    part(0, "", "Transformer"),
    part(1, "1_Pooling", "Pooling"),
    part(2, "2_Normalize", "Normalize"),
  ]);
  mkdirSync(join(folder, "1_Pooling"), { recursive: true });
  const flags = { cls: "cls_token", mean: "mean_tokens", max: "max_tokens", lasttoken: "lasttoken" };
  write("1_Pooling/config.json", {
    word_embedding_dimension: hidden,
    ...Object.fromEntries(
      Object.entries(flags).map(([mode, flag]) => [`pooling_mode_${flag}`, mode === pooling]),
    ),
  });
}
