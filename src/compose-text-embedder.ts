import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { ADAPTED_SPACE } from "./adaptation/adapt.ts";
import { adapterPath, readAdapter } from "./adaptation/adapter-file.ts";
import { applyLowRank } from "./adaptation/low-rank.ts";
import type { GraphChoice } from "./models/graph-types.ts";
import { knownTextModel } from "./models/known-models.ts";
import type { Settings } from "./settings.ts";
import { TEXT_SPACES } from "./spaces/spaces.ts";
import { adaptedTextEmbedder } from "./text-embedder/adapter/adapted-text-embedder.ts";
import { loadBuiltinTextEmbedder } from "./text-embedder/builtin/builtin-text-embedder.ts";
import { cachedTextEmbedder } from "./text-embedder/cache/cached-text-embedder.ts";
import { VectorCache } from "./text-embedder/cache/vector-cache.ts";
import { centredTextEmbedder } from "./text-embedder/centred/centred-text-embedder.ts";
import { combinedTextEmbedder } from "./text-embedder/combined/combined-text-embedder.ts";
import { openHttpTextEmbedder } from "./text-embedder/http/http-text-embedder.ts";
import type { OnnxTextEmbedder } from "./text-embedder/onnx/onnx-text-embedder.ts";
import { embedderOf, type TextEmbedder } from "./text-embedder/port.ts";
import {
  connectTextEmbedder,
  type ServedEmbedder,
  serveTextEmbedder,
} from "./text-embedder/remote/remote-text-embedder.ts";
import { routedTextEmbedder } from "./text-embedder/routed/routed-text-embedder.ts";
import { wordedTextEmbedder } from "./text-embedder/worded/worded-text-embedder.ts";

/** The part of the composition root that makes the text embedder out of what the settings name. */

type Log = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

export interface TextEmbedding {
  /** What searches and the index embed with. */
  readonly embedder: TextEmbedder;
  /** Whether it understands other languages than English; a model of which nothing is known is taken to. */
  readonly isMultilingual: boolean;
  /** Resolves when the model answers, loaded and warm; rejects where it cannot. */
  readonly loaded: () => Promise<unknown>;
  /** Connects another thread with the model, so that it is loaded once; null where every thread opens its own. */
  readonly connect: (() => ModelConnection) | null;
}

/** What a thread needs to embed with the model of this one; `port` is handed over. */
export interface ModelConnection {
  readonly port: MessagePort;
  readonly served: ServedEmbedder;
}

/**
 * Opens the embedder that the settings name; nothing else ever takes its place. `warmUp` lets a model measure how it
 * runs best, which takes seconds. Throws MODEL_NOT_FOUND, MODEL_INVALID, EMBEDDER_UNAVAILABLE, EMBEDDER_ANSWER_INVALID.
 */
export async function openTextEmbedder(
  settings: Settings,
  options: { readonly warmUp: boolean; readonly log: Log; readonly adapted?: boolean },
): Promise<TextEmbedding> {
  const adapted = (embedder: TextEmbedder) =>
    options.adapted === false ? embedder : withAdapter(settings, embedder);
  if (settings.TEXT_EMBEDDING_PROVIDER === "builtin") {
    const embedder = adapted(loadBuiltinTextEmbedder());
    return { embedder, isMultilingual: false, loaded: async () => undefined, connect: null };
  }
  const { model, loaded } = await openModel(settings, options.warmUp);
  const connect = (): ModelConnection => {
    const { port1, port2 } = new MessageChannel();
    return { port: port2, served: serveTextEmbedder(model, port1) };
  };
  const isMultilingual = knownTextModel(settings.TEXT_EMBEDDING_MODEL)?.languages !== "English";
  const embedder = adapted(assemble(settings, model, options.log));
  return { embedder, isMultilingual, loaded, connect };
}

/** The same embedder in another thread, with the model of the thread that opened it. */
export function connectedTextEmbedder(
  settings: Settings,
  connection: ModelConnection | null,
  log: Log,
): TextEmbedder {
  if (connection === null) return loadBuiltinTextEmbedder();
  return assemble(settings, connectTextEmbedder(connection.port, connection.served), log);
}

/**
 * One model by itself, by name or folder, with the settings of all. It may still be loading.
 * Throws MODEL_NOT_FOUND, MODEL_INVALID.
 */
export async function openOnnxModel(
  settings: Settings,
  options: { readonly model: string; readonly warmUp: boolean; readonly dtype?: GraphChoice | undefined },
): Promise<OnnxTextEmbedder> {
  // Only those who run models load the runtime.
  const { openOnnxTextEmbedder } = await import("./text-embedder/onnx/onnx-text-embedder.ts");
  return openOnnxTextEmbedder({
    model: options.model,
    cacheDir: settings.MODEL_CACHE_DIR,
    dtype: options.dtype ?? settings.TEXT_EMBEDDING_DTYPE,
    device: settings.EMBEDDING_DEVICE,
    threads: settings.EMBEDDING_THREADS,
    maxTokens: settings.TEXT_EMBEDDING_MAX_TOKENS,
    warmUp: options.warmUp,
  });
}

/** The embedder with what `kotodama adapt` has kept for it, where it has. */
function withAdapter(settings: Settings, embedder: TextEmbedder): TextEmbedder {
  const { identity } = embedderOf(embedder, ADAPTED_SPACE);
  const adapter = readAdapter(adapterPath(settings.DATA_DIR, identity), identity);
  if (adapter === null) return embedder;
  return adaptedTextEmbedder(embedder, ADAPTED_SPACE, (rows) => applyLowRank(adapter.map, rows));
}

async function openModel(
  settings: Settings,
  warmUp: boolean,
): Promise<{ readonly model: TextEmbedder; readonly loaded: TextEmbedding["loaded"] }> {
  const { TEXT_EMBEDDING_MODEL: name } = settings;
  if (settings.TEXT_EMBEDDING_PROVIDER === "onnx") {
    const model = await openOnnxModel(settings, { model: name, warmUp });
    return { model, loaded: () => model.ready() };
  }
  const known = knownTextModel(name);
  const model = await openHttpTextEmbedder({
    url: settings.TEXT_EMBEDDING_URL,
    api: settings.TEXT_EMBEDDING_API,
    model: name,
    apiKey: settings.TEXT_EMBEDDING_API_KEY || null,
    dimension: settings.TEXT_EMBEDDING_DIMENSION || null,
    queryPrefix: settings.TEXT_EMBEDDING_QUERY_PREFIX || (known?.queryPrefix ?? ""),
    documentPrefix: settings.TEXT_EMBEDDING_DOCUMENT_PREFIX || (known?.documentPrefix ?? ""),
    batchSize: settings.TEXT_EMBEDDING_BATCH_SIZE,
    concurrency: settings.TEXT_EMBEDDING_CONCURRENCY,
    timeoutMs: settings.TEXT_EMBEDDING_TIMEOUT_MS,
  });
  return { model, loaded: () => model.embed(["warm up"], "query") };
}

/**
 * The model behind its cache, without its liking for the query's language where it has one, with the builtin embedder
 * beside it where that is wanted, for the spaces that it is for.
 */
function assemble(settings: Settings, model: TextEmbedder, log: Log): TextEmbedder {
  const cached = cachedTextEmbedder(
    wordedTextEmbedder(model, settings.TEXT_EMBEDDING_LEXICAL),
    () =>
      new VectorCache(join(settings.DATA_DIR, "embeddings.sqlite"), {
        maxBytes: settings.EMBEDDING_CACHE_BYTES,
        log,
      }),
  );
  const { TEXT_EMBEDDING_CENTRED: wish, TEXT_EMBEDDING_WITH_BUILTIN: weight } = settings;
  const known = knownTextModel(settings.TEXT_EMBEDDING_MODEL);
  const isCentred = wish === "auto" ? known?.prefersOwnLanguage === true : wish === "true";
  const alone = isCentred ? centredTextEmbedder(cached) : cached;
  const own = weight > 0 ? combinedTextEmbedder(alone, loadBuiltinTextEmbedder(), weight) : alone;
  const spaces = settings.TEXT_EMBEDDING_SPACES.filter(
    (space) => settings.TEXT_EMBEDDING_EPISODES || space !== "episode_vector",
  );
  if (spaces.length === TEXT_SPACES.length) return own;
  return routedTextEmbedder(own, loadBuiltinTextEmbedder(), spaces);
}
