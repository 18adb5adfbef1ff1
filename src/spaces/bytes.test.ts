import assert from "node:assert/strict";
import { test } from "node:test";
import { ByteReader, ByteWriter } from "./bytes.ts";

test("what is written is read back, across the growth of the buffer", () => {
  const numbers = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER];
  const doubles = [0, -1.5, Math.PI, Number.MIN_VALUE, Number.MAX_VALUE];
  const texts = ["", "a", "進撃の巨人 👍", "x".repeat(5_000)];
  const writer = new ByteWriter();
  for (const number of numbers) writer.varint(number);
  for (const double of doubles) writer.double(double);
  for (const text of texts) writer.text(text);
  writer.bytes(Uint8Array.of(1, 2, 3));
  const reader = new ByteReader(writer.done());
  assert.deepEqual(
    numbers.map(() => reader.varint()),
    numbers,
  );
  assert.deepEqual(
    doubles.map(() => reader.double()),
    doubles,
  );
  assert.deepEqual(
    texts.map(() => reader.text()),
    texts,
  );
  assert.deepEqual([...reader.bytes()], [1, 2, 3]);
});

test("a number takes as few bytes as LEB128 says", () => {
  const writer = new ByteWriter();
  // DWARF 5, appendix C: 624485 is E5 8E 26.
  writer.varint(624_485);
  assert.deepEqual([...writer.done()], [0xe5, 0x8e, 0x26]);
});

test("bytes that end early, promise too much or never end are damage", () => {
  const damage = { code: "INDEX_DAMAGED" };
  assert.throws(() => new ByteReader(new Uint8Array(0)).varint(), damage);
  assert.throws(() => new ByteReader(Uint8Array.of(0x80)).varint(), damage);
  assert.throws(() => new ByteReader(new Uint8Array(20).fill(0xff)).varint(), damage);
  assert.throws(() => new ByteReader(Uint8Array.of(5, 1, 2)).bytes(), damage);
  assert.throws(() => new ByteReader(new Uint8Array(7)).double(), damage);
});
