import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import { writeTinyTextModel } from "../models/testing/tiny-text-model.ts";
import { TINY_WORDS } from "../models/testing/tiny-tokenizer.ts";
import { writeTinyTwoTowerModel } from "../models/testing/tiny-two-tower-model.ts";
import { runCommandLine } from "./command-line.ts";
import { serve } from "./testing/serving.ts";

/** Commands with a real, tiny ONNX model that weighs words itself, embedded with from the thread that builds. */

let folder: string;
let catalogue: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-onnx-"));
  writeTinyTextModel(join(folder, "tiny"), { lexical: "graph" });
  catalogue = join(folder, "catalogue.jsonl");
  const entries = Array.from({ length: 40 }, (_, i) => ({
    title: `Filler ${i}`,
    type: "TV",
    sources: [`https://myanimelist.net/anime/${500 + i}`],
    synopsis: [i, i + 3, i + 7, i + 12].map((at) => TINY_WORDS[at % TINY_WORDS.length]).join(" "),
    episode_details: [{ episode_number: 1, title: TINY_WORDS[i % TINY_WORDS.length] }],
  }));
  writeFileSync(catalogue, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const environmentOf = (more: Record<string, string> = {}) => ({
  PATH: process.env.PATH ?? "",
  SEARCH_THREADS: "0",
  VECTOR_SERVICE_HOST: "127.0.0.1",
  VECTOR_SERVICE_PORT: "0",
  DATA_DIR: join(folder, "data"),
  TEXT_EMBEDDING_PROVIDER: "onnx",
  TEXT_EMBEDDING_MODEL: join(folder, "tiny"),
  EMBEDDING_THREADS: "1",
  ...more,
});

async function run(args: readonly string[], more: Record<string, string> = {}) {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  streams.stdin.end();
  const status = await runCommandLine(args, {
    environment: environmentOf(more),
    workingDirectory: folder,
    callerDirectory: folder,
    ...(streams as unknown as Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">),
    onInterrupt: () => () => undefined,
  });
  const text = (stream: PassThrough) => String(stream.read() ?? "");
  return { status, out: text(streams.stdout), err: text(streams.stderr) };
}

describe("an index by an ONNX model with a lexical head", () => {
  test("has the model's dimension and its words in place of BM25", async () => {
    const ingested = await run(["ingest", catalogue], { MODEL_WARM_UP: "false" });
    assert.equal(ingested.status, 0, ingested.err);
    const stats = JSON.parse((await run(["stats", "--json"])).out) as { spaces: Record<string, number> };
    assert.deepEqual([stats.spaces.title_vector, stats.spaces.text_sparse], [40, 40]);
    for (const mode of ["sparse", "dense", "auto"]) {
      const found = await run(["search", "--json", "--mode", mode, `${TINY_WORDS[5]} ${TINY_WORDS[7]}`]);
      assert.equal(found.status, 0, found.err);
      assert.ok(JSON.parse(found.out).results.length > 0, mode);
    }
    const episodes = await run(["search", "--json", "--episodes", TINY_WORDS[5]!]);
    assert.ok(JSON.parse(episodes.out).results.length > 0, episodes.err);
  });

  test("is another index without those words, or with the builtin embedder's part", async () => {
    for (const more of [
      { TEXT_EMBEDDING_LEXICAL: "false" },
      { TEXT_EMBEDDING_WITH_BUILTIN: "0.25" },
      { TEXT_EMBEDDING_EPISODES: "false" },
      { TEXT_EMBEDDING_CENTRED: "true" },
    ]) {
      const refused = await run(["search", "x"], more);
      assert.match(refused.err, /EMBEDDER_MISMATCH/, JSON.stringify(more));
    }
    const all = {
      TEXT_EMBEDDING_WITH_BUILTIN: "0.25",
      TEXT_EMBEDDING_EPISODES: "false",
      TEXT_EMBEDDING_CENTRED: "true",
      TEXT_EMBEDDING_LEXICAL: "false",
    };
    const made = await run(["reembed"], all);
    assert.equal(made.status, 0, made.err);
    const found = await run(["search", "--json", `${TINY_WORDS[5]} ${TINY_WORDS[7]}`], all);
    assert.ok(JSON.parse(found.out).results.length > 0, found.err);
    assert.equal((await run(["reembed"])).status, 0);
  });

  test("serves, and says in /health how the model is", async () => {
    const serving = await serve(environmentOf());
    try {
      const { url } = serving;
      const { embedders } = (await (await fetch(`${url}/health`)).json()) as {
        embedders: { text: { provider: string; dimension: number; status: string; ms_per_text: number } };
      };
      const { provider, dimension, status, ms_per_text } = embedders.text;
      assert.deepEqual([provider, dimension, status], ["onnx", 16, "ready"]);
      assert.ok(ms_per_text > 0);
      assert.equal((await fetch(`${url}/health/ready`)).status, 200);
      const answer = await fetch(`${url}/api/v1/search?q=${TINY_WORDS[3]}&limit=1`);
      assert.equal(answer.status, 200, await answer.text());
    } finally {
      await serving.stop();
    }
  });

  test("a model that is not there is said, and nothing else takes its place", async () => {
    const gone = { TEXT_EMBEDDING_MODEL: join(folder, "nowhere"), DATA_DIR: join(folder, "other") };
    const refused = await run(["ingest", catalogue], gone);
    assert.equal(refused.status, 1);
    assert.match(refused.err, /MODEL_NOT_FOUND/);
  });

  test("is looked at without a model, whichever one made it", async () => {
    for (const more of [
      { TEXT_EMBEDDING_MODEL: join(folder, "nowhere") },
      { TEXT_EMBEDDING_PROVIDER: "builtin", TEXT_EMBEDDING_MODEL: "builtin" },
    ]) {
      assert.match((await run(["search", "x"], more)).err, /MODEL_NOT_FOUND|EMBEDDER_MISMATCH/);
      const stats = await run(["stats", "--json"], more);
      assert.equal(JSON.parse(stats.out).index.anime.points, 40, stats.err);
      assert.equal((await run(["show", "filler-3"], more)).status, 0);
      assert.equal((await run(["pictures", "status"], more)).status, 0);
    }
  });
});

test("pictures of another embedder are embedded anew, and found", async () => {
  writeTinyTwoTowerModel(join(folder, "towers"));
  const picture = join(folder, "picture.png");
  await sharp({ create: { width: 30, height: 40, channels: 3, background: "teal" } }).toFile(picture);
  const towers = { IMAGE_EMBEDDING_PROVIDER: "onnx", IMAGE_EMBEDDING_MODEL: join(folder, "towers") };
  const builtin = {
    DATA_DIR: join(folder, "pictures"),
    TEXT_EMBEDDING_PROVIDER: "",
    TEXT_EMBEDDING_MODEL: "",
  };
  const model = { ...builtin, ...towers };
  const found = async (settings: Record<string, string>) =>
    JSON.parse((await run(["search", "--json", "--image", picture], settings)).out) as {
      results: unknown[];
      degraded?: string[];
    };
  assert.equal((await run(["ingest", catalogue], builtin)).status, 0);
  assert.equal((await found(builtin)).results.length, 10);
  const before = await found(model);
  assert.deepEqual([before.results.length, before.degraded?.length], [0, 1]);
  const said = await run(["search", "--image", picture], model);
  assert.match(said.out, /no pictures of this image embedder yet: see `kotodama pictures status`/);
  assert.match((await run(["pictures", "status"], model)).out, /`kotodama pictures fetch` embeds the others/);
  const fetched = await run(["pictures", "fetch"], model);
  assert.equal(fetched.status, 0, fetched.err);
  const after = await found(model);
  assert.deepEqual([after.results.length, after.degraded], [10, undefined]);
});
