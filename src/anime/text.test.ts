import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanText, foldName, foldTitle } from "./text.ts";

test("cleanText mends surrogates, line ends and control characters, and keeps line separators", () => {
  assert.equal(cleanText("a\ud800b"), "a\ufffdb");
  assert.equal(cleanText("\ufeff a\r\nb\rc\u0000\u0007\u001b[0m\u0085 "), "a\nb\nc[0m");
  assert.equal(cleanText("one\u2028two\ttab"), "one\u2028two\ttab");
  assert.equal(cleanText("👩‍🚀 הסרט"), "👩‍🚀 הסרט");
});

test("foldName joins case, accents, width and punctuation; foldTitle keeps punctuation and kana marks", () => {
  assert.equal(foldName("P.A. Works"), foldName("p.a.works"));
  assert.equal(foldName("Diomedéa"), foldName("DIOMEDEA"));
  assert.notEqual(foldName("!!!"), foldName("???"));
  assert.equal(foldTitle("Pokémon"), foldTitle("POKEMON"));
  assert.equal(foldTitle("Ｋ  On"), "k on");
  assert.notEqual(foldTitle("K"), foldTitle("K!"));
  assert.notEqual(foldTitle("か"), foldTitle("が"));
});
