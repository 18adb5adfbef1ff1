import assert from "node:assert/strict";
import { test } from "node:test";
import { type Random, seededRandom } from "../../random.ts";
import type { SparseVector } from "../port.ts";
import { packArrays, unpackArrays } from "./arrays.ts";
import { Bitmap } from "./bitmap.ts";
import { Postings } from "./postings.ts";

function vector(entries: Record<number, number>): SparseVector {
  const indices = Uint32Array.from(Object.keys(entries), Number).sort();
  return { indices, values: Float32Array.from(indices, (index) => entries[index]!) };
}

/** Zipf-like terms, spread over all 32 bits, so that long and short lists meet in one query. */
function randomVector(random: Random, terms: number, vocabulary: number): SparseVector {
  const entries: Record<number, number> = {};
  for (let i = 0; i < terms; i++) {
    const rank = Math.floor(vocabulary ** random());
    entries[Math.imul(rank, 2654435761) >>> 0] = Math.log(1 + vocabulary / rank) * (0.2 + random());
  }
  return vector(entries);
}

function dot(a: SparseVector, b: SparseVector): number {
  let sum = 0;
  for (let i = 0; i < a.indices.length; i++) {
    const at = b.indices.indexOf(a.indices[i]!);
    if (at >= 0) sum += a.values[i]! * b.values[at]!;
  }
  return sum;
}

/** The oracle: every row's dot product, sorted. */
function bruteForce(
  vectors: ReadonlyMap<number, SparseVector>,
  query: SparseVector,
  k: number,
  keep?: Bitmap,
) {
  return [...vectors]
    .filter(([row]) => keep === undefined || keep.has(row))
    .map(([row, stored]) => ({ row, score: Math.fround(dot(query, stored)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, k);
}

function assertSame(
  answer: { rows: Uint32Array; scores: Float32Array },
  expected: readonly { row: number; score: number }[],
  vectors: ReadonlyMap<number, SparseVector>,
  query: SparseVector,
): void {
  assert.equal(answer.rows.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    // Sums in another order differ in their last bits, so rows of nearly one score may change places.
    const tolerance = 1e-6 * expected[i]!.score;
    assert.ok(Math.abs(answer.scores[i]! - expected[i]!.score) <= tolerance, `score ${i}`);
    assert.ok(Math.abs(dot(query, vectors.get(answer.rows[i]!)!) - expected[i]!.score) <= 2 * tolerance);
  }
  assert.equal(new Set(answer.rows).size, answer.rows.length);
}

test("scores are dot products, best first, equal ones by row", () => {
  const postings = Postings.build(
    [
      { row: 4, vector: vector({ 1: 1 }) },
      { row: 0, vector: vector({ 1: 2, 7: 1 }) },
      { row: 2, vector: vector({ 1: 1 }) },
      { row: 3, vector: vector({ 7: 0.5, 4294967295: 4 }) },
    ],
    5,
  );
  // 3·weight(1) + 2·weight(7): row 0: 6 + 2 = 8; rows 2 and 4: 3; row 3: 1.
  const query = vector({ 1: 3, 7: 2 });
  const { rows, scores } = postings.search(query.indices, query.values, 10);
  assert.deepEqual([...rows], [0, 2, 4, 3]);
  assert.deepEqual([...scores], [8, 3, 3, 1]);
  assert.deepEqual([...postings.search(query.indices, query.values, 2).rows], [0, 2]);
  assert.deepEqual([...postings.search(query.indices, query.values, 0).rows], []);
  const last = vector({ 4294967295: 1 });
  assert.deepEqual([...postings.search(last.indices, last.values, 9).rows], [3]);
  assert.equal(postings.vectors, 4);
});

test("a term of weight 0 or of no list finds nothing; so does an empty query", () => {
  const postings = Postings.build([{ row: 0, vector: vector({ 1: 1, 2: 0 }) }], 1);
  for (const query of [vector({}), vector({ 1: 0 }), vector({ 2: 1 }), vector({ 9: 1 })]) {
    assert.equal(postings.search(query.indices, query.values, 5).rows.length, 0);
  }
  const empty = Postings.build([], 0);
  assert.equal(empty.search(Uint32Array.of(1), Float32Array.of(1), 5).rows.length, 0);
});

test("scoreRows tells a row without shared terms from one without a vector", () => {
  const postings = Postings.build(
    [
      { row: 0, vector: vector({ 5: 2 }) },
      { row: 1, vector: vector({ 6: 1 }) },
      { row: 3, vector: vector({}) },
    ],
    4,
  );
  const scores = postings.scoreRows(Uint32Array.of(5), Float32Array.of(3), Uint32Array.of(3, 2, 1, 0, 0));
  assert.deepEqual([...scores], [0, Number.NaN, 0, 6, 6]);
});

test("search and scoreRows agree with brute force, filtered or not, for short and long queries", () => {
  const random = seededRandom(1);
  const rows = 3000;
  const vectors = new Map<number, SparseVector>();
  for (let row = 0; row < rows; row++) {
    if (random.chance(0.9)) vectors.set(row, randomVector(random, 30, 5000));
  }
  // Twins, whose equal scores must come in the order of their rows.
  const twin = randomVector(random, 30, 5000);
  for (let row = 0; row < 40; row++) vectors.set(row, twin);
  const postings = Postings.build(
    [...vectors].map(([row, stored]) => ({ row, vector: stored })),
    rows,
  );
  for (const terms of [1, 2, 3, 8, 20, 40]) {
    for (let round = 0; round < 8; round++) {
      const query = round === 0 ? twin : randomVector(random, terms, 5000);
      for (const kept of [1, 0.5, 0.02, 0]) {
        const filter = Bitmap.fromRows(
          rows,
          [...Array(rows).keys()].filter(() => random.chance(kept)),
        );
        for (const k of [1, 10, 100]) {
          const answer = postings.search(query.indices, query.values, k, kept === 1 ? undefined : filter);
          assertSame(answer, bruteForce(vectors, query, k, kept === 1 ? undefined : filter), vectors, query);
        }
      }
      const asked = Uint32Array.from({ length: random.integer(0, 400) }, () => random.integer(0, rows - 1));
      const scores = postings.scoreRows(query.indices, query.values, asked);
      asked.forEach((row, i) => {
        const stored = vectors.get(row);
        if (stored === undefined) assert.ok(Number.isNaN(scores[i]));
        else assert.ok(Math.abs(scores[i]! - dot(query, stored)) <= 1e-6 * dot(query, stored));
      });
    }
  }
  const twins = postings.search(twin.indices, twin.values, 20).rows;
  assert.deepEqual(
    [...twins],
    [...twins].sort((a, b) => a - b),
  );
});

test("once the best are settled, long lists of light terms only refine them, and may still reorder them", () => {
  const random = seededRandom(5);
  const rows = 8000;
  const light = Array.from({ length: 20 }, (_, i) => 100 + i);
  const vectors = new Map<number, SparseVector>();
  for (let row = 0; row < rows; row++) {
    const entries: Record<number, number> = {};
    // Rare and heavy, but so evenly that the light terms decide the order; and rare and light for a short list.
    if (row % 160 === 7) entries[1] = 100 + (row % 3);
    if (row % 90 === 7) entries[2] = 0.5 * random();
    for (const term of light) if (random.chance(0.6)) entries[term] = random();
    vectors.set(row, vector(entries));
  }
  const postings = Postings.build(
    [...vectors].map(([row, stored]) => ({ row, vector: stored })),
    rows,
  );
  const query = vector(Object.fromEntries([1, 2, ...light].map((term) => [term, 1])));
  const half = Bitmap.fromRows(
    rows,
    [...vectors.keys()].filter(() => random.chance(0.5)),
  );
  for (const k of [1, 5, 20, 50, 60]) {
    for (const filter of [undefined, half]) {
      const answer = postings.search(query.indices, query.values, k, filter);
      assertSame(answer, bruteForce(vectors, query, k, filter), vectors, query);
    }
  }
});

test("vectorAt gives back what was built, without weights of 0", () => {
  const random = seededRandom(2);
  const stored = Array.from({ length: 50 }, () => randomVector(random, 12, 300));
  const postings = Postings.build(
    stored.map((v, i) => ({ row: 2 * i, vector: v })),
    100,
  );
  for (const [i, v] of stored.entries()) assert.deepEqual(postings.vectorAt(2 * i), v);
  assert.equal(postings.vectorAt(1), null);
  const zeros = Postings.build([{ row: 0, vector: vector({ 1: 0, 2: 3 }) }], 1);
  assert.deepEqual(zeros.vectorAt(0), vector({ 2: 3 }));
});

test("merging keeps the kept rows, in order, as if built from them", () => {
  const random = seededRandom(3);
  const parts = [40, 0, 70].map((rows) => {
    const vectors = Array.from({ length: rows }, () =>
      random.chance(0.8) ? randomVector(random, 9, 90) : null,
    );
    const points = vectors.flatMap((v, row) => (v === null ? [] : [{ row, vector: v }]));
    const keep = Bitmap.fromRows(
      rows,
      [...vectors.keys()].filter(() => random.chance(0.6)),
    );
    return { vectors, source: Postings.build(points, rows), keep };
  });
  const merged = Postings.merge(parts);
  const survivors = parts.flatMap(({ vectors, keep }) => vectors.filter((_, row) => keep.has(row)));
  const rebuilt = Postings.build(
    survivors.flatMap((v, row) => (v === null ? [] : [{ row, vector: v }])),
    survivors.length,
  );
  assert.deepEqual(merged.descriptor, rebuilt.descriptor);
});

test("packed arrays read back as they were; damaged ones are refused", () => {
  const random = seededRandom(4);
  const postings = Postings.build(
    Array.from({ length: 33 }, (_, row) => ({ row, vector: randomVector(random, 5, 50) })),
    33,
  );
  const bytes = new Uint8Array(Buffer.concat(packArrays(postings.toArrays())));
  const again = Postings.fromArrays(unpackArrays(bytes), 33);
  assert.deepEqual(again.toArrays(), postings.toArrays());
  assert.equal(Postings.fromDescriptor(structuredClone(postings.descriptor)).vectors, 33);
  assert.throws(() => Postings.fromArrays(unpackArrays(bytes), 34 + 32), RangeError);
  assert.throws(() => unpackArrays(bytes.slice(0, -8)), RangeError);
  assert.throws(() => Postings.fromArrays(new Map(), 33), RangeError);
});
