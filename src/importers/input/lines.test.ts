import assert from "node:assert/strict";
import { test } from "node:test";
import { all, chunksOf } from "../fixtures.ts";
import { decodeUtf8, linesOf } from "./lines.ts";

const read = async (content: string, size?: number, maxBytes?: number) =>
  (await all(linesOf(chunksOf(content, size), maxBytes))).map(({ number, bytes, ended }) => [
    number,
    bytes.toString("utf8"),
    ended,
  ]);

test("lines end at a line feed and nowhere else, in chunks of any size", async () => {
  const content = "\ufeffone\r\ntwo\u2028still two\rand still\n\n  \nlast";
  const expected = [
    [1, "one", true],
    [2, "two\u2028still two\rand still", true],
    [3, "", true],
    [4, "  ", true],
    [5, "last", false],
  ];
  for (const size of [1, 2, 3, 7, 1000]) assert.deepEqual(await read(content, size), expected);
});

test("an empty stream has no lines, and a last line end begins none", async () => {
  assert.deepEqual(await read(""), []);
  assert.deepEqual(await read("a\n"), [[1, "a", true]]);
});

test("of a line over the limit the length is told, and the next line is read", async () => {
  const long = "x".repeat(5000);
  const lines = await all(linesOf(chunksOf(`${long}\nshort\n`, 64), 1000));
  assert.equal(lines[0]!.length, 5000);
  assert.equal(lines[1]!.bytes.toString(), "short");
});

test("the beginning of a line over the limit is kept up to a megabyte, whatever the chunks", async () => {
  const [line] = await all(linesOf(chunksOf("y".repeat(3_000_000), 65_536), 2_000_000));
  assert.equal(line!.length, 3_000_000);
  assert.equal(line!.bytes.length, 1024 * 1024);
});

test("bytes that are not UTF-8 have no text", () => {
  assert.equal(decodeUtf8(Buffer.from([0x61, 0xff])), undefined);
  assert.equal(decodeUtf8(Buffer.from([0xed, 0xa0, 0x80])), undefined);
  assert.equal(decodeUtf8(Buffer.from("日本")), "日本");
});
