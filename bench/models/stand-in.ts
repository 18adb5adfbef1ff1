import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  attentionMask,
  encoderBlock,
  type LinearLayer,
  layerNorm,
  positions,
} from "../../src/models/testing/encoder-graph.ts";
import type { EncoderShape, LayerNorm } from "../../src/models/testing/encoder-weights.ts";
import { OnnxGraph, type WeightBytes } from "../../src/models/testing/onnx-graph.ts";
import { torchFile } from "../../src/models/testing/tensor-files.ts";
import { seededRandom } from "../../src/random.ts";

/** The shape of BGE-M3, which is XLM-RoBERTa large with room for 8,192 tokens. */
export const BGE_M3: EncoderShape & { readonly vocabulary: number; readonly positions: number } = {
  layers: 24,
  hidden: 1024,
  heads: 16,
  inner: 4096,
  vocabulary: 250_002,
  positions: 8_194,
};

/** How many weights the tables and the linear layers have: nearly all there are. */
export function parameters({ layers, hidden, inner, vocabulary, positions: places }: typeof BGE_M3): number {
  return (vocabulary + places) * hidden + layers * (4 * hidden * hidden + 2 * hidden * inner);
}

/**
 * Writes a model of BGE-M3's shape with random int8 weights, quantised as published int8 exports are: inputs of each
 * linear layer to bytes when it runs, products in whole numbers. What it says of a text means nothing; what it needs
 * of memory and time is what BGE-M3 needs. Returns the bytes of its weights.
 */
export function writeStandIn(folder: string): number {
  const { hidden, layers, vocabulary } = BGE_M3;
  mkdirSync(folder, { recursive: true });
  const bytes = writeGraph(join(folder, "onnx/model_quantized.onnx"));
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  write("config.json", {
    model_type: "xlm-roberta",
    hidden_size: hidden,
    num_hidden_layers: layers,
    max_position_embeddings: BGE_M3.positions,
    vocab_size: vocabulary,
  });
  mkdirSync(join(folder, "1_Pooling"), { recursive: true });
  write("1_Pooling/config.json", { word_embedding_dimension: hidden, pooling_mode_cls_token: true });
  write("tokenizer_config.json", {
    tokenizer_class: "XLMRobertaTokenizer",
    model_max_length: 8192,
    pad_token: "<pad>",
    unk_token: "<unk>",
  });
  write("tokenizer.json", tokenizer(vocabulary));
  const head = { weight: { values: new Float32Array(hidden).fill(0.01), shape: [1, hidden] } };
  writeFileSync(join(folder, "sparse_linear.pt"), torchFile(head));
  return bytes;
}

function writeGraph(path: string): number {
  const { hidden, layers } = BGE_M3;
  const graph = new OnnxGraph();
  let total = 0;
  const quantised = (name: string, rows: number, columns: number): string => {
    total += rows * columns;
    return graph.weight(name, "int8", [rows, columns], randomBytes(rows * columns, total));
  };
  // Bytes spread evenly over −128 … 127 deviate by 74; scaled, a layer keeps the size of what goes through it.
  const scaled = (rows: string, scale: number) =>
    graph.node("Mul", [graph.node("Cast", [rows], { to: 1 }), graph.float(scale / 74)]);
  const table = (name: string, rows: number, ids: string, scale: number) =>
    scaled(graph.node("Gather", [quantised(name, rows, hidden), ids]), scale);
  const linear: LinearLayer = (name, input, inputs, outputs) => {
    const bytes = graph.node("DynamicQuantizeLinear", [input], {}, 3);
    const product = graph.node("MatMulInteger", [
      bytes,
      quantised(`${name}.weight`, inputs, outputs),
      `${bytes}_2`,
    ]);
    const scale = graph.node("Mul", [`${bytes}_1`, graph.float(1 / (74 * Math.sqrt(inputs)))]);
    const floats = graph.node("Mul", [graph.node("Cast", [product], { to: 1 }), scale]);
    return graph.node("Add", [floats, graph.floats(`${name}.bias`, [outputs], new Float32Array(outputs))]);
  };
  const even: LayerNorm = { scale: new Float32Array(hidden).fill(1), shift: new Float32Array(hidden) };

  const ids = graph.input("input_ids", "int64", ["batch", "tokens"]);
  const mask = attentionMask(graph, graph.input("attention_mask", "int64", ["batch", "tokens"]));
  const words = table("words", BGE_M3.vocabulary, ids, 1);
  const places = table("places", BGE_M3.positions, positions(graph, ids), 0.3);
  let rows = layerNorm(graph, "embeddings.norm", graph.node("Add", [words, places]), even);
  for (let layer = 0; layer < layers; layer++) {
    rows = encoderBlock(graph, `layer${layer}`, rows, mask, BGE_M3, linear, {
      attentionNorm: even,
      outputNorm: even,
    });
  }
  graph.output("last_hidden_state", "float32", ["batch", "tokens", hidden], rows);
  graph.write(path, "model_quantized.onnx_data");
  return total;
}

const PIECE = 1 << 22;

function randomBytes(length: number, seed: number): WeightBytes {
  return {
    length,
    *pieces() {
      // Xorshift (Marsaglia 2003), four bytes a step: millions of them are wanted.
      let state = (seed * 2_654_435_761) >>> 0 || 1;
      const words = new Uint32Array(PIECE / 4);
      for (let left = length; left > 0; left -= PIECE) {
        for (let i = 0; i < words.length; i++) {
          state ^= state << 13;
          state ^= state >>> 17;
          state ^= state << 5;
          words[i] = state;
        }
        yield new Uint8Array(words.buffer, 0, Math.min(left, PIECE));
      }
    },
  };
}

/** A unigram tokenizer with as many pieces: letters, pairs of them, and made-up words. */
function tokenizer(size: number): object {
  const random = seededRandom(5);
  const letters = [..."abcdefghijklmnopqrstuvwxyz0123456789.,:;!?'-"];
  const pieces = new Set([
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    ...letters,
    ...letters.map((letter) => `▁${letter}`),
  ]);
  while (pieces.size < size) {
    const word = Array.from({ length: random.integer(2, 7) }, () => random.pick(letters)).join("");
    pieces.add(random.chance(0.6) ? `▁${word}` : word);
  }
  const special = ["<s>", "<pad>", "</s>", "<unk>"];
  const added = special.map((content, id) => ({
    id,
    content,
    special: true,
    normalized: false,
    single_word: false,
    lstrip: false,
    rstrip: false,
  }));
  const single = [
    { SpecialToken: { id: "<s>", type_id: 0 } },
    { Sequence: { id: "A", type_id: 0 } },
    { SpecialToken: { id: "</s>", type_id: 0 } },
  ];
  const special_tokens = Object.fromEntries(
    [0, 2].map((id) => [special[id]!, { id: special[id]!, ids: [id], tokens: [special[id]!] }]),
  );
  return {
    version: "1.0",
    added_tokens: added,
    normalizer: { type: "NFKC" },
    pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
    decoder: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
    post_processor: { type: "TemplateProcessing", single, pair: single, special_tokens },
    model: {
      type: "Unigram",
      unk_id: 3,
      vocab: [...pieces].map((piece) => [piece, -5 - random() * 10]),
      byte_fallback: false,
    },
  };
}
