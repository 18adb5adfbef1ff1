import assert from "node:assert/strict";
import { test } from "node:test";
import { EditPattern } from "../src/titles/edit-distance.ts";
import { codesOf } from "../src/titles/title-query.ts";
import { LOOKED_AT, TITLE_SORTS, titleQueries } from "./title-queries.ts";

const WORDS =
  "sword moon school robot garden ghost river summer music stars dragon train winter letter".split(" ");
const ENTRIES = Array.from({ length: 200 }, (_, i) => ({
  id: `id-${i}`,
  title: `${WORDS[i % 14]} ${WORDS[(i * 5 + 3) % 13]} ${WORDS[(i * 3 + 1) % 11]} of number ${i}`,
  title_japanese: `鋼の錬金術師第${i}話`,
  synonyms: [`Стальной алхимик ${i}`],
  sources: [],
}));
const cases = titleQueries(ENTRIES, 7, 20);
const of = (sort: string) => cases.filter((one) => one.sort === sort);

test("the same seed gives the same queries, another seed others; every sort has its share", () => {
  assert.deepEqual(titleQueries(ENTRIES, 7, 20), cases);
  assert.notDeepEqual(titleQueries(ENTRIES, 8, 20), cases);
  for (const sort of TITLE_SORTS) assert.equal(of(sort).length, 20);
});

test("each is wrong in the way that its sort says, and knows whom it was made from", () => {
  const edits = (query: string, name: string) => {
    const pattern = new EditPattern(codesOf(query));
    pattern.measure(codesOf(name), 0, name.length);
    return pattern.whole;
  };
  for (const { query, name } of of("exact")) assert.equal(query, name);
  for (const { query, name } of of("one misspelling")) assert.equal(edits(query, name), 1);
  for (const { query, name } of of("two misspellings")) assert.ok(edits(query, name) <= 3);
  for (const { query, name } of of("joined words")) assert.equal(query, name.replaceAll(" ", ""));
  for (const { query, name } of of("reordered words")) {
    assert.notEqual(query, name);
    assert.deepEqual(query.split(" ").sort(), name.split(" ").sort());
  }
  for (const { query, name } of of("partial")) {
    assert.ok(name.includes(query) && query !== name);
    assert.ok(ENTRIES.filter(({ title }) => title.includes(query)).length <= LOOKED_AT);
  }
  for (const { name, right } of cases) {
    const [id] = [...right];
    const entry = ENTRIES.find((one) => one.id === id)!;
    assert.ok([entry.title, entry.title_japanese, ...entry.synonyms].includes(name));
  }
});
