/** Text embeddings from a server. */
import { setTimeout as sleepFor } from "node:timers/promises";
import { fail, isFailure, type KotodamaError } from "../../errors.ts";
import type { TextEmbedder, TextEmbedderIdentity, TextEmbedderStatus, TextKind } from "../port.ts";
import { backoff } from "./backoff.ts";
import { type EmbeddingApi, endpointOf, readVectors, requestBody } from "./wire.ts";

export interface HttpTextEmbedderOptions {
  readonly url: string;
  readonly api: EmbeddingApi;
  readonly model: string;
  /** Sent as a bearer token; never part of a message. */
  readonly apiKey: string | null;
  /** Of every vector; null asks the server with one text. */
  readonly dimension: number | null;
  readonly queryPrefix: string;
  readonly documentPrefix: string;
  /** Most texts in a request, and most requests at once. */
  readonly batchSize: number;
  readonly concurrency: number;
  /** After which a request counts as failed. */
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch;
  readonly sleep?: (ms: number) => Promise<unknown>;
  readonly random?: () => number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** A document can wait for a server that is being restarted; whoever asks a query waits for the answer. */
const TRIES: Readonly<Record<TextKind, number>> = { document: 6, query: 2 };
/** A text that the server refuses is tried cut in half down to this length, in characters. */
const LEAST_TEXT = 400;
/** A server that failed is said to for so long. */
const REMEMBERED_MS = 30_000;
/** How much the newest request counts in `ms_per_text`. */
const NEWEST = 0.2;

/**
 * An embedder that asks a server. Where no dimension is given, the server is asked for it. Failures that may pass (429,
 * 5xx, time-outs, broken connections) are tried again. Throws EMBEDDER_UNAVAILABLE and EMBEDDER_ANSWER_INVALID, and so
 * does `embed`.
 */
export async function openHttpTextEmbedder(options: HttpTextEmbedderOptions): Promise<TextEmbedder> {
  const server = new EmbeddingServer(options);
  const dimension = options.dimension ?? (await server.dimension());
  return new HttpTextEmbedder(server, options, dimension);
}

class HttpTextEmbedder implements TextEmbedder {
  readonly identity: TextEmbedderIdentity;
  readonly maxBatch: number;
  readonly concurrency: number;
  readonly #server: EmbeddingServer;
  readonly #prefixes: Readonly<Record<TextKind, string>>;

  constructor(server: EmbeddingServer, options: HttpTextEmbedderOptions, dimension: number) {
    const { api, model, queryPrefix, documentPrefix } = options;
    this.#server = server;
    this.#prefixes = { query: queryPrefix, document: documentPrefix };
    this.maxBatch = options.batchSize;
    this.concurrency = options.concurrency;
    this.identity = {
      provider: "http",
      model,
      // What the server runs under that name is its own affair: only what is sent to it is known here.
      revision: JSON.stringify([api, queryPrefix, documentPrefix]),
      dimension,
      pooling: "server",
    };
  }

  async embed(texts: readonly string[], kind: TextKind): Promise<Float32Array> {
    if (texts.length > this.maxBatch) {
      throw fail("REQUEST_INVALID", `${texts.length} texts in one batch; at most ${this.maxBatch} are taken`);
    }
    if (texts.length === 0) return new Float32Array(0);
    const prefix = this.#prefixes[kind];
    return this.#server.vectors(
      texts.map((text) => prefix + text.toWellFormed()),
      kind,
      this.identity.dimension,
    );
  }

  status(): TextEmbedderStatus {
    return this.#server.status;
  }

  async close(): Promise<void> {
    this.#server.close();
  }
}

/** One answer that was no success, and whether asking again may help. */
interface Refusal {
  readonly error: KotodamaError;
  readonly passing: boolean;
  /** The request itself is at fault: a smaller one may be taken. */
  readonly tooMuch: boolean;
  readonly retryAfter: string | null;
}

class EmbeddingServer {
  #status: TextEmbedderStatus = { state: "ready" };
  #failedAt = 0;
  readonly #options: HttpTextEmbedderOptions;
  readonly #endpoint: string;
  readonly #closing = new AbortController();
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(options: HttpTextEmbedderOptions) {
    this.#options = options;
    this.#endpoint = endpointOf(options.url, options.api);
    this.#free = options.concurrency;
  }

  /** As of the newest request. A failure is forgotten after a while: somebody must ask to see whether it is over. */
  get status(): TextEmbedderStatus {
    const { now = Date.now } = this.#options;
    return this.#status.state === "failed" && now() - this.#failedAt > REMEMBERED_MS
      ? { state: "ready" }
      : this.#status;
  }

  close(): void {
    this.#closing.abort();
  }

  async dimension(): Promise<number> {
    return (await this.vectors([`${this.#options.documentPrefix}dimension`], "document", null)).length;
  }

  /** Unit vectors of the texts. A request that is too much for the server is taken apart. */
  async vectors(texts: readonly string[], kind: TextKind, dimension: number | null): Promise<Float32Array> {
    const asked = await this.#ask(texts, kind, dimension);
    if (asked instanceof Float32Array) return asked;
    if (texts.length > 1) {
      const half = Math.ceil(texts.length / 2);
      const first = await this.vectors(texts.slice(0, half), kind, dimension);
      const second = await this.vectors(texts.slice(half), kind, dimension);
      const both = new Float32Array(first.length + second.length);
      both.set(first);
      both.set(second, first.length);
      return both;
    }
    const [text] = texts as readonly [string];
    if (text.length <= LEAST_TEXT) throw asked.error;
    // What the model cannot read whole it would have cut off anyway.
    return this.vectors([text.slice(0, Math.ceil(text.length / 2)).toWellFormed()], kind, dimension);
  }

  /** Sends one request, and again where that may help; gives a refusal only where a smaller request may be taken. */
  async #ask(
    texts: readonly string[],
    kind: TextKind,
    dimension: number | null,
  ): Promise<Float32Array | Refusal> {
    const { sleep = (ms) => sleepFor(ms, undefined, { signal: this.#closing.signal }) } = this.#options;
    const { random = Math.random, now = Date.now } = this.#options;
    for (let failures = 1; ; failures++) {
      const outcome = await this.#inTurn(() => this.#send(texts, dimension));
      if (outcome instanceof Float32Array) return outcome;
      if (outcome.tooMuch) return outcome;
      if (!outcome.passing || failures >= TRIES[kind]) {
        this.#status = { state: "failed", detail: outcome.error.message };
        this.#failedAt = now();
        throw outcome.error;
      }
      await sleep(backoff(failures, outcome.retryAfter, random, now()));
    }
  }

  async #send(texts: readonly string[], dimension: number | null): Promise<Float32Array | Refusal> {
    const { api, model, apiKey, timeoutMs, fetch: send = fetch } = this.#options;
    const started = performance.now();
    let answer: unknown;
    try {
      const response = await send(this.#endpoint, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json",
          ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
        },
        body: requestBody(api, model, texts),
        redirect: "manual",
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(timeoutMs)]),
      });
      const body = await response.text();
      if (!response.ok) return this.#refused(response, body);
      answer = JSON.parse(body);
    } catch (cause) {
      return this.#broken(cause);
    }
    const vectors = readVectors(api, answer, texts.length, dimension);
    this.#tookFor(texts.length, performance.now() - started);
    return vectors;
  }

  #refused({ status, headers }: Response, body: string): Refusal {
    const { apiKey } = this.#options;
    const said = (apiKey === null ? body : body.replaceAll(apiKey, "…"))
      .replaceAll(/\s+/g, " ")
      .slice(0, 300);
    const todo =
      status === 401 || status === 403
        ? "; check TEXT_EMBEDDING_API_KEY"
        : status === 404
          ? "; check TEXT_EMBEDDING_URL, TEXT_EMBEDDING_API and TEXT_EMBEDDING_MODEL"
          : "";
    return {
      error: this.#unavailable(`answered ${status}${said === "" ? "" : `: ${said}`}${todo}`),
      passing: status === 408 || status === 429 || status >= 500,
      tooMuch: status === 400 || status === 413 || status === 422,
      retryAfter: headers.get("retry-after"),
    };
  }

  /** A connection that failed or broke, a time-out, an answer that ends too early. */
  #broken(cause: unknown): Refusal {
    if (isFailure(cause)) throw cause;
    const { name, message, cause: deeper } = cause as Error & { cause?: { code?: string; message?: string } };
    const why =
      name === "TimeoutError"
        ? `did not answer within ${this.#options.timeoutMs} ms; TEXT_EMBEDDING_TIMEOUT_MS may be longer, TEXT_EMBEDDING_BATCH_SIZE smaller`
        : name === "SyntaxError"
          ? "sent something that is not JSON, or only a part of it; is TEXT_EMBEDDING_URL an embedding server's?"
          : `cannot be reached or broke off (${deeper?.code ?? deeper?.message ?? message}); does it run, and is TEXT_EMBEDDING_URL right?`;
    const passing = !this.#closing.signal.aborted;
    return { error: this.#unavailable(why, cause), passing, tooMuch: false, retryAfter: null };
  }

  #unavailable(what: string, cause?: unknown): KotodamaError {
    const { origin, pathname } = new URL(this.#endpoint);
    return fail("EMBEDDER_UNAVAILABLE", `the embedding server at ${origin}${pathname} ${what}`, {
      retryAfter: 10,
      ...(cause === undefined ? {} : { cause }),
    });
  }

  #tookFor(texts: number, ms: number): void {
    const newest = ms / texts;
    const before = this.#status.state === "ready" ? this.#status.ms_per_text : undefined;
    const smooth = before === undefined ? newest : before + NEWEST * (newest - before);
    this.#status = { state: "ready", ms_per_text: Math.round(smooth * 100) / 100 };
  }

  /** Waits until fewer requests than `concurrency` are under way. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
