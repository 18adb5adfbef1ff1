import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyBlock, applyLinear, applyNorm, unit } from "./encoder-forward.ts";
import { encoderBlock, floatLayers, floatLinear, layerNorm } from "./encoder-graph.ts";
import { type BlockWeights, type LayerNorm, type Linear, weightSource } from "./encoder-weights.ts";
import { OnnxGraph } from "./onnx-graph.ts";
import { applyTower, TINY_SHAPE, textTower, textWeights } from "./tiny-text-model.ts";
import { type TinyVocabulary, tinyVocabulary, writeTinyTokenizer } from "./tiny-tokenizer.ts";

/** Pictures are this many px wide and high, and cut into squares of PATCH px. */
export const TINY_SIDE = 32;
const PATCH = 8;
const PATCHES = (TINY_SIDE / PATCH) ** 2;
const CHANNELS = 3;
export const TINY_PROJECTION = 12;
/** Per channel, as preprocessor_config.json says: (value / 255 − mean) / deviation. */
export const TINY_MEAN = [0.48, 0.46, 0.41] as const;
export const TINY_DEVIATION = [0.27, 0.26, 0.28] as const;

interface VisionWeights {
  readonly patches: Float32Array;
  readonly first: Float32Array;
  readonly places: Float32Array;
  readonly norm: LayerNorm;
  readonly block: BlockWeights;
  readonly projection: Linear;
}

/** A tiny model for pictures and texts, as it was written, with its own idea of what comes out of it. */
export interface TinyTwoTowerModel {
  readonly folder: string;
  readonly vocabulary: TinyVocabulary;
  readonly dimension: number;
  /** The vector of a text by its ids, of length 1. */
  textVector(ids: readonly number[]): number[];
  /** The vector of a picture, of length 1; `pixels` as the graph takes them, [channels × side × side]. */
  pictureVector(pixels: Float32Array): number[];
}

/**
 * Writes a CLIP-like model into a folder, in Hugging Face's layout: onnx/text_model.onnx (input_ids, attention_mask,
 * token_type_ids → text_embeds) and onnx/vision_model.onnx (pixel_values → image_embeds), with one vector for each
 * text and picture, taken from the first position and not yet of length 1. With `together` both towers are in
 * one graph, onnx/model.onnx, whose outputs are called text_embeddings and image_embeddings, as Jina CLIP's are.
 */
export function writeTinyTwoTowerModel(
  folder: string,
  { seed = 7, together = false }: { readonly seed?: number; readonly together?: boolean } = {},
): TinyTwoTowerModel {
  const { hidden } = TINY_SHAPE;
  const maxTokens = 16;
  const vocabulary = tinyVocabulary("wordpiece");
  const source = weightSource(seed);
  const text = textWeights(source, vocabulary.size, maxTokens);
  const textProjection = source.linear(hidden, TINY_PROJECTION);
  const vision: VisionWeights = {
    patches: source.floats(hidden * CHANNELS * PATCH * PATCH, 0.1),
    first: source.floats(hidden, 1),
    places: source.floats((PATCHES + 1) * hidden, 0.3),
    norm: source.norm(hidden),
    block: source.block(TINY_SHAPE),
    projection: source.linear(hidden, TINY_PROJECTION),
  };
  mkdirSync(folder, { recursive: true });
  writeConfigs(folder, vocabulary, maxTokens);
  writeTinyTokenizer(folder, "wordpiece", maxTokens);
  if (together) {
    const graph = new OnnxGraph();
    addTextTower(graph, text, textProjection, "text_embeddings");
    addVisionTower(graph, vision, "image_embeddings");
    graph.write(join(folder, "onnx/model.onnx"));
  } else {
    const [texts, pictures] = [new OnnxGraph(), new OnnxGraph()];
    addTextTower(texts, text, textProjection, "text_embeds");
    addVisionTower(pictures, vision, "image_embeds");
    texts.write(join(folder, "onnx/text_model.onnx"));
    pictures.write(join(folder, "onnx/vision_model.onnx"));
  }
  return {
    folder,
    vocabulary,
    dimension: TINY_PROJECTION,
    textVector: (ids) => unit(applyLinear([applyTower(ids, text)[0]!], textProjection)[0]!),
    pictureVector: (pixels) => unit(applyVision(pixels, vision)),
  };
}

function addTextTower(
  graph: OnnxGraph,
  weights: ReturnType<typeof textWeights>,
  projection: Linear,
  output: string,
): void {
  const first = firstRow(graph, textTower(graph, weights, TINY_SHAPE));
  graph.output(
    output,
    "float32",
    ["texts", TINY_PROJECTION],
    floatLinear(graph, "projection", first, projection),
  );
}

function addVisionTower(graph: OnnxGraph, weights: VisionWeights, output: string): void {
  const { hidden } = TINY_SHAPE;
  const pixels = graph.input("pixel_values", "float32", ["pictures", CHANNELS, TINY_SIDE, TINY_SIDE]);
  const kernel = graph.floats("vision.patches", [hidden, CHANNELS, PATCH, PATCH], weights.patches);
  const squares = graph.node("Conv", [pixels, kernel], {
    strides: [PATCH, PATCH],
    kernel_shape: [PATCH, PATCH],
  });
  // [batch × hidden × 4 × 4] → [batch × 16 × hidden]
  const flat = graph.node("Reshape", [squares, graph.integers([0, hidden, PATCHES])]);
  const patches = graph.node("Transpose", [flat], { perm: [0, 2, 1] });
  // One row more for each picture, which gathers what the others say.
  const batch = graph.node("Gather", [graph.node("Shape", [pixels]), graph.integers([0])], { axis: 0 });
  const size = graph.node("Concat", [batch, graph.integers([1, hidden])], { axis: 0 });
  const first = graph.node("Expand", [graph.floats("vision.first", [1, 1, hidden], weights.first), size]);
  const rows = graph.node("Concat", [first, patches], { axis: 1 });
  const placed = graph.node("Add", [
    rows,
    graph.floats("vision.places", [PATCHES + 1, hidden], weights.places),
  ]);
  const even = layerNorm(graph, "vision.norm", placed, weights.norm);
  const { linear } = floatLayers(graph, weights.block);
  const out = firstRow(
    graph,
    encoderBlock(graph, "vision.layer0", even, undefined, TINY_SHAPE, linear, weights.block),
  );
  graph.output(
    output,
    "float32",
    ["pictures", TINY_PROJECTION],
    floatLinear(graph, "vision.projection", out, weights.projection),
  );
}

function firstRow(graph: OnnxGraph, rows: string): string {
  return graph.node("Gather", [rows, graph.integers([0], [])], { axis: 1 });
}

/** The tower for pictures by hand. */
function applyVision(pixels: Float32Array, weights: VisionWeights): number[] {
  const { hidden } = TINY_SHAPE;
  const across = TINY_SIDE / PATCH;
  const rows: number[][] = [Array.from(weights.first)];
  for (let patch = 0; patch < PATCHES; patch++) {
    const top = Math.floor(patch / across) * PATCH;
    const left = (patch % across) * PATCH;
    rows.push(
      Array.from({ length: hidden }, (_, out) => {
        let sum = 0;
        for (let c = 0; c < CHANNELS; c++) {
          for (let y = 0; y < PATCH; y++) {
            for (let x = 0; x < PATCH; x++) {
              const weight = weights.patches[((out * CHANNELS + c) * PATCH + y) * PATCH + x]!;
              sum += weight * pixels[(c * TINY_SIDE + top + y) * TINY_SIDE + left + x]!;
            }
          }
        }
        return sum;
      }),
    );
  }
  const placed = rows.map((row, i) => row.map((value, d) => value + weights.places[i * hidden + d]!));
  const states = applyBlock(applyNorm(placed, weights.norm), TINY_SHAPE, weights.block);
  return applyLinear([states[0]!], weights.projection)[0]!;
}

function writeConfigs(folder: string, vocabulary: TinyVocabulary, maxTokens: number): void {
  const { hidden, heads, inner } = TINY_SHAPE;
  const write = (name: string, value: unknown) =>
    writeFileSync(join(folder, name), JSON.stringify(value, null, 2));
  const tower = { hidden_size: hidden, num_attention_heads: heads, intermediate_size: inner };
  write("config.json", {
    architectures: ["CLIPModel"],
    model_type: "clip",
    projection_dim: TINY_PROJECTION,
    text_config: {
      ...tower,
      num_hidden_layers: TINY_SHAPE.layers,
      max_position_embeddings: maxTokens,
      vocab_size: vocabulary.size,
    },
    vision_config: { ...tower, num_hidden_layers: 1, image_size: TINY_SIDE, patch_size: PATCH },
  });
  write("preprocessor_config.json", {
    image_processor_type: "CLIPImageProcessor",
    do_convert_rgb: true,
    do_resize: true,
    size: { shortest_edge: TINY_SIDE },
    resample: 3,
    do_center_crop: true,
    crop_size: { height: TINY_SIDE, width: TINY_SIDE },
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: TINY_MEAN,
    image_std: TINY_DEVIATION,
  });
}
