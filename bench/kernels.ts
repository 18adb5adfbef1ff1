/**
 * Recall and speed of the dense kernels on one thread, and the round trip to a search thread.
 *
 * With the shared catalogue (../shared/data/anime.jsonl.gz, or under KOTODAMA_SHARED): hashed TF-IDF vectors of
 * the entries' texts at 1024 dimensions, and the mean of a random vector per word at 256; queries are sentences of
 * synopses. Without it: random clusters. Recall is judged against float32, any of equally good rows counting.
 * Run: node bench/kernels.ts
 */
import { createReadStream, existsSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { seededRandom } from "../src/random.ts";
import { DenseCodes } from "../src/vector-store/scan/dense-codes.ts";
import { SearchPool } from "../src/vector-store/scan/search-pool.ts";

const QUERIES = 200;

interface Data {
  readonly name: string;
  readonly dimension: number;
  /** `[n × dimension]`, of length 1. */
  readonly vectors: Float32Array;
  readonly queries: readonly Float32Array[];
}

type Counts = ReadonlyMap<string, number>;

function wordCounts(text: string): Counts {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** FNV-1a with a final mix. */
function hash(word: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

function toUnit(vector: Float32Array): void {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) / length;
}

interface Texts {
  readonly documents: Counts[];
  readonly queries: Counts[];
}

async function readTexts(path: string): Promise<Texts> {
  const documents: Counts[] = [];
  const sentences: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
    if (line === "") continue;
    const { title, title_english, synopsis, genres = [], tags = [] } = JSON.parse(line);
    documents.push(
      wordCounts([title, title_english, synopsis, ...genres, ...tags].filter(Boolean).join(" ")),
    );
    const long = (synopsis ?? "")
      .split(/(?<=[.!?])\s+/)
      .filter((s: string) => s.length > 40 && s.length < 300);
    if (long.length > 0) sentences.push(long[long.length >> 1]);
  }
  const step = Math.floor(sentences.length / QUERIES);
  return {
    documents,
    queries: sentences
      .filter((_, i) => i % step === 0)
      .slice(0, QUERIES)
      .map(wordCounts),
  };
}

/** Texts as vectors: every word adds (1 + ln count) · idf of its own direction. */
function embed({ documents, queries }: Texts, name: string, dimension: number, add: AddWord): Data {
  const frequency = new Map<string, number>();
  for (const document of documents)
    for (const word of document.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const write = (counts: Counts, to: Float32Array) => {
    for (const [word, count] of counts) {
      const df = frequency.get(word) ?? 1;
      add(word, (1 + Math.log(count)) * Math.log(1 + (documents.length - df + 0.5) / (df + 0.5)), to);
    }
    toUnit(to);
    return to;
  };
  const vectors = new Float32Array(documents.length * dimension);
  for (const [i, counts] of documents.entries())
    write(counts, vectors.subarray(i * dimension, (i + 1) * dimension));
  return {
    name,
    dimension,
    vectors,
    queries: queries.map((counts) => write(counts, new Float32Array(dimension))),
  };
}

type AddWord = (word: string, weight: number, to: Float32Array) => void;

const hashed: AddWord = (word, weight, to) => {
  const h = hash(word);
  const at = h % to.length;
  to[at] = (to[at] as number) + (h >>> 31 ? weight : -weight);
};

function wordVectors(dimension: number): AddWord {
  const known = new Map<string, Float32Array>();
  return (word, weight, to) => {
    let vector = known.get(word);
    if (!vector) {
      const random = seededRandom(hash(word));
      vector = Float32Array.from({ length: dimension }, () => random() + random() + random() - 1.5);
      known.set(word, vector);
    }
    for (let i = 0; i < dimension; i++) to[i] = (to[i] as number) + weight * (vector[i] as number);
  };
}

function clusters(dimension: number): Data {
  const random = seededRandom(dimension);
  const centres = Array.from({ length: 200 }, () =>
    Float32Array.from({ length: dimension }, () => random.normal()),
  );
  const near = () => {
    const vector = random.pick(centres).map((value) => value + random.normal());
    toUnit(vector);
    return vector;
  };
  const vectors = new Float32Array(25_804 * dimension);
  for (let at = 0; at < vectors.length; at += dimension) vectors.set(near(), at);
  return { name: "random clusters", dimension, vectors, queries: Array.from({ length: QUERIES }, near) };
}

function trueScores({ vectors, dimension }: Data, query: Float32Array): Float32Array {
  const scores = new Float32Array(vectors.length / dimension);
  for (let row = 0; row < scores.length; row++) {
    let dot = 0;
    for (let i = 0; i < dimension; i++)
      dot += (vectors[row * dimension + i] as number) * (query[i] as number);
    scores[row] = dot;
  }
  return scores;
}

function quantile(times: readonly number[], at: number): string {
  return (times.toSorted((a, b) => a - b)[Math.floor(times.length * at)] as number).toFixed(3);
}

function measure(data: Data): void {
  const { name, dimension, vectors, queries } = data;
  const rows = vectors.length / dimension;
  let start = performance.now();
  const codes = DenseCodes.encode({ dimension, distance: "cosine", vectors, rowOf: null });
  const seconds = (performance.now() - start) / 1000;
  const { distinct } = codes.header;
  console.log(`\n${name}: ${rows} × ${dimension}, ${distinct} distinct; encoded in ${seconds.toFixed(2)} s`);
  const truth = queries.map((query) => trueScores(data, query));

  const report = (label: string, k: number, deviations?: number, share?: number) => {
    const keeps = (row: number) => share === undefined || Math.imul(row, 0x9e3779b1) >>> 0 < share * 2 ** 32;
    const filter = share === undefined ? null : new Uint32Array(Math.ceil(rows / 32));
    if (filter) for (let row = 0; row < rows; row++) if (keeps(row)) filter[row >> 5]! |= 1 << (row & 31);
    const times: number[] = [];
    let recall = 0;
    // The first round warms up.
    for (const timed of [false, true]) {
      for (const [q, query] of queries.entries()) {
        start = performance.now();
        const hits = codes.search(query, k, { filter, ...(deviations !== undefined && { deviations }) });
        const time = performance.now() - start;
        if (!timed) continue;
        times.push(time);
        const scores = truth[q] as Float32Array;
        const kept = scores.filter((_, row) => keeps(row)).sort();
        const least = (kept[Math.max(0, kept.length - k)] as number) - 1e-6;
        recall +=
          hits.rows.filter((row) => (scores[row] as number) >= least).length / Math.min(k, kept.length);
      }
    }
    const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
    console.log(
      `  ${label.padEnd(34)} recall@${k} ${(recall / queries.length).toFixed(4)}  p50 ${p50} ms  p95 ${p95} ms`,
    );
  };
  for (const deviations of [0.5, 1, 1.5, 2, 2.5, 3]) report(`${deviations} deviations`, 10, deviations);
  report("default", 10);
  report("default", 100);
  // The window of a search of the service.
  report("default", 300);
  for (const share of [0.001, 0.01, 0.1, 0.5])
    report(`default, a filter keeps ${share * 100}%`, 10, undefined, share);

  const times = queries.map((query) => {
    start = performance.now();
    codes.prepare(query);
    return performance.now() - start;
  });
  console.log(`  of which preparing the query: p50 ${quantile(times, 0.5)} ms`);
}

async function measureRoundTrip(): Promise<void> {
  const { vectors, queries, dimension } = {
    ...clusters(128),
    vectors: clusters(128).vectors.subarray(0, 1280),
  };
  const codes = DenseCodes.encode({ dimension, distance: "cosine", vectors, rowOf: null });
  console.log("\none leg over ten vectors, k = 10: little but the way there and back");
  for (const threads of [0, 1]) {
    const pool = new SearchPool(threads);
    const key = pool.register({ dense: new Map([["space", codes]]), sparse: new Map() });
    const times: number[] = [];
    for (let i = 0; i < 3000; i++) {
      const dense = queries[i % queries.length] as Float32Array;
      const start = performance.now();
      await pool.run({
        legs: [{ space: "space", k: 10, dense, isLow: false }],
        segments: [{ key, filter: null }],
      });
      if (i >= 1000) times.push(performance.now() - start);
    }
    console.log(
      `  ${threads === 0 ? "on this thread" : "on a thread"}: p50 ${quantile(times, 0.5)} ms  p95 ${quantile(times, 0.95)} ms`,
    );
    await pool.close();
  }
}

const shared = process.env.KOTODAMA_SHARED ?? join(import.meta.dirname, "../../shared");
const catalogue = join(shared, "data/anime.jsonl.gz");
console.log(`${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}`);
if (existsSync(catalogue)) {
  const texts = await readTexts(catalogue);
  measure(embed(texts, "hashed TF-IDF of the catalogue", 1024, hashed));
  measure(embed(texts, "random word vectors over the catalogue", 256, wordVectors(256)));
} else {
  console.log("without the shared catalogue: random clusters instead of texts");
  for (const dimension of [1024, 256]) measure(clusters(dimension));
}
await measureRoundTrip();
