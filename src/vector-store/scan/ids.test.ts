import assert from "node:assert/strict";
import { test } from "node:test";
import { isFailure } from "../../errors.ts";
import { seededRandom } from "../../random.ts";
import { checkId, IdTable } from "./ids.ts";

test("finds every id and no other, whatever its writing", () => {
  const random = seededRandom(1);
  const known = new Set<string>([
    "a",
    "ab",
    "",
    "進撃の巨人",
    "\u{1f600}",
    "\uffee",
    "\ue000",
    "é",
    "e\u0301",
  ]);
  while (known.size < 2000) known.add(`${random.integer(0, 1e9).toString(36)}#${random.integer(1, 3)}.1`);
  const ids = [...known];
  const table = IdTable.of(ids);
  for (const [row, id] of ids.entries()) {
    assert.equal(table.find(id), row);
    assert.equal(table.id(row), id);
  }
  for (const id of ["abc", "b", "進撃", "\ud83d", "x".repeat(201), "x".repeat(10_000)]) {
    assert.equal(table.find(id), -1, id);
  }
});

test("orders rows by the bytes of their ids", () => {
  const ids = ["\u{1f600}", "\uffee", "b", "a", "ab", "\ue000", "ÿ", "\u{10ffff}", "\ud7ff"];
  // In UTF-8 characters ascend by code point, so U+1F600 comes last but one.
  const sorted = ["a", "ab", "b", "ÿ", "\ud7ff", "\ue000", "\uffee", "\u{1f600}", "\u{10ffff}"];
  const table = IdTable.of(ids);
  assert.deepEqual(
    Array.from(table.order, (row) => ids[row]),
    sorted,
  );
  assert.deepEqual(
    Array.from(table.ranks),
    ids.map((id) => sorted.indexOf(id)),
  );
});

test("of rows with one id the last is found", () => {
  assert.equal(IdTable.of(["b", "a", "b", "c", "b", "c"]).find("b"), 4);
});

test("an empty table finds nothing", () => {
  assert.equal(IdTable.of([]).find("a"), -1);
});

test("is read back as it was written, and refuses bytes that it cannot have written", () => {
  const ids = ["b", "進", "a"];
  const bytes = new Uint8Array(Buffer.concat(IdTable.of(ids).encode()));
  const table = IdTable.decode(bytes);
  assert.deepEqual(
    ids.map((id) => table.find(id)),
    [0, 1, 2],
  );
  assert.throws(() => IdTable.decode(bytes.slice(0, -1)), RangeError);
  assert.throws(() => IdTable.decode(bytes.slice(0, 6)), RangeError);
  const swapped = bytes.slice();
  swapped[12] = 200;
  assert.throws(() => IdTable.decode(swapped), RangeError);
});

test("refuses ids that could not be found again", () => {
  for (const id of ["", "x".repeat(201), "進".repeat(67), "\ud800", 7, null]) {
    assert.throws(
      () => checkId(id),
      (error) => isFailure(error, "REQUEST_INVALID"),
    );
  }
  checkId("進".repeat(66));
});
