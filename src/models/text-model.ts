import { join } from "node:path";
import { fail } from "../errors.ts";
import { knownTextModel, type Pooling } from "./known-models.ts";
import { type ModelFolder, readModelJson } from "./model-folder.ts";

/** What must be known of a text model to run it. */
export interface TextModelFacts {
  readonly dimension: number;
  readonly maxTokens: number;
  /** `graph` where the graph itself gives one vector for a text. */
  readonly pooling: Pooling | "graph";
  readonly queryPrefix: string;
  readonly documentPrefix: string;
  readonly prefersOwnLanguage: boolean;
}

/** Sentence Transformers' parts that a vector may go through; others would change it. */
const MODULES = ["Transformer", "Pooling", "Normalize"];

/**
 * Reads what a model's own files say (modules.json, its pooling's config.json, sentence_bert_config.json,
 * config_sentence_transformers.json, tokenizer_config.json, config.json) and fills what they leave out from the table
 * of known models. Throws MODEL_INVALID where neither says it, or where the model needs what is not supported.
 */
export function textModelFacts(model: ModelFolder): TextModelFacts {
  const known = knownTextModel(model.name);
  const config = readModelJson(model, "config.json") ?? {};
  const pooling = poolingConfig(model);
  const prompts = promptsOf(model);
  const dimension =
    positive(pooling.word_embedding_dimension) ??
    positive(pooling.embedding_dimension) ??
    positive(config.hidden_size) ??
    known?.dimension;
  if (dimension === undefined) {
    throw fail(
      "MODEL_INVALID",
      `${model.folder} does not say the model's dimension: config.json lacks hidden_size`,
    );
  }
  return {
    dimension,
    maxTokens: maxTokensOf(model, config) ?? known?.maxTokens ?? 512,
    pooling: poolingOf(model, pooling) ?? known?.pooling ?? "graph",
    queryPrefix: prompts.query ?? known?.queryPrefix ?? "",
    documentPrefix: prompts.document ?? known?.documentPrefix ?? "",
    prefersOwnLanguage: known?.prefersOwnLanguage ?? false,
  };
}

function poolingConfig(model: ModelFolder): Readonly<Record<string, unknown>> {
  const modules = readModelJson(model, "modules.json");
  let path = "1_Pooling";
  for (const entry of Array.isArray(modules) ? (modules as unknown[]) : []) {
    const { type, path: at } = (entry ?? {}) as { type?: unknown; path?: unknown };
    const kind = String(type).split(".").at(-1)!;
    if (!MODULES.includes(kind)) {
      throw fail(
        "MODEL_INVALID",
        `${model.name} has a part ${kind}, which is not supported; ${MODULES.join(", ")} are`,
      );
    }
    if (kind === "Pooling" && typeof at === "string" && /^[\w.-]+$/.test(at)) path = at;
  }
  return readModelJson(model, join(path, "config.json")) ?? {};
}

const POOLING_FLAGS: Readonly<Record<string, Pooling>> = {
  pooling_mode_cls_token: "cls",
  pooling_mode_mean_tokens: "mean",
  // Another length of the same vector, and every vector is brought to length 1.
  pooling_mode_mean_sqrt_len_tokens: "mean",
  pooling_mode_max_tokens: "max",
  pooling_mode_lasttoken: "last",
};
const POOLING_NAMES: Readonly<Record<string, Pooling>> = {
  cls: "cls",
  mean: "mean",
  max: "max",
  lasttoken: "last",
};

function poolingOf(model: ModelFolder, config: Readonly<Record<string, unknown>>): Pooling | undefined {
  const flags = Object.keys(config).filter((key) => key.startsWith("pooling_mode_") && config[key] === true);
  const named = typeof config.pooling_mode === "string" ? POOLING_NAMES[config.pooling_mode] : undefined;
  if (flags.length === 0) return named;
  const pooling = POOLING_FLAGS[flags[0]!];
  if (flags.length === 1 && pooling !== undefined) return pooling;
  throw fail(
    "MODEL_INVALID",
    `${model.name} pools by ${flags.join(" and ")}; one of ${Object.keys(POOLING_FLAGS).join(", ")} is supported`,
  );
}

function promptsOf(model: ModelFolder): { query?: string; document?: string } {
  const config = readModelJson(model, "config_sentence_transformers.json");
  const prompts = (config?.prompts ?? {}) as Readonly<Record<string, unknown>>;
  const query = firstText(prompts.query);
  const document = firstText(prompts.document, prompts.passage, prompts.corpus);
  // Empty prompts are what the library writes where nobody set any.
  return { ...(query ? { query } : {}), ...(document ? { document } : {}) };
}

/** Longer than any model reads, as tokenizers say where they have no limit. */
const NO_LIMIT = 1e6;

function maxTokensOf(model: ModelFolder, config: Readonly<Record<string, unknown>>): number | undefined {
  const sentence = positive(readModelJson(model, "sentence_bert_config.json")?.max_seq_length);
  const tokenizer = positive(readModelJson(model, "tokenizer_config.json")?.model_max_length);
  const positions = positive(config.max_position_embeddings);
  // RoBERTa's positions begin behind the padding token's number.
  const roberta = /roberta|camembert|mpnet/.test(String(config.model_type));
  const table = positions === undefined ? NO_LIMIT : positions - (roberta ? 2 : 0);
  const least = Math.min(sentence ?? tokenizer ?? NO_LIMIT, table);
  return least < NO_LIMIT ? least : undefined;
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 1 ? Math.floor(value) : undefined;
}

function firstText(...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === "string");
}
