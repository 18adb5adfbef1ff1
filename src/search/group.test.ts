import assert from "node:assert/strict";
import { test } from "node:test";
import type { CatalogueEntry } from "../anime/entry.ts";
import { firstOfEachFranchise, watchOrder } from "./group.ts";

const entry = (id: string, given: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  id,
  slug: id,
  title: id,
  ...given,
});
const ids = (entries: readonly CatalogueEntry[]) => entries.map(({ id }) => id);

test("of each franchise the first stays, and everything that has none", () => {
  assert.deepEqual(firstOfEachFranchise(["a", null, "a", "b", null, "b", "c"]), [0, 1, 3, 4, 6]);
  assert.deepEqual(firstOfEachFranchise([]), []);
});

test("members are watched in the order they were shown, undated ones last", () => {
  const members = [
    entry("later", { type: "TV", aired_dates: { from: "2010-04-01T00:00:00Z" } }),
    entry("undated", { type: "OVA" }),
    entry("first", { type: "TV", year: 1999 }),
    entry("film", { type: "MOVIE", aired_dates: { from: "2005-01-01" } }),
  ];
  assert.deepEqual(ids(watchOrder(members)), ["first", "film", "later", "undated"]);
});

test("a trailer or special does not open a franchise that has a series", () => {
  const members = [
    entry("trailer", { type: "PV", year: 1998 }),
    entry("pilot", { type: "OVA", year: 1999 }),
    entry("series", { type: "TV", year: 2000 }),
  ];
  assert.deepEqual(ids(watchOrder(members)), ["series", "trailer", "pilot"]);
  assert.deepEqual(ids(watchOrder(members.slice(0, 2))), ["pilot", "trailer"]);
  assert.deepEqual(ids(watchOrder(members.slice(0, 1))), ["trailer"]);
  assert.deepEqual(watchOrder([]), []);
});

test("what was shown at one time is ordered by kind, then by id", () => {
  const members = [
    entry("b", { type: "SPECIAL", year: 2000 }),
    entry("c", { type: "TV", year: 2000 }),
    entry("a", { type: "OVA", year: 2000 }),
  ];
  assert.deepEqual(ids(watchOrder(members)), ["c", "a", "b"]);
});
