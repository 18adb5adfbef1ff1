import assert from "node:assert/strict";
import { test } from "node:test";
import { editDistance, nearest } from "./nearest.ts";

test("edit distance counts insertions, deletions, substitutions and swaps of neighbours", () => {
  assert.equal(editDistance("", "abc"), 3);
  assert.equal(editDistance("abc", ""), 3);
  assert.equal(editDistance("kitten", "sitting"), 3);
  assert.equal(editDistance("titel", "title"), 1);
  assert.equal(editDistance("same", "same"), 0);
});

test("the nearest name is offered only when it is near", () => {
  const known = ["title_vector", "genre_vector", "text_sparse"];
  assert.equal(nearest("titel_vector", known), "title_vector");
  assert.equal(nearest("GENRE_VECTOR", known), "genre_vector");
  assert.equal(nearest("genre", known), "genre_vector");
  assert.equal(nearest("price", known), undefined);
  assert.equal(nearest("x".repeat(1_000_000), known), undefined);
  assert.equal(nearest("", known), undefined);
});
