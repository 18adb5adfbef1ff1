import assert from "node:assert/strict";
import { test } from "node:test";
import { isFailure } from "../errors.ts";
import { MemoryStore } from "../vector-store/memory/memory-store.ts";
import type { ColumnType } from "../vector-store/port.ts";
import type { GoldQuery, PlacedQuery } from "./gold.ts";
import {
  checkGold,
  type JudgedCatalogue,
  judge,
  judgeAll,
  knowsEnough,
  namedAnime,
  runsOn,
} from "./judge.ts";

const KEYS = new Map<string, ColumnType>([
  ["genres", "keyword"],
  ["year", "integer"],
]);
const url = (id: string) => `https://myanimelist.net/anime/${id}`;

/** Anime 1 to 4: 1 and 2 are one franchise, 3 and 4 have none; 1 and 3 are comedies. 1 has a second URL, 1b. */
async function catalogue(full: boolean): Promise<JudgedCatalogue> {
  const store = new MemoryStore();
  await store.createCollection("anime", { dense: {}, sparse: [], columns: Object.fromEntries(KEYS) });
  const genres: Record<string, string[]> = { 1: ["Comedy"], 2: ["Drama"], 3: ["Comedy"], 4: ["Drama"] };
  await store.upsert(
    "anime",
    Object.entries(genres).map(([id, of]) => ({
      id,
      dense: {},
      sparse: {},
      columns: { genres: of, year: 2000 },
      payload: {},
    })),
  );
  const ids = new Map([..."1234"].map((id) => [url(id), id]));
  ids.set(url("1b"), "1");
  return {
    store,
    collection: "anime",
    keys: KEYS,
    full,
    idOf: (of) => ids.get(of),
    franchiseOf: (id) => (id === "1" || id === "2" ? ["1", "2"] : [id]),
  };
}

const query = (changes: Partial<PlacedQuery>): PlacedQuery => ({
  id: "plot-1",
  kind: "plot",
  query: "a plot",
  place: "plot.jsonl:7",
  ...changes,
});
const right = (...ids: string[]) => ids.map((id) => ({ anime: url(id), grade: 3 }));
const grades = async (of: GoldQuery, full = true) => {
  const judgement = await judge(of, await catalogue(full));
  return judgement === undefined ? undefined : Object.fromEntries(judgement.grades);
};
const refused = (place: string, words: RegExp) => (error: unknown) => {
  assert.ok(isFailure(error, "GOLD_INVALID"), String(error));
  assert.ok(error.message.startsWith(`${place}: `), error.message);
  assert.match(error.message, words);
  return true;
};

test("other works of the franchise have half the grade, unless they are judged themselves", async () => {
  assert.deepEqual(await grades(query({ relevant: right("1") })), { 1: 3, 2: 1.5 });
  const both = [...right("1"), { anime: url("2"), grade: 1 }];
  assert.deepEqual(await grades(query({ relevant: both })), { 1: 3, 2: 1 });
  assert.deepEqual(
    await grades(query({ relevant: [...right("1"), { anime: url("2"), grade: 0 }] })),
    { 1: 3 },
    "grade 0 is judged: not right",
  );
});

test("a filter gives grade 1 to what it keeps and is not listed, and then franchises count for nothing", async () => {
  const where = { relevant_where: { genres: "Comedy" } };
  assert.deepEqual(await grades(query(where)), { 1: 1, 3: 1 });
  assert.deepEqual(await grades(query({ ...where, relevant: right("1") })), { 1: 3, 3: 1 });
});

test("what must not be there is listed or filtered", async () => {
  const judgement = await judge(
    query({ relevant: right("3"), must_not: [url("1")], must_not_where: { genres: "Drama" } }),
    await catalogue(true),
  );
  assert.deepEqual([...judgement!.forbidden].sort(), ["1", "2", "4"]);
});

test("a part of the catalogue is asked only what states its needs, and has them all", async () => {
  const part = await catalogue(false);
  const relevant = right("1");
  assert.equal(runsOn(query({ relevant }), part), false);
  assert.equal(runsOn(query({ relevant, bundled: [url("1")] }), part), true);
  assert.equal(runsOn(query({ relevant, bundled: [url("1"), url("9")] }), part), false);
  assert.equal(runsOn(query({ nothing_fits: true, bundled: [] }), part), true, "[]: it needs nothing");
  assert.equal(runsOn(query({ relevant }), await catalogue(true)), true, "all is asked of a full one");
  assert.equal(await grades(query({ relevant }), false), undefined);
  assert.deepEqual(await grades(query({ relevant: right("1", "9"), bundled: [url("1")] }), false), {
    1: 3,
    2: 1.5,
  });
});

test("a catalogue is full from 95% of the named anime on; knowing all of nothing tells nothing", () => {
  assert.equal(knowsEnough(95, 100), true);
  assert.equal(knowsEnough(94, 100), false);
  assert.equal(knowsEnough(0, 0), false);
  const named = namedAnime([
    query({ relevant: right("1", "2"), must_not: [url("3")], bundled: [url("1")] }),
    query({ relevant: right("2") }),
  ]);
  assert.deepEqual(named.sort(), [url("1"), url("2"), url("3")]);
});

test("an anime that a full catalogue lacks is refused with file and line, wherever it is named", async () => {
  const full = await catalogue(true);
  const part = await catalogue(false);
  for (const wrong of [
    { relevant: right("1", "9") },
    { relevant: right("1"), must_not: [url("9")] },
    { relevant: right("1"), bundled: [url("9")] },
  ]) {
    const gold = [query({ relevant: right("1") }), query({ ...wrong, place: "like.jsonl:3" })];
    assert.throws(() => checkGold(gold, full), refused("like.jsonl:3", /no anime has .*anime\/9/));
    assert.doesNotThrow(() => checkGold(gold, part));
  }
});

test("two addresses of one anime are one judgement too many", async () => {
  const gold = [query({ relevant: right("1", "1b") })];
  const full = await catalogue(true);
  assert.throws(() => checkGold(gold, full), refused("plot.jsonl:7", /one anime, judged twice/));
});

test("a filter that cannot be read is refused with file and line, on any catalogue", async () => {
  for (const full of [true, false]) {
    const of = await catalogue(full);
    const gold = [query({ relevant: right("1"), must_not_where: { genre: "Comedy" } })];
    assert.throws(() => checkGold(gold, of), refused("plot.jsonl:7", /must_not_where: .*genre/));
    const wrongType = [query({ relevant_where: { year: { gte: "many" } } })];
    assert.throws(() => checkGold(wrongType, of), refused("plot.jsonl:7", /relevant_where/));
  }
});

test("a query that nothing in a full catalogue answers is refused; in a part it is left out", async () => {
  const gold = [query({ relevant_where: { genres: "Opera" }, bundled: [] })];
  await assert.rejects(judgeAll(gold, await catalogue(true)), refused("plot.jsonl:7", /nothing is right/));
  assert.deepEqual(await judgeAll(gold, await catalogue(false)), []);
  const nothing = [query({ nothing_fits: true })];
  assert.equal((await judgeAll(nothing, await catalogue(true))).length, 1);
});
