import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { isFailure } from "../../errors.ts";
import { type Random, seededRandom } from "../../random.ts";
import { DenseCodes } from "./dense-codes.ts";
import type { Hits } from "./hits.ts";
import { compileKernels, useKernelModule } from "./kernel-module.ts";
import type { Distance } from "./quantise.ts";

const DIMENSIONS = [4, 100, 128, 256, 384, 768, 1024];

/** Rows around random centres, as texts lie around topics; not normalised. */
function clustered(random: Random, rows: number, dimension: number, clusters = 40): Float32Array {
  const centres = Array.from({ length: clusters * dimension }, () => random.normal());
  const vectors = new Float32Array(rows * dimension);
  for (let row = 0; row < rows; row++) {
    const centre = random.integer(0, clusters - 1) * dimension;
    for (let i = 0; i < dimension; i++) {
      vectors[row * dimension + i] = (centres[centre + i] as number) + random.normal();
    }
  }
  return vectors;
}

/** The similarity that the codes approximate, in doubles. */
function similarity(distance: Distance, a: Float32Array, b: Float32Array): number {
  let dot = 0;
  let squareA = 0;
  let squareB = 0;
  let squareOfDifference = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    dot += x * y;
    squareA += x * x;
    squareB += y * y;
    squareOfDifference += (x - y) ** 2;
  }
  if (distance === "dot") return dot;
  if (distance === "euclid") return 1 / (1 + Math.sqrt(squareOfDifference));
  const lengths = Math.sqrt(squareA * squareB);
  return lengths === 0 ? 0 : dot / lengths;
}

function rowsOf(vectors: Float32Array, dimension: number): Float32Array[] {
  return Array.from({ length: vectors.length / dimension }, (_, row) =>
    vectors.subarray(row * dimension, (row + 1) * dimension),
  );
}

/** How many of the k best similarities were found; any of equally good rows counts. */
function recall(found: Uint32Array, truth: ReadonlyMap<number, number>, k: number): number {
  const best = [...truth.values()].sort((a, b) => b - a).slice(0, k);
  if (best.length === 0) return 1;
  const least = (best.at(-1) as number) - 1e-6;
  return found.reduce((hits, row) => hits + ((truth.get(row) as number) >= least ? 1 : 0), 0) / best.length;
}

function bitmap(rows: number, keeps: (row: number) => boolean): Uint32Array {
  const words = new Uint32Array(Math.ceil(rows / 32));
  for (let row = 0; row < rows; row++) {
    if (keeps(row)) words[row >> 5] = (words[row >> 5] as number) | (1 << (row & 31));
  }
  return words;
}

function assertOrdered({ rows, scores }: Hits): void {
  for (let i = 1; i < rows.length; i++) {
    const [before, here] = [scores[i - 1] as number, scores[i] as number];
    assert.ok(
      before > here || (before === here && (rows[i - 1] as number) < (rows[i] as number)),
      `hit ${i}`,
    );
  }
  assert.equal(new Set(rows).size, rows.length);
}

suite("scores", () => {
  for (const dimension of DIMENSIONS) {
    test(`cosines of ${dimension} dimensions are near the true ones, and not to one side`, () => {
      const random = seededRandom(dimension);
      const vectors = clustered(random, 300, dimension);
      const codes = DenseCodes.encode({ dimension, distance: "cosine", vectors, rowOf: null });
      const rows = rowsOf(vectors, dimension);
      const all = Uint32Array.from(rows.keys());
      let sum = 0;
      for (const query of rows.slice(0, 20)) {
        for (const [row, score] of codes.scoreRows(query, all).entries()) {
          const error = score - similarity("cosine", query, rows[row] as Float32Array);
          // int8 of Gaussian coordinates: a step of 3.5σ / 127 is an error of 0.008 / √D a row, D at least 128.
          assert.ok(Math.abs(error) < 0.005, `row ${row} is off by ${error}`);
          sum += error;
        }
      }
      assert.ok(Math.abs(sum / 6000) < 0.0002, `the mean error is ${sum / 6000}`);
    });
  }

  for (const distance of ["dot", "euclid"] as const) {
    test(`${distance} keeps the lengths of vectors`, () => {
      const random = seededRandom(7);
      const vectors = clustered(random, 3000, 100).map((value) => value * 3);
      for (let i = 0; i < vectors.length; i++)
        vectors[i] = (vectors[i] as number) * (1 + (Math.floor(i / 100) % 5));
      const rows = rowsOf(vectors, 100);
      const codes = DenseCodes.encode({ dimension: 100, distance, vectors, rowOf: null });
      let total = 0;
      for (let q = 0; q < 20; q++) {
        const query = (rows[q * 7] as Float32Array).map((value) => value + random.normal());
        const truth = new Map(rows.map((row, i) => [i, similarity(distance, query, row)]));
        const hits = codes.search(query, 10);
        assertOrdered(hits);
        total += recall(hits.rows, truth, 10);
        const lengths = Math.sqrt(similarity("dot", query, query));
        for (const [i, row] of hits.rows.entries()) {
          const true_ = truth.get(row) as number;
          const tolerance = distance === "dot" ? 0.005 * lengths * 5 * lengths : 0.05 * true_;
          assert.ok(
            Math.abs((hits.scores[i] as number) - true_) < tolerance,
            `${hits.scores[i]} is not ${true_}`,
          );
        }
      }
      assert.ok(total / 20 >= 0.97, `recall ${total / 20}`);
    });
  }

  test("the zero vector has cosine 0 with everything", () => {
    const vectors = Float32Array.of(0, 0, 0, 0, 1, 2, 3, 4);
    const codes = DenseCodes.encode({ dimension: 4, distance: "cosine", vectors, rowOf: null });
    assert.deepEqual([...codes.scoreRows(Float32Array.of(1, 2, 3, 4), Uint32Array.of(0))], [0]);
    assert.deepEqual(codes.search(new Float32Array(4), 2), {
      rows: Uint32Array.of(0, 1),
      scores: Float32Array.of(0, 0),
    });
  });

  test("from the zero vector the shortest vector is nearest by euclid", () => {
    const random = seededRandom(4);
    const vectors = clustered(random, 2000, 40);
    // Row 1234 a hundredth as long as it was, row 77 a tenth.
    for (let i = 0; i < 40; i++) {
      vectors[1234 * 40 + i] = (vectors[1234 * 40 + i] as number) / 100;
      vectors[77 * 40 + i] = (vectors[77 * 40 + i] as number) / 10;
    }
    const codes = DenseCodes.encode({ dimension: 40, distance: "euclid", vectors, rowOf: null });
    assert.deepEqual(codes.search(new Float32Array(40), 2).rows, Uint32Array.of(1234, 77));
  });

  test("vectorAt gives the vector back, null where there is none", () => {
    const random = seededRandom(3);
    const vectors = clustered(random, 10, 384);
    const rowOf = Uint32Array.from({ length: 10 }, (_, i) => 2 * i + 1);
    const codes = DenseCodes.encode({ dimension: 384, distance: "dot", vectors, rowOf });
    assert.equal(codes.vectorAt(0), null);
    assert.equal(codes.vectorAt(20), null);
    for (const [i, vector] of rowsOf(vectors, 384).entries()) {
      const again = codes.vectorAt(2 * i + 1) as Float32Array;
      assert.ok(similarity("cosine", vector, again) > 0.9999);
      assert.ok(Math.abs(similarity("dot", vector, again) / similarity("dot", vector, vector) - 1) < 0.001);
    }
  });
});

suite("search", () => {
  for (const dimension of DIMENSIONS) {
    test(`recall@10 at ${dimension} dimensions, with and without filters`, () => {
      const random = seededRandom(100 + dimension);
      const count = 2500;
      const vectors = clustered(random, count, dimension);
      const rows = rowsOf(vectors, dimension);
      // Every third row has no vector.
      const rowOf = Uint32Array.from({ length: count }, (_, i) => i + Math.floor(i / 2));
      const rowCount = 3 * (count / 2) + 5;
      const codes = DenseCodes.encode({ dimension, distance: "cosine", vectors, rowOf, rowCount });
      const dense = DenseCodes.encode({ dimension, distance: "cosine", vectors, rowOf: null });
      const queries = Array.from({ length: 10 }, (_, q) => {
        const query = (rows[q * 31] as Float32Array).map((value) => value + 0.5 * random.normal());
        return { query, similarities: rows.map((row) => similarity("cosine", query, row)) };
      });
      for (const share of [0, 0.001, 0.01, 0.1, 0.5, 1]) {
        const keeps = Array.from({ length: rowCount }, () => random.chance(share));
        const filter = bitmap(rowCount, (row) => keeps[row] as boolean);
        const denseFilter = bitmap(count, (i) => keeps[rowOf[i] as number] as boolean);
        let total = 0;
        for (const { query, similarities } of queries) {
          const truth = new Map<number, number>();
          for (const [i, row] of rowOf.entries()) if (keeps[row]) truth.set(row, similarities[i] as number);
          const hits = codes.search(query, 10, { filter });
          assertOrdered(hits);
          assert.equal(hits.rows.length, Math.min(10, truth.size));
          assert.ok(hits.rows.every((row) => truth.has(row)));
          total += recall(hits.rows, truth, 10);
          // The same vectors without gaps: the same answer, by other row numbers.
          const same = dense.search(query, 10, { filter: denseFilter });
          assert.deepEqual(
            same.rows.map((i) => rowOf[i] as number),
            hits.rows,
          );
          assert.deepEqual(same.scores, hits.scores);
        }
        assert.ok(total / 10 >= 0.97, `a filter that keeps ${share}: recall ${total / 10}`);
      }
    });
  }

  test("a space of low priority finds most of the best, with the very scores, and gives long lists in full", () => {
    const random = seededRandom(12);
    const [rows, dimension] = [3_000, 1_024];
    const vectors = clustered(random, rows, dimension, 300);
    const codes = DenseCodes.encode({ dimension, distance: "cosine", vectors, rowOf: null });
    const all = rowsOf(vectors, dimension);
    const recalls = Array.from({ length: 20 }, () => {
      const query = all[random.integer(0, rows - 1)] as Float32Array;
      const { rows: found, scores } = codes.search(query, 10, { isLow: true });
      assert.deepEqual(scores, codes.scoreRows(query, found));
      assertOrdered({ rows: found, scores });
      assert.deepEqual(codes.search(query, 100, { isLow: true }), codes.search(query, 100));
      const truth = new Map(all.map((vector, row) => [row, similarity("cosine", query, vector)]));
      return recall(found, truth, 10);
    });
    const mean = recalls.reduce((sum, one) => sum + one, 0) / recalls.length;
    assert.ok(mean >= 0.95, `recall ${mean}`);
  });

  test("finds the same wherever the best rows stand, in the blocks that are sampled or outside them", () => {
    const random = seededRandom(21);
    const [count, dimension] = [4_000, 128];
    const all = rowsOf(clustered(random, count, dimension), dimension);
    const query = Float32Array.from({ length: dimension }, () => random.normal());
    const best = all.toSorted((a, b) => similarity("cosine", query, b) - similarity("cosine", query, a));
    // Every 16th block of 32 rows is sampled.
    const places = Array.from(all.keys());
    const sampled = places.filter((row) => (row >> 5) % 16 === 0);
    const others = places.filter((row) => (row >> 5) % 16 !== 0);
    for (const k of [10, 100]) {
      const found = [places, [...sampled, ...others], [...others, ...sampled]].map((order) => {
        const vectors = new Float32Array(count * dimension);
        for (const [rank, row] of order.entries()) vectors.set(best[rank] as Float32Array, row * dimension);
        const codes = DenseCodes.encode({ dimension, distance: "cosine", vectors, rowOf: null });
        // With six deviations none of the best is missed but by a chance of one in a thousand million.
        return codes.search(query, k, { deviations: 6 }).scores;
      });
      assert.equal(found[0]?.length, k);
      assert.deepEqual(found[1], found[0]);
      assert.deepEqual(found[2], found[0]);
    }
  });

  for (const distance of ["cosine", "dot", "euclid"] as const) {
    test(`${distance}: no block is passed over that holds one of the best, whatever the lengths`, () => {
      const random = seededRandom(22);
      // The last block is not full.
      const [count, dimension] = [2_017, 512];
      const vectors = clustered(random, count, dimension);
      for (let row = 0; row < count; row++) {
        const length = 10 ** random.integer(-2, 2);
        for (let i = row * dimension; i < (row + 1) * dimension; i++) vectors[i]! *= length;
      }
      const codes = DenseCodes.encode({ dimension, distance, vectors, rowOf: null });
      const most = bitmap(count, (row) => row % 9 !== 0);
      for (let q = 0; q < 10; q++) {
        const query = vectors
          .slice(q * dimension, (q + 1) * dimension)
          .map((value) => value + random.normal());
        const scores = codes.scoreRows(
          query,
          Uint32Array.from({ length: count }, (_, row) => row),
        );
        const ranked = Array.from(scores.keys()).sort(
          (a, b) => (scores[b] as number) - (scores[a] as number) || a - b,
        );
        for (const isLow of [false, true]) {
          // See above for the six deviations.
          const all = codes.search(query, 10, { deviations: 6, isLow });
          assert.deepEqual(Array.from(all.rows), ranked.slice(0, 10));
          const kept = codes.search(query, 10, { deviations: 6, isLow, filter: most });
          assert.deepEqual(Array.from(kept.rows), ranked.filter((row) => row % 9 !== 0).slice(0, 10));
        }
      }
    });
  }

  test("more results than vectors, none, and none asked for", () => {
    const random = seededRandom(5);
    const vectors = clustered(random, 70, 16);
    const codes = DenseCodes.encode({ dimension: 16, distance: "cosine", vectors, rowOf: null });
    const query = vectors.slice(0, 16);
    assert.equal(codes.search(query, 1000).rows.length, 70);
    assert.equal(codes.search(query, 0).rows.length, 0);
    const empty = DenseCodes.encode({
      dimension: 16,
      distance: "cosine",
      vectors: [],
      rowOf: null,
      rowCount: 9,
    });
    assert.equal(empty.search(query, 5).rows.length, 0);
    assert.ok(empty.scoreRows(query, Uint32Array.of(0, 8)).every(Number.isNaN));
    const nothing = DenseCodes.encode({ dimension: 16, distance: "cosine", vectors: [], rowOf: null });
    assert.equal(nothing.search(query, 5, { filter: new Uint32Array(0) }).rows.length, 0);
  });

  test("a number of results beyond the kernels' heap ranks everything exactly", () => {
    const random = seededRandom(6);
    const vectors = clustered(random, 5000, 8);
    const codes = DenseCodes.encode({ dimension: 8, distance: "cosine", vectors, rowOf: null });
    const filter = bitmap(5000, (row) => row % 5 !== 0);
    const query = vectors.slice(0, 8);
    const hits = codes.search(query, 3000, { filter });
    assertOrdered(hits);
    const kept = Uint32Array.from({ length: 5000 }, (_, row) => row).filter((row) => row % 5 !== 0);
    const scores = codes.scoreRows(query, kept).sort().reverse();
    assert.deepEqual(hits.scores, scores.slice(0, 3000));
  });

  test("many candidates keep their order through the cuts of the first pass", () => {
    const random = seededRandom(8);
    const vectors = clustered(random, 6000, 64);
    const codes = DenseCodes.encode({ dimension: 64, distance: "cosine", vectors, rowOf: null });
    const query = vectors.slice(64, 128);
    const wide = codes.search(query, 500, { deviations: 4 });
    const scores = codes.scoreRows(
      query,
      Uint32Array.from({ length: 6000 }, (_, row) => row),
    );
    assertOrdered(wide);
    const best = scores.slice().sort().reverse().slice(0, 500);
    const common = wide.scores.filter((score) => score >= (best.at(-1) as number)).length;
    assert.ok(common >= 495, `${common} of the best 500`);
  });

  test("equal vectors are kept once, score the same, and come in row order", () => {
    const random = seededRandom(9);
    const distinct = rowsOf(clustered(random, 30, 256), 256);
    // Row r says what row r mod 30 says, and row 0's vector is nearest to the query.
    const vectors = Array.from({ length: 9000 }, (_, row) => distinct[row % 30] as Float32Array);
    const codes = DenseCodes.encode({ dimension: 256, distance: "cosine", vectors, rowOf: null });
    assert.equal(codes.header.distinct, 30);
    const query = distinct[0] as Float32Array;
    const hits = codes.search(query, 100);
    assert.deepEqual(
      hits.rows,
      Uint32Array.from({ length: 100 }, (_, i) => 30 * i),
    );
    assert.ok(hits.scores.every((score) => score === hits.scores[0]));
    // Rows from 6000 on, and among them those of the nearest vector: 6000, 6030, … 8970, a hundred.
    const late = codes.search(query, 120, { filter: bitmap(9000, (row) => row >= 6000) });
    assert.deepEqual(
      late.rows.slice(0, 100),
      Uint32Array.from({ length: 100 }, (_, i) => 6000 + 30 * i),
    );
    const few = codes.search(query, 5, { filter: bitmap(9000, (row) => row % 1000 === 0) });
    assert.deepEqual(few.rows.slice(0, 3), Uint32Array.of(0, 3000, 6000));
  });

  test("hard vectors, among which nothing stands out, are found too", () => {
    const random = seededRandom(13);
    // Independent directions: the best ten of 8,000 are those that chance brought a little nearer.
    const vectors = Float32Array.from({ length: 8000 * 96 }, () => random.normal());
    const rows = rowsOf(vectors, 96);
    const codes = DenseCodes.encode({ dimension: 96, distance: "cosine", vectors, rowOf: null });
    let total = 0;
    for (let q = 0; q < 20; q++) {
      const query = Float32Array.from({ length: 96 }, () => random.normal());
      const truth = new Map(rows.map((row, i) => [i, similarity("cosine", query, row)]));
      total += recall(codes.search(query, 10).rows, truth, 10);
    }
    assert.ok(total / 20 >= 0.97, `recall ${total / 20}`);
  });

  test("vectors immensely far away from the query are still found", () => {
    const random = seededRandom(14);
    const vectors = clustered(random, 2000, 16).map((value) => value * 1e17);
    const codes = DenseCodes.encode({ dimension: 16, distance: "euclid", vectors, rowOf: null });
    const query = new Float32Array(16).fill(1e-30);
    assert.equal(codes.search(query, 10).rows.length, 10);
  });

  test("a filter may be too short or have bits past the last row", () => {
    const random = seededRandom(10);
    const vectors = clustered(random, 100, 32);
    const codes = DenseCodes.encode({ dimension: 32, distance: "cosine", vectors, rowOf: null });
    const query = vectors.slice(0, 32);
    const short = codes.search(query, 100, { filter: Uint32Array.of(0xffffffff) });
    assert.deepEqual(
      short.rows.toSorted(),
      Uint32Array.from({ length: 32 }, (_, row) => row),
    );
    const long = codes.search(query, 200, { filter: new Uint32Array(10).fill(0xffffffff) });
    assert.equal(long.rows.length, 100);
  });

  test("plain and relaxed SIMD give the same numbers", (t) => {
    const plain = compileKernels("plain") as WebAssembly.Module;
    const relaxed = compileKernels("relaxed");
    if (!relaxed) return t.skip("this runtime has no relaxed SIMD");
    const random = seededRandom(11);
    for (const dimension of [100, 256, 384]) {
      const vectors = clustered(random, 3000, dimension);
      const made = [plain, relaxed].map((module) => {
        useKernelModule(module);
        return DenseCodes.encode({ dimension, distance: "cosine", vectors, rowOf: null });
      }) as [DenseCodes, DenseCodes];
      assert.deepEqual(made[0].sections(), made[1].sections());
      for (let q = 0; q < 10; q++) {
        const query = Float32Array.from({ length: dimension }, () => random.normal());
        assert.deepEqual(made[0].search(query, 20), made[1].search(query, 20));
      }
    }
  });
});

suite("storing and merging", () => {
  const random = seededRandom(12);
  const vectors = clustered(random, 1000, 100);
  const query = vectors.slice(500, 600);

  for (const distance of ["cosine", "euclid"] as const) {
    test(`${distance}: sections filled in again search the same`, () => {
      const rowOf = Uint32Array.from({ length: 1000 }, (_, i) => 2 * i);
      const codes = DenseCodes.encode({ dimension: 100, distance, vectors, rowOf, rowCount: 3000 });
      const stored = structuredClone(codes.sections());
      const again = DenseCodes.allocate(codes.header);
      const empty = again.sections();
      empty.codes.set(stored.codes);
      empty.scales.set(stored.scales);
      empty.norms?.set(stored.norms as Float32Array);
      empty.starts?.set(stored.starts as Uint32Array);
      empty.rows?.set(stored.rows as Uint32Array);
      again.seal();
      assert.deepEqual(again.search(query, 50), codes.search(query, 50));
    });
  }

  test("rows that contradict the header are named damage", () => {
    const rowOf = Uint32Array.from({ length: 1000 }, (_, i) => 2 * i);
    const options = { dimension: 100, distance: "cosine", vectors, rowOf, rowCount: 3000 } as const;
    for (const damage of [
      ({ rows }: { rows: Uint32Array }) => rows.set([3000], 5),
      ({ rows }: { rows: Uint32Array }) => rows.set([2], 5),
      ({ starts }: { starts: Uint32Array }) => starts.set([0xffffffff], 7),
      ({ starts }: { starts: Uint32Array }) => starts.set([999], 1000),
    ]) {
      const codes = DenseCodes.encode(options);
      damage(codes.sections() as { starts: Uint32Array; rows: Uint32Array });
      assert.throws(
        () => codes.seal(),
        (error) => isFailure(error, "INDEX_DAMAGED"),
      );
    }
  });

  test("joined segments hold what one segment of their rows would", () => {
    const rows = rowsOf(vectors, 100);
    const encode = (from: number, to: number) =>
      DenseCodes.encode({ dimension: 100, distance: "cosine", vectors: rows.slice(from, to), rowOf: null });
    // Of the first segment's 600 rows every fourth goes; the second's 400 stay.
    let next = 0;
    const first = Uint32Array.from({ length: 600 }, (_, i) => (i % 4 === 0 ? 0xffffffff : next++));
    const second = Uint32Array.from({ length: 400 }, () => next++);
    const joined = DenseCodes.concat(
      100,
      "cosine",
      [
        { codes: encode(0, 600), rowOf: first },
        { codes: encode(600, 1000), rowOf: second },
      ],
      next,
    );
    const kept = rows.filter((_, i) => i >= 600 || i % 4 !== 0);
    const whole = DenseCodes.encode({ dimension: 100, distance: "cosine", vectors: kept, rowOf: null });
    assert.deepEqual(joined.header, whole.header);
    assert.deepEqual(joined.sections(), whole.sections());
    assert.deepEqual(joined.search(query, 30), whole.search(query, 30));
  });

  test("another thread's view of the memory searches the same", () => {
    const codes = DenseCodes.encode({ dimension: 100, distance: "cosine", vectors, rowOf: null });
    const before = codes.search(query, 10);
    const other = DenseCodes.fromDescriptor(structuredClone(codes.descriptor(40)), 40);
    assert.deepEqual(other.search(query, 10), before);
    assert.deepEqual(codes.search(query, 10), before);
  });
});

suite("refusals", () => {
  const encode = (vectors: Float32Array | Float32Array[], dimension = 4, rowOf: Uint32Array | null = null) =>
    DenseCodes.encode({ dimension, distance: "cosine", vectors, rowOf });

  for (const [name, act] of [
    ["NaN", () => encode(Float32Array.of(1, Number.NaN, 0, 0))],
    ["infinity", () => encode(Float32Array.of(1, Number.POSITIVE_INFINITY, 0, 0))],
    ["a length beyond float32", () => encode(Float32Array.of(3e38, 3e38, 3e38, 3e38))],
    ["an incomplete row", () => encode(Float32Array.of(1, 2, 3))],
    ["a short vector", () => encode([Float32Array.of(1, 2, 3)])],
    ["no dimension", () => encode([], 0)],
    ["too many dimensions", () => encode([], 8193)],
    ["a missing row number", () => encode(Float32Array.of(1, 2, 3, 4), 4, new Uint32Array(0))],
    ["rows out of order", () => encode(new Float32Array(8), 4, Uint32Array.of(1, 1))],
    ["a long query", () => encode(new Float32Array(8)).search(new Float32Array(5), 1)],
    [
      "a query with NaN",
      () => encode(new Float32Array(8)).scoreRows(new Float32Array(4).fill(Number.NaN), Uint32Array.of(0)),
    ],
    [
      "a query prepared for another width",
      () => encode([], 200).search(encode([]).prepare(new Float32Array(4)), 1),
    ],
  ] as const) {
    test(`${name} is VECTOR_INVALID`, () => {
      assert.throws(act, (error) => isFailure(error, "VECTOR_INVALID"));
    });
  }
});
