import { monitorEventLoopDelay } from "node:perf_hooks";
import { openOnnxTextEmbedder } from "../../src/text-embedder/onnx/onnx-text-embedder.ts";
import { answerCalls } from "../child.ts";
import { residentMemory } from "../machine.ts";

/** What the process is asked to do: load a model, and embed texts with it in batches of these sizes, then on and on. */
export interface ModelCall {
  readonly model: string;
  readonly threads: number;
  readonly texts: readonly string[];
  /** Batch sizes that are tried; without any the embedder chooses. */
  readonly sizes: readonly number[];
  /** How long each size is tried, and how long the event loop is watched, in ms. */
  readonly ms: number;
}

export interface ModelResult {
  readonly model: string;
  readonly dimension: number;
  readonly load_ms: number;
  /** Bytes of the process before the model was opened, with it, and the most it ever had. */
  readonly memory: { readonly before: number; readonly loaded: number; readonly most: number };
  readonly sizes: readonly { readonly size: number; readonly texts: number; readonly ms: number }[];
  /** Over all threads with the embedder's own batches, while the event loop was watched. */
  readonly steady: { readonly texts: number; readonly ms: number; readonly batch: number };
  /** Between turns of the event loop that should come every ms, in ms. */
  readonly delay: { readonly p50: number; readonly p99: number; readonly most: number };
  /** The longest of single queries between documents, and the median, in ms. */
  readonly query: { readonly p50: number; readonly most: number };
}

answerCalls(async ({ model, threads, texts, sizes, ms }: ModelCall): Promise<ModelResult> => {
  const before = residentMemory(process.pid).now;
  const began = performance.now();
  const embedder = await openOnnxTextEmbedder({ model, cacheDir: "", threads, warmUp: true });
  try {
    await embedder.embed([texts[0]!], "document");
    const load_ms = performance.now() - began;
    await embedder.ready();
    const loaded = residentMemory(process.pid).now;
    const tried = [];
    for (const size of sizes)
      tried.push({ size, ...(await timed(ms, texts, size, (some) => embedder.embedAsOne(some))) });
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const queries: number[] = [];
    let isOver = false;
    const asking = (async () => {
      for (let i = 0; !isOver; i++) {
        const from = performance.now();
        await embedder.embed([texts[i % texts.length]!.slice(0, 60)], "query");
        queries.push(performance.now() - from);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    delay.enable();
    // Enough that no thread waits, few enough that the time is kept with a slow model, too.
    const width = 4 * embedder.batch.size * embedder.concurrency;
    const steady = await timed(ms, texts, width, (some) => embedder.embed(some, "document"));
    delay.disable();
    isOver = true;
    await asking;
    queries.sort((a, b) => a - b);
    return {
      model: embedder.identity.model,
      dimension: embedder.identity.dimension,
      load_ms,
      memory: { before, loaded, most: residentMemory(process.pid).most },
      sizes: tried,
      steady: { ...steady, batch: embedder.batch.size },
      delay: { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, most: delay.max / 1e6 },
      query: { p50: queries[queries.length >> 1] ?? Number.NaN, most: queries.at(-1) ?? Number.NaN },
    };
  } finally {
    await embedder.close();
  }
});

/** Embeds batch after batch until the time is over. */
async function timed(
  ms: number,
  texts: readonly string[],
  size: number,
  embed: (texts: readonly string[]) => Promise<unknown>,
): Promise<{ texts: number; ms: number }> {
  const from = performance.now();
  let done = 0;
  for (let at = 0; performance.now() - from < ms; at = (at + size) % texts.length) {
    const some = Array.from({ length: size }, (_, i) => texts[(at + i) % texts.length]!);
    await embed(some);
    done += size;
  }
  return { texts: done, ms: performance.now() - from };
}
