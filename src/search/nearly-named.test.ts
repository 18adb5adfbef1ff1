import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { TitleMatch } from "../titles/title-index.ts";
import { isNearlyNamed } from "./nearly-named.ts";

const called = (...names: string[]): TitleMatch[] =>
  names.map((name) => ({ id: name, name, kind: "fuzzy", score: 0.8 }));

describe("a query says a name", () => {
  test("with all of its words in another order", () => {
    assert.ok(isNearlyNamed("Car Battle Watch Power", called("Power Battle Watch Car"), false));
    assert.ok(!isNearlyNamed("Car Battle Watch", called("Power Battle Watch Car"), false));
    assert.ok(isNearlyNamed("God Tou: of no Tower Kami", called("Kami no Tō: Tower of God"), false));
    assert.ok(!isNearlyNamed("maids", called("Maids"), false), "one word has no order");
  });

  test("with most of its words in a row, three at least", () => {
    assert.ok(isNearlyNamed("dog and the boy", called("The Dog and the Boy"), false));
    assert.ok(!isNearlyNamed("boy and the dog", called("The Dog and the Boy"), false));
    assert.ok(!isNearlyNamed("magic journey", called("Magic Journey II"), false), "two words");
    assert.ok(!isNearlyNamed("in the city", called("A Very Long Story of Two Friends in the City"), false));
    assert.ok(
      !isNearlyNamed("ロボットアニメ", called("直球表題ロボットアニメ"), false),
      "characters are no words",
    );
  });

  test("misspelt, where a word of it is unheard of", () => {
    const names = called("Azumanga Daioh: The Very Short Movie");
    assert.ok(isNearlyNamed("Azuganga Daioh: The Very Short Movie", names, true));
    assert.ok(!isNearlyNamed("Azuganga Daioh: The Very Short Movie", names, false));
    assert.ok(!isNearlyNamed("Azuganga short movie", names, true), "too short");
    const faint = names.map((match) => ({ ...match, score: 0.65 }));
    assert.ok(!isNearlyNamed("Azuganga Daioh: The Very Short Movie", faint, true));
  });

  test("among the first matches only", () => {
    const names = called("A Cat", "B Cat", "C Cat", "Power Battle Watch Car");
    assert.ok(!isNearlyNamed("Car Battle Watch Power", names, false));
  });
});
