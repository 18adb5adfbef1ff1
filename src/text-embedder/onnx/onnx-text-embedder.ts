/** The text embedder that runs a published model on this machine, in threads of its own. */
import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fail } from "../../errors.ts";
import { graphSignature } from "../../models/graph-signature.ts";
import type { GraphChoice } from "../../models/graph-types.ts";
import {
  fingerprintOf,
  type GraphFile,
  graphOf,
  graphTypesOf,
  locateModel,
  type ModelFolder,
  neededFile,
} from "../../models/model-folder.ts";
import { ModelThreads } from "../../models/model-threads.ts";
import type { Device } from "../../models/onnx-session.ts";
import { type TextModelFacts, textModelFacts } from "../../models/text-model.ts";
import type {
  LexicalWeights,
  TextEmbedder,
  TextEmbedderIdentity,
  TextEmbedderStatus,
  TextKind,
  TextVectors,
} from "../port.ts";
import { type BatchChoice, chooseBatchSize } from "./batch-size.ts";
import type { EncodeReply, EncodeRequest, EncoderStart } from "./encoder.ts";
import { type GraphOutputs, graphOutputs } from "./graph-outputs.ts";
import { lexicalHeadFile } from "./lexical-head-file.ts";

export interface OnnxTextEmbedderOptions {
  /** A name such as `BAAI/bge-m3`, or a folder. */
  readonly model: string;
  /** Where `models pull` puts what it fetches. */
  readonly cacheDir: string;
  readonly dtype?: GraphChoice;
  readonly device?: Device;
  /** Cores that it may use; unless said, or below 1, all up to 4. */
  readonly threads?: number;
  /** Fewer tokens of a text than the model reads; 0 is as many as it reads. */
  readonly maxTokens?: number;
  /** Finds the best batch size when loaded, which takes up to `warmUpMs`; otherwise texts run one by one. */
  readonly warmUp?: boolean;
  readonly warmUpMs?: number;
  /** The module that the threads run: another one only in tests. */
  readonly source?: URL;
}

type Threads = ModelThreads<EncodeRequest, EncodeReply, null>;

const MAX_BATCH = 256;
const WARM_UP_MS = 2_500;
const MOST_THREADS = 4;
/** Bytes of weights up to which each thread has a copy of its own: that is quicker than sharing out one run. */
const SMALL_MODEL = 256 * 1024 ** 2;
/** Share of the newest run in the running mean of ms per text. */
const NEWEST = 0.1;

const THREAD_SOURCE = new URL("./encoder-thread.ts", import.meta.url);

/** What there is to know of a model before it is loaded. */
export interface OnnxTextModel {
  readonly model: ModelFolder;
  readonly graph: GraphFile;
  readonly facts: TextModelFacts;
  readonly outputs: GraphOutputs;
  readonly lexicalHead: string | undefined;
  /** Of the graph and its weights. */
  readonly bytes: number;
}

/**
 * Finds a model's files and reads what they say of it, without loading it.
 * Throws MODEL_NOT_FOUND and MODEL_INVALID.
 */
export async function describeOnnxTextModel(
  options: Pick<OnnxTextEmbedderOptions, "model" | "cacheDir" | "dtype" | "maxTokens">,
): Promise<OnnxTextModel> {
  const model = await locateModel(options.model, options.cacheDir);
  neededFile(model, "config.json");
  if (graphTypesOf(model, "model").length === 0 && graphTypesOf(model, "vision_model").length > 0) {
    throw fail(
      "MODEL_INVALID",
      `${model.name} in ${model.folder} is a model for pictures; name it in IMAGE_EMBEDDING_MODEL, and one for texts in TEXT_EMBEDDING_MODEL`,
    );
  }
  const own = textModelFacts(model);
  const wanted = options.maxTokens ?? 0;
  const facts = wanted > 0 ? { ...own, maxTokens: Math.min(wanted, own.maxTokens) } : own;
  const graph = graphOf(model, options.dtype ?? "auto");
  neededFile(model, "tokenizer.json");
  neededFile(model, "tokenizer_config.json");
  const outputs = graphOutputs(graphSignature(graph.path), facts, graph.path);
  const lexicalHead =
    outputs.lexical === undefined && outputs.pooling !== "graph" ? lexicalHeadFile(model.folder) : undefined;
  const bytes = [graph.path, ...graph.external].reduce((sum, path) => sum + statSync(path).size, 0);
  return { model, graph, facts, outputs, lexicalHead, bytes };
}

/**
 * Opens a model. It is handed out as soon as its files are found and named; it loads behind that, and `embed` waits.
 * Throws MODEL_NOT_FOUND, MODEL_INVALID; no other model ever takes its place.
 */
export async function openOnnxTextEmbedder(options: OnnxTextEmbedderOptions): Promise<OnnxTextEmbedder> {
  const described = await describeOnnxTextModel(options);
  const { model, graph, facts, outputs, lexicalHead } = described;
  const deciding = [graph.path, ...graph.external, neededFile(model, "tokenizer.json")];
  const revision = await fingerprintOf(
    model,
    lexicalHead === undefined ? deciding : [...deciding, lexicalHead],
  );
  const identity: TextEmbedderIdentity = {
    provider: "onnx",
    model: model.name,
    revision,
    dimension: facts.dimension,
    pooling: poolingIdentity(facts, outputs, graph),
  };
  return new OnnxTextEmbedder(identity, described, options);
}

/** All that decides a vector besides the files' bytes. */
function poolingIdentity(facts: TextModelFacts, outputs: GraphOutputs, graph: GraphFile): string {
  const { queryPrefix, documentPrefix, maxTokens } = facts;
  const prefixes = `${JSON.stringify(queryPrefix)}, ${JSON.stringify(documentPrefix)}`;
  return `${outputs.pooling}; ${graph.type}; ${maxTokens} tokens; prefixes ${prefixes}`;
}

export class OnnxTextEmbedder implements TextEmbedder {
  readonly identity: TextEmbedderIdentity;
  readonly maxBatch = MAX_BATCH;
  readonly concurrency: number;
  /** What the files say of the model. */
  readonly facts: TextModelFacts;
  /** Only of models with a lexical head. */
  readonly embedWithLexical?: (texts: readonly string[], kind: TextKind) => Promise<TextVectors>;

  readonly #threads: Threads;
  readonly #loaded: Promise<void>;
  #batch: BatchChoice = { size: 1, ms_per_text: Number.NaN, measured: [] };
  #state: "loading" | "ready" = "loading";

  constructor(
    identity: TextEmbedderIdentity,
    { model, graph, facts, outputs, lexicalHead, bytes }: OnnxTextModel,
    options: OnnxTextEmbedderOptions,
  ) {
    this.identity = identity;
    this.facts = facts;
    const wanted = options.threads ?? 0;
    const cores = wanted > 0 ? wanted : Math.min(MOST_THREADS, availableParallelism());
    const copies = bytes <= SMALL_MODEL ? cores : 1;
    this.concurrency = copies;
    const start: EncoderStart = {
      folder: model.folder,
      graph: graph.path,
      facts,
      outputs,
      lexicalHead,
      threads: cores / copies,
      device: options.device ?? "cpu",
    };
    const source = options.source ?? THREAD_SOURCE;
    this.#threads = new ModelThreads({ source, start, threads: copies, name: model.name });
    this.#loaded = this.#load(options.warmUp === true ? (options.warmUpMs ?? WARM_UP_MS) : 0);
    // Whoever embeds hears of a failure, and `status` has it.
    this.#loaded.catch(() => undefined);
    if (outputs.lexical !== undefined || lexicalHead !== undefined) {
      this.embedWithLexical = (texts, kind) => this.#encode(texts, kind, true);
    }
  }

  /** Resolves when the model is loaded and warm. Rejects with MODEL_FAILED or MODEL_INVALID where it cannot be. */
  ready(): Promise<void> {
    return this.#loaded;
  }

  /** How many texts run together, and what was measured for that. */
  get batch(): BatchChoice {
    return this.#batch;
  }

  async embed(texts: readonly string[], kind: TextKind): Promise<Float32Array> {
    return (await this.#encode(texts, kind, false)).dense;
  }

  /** As `embed`, of documents, in one run whatever the best size: for measuring. */
  async embedAsOne(texts: readonly string[]): Promise<Float32Array> {
    return (await this.#threads.run({ texts, kind: "document", lexical: false })).dense;
  }

  status(): TextEmbedderStatus {
    const { failure } = this.#threads;
    if (failure) return { state: "failed", detail: failure.message };
    if (this.#state === "loading") return { state: "loading" };
    const { ms_per_text } = this.#batch;
    return Number.isFinite(ms_per_text)
      ? { state: "ready", ms_per_text: Math.round(ms_per_text * 100) / 100 }
      : { state: "ready" };
  }

  close(): Promise<void> {
    return this.#threads.close();
  }

  async #load(warmUpMs: number): Promise<void> {
    await this.#threads.ready();
    if (warmUpMs > 0) {
      this.#batch = await chooseBatchSize(
        (texts) => this.embedAsOne(texts),
        warmUpMs,
        () => performance.now(),
      );
    }
    this.#state = "ready";
  }

  /** Cuts texts into batches of like length, which the threads share; queries go before documents. */
  async #encode(texts: readonly string[], kind: TextKind, lexical: boolean): Promise<TextVectors> {
    if (texts.length > MAX_BATCH) {
      throw fail("REQUEST_INVALID", `${texts.length} texts in one batch; at most ${MAX_BATCH} are taken`);
    }
    const { dimension } = this.identity;
    const dense = new Float32Array(texts.length * dimension);
    const weights = new Array<LexicalWeights>(lexical ? texts.length : 0);
    const order = texts
      .keys()
      .toArray()
      .sort((a, b) => texts[a]!.length - texts[b]!.length);
    const rows = cut(order, this.#batch.size);
    const runs = rows.map(async (batch) => {
      const request: EncodeRequest = { texts: batch.map((row) => texts[row]!), kind, lexical };
      const reply = await this.#threads.run(request, { urgent: kind === "query" });
      for (const [i, row] of batch.entries()) {
        dense.set(reply.dense.subarray(i * dimension, (i + 1) * dimension), row * dimension);
        if (lexical) weights[row] = reply.lexical[i]!;
      }
      this.#time(reply.ms / batch.length);
    });
    await Promise.all(runs);
    return { dense, lexical: weights };
  }

  #time(ms: number): void {
    const before = this.#batch.ms_per_text;
    const ms_per_text = Number.isFinite(before) ? before + (ms - before) * NEWEST : ms;
    this.#batch = { ...this.#batch, ms_per_text };
  }
}

function cut(order: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(order.length / size) }, (_, i) =>
    order.slice(i * size, (i + 1) * size),
  );
}
