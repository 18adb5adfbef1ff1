import assert from "node:assert/strict";
import { test } from "node:test";
import type { TitleMatch } from "../titles/title-index.ts";
import { titleLeg } from "./title-leg.ts";

const match = (id: string, score: number): TitleMatch => ({ id, name: id, kind: "fuzzy", score });
const unheard = (share: number, documents = 25_000) => ({ isNamed: false, unheard: share, documents });

test("matches add with the square of what they score above a half; lesser ones are left out", () => {
  const { ids, adds } = titleLeg([match("a", 0.725), match("b", 0.5), match("c", 0.49)], unheard(0));
  assert.deepEqual(ids, ["a", "b"]);
  // 5 · ((0.725 − 0.5) / 0.45)² = 1.25
  assert.ok(Math.abs(adds.get("a")! - 1.25) < 1e-9);
  assert.equal(adds.get("b"), 0);
});

test("the more of a query's words are unheard of, the more a name that is like it adds", () => {
  // 1.25 as above, times 1 + 3 · ½, and 4 · ½.
  assert.ok(Math.abs(titleLeg([match("a", 0.725)], unheard(0.5)).adds.get("a")! - 5.125) < 1e-9);
});

test("in a small catalogue, where few words are heard of twice, it adds little more", () => {
  // 1.25 · (1 + 3 · ½ · 500 / 10,000) + 4 · ½ · 500 / 10,000
  const { adds } = titleLeg([match("a", 0.725)], unheard(0.5, 500));
  assert.ok(Math.abs(adds.get("a")! - (1.25 * 1.075 + 0.1)) < 1e-9);
});

test("where a name is said, if not letter by letter, the faintest match beats a likeness", () => {
  const { adds } = titleLeg([match("a", 0.5)], { isNamed: true, unheard: 0, documents: 25_000 });
  assert.equal(adds.get("a"), 4);
});

test("an exact name adds more than any that is not, whatever is unheard of", () => {
  const { adds } = titleLeg([match("exact", 0.96), match("nearly", 0.9499)], unheard(1));
  assert.ok(adds.get("exact")! > adds.get("nearly")!);
  assert.equal(adds.get("exact"), titleLeg([match("exact", 0.96)], unheard(0)).adds.get("exact"));
});
