import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../random.ts";
import { Bitmap, numberRows } from "./bitmap.ts";

test("bitmaps behave as sets of rows, tails of words included", () => {
  const random = seededRandom(31);
  for (const rows of [0, 1, 31, 32, 33, 64, 100, 1000]) {
    const all = Array.from({ length: rows }, (_, row) => row);
    const left = new Set(all.filter(() => random.chance(0.5)));
    const right = new Set(all.filter(() => random.chance(0.1)));
    const a = () => Bitmap.fromRows(rows, [...left]);
    const b = Bitmap.fromRows(rows, [...right]);
    const expect = (bitmap: Bitmap, members: Set<number>) => {
      const sorted = [...members].sort((x, y) => x - y);
      assert.deepEqual([...bitmap.toRows()], sorted);
      assert.equal(bitmap.count(), sorted.length);
      assert.equal(bitmap.isEmpty(), sorted.length === 0);
      const visited: number[] = [];
      bitmap.forEach((row) => {
        visited.push(row);
      });
      assert.deepEqual(visited, sorted);
    };
    expect(a(), left);
    expect(a().and(b), left.intersection(right));
    expect(a().or(b), left.union(right));
    expect(a().andNot(b), left.difference(right));
    expect(a().not(), new Set(all).difference(left));
    expect(Bitmap.full(rows), new Set(all));
    assert.equal(a().countAnd(b), left.intersection(right).size);
    for (const row of all) assert.equal(b.has(row), right.has(row));
  }
});

test("a range of rows, cut to the bitmap's own", () => {
  for (const [from, to] of [
    [0, 0],
    [0, 1],
    [5, 31],
    [5, 32],
    [31, 33],
    [32, 64],
    [3, 99],
    [-4, 200],
    [50, 40],
  ] as const) {
    const expected = Array.from({ length: 100 }, (_, row) => row).filter((row) => row >= from && row < to);
    assert.deepEqual([...Bitmap.fromRange(100, from, to).toRows()], expected, `${from}..${to}`);
  }
});

test("a copy is its own; a shared bitmap lies in shared memory", () => {
  const shared = Bitmap.shared(40);
  shared.add(39);
  const copy = shared.copy();
  copy.remove(39);
  assert.ok(shared.has(39));
  assert.ok(shared.words.buffer instanceof SharedArrayBuffer);
});

test("kept rows are numbered anew without gaps", () => {
  const numbers = numberRows(Bitmap.fromRows(6, [1, 2, 5]), 10);
  assert.deepEqual([numbers[1], numbers[2], numbers[5]], [10, 11, 12]);
});
