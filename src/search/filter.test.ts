import assert from "node:assert/strict";
import { test } from "node:test";
import { isFailure, type KotodamaError } from "../errors.ts";
import type { ColumnType } from "../vector-store/port.ts";
import { MAX_FILTER_CONDITIONS, parseFilter } from "./filter.ts";

const keys = new Map<string, ColumnType>([
  ["genres", "keyword"],
  ["type", "keyword"],
  ["year", "integer"],
  ["score.median", "float"],
  ["nsfw", "bool"],
  ["aired_dates.from", "datetime"],
  ["title", "text"],
]);
const parse = (raw: unknown) => parseFilter(raw, keys);

function failureOf(raw: unknown): KotodamaError {
  try {
    parse(raw);
  } catch (error) {
    assert.ok(isFailure(error, "FILTER_INVALID"));
    return error;
  }
  throw new Error(`the filter was taken as right: ${JSON.stringify(raw)}`);
}

test("the short form joins its keys by and, a list meaning any of", () => {
  assert.deepEqual(parse({ genres: ["Action", "Drama"], year: { gte: 2020 }, type: "TV", title: "naruto" }), {
    must: [
      { key: "genres", any: ["Action", "Drama"] },
      { key: "year", range: { gte: 2020 } },
      { key: "type", any: ["TV"] },
      { key: "title", words: "naruto" },
    ],
  });
  assert.deepEqual(parse({ genres: { except: ["Ecchi"] }, year: { exists: false } }), {
    must: [
      { key: "genres", except: ["Ecchi"] },
      { key: "year", exists: false },
    ],
  });
});

test("the long form nests", () => {
  const filter = {
    must: [
      { key: "genres", match: { value: "Action" } },
      { should: [{ key: "year", range: { lt: 1990, gt: 1979 } }] },
    ],
    must_not: [{ key: "nsfw", match: { value: true } }],
    should: [{ key: "title", match: { text: "ghost" } }, { type: "MOVIE" }],
  };
  assert.deepEqual(parse(filter), {
    must: [
      { key: "genres", any: ["Action"] },
      { must: [], should: [{ key: "year", range: { lt: 1990, gt: 1979 } }] },
    ],
    must_not: [{ key: "nsfw", any: [true] }],
    should: [{ key: "title", words: "ghost" }, { must: [{ key: "type", any: ["MOVIE"] }] }],
  });
});

test("dates become ms since 1970, times without an offset being UTC", () => {
  assert.deepEqual(parse({ "aired_dates.from": { gte: "1970-01-02", lt: "1970-01-01T00:00:01" } }), {
    must: [{ key: "aired_dates.from", range: { gte: 86_400_000, lt: 1000 } }],
  });
  assert.equal(
    failureOf({ "aired_dates.from": { gte: "yesterday" } }).fields[0]?.path,
    "filter.aired_dates.from.gte",
  );
});

test("an unknown key is named with the nearest known one", () => {
  const [field] = failureOf({ genre: "Action" }).fields;
  assert.equal(field?.path, "filter.genre");
  assert.equal(field?.nearest, "genres");
  const [long] = failureOf({ must: [{ key: "yaer", match: { value: 1 } }] }).fields;
  assert.equal(long?.nearest, "year");
});

test("wrong types, ranges and shapes are refused where they stand", () => {
  const cases: [unknown, string][] = [
    [{ year: "2020" }, "filter.year"],
    [{ year: 2020.5 }, "filter.year"],
    [{ year: { gte: Number.NaN } }, "filter.year.gte"],
    [{ year: { gte: "2020" } }, "filter.year.gte"],
    [{ year: { from: 2020 } }, "filter.year"],
    [{ year: {} }, "filter.year"],
    [{ genres: { gte: 1 } }, "filter.genres"],
    [{ genres: [1] }, "filter.genres[0]"],
    [{ nsfw: "true" }, "filter.nsfw"],
    [{ "score.median": null }, "filter.score.median"],
    [{ title: ["a"] }, "filter.title.any"],
    [{ must: [{ key: "year" }] }, "filter.must[0]"],
    [{ must: [{ key: "year", match: { value: 1 }, exists: true }] }, "filter.must[0]"],
    [{ must: [{ key: "year", match: { value: 1, any: [1] } }] }, "filter.must[0].match"],
    [{ must: [{ key: "genres", match: { text: "a" } }] }, "filter.must[0].match.text"],
    [{ must: [{ key: "year", matches: { value: 1 } }] }, "filter.must[0].matches"],
    [{ must: 7 }, "filter.must[0]"],
    [[], "filter"],
    ["genres = 'Action'", "filter"],
    [null, "filter"],
  ];
  for (const [raw, path] of cases) {
    const { fields } = failureOf(raw);
    assert.ok(
      fields.some((field) => field.path === path),
      `${JSON.stringify(raw)}: ${JSON.stringify(fields)}`,
    );
  }
});

test("five levels pass, a sixth does not; a hundred conditions pass, one more does not", () => {
  const nest = (levels: number): unknown => (levels === 1 ? { type: "TV" } : { must: [nest(levels - 1)] });
  parse(nest(5));
  assert.match(failureOf(nest(6)).message, /5 levels/);
  assert.match(failureOf(nest(5000)).message, /5 levels/);
  const wide = (conditions: number) => ({ must: Array.from({ length: conditions }, () => ({ year: 2000 })) });
  parse(wide(MAX_FILTER_CONDITIONS));
  failureOf(wide(MAX_FILTER_CONDITIONS + 1));
});

test("operators, quotes and names of object members are values like any other", () => {
  const hostile = [
    "' OR 1=1 --",
    '"; DROP TABLE',
    "*",
    "__proto__",
    "constructor",
    "\u0000",
    "💀",
    "$" + "{x}",
  ];
  assert.deepEqual(parse({ genres: hostile }), { must: [{ key: "genres", any: hostile }] });
  assert.equal(failureOf(JSON.parse('{"__proto__": "x"}')).fields[0]?.path, "filter.__proto__");
  assert.equal(failureOf({ constructor: "x" }).fields[0]?.path, "filter.constructor");
});
