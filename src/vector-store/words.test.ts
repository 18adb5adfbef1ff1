import assert from "node:assert/strict";
import { test } from "node:test";
import { foldKeyword, wordsOf, wordsWanted } from "./words.ts";

test("words are runs of letters and digits, folded", () => {
  assert.deepEqual(
    [...wordsOf("Pokémon: L'Été, 100% ＡＢＣ ﬁn")],
    ["pokemon", "l", "ete", "100", "abc", "fin"],
  );
  assert.deepEqual([...wordsOf("Straße STRASSE हिन्दी مرحبا")], ["strasse", "हिन्दी", "مرحبا"]);
  assert.deepEqual([...wordsOf("🎌 !? \ud800 \0")], []);
});

test("Chinese and Japanese give characters and pairs; a query of two or more asks for pairs", () => {
  assert.deepEqual([...wordsOf("進撃の")], ["進", "撃", "進撃", "の", "撃の"]);
  assert.deepEqual([...wordsWanted("進撃の ガ")], ["進撃", "撃の", "ガ"]);
});

test("splitting words again gives the same words, for every character there is", () => {
  for (let code = 0; code < 0x20000; code += 7) {
    const character = String.fromCodePoint(code);
    const words = wordsOf(`a${character}b 漢${character}字`);
    const again = new Set([...words].flatMap((word) => [...wordsOf(word)]));
    assert.deepEqual([...again].sort(), [...words].sort(), code.toString(16));
  }
});

test("keywords compare without case and composition, else as they are", () => {
  assert.equal(foldKeyword("Straße"), foldKeyword("STRASSE"));
  assert.equal(foldKeyword("ẞ"), foldKeyword("ss"));
  assert.equal(foldKeyword("E\u0301"), foldKeyword("é"));
  assert.equal(foldKeyword("ΣΑΣ"), foldKeyword("σας"));
  assert.notEqual(foldKeyword("é"), foldKeyword("e"));
  assert.notEqual(foldKeyword("a "), foldKeyword("a"));
  assert.equal(foldKeyword("\ud800"), "\ud800");
});
