/**
 * How long the scan store takes to open, to take in a point, and to answer, on synthetic collections of the
 * catalogue's size. `node bench/store.ts [share]`: a share of 0.1 measures a tenth of the points.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Random, seededRandom } from "../src/random.ts";
import type { CollectionSchema, DenseSpace, Point, SparseVector } from "../src/vector-store/port.ts";
import { ScanStore } from "../src/vector-store/scan/scan-store.ts";

const SHARE = Number(process.argv[2] ?? 1);
const ANIME = Math.round(25_804 * SHARE);
const EPISODES = Math.round(208_118 * SHARE);
const THREADS = 2;
const BATCH = 1000;
const QUERIES = 200;
const WORDS = 40_000;

const TEXT: DenseSpace = { dimension: 256, distance: "cosine", priority: "high" };
const TEXT_SPACES = Array.from({ length: 10 }, (_, i) => `text_${i}`);
const KEYWORDS = ["type", "status", "season", "genres", "studios", "tags", "voice_actors", "producers"];
const NUMBERS = Array.from({ length: 45 }, (_, i) => `number_${i}`);

const ANIME_SCHEMA: CollectionSchema = {
  dense: Object.fromEntries(TEXT_SPACES.map((space) => [space, TEXT])),
  sparse: ["text_sparse", "metadata_sparse"],
  columns: {
    ...Object.fromEntries(KEYWORDS.map((name) => [name, "keyword" as const])),
    ...Object.fromEntries(NUMBERS.map((name, i) => [name, i % 2 === 0 ? ("integer" as const) : "float"])),
    nsfw: "bool",
    aired: "datetime",
    title: "text",
    synopsis: "text",
  },
};

const EPISODE_SCHEMA: CollectionSchema = {
  dense: { episode: TEXT },
  sparse: ["text_sparse"],
  columns: { anime_id: "keyword", number: "integer", filler: "bool", aired: "datetime" },
};

/** Vectors in a few thousand clusters, as texts about the same things are. */
function vectorsLike(random: Random): () => Float32Array {
  const centres = Array.from({ length: 500 }, () =>
    Float32Array.from({ length: 256 }, () => random.normal()),
  );
  return () => {
    const centre = random.pick(centres);
    return Float32Array.from(centre, (x) => x + 1.2 * (random() + random() - 1));
  };
}

/** Words by Zipf's law. */
function sparseLike(random: Random, terms: number): SparseVector {
  const words = new Set<number>();
  while (words.size < terms) words.add(Math.floor(WORDS ** random()) * 2_654_435 + random.integer(0, 3));
  const indices = Uint32Array.from(words).sort();
  return { indices, values: Float32Array.from(indices, () => 0.2 + random()) };
}

function text(random: Random, words: number): string {
  return Array.from({ length: words }, () => `w${Math.floor(WORDS ** random()).toString(36)}`).join(" ");
}

function animePoint(random: Random, vector: () => Float32Array, row: number): Point {
  const synopsis = text(random, 80);
  return {
    id: `00000000-0000-5000-8000-${row.toString(16).padStart(12, "0")}`,
    dense: Object.fromEntries(TEXT_SPACES.map((space) => [space, vector()])),
    sparse: { text_sparse: sparseLike(random, 60), metadata_sparse: sparseLike(random, 12) },
    columns: {
      ...Object.fromEntries(
        KEYWORDS.map((name, i) => [
          name,
          Array.from({ length: 1 + i }, () => `${name} ${Math.floor((10 * 4 ** i) ** random())}`),
        ]),
      ),
      ...Object.fromEntries(NUMBERS.map((name) => [name, random.integer(0, 100_000)])),
      nsfw: random.chance(0.1),
      aired: random.integer(0, 2_000_000_000) * 1000,
      title: text(random, 6),
      synopsis,
    },
    payload: {
      title: text(random, 4),
      year: random.integer(1960, 2026),
      synopsis,
      genres: ["Action", "Drama"],
    },
  };
}

function episodePoint(random: Random, vector: () => Float32Array, row: number): Point {
  return {
    id: `00000000-0000-5000-8000-${(row >> 3).toString(16).padStart(12, "0")}#1.${row & 7}`,
    dense: { episode: vector() },
    sparse: { text_sparse: sparseLike(random, 30) },
    columns: { anime_id: `a${row >> 3}`, number: row & 7, filler: false, aired: row * 1_000_000 },
    payload: { anime: `a${row >> 3}`, number: row & 7, title: text(random, 5), season: 1, recap: false },
  };
}

function quantiles(times: number[]): string {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return `p50 ${at(0.5).toFixed(2)} ms, p95 ${at(0.95).toFixed(2)} ms`;
}

async function timed<T>(what: string, task: () => Promise<T>): Promise<T> {
  let longest = 0;
  let last = performance.now();
  const tick = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const ticking = setInterval(tick, 1);
  await setImmediate();
  const from = performance.now();
  const result = await task();
  tick();
  clearInterval(ticking);
  const { rss, arrayBuffers, heapUsed } = process.memoryUsage();
  const memory = `rss ${mb(rss)}, array buffers ${mb(arrayBuffers)}, heap ${mb(heapUsed)}`;
  console.log(
    `  ${what}: ${(performance.now() - from).toFixed(0)} ms, at most ${longest.toFixed(0)} ms in one turn (${memory})`,
  );
  return result;
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

async function fill(
  store: ScanStore,
  name: string,
  rows: number,
  make: (row: number) => Point,
): Promise<void> {
  let inside = 0;
  for (let from = 0; from < rows; from += BATCH) {
    const points = Array.from({ length: Math.min(BATCH, rows - from) }, (_, i) => make(from + i));
    const start = performance.now();
    await store.upsert(name, points);
    inside += performance.now() - start;
  }
  console.log(`  upsert of ${rows} points: ${inside.toFixed(0)} ms inside the store`);
}

async function repeat(count: number, task: (i: number) => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const from = performance.now();
    await task(i);
    times.push(performance.now() - from);
  }
  return quantiles(times);
}

async function main(): Promise<void> {
  console.log(
    `${cpus()[0]?.model}, ${availableParallelism()} cores, ${mb(totalmem())}, node ${process.version}, ${THREADS} threads`,
  );
  const root = mkdtempSync(join(tmpdir(), "kotodama-bench-"));
  const random = seededRandom(7);
  const vector = vectorsLike(random);
  try {
    let store = await ScanStore.open({ root, threads: THREADS });
    for (const [name, schema, rows, make] of [
      ["anime", ANIME_SCHEMA, ANIME, animePoint],
      ["episodes", EPISODE_SCHEMA, EPISODES, episodePoint],
    ] as const) {
      console.log(`${name}: ${rows} points`);
      await store.createCollection(name, schema);
      await fill(store, name, rows, (row) => make(random, vector, row));
      await timed("checkpoint", () => store.checkpoint(name, 1));
      console.log(`  ${mb((await store.info(name)).bytes)}`);
    }
    await timed("close", () => store.close());
    store = await timed("open the store", () => ScanStore.open({ root, threads: THREADS }));
    await timed("open anime", () => store.count("anime"));
    await timed("open episodes", () => store.count("episodes"));

    const filter = { must: [{ key: "number_0", range: { lt: 50_000 } }] };
    const query = (filtered: boolean) =>
      store.query("anime", {
        legs: [
          ...TEXT_SPACES.slice(0, 3).map((space) => ({ space, limit: 100, dense: vector() })),
          { space: "text_sparse", limit: 100, sparse: sparseLike(random, 8) },
        ],
        ...(filtered && { filter }),
        columns: ["number_1"],
      });
    await repeat(50, () => query(false));
    console.log(`3 dense legs + 1 sparse leg of 100: ${await repeat(QUERIES, () => query(false))}`);
    console.log(`  with a filter that keeps half: ${await repeat(QUERIES, () => query(true))}`);
    const episodes = () =>
      store.query("episodes", {
        legs: [
          { space: "episode", limit: 100, dense: vector() },
          { space: "text_sparse", limit: 100, sparse: sparseLike(random, 8) },
        ],
      });
    await repeat(20, episodes);
    console.log(`episodes, 1 dense + 1 sparse leg of 100: ${await repeat(QUERIES, episodes)}`);

    const from = performance.now();
    let running = 0;
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        while (running++ < 2000) await query(false);
      }),
    );
    console.log(`16 in flight: ${((2000 / (performance.now() - from)) * 1000).toFixed(0)} queries/s`);

    const one = animePoint(random, vector, 7);
    console.log(
      `upsert of 1 point: ${await repeat(100, (i) => store.upsert("anime", [{ ...one, id: `new-${i}` }]))}`,
    );
    const pair = async (i: number) => {
      await store.upsert("anime", [{ ...one, id: `other-${i}` }]);
      await query(false);
    };
    console.log(`upsert of 1 point, then a query: ${await repeat(100, pair)}`);
    await timed("checkpoint of the changes", () => store.checkpoint("anime", 2));
    await store.close();
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

await main();
