import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { fail, isFailure } from "../../errors.ts";
import { type Random, seededRandom } from "../../random.ts";
import type { SparseVector } from "../port.ts";
import { DenseCodes } from "./dense-codes.ts";
import { Postings } from "./postings.ts";
import { bestOfAll, type Plan } from "./search-plan.ts";
import { SearchPool } from "./search-pool.ts";

const DIMENSION = 64;

function vector(random: Random): Float32Array {
  return Float32Array.from({ length: DIMENSION }, () => random.normal());
}

function sparse(random: Random): SparseVector {
  const terms = [...new Set(Array.from({ length: 5 }, () => random.integer(0, 60)))].sort((a, b) => a - b);
  return { indices: Uint32Array.from(terms), values: Float32Array.from(terms, () => 0.1 + random()) };
}

/** A segment of `rows` points; every fifth has no dense vector. */
function segment(random: Random, rows: number) {
  const dense = Array.from({ length: rows }, (_, row) => ({ row, vector: vector(random) })).filter(
    ({ row }) => row % 5 !== 0,
  );
  const codes = DenseCodes.encode({
    dimension: DIMENSION,
    distance: "cosine",
    vectors: dense.map((point) => point.vector),
    rowOf: Uint32Array.from(dense, ({ row }) => row),
    rowCount: rows,
  });
  const postings = Postings.build(
    Array.from({ length: rows }, (_, row) => ({ row, vector: sparse(random) })),
    rows,
  );
  return { codes, postings };
}

type TestSegment = ReturnType<typeof segment>;

function register(pool: SearchPool, { codes, postings }: TestSegment): number {
  return pool.register({ dense: new Map([["text", codes]]), sparse: new Map([["words", postings]]) });
}

function evenRows(rows: number): Uint32Array {
  const words = new Uint32Array(new SharedArrayBuffer(Math.ceil(rows / 32) * 4)).fill(0x55555555);
  if (rows & 31) words[words.length - 1] = 0x55555555 & ((1 << (rows & 31)) - 1);
  return words;
}

suite("plans", () => {
  const random = seededRandom(1);
  const segments = [segment(random, 300), segment(random, 77)];
  const legs = [
    { space: "text", k: 12, dense: vector(random), isLow: false },
    { space: "words", k: 9, sparse: sparse(random) },
    { space: "text", k: 3, dense: vector(random), isLow: false },
    { space: "absent", k: 5, dense: vector(random), isLow: false },
  ] as const;

  for (const threads of [0, 2]) {
    test(`with ${threads} threads every candidate of any leg has its score in every leg`, async () => {
      const pool = new SearchPool(threads);
      try {
        const keys = segments.map((content) => register(pool, content));
        const filters = [evenRows(300), null];
        const plan: Plan = { legs, segments: keys.map((key, i) => ({ key, filter: filters[i] ?? null })) };
        const { counts, rows, scores, found } = await pool.run(plan);
        const total = rows.length;
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          total,
        );
        assert.equal(scores.length, total * legs.length);
        assert.deepEqual(found, Uint32Array.of(12, 9, 3, 0));

        const union: string[] = [];
        for (const leg of legs.slice(0, 3)) {
          const perSegment = segments.map(({ codes, postings }, i) => {
            const all = { filter: filters[i] ?? null };
            if ("dense" in leg) return codes.search(leg.dense, 400, all);
            const hits = postings.search(leg.sparse.indices, leg.sparse.values, 400);
            const kept = [...hits.rows.keys()].filter((at) => i === 1 || (hits.rows[at] as number) % 2 === 0);
            return {
              rows: Uint32Array.from(kept, (at) => hits.rows[at] as number),
              scores: Float32Array.from(kept, (at) => hits.scores[at] as number),
            };
          });
          const ranked = perSegment.flatMap(({ rows: its, scores: theirs }, i) =>
            Array.from(its, (row, at) => ({ i, row, score: theirs[at] as number })),
          );
          ranked.sort((a, b) => b.score - a.score || a.i - b.i || a.row - b.row);
          union.push(...ranked.slice(0, leg.k).map(({ i, row }) => `${i}:${row}`));
        }
        const places = Array.from(rows, (row, at) => ({ i: at < (counts[0] as number) ? 0 : 1, row }));
        assert.deepEqual(places.map(({ i, row }) => `${i}:${row}`).sort(), [...new Set(union)].sort());
        for (const [l, leg] of legs.entries()) {
          for (const [at, { i, row }] of places.entries()) {
            const { codes, postings } = segments[i] as TestSegment;
            const score = scores[l * total + at] as number;
            if (leg.space === "absent") assert.ok(Number.isNaN(score));
            else if ("dense" in leg) {
              assert.equal(score, codes.scoreRows(leg.dense, Uint32Array.of(row))[0]);
              assert.equal(Number.isNaN(score), row % 5 === 0);
            } else {
              const { indices, values } = leg.sparse;
              const exact = postings.scoreRows(indices, values, Uint32Array.of(row))[0] as number;
              assert.ok(Math.abs(score - exact) < 1e-6);
            }
          }
        }
      } finally {
        await pool.close();
      }
    });

    test(`with ${threads} threads a query that does not suit its space is VECTOR_INVALID`, async () => {
      const pool = new SearchPool(threads);
      try {
        const key = register(pool, segments[0] as TestSegment);
        const at = [{ key, filter: null }];
        for (const leg of [
          { space: "text", k: 3, dense: new Float32Array(3), isLow: false },
          { space: "text", k: 3, sparse: sparse(random) },
          { space: "words", k: 3, dense: vector(random), isLow: false },
        ]) {
          await assert.rejects(pool.run({ legs: [leg], segments: at }), (error) =>
            isFailure(error, "VECTOR_INVALID"),
          );
        }
        // And the thread is still there.
        const { found } = await pool.run({ legs: legs.slice(0, 1), segments: at });
        assert.deepEqual(found, Uint32Array.of(12));
      } finally {
        await pool.close();
      }
    });
  }

  test("many plans at once, more than the threads take, give what each gives alone", async () => {
    const alone = new SearchPool(0);
    const pool = new SearchPool(3);
    try {
      const content = segments[0] as TestSegment;
      const keyAlone = register(alone, content);
      const key = register(pool, content);
      const queries = Array.from({ length: 60 }, () => [
        { space: "text", k: 7, dense: vector(random), isLow: false },
      ]);
      const results = await Promise.all(
        queries.map((one) => pool.run({ legs: one, segments: [{ key, filter: null }] })),
      );
      for (const [i, one] of queries.entries()) {
        const segmentsAlone = [{ key: keyAlone, filter: null }];
        assert.deepEqual(results[i], await alone.run({ legs: one, segments: segmentsAlone }));
      }
    } finally {
      await pool.close();
    }
  });

  test("plans of other legs one after another leave nothing behind", async () => {
    const pool = new SearchPool(0);
    try {
      const content = segments[0] as TestSegment;
      const segmentsAlone = [{ key: register(pool, content), filter: null }];
      const [first, words, third] = legs;
      const plans = [[first], [third, words, first], [words, third], [first, first], [first]];
      const results = [];
      for (const some of plans) results.push(await pool.run({ legs: some, segments: segmentsAlone }));
      for (const [i, some] of plans.entries()) {
        const other = new SearchPool(0);
        const alone = [{ key: register(other, content), filter: null }];
        assert.deepEqual(results[i], await other.run({ legs: some, segments: alone }));
        await other.close();
      }
    } finally {
      await pool.close();
    }
  });

  test("a segment can be released and another registered", async () => {
    const pool = new SearchPool(1);
    try {
      const first = register(pool, segments[0] as TestSegment);
      const running = pool.run({ legs: legs.slice(0, 1), segments: [{ key: first, filter: null }] });
      pool.release(first);
      const second = register(pool, segments[1] as TestSegment);
      assert.equal((await running).rows.length, 12);
      const { rows } = await pool.run({ legs: legs.slice(0, 1), segments: [{ key: second, filter: null }] });
      assert.equal(rows.length, 12);
      await assert.rejects(pool.run({ legs: legs.slice(0, 1), segments: [{ key: first, filter: null }] }));
    } finally {
      await pool.close();
    }
  });
});

suite("the k best of several segments", () => {
  const hits = (...pairs: [number, number][]) => ({
    rows: Uint32Array.from(pairs, ([row]) => row),
    scores: Float32Array.from(pairs, ([, score]) => score),
  });

  test("are the best of all, ties going to the earlier segment", () => {
    const cut = bestOfAll([hits([5, 0.5], [6, 0.25]), hits(), hits([1, 0.75], [2, 0.5], [3, 0.5])], 3);
    // 0.75 of the third, then 0.5 of the first before 0.5 of the third.
    assert.deepEqual(cut, [hits([5, 0.5]), hits(), hits([1, 0.75], [2, 0.5])]);
  });

  test("are all of them where there are no more", () => {
    const all = [hits([1, -0.5]), hits([9, -2])];
    assert.deepEqual(bestOfAll(all, 10), all);
  });
});

/** A thread with an answer of its own in place of the search: code for `leg`, the first one's words, and `result`. */
function scripted(body: string): URL {
  const script = `
    import { workerData } from "node:worker_threads";
    import { Inbox } from ${JSON.stringify(new URL("./mailbox.ts", import.meta.url).href)};
    const inbox = new Inbox(workerData.mailbox);
    for (;;) {
      for (const slot of inbox.wait()) {
        inbox.answer(slot, (run, asked, result) => { const k = asked[3]; ${body}; return true; });
      }
    }`;
  return new URL(`data:text/javascript,${encodeURIComponent(script)}`);
}

suite("threads that fail, plans that wait", () => {
  const plan = (k: number): Plan => ({
    legs: [{ space: "text", k, dense: new Float32Array(1), isLow: false }],
    segments: [],
  });

  test("a thread that ends fails its plans and is replaced", async () => {
    const pool = new SearchPool(
      1,
      // [segments, rows, legs, counts, found, …]: one leg, which found k rows.
      scripted("if (k === 13) process.exit(7); result.set([0, 0, 1, k])"),
    );
    try {
      // More often than it would be replaced if it never answered.
      for (let round = 0; round < 8; round++) {
        await assert.rejects(pool.run(plan(13)), (error) => isFailure(error, "WORKER_FAILED"));
        assert.deepEqual((await pool.run(plan(1))).found, Uint32Array.of(1));
      }
    } finally {
      await pool.close();
    }
  });

  test("threads that never start are given up", async () => {
    const pool = new SearchPool(2, new URL("data:text/javascript,process.exit(1)"));
    try {
      const runs = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7].map((k) => pool.run(plan(k))));
      for (const run of runs) assert.ok(run.status === "rejected" && isFailure(run.reason, "WORKER_FAILED"));
      await assert.rejects(pool.run(plan(1)), (error) => isFailure(error, "WORKER_FAILED"));
    } finally {
      await pool.close();
    }
  });

  test("a plan that waits can be aborted; closing ends the others", async () => {
    const pool = new SearchPool(1, scripted("for (;;);"));
    const stop = new AbortController();
    const reason = fail("TIMEOUT", "the caller is gone");
    const ends = [1, 2, 3].map((k) => pool.run(plan(k)).catch((error: unknown) => error));
    const waits = pool.run(plan(4), { signal: stop.signal });
    stop.abort(reason);
    await assert.rejects(waits, (error) => error === reason);
    await assert.rejects(pool.run(plan(5), { signal: stop.signal }), (error) => error === reason);
    await pool.close();
    for (const end of ends) assert.ok(isFailure(await end, "STORE_UNAVAILABLE"));
    await assert.rejects(pool.run(plan(6)), (error) => isFailure(error, "STORE_UNAVAILABLE"));
  });

  test("a plan whose deadline passed is not run", async () => {
    const pool = new SearchPool(0);
    await assert.rejects(pool.run(plan(1), { deadline: performance.now() - 1 }), (error) =>
      isFailure(error, "TIMEOUT"),
    );
    await pool.close();
  });
});
