import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { isFailure, KotodamaError } from "../errors.ts";
import { parseFilter } from "../search/filter.ts";
import { ANIME_KEYS } from "../spaces/fields.ts";
import { type GoldQuery, halfOf, KINDS, readGold, readGoldFolder } from "./gold.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "evaluation/gold");
const shared = join(process.env.KOTODAMA_SHARED ?? join(root, "../shared"), "data/anime.jsonl.gz");

const BEBOP = "https://myanimelist.net/anime/1";
const MUSHISHI = "https://myanimelist.net/anime/457";
const good = {
  id: "plot-001",
  kind: "plot",
  query: "bounty hunters with a corgi",
  relevant: [{ anime: BEBOP, grade: 3 }],
};

/** A line of a gold file: the good one with some fields changed; undefined leaves a field out. */
const line = (changes: Record<string, unknown> = {}) => JSON.stringify({ ...good, ...changes });

/** Reads one file `plot.jsonl` of these lines, and expects it to be refused at `place` with these words. */
function refused(lines: readonly string[], place: string, words: RegExp): void {
  assert.throws(
    () => readGold([{ name: "plot.jsonl", text: lines.join("\n") }]),
    (error) => {
      assert.ok(error instanceof KotodamaError);
      assert.equal(error.code, "GOLD_INVALID");
      assert.ok(error.message.includes(`${place}: `), error.message);
      assert.match(error.message, words);
      return true;
    },
  );
}

test("lines are read in order over the files, empty ones skipped", () => {
  const second = line({ id: "like-001", kind: "like", query: "like cowboy bebop" });
  const queries = readGold([
    { name: "a.jsonl", text: `${line()}\n\n` },
    { name: "b.jsonl", text: `\n${second}` },
  ]);
  assert.deepEqual(queries, [
    { ...JSON.parse(line()), place: "a.jsonl:1" },
    { ...JSON.parse(second), place: "b.jsonl:2" },
  ]);
});

test("a line that is not JSON is refused with file and line", () => {
  refused([line(), "", '{"id": "plot-002", '], "plot.jsonl:3", /not valid JSON/);
});

test("a wrong id is refused: of a query, of an anime", () => {
  refused([line({ id: "Plot 1" })], "plot.jsonl:1", /id/);
  refused([line({ id: undefined })], "plot.jsonl:1", /id/);
  refused([line(), line({ id: 2 })], "plot.jsonl:2", /id/);
  refused([line({ relevant: [{ anime: "anime/1", grade: 3 }] })], "plot.jsonl:1", /anime/);
  refused([line({ must_not: ["myanimelist.net/anime/1"] })], "plot.jsonl:1", /must_not/);
});

test("the same id twice is refused, naming both places", () => {
  refused([line(), line({ query: "another" })], "plot.jsonl:2", /id plot-001 stands at plot\.jsonl:1/);
});

test("the same query twice is refused, whatever its case, spaces and width, over all files", () => {
  const again = line({ id: "plot-002", query: " Bounty Hunters\u00a0 with a ｃorgi" });
  refused([line(), again], "plot.jsonl:2", /stands at plot\.jsonl:1/);
  assert.throws(
    () =>
      readGold([
        { name: "a.jsonl", text: line() },
        { name: "b.jsonl", text: `\n${again}` },
      ]),
    /b\.jsonl:2: the query .* stands at a\.jsonl:1/,
  );
});

test("a query without a judgement is refused; one of grade 0 alone is none", () => {
  const none = /no judgement/;
  refused([line({ relevant: undefined })], "plot.jsonl:1", none);
  refused([line({ relevant: [] })], "plot.jsonl:1", none);
  refused([line({ relevant: [{ anime: BEBOP, grade: 0 }] })], "plot.jsonl:1", none);
  refused([line({ relevant: undefined, must_not: [BEBOP] })], "plot.jsonl:1", none);
  refused([line({ relevant: undefined, nothing_fits: false })], "plot.jsonl:1", none);
});

test("that nothing fits is a judgement, and contradicts any other", () => {
  const [query] = readGold([
    { name: "empty.jsonl", text: line({ relevant: undefined, nothing_fits: true }) },
  ]);
  assert.equal(query?.nothing_fits, true);
  refused([line({ nothing_fits: true })], "plot.jsonl:1", /nothing_fits stands beside/);
  const filter = { relevant: undefined, relevant_where: { genres: "Drama" }, nothing_fits: true };
  refused([line(filter)], "plot.jsonl:1", /nothing_fits stands beside/);
});

test("an anime that is judged twice, or both right and forbidden, is refused", () => {
  const right = { anime: BEBOP, grade: 3 };
  refused([line({ relevant: [right, { anime: BEBOP, grade: 1 }] })], "plot.jsonl:1", /judged twice/);
  refused([line({ must_not: [MUSHISHI, MUSHISHI] })], "plot.jsonl:1", /judged twice/);
  refused([line({ must_not: [MUSHISHI, BEBOP] })], "plot.jsonl:1", /both right and in must_not/);
  // The model of "like Bebop" has grade 0 and must not be listed: no contradiction.
  const model = [
    { anime: BEBOP, grade: 0 },
    { anime: MUSHISHI, grade: 2 },
  ];
  assert.equal(
    readGold([{ name: "like.jsonl", text: line({ relevant: model, must_not: [BEBOP] }) }]).length,
    1,
  );
});

test("a folder that is not there, is a file or holds no gold file is refused by name", () => {
  for (const wrong of [join(folder, "none"), join(folder, "plot.jsonl"), join(root, "docs")]) {
    assert.throws(
      () => readGoldFolder(wrong),
      (error) => isFailure(error, "INPUT_UNREADABLE") && error.message.includes(wrong),
    );
  }
});

test("unknown fields and kinds, empty queries and grades outside 0 to 3 are refused", () => {
  refused([line({ relevent: [] })], "plot.jsonl:1", /relevent/);
  refused([line({ kind: "plots" })], "plot.jsonl:1", /kind/);
  refused([line({ query: "" })], "plot.jsonl:1", /query/);
  refused([line({ query: " \u3000\t" })], "plot.jsonl:1", /query: got only white space/);
  for (const grade of [-1, 4, 1.5, "3", null]) {
    refused([line({ relevant: [{ anime: BEBOP, grade }] })], "plot.jsonl:1", /grade/);
  }
  refused(["[]"], "plot.jsonl:1", /./);
});

test("a query stays in its half, and both halves have queries", () => {
  const ids = Array.from({ length: 200 }, (_, i) => ({ id: `plot-${i}` }));
  const tuning = ids.filter((query) => halfOf(query) === "tuning").length;
  // 200 fair coins: outside 60..140 once in a hundred million.
  assert.ok(tuning > 60 && tuning < 140, `${tuning} of 200`);
  // By hand: `printf plot-001 | sha256sum` begins with c6, an even byte; plot-002 with 69, an odd one.
  assert.equal(halfOf({ id: "plot-001" }), "tuning");
  assert.equal(halfOf({ id: "plot-002" }), "test");
});

test("the gold set can be read, and its filters hold known keys only", () => {
  const queries = readGoldFolder(folder);
  for (const { id, relevant_where, must_not_where } of queries) {
    for (const filter of [relevant_where, must_not_where]) {
      if (filter !== undefined) assert.doesNotThrow(() => parseFilter(filter, ANIME_KEYS), id);
    }
  }
  const kinds = new Set(queries.map(({ kind }) => kind));
  assert.ok([...kinds].every((kind) => KINDS.includes(kind)));
});

test("the bundled catalogue holds what queries need from it", () => {
  const catalogue = join(root, "catalogue");
  const text = readdirSync(catalogue)
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => readFileSync(join(catalogue, name), "utf8"))
    .join("\n");
  assertHolds(text, readGoldFolder(folder), ({ bundled = [] }) => bundled);
});

test("the real catalogue holds every anime that is judged", {
  skip: existsSync(shared) ? false : "the optional real data in ../shared is not here",
}, () => {
  const text = gunzipSync(readFileSync(shared)).toString("latin1");
  assertHolds(text, readGoldFolder(folder), ({ relevant = [], must_not = [], bundled = [] }) => [
    ...relevant.map(({ anime }) => anime),
    ...must_not,
    ...bundled,
  ]);
});

function assertHolds(
  text: string,
  queries: readonly GoldQuery[],
  urlsOf: (query: GoldQuery) => readonly string[],
): void {
  // Only an entry's own list of sources counts; what it is related to stands in other fields.
  const lists = Array.from(text.matchAll(/"sources":\s?\[([^\]]*)\]/g), ([, urls]) => urls!);
  const held = new Set(lists.flatMap((urls) => Array.from(urls.matchAll(/"([^"]+)"/g), ([, url]) => url!)));
  const missing = queries.flatMap((query) =>
    urlsOf(query)
      .filter((url) => !held.has(url))
      .map((url) => `${query.id}: ${url}`),
  );
  assert.deepEqual(missing, []);
}
