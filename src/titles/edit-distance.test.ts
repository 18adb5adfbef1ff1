import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seededRandom } from "../random.ts";
import { EditPattern } from "./edit-distance.ts";
import { codesOf } from "./title-query.ts";

/** The textbook recurrence of optimal string alignment, from every start where `anywhere`; the last row. */
function lastRow(pattern: string, text: string, anywhere: boolean): number[] {
  const d = Array.from({ length: pattern.length + 1 }, (_, i) =>
    Array.from({ length: text.length + 1 }, (_, j) => (i === 0 ? (anywhere ? 0 : j) : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= pattern.length; i++) {
    for (let j = 1; j <= text.length; j++) {
      const substituted = d[i - 1]![j - 1]! + (pattern[i - 1] === text[j - 1] ? 0 : 1);
      let least = Math.min(substituted, d[i - 1]![j]! + 1, d[i]![j - 1]! + 1);
      const swapped = i > 1 && j > 1 && pattern[i - 1] === text[j - 2] && pattern[i - 2] === text[j - 1];
      if (swapped) least = Math.min(least, d[i - 2]![j - 2]! + 1);
      d[i]![j] = least;
    }
  }
  return d[pattern.length]!;
}

function distances(pattern: string, text: string, anywhere = false) {
  const { whole, best } = measured(new EditPattern(codesOf(pattern)), text, anywhere);
  return { whole, best };
}

function measured(pattern: EditPattern, text: string, anywhere = false): EditPattern {
  pattern.measure(codesOf(text), 0, text.length, anywhere);
  return pattern;
}

describe("edit distance", () => {
  for (const [pattern, text, whole] of [
    ["naruto", "naruto", 0],
    ["nartuo", "naruto", 1], // one swap
    ["narto", "naruto", 1],
    ["narutoo", "naruto", 1],
    ["ca", "abc", 3], // Not 2: nothing is edited twice.
    ["巨入", "巨人", 1],
    ["", "abc", 3],
    ["abc", "", 3],
  ] as const) {
    test(`${pattern} – ${text}: ${whole}`, () => assert.equal(distances(pattern, text).whole, whole));
  }

  test("best is the least to a beginning, or to any part", () => {
    assert.deepEqual(distances("nart", "naruto"), { whole: 2, best: 1 });
    assert.deepEqual(distances("titan", "attackontitanseason", true).best, 0);
    assert.deepEqual(distances("tiatn", "attackontitanseason", true).best, 1);
  });

  test("agrees with the recurrence, for short patterns and for those longer than a word of bits", () => {
    const random = seededRandom(5);
    const word = (most: number) =>
      Array.from({ length: Math.floor(random() * most) }, () => "abc"[Math.floor(random() * 3)]).join("");
    for (let i = 0; i < 600; i++) {
      const pattern = word(i % 3 === 0 ? 60 : 33);
      const text = word(50);
      for (const anywhere of [false, true]) {
        const row = lastRow(pattern, text, anywhere);
        const expected = { whole: row.at(-1), best: Math.min(...row) };
        assert.deepEqual(distances(pattern, text, anywhere), expected, `${pattern} in ${text}`);
      }
    }
  });

  test("a pattern of 32 letters uses every bit", () => {
    const pattern = "abcdefghijklmnopqrstuvwxyz012345";
    assert.equal(distances(pattern, pattern).whole, 0);
    assert.equal(distances(pattern, `${pattern.slice(0, 31)}6`).whole, 1);
  });

  test("patterns used in turn do not disturb each other", () => {
    const one = new EditPattern(codesOf("aab"));
    const other = new EditPattern(codesOf("bba"));
    for (let i = 0; i < 3; i++) {
      assert.equal(measured(one, "aab").whole, 0);
      assert.equal(measured(other, "aab").whole, distances("bba", "aab").whole);
    }
  });
});
