import { parentPort, workerData } from "node:worker_threads";
import { isFailure } from "../errors.ts";
import { buildCollections } from "./build.ts";
import type { BuildComposer, BuildMessage, BuildOrder } from "./build-worker.ts";

/** The thread behind `buildInWorker`: fills the collections it is told to fill, and ends. */
const { composer, given, into, connection } = workerData as BuildOrder;
const port = parentPort!;
const stopping = new AbortController();
port.once("message", () => stopping.abort());

const say = (message: BuildMessage) => port.postMessage(message);

try {
  const { openBuild } = (await import(composer)) as BuildComposer;
  const deps = await openBuild(given, connection);
  try {
    const built = await buildCollections(deps, into, {
      onProgress: (progress) => say({ kind: "progress", progress }),
      onEstimate: (estimate) => say({ kind: "estimate", estimate }),
      signal: stopping.signal,
    });
    await deps.close();
    say({ kind: "built", built });
  } catch (error) {
    await deps.close();
    throw error;
  }
} catch (error) {
  const code = isFailure(error) ? error.code : null;
  say({ kind: "failed", code, message: error instanceof Error ? error.message : String(error) });
} finally {
  port.close();
}
