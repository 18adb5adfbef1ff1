import assert from "node:assert/strict";
import { test } from "node:test";
import type { Filter } from "../filter.ts";
import { Bitmap } from "./bitmap.ts";
import { FilterCache } from "./filter-cache.ts";

/** The filters that had to be evaluated, in order. */
function recording(cache: FilterCache, rows: number) {
  const made: Filter[] = [];
  const get = (filter: Filter) =>
    cache.get(filter, () => {
      made.push(filter);
      return new Bitmap(rows);
    });
  return { made, get };
}

function year(gte: number): Filter {
  return { must: [{ key: "year", range: { gte } }] };
}

test("evaluates a filter once, and tells filters apart that look alike in JSON", () => {
  const { made, get } = recording(new FilterCache(), 100);
  const filters: Filter[] = [
    year(1),
    year(Number.POSITIVE_INFINITY),
    year(Number.NEGATIVE_INFINITY),
    { must: [{ key: "year", range: {} }] },
    { must: [{ key: "year", any: [1] }] },
    { must: [{ key: "year", any: ["1"] }] },
    { should: [{ key: "year", any: [1] }] },
    {},
  ];
  const first = filters.map(get);
  assert.deepEqual(made, filters);
  assert.deepEqual(
    filters.map((filter) => first.indexOf(get(structuredClone(filter)))),
    [...filters.keys()],
  );
  assert.equal(made.length, filters.length);
});

test("drops what was not asked for longest, and keeps lists of ids out", () => {
  // A bitmap of 8,000,000 rows has 1,000,000 bytes: four of them fit 4 MiB.
  const { made, get } = recording(new FilterCache(), 8_000_000);
  for (const n of [1, 2, 3, 4, 1, 5]) get(year(n));
  assert.equal(made.length, 5);
  get(year(1));
  assert.equal(made.length, 5, "1 was used after 2 and is still there");
  get(year(2));
  assert.equal(made.length, 6, "2 made room for 5");
  const ids: Filter = { must: [{ key: "id", any: Array.from({ length: 500 }, (_, i) => `id-${i}`) }] };
  get(ids);
  get(ids);
  assert.equal(made.length, 8);
});
