import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { after, before, test } from "node:test";
import { COMMIT, startHubServer } from "../models/testing/hub-server.ts";
import { type TinyTextModel, writeTinyTextModel } from "../models/testing/tiny-text-model.ts";
import { TINY_PROJECTION, writeTinyTwoTowerModel } from "../models/testing/tiny-two-tower-model.ts";
import { runCommandLine } from "./command-line.ts";
import { EXIT } from "./output.ts";

const NAME = "someone/tiny-encoder";
let root: string;
let model: TinyTextModel;
let hub: Awaited<ReturnType<typeof startHubServer>>;
before(async () => {
  root = mkdtempSync(join(tmpdir(), "kotodama-models-"));
  model = writeTinyTextModel(join(root, "tiny"), { lexical: "graph" });
  const paths = readdirSync(model.folder, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(model.folder, path)).isFile());
  const contents = files.map((path) => [path, readFileSync(join(model.folder, path))] as const);
  hub = await startHubServer({ repositories: { [NAME]: Object.fromEntries(contents) } });
});
after(async () => {
  await hub.close();
  rmSync(root, { recursive: true });
});

async function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const stdout = new PassThrough({ encoding: "utf8" });
  const stderr = new PassThrough({ encoding: "utf8" });
  const status = await runCommandLine(["models", ...args], {
    environment: {
      DATA_DIR: join(root, "data"),
      MODEL_HUB_URL: hub.url,
      EMBEDDING_THREADS: "1",
      ...environment,
    },
    workingDirectory: root,
    callerDirectory: root,
    stdin: process.stdin,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    onInterrupt: () => () => undefined,
  });
  return { status, out: String(stdout.read() ?? ""), err: String(stderr.read() ?? "") };
}

const json = ({ out }: { readonly out: string }) => JSON.parse(out);

test("a model is absent, pulled, listed, checked and found damaged", async () => {
  const configured = { TEXT_EMBEDDING_PROVIDER: "onnx", TEXT_EMBEDDING_MODEL: NAME };
  const absent = json(await run(["list", "--json"], configured));
  assert.equal(absent.configured[0].folder, null);
  assert.match(absent.configured[0].problem, /kotodama models pull someone\/tiny-encoder/);
  assert.deepEqual(absent.cached, []);

  const pulled = await run(["pull", "--json"], configured);
  assert.equal(pulled.status, EXIT.done, pulled.err);
  assert.equal(json(pulled).folder, join(root, "data/models", NAME, COMMIT));
  assert.deepEqual(json(pulled).types, ["fp32"]);

  const there = json(await run(["list", "--json"], configured));
  assert.equal(there.configured[0].folder, json(pulled).folder);
  assert.equal(there.cached[0].model, NAME);

  const checked = await run(["check", "--json"], configured);
  assert.equal(checked.status, EXIT.done, checked.err);
  const { ok, identity, lexical, ms_per_text } = json(checked);
  assert.ok(ok && lexical && ms_per_text > 0);
  assert.deepEqual([identity.model, identity.dimension], [NAME, model.dimension]);

  writeFileSync(join(json(pulled).folder, "tokenizer.json"), "{}");
  const damaged = await run(["check", NAME]);
  assert.equal(damaged.status, EXIT.failed);
  assert.match(damaged.out, /✗ tokenizer\.json .*changed/);
  assert.match(damaged.err, /models pull someone\/tiny-encoder/);
});

test("a folder is checked as it is, named from where the caller stands", async () => {
  const checked = await run(["check", "tiny"]);
  assert.equal(checked.status, EXIT.done, checked.err);
  assert.match(checked.out, /no checksums to compare with/);
  assert.match(checked.out, /16 dimensions/);
});

test("a model of two towers is tried with a picture and a text", async () => {
  writeTinyTwoTowerModel(join(root, "towers"));
  const checked = json(await run(["check", "towers", "--json"]));
  assert.deepEqual([checked.ok, checked.reads_texts], [true, true]);
  assert.equal(checked.identity.dimension, TINY_PROJECTION);
});

test("wrong usage", async () => {
  for (const args of [["look"], [], ["pull", "a folder"], ["check"], ["pull", NAME, "--dtype", "fp99"]]) {
    assert.equal((await run(args)).status, EXIT.usage, args.join(" "));
  }
  const missing = await run(["check", "BAAI/bge-m3"]);
  assert.equal(missing.status, EXIT.failed);
  assert.match(missing.err, /MODEL_NOT_FOUND/);
});
