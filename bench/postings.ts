/**
 * Times the postings of a sparse space: medians and p95 in ms of searches with and without a filter, beside plain
 * accumulation over all lists, and of scoring 300 rows.
 *
 *     node bench/postings.ts
 *
 * Over the real catalogue in ../shared (or KOTODAMA_SHARED) where there is one; over made-up vectors in any case.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Random, seededRandom } from "../src/random.ts";
import type { SparseVector } from "../src/vector-store/port.ts";
import { Bitmap } from "../src/vector-store/scan/bitmap.ts";
import { Postings } from "../src/vector-store/scan/postings.ts";
import type { PostingsDescriptor } from "../src/vector-store/scan/postings-build.ts";
import { wordsOf } from "../src/vector-store/words.ts";

const K = 300;
const QUERIES = 200;
/** A query's time is its fastest of so many, so that other work on the machine does not count. */
const ROUNDS = 6;

interface Workload {
  readonly name: string;
  readonly vectors: readonly SparseVector[];
  /** Queries by their number of terms. */
  readonly queries: ReadonlyMap<number, readonly SparseVector[]>;
}

function sparse(weights: ReadonlyMap<number, number>): SparseVector {
  const indices = Uint32Array.from(weights.keys()).sort();
  return { indices, values: Float32Array.from(indices, (index) => weights.get(index)!) };
}

/** BM25 (k1 1.2, no length normalisation) over the titles and synopses; queries are runs of words of synopses. */
function catalogueWorkload(path: string, random: Random): Workload {
  const texts = gunzipSync(readFileSync(path))
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { title: string; synonyms?: string[]; synopsis?: string })
    .map(({ title, synonyms = [], synopsis = "" }) => `${title} ${synonyms.join(" ")} ${synopsis}`);
  const hashes = new Map<string, number>();
  const frequencies = new Map<number, number>();
  const documents = texts.map((text) => {
    const terms = [...wordsOf(text)].map((word) => {
      let hash = hashes.get(word);
      if (hash === undefined) {
        hash = Math.floor(random() * 2 ** 32);
        hashes.set(word, hash);
      }
      return hash;
    });
    for (const term of new Set(terms)) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    return terms;
  });
  const idf = (term: number) => {
    const frequency = frequencies.get(term)!;
    return Math.log(1 + (texts.length - frequency + 0.5) / (frequency + 0.5));
  };
  const vectors = documents.map((terms) =>
    sparse(new Map(terms.map((term) => [term, (2.2 * (1 + random.integer(0, 3) / 2)) / (1.2 + 1)]))),
  );
  const long = documents.filter((terms) => terms.length >= 60);
  const queries = new Map(
    [3, 8, 20, 40].map((count) => [
      count,
      Array.from({ length: QUERIES }, () => {
        const terms = random.pick(long);
        const from = random.integer(0, terms.length - count);
        return sparse(new Map(terms.slice(from, from + count).map((term) => [term, idf(term)])));
      }),
    ]),
  );
  return { name: `catalogue, ${texts.length} rows`, vectors, queries };
}

/** Zipf-like terms, weighted as rare as they are. */
function madeUpWorkload(
  rows: number,
  terms: number,
  vocabulary: number,
  counts: readonly number[],
  random: Random,
): Workload {
  const draw = (count: number, weight: (rank: number) => number) => {
    const weights = new Map<number, number>();
    while (weights.size < count) {
      const rank = Math.floor(vocabulary ** random());
      weights.set(Math.imul(rank, 2654435761) >>> 0, weight(rank));
    }
    return sparse(weights);
  };
  const vectors = Array.from({ length: rows }, () => draw(terms, () => 0.3 + 0.7 * random()));
  const queries = new Map(
    counts.map((count) => [
      count,
      Array.from({ length: QUERIES }, () => draw(count, (rank) => Math.log(1 + rank))),
    ]),
  );
  return { name: `made up, ${rows} rows of ${terms} of ${vocabulary} terms`, vectors, queries };
}

/** Every list walked, every sum compared: what pruning must beat. */
function plainAccumulation(descriptor: PostingsDescriptor) {
  const { terms, offsets, members, weights, rows } = descriptor;
  const place = new Map(Array.from(terms, (term, at) => [term, at]));
  const sums = new Float64Array(rows);
  return ({ indices, values }: SparseVector): number[] => {
    sums.fill(0);
    for (let i = 0; i < indices.length; i++) {
      const t = place.get(indices[i]!);
      if (t === undefined) continue;
      const value = values[i]!;
      for (let at = offsets[t]!; at < offsets[t + 1]!; at++) sums[members[at]!]! += value * weights[at]!;
    }
    const found: number[] = [];
    let least = 0;
    for (let row = 0; row < rows; row++) {
      if (sums[row]! <= least) continue;
      found.push(row);
      if (found.length < 2 * K) continue;
      found.sort((a, b) => sums[b]! - sums[a]!).length = K;
      least = sums[found[K - 1]!]!;
    }
    return found.sort((a, b) => sums[b]! - sums[a]!).slice(0, K);
  };
}

function time(queries: readonly SparseVector[], search: (query: SparseVector) => unknown): string {
  const times = queries.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, query] of queries.entries()) {
      const start = performance.now();
      search(query);
      times[i] = Math.min(times[i]!, performance.now() - start);
    }
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * times.length)]!.toFixed(3);
  return `${at(0.5)} / ${at(0.95)}`;
}

function report({ name, vectors, queries }: Workload, random: Random): void {
  const rows = vectors.length;
  const start = performance.now();
  const postings = Postings.build(
    vectors.map((vector, row) => ({ row, vector })),
    rows,
  );
  const built = performance.now() - start;
  const megabytes = postings.byteLength / 2 ** 20;
  console.log(`\n${name}: ${megabytes.toFixed(1)} MB, built in ${built.toFixed(0)} ms`);
  const plain = plainAccumulation(postings.descriptor);
  const all = Array.from({ length: rows }, (_, row) => row);
  const half = Bitmap.fromRows(
    rows,
    all.filter(() => random.chance(0.5)),
  );
  const some = Bitmap.fromRows(
    rows,
    all.filter(() => random.chance(0.05)),
  );
  const few = Bitmap.fromRows(
    rows,
    all.filter(() => random.chance(0.01)),
  );
  const asked = Uint32Array.from({ length: 300 }, () => random.integer(0, rows - 1));
  for (const [count, list] of queries) {
    const columns = {
      search: time(list, (q) => postings.search(q.indices, q.values, K)),
      "k 10": time(list, (q) => postings.search(q.indices, q.values, 10)),
      plain: time(list, plain),
      "of 50%": time(list, (q) => postings.search(q.indices, q.values, K, half)),
      "of 5%": time(list, (q) => postings.search(q.indices, q.values, K, some)),
      "of 1%": time(list, (q) => postings.search(q.indices, q.values, K, few)),
      "score 300": time(list, (q) => postings.scoreRows(q.indices, q.values, asked)),
    };
    const cells = Object.entries(columns).map(([what, times]) => `${what} ${times}`);
    console.log(`  ${String(count).padStart(2)} terms: ${cells.join("   ")}`);
  }
}

const random = seededRandom(1);
const shared = process.env.KOTODAMA_SHARED ?? join(import.meta.dirname, "..", "..", "shared");
const catalogue = join(shared, "data", "anime.jsonl.gz");
console.log(
  `p50 / p95 in ms, the best ${K}, over ${QUERIES} queries, each the fastest of ${ROUNDS} runs; node ${process.version}`,
);
if (existsSync(catalogue)) report(catalogueWorkload(catalogue, random), random);
else console.log("\nno real catalogue: ../shared is not there");
report(madeUpWorkload(25_000, 90, 60_000, [3, 8, 20, 40], random), random);
report(madeUpWorkload(25_000, 60, 60_000, [60], random), random);
report(madeUpWorkload(200_000, 20, 60_000, [3, 8, 20], random), random);
