import assert from "node:assert/strict";
import { test } from "node:test";
import { isFailure } from "../../errors.ts";
import { type Random, seededRandom } from "../../random.ts";
import { keeps } from "../memory/matching.ts";
import type { ColumnValue } from "../port.ts";
import { randomFilter, randomPoint, SCHEMA } from "../testing/points.ts";
import { packArrays, unpackArrays } from "./arrays.ts";
import { Bitmap } from "./bitmap.ts";
import { Columns, ColumnsBuilder } from "./columns.ts";
import { addCounts, countFacet, type FacetCounts, rankFacet } from "./facets.ts";
import { compareSortKeys, sortKeyOf, sortRows } from "./sorting.ts";

type Values = Readonly<Record<string, ColumnValue>>;

const TYPES = SCHEMA.columns;

function columnsOf(points: readonly Values[], types = TYPES): Columns {
  const builder = new ColumnsBuilder(types);
  for (const [row, values] of points.entries()) builder.add(row, values);
  return builder.build(points.length);
}

function randomValues(random: Random, count: number): Values[] {
  return Array.from({ length: count }, (_, i) => randomPoint(random, `p${i}`).columns);
}

function randomRows(random: Random, rows: number, share: number): Bitmap {
  return Bitmap.fromRows(
    rows,
    Array.from({ length: rows }, (_, row) => row).filter(() => random.chance(share)),
  );
}

test("filters keep the rows that the definition keeps, whichever condition goes first", () => {
  const random = seededRandom(21);
  // More rows than a word's bits by a few, so that tails count, and enough for lists and bitmaps both.
  const points = randomValues(random, 707);
  const columns = columnsOf(points);
  for (let round = 0; round < 1500; round++) {
    const filter = randomFilter(random);
    const expected = [...points.keys()].filter((row) => keeps(filter, points[row]!, TYPES));
    assert.deepEqual([...columns.filter(filter).toRows()], expected, JSON.stringify(filter));
  }
});

test("a filter's bitmap is the caller's own", () => {
  const columns = columnsOf(randomValues(seededRandom(22), 100));
  for (const filter of [
    { must: [{ key: "nsfw", exists: true }] },
    { must: [{ key: "genres", any: ["Action"] }] },
    { must: [{ key: "year", range: {} }] },
    { must: [{ key: "synopsis", words: "notebook" }] },
  ]) {
    const before = columns.filter(filter).count();
    assert.ok(before > 0);
    columns.filter(filter).clear();
    assert.equal(columns.filter(filter).count(), before);
  }
});

test("a clause that stands in several filters is the same in each, and is left as it is", () => {
  const random = seededRandom(24);
  const points = randomValues(random, 307);
  const columns = columnsOf(points);
  const shared = Array.from({ length: 20 }, () => randomFilter(random));
  for (let round = 0; round < 400; round++) {
    const clause = () => random.pick(shared);
    const filter = { must: [clause()], should: [clause(), clause()], must_not: [clause()] };
    const expected = [...points.keys()].filter((row) => keeps(filter, points[row]!, TYPES));
    assert.deepEqual([...columns.filter(filter).toRows()], expected);
  }
});

test("packed and read back, merged, and rebuilt from their values, columns are the same", () => {
  const random = seededRandom(23);
  const parts = [90, 0, 65].map((count) => {
    const points = randomValues(random, count);
    return { points, source: columnsOf(points), keep: randomRows(random, count, 0.7) };
  });
  const survivors = parts.flatMap(({ points, keep }) => points.filter((_, row) => keep.has(row)));
  const expected = columnsOf(survivors);
  const merged = Columns.merge(TYPES, parts);
  assert.deepEqual(merged.toArrays(), expected.toArrays());

  const bytes = new Uint8Array(Buffer.concat(packArrays(expected.toArrays())));
  const read = Columns.fromArrays(TYPES, unpackArrays(bytes), survivors.length);
  assert.deepEqual(read.toArrays(), expected.toArrays());
  const rebuilt = columnsOf(survivors.map((_, row) => read.valuesAt(row)));
  assert.deepEqual(rebuilt.toArrays(), expected.toArrays());

  assert.throws(() => Columns.fromArrays(TYPES, new Map(), survivors.length), RangeError);
  assert.throws(() => Columns.fromArrays(TYPES, unpackArrays(bytes), survivors.length + 40), RangeError);
});

test("numbers of every kind come back exactly", () => {
  const numbers = [0, -1, 2 ** 31, -(2 ** 31), 2 ** 53 - 1, 1e-300, -2.5, 2 ** 31 - 1];
  for (const set of [numbers, [5, -7, 2 ** 31 - 1], [-(2 ** 31)], []]) {
    const points = [{}, ...set.map((n) => ({ n }))];
    const columns = columnsOf(points, { n: "float" });
    assert.deepEqual([...columns.numbersAt("n", points.keys().toArray())], [Number.NaN, ...set]);
    for (const [i, n] of set.entries()) {
      const same = [...set.keys()].filter((at) => set[at] === n).map((at) => at + 1);
      assert.deepEqual([...columns.filter({ must: [{ key: "n", any: [n] }] }).toRows()], same, `number ${i}`);
      const over = [...set.keys()].filter((at) => set[at]! > n).map((at) => at + 1);
      assert.deepEqual([...columns.filter({ must: [{ key: "n", range: { gt: n } }] }).toRows()], over);
    }
  }
});

test("sorting gives the first rows of a full sort; keys compare across segments alike", () => {
  const random = seededRandom(24);
  const points = randomValues(random, 600);
  const columns = columnsOf(points);
  const byRow = (a: number, b: number) => a - b;
  const sortable = ["genres", "year", "score", "nsfw", "aired"];
  for (let round = 0; round < 100; round++) {
    const sorts = Array.from({ length: random.integer(0, 3) }, () => ({
      column: random.pick(sortable),
      order: random.pick(["asc", "desc"] as const),
    }));
    const among = randomRows(random, 600, random.pick([0, 0.05, 0.9]));
    const keys = new Map([...among.toRows()].map((row) => [row, sortKeyOf(columns, row, sorts)]));
    const expected = [...keys.keys()].sort(
      (a, b) => compareSortKeys(keys.get(a)!, keys.get(b)!, sorts) || a - b,
    );
    for (const limit of [0, 1, 10, 5000]) {
      const sorted = sortRows(columns, among, sorts, limit, byRow);
      assert.deepEqual([...sorted], expected.slice(0, limit), JSON.stringify({ sorts, limit }));
    }
  }
  for (const column of ["synopsis", "nothing"]) {
    assert.throws(
      () => sortRows(columns, Bitmap.full(600), [{ column, order: "asc" }], 1, byRow),
      (error) => isFailure(error, "SORT_INVALID"),
    );
  }
});

test("facets of segments add up, over few rows and over most", () => {
  const random = seededRandom(25);
  const points = randomValues(random, 300);
  const whole = columnsOf(points);
  const halves = [columnsOf(points.slice(0, 130)), columnsOf(points.slice(130))];
  for (const share of [0, 0.1, 0.6, 1]) {
    const among = randomRows(random, 300, share);
    for (const request of [
      { column: "genres", size: 1000 },
      { column: "constructor", size: 3 },
      { column: "year", size: 1000 },
      { column: "nsfw", size: 2 },
      { column: "score", interval: 0.25 },
      { column: "aired", interval: 86_400_000 },
    ]) {
      const total: FacetCounts = new Map();
      const rows = [...among.toRows()];
      const parts = [
        rows.filter((row) => row < 130),
        rows.filter((row) => row >= 130).map((row) => row - 130),
      ];
      for (const [i, half] of halves.entries()) {
        addCounts(total, countFacet(half, request, Bitmap.fromRows(half.rows, parts[i]!)));
      }
      assert.deepEqual(rankFacet(request, total), rankFacet(request, countFacet(whole, request, among)));
    }
  }
  // A keyword counts once for a point that holds it in two spellings.
  const twice = columnsOf([{ genres: ["Drama", "DRAMA"] }, { genres: "DRAMA" }, { genres: ["DRAMA"] }]);
  const request = { column: "genres", size: 5 };
  assert.deepEqual(rankFacet(request, countFacet(twice, request, Bitmap.full(3))), [
    { value: "DRAMA", count: 3 },
  ]);
});

test("an unknown column and a condition of the wrong kind are FILTER_INVALID", () => {
  const columns = columnsOf([{ genres: "x" }]);
  for (const clause of [
    { key: "nothing", exists: true },
    { key: "genres", range: { gte: 1 } },
    { key: "year", words: "x" },
    { key: "nsfw", range: { gte: 1 } },
    { key: "synopsis", any: ["x"] },
  ]) {
    for (const filter of [{ must: [clause] }, { must: [{ key: "genres", exists: true }, clause] }]) {
      assert.throws(
        () => columns.filter(filter),
        (error) => isFailure(error, "FILTER_INVALID"),
        JSON.stringify(clause),
      );
    }
  }
});
