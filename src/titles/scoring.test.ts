import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  allowedEdits,
  EXACT,
  type ExactLevel,
  exactScore,
  partialScore,
  popularityPrior,
} from "./scoring.ts";

describe("the popularity prior", () => {
  test("runs from 0 to 1 by orders of magnitude", () => {
    assert.equal(popularityPrior(0, 999), 0);
    // log 100 / log 1000 = 2 / 3
    assert.ok(Math.abs(popularityPrior(99, 999) - 2 / 3) < 1e-12);
    assert.equal(popularityPrior(999, 999), 1);
    assert.equal(popularityPrior(5000, 999), 1, "an entry added since may be better known than all");
  });

  test("is 0 where nobody knows anything", () => assert.equal(popularityPrior(0, 0), 0));
});

describe("scores", () => {
  const levels: readonly ExactLevel[] = [0, 1, 2, 3, 4];

  test("of exact matches: the level decides, then popularity and whether it is the title", () => {
    for (const [i, level] of levels.entries()) {
      const least = exactScore(level, 0, false, false);
      assert.ok(least > EXACT && exactScore(level, 1, true, true) <= 1);
      const next = levels[i + 1];
      if (next !== undefined) assert.ok(least > exactScore(next, 1, true, true));
    }
    // A little less known, but its own title: 0.9 + 0.25 against 1.
    assert.ok(exactScore(0, 0.9, true, false) > exactScore(0, 1, false, false));
    assert.ok(exactScore(0, 0.5, true, false) < exactScore(0, 1, false, false));
  });

  test("of others stay below, and are 0 for nothing", () => {
    const all = { quality: 1, completeness: 1, atStart: true, atWordEnd: true, prior: 1 };
    assert.ok(partialScore(all) < EXACT);
    assert.equal(partialScore({ ...all, quality: 0 }), 0);
  });

  test("a missing word weighs more than all popularity", () => {
    // `naruto shippuden` of 15 letters: the unknown name has all of them, the best known six.
    const place = { completeness: 1, atStart: true, atWordEnd: true };
    const right = partialScore({ ...place, quality: 14 / 15, prior: 0 });
    assert.ok(right > partialScore({ ...place, quality: 6 / 15, prior: 1 }));
  });
});

test("edits allowed grow with the letters, up to six", () => {
  assert.deepEqual([0, 2, 3, 4, 5, 8, 9, 10, 25, 1000].map(allowedEdits), [0, 0, 1, 1, 2, 2, 2, 3, 6, 6]);
});
