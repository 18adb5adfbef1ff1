import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { IngestEvent, Job } from "../administration/port.ts";
import { ADMIN_TOKEN, AS_ADMIN, type Method, openTestService, type TestService } from "./testing.ts";

let service: TestService;
beforeEach(async () => {
  service = await openTestService();
});
afterEach(() => service.close());

const admin = (method: Method, path: string, body?: unknown, headers = {}) =>
  service.ask(method, `/admin${path}`, body, { ...AS_ADMIN, ...headers });
const titles = async (query: string) =>
  (await service.ask("GET", `/search?q=${query}`)).json.results.map(({ title }: { title: string }) => title);
const NEW = {
  title: "Xylophone Club",
  type: "TV",
  sources: ["https://myanimelist.net/anime/424242"],
  synopsis: "Marimba and xylophone.",
};

/** Sends a catalogue file and reads the events that answer it. */
async function ingest(
  payload: string | Buffer,
  source = "file.jsonl",
  more = "",
): Promise<{ status: number; events: IngestEvent[] }> {
  const { statusCode, body } = await service.app.inject({
    method: "POST",
    url: `/api/v1/admin/ingest?source=${source}${more}`,
    headers: { ...AS_ADMIN, "content-type": "application/octet-stream" },
    payload,
  });
  const events =
    statusCode === 200
      ? body
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line))
      : [];
  return { status: statusCode, events };
}

const summaryOf = (events: readonly IngestEvent[]) => {
  const last = events.at(-1)!;
  assert.ok("summary" in last, JSON.stringify(last));
  return last.summary;
};

const lines = (...entries: unknown[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");

describe("the token", () => {
  const routes: [Method, string][] = [
    ["POST", "/anime"],
    ["PATCH", "/anime/death-note"],
    ["DELETE", "/anime/death-note"],
    ["POST", "/reindex"],
    ["POST", "/rollback"],
    ["GET", "/jobs"],
    ["GET", "/stats"],
    ["POST", "/ingest?source=x"],
  ];

  test("every admin route asks for it, before it looks at anything else", async () => {
    for (const [method, path] of routes) {
      const without = await service.ask(method, `/admin${path}`);
      assert.deepEqual([without.status, without.json.code], [401, "UNAUTHORIZED"], path);
      assert.match(String(without.headers["www-authenticate"]), /^Bearer/);
      const malformed = await service.ask(method, `/admin${path}`, "{", { authorization: "Bearer wrong" });
      assert.deepEqual([malformed.status, malformed.json.code], [403, "FORBIDDEN"], path);
    }
    assert.equal((await titles("notebook"))[0], "Death Note", "nothing was changed");
  });

  test("what is almost the token is not", async () => {
    const almost = [
      `Basic ${ADMIN_TOKEN}`,
      ADMIN_TOKEN,
      "Bearer",
      "Bearer ",
      `Bearer ${ADMIN_TOKEN}x`,
      `Bearer ${ADMIN_TOKEN.toUpperCase()}`,
      `Bearer ${"x".repeat(8_000)}`,
    ];
    for (const authorization of almost) {
      const { status } = await service.ask("GET", "/admin/stats", undefined, { authorization });
      assert.ok(status === 401 || status === 403, authorization.slice(0, 60));
    }
    const lower = await service.ask("GET", "/admin/stats", undefined, {
      authorization: `bearer ${ADMIN_TOKEN}`,
    });
    assert.equal(lower.status, 200);
  });

  test("it stands in no log and in no answer", async () => {
    await admin("POST", "/anime", { entries: [NEW] });
    await admin("POST", "/anime", "{");
    await service.ask("GET", `/admin/stats?token=${ADMIN_TOKEN}`);
    assert.ok(service.logged().length > 0);
    assert.ok(!service.logged().includes(ADMIN_TOKEN));
  });
});

describe("entries", () => {
  test("posted ones are found at once, are counted once, and stay across a restart", async () => {
    assert.deepEqual((await admin("POST", "/anime", { entries: [NEW] })).json, {
      accepted: 1,
      unchanged: 0,
      rejected: [],
    });
    assert.equal((await titles("xylophone"))[0], NEW.title);
    assert.deepEqual((await admin("POST", "/anime", { entries: [NEW] })).json, {
      accepted: 0,
      unchanged: 1,
      rejected: [],
    });
    const changed = { ...NEW, title: "Xylophone Society" };
    assert.equal((await admin("POST", "/anime", { entries: [changed] })).json.accepted, 1);
    service = await service.reopen();
    assert.equal((await titles("xylophone"))[0], changed.title);
    assert.equal((await admin("GET", "/stats")).json.anime, 7);
  });

  test("wrong ones are named by their place, the others taken", async () => {
    const { status, json } = await admin("POST", "/anime", {
      entries: [{ type: "TV" }, NEW, "text", null, { title: 5, year: "soon" }],
    });
    assert.equal(status, 200);
    assert.equal(json.accepted + json.rejected.length, 5);
    assert.deepEqual(json.rejected.map(({ index }: { index: number }) => index).slice(0, 3), [0, 2, 3]);
    assert.equal(json.rejected[0].errors[0].path, "title");
    assert.equal((await titles("xylophone"))[0], NEW.title);
  });

  test("none, or too many at once", async () => {
    for (const entries of [[], Array.from({ length: 1_001 }, () => NEW)]) {
      const { status, json } = await admin("POST", "/anime", { entries });
      assert.equal(status, 422);
      assert.equal(json.errors[0].path, "entries");
    }
  });

  test("a merge patch changes fields, removes those that are null, and lasts", async () => {
    const { status, json } = await admin("PATCH", "/anime/death-note", {
      synopsis: "A tale of a zebra.",
      season: null,
    });
    assert.equal(status, 200, JSON.stringify(json));
    assert.equal(json.synopsis, "A tale of a zebra.");
    assert.ok(!("season" in json));
    assert.equal((await titles("zebra"))[0], "Death Note");
    service = await service.reopen();
    assert.deepEqual((await service.ask("GET", "/anime/death-note")).json, json);
  });

  test("patches that make no sense are refused, and nothing changes", async () => {
    const read = async () => (await service.ask("GET", "/anime/cowboy-bebop")).json;
    const before = await read();
    const wrong: [body: unknown, path: string][] = [
      [{ id: "x" }, "id"],
      [{ slug: "x" }, "slug"],
      [{ title: null }, "title"],
      [{ year: "soon" }, "year"],
      [{ synopsis: [1] }, "synopsis"],
      [[], ""],
      [null, ""],
      ['"text"', ""],
    ];
    for (const [body, path] of wrong) {
      const { status, json, text } = await admin("PATCH", "/anime/cowboy-bebop", body);
      assert.equal(status, 422, `${JSON.stringify(body)}: ${text}`);
      assert.equal(json.errors[0].path, path);
    }
    assert.deepEqual(await read(), before);
    assert.equal((await admin("PATCH", "/anime/nope", { title: "x" })).json.code, "ANIME_NOT_FOUND");
  });

  test("a merge patch comes as its own content type, too", async () => {
    const type = { "content-type": "application/merge-patch+json" };
    assert.equal((await admin("PATCH", "/anime/death-note", { background: "b" }, type)).json.background, "b");
  });

  test("a deleted one is gone at once and for good, with its episodes", async () => {
    const deleted = await admin("DELETE", "/anime/death-note");
    assert.deepEqual([deleted.status, deleted.text], [204, ""]);
    service = await service.reopen();
    assert.ok(!(await titles("notebook")).includes("Death Note"));
    assert.equal((await service.ask("GET", "/anime/death-note")).status, 404);
    assert.deepEqual(
      (await service.ask("POST", "/search/episodes", { query: "a bargain for eyes" })).json.results.filter(
        ({ anime }: { anime: { title: string } }) => anime.title === "Death Note",
      ),
      [],
    );
    assert.equal((await admin("DELETE", "/anime/death-note")).json.code, "ANIME_NOT_FOUND");
  });
});

describe("jobs", () => {
  test("a reindex runs in the background; another one waits its turn by 409", async () => {
    const started = await admin("POST", "/reindex");
    assert.equal(started.status, 202);
    assert.equal(started.json.state, "running");
    for (const path of ["/reindex", "/ingest?source=x"]) {
      const headers = path.startsWith("/ingest") ? { "content-type": "application/octet-stream" } : {};
      const second = await admin("POST", path, path.startsWith("/ingest") ? lines(NEW) : undefined, headers);
      assert.deepEqual([second.status, second.json.code], [409, "CONFLICT"], second.text);
    }
    assert.equal((await titles("notebook"))[0], "Death Note", "searches go on meanwhile");
    await service.idle();
    const [job] = (await admin("GET", "/jobs")).json.jobs as Job[];
    assert.deepEqual([job?.id, job?.state, job?.error], [started.json.id, "done", null]);
    assert.equal((await admin("GET", "/stats")).json.index.generation, "000002");
  });

  test("a rollback goes back to the generation before, and keeps what was written since", async () => {
    assert.deepEqual([(await admin("POST", "/rollback")).json.code], ["NO_PREVIOUS_GENERATION"]);
    await admin("POST", "/reindex", "", { "content-type": "application/json" });
    await service.idle();
    await admin("POST", "/anime", { entries: [NEW] });
    assert.equal((await admin("POST", "/rollback")).status, 202);
    await service.idle();
    const { index, anime } = (await admin("GET", "/stats")).json;
    assert.deepEqual([index.generation, index.previous, anime], ["000001", "000002", 7]);
    assert.equal((await titles("xylophone"))[0], NEW.title);
  });
});

describe("ingest", () => {
  test("a file is answered line by line, packed or not, and is found at once", async () => {
    const { status, events } = await ingest(lines(NEW));
    assert.equal(status, 200);
    assert.deepEqual([summaryOf(events).added, summaryOf(events).files[0]?.source], [1, "file.jsonl"]);
    assert.ok(events.slice(0, -1).every((event) => "progress" in event));
    assert.equal((await titles("xylophone"))[0], NEW.title);
    const again = summaryOf((await ingest(gzipSync(lines(NEW)))).events);
    assert.deepEqual([again.added, again.unchanged], [0, 1]);
  });

  test("what cannot be read is counted, the rest taken in", async () => {
    const summary = summaryOf((await ingest(`${lines(NEW)}not json\n{"type":"TV"}\n`)).events);
    assert.deepEqual([summary.added, summary.rejected], [1, 2]);
    assert.equal((await admin("GET", "/stats")).json.rejected, 2);
  });

  test("a file of no known format, an empty one: a summary that says so", async () => {
    for (const [bytes, code] of [
      ["just some words", "FORMAT_UNKNOWN"],
      ["", "INPUT_UNREADABLE"],
    ] as const) {
      const { events } = await ingest(Buffer.from(bytes));
      const [file] = summaryOf(events).files;
      assert.deepEqual([file?.state, file?.error?.code], ["failed", code]);
    }
  });

  test("with prune, what the file no longer holds goes", async () => {
    await ingest(lines(NEW, { ...NEW, title: "Other", sources: ["https://myanimelist.net/anime/424243"] }));
    assert.equal((await admin("GET", "/stats")).json.anime, 8);
    const summary = summaryOf((await ingest(lines(NEW), "file.jsonl", "&prune=true")).events);
    assert.equal(summary.pruned, 1);
    assert.equal((await admin("GET", "/stats")).json.anime, 7);
  });

  test("without a source, or as JSON, it is refused before a byte is read", async () => {
    const headers = { "content-type": "application/octet-stream" };
    const unnamed = await admin("POST", "/ingest", lines(NEW), headers);
    assert.deepEqual([unnamed.status, unnamed.json.errors[0].path], [422, "source"]);
    const json = await admin("POST", "/ingest?source=x", NEW);
    assert.deepEqual([json.status, json.json.code], [415, "MEDIA_TYPE_UNSUPPORTED"]);
  });
});
