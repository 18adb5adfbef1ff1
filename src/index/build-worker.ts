import { type MessagePort, Worker } from "node:worker_threads";
import { type ErrorCode, fail } from "../errors.ts";
import type { Progress } from "../ingest/progress.ts";
import type { CollectionPair } from "./apply-changes.ts";
import type { BuildDependencies, Built } from "./build.ts";
import type { Builder } from "./dependencies.ts";
import type { EmbeddingEstimate } from "./embedding-survey.ts";

/** What a thread that builds is given. */
export interface BuildOrder {
  /** Address of the module that constructs the thread's own adapters; it exports `openBuild`. */
  readonly composer: string;
  /** What `openBuild` is called with: anything that can be cloned. */
  readonly given: unknown;
  readonly into: CollectionPair;
  /** What connects the thread with an embedder of the calling one, and its second argument; null where nothing does. */
  readonly connection: Connection | null;
}

/** Something to hand to a thread, and the port in it, which goes over. */
export interface Connection {
  readonly port: MessagePort;
}

/** What the composing module exports. */
export interface BuildComposer {
  openBuild(
    given: unknown,
    connection: Connection | null,
  ): Promise<BuildDependencies & { close(): Promise<void> }>;
}

export type BuildMessage =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "estimate"; readonly estimate: EmbeddingEstimate }
  | { readonly kind: "built"; readonly built: Built }
  | { readonly kind: "failed"; readonly code: ErrorCode | null; readonly message: string };

/**
 * A builder that works in a thread of its own, so that searches do not wait for it. The thread opens record, store
 * and embedder for itself, or an embedder through what `connect` gives; it makes only the collections that it was told
 * to make.
 */
export function buildInWorker(
  composer: URL,
  given: unknown,
  connect: (() => Connection) | null = null,
): Builder {
  return ({ anime, episodes }, { onProgress, onEstimate, signal }) => {
    const connection = connect?.() ?? null;
    const order: BuildOrder = { composer: composer.href, given, into: { anime, episodes }, connection };
    const worker = new Worker(new URL("./build-thread.ts", import.meta.url), {
      workerData: order,
      transferList: connection === null ? [] : [connection.port],
    });
    const stop = () => worker.postMessage("stop");
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
    const { promise, resolve, reject } = Promise.withResolvers<Built>();
    worker.on("message", (message: BuildMessage) => {
      if (message.kind === "progress") onProgress?.(message.progress);
      else if (message.kind === "estimate") onEstimate?.(message.estimate);
      else if (message.kind === "built") resolve(message.built);
      else if (signal?.aborted) reject(signal.reason);
      else reject(fail(message.code ?? "WORKER_FAILED", message.message));
    });
    worker.on("error", (cause) =>
      reject(fail("WORKER_FAILED", `the thread that builds the index failed: ${String(cause)}`, { cause })),
    );
    worker.on("exit", (code) =>
      reject(fail("WORKER_FAILED", `the thread that builds the index ended with ${code} before it was done`)),
    );
    return promise.finally(() => {
      signal?.removeEventListener("abort", stop);
    });
  };
}
