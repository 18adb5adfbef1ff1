import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { isFailure } from "../errors.ts";
import { seededRandom } from "../random.ts";
import type { AnimeSearch } from "../search/search.ts";
import { adaptedTextEmbedder } from "../text-embedder/adapter/adapted-text-embedder.ts";
import { embedderOf, type TextEmbedder } from "../text-embedder/port.ts";
import { MemoryStore } from "../vector-store/memory/memory-store.ts";
import { ADAPTED_SPACE, type AdaptationDependencies, adapt, isWorthKeeping } from "./adapt.ts";
import { adapterPath, readAdapter, removeAdapter, type SavedAdapter, writeAdapter } from "./adapter-file.ts";
import { isHeldOut, type Pair, readPairs } from "./pairs.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-adapt-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const DIMENSION = 8;

/** The vector of anime `i`. */
function vectorOf(i: number): Float32Array {
  const random = seededRandom(i + 1);
  const values = Array.from({ length: DIMENSION }, () => random() - 0.5);
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

/** Queries `about 17` mean anime 17, but the embedder exchanges two coordinates of queries where it is `crooked`. */
async function world(crooked: boolean): Promise<AdaptationDependencies> {
  const embedder: TextEmbedder = {
    identity: { provider: "test", model: "m", revision: "1", dimension: DIMENSION, pooling: "mean" },
    maxBatch: 50,
    async embed(texts) {
      return Float32Array.from(
        texts.flatMap((text) => {
          const [a, b, ...rest] = vectorOf(Number(text.split(" ")[1]));
          return crooked ? [b!, a!, ...rest] : [a!, b!, ...rest];
        }),
      );
    },
    status: () => ({ state: "ready" }),
    close: async () => undefined,
  };
  const store = new MemoryStore();
  await store.createCollection("anime", {
    dense: { [ADAPTED_SPACE]: { dimension: DIMENSION, distance: "cosine", priority: "high" } },
    sparse: [],
    columns: { id: "keyword" },
  });
  const ids = Array.from({ length: 400 }, (_, i) => String(i));
  await store.upsert(
    "anime",
    ids.map((id) => ({
      id,
      dense: { [ADAPTED_SPACE]: vectorOf(Number(id)) },
      sparse: {},
      columns: { id },
      payload: {},
    })),
  );
  return {
    store,
    collection: "anime",
    embedder,
    idOf: (name) => (ids.includes(name) ? name : undefined),
    franchiseOf: (id) => [id],
    searchWith(correct) {
      const used =
        correct === null
          ? embedder
          : embedderOf(adaptedTextEmbedder(embedder, ADAPTED_SPACE, correct), ADAPTED_SPACE);
      const search: Pick<AnimeSearch, "search"> = {
        async search({ query }) {
          const dense = await used.embed([query!], "query");
          const { ids: found, scores } = await store.query("anime", {
            legs: [{ space: ADAPTED_SPACE, limit: 10, dense }],
          });
          const order = found
            .map((id, i) => ({ id, score: scores[0]![i]! }))
            .sort((a, b) => b.score - a.score);
          return { results: order } as unknown as Awaited<ReturnType<AnimeSearch["search"]>>;
        },
      };
      return search as AnimeSearch;
    },
  };
}

const PAIRS: readonly Pair[] = Array.from({ length: 300 }, (_, i) => ({
  query: `about ${i}`,
  right: String(i),
  wrong: [String((i + 1) % 300)],
}));

describe("adapting", () => {
  test("undoes what queries have wrong in common, and says what that is worth", async () => {
    const found = await adapt(PAIRS, await world(true), { rank: 2, epochs: 30 });
    assert.equal(found.learned + found.held_out, 300);
    assert.ok(found.held_out > 30 && found.held_out < 100);
    const { before, after, p } = found.space["mrr@10"];
    assert.ok(after > before + 0.1 && p <= 0.05, `${before} → ${after}, p = ${p}`);
    assert.ok(found.helps);
  });

  test("is not worth keeping where queries are right already", async () => {
    const found = await adapt(PAIRS, await world(false), { rank: 2, epochs: 5 });
    assert.equal(found.space["mrr@10"].before, 1);
    assert.equal(found.helps, false);
  });

  test("needs enough pairs of anime that are there", async () => {
    const strangers = PAIRS.map((pair) => ({ ...pair, right: "nowhere" }));
    for (const pairs of [PAIRS.slice(0, 20), strangers, []]) {
      await assert.rejects(adapt(pairs, await world(true), { rank: 2, epochs: 1 }), (error) =>
        isFailure(error, "PAIRS_INVALID"),
      );
    }
  });

  test("is kept for a gain beyond chance, and never for a loss beyond it", () => {
    const same = { before: 0.5, after: 0.5, p: 1 };
    const gain = { before: 0.5, after: 0.6, p: 0.01 };
    const chance = { before: 0.5, after: 0.6, p: 0.2 };
    const loss = { before: 0.5, after: 0.4, p: 0.01 };
    assert.ok(isWorthKeeping(gain, same) && isWorthKeeping(same, gain) && isWorthKeeping(gain, chance));
    for (const [a, b] of [
      [same, same],
      [chance, chance],
      [gain, loss],
      [loss, gain],
    ] as const) {
      assert.ok(!isWorthKeeping(a, b));
    }
  });
});

describe("an adapted embedder", () => {
  test("corrects queries to its space alone, and is still the same embedder", async () => {
    const { embedder } = await world(false);
    const adapted = adaptedTextEmbedder(embedder, "title_vector", (rows) => rows.fill(1));
    assert.equal(adapted.identity, embedder.identity);
    const plain = [...(await embedder.embed(["about 3"], "query"))];
    const title = embedderOf(adapted, "title_vector");
    assert.deepEqual([...(await title.embed(["about 3"], "query"))], new Array(DIMENSION).fill(1));
    assert.deepEqual([...(await title.embed(["about 3"], "document"))], plain);
    assert.deepEqual([...(await embedderOf(adapted, "genre_vector").embed(["about 3"], "query"))], plain);
    assert.deepEqual([...(await embedder.embed(["about 3"], "query"))], plain);
  });
});

describe("an adapter's file", () => {
  const identity = { provider: "p", model: "m", revision: "1", dimension: 3, pooling: "mean" };
  const saved: SavedAdapter = {
    note: {
      embedder: identity,
      made_at: "2026-01-01T00:00:00Z",
      pairs: 5,
      held_out: 2,
      mrr_before: 0.1,
      mrr_after: 0.2,
    },
    map: {
      dimension: 3,
      rank: 2,
      down: Float32Array.of(1, 2, 3, 4, 5, 6),
      up: Float32Array.of(6, 5, 4, 3, 2, 1),
    },
  };

  test("reads back as it was written; there is one for each embedder", () => {
    const path = adapterPath(folder, identity);
    assert.equal(readAdapter(path, identity), null);
    writeAdapter(path, saved);
    assert.deepEqual(readAdapter(path, identity), saved);
    assert.notEqual(adapterPath(folder, { ...identity, revision: "2" }), path);
    assert.equal(readdirSync(join(folder, "adapters")).length, 1);
    assert.deepEqual([removeAdapter(path), removeAdapter(path)], [true, false]);
  });

  test("is refused where any byte is another, where it ends too early, and to another embedder", () => {
    const path = adapterPath(folder, identity);
    writeAdapter(path, saved);
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 4;
      writeFileSync(path, changed);
      assert.throws(() => readAdapter(path, identity), { code: "ADAPTER_INVALID" }, `byte ${at}`);
    }
    for (const length of [0, 3, bytes.length - 1]) {
      writeFileSync(path, bytes.subarray(0, length));
      assert.throws(() => readAdapter(path, identity), { code: "ADAPTER_INVALID" }, `${length} bytes`);
    }
    writeFileSync(path, bytes);
    assert.throws(() => readAdapter(path, { ...identity, revision: "2" }), /another embedder/);
  });
});

describe("pairs", () => {
  const written = (text: string) => {
    const path = join(folder, "pairs.jsonl");
    writeFileSync(path, text);
    return path;
  };

  test("are read line by line, the wrong ones if there are any", () => {
    const path = written('{"query": "a", "right": "x"}\n\n{"query": "b", "right": "y", "wrong": ["z"]}\n');
    assert.deepEqual(readPairs(path), [
      { query: "a", right: "x", wrong: [] },
      { query: "b", right: "y", wrong: ["z"] },
    ]);
  });

  test("that are wrong are named by their line", () => {
    for (const bad of [
      "{",
      "[]",
      '{"query": "", "right": "x"}',
      '{"query": "a"}',
      '{"query": "a", "right": "x", "rigth": 1}',
    ]) {
      const path = written(`{"query": "a", "right": "x"}\n${bad}\n`);
      assert.throws(
        () => readPairs(path),
        (error) => isFailure(error, "PAIRS_INVALID") && error.message.includes(":2:"),
      );
    }
    assert.throws(() => readPairs(join(folder, "none.jsonl")), { code: "INPUT_UNREADABLE" });
  });

  test("are held out by their words, a fifth of them, the same each time", () => {
    const held = PAIRS.filter(isHeldOut).length;
    assert.ok(held > 40 && held < 80, String(held));
    assert.equal(isHeldOut({ query: " About 7 " }), isHeldOut({ query: "about 7" }));
  });
});
