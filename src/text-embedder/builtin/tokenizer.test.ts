import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UNKNOWN_TOKEN, WordPieceTokenizer } from "./tokenizer.ts";

const VOCABULARY = [
  "play",
  "##ing",
  "##in",
  "##s",
  "player",
  "!",
  "'",
  "e",
  "##e",
  "cafe",
  "lucky",
  "star",
  "☆",
  "の",
  "##の",
  "##ひ",
  "猫",
  "σ",
  "##σ",
  "##ς",
  "`",
  "ᄒ",
  "##ᅡ",
  "##ᆫ",
  "##",
  "🦊",
];

const tokenizer = new WordPieceTokenizer(VOCABULARY);

/** The tokens' texts, "?" for an unknown word. */
function tokens(text: string): string[] {
  const found: string[] = [];
  tokenizer.forEachToken(text, (token) => found.push(token === UNKNOWN_TOKEN ? "?" : VOCABULARY[token]!));
  return found;
}

describe("WordPieceTokenizer", () => {
  it("takes the longest token first and continues with ## pieces", () => {
    assert.deepEqual(tokens("playing"), ["play", "##ing"]);
    assert.deepEqual(tokens("players"), ["player", "##s"]);
    assert.deepEqual(tokens("playins"), ["play", "##in", "##s"]);
  });

  it("makes a word unknown as a whole where one piece is missing, and goes on with the next", () => {
    assert.deepEqual(tokens("playful play"), ["?", "play"]);
  });

  it("does not take a ## piece at a word's start, nor a whole word inside", () => {
    assert.deepEqual(tokens("ing"), ["?"]);
    assert.deepEqual(tokens("playplay"), ["?"]);
  });

  it("lower-cases and strips accents, composed or decomposed", () => {
    assert.deepEqual(tokens("CAFÉ cafe\u0301"), ["cafe", "cafe"]);
    assert.deepEqual(tokens("İ"), ["?"]);
  });

  it("lower-cases letter by letter, so that a final Σ is σ", () => {
    assert.deepEqual(tokens("ΣΣ"), ["σ", "##σ"]);
    assert.deepEqual(tokens("σς"), ["σ", "##ς"]);
  });

  it("sets punctuation and CJK ideographs apart", () => {
    assert.deepEqual(tokens("play!!e'e"), ["play", "!", "!", "e", "'", "e"]);
    assert.deepEqual(tokens("猫play猫猫"), ["猫", "play", "猫", "猫"]);
    // U+1FEF is canonically the ASCII grave accent, which is punctuation.
    assert.deepEqual(tokens("e\u1fefe"), ["e", "`", "e"]);
  });

  it("sets symbols apart, where BERT would make the whole word unknown", () => {
    assert.deepEqual(tokens("Lucky☆Star"), ["lucky", "☆", "star"]);
    assert.deepEqual(tokens("play🎮play🦊"), ["play", "?", "play", "🦊"]);
  });

  it("strips the voicing marks of kana and splits Hangul into letters, as NFD does", () => {
    assert.deepEqual(tokens("のび"), ["の", "##ひ"]);
    assert.deepEqual(tokens("한"), ["ᄒ", "##ᅡ", "##ᆫ"]);
  });

  it("drops controls, formats and lone surrogates inside a word", () => {
    assert.deepEqual(tokens("pl\u0000a\u200by\ud800ing\udc00\ufffd\ufeff"), ["play", "##ing"]);
  });

  it("ends a word at any white space", () => {
    assert.deepEqual(tokens("play\u3000play\u2028play\u00a0play\tplay\r\nplay"), Array(6).fill("play"));
  });

  it("gives nothing for empty or blank text", () => {
    assert.deepEqual(tokens(""), []);
    assert.deepEqual(tokens(" \n\u0000"), []);
  });

  it("takes words of 100 letters and makes longer ones unknown", () => {
    assert.deepEqual(tokens("e".repeat(100)), ["e", ...Array(99).fill("##e")]);
    assert.deepEqual(tokens(`${"e".repeat(101)} e`), ["?", "e"]);
  });

  it("reads the spelling of a special token as ordinary text", () => {
    assert.deepEqual(tokens("[CLS]"), ["?", "?", "?"]);
  });

  it("reads a million letters without a space", () => {
    assert.deepEqual(tokens("e".repeat(1_000_000)), ["?"]);
    assert.equal(tokens("猫".repeat(300_000)).length, 300_000);
  });
});
