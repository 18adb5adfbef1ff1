import assert from "node:assert/strict";
import { test } from "node:test";
import { fitsNothing } from "./no-good-match.ts";

const asked = (words: number[], scores: number[], isUnderstood = false, documents = 25_000) =>
  fitsNothing({ isUnderstood, words, scores, documents });

test("a query without a word that tells fits nothing", () => {
  assert.equal(asked([], []), true);
  assert.equal(asked([], [3, 2]), true);
  assert.equal(asked([0, 0], [0, 0]), true, "words of no weight");
});

test("a query whose words stand nowhere fits nothing", () => {
  assert.equal(asked([10, 10], []), true);
  assert.equal(asked([10, 10], [0, 0]), true);
  assert.equal(asked([10, 10], [Number.NaN, Number.NaN]), true);
});

test("the best result must cover four tenths of a short query's weight", () => {
  // 3 words of 10: two words of average weight would be 0.7 of it, so the share of 0.4 decides: 12 of 30.
  assert.equal(asked([10, 10, 10], [2, 11.9]), true);
  assert.equal(asked([10, 10, 10], [2, 12.1]), false);
  assert.equal(asked([10, 10, 10], [Number.NaN, 12.1]), false, "whatever is unknown of others");
});

test("of a long query two words are enough", () => {
  // 14 words of 10: 2.1 of 14 words are 0.15 of the weight: 21 of 140.
  const words = new Array<number>(14).fill(10);
  assert.equal(asked(words, [20.9]), true);
  assert.equal(asked(words, [21.1]), false);
});

test("a rare word counts more than a common one", () => {
  // The rare word alone is 10 of 14, the common ones 4 of 14.
  assert.equal(asked([10, 2, 2], [10]), false);
  assert.equal(asked([10, 2, 2], [4]), true);
});

test("what is understood fits, whatever its words", () => {
  assert.equal(asked([], [], true), false);
  assert.equal(asked([10], [0], true), false);
  assert.equal(asked([Number.NaN], [Number.NaN], true), false);
});

test("weights that are no numbers tell nothing", () => {
  assert.equal(asked([Number.NaN], [5]), true);
});

test("in a catalogue of few entries one word is enough", () => {
  assert.equal(asked([10, 10, 10], [1], false, 199), false);
  assert.equal(asked([10, 10, 10], [1], false, 200), true);
  assert.equal(asked([10, 10, 10], [0], false, 199), true);
  assert.equal(asked([10], [], false, 0), true);
});
