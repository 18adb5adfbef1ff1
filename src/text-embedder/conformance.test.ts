import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { MessageChannel } from "node:worker_threads";
import { writeTinyTextModel } from "../models/testing/tiny-text-model.ts";
import { adaptedTextEmbedder } from "./adapter/adapted-text-embedder.ts";
import { loadBuiltinTextEmbedder } from "./builtin/builtin-text-embedder.ts";
import { cachedTextEmbedder } from "./cache/cached-text-embedder.ts";
import { VectorCache } from "./cache/vector-cache.ts";
import { centredTextEmbedder } from "./centred/centred-text-embedder.ts";
import { combinedTextEmbedder } from "./combined/combined-text-embedder.ts";
import { textEmbedderConformance } from "./conformance.ts";
import { openHttpTextEmbedder } from "./http/http-text-embedder.ts";
import { startEmbeddingServer } from "./http/testing.ts";
import { openOnnxTextEmbedder } from "./onnx/onnx-text-embedder.ts";
import { embedderOf } from "./port.ts";
import { connectTextEmbedder, serveTextEmbedder } from "./remote/remote-text-embedder.ts";
import { routedTextEmbedder } from "./routed/routed-text-embedder.ts";
import { wordedTextEmbedder } from "./worded/worded-text-embedder.ts";

const folder = mkdtempSync(join(tmpdir(), "kotodama-embedders-"));
after(() => rmSync(folder, { recursive: true, force: true }));

writeTinyTextModel(join(folder, "tiny"));
writeTinyTextModel(join(folder, "tiny-lexical"), { lexical: "graph" });
const onnx = (model = "tiny") =>
  openOnnxTextEmbedder({ model: join(folder, model), cacheDir: folder, threads: 1 });
let caches = 0;
const cache = () => new VectorCache(join(folder, `vectors-${caches++}.sqlite`), { maxBytes: 1e8 });

textEmbedderConformance("builtin", async () => loadBuiltinTextEmbedder());
textEmbedderConformance("onnx", () => onnx(), { tolerance: 1e-5 });
textEmbedderConformance("onnx with a lexical head", () => onnx("tiny-lexical"), { tolerance: 1e-5 });
textEmbedderConformance("http", async () => {
  const server = await startEmbeddingServer();
  const embedder = await openHttpTextEmbedder({
    url: server.url,
    api: "tei",
    model: "m",
    apiKey: null,
    dimension: null,
    queryPrefix: "",
    documentPrefix: "",
    batchSize: 4,
    concurrency: 2,
    timeoutMs: 5_000,
  });
  return { ...forwarding(embedder), close: () => embedder.close().then(() => server.close()) };
});
textEmbedderConformance("a cache", async () => cachedTextEmbedder(loadBuiltinTextEmbedder(), cache));
textEmbedderConformance("a cache of lexical weights", async () =>
  cachedTextEmbedder(await onnx("tiny-lexical"), cache),
);
textEmbedderConformance("words left out", async () => wordedTextEmbedder(await onnx("tiny-lexical"), false), {
  tolerance: 1e-5,
});
textEmbedderConformance("words wanted", async () => wordedTextEmbedder(await onnx("tiny-lexical"), true), {
  tolerance: 1e-5,
});
textEmbedderConformance("centred", async () =>
  centredTextEmbedder(cachedTextEmbedder(loadBuiltinTextEmbedder(), cache)),
);
textEmbedderConformance("two combined", async () =>
  combinedTextEmbedder(loadBuiltinTextEmbedder(), loadBuiltinTextEmbedder(), 0.3),
);
textEmbedderConformance("routed", async () =>
  routedTextEmbedder(loadBuiltinTextEmbedder(), loadBuiltinTextEmbedder(), ["title_vector"]),
);
textEmbedderConformance("adapted", async () => {
  const adapted = adaptedTextEmbedder(loadBuiltinTextEmbedder(), "title_vector", (rows) => rows.reverse());
  return embedderOf(adapted, "title_vector");
});
textEmbedderConformance("remote", async () => {
  const { port1, port2 } = new MessageChannel();
  return connectTextEmbedder(port2, serveTextEmbedder(loadBuiltinTextEmbedder(), port1));
});

function forwarding(embedder: Awaited<ReturnType<typeof openHttpTextEmbedder>>) {
  return {
    identity: embedder.identity,
    maxBatch: embedder.maxBatch,
    embed: embedder.embed.bind(embedder),
    status: () => embedder.status(),
  };
}
