import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Entries } from "./catalogue.ts";
import { familyGains, familyOf, LARGEST_FAMILY, spreadFamilies } from "./family.ts";
import type { Ranked } from "./rank.ts";

const FRANCHISES: Readonly<Record<string, readonly string[]>> = {
  lantern: ["a1", "a2", "a3"],
  alone: ["b1"],
  crossover: Array.from({ length: LARGEST_FAMILY + 1 }, (_, i) => `c${i}`),
};
const entries: Entries = {
  read: () => null,
  readMany: (ids) => ids.map(() => null),
  franchises: (ids) =>
    ids.map((id) => Object.keys(FRANCHISES).find((name) => FRANCHISES[name]!.includes(id)) ?? null),
  franchise: (name) => FRANCHISES[name] ?? [],
};

/** Candidates of which the one at `place` is best, with these parts of two legs. */
function ranked(candidates: readonly string[], place: number, parts: readonly [number, number]): Ranked {
  const of = (part: number) => Float64Array.from(candidates, (_, i) => (i === place ? part : 0));
  return {
    ids: [candidates[place]!],
    places: [place],
    scores: Float64Array.of(parts[0] + parts[1]),
    parts: parts.map(of),
    fused: of(parts[0] + parts[1]),
    boosts: new Float64Array(candidates.length).fill(1),
  };
}

test("a family is a franchise that is not a chain of crossovers", () => {
  assert.deepEqual(familyOf("a2", entries), ["a1", "a2", "a3"]);
  assert.deepEqual(familyOf("c0", entries), []);
  assert.deepEqual(familyOf("unknown", entries), []);
});

test("the family of the best gains a fifth of what speaks for it, itself included", () => {
  const candidates = ["x", "a1", "b1", "a2"];
  // 0.2 · (1.5 + 0.5) = 0.4
  assert.deepEqual(
    [...familyGains(ranked(candidates, 3, [1.5, 0.5]), candidates, entries, false)!],
    [0, 0.4, 0, 0.4],
  );
});

test("however much speaks for the best, a gain is at most 1.5", () => {
  const candidates = ["a1", "a2"];
  assert.deepEqual([...familyGains(ranked(candidates, 0, [12, 3]), candidates, entries, false)!], [1.5, 1.5]);
});

test("nobody gains from one without family, nor from an empty list", () => {
  for (const id of ["x", "b1", "c0"]) {
    assert.equal(familyGains(ranked([id, "a1"], 0, [1, 1]), [id, "a1"], entries, true), undefined);
  }
  const nothing = {
    ids: [],
    places: [],
    scores: new Float64Array(0),
    parts: [],
    fused: new Float64Array(0),
    boosts: new Float64Array(0),
  };
  assert.equal(familyGains(nothing, [], entries, true), undefined);
});

describe("of a family that a description finds", () => {
  const candidates = ["a1", "a2", "b1"];
  const found = (second: number): Ranked => ({
    ids: candidates,
    places: [0, 1, 2],
    scores: Float64Array.of(2, second, 0),
    parts: [Float64Array.of(2, second, 0)],
    fused: Float64Array.of(2, second, 0),
    boosts: Float64Array.of(1.1, 1.6, 2),
  });
  const rounded = (gains: Float64Array | undefined) => Array.from(gains!, (gain) => Number(gain.toFixed(9)));

  test("the best known member draws level with the best fitting one, if it fits half as well", () => {
    // Both gain 0.2 · 2 = 0.4; a2, the better known, gains the 2 - 1.2 = 0.8 that it is behind as well.
    assert.deepEqual(rounded(familyGains(found(1.2), candidates, entries, true)), [0.4, 1.2, 0]);
    assert.deepEqual(rounded(familyGains(found(1), candidates, entries, true)), [0.4, 1.4, 0]);
  });

  test("it does not where it fits worse, nor where a name was searched for", () => {
    assert.deepEqual(rounded(familyGains(found(0.9), candidates, entries, true)), [0.4, 0.4, 0]);
    assert.deepEqual(rounded(familyGains(found(1.2), candidates, entries, false)), [0.4, 0.4, 0]);
  });
});

test("of each family in a list the best known member takes the first place, further ones lose ever more", () => {
  const candidates = ["a1", "x", "a2", "a3"];
  const list: Ranked = {
    ids: candidates,
    places: [0, 1, 2, 3],
    scores: Float64Array.of(3, 2, 2, 1),
    parts: [Float64Array.of(3, 2, 2, 1)],
    fused: Float64Array.of(3, 2, 2, 1),
    boosts: Float64Array.of(1.2, 1.1, 1.5, 1),
  };
  // a2 is the best known: it rises from 2 to the 3 of a1; a1 keeps 0.7 of 3, a3 0.49 of 1; x has no family.
  const gains = spreadFamilies(list, candidates, entries)!;
  assert.deepEqual(
    Array.from(gains, (gain) => Number(gain.toFixed(9))),
    [-0.9, 0, 1, -0.51],
  );
  const none = new Float64Array(0);
  const empty: Ranked = { ids: [], places: [], scores: none, parts: [], fused: none, boosts: none };
  assert.equal(spreadFamilies(empty, [], entries), undefined);
});
