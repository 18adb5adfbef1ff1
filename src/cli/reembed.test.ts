import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { after, afterEach, before, describe, test } from "node:test";
import { fillers } from "../http/testing.ts";
import {
  type EmbeddingTestServer,
  goodAnswer,
  sendJson,
  startEmbeddingServer,
} from "../text-embedder/http/testing.ts";
import { runCommandLine } from "./command-line.ts";
import { serve } from "./testing/serving.ts";

/** Commands with an embedder that is a real server on this machine. */

let folder: string;
let catalogue: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-reembed-"));
  catalogue = join(folder, "catalogue.jsonl");
  const entries = fillers(30).map((entry, i) => ({ ...entry, synopsis: `Story number ${i} of many.` }));
  writeFileSync(catalogue, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const servers: EmbeddingTestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function embeddingServer(...given: Parameters<typeof startEmbeddingServer>) {
  const server = await startEmbeddingServer(...given);
  servers.push(server);
  const texts = () => server.seen.flatMap(({ body }) => body.input ?? []);
  return { server, texts };
}

const environmentOf = (name: string, url?: string, more: Record<string, string> = {}) => ({
  PATH: process.env.PATH ?? "",
  SEARCH_THREADS: "0",
  VECTOR_SERVICE_HOST: "127.0.0.1",
  VECTOR_SERVICE_PORT: "0",
  DATA_DIR: join(folder, name),
  ...(url === undefined
    ? {}
    : {
        TEXT_EMBEDDING_PROVIDER: "http",
        TEXT_EMBEDDING_MODEL: "small",
        TEXT_EMBEDDING_URL: url,
        TEXT_EMBEDDING_API_KEY: "s3cret-key",
      }),
  ...more,
});

async function run(
  args: readonly string[],
  environment: Record<string, string>,
  interrupt?: () => Promise<void>,
) {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  streams.stdin.end();
  const status = await runCommandLine(args, {
    environment,
    workingDirectory: folder,
    callerDirectory: folder,
    ...(streams as unknown as Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">),
    onInterrupt: (callback) => {
      interrupt?.().then(callback);
      return () => undefined;
    },
  });
  const text = (stream: PassThrough) => String(stream.read() ?? "");
  return { status, out: text(streams.stdout), err: text(streams.stderr) };
}

const withoutProbe = (texts: readonly string[]) => texts.filter((text) => text !== "dimension");

describe("an index by a model", () => {
  test("is announced, made, searched, and made again without embedding anything", async () => {
    const { server, texts } = await embeddingServer();
    const environment = environmentOf("one", server.url);
    const ingested = await run(["ingest", catalogue], environment);
    assert.equal(ingested.status, 0, ingested.err);
    const embedded = withoutProbe(texts());
    assert.equal(new Set(embedded).size, embedded.length, "no text is embedded twice");
    assert.match(
      ingested.err,
      new RegExp(`http/small has ${embedded.length} texts to embed \\(.*title_vector 30`),
    );
    assert.ok(!`${ingested.err}${ingested.out}`.includes("s3cret-key"));

    server.seen.length = 0;
    const again = await run(["reindex"], environment);
    assert.equal(again.status, 0, again.err);
    assert.deepEqual(withoutProbe(texts()), []);

    const found = await run(["search", "--json", "--mode", "dense", "a story"], environment);
    assert.equal(found.status, 0, found.err);
    assert.deepEqual(withoutProbe(texts()), ["a story"]);
    assert.ok(JSON.parse(found.out).results.length > 0);
  });

  test("is refused to another embedder, until reembed; and back", async () => {
    const { server, texts } = await embeddingServer();
    const builtin = environmentOf("two");
    const model = environmentOf("two", server.url, { TEXT_EMBEDDING_SPACES: "title_vector" });
    assert.equal((await run(["ingest", catalogue], builtin)).status, 0);
    for (const args of [["search", "story"], ["serve"], ["ingest", catalogue]]) {
      const refused = await run(args, model);
      assert.equal(refused.status, 1);
      assert.match(refused.err, /EMBEDDER_MISMATCH: .*kotodama reembed/);
    }
    const made = await run(["reembed", "--json"], model);
    assert.equal(made.status, 0, made.err);
    assert.equal(JSON.parse(made.out).built, true);
    // The other spaces are the builtin embedder's.
    assert.equal(withoutProbe(texts()).length, 30);
    assert.equal((await run(["search", "story"], model)).status, 0);
    assert.match((await run(["reembed"], model)).out, /nothing to do/);
    assert.match((await run(["reindex", "--rollback"], model)).err, /EMBEDDER_MISMATCH/);
    assert.equal((await run(["reembed"], builtin)).status, 0);
    assert.equal((await run(["search", "story"], builtin)).status, 0);
  });

  test("that was interrupted goes on where it stopped", async () => {
    let answered = 0;
    const halfway = Promise.withResolvers<void>();
    const { server, texts } = await embeddingServer((request, response) => {
      answered += request.body.input!.length;
      if (answered > 60) halfway.resolve();
      sendJson(response, 200, goodAnswer(request));
    });
    const environment = environmentOf("three", server.url, {
      TEXT_EMBEDDING_BATCH_SIZE: "2",
      TEXT_EMBEDDING_CONCURRENCY: "1",
    });
    assert.equal((await run(["ingest", catalogue], environmentOf("three"))).status, 0);
    const interrupted = await run(["reembed"], environment, () => halfway.promise);
    assert.equal(interrupted.status, 130, interrupted.err);
    const first = withoutProbe(texts());
    server.seen.length = 0;
    assert.equal((await run(["search", "story"], environmentOf("three"))).status, 0, "the old index stays");
    assert.equal((await run(["reembed"], environment)).status, 0);
    const second = withoutProbe(texts());
    assert.equal(
      new Set([...first, ...second]).size,
      first.length + second.length,
      "nothing is embedded twice",
    );
    assert.ok(first.length >= 60 && second.length > 0);
  });

  test("a server that does not answer is said, and nothing else takes its place", async () => {
    const { server } = await embeddingServer((_, response) =>
      sendJson(response, 401, { error: "who are you" }),
    );
    const refused = await run(["ingest", catalogue], environmentOf("four", server.url));
    assert.equal(refused.status, 1);
    assert.match(refused.err, /EMBEDDER_UNAVAILABLE: .*401.*TEXT_EMBEDDING_API_KEY/);
    assert.ok(!refused.err.includes("s3cret-key"));
  });
});

test("beside a running server everything is embedded ahead, and the switch waits", async () => {
  const { server, texts } = await embeddingServer();
  const builtin = environmentOf("five");
  assert.equal((await run(["ingest", catalogue], builtin)).status, 0);
  const serving = await serve(builtin);
  try {
    const environment = environmentOf("five", server.url);
    const ahead = await run(["reembed"], environment);
    assert.equal(ahead.status, 1, ahead.err);
    assert.match(ahead.err, /embedded beside the server .*stop it, run `kotodama reembed` again/);
    const health = (await (await fetch(`${serving.url}/health`)).json()) as {
      embedders: { text: { provider: string } };
    };
    assert.equal(health.embedders.text.provider, "builtin");
    await serving.stop();
    server.seen.length = 0;
    assert.equal((await run(["reembed"], environment)).status, 0);
    assert.deepEqual(withoutProbe(texts()), []);
  } finally {
    await serving.stop();
  }
});
