import assert from "node:assert/strict";
import { test } from "node:test";
import { differentQueries, readQueries } from "./queries.ts";

test("there are queries enough for ten thousand searches without a repeat", () => {
  const queries = readQueries();
  assert.ok(queries.length >= 500);
  const all = differentQueries();
  assert.ok(all.length >= 10_000);
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual(new Set(all.slice(0, queries.length)), new Set(queries));
  assert.deepEqual(differentQueries(), all);
});
