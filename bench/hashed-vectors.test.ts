import assert from "node:assert/strict";
import { test } from "node:test";
import { exactScores } from "./exact.ts";
import { hashedSpace } from "./hashed-vectors.ts";

const TEXTS = ["a boy and a robot", "the sea, the sea", "a girl and her robot", "", "!!!"];
const SETTINGS = { dimension: 64, seed: 1 };

test("equal seeds give equal vectors, other seeds others", () => {
  const space = hashedSpace("x", TEXTS, ["robot"], SETTINGS);
  assert.deepEqual(hashedSpace("x", TEXTS, ["robot"], SETTINGS), space);
  assert.notDeepEqual(hashedSpace("x", TEXTS, ["robot"], { ...SETTINGS, seed: 2 }).vectors, space.vectors);
});

test("every text has a vector of length 1, one without words too", () => {
  const { vectors, dimension } = hashedSpace("x", TEXTS, [], SETTINGS);
  for (let row = 0; row < TEXTS.length; row++) {
    const vector = vectors.subarray(row * dimension, (row + 1) * dimension);
    assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-6);
  }
});

test("a text finds itself", () => {
  const { vectors, queries } = hashedSpace("x", TEXTS, ["THE SEA"], SETTINGS);
  const scores = exactScores(vectors, queries[0]!);
  assert.equal(scores.indexOf(Math.max(...scores)), 1);
});
