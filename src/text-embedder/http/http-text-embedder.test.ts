import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { setTimeout as after } from "node:timers/promises";
import { isFailure, type KotodamaError } from "../../errors.ts";
import { type HttpTextEmbedderOptions, openHttpTextEmbedder } from "./http-text-embedder.ts";
import { type EmbeddingTestServer, goodAnswer, sendJson, startEmbeddingServer, vectorOf } from "./testing.ts";

const servers: EmbeddingTestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(...given: Parameters<typeof startEmbeddingServer>): Promise<EmbeddingTestServer> {
  const server = await startEmbeddingServer(...given);
  servers.push(server);
  return server;
}

/** An embedder that waits for nothing; `slept` holds what it would have waited for, in ms. */
async function open(server: { url: string }, changes: Partial<HttpTextEmbedderOptions> = {}) {
  const slept: number[] = [];
  const embedder = await openHttpTextEmbedder({
    url: server.url,
    api: "openai",
    model: "small",
    apiKey: null,
    dimension: 3,
    queryPrefix: "",
    documentPrefix: "",
    batchSize: 8,
    concurrency: 2,
    timeoutMs: 5_000,
    sleep: async (ms) => slept.push(ms),
    random: () => 1,
    now: () => 0,
    ...changes,
  });
  return { embedder, slept };
}

const unit = (vector: readonly number[]) => {
  const length = Math.hypot(...vector);
  return vector.map((component) => Math.fround(component / length));
};

async function failureOf(work: Promise<unknown>): Promise<KotodamaError> {
  const error = await work.then(
    () => assert.fail("it should have failed"),
    (reason: unknown) => reason,
  );
  assert.ok(isFailure(error), String(error));
  return error;
}

describe("what is sent and read", () => {
  for (const [api, path] of [
    ["openai", "/v1/embeddings"],
    ["tei", "/embed"],
    ["ollama", "/api/embed"],
  ] as const) {
    test(`${api}: the vectors come in the order of the texts, at unit length`, async () => {
      const server = await serve();
      const { embedder } = await open(server, { api });
      const vectors = await embedder.embed(["a", "bb"], "document");
      assert.deepEqual([...vectors], [...unit(vectorOf("a")), ...unit(vectorOf("bb"))]);
      assert.equal(server.seen[0]!.path, path);
      const { body } = server.seen[0]!;
      assert.deepEqual(body.input ?? body.inputs, ["a", "bb"]);
      assert.equal(body.model, api === "tei" ? undefined : "small");
    });
  }

  test("an address that has its path already is left as it is", async () => {
    const server = await serve();
    for (const path of ["/v1", "/v1/", "/v1/embeddings", "/proxy/v1"]) {
      const { embedder } = await open({ url: server.url + path });
      await embedder.embed(["a"], "query");
    }
    const paths = server.seen.map(({ path }) => path);
    assert.deepEqual(paths, ["/v1/embeddings", "/v1/embeddings", "/v1/embeddings", "/proxy/v1/embeddings"]);
  });

  test("the server is asked for the dimension where none is given", async () => {
    const { embedder } = await open(await serve(), { dimension: null });
    assert.equal(embedder.identity.dimension, 3);
  });

  test("prefixes go before queries and documents, the key goes as a bearer token", async () => {
    const server = await serve();
    const { embedder } = await open(server, {
      apiKey: "s3cret",
      queryPrefix: "query: ",
      documentPrefix: "passage: ",
    });
    await embedder.embed(["x"], "query");
    await embedder.embed(["x"], "document");
    assert.deepEqual(
      server.seen.map(({ body }) => body.input),
      [["query: x"], ["passage: x"]],
    );
    assert.equal(server.seen[0]!.authorization, "Bearer s3cret");
    assert.ok(!JSON.stringify(embedder.identity).includes("s3cret"));
  });

  test("base64 is read, too", async () => {
    const floats = new Float32Array([3, 0, 4]);
    const embedding = Buffer.from(floats.buffer).toString("base64");
    const server = await serve((_, response) => sendJson(response, 200, { data: [{ embedding }] }));
    const { embedder } = await open(server);
    // (3, 0, 4) has length 5.
    assert.deepEqual([...(await embedder.embed(["a"], "query"))], [Math.fround(0.6), 0, Math.fround(0.8)]);
  });

  test("no texts ask nobody; more than a batch is refused", async () => {
    const server = await serve();
    const { embedder } = await open(server);
    assert.equal((await embedder.embed([], "document")).length, 0);
    assert.equal((await failureOf(embedder.embed(Array(9).fill("a"), "document"))).code, "REQUEST_INVALID");
    assert.equal(server.seen.length, 0);
  });

  test("at most so many requests are under way", async () => {
    const server = await serve(async (request, response) => {
      await after(5);
      sendJson(response, 200, goodAnswer(request));
    });
    const { embedder } = await open(server, { concurrency: 2 });
    await Promise.all(Array.from({ length: 7 }, (_, i) => embedder.embed([`${i}`], "document")));
    assert.equal(server.seen.length, 7);
    assert.equal(server.mostAtOnce(), 2);
  });
});

describe("failures that pass", () => {
  for (const status of [429, 500, 502, 503, 504, 408]) {
    test(`${status} is tried again`, async () => {
      const server = await serve((request, response, turn) =>
        turn < 3 ? sendJson(response, status, {}) : sendJson(response, 200, goodAnswer(request)),
      );
      const { embedder, slept } = await open(server);
      assert.equal((await embedder.embed(["a"], "document")).length, 3);
      // 500 and 1,000 ms, of which the random half is whole.
      assert.deepEqual(slept, [500, 1000]);
    });
  }

  test("Retry-After sets the least wait, in seconds or as a date", async () => {
    const headers = [{ "retry-after": "7" }, { "retry-after": "Thu, 01 Jan 1970 00:00:09 GMT" }];
    const server = await serve((request, response, turn) =>
      turn < 3
        ? sendJson(response, 429, {}, headers[turn - 1])
        : sendJson(response, 200, goodAnswer(request)),
    );
    const { embedder, slept } = await open(server);
    await embedder.embed(["a"], "document");
    assert.deepEqual(slept, [7_000, 9_000]);
  });

  test("a connection that breaks before or within the answer", async () => {
    const server = await serve((request, response, turn) => {
      if (turn === 1) response.destroy();
      else if (turn === 2) {
        response.writeHead(200, { "content-length": "1000" });
        response.write('{"data": [{"embed');
        setImmediate(() => response.destroy());
      } else if (turn === 3) response.end('{"data": [{"embed');
      else sendJson(response, 200, goodAnswer(request));
    });
    const { embedder } = await open(server);
    assert.equal((await embedder.embed(["a"], "document")).length, 3);
    assert.equal(server.seen.length, 4);
  });

  test("a server that is slow to answer", async () => {
    const server = await serve((request, response, turn) => {
      if (turn > 1) sendJson(response, 200, goodAnswer(request));
    });
    const { embedder } = await open(server, { timeoutMs: 30 });
    assert.equal((await embedder.embed(["a"], "document")).length, 3);
  });

  test("that do not pass: six tries for a document, two for a query, then what the server said", async () => {
    const server = await serve((_, response) => sendJson(response, 503, { error: "no GPU for s3cret" }));
    const { embedder, slept } = await open(server, { apiKey: "s3cret" });
    const error = await failureOf(embedder.embed(["a"], "document"));
    assert.equal(error.code, "EMBEDDER_UNAVAILABLE");
    assert.match(error.message, /answered 503: .*no GPU for …/);
    assert.equal(server.seen.length, 6);
    assert.deepEqual(slept, [500, 1_000, 2_000, 4_000, 8_000]);
    assert.equal(embedder.status().state, "failed");
    await failureOf(embedder.embed(["a"], "query"));
    assert.equal(server.seen.length, 8);
  });

  test("nobody listens", async () => {
    const server = await startEmbeddingServer();
    await server.close();
    const error = await failureOf(open(server, { dimension: null }));
    assert.equal(error.code, "EMBEDDER_UNAVAILABLE");
    assert.match(error.message, /cannot be reached/);
  });
});

describe("what does not pass", () => {
  for (const [status, todo] of [
    [401, /TEXT_EMBEDDING_API_KEY/],
    [404, /TEXT_EMBEDDING_URL/],
    [301, /answered 301/],
  ] as const) {
    test(`${status} is not tried again`, async () => {
      const server = await serve((_, response) =>
        sendJson(response, status, {}, { location: "http://127.0.0.1:9/" }),
      );
      const { embedder, slept } = await open(server);
      const error = await failureOf(embedder.embed(["a"], "document"));
      assert.equal(error.code, "EMBEDDER_UNAVAILABLE");
      assert.match(error.message, todo);
      assert.deepEqual([server.seen.length, slept], [1, []]);
    });
  }

  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ["too few vectors", { data: [{ embedding: [1, 2, 3] }] }, /1 vectors for 2 texts/],
    [
      "another dimension",
      { data: [{ embedding: [1, 2] }, { embedding: [1, 2] }] },
      /2 dimensions .* expected 3/,
    ],
    ["null for NaN", { data: [{ embedding: [1, null, 3] }, { embedding: [1, 2, 3] }] }, /else than numbers/],
    ["numbers past all bounds", { data: [{ embedding: [1, 1e200, 3] }, { embedding: [1, 2, 3] }] }, /finite/],
    ["vectors of nothing", { data: [{ embedding: [] }, { embedding: [] }] }, /0 dimensions/],
    ["another API's answer", { embeddings: [[1, 2, 3]] }, /TEXT_EMBEDDING_API/],
    ["a bare null", null, /TEXT_EMBEDDING_API/],
  ];
  for (const [what, answer, message] of wrong) {
    test(`an answer with ${what}`, async () => {
      const server = await serve((_, response) => sendJson(response, 200, answer));
      const { embedder } = await open(server);
      const error = await failureOf(embedder.embed(["a", "b"], "document"));
      assert.equal(error.code, "EMBEDDER_ANSWER_INVALID");
      assert.match(error.message, message);
      assert.equal(server.seen.length, 1);
    });
  }

  test("a vector of zeros stays one: the model knew no word", async () => {
    const server = await serve((_, response) =>
      sendJson(response, 200, { data: [{ embedding: [0, 0, 0] }] }),
    );
    const { embedder } = await open(server);
    assert.deepEqual([...(await embedder.embed(["a"], "document"))], [0, 0, 0]);
  });
});

describe("requests that are too much for the server", () => {
  test("are taken apart, and the vectors are in order again", async () => {
    const server = await serve((request, response) =>
      request.body.input!.length > 2
        ? sendJson(response, 413, { error: "batch too large" })
        : sendJson(response, 200, goodAnswer(request)),
    );
    const { embedder } = await open(server);
    const texts = ["a", "bb", "ccc", "dddd", "eeeee"];
    const vectors = await embedder.embed(texts, "document");
    assert.deepEqual(
      [...vectors],
      texts.flatMap((text) => unit(vectorOf(text))),
    );
  });

  test("a text too long for the model is cut, the others stay whole", async () => {
    const server = await serve((request, response) =>
      request.body.input!.some((text) => text.length > 1_000)
        ? sendJson(response, 400, { error: "maximum context length" })
        : sendJson(response, 200, goodAnswer(request)),
    );
    const { embedder } = await open(server);
    const vectors = await embedder.embed(["a", "b".repeat(3_000)], "document");
    // 3,000 halved twice.
    assert.deepEqual([...vectors], [...unit(vectorOf("a")), ...unit(vectorOf("b".repeat(750)))]);
  });

  test("a short text that is refused is an error with the server's words", async () => {
    const server = await serve((_, response) => sendJson(response, 422, { error: "no such input" }));
    const { embedder } = await open(server);
    const error = await failureOf(embedder.embed(["a", "b"], "document"));
    assert.match(error.message, /answered 422: .*no such input/);
    assert.equal(server.seen.length, 2);
  });
});

test("closing ends what is under way, and nothing is tried again", async () => {
  const server = await serve(() => undefined);
  const { embedder } = await open(server);
  const asked = failureOf(embedder.embed(["a"], "document"));
  await embedder.close();
  assert.equal((await asked).code, "EMBEDDER_UNAVAILABLE");
});

test("a failure is said for half a minute", async () => {
  let now = 0;
  const server = await serve((_, response) => sendJson(response, 401, {}));
  const { embedder } = await open(server, { now: () => now });
  await failureOf(embedder.embed(["a"], "query"));
  now = 30_000;
  assert.equal(embedder.status().state, "failed");
  now = 30_001;
  assert.equal(embedder.status().state, "ready");
});

test("the speed is known once something was embedded", async () => {
  const { embedder } = await open(await serve());
  assert.deepEqual(embedder.status(), { state: "ready" });
  await embedder.embed(["a"], "query");
  const status = embedder.status();
  assert.ok(status.state === "ready" && status.ms_per_text! > 0);
});
