/** A text embedder that lives in another thread: one model in memory, whoever embeds with it. */
import type { MessagePort } from "node:worker_threads";
import { type ErrorCode, fail, isFailure } from "../../errors.ts";
import type { LexicalWeights, TextEmbedder, TextEmbedderIdentity, TextKind, TextVectors } from "../port.ts";

/** What the other thread knows of the embedder without asking; it can be cloned. */
export interface ServedEmbedder {
  readonly identity: TextEmbedderIdentity;
  readonly maxBatch: number;
  readonly concurrency: number;
  readonly weighsWords: boolean;
}

interface Asked {
  readonly id: number;
  readonly texts: readonly string[];
  readonly kind: TextKind;
  readonly withLexical: boolean;
}

type Answered =
  | { readonly id: number; readonly dense: Float32Array; readonly lexical: readonly LexicalWeights[] }
  | { readonly id: number; readonly code: ErrorCode | null; readonly message: string };

/** Answers what comes through the port with the embedder, until the other end closes. */
export function serveTextEmbedder(embedder: TextEmbedder, port: MessagePort): ServedEmbedder {
  port.on("message", (asked: Asked) => {
    answer(embedder, asked).then(
      (answered) => port.postMessage(answered, buffersOf(answered)),
      (error: unknown) => {
        const code = isFailure(error) ? error.code : null;
        const message = error instanceof Error ? error.message : String(error);
        port.postMessage({ id: asked.id, code, message } satisfies Answered);
      },
    );
  });
  return {
    identity: embedder.identity,
    maxBatch: embedder.maxBatch,
    concurrency: embedder.concurrency ?? 1,
    weighsWords: embedder.embedWithLexical !== undefined,
  };
}

async function answer(embedder: TextEmbedder, { id, texts, kind, withLexical }: Asked): Promise<Answered> {
  if (withLexical && embedder.embedWithLexical !== undefined) {
    return { id, ...(await embedder.embedWithLexical(texts, kind)) };
  }
  return { id, dense: await embedder.embed(texts, kind), lexical: [] };
}

/** What can be handed over instead of copied: buffers that the vectors fill by themselves. */
function buffersOf(answered: Answered): ArrayBuffer[] {
  if (!("dense" in answered)) return [];
  const arrays = [answered.dense, ...answered.lexical.flatMap(({ indices, values }) => [indices, values])];
  const whole = arrays.filter(({ buffer, byteLength }) => buffer.byteLength === byteLength);
  return [...new Set(whole.map(({ buffer }) => buffer as ArrayBuffer))];
}

/** The embedder at the other end of the port; `close` closes the port, and the embedder stays where it is. */
export function connectTextEmbedder(port: MessagePort, served: ServedEmbedder): TextEmbedder {
  const waiting = new Map<number, PromiseWithResolvers<TextVectors>>();
  let last = 0;
  let closed = false;
  port.on("message", (answered: Answered) => {
    const waited = waiting.get(answered.id);
    waiting.delete(answered.id);
    if ("dense" in answered) waited?.resolve(answered);
    else waited?.reject(fail(answered.code ?? "WORKER_FAILED", answered.message));
  });
  port.once("close", () => {
    closed = true;
    for (const { reject } of waiting.values()) reject(gone());
    waiting.clear();
  });
  const ask = (texts: readonly string[], kind: TextKind, withLexical: boolean): Promise<TextVectors> => {
    if (closed) return Promise.reject(gone());
    const waited = Promise.withResolvers<TextVectors>();
    waiting.set(++last, waited);
    port.postMessage({ id: last, texts, kind, withLexical } satisfies Asked);
    return waited.promise;
  };
  return {
    identity: served.identity,
    maxBatch: served.maxBatch,
    concurrency: served.concurrency,
    embed: async (texts, kind) => (await ask(texts, kind, false)).dense,
    ...(served.weighsWords
      ? { embedWithLexical: (texts: readonly string[], kind: TextKind) => ask(texts, kind, true) }
      : {}),
    status: () => ({ state: "ready" }),
    async close() {
      port.close();
    },
  };
}

function gone() {
  return fail("WORKER_FAILED", "the thread that has the embedder let go of it; it is ending, or has failed");
}
