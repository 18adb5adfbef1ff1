import assert from "node:assert/strict";
import { test } from "node:test";
import { fitsNothing, isAboutSomebody } from "./no-good-match.ts";

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

test("the best result must cover 0.42 of the weight of a few usual words", () => {
  // 3 words of 5: 6.3 of 15.
  assert.equal(asked([5, 5, 5], [2, 6.2]), true);
  assert.equal(asked([5, 5, 5], [2, 6.4]), false);
  assert.equal(asked([5, 5, 5], [Number.NaN, 6.4]), false, "whatever is unknown of others");
});

test("the rarer the words, the more of them, up to 0.8", () => {
  // 3 words of 8: 0.42 + 0.1 · (8 - 5) = 0.72, 17.28 of 24. 3 of 10 would be 0.92: 24 of 30.
  assert.equal(asked([8, 8, 8], [17.2]), true);
  assert.equal(asked([8, 8, 8], [17.3]), false);
  assert.equal(asked([10, 10, 10], [23.9]), true);
  assert.equal(asked([10, 10, 10], [24.1]), false);
});

test("of common words never less than 0.4, and of one or two whatever their weight", () => {
  // 3 words of 2: 0.42 - 0.3 would be 0.12; 2.4 of 6. 2 words of 10: 8 of 20.
  assert.equal(asked([2, 2, 2], [2.3]), true);
  assert.equal(asked([2, 2, 2], [2.5]), false);
  assert.equal(asked([10, 10], [7.9]), true);
  assert.equal(asked([10, 10], [8.1]), false);
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

test("a query that speaks of somebody need be covered less", () => {
  assert.equal(isAboutSomebody("Student swallows a rotten finger"), true);
  assert.equal(isAboutSomebody("how to descale a kettle"), false);
  // 0.6 · 0.42 of 15: 3.78.
  const told = { isUnderstood: false, words: [5, 5, 5], documents: 25_000, isOfSomebody: true };
  assert.equal(fitsNothing({ ...told, scores: [3.7] }), true);
  assert.equal(fitsNothing({ ...told, scores: [3.9] }), false);
});
