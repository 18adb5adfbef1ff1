import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { after, before, test } from "node:test";
import { runCommandLine } from "./command-line.ts";

/** The whole way with real models, over a decade of the bundled catalogue: builtin, re-embedded, searched, and back. */

const ROOT = join(import.meta.dirname, "../..");
const MODELS = join(process.env.KOTODAMA_SHARED ?? join(ROOT, "..", "shared"), "models");
const skip = existsSync(join(MODELS, "multilingual-e5-small-pruned"))
  ? false
  : "needs the real models of ../shared/models, which are not here";
const CATALOGUE = join(ROOT, "catalogue", "1990s.jsonl");

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-models-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], model?: string, more: Record<string, string> = {}) {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  streams.stdin.end();
  const status = await runCommandLine(args, {
    environment: {
      SEARCH_THREADS: "0",
      DATA_DIR: folder,
      MODEL_WARM_UP: "false",
      ...(model === undefined
        ? {}
        : {
            TEXT_EMBEDDING_PROVIDER: "onnx",
            TEXT_EMBEDDING_MODEL: join(MODELS, model),
            TEXT_EMBEDDING_SPACES: "title_vector",
            TEXT_EMBEDDING_MAX_TOKENS: "64",
          }),
      ...more,
    },
    workingDirectory: folder,
    callerDirectory: folder,
    ...(streams as unknown as Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">),
    onInterrupt: () => () => undefined,
  });
  assert.equal(status, 0, String(streams.stderr.read()));
  return JSON.parse(String(streams.stdout.read())) as { results: { slug: string }[]; built: boolean };
}

const places = async (queries: readonly string[], slug: string, model?: string, more = {}) => {
  const found: number[] = [];
  for (const query of queries) {
    const { results } = await run(["search", "--json", query], model, more);
    found.push(results.findIndex((result) => result.slug === slug) + 1);
  }
  return found;
};

test("English finds by MiniLM, and other languages by E5, alone and beside the builtin embedder", {
  skip,
}, async () => {
  await run(["ingest", "--json", CATALOGUE]);
  const foreign = [
    "Kopfgeldjäger auf einem alten Raumschiff haben nie genug Geld für Essen",
    "Охотникам за головами на старом космическом корабле не хватает денег на еду",
    "古い宇宙船に乗る賞金稼ぎたちは、いつも食べる金がない",
  ];
  assert.deepEqual(await places(foreign.slice(1), "cowboy-bebop"), [0, 0], "builtin knows neither script");

  const minilm = "all-MiniLM-L6-v2";
  assert.equal((await run(["reembed", "--json"], minilm)).built, true);
  assert.deepEqual(await places(["bounty hunters on an old spaceship"], "cowboy-bebop", minilm), [1]);

  const e5 = "multilingual-e5-small-pruned";
  assert.equal((await run(["reembed", "--json"], e5)).built, true);
  for (const place of await places(foreign, "cowboy-bebop", e5))
    assert.ok(place >= 1 && place <= 5, `${place}`);
  const both = { TEXT_EMBEDDING_WITH_BUILTIN: "0.3" };
  assert.equal((await run(["reembed", "--json"], e5, both)).built, true);
  const [german] = await places(foreign.slice(0, 1), "cowboy-bebop", e5, both);
  assert.ok(german! >= 1 && german! <= 5, `${german}`);

  assert.equal((await run(["reembed", "--json"])).built, true);
  assert.deepEqual(await places(["bounty hunters on an old spaceship"], "cowboy-bebop"), [1]);
});
