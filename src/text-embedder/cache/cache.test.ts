import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { TextEmbedder, TextKind } from "../port.ts";
import { cachedTextEmbedder } from "./cached-text-embedder.ts";
import { keyMaker, VectorCache } from "./vector-cache.ts";

let folder: string;
let path: string;
let logged: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-vectors-"));
  path = join(folder, "embeddings.sqlite");
  logged = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const openCache = (changes: Partial<ConstructorParameters<typeof VectorCache>[1]> = {}) =>
  new VectorCache(path, { maxBytes: 1e9, log: (message) => logged.push(message), ...changes });

const DIMENSION = 4;

/** A model that remembers what it was asked: the vector tells the text's length and the kind. */
function model(changes: { revision?: string; weighsWords?: boolean } = {}) {
  const asked: string[] = [];
  const rows = (texts: readonly string[], kind: TextKind) => {
    asked.push(...texts);
    return Float32Array.from(
      texts.flatMap((text) => {
        const vector = [text.length / 3, kind === "query" ? 1 : 2, 0.1, 0];
        const length = Math.hypot(...vector);
        return vector.map((component) => component / length);
      }),
    );
  };
  const embedder: TextEmbedder = {
    identity: {
      provider: "test",
      model: "m",
      revision: changes.revision ?? "1",
      dimension: DIMENSION,
      pooling: "mean",
    },
    maxBatch: 8,
    concurrency: 3,
    embed: async (texts, kind) => rows(texts, kind),
    ...(changes.weighsWords
      ? {
          embedWithLexical: async (texts: readonly string[], kind: TextKind) => ({
            dense: rows(texts, kind),
            lexical: texts.map((text) => ({
              indices: Uint32Array.of(text.length, 4_000_000_000),
              values: Float32Array.of(0.3, 0.5),
            })),
          }),
        }
      : {}),
    status: () => ({ state: "ready" }),
    close: async () => undefined,
  };
  return { embedder, asked };
}

describe("an embedder with a cache", () => {
  test("asks its model for a text once, across processes, and gives the same vector each time", async () => {
    const first = model();
    const before = cachedTextEmbedder(first.embedder, openCache);
    const made = await before.embed(["a", "bb"], "document");
    assert.deepEqual(
      await before.embed(["bb", "a"], "document"),
      new Float32Array([...made.slice(4), ...made.slice(0, 4)]),
    );
    await before.close();
    const second = model();
    const after = cachedTextEmbedder(second.embedder, openCache);
    assert.deepEqual(
      await after
        .embed(["a", "ccc", "bb"], "document")
        .then((rows) => [...rows.slice(0, 4), ...rows.slice(8)]),
      [...made],
    );
    assert.deepEqual([first.asked, second.asked], [["a", "bb"], ["ccc"]]);
    await after.close();
  });

  test("keeps vectors to half precision", async () => {
    const { embedder } = model();
    const exact = await embedder.embed(["some text"], "document");
    const cached = cachedTextEmbedder(embedder, openCache);
    const rounded = await cached.embed(["some text"], "document");
    // Half precision has 11 bits: each component is off by at most 2^-11 of itself (and 2^-25 where it is tiny).
    for (const [i, value] of rounded.entries()) {
      assert.ok(Math.abs(value - exact[i]!) <= Math.abs(exact[i]!) / 2048 + 2 ** -25);
    }
    await cached.close();
  });

  test("knows queries from documents, and one revision of a model from another", async () => {
    const [one, other] = [model(), model({ revision: "2" })];
    const cached = cachedTextEmbedder(one.embedder, openCache);
    await cached.embed(["a"], "document");
    await cached.embed(["a"], "query");
    await cached.close();
    const changed = cachedTextEmbedder(other.embedder, openCache);
    await changed.embed(["a"], "document");
    assert.deepEqual([one.asked, other.asked], [["a", "a"], ["a"]]);
    await changed.close();
  });

  test("tells what is missing without embedding it", async () => {
    const { embedder, asked } = model();
    const cached = cachedTextEmbedder(embedder, openCache);
    await cached.embed(["a"], "document");
    assert.deepEqual(cached.missing!(["b", "a", "c"]), ["b", "c"]);
    assert.deepEqual(asked, ["a"]);
    assert.equal(cached.concurrency, 3);
    await cached.close();
  });

  test("remembers lexical weights with the vector, and asks for them where it has only the vector", async () => {
    const plain = cachedTextEmbedder(model().embedder, openCache);
    await plain.embed(["a"], "document");
    await plain.close();
    const { embedder, asked } = model({ weighsWords: true });
    const cached = cachedTextEmbedder(embedder, openCache);
    const made = await cached.embedWithLexical!(["a"], "document");
    assert.deepEqual(await cached.embedWithLexical!(["a"], "document"), made);
    assert.deepEqual(asked, ["a"]);
    assert.deepEqual([...made.lexical[0]!.indices], [1, 4_000_000_000]);
    // 0.3 is 0.30005 in half precision; 0.5 is itself.
    assert.ok(Math.abs(made.lexical[0]!.values[0]! - 0.3) < 2e-4);
    assert.equal(made.lexical[0]!.values[1], 0.5);
    await cached.close();
  });

  test("has no text in its file", async () => {
    const cached = cachedTextEmbedder(model().embedder, openCache);
    await cached.embed(["a text that nobody else shall read"], "query");
    await cached.close();
    assert.ok(!readFileSync(path).includes("nobody else"));
  });
});

describe("a cache that is no good", () => {
  const fill = async () => {
    const cached = cachedTextEmbedder(model().embedder, openCache);
    await cached.embed(["a", "bb"], "document");
    await cached.close();
  };

  test("another file in its place is set aside", async () => {
    writeFileSync(path, "this is no database, however long it may be".repeat(100));
    const { embedder, asked } = model();
    const cached = cachedTextEmbedder(embedder, openCache);
    await cached.embed(["a"], "document");
    await cached.embed(["a"], "document");
    assert.deepEqual(asked, ["a"]);
    assert.match(readFileSync(`${path}.damaged`, "utf8"), /^this is no database/);
    assert.equal(logged.length, 1);
    await cached.close();
  });

  test("pages that were overwritten cost time, not vectors", async () => {
    await fill();
    const bytes = readFileSync(path);
    for (let at = 4096; at < bytes.length; at++) bytes[at] = (at * 31) & 0xff;
    writeFileSync(path, bytes);
    const { embedder, asked } = model();
    const cached = cachedTextEmbedder(embedder, openCache);
    const expected = await embedder.embed(["bb"], "document");
    asked.length = 0;
    const got = await cached.embed(["bb"], "document");
    for (const [i, value] of got.entries()) assert.ok(Math.abs(value - expected[i]!) < 1e-3);
    assert.deepEqual(asked, ["bb"]);
    await cached.close();
  });

  test("a vector that does not fit its checksum is computed again", async () => {
    await fill();
    const database = new DatabaseSync(path);
    const key = keyMaker(model().embedder.identity, "document")("a");
    const row = database.prepare("SELECT value FROM vectors WHERE key = ?").get(key) as { value: Uint8Array };
    row.value[9]! ^= 1;
    database.prepare("UPDATE vectors SET value = ? WHERE key = ?").run(row.value, key);
    database.close();
    const { embedder, asked } = model();
    const cached = cachedTextEmbedder(embedder, openCache);
    await cached.embed(["a", "bb"], "document");
    await cached.embed(["a", "bb"], "document");
    assert.deepEqual(asked, ["a"]);
    await cached.close();
  });

  test("a folder that cannot be written leaves the embedder as it is without a cache", async () => {
    const nowhere = () => new VectorCache(join(folder, "missing", "embeddings.sqlite"), { maxBytes: 1e9 });
    const { embedder, asked } = model();
    const cached = cachedTextEmbedder(embedder, nowhere);
    await cached.embed(["a"], "document");
    assert.equal((await cached.embed(["a"], "document")).length, DIMENSION);
    assert.deepEqual([asked, cached.missing!(["a"])], [["a", "a"], ["a"]]);
    await cached.close();
  });
});

describe("the size of a cache", () => {
  test("is bounded: what was not used for the longest goes first", () => {
    let today = 1;
    const maxBytes = 512 * 1024;
    const cache = openCache({ maxBytes, today: () => today });
    const keyOf = keyMaker(model().embedder.identity, "document");
    const vector = { dense: new Float32Array(1024).fill(1 / 32), lexical: null };
    const keys = Array.from({ length: 1_000 }, (_, i) => keyOf(`text ${i}`));
    // About 2 KB each: 1,000 of them are four times what there is room for.
    cache.set([
      { key: keys[0]!, vector },
      { key: keys[1]!, vector },
    ]);
    for (const key of keys.slice(2)) {
      today++;
      // The first is used every day, the second never again.
      cache.get([keys[0]!], 1024);
      cache.set([{ key, vector }]);
    }
    const kept = cache.has(keys);
    assert.deepEqual([kept[0], kept[1], kept.at(-1)], [true, false, true]);
    assert.ok(kept.filter(Boolean).length > 100);
    cache.close();
    assert.ok(statSync(path).size < 1.2 * maxBytes, String(statSync(path).size));
    assert.ok(!existsSync(`${path}.damaged`));
  });
});
