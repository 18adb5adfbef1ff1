import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_SEGMENTS, type SegmentSize, segmentsToMerge } from "./merge-policy.ts";

function whole(...rows: number[]): SegmentSize[] {
  return rows.map((n) => ({ rows: n, live: n }));
}

test("leaves a few segments alone, whatever their sizes", () => {
  assert.deepEqual(segmentsToMerge([]), []);
  assert.deepEqual(segmentsToMerge(whole(1)), []);
  assert.deepEqual(segmentsToMerge(whole(1, 1, 1, 1)), []);
});

test("merges small ones and stops before one that is much larger than they are together", () => {
  // 1 + 1 + 1 + 1 = 4; 25,000 > 2 · 4.
  assert.deepEqual(segmentsToMerge(whole(25_000, 1, 1, 1, 1)), [1, 2, 3, 4]);
  // 3 ≤ 2 · 2, 10 ≤ 2 · 5, 25,000 > 2 · 15.
  assert.deepEqual(segmentsToMerge(whole(25_000, 10, 3, 1, 1)), [1, 2, 3, 4]);
});

test("never leaves more than the greatest number, even of sizes that grow by tens", () => {
  const sizes = whole(...Array.from({ length: 12 }, (_, i) => 10 ** i));
  const merged = segmentsToMerge(sizes);
  assert.equal(sizes.length - merged.length + 1, MAX_SEGMENTS);
});

test("makes no segment of more than a million rows", () => {
  const large = 1 << 19;
  // The three smallest would make one and a half million.
  assert.deepEqual(segmentsToMerge(whole(large, large, large, large, large)), [0, 1]);
  assert.deepEqual(segmentsToMerge(whole(...new Array<number>(9).fill(1 << 20))), []);
});

test("writes anew what is mostly deleted, and drops what is empty", () => {
  assert.deepEqual(segmentsToMerge([{ rows: 100, live: 59 }]), [0]);
  assert.deepEqual(segmentsToMerge([{ rows: 100, live: 60 }]), []);
  assert.deepEqual(segmentsToMerge([...whole(50), { rows: 10, live: 0 }]), [1]);
});

test("single points are copied few times on their way into a large segment", () => {
  let sizes: SegmentSize[] = whole(25_000);
  let copied = 0;
  for (let i = 0; i < 5000; i++) {
    sizes.push(...whole(1));
    const merged = segmentsToMerge(sizes);
    const sum = merged.reduce((rows, at) => rows + sizes[at]!.live, 0);
    if (merged.length > 0) sizes = [...sizes.filter((_, at) => !merged.includes(at)), ...whole(sum)];
    copied += sum;
    assert.ok(sizes.length <= MAX_SEGMENTS);
  }
  // log₁.₅(5000) is 21.
  assert.ok(copied < 5000 * 21, `${copied} rows copied`);
});
