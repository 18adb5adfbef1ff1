import assert from "node:assert/strict";
import { test } from "node:test";
import { all, chunksOf } from "./fixtures.ts";
import { isJsonLines, jsonRecords } from "./json-records.ts";

const read = async (content: string | Uint8Array, size = 64) =>
  (await all(jsonRecords(chunksOf(content, size), (value) => value))).map((record) =>
    record.ok ? [record.line, record.entry] : [record.line, record.reason, record.raw],
  );

test("a file shows at its beginning whether every line is a record", () => {
  const lines = [
    '{"title":"a"}\n{"title":"b"}',
    '\n\n{"title":"a"}',
    '{"title":"a',
    '{"title":"a\n{"title":"b"}',
    "nope",
  ];
  const documents = [
    "[",
    "{\n",
    '{"data":[',
    '{\n  "data": [',
    '{"license":{"a":[1]},"data":[{"title":"a"}]}',
    '{"data":[{"title":"a"}]}\n',
    '{ "license": "x",\n "data": []}',
  ];
  for (const text of lines) assert.equal(isJsonLines(text), true, text);
  for (const text of documents) assert.equal(isJsonLines(text), false, text);
  // A hostile beginning takes no longer than it is long.
  assert.equal(isJsonLines(`{${" ".repeat(200_000)}`), true);
  assert.equal(isJsonLines(`{"a":${'"\\'.repeat(100_000)}`), true);
});

test("a broken line is rejected with its number, its reason and its text, and costs nothing else", async () => {
  const content = Buffer.concat([
    Buffer.from('\ufeff{"a":1}\r\n\r\n{"a":\n{"a":"\u2028"}\n'),
    Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d, 0x0a]),
    Buffer.from('{"a":4}\n{"a":5'),
  ]);
  const records = await read(content, 3);
  assert.deepEqual(
    records.filter(([, reason]) => typeof reason !== "string"),
    [
      [1, { a: 1 }],
      [4, { a: "\u2028" }],
      [6, { a: 4 }],
    ],
  );
  const [broken, notUtf8, cut] = records.filter(([, reason]) => typeof reason === "string");
  assert.deepEqual([broken![0], broken![2]], [3, '{"a":']);
  assert.match(String(broken![1]), /^it is not valid JSON/);
  assert.deepEqual(notUtf8, [5, "it is not valid UTF-8", '{"\ufffd"}']);
  assert.deepEqual([cut![0], cut![2]], [7, '{"a":5']);
  assert.match(String(cut![1]), /truncated/);
});

test("a document laid out over many lines is read, a broken entry rejected with its line", async () => {
  assert.deepEqual(
    await read(
      '{\n  "x": 1,\n  "data": [\n    {"a": 1},\n    {"a" 2},\n    {\n      "a": 3\n    }\n  ]\n}\n',
    ),
    [
      [4, { a: 1 }],
      [5, (await read('{"a" 2}\n'))[0]![1], '{"a" 2}'],
      [6, { a: 3 }],
    ],
  );
});

test("one entry alone is read, in one line or several", async () => {
  assert.deepEqual(await read('{"a": 1}'), [[1, { a: 1 }]]);
  assert.deepEqual(await read('{\n  "a": 1\n}\n'), [[1, { a: 1 }]]);
});

test("a record of several megabytes is read", async () => {
  const long = "é".repeat(3_000_000);
  const [record] = await all(jsonRecords(chunksOf(`{"a":"${long}"}\n`, 65_536), (value) => value));
  assert.ok(record?.ok === true && (record.entry as { a: string }).a === long);
});

test("the raw text of a reject is cut after a megabyte, with a mark", async () => {
  const [record] = await all(
    jsonRecords(chunksOf(`{"a":${"x".repeat(2_000_000)}\n`, 65_536), (value) => value),
  );
  assert.ok(record?.ok === false);
  assert.match(record.raw.slice(-60), /x… \[cut here; 2000005 characters in all\]$/);
});
