import assert from "node:assert/strict";
import { test } from "node:test";
import { all, chunksOf } from "../fixtures.ts";
import { jsonElements } from "./json-elements.ts";

/** Line and text of each element, with its damage where there is one. */
async function cut(content: string, size?: number, maxBytes?: number): Promise<string[]> {
  const elements = await all(jsonElements(chunksOf(content, size), maxBytes));
  return elements.map(({ line, bytes, damage }) =>
    damage === undefined ? `${line}: ${bytes}` : `${line}: ${bytes} ! ${damage.split(/[:,]/)[0]}`,
  );
}

async function cuts(content: string, expected: string[]): Promise<void> {
  for (const size of [1, 2, 5, 1000])
    assert.deepEqual(await cut(content, size), expected, `chunks of ${size}`);
}

test("the items of a list at the root are cut out", async () => {
  await cuts('\ufeff [\n{"a": "]},{\\"["},\n  {"b": [1, {"c": {}}]} , 5,"x, y",null\n]\n', [
    '2: {"a": "]},{\\"["}',
    '3: {"b": [1, {"c": {}}]}',
    "3: 5",
    '3: "x, y"',
    "3: null",
  ]);
});

test("the items of data are cut out, and what stands around it is none", async () => {
  await cuts(
    '{"license": {"data": [1]}, "n": "data", "list": [2], "data" : [{"a":1},{"b":2}], "after": [3]}',
    ['1: {"a":1}', '1: {"b":2}'],
  );
  await cuts('{"data": []}', []);
  await cuts("[]", []);
});

test("objects one after the other are records themselves", async () => {
  await cuts('{\n "a": {"data": 1}\n}\n{"data": 5}', ['1: {\n "a": {"data": 1}\n}', '4: {"data": 5}']);
});

test("an element that is no valid JSON is cut out like any other", async () => {
  await cuts('[{"a" 1}, {"b": tru}, nope, {"c": 3}]', [
    '1: {"a" 1}',
    '1: {"b": tru}',
    "1: nope",
    '1: {"c": 3}',
  ]);
});

test("after a missing brace, a missing quote or a bracket too many the next element is found", async () => {
  await cuts('[\n  {"a": 1,\n  {"b": 2}\n]', [
    '2: {"a": 1,\n   ! it is not closed before the next one begins',
    '3: {"b": 2}',
  ]);
  await cuts('[\n  {"a": "x},\n  {"b": 2},\n  {"c": ["y]},\n  {"d": 4}\n]', [
    '2: {"a": "x},\n   ! it is not closed before the next one begins',
    '3: {"b": 2}',
    '4: {"c": ["y]},\n   ! it is not closed before the next one begins',
    '5: {"d": 4}',
  ]);
  await cuts('[{"a": 1}}, {"b": 2}, {"c": [1}, {"d": 4}, {"e": 1]}, {"f": 6}]', [
    '1: {"a": 1}',
    "1: }",
    '1: {"b": 2}',
    '1: {"c": [1}',
    '1: {"d": 4}',
    '1: {"e": 1]}',
    '1: {"f": 6}',
  ]);
});

test("an input that breaks off gives what it holds and says so", async () => {
  await cuts('[{"a": 1}, {"b": ', [
    '1: {"a": 1}',
    '1: {"b":  ! the input ends within it',
    "1:  ! the input ends before the list of entries is closed",
  ]);
  await cuts('{"data": [{"a": 1},', [
    '1: {"a": 1}',
    "1:  ! the input ends before the list of entries is closed",
  ]);
});

test("an element over the limit is told by its length, and the next is read", async () => {
  const elements = await all(jsonElements(chunksOf(`[{"a": "${"x".repeat(500)}"}, {"b": 2}]`, 16), 100));
  assert.equal(elements[0]!.length, 509);
  assert.equal(elements[1]!.bytes.toString(), '{"b": 2}');
});

test("any list of values is cut into its values, pretty or not, in chunks of any size", async () => {
  let state = 11;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const text = () =>
    Array.from({ length: 4 }, () => '{}[]",:\\ \n\u2028é日a'[Math.floor(random() * 15)]).join("");
  const value = (depth: number): unknown => {
    const kind = Math.floor(random() * (depth > 3 ? 3 : 5));
    const many = Array.from({ length: Math.floor(random() * 3) });
    if (kind === 3) return many.map(() => value(depth + 1));
    if (kind === 4) return Object.fromEntries(many.map(() => [text(), value(depth + 1)]));
    return [text(), random() * 100, random() < 0.5][kind];
  };
  for (let round = 0; round < 200; round++) {
    const list = Array.from({ length: 4 }, () => ({ [text()]: value(0) }));
    const indent = round % 3;
    const document = round % 2 === 0 ? list : { before: value(0), data: list, after: value(0) };
    const found = await all(
      jsonElements(chunksOf(JSON.stringify(document, null, indent), 1 + Math.floor(random() * 20))),
    );
    assert.deepEqual(
      found.map(({ bytes }) => JSON.parse(bytes.toString())),
      list,
    );
  }
});
