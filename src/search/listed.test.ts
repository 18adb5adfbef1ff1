import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldsListed, sortListed } from "./listed.ts";

test("fields are names between commas, or the word full", () => {
  assert.deepEqual(fieldsListed("year, studios,,"), ["year", "studios"]);
  assert.equal(fieldsListed("full"), "full");
  assert.deepEqual(fieldsListed("full,year"), ["full", "year"]);
  assert.deepEqual(fieldsListed(""), []);
});

test("a sort is fields with or without an order, behind the last colon", () => {
  assert.deepEqual(sortListed("score.median:desc, year"), [
    { field: "score.median", order: "desc" },
    { field: "year" },
  ]);
  assert.deepEqual(sortListed("a:b:asc"), [{ field: "a:b", order: "asc" }]);
});
