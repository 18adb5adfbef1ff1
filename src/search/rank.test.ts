import assert from "node:assert/strict";
import { test } from "node:test";
import { rank, rankUpTo, rankWith } from "./rank.ts";

const relative = { method: "relative", k: 60 } as const;

test("the popularity prior multiplies the fused score", () => {
  // Fused 1 and 0.8; with boost 0.5: 1 · (1 + 0.5 · (1 − 1)) = 1 and 0.8 · (1 + 0.5 · (2 − 1)) = 1.2.
  const ranked = rank(
    { ids: ["a", "b"], legs: [{ scores: [10, 8], weight: 1 }], popularity: [], boostFactor: [1, 2] },
    relative,
    0.5,
    10,
  );
  assert.deepEqual(ranked.ids, ["b", "a"]);
  assert.ok(Math.abs(ranked.scores[0]! - 1.2) < 1e-12);
  assert.equal(ranked.scores[1], 1);
});

test("a boost of 0 leaves the fused order; unknown popularity counts as none", () => {
  const candidates = {
    ids: ["a", "b"],
    legs: [{ scores: [10, 8], weight: 1 }],
    popularity: [],
    boostFactor: [Number.NaN, 2],
  };
  assert.deepEqual(rank(candidates, relative, 0, 10).ids, ["a", "b"]);
  assert.deepEqual(rank({ ...candidates, boostFactor: [] }, relative, 5, 10).ids, ["a", "b"]);
});

test("ties break by popularity, then by id, whatever the order of arrival", () => {
  const legs = (n: number) => [{ scores: new Array<number>(n).fill(1), weight: 1 }];
  const one = rank(
    { ids: ["c", "a", "b"], legs: legs(3), popularity: [0.5, 0.5, 0.5], boostFactor: [] },
    relative,
    1,
    10,
  );
  assert.deepEqual(one.ids, ["a", "b", "c"]);
  const two = rank(
    { ids: ["a", "b"], legs: legs(2), popularity: [0.1, 0.9], boostFactor: [] },
    relative,
    0,
    10,
  );
  assert.deepEqual(two.ids, ["b", "a"]);
});

test("what no leg supports is no result; empty input is an empty list; the limit holds", () => {
  assert.deepEqual(
    rank(
      {
        ids: ["a", "b"],
        legs: [{ scores: [0, Number.NaN], weight: 1 }],
        popularity: [1, 1],
        boostFactor: [],
      },
      relative,
      1,
      10,
    ).ids,
    [],
  );
  assert.deepEqual(rank({ ids: [], legs: [], popularity: [], boostFactor: [] }, relative, 1, 10).ids, []);
  assert.deepEqual(
    rank(
      { ids: ["a", "b"], legs: [{ scores: [1, 2], weight: 1 }], popularity: [], boostFactor: [] },
      relative,
      1,
      1,
    ).ids,
    ["b"],
  );
});

test("the parts of the legs add up to the fused score, and times the boost to the score", () => {
  const ranked = rank(
    {
      ids: ["a", "b", "c"],
      legs: [
        { scores: [4, 2, Number.NaN], weight: 0.5 },
        { scores: [0, 1, Number.NaN], weight: 2, asIs: true },
      ],
      popularity: [],
      boostFactor: [1.5, 1, 1],
    },
    relative,
    1,
    10,
  );
  // b: 0.5 · 2/4 + 2 · 1 = 2.25. a: (0.5 · 1 + 0) · 1.5 = 0.75. c: nothing.
  assert.deepEqual(ranked.ids, ["b", "a"]);
  assert.deepEqual([...ranked.scores], [2.25, 0.75]);
  assert.deepEqual(
    ranked.parts.map((part) => [...part]),
    [
      [0.5, 0.25, 0],
      [0, 2, 0],
    ],
  );
  assert.deepEqual([...ranked.boosts], [1.5, 1, 1]);
  assert.deepEqual(ranked.places, [1, 0]);
});

test("the first of a long list are those of the whole list, ties at the limit by popularity", () => {
  const ids = Array.from({ length: 50 }, (_, i) => `id${String(i).padStart(2, "0")}`);
  const candidates = {
    ids,
    // Ten scores, each of five candidates.
    legs: [{ scores: ids.map((_, i) => 1 + (i % 10)), weight: 1 }],
    popularity: ids.map((_, i) => i / 50),
    boostFactor: [],
  };
  const whole = rank(candidates, relative, 0, 100);
  const first = rank(candidates, relative, 0, 7);
  assert.equal(whole.ids.length, 50);
  assert.deepEqual(first.ids, whole.ids.slice(0, 7));
  // The best known of those that share the second best score, 9: i = 48, then 38.
  assert.deepEqual(first.ids.slice(5), ["id48", "id38"]);
});

test("a leg that is added later counts as it would have from the start", () => {
  const candidates = {
    ids: ["a", "b", "c"],
    legs: [{ scores: [4, 2, 1], weight: 1 }],
    popularity: [],
    boostFactor: [1, 2, 1],
  };
  const adds = Float64Array.of(0, 0, 2);
  const later = rankWith(rank(candidates, relative, 0.5, 1), candidates, adds, 10);
  const legs = [...candidates.legs, { scores: adds, weight: 1, asIs: true }];
  assert.deepEqual(later, rank({ ...candidates, legs }, relative, 0.5, 10));
  // c: 1/4 + 2 = 2.25; a: 1; b: 1/2 · 1.5 = 0.75.
  assert.deepEqual(later.ids, ["c", "a", "b"]);
});

test("the best alone is the first of all, ties and all, and a ranking can be cut anew", () => {
  const candidates = {
    ids: ["d", "c", "b", "a", "e"],
    // b and a tie in score and popularity; e is supported by nothing.
    legs: [{ scores: [1, 2, 3, 3, 0], weight: 1 }],
    popularity: [0, 0, 0.5, 0.5, 1],
    boostFactor: [],
  };
  const best = rank(candidates, relative, 1, 1);
  assert.deepEqual(best.ids, ["a"]);
  assert.deepEqual(best.places, [3]);
  assert.deepEqual(rankUpTo(10, best, candidates), rank(candidates, relative, 1, 10));
  assert.deepEqual(rankUpTo(10, best, candidates).ids, ["a", "b", "c", "d"]);
  const none = { ...candidates, legs: [{ scores: [0, 0, 0, 0, 0], weight: 1 }] };
  assert.deepEqual(rank(none, relative, 1, 1).ids, []);
});

test("scores that differ in their last bits only are told apart", () => {
  // Neighbouring doubles: 1 and 1 + 2^-52, in an order of arrival that is the wrong one.
  const scores = [1, 1 + Number.EPSILON, 0.5];
  const legs = [{ scores, weight: 1, asIs: true }];
  const { ids } = rank({ ids: ["a", "b", "c"], legs, popularity: [], boostFactor: [] }, relative, 0, 10);
  assert.deepEqual(ids, ["b", "a", "c"]);
});
