/** What there is to know of a model with a tower for pictures, before it is loaded. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../../errors.ts";
import { type GraphSignature, graphSignature } from "../../models/graph-signature.ts";
import type { GraphChoice } from "../../models/graph-types.ts";
import { knownImageModel } from "../../models/known-models.ts";
import {
  fingerprintOf,
  type GraphFile,
  graphOf,
  graphTypesOf,
  locateModel,
  type ModelFolder,
  neededFile,
  readModelJson,
} from "../../models/model-folder.ts";
import type { ImageEmbedderIdentity } from "../port.ts";
import { type Preprocessing, readPreprocessing } from "./preprocessing.ts";

/** A graph, and which of its outputs is one vector for each picture or text. */
export interface Tower {
  readonly graph: string;
  readonly output: string;
  /** Inputs of the other tower, where one graph holds both: they are given something without a meaning. */
  readonly other: readonly string[];
}

export interface TextTower extends Tower {
  readonly maxTokens: number;
  /** Texts are filled up to `maxTokens`, as SigLIP was trained. */
  readonly padded: boolean;
}

export interface OnnxImageModel {
  readonly model: ModelFolder;
  readonly identity: ImageEmbedderIdentity;
  readonly preprocessing: Preprocessing;
  readonly pictures: Tower;
  /** Undefined where the model has no tower for texts, or none was fetched. */
  readonly texts: TextTower | undefined;
  /** Of the graphs and their weights. */
  readonly bytes: number;
}

const PICTURE_INPUT = "pixel_values";
const TEXT_INPUTS = ["input_ids", "attention_mask", "token_type_ids", "position_ids"];
/** Projected into the space that both towers share; the pooled states are that, too, where there is no projection. */
const PICTURE_OUTPUTS = ["image_embeds", "image_embeddings", "l2norm_image_embeddings", "pooler_output"];
const TEXT_OUTPUTS = ["text_embeds", "text_embeddings", "l2norm_text_embeddings", "pooler_output"];

/**
 * Finds a model's files (preprocessor_config.json, config.json, onnx/vision_model*.onnx and onnx/text_model*.onnx, or
 * onnx/model*.onnx with both towers) and reads what they say. Throws MODEL_NOT_FOUND and MODEL_INVALID.
 */
export async function describeOnnxImageModel(options: {
  readonly model: string;
  readonly cacheDir: string;
  readonly dtype?: GraphChoice | undefined;
}): Promise<OnnxImageModel> {
  const model = await locateModel(options.model, options.cacheDir);
  const dtype = options.dtype ?? "auto";
  const config = readModelJson(model, "config.json") ?? {};
  const path = neededFile(model, "preprocessor_config.json");
  const preprocessing = readPreprocessing(readModelJson(model, "preprocessor_config.json") ?? {}, path);
  const files: GraphFile[] = [];
  const open = (stem: string) => {
    const file = graphOf(model, graphTypesOf(model, stem).length > 0 ? dtype : "auto", stem);
    files.push(file);
    return { path: file.path, signature: graphSignature(file.path) };
  };
  const apart = graphTypesOf(model, "vision_model").length > 0;
  const vision = open(apart ? "vision_model" : "model");
  const pictures = towerOf(vision, PICTURE_OUTPUTS, [PICTURE_INPUT], TEXT_INPUTS);
  const textGraph = apart
    ? graphTypesOf(model, "text_model").length > 0
      ? open("text_model")
      : undefined
    : vision.signature.inputs.some(({ name }) => name === "input_ids")
      ? vision
      : undefined;
  const texts = textGraph && {
    ...towerOf(textGraph, TEXT_OUTPUTS, TEXT_INPUTS, [PICTURE_INPUT]),
    ...textLimits(model, config),
  };
  if (texts !== undefined) {
    for (const file of ["tokenizer.json", "tokenizer_config.json"]) neededFile(model, file);
  }
  const dimension = dimensionOf(model, config, vision, pictures.output);
  const weights = files.flatMap(({ path: graph, external }) => [graph, ...external]);
  const deciding = texts === undefined ? weights : [...weights, join(model.folder, "tokenizer.json")];
  return {
    model,
    identity: {
      provider: "onnx",
      model: model.name,
      revision: await fingerprintOf(model, [...deciding, path]),
      dimension,
      pooling: `${pictures.output}; ${files.map(({ type }) => type).join(", ")}`,
    },
    preprocessing,
    pictures,
    texts,
    bytes: weights.reduce((sum, file) => sum + statSync(file).size, 0),
  };
}

function towerOf(
  graph: { readonly path: string; readonly signature: GraphSignature },
  outputs: readonly string[],
  own: readonly string[],
  others: readonly string[],
): Tower {
  const { path, signature } = graph;
  const names = signature.inputs.map(({ name }) => name);
  const strange = names.find((name) => !own.includes(name) && !others.includes(name));
  if (strange !== undefined || !names.includes(own[0]!)) {
    throw fail(
      "MODEL_INVALID",
      `${path} takes ${names.join(", ")}; a tower takes ${own[0]}, and of others only ${[...own.slice(1), ...others].join(", ")}`,
    );
  }
  const given = signature.outputs.map(({ name }) => name);
  const output = outputs.find((name) => given.includes(name));
  if (output === undefined) {
    throw fail("MODEL_INVALID", `${path} gives ${given.join(", ")}; one of ${outputs.join(", ")} is needed`);
  }
  return { graph: path, output, other: names.filter((name) => others.includes(name)) };
}

function textLimits(
  model: ModelFolder,
  config: Readonly<Record<string, unknown>>,
): { maxTokens: number; padded: boolean } {
  const own = (config.text_config ?? {}) as { max_position_embeddings?: unknown };
  const tokenizer = readModelJson(model, "tokenizer_config.json")?.model_max_length;
  const stated = [own.max_position_embeddings, tokenizer].filter(
    (value): value is number =>
      typeof value === "number" && Number.isInteger(value) && value > 0 && value < 1e6,
  );
  const known = knownImageModel(model.name)?.maxTokens;
  const maxTokens = stated.length > 0 ? Math.min(...stated) : known;
  if (maxTokens === undefined) {
    throw fail("MODEL_INVALID", `${model.folder} does not say how many tokens a text may have`);
  }
  return { maxTokens, padded: /^siglip/.test(String(config.model_type)) };
}

function dimensionOf(
  model: ModelFolder,
  config: Readonly<Record<string, unknown>>,
  { signature }: { readonly signature: GraphSignature },
  output: string,
): number {
  const inGraph = signature.outputs.find(({ name }) => name === output)?.shape?.at(-1);
  const vision = (config.vision_config ?? {}) as { hidden_size?: unknown };
  const stated = [inGraph, config.projection_dim, knownImageModel(model.name)?.dimension, vision.hidden_size];
  const dimension = stated.find((value): value is number => typeof value === "number" && value > 0);
  if (dimension !== undefined) return dimension;
  throw fail("MODEL_INVALID", `${model.folder} does not say the dimension of its vectors`);
}
