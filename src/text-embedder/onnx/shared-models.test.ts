import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openOnnxTextEmbedder } from "./onnx-text-embedder.ts";

const MODELS = join(process.env.KOTODAMA_SHARED ?? join(import.meta.dirname, "../../../../shared"), "models");
const folder = (name: string) => join(MODELS, name);
const skip = existsSync(folder("all-MiniLM-L6-v2"))
  ? false
  : "needs the real models of ../shared/models, which are not here";

async function embedWith(name: string, texts: readonly string[]): Promise<Float32Array[]> {
  const embedder = await openOnnxTextEmbedder({ model: folder(name), cacheDir: MODELS, threads: 1 });
  try {
    const rows = await embedder.embed(texts, "query");
    const { dimension } = embedder.identity;
    return texts.map((_, i) => rows.subarray(i * dimension, (i + 1) * dimension));
  } finally {
    await embedder.close();
  }
}

const dot = (a: ArrayLike<number>, b: Float32Array) =>
  b.reduce((sum, value, d) => sum + value * (a[d] ?? 0), 0);

test("MiniLM gives what its authors publish, as near as int8 weights come", { skip }, async () => {
  const [row] = await embedWith("all-MiniLM-L6-v2", ["This is an example sentence"]);
  assert.equal(row!.length, 384);
  // The first components of the float32 model, from its card.
  const published = [0.0677, 0.0635, 0.0487, 0.0793, 0.0374];
  const own = row!.subarray(0, published.length);
  const cosine = dot(published, own) / (Math.hypot(...published) * Math.hypot(...own));
  assert.ok(cosine >= 0.98, `cosine ${cosine}`);
});

test("multilingual E5 finds the same plot in another language", { skip }, async () => {
  const [english, japanese, other] = await embedWith("multilingual-e5-small-pruned", [
    "a boy finds a notebook that kills people",
    "ノートに名前を書かれた人間は死ぬ",
    "a school band",
  ]);
  // The model's own prefix is put before each; measured with the reference: 0.84 and 0.76.
  assert.ok(Math.abs(dot(english!, japanese!) - 0.84) < 0.01);
  assert.ok(Math.abs(dot(japanese!, other!) - 0.76) < 0.01);
});
