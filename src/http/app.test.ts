import assert from "node:assert/strict";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { QueryRequest, VectorStore } from "../vector-store/port.ts";
import { AS_ADMIN, ENTRIES, openTestService, type TestOptions, type TestService } from "./testing.ts";

/** A service whose searches wait in the store until they are let go, or until their signal ends. */
async function openHeldService(options: TestOptions = {}) {
  const held = Promise.withResolvers<void>();
  const service = await openTestService({
    ...options,
    wrapStore: (store) =>
      new Proxy(store, {
        get(target, name) {
          if (name !== "query") {
            const value = target[name as keyof VectorStore];
            return typeof value === "function" ? value.bind(target) : value;
          }
          return async (collection: string, request: QueryRequest) => {
            const ended = Promise.withResolvers<never>();
            request.signal?.addEventListener("abort", () => ended.reject(request.signal?.reason));
            await Promise.race([held.promise, ended.promise]);
            return target.query(collection, request);
          };
        },
      }),
  });
  return { service, letGo: () => held.resolve() };
}

async function listening(service: TestService): Promise<number> {
  await service.app.listen({ host: "127.0.0.1", port: 0 });
  const address = service.app.server.address();
  assert.ok(typeof address === "object" && address !== null);
  return address.port;
}

/** Sends bytes and reads all that comes back until the connection ends. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.setEncoding("utf8").on("data", (text) => {
    received += text;
  });
  socket.write(bytes);
  await once(socket, "close");
  return received;
}

describe("many searches at once", () => {
  test("100 are all answered", async () => {
    const service = await openTestService();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => service.ask("GET", `/search?q=notebook+${i}`)),
    );
    assert.ok(answers.every(({ status }) => status === 200));
    await service.close();
  });

  test("of 300, 100 run, 100 wait, and 100 are refused at once", async () => {
    const { service, letGo } = await openHeldService();
    const asked = Array.from({ length: 300 }, () => service.ask("GET", "/search?q=notebook"));
    // The refused are answered while none of the others is.
    const refused = await Promise.all(asked.slice(200));
    assert.equal(service.gate.running, 100);
    assert.equal(service.gate.waiting, 100);
    for (const { status, json, headers } of refused) {
      assert.deepEqual([status, json.code, headers["retry-after"]], [503, "OVERLOADED", "1"]);
    }
    assert.equal((await service.ask("GET", "/health")).status, 200, "health is asked beside the queue");
    letGo();
    assert.ok((await Promise.all(asked.slice(0, 200))).every(({ status }) => status === 200));
    assert.deepEqual([service.gate.running, service.gate.waiting], [0, 0]);
    await service.close();
  });

  test("one that takes too long is given up, in the queue as well as in the store", async () => {
    const { service } = await openHeldService({
      maxConcurrentSearches: 1,
      settings: { requestTimeoutMs: 30 },
    });
    const both = [service.ask("GET", "/search?q=a"), service.ask("GET", "/anime/death-note/similar")];
    for (const { status, json, headers } of await Promise.all(both)) {
      assert.deepEqual([status, json.code], [503, "TIMEOUT"]);
      assert.ok(headers["retry-after"]);
    }
    const batch = await service.ask("POST", "/search/batch", { searches: [{ query: "a" }, { query: "b" }] });
    assert.deepEqual(
      batch.json.answers.map(({ code }: { code: string }) => code),
      ["TIMEOUT", "TIMEOUT"],
    );
    assert.deepEqual([service.gate.running, service.gate.waiting], [0, 0]);
    await service.close();
  });
});

describe("a stop", () => {
  test("finishes what is in flight and refuses what comes after", async () => {
    const { service, letGo } = await openHeldService();
    const port = await listening(service);
    const inFlight = fetch(`http://127.0.0.1:${port}/api/v1/search?q=notebook`);
    while (service.gate.running === 0) await new Promise(setImmediate);
    // A connection that is open already, with its next request on the way.
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    let late = "";
    socket.setEncoding("utf8").on("data", (text) => {
      late += text;
    });
    socket.write("GET /api/v1/search?q=a HTTP/1.1\r\nhost: x\r\n");
    while ((await openConnections(service)) < 2) await new Promise(setImmediate);
    const closed = service.app.close();
    while (service.app.server.listening) await new Promise(setImmediate);
    socket.write("\r\n");
    await once(socket, "close");
    assert.match(late, /^HTTP\/1\.1 503 .*"code":"NOT_READY"/s);
    assert.match(late, /connection: close/i);
    letGo();
    const answer = await inFlight;
    assert.equal(answer.status, 200);
    assert.equal(((await answer.json()) as { results: { title: string }[] }).results[0]?.title, "Death Note");
    await closed;
    await assert.rejects(fetch(`http://127.0.0.1:${port}/health/live`));
    await service.close();
  });

  test("interrupts an ingest that runs, and keeps what it has taken in", async () => {
    const service = await openTestService();
    const port = await listening(service);
    const upload = httpRequest({
      port,
      host: "127.0.0.1",
      method: "POST",
      path: "/api/v1/admin/ingest?source=endless",
      headers: { ...AS_ADMIN, "content-type": "application/octet-stream" },
    });
    upload.on("error", () => undefined);
    // Files are read a megabyte at a time.
    const background = "endless ".repeat(1_000);
    for (let i = 0; i < 300; i++) {
      const sources = [`https://myanimelist.net/anime/${700_000 + i}`];
      upload.write(`${JSON.stringify({ title: `Endless ${i}`, type: "TV", sources, background })}\n`);
    }
    while (service.record.entries.counts().anime <= ENTRIES.length) await new Promise(setImmediate);
    // The client goes away in the middle of its file.
    upload.destroy();
    await service.idle();
    const { jobs } = (await service.ask("GET", "/admin/jobs", undefined, AS_ADMIN)).json;
    assert.notEqual(jobs[0].state, "running");
    const kept = service.record.entries.counts().anime;
    const again = await service.reopen();
    assert.equal(again.record.entries.counts().anime, kept);
    assert.ok(kept > ENTRIES.length);
    assert.equal((await again.ask("GET", "/search?q=Endless+1")).json.results[0].title, "Endless 1");
    await again.close();
  });
});

function openConnections(service: TestService): Promise<number> {
  return new Promise((resolve, reject) =>
    service.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}

describe("what surrounds an answer", () => {
  let service: TestService;
  before(async () => {
    service = await openTestService({ settings: { corsOrigins: ["https://example.org"] } });
  });
  after(() => service.close());

  test("is packed for who says that he can unpack it", async () => {
    const plain = await service.app.inject("/openapi.json");
    assert.equal(plain.headers["content-encoding"], undefined);
    const packed = await service.app.inject({
      url: "/openapi.json",
      headers: { "accept-encoding": "gzip, br" },
    });
    assert.equal(packed.headers["content-encoding"], "gzip");
    assert.equal(gunzipSync(packed.rawPayload).toString(), plain.body);
    const small = await service.app.inject({ url: "/health/live", headers: { "accept-encoding": "gzip" } });
    assert.equal(small.headers["content-encoding"], undefined);
    const lines = await service.app.inject({
      method: "POST",
      url: "/api/v1/search",
      headers: { "accept-encoding": "gzip", accept: "application/x-ndjson" },
      payload: { filter: {}, fields: "full" },
    });
    assert.equal(lines.headers["content-encoding"], "gzip");
    assert.equal(gunzipSync(lines.rawPayload).toString().trimEnd().split("\n").length, 4);
  });

  test("says which origins may read it", async () => {
    const from = (origin: string) => service.app.inject({ url: "/health/live", headers: { origin } });
    assert.equal(
      (await from("https://example.org")).headers["access-control-allow-origin"],
      "https://example.org",
    );
    assert.equal((await from("https://evil.example")).headers["access-control-allow-origin"], undefined);
    const preflight = await service.app.inject({
      method: "OPTIONS",
      url: "/api/v1/search",
      headers: {
        origin: "https://example.org",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    assert.equal(preflight.statusCode, 204);
    assert.match(String(preflight.headers["access-control-allow-methods"]), /POST/);
    assert.equal(preflight.headers["access-control-allow-headers"], "content-type");
  });

  test("is safe to show: headers of security on answers, problems and the page", async () => {
    for (const url of ["/", "/health/live", "/api/v1/nope", "/docs/", "/redoc"]) {
      const { headers } = await service.app.inject(url);
      assert.equal(headers["x-content-type-options"], "nosniff", url);
      assert.match(String(headers["content-security-policy"]), /default-src 'self'/, url);
      assert.equal(headers["x-powered-by"], undefined);
    }
    const { "content-security-policy": policy } = (await service.app.inject("/")).headers;
    assert.match(String(policy), /script-src 'self';/);
  });

  test("carries the caller's request id where it is one, or a new one", async () => {
    const ask = (id: string) => service.app.inject({ url: "/api/v1/nope", headers: { "x-request-id": id } });
    const own = await ask("trace-1:2.3");
    assert.equal(own.headers["x-request-id"], "trace-1:2.3");
    assert.equal(own.json().request_id, "trace-1:2.3");
    for (const id of ["", "a b", "x".repeat(101), "<script>"]) {
      assert.match(String((await ask(id)).headers["x-request-id"]), /^[0-9a-f-]{36}$/);
    }
    const [first, second] = [
      await service.app.inject("/health/live"),
      await service.app.inject("/health/live"),
    ];
    assert.notEqual(first.headers["x-request-id"], second.headers["x-request-id"]);
  });

  test("is logged as one line of JSON with its id, and without the query", async () => {
    await service.app.inject({
      url: "/api/v1/search?q=my+private+wish",
      headers: { "x-request-id": "logged-1" },
    });
    const line = service
      .logged()
      .split("\n")
      .find((text) => text.includes("logged-1"));
    const { method, path, status, ms } = JSON.parse(line!);
    assert.deepEqual([method, path, status, typeof ms], ["GET", "/api/v1/search", 200, "number"]);
    assert.doesNotMatch(service.logged(), /private/);
  });
});

describe("on the wire", () => {
  let service: TestService;
  let port: number;
  before(async () => {
    service = await openTestService();
    port = await listening(service);
  });
  after(() => service.close());

  test("what is no HTTP gets a problem and the connection ends", async () => {
    for (const bytes of [
      "nonsense\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      "\u0000\u0001\r\n\r\n",
      `GET /${"a".repeat(20_000)} HTTP/1.1\r\n\r\n`,
    ]) {
      const answer = await raw(port, bytes);
      assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json/);
      assert.match(answer, /"code":"MALFORMED_REQUEST"/);
    }
  });

  test("a body shorter than it says, and a client that goes away, harm nobody", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.write(
      "POST /api/v1/search HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{",
    );
    await once(socket, "ready");
    socket.destroy();
    assert.equal((await service.ask("GET", "/search?q=notebook")).status, 200);
    assert.doesNotMatch(service.logged(), /"level":50/);
  });
});
