import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { foldWords, initialsOf, joinWords, MOST_LETTERS, numberedWords } from "./fold.ts";

const letters = (text: string) => joinWords(foldWords(text)).letters;

/** Each line: spellings that a reader takes for the same. */
const SAME = [
  ["Steins;Gate", "steins gate", "STEINSGATE", "Ｓｔｅｉｎｓ；Ｇａｔｅ"],
  ["Shippuuden", "Shippūden", "shippuden"],
  ["Bungou Stray Dogs", "Bungō Stray Dogs", "Bungo Stray Dogs"],
  ["Oomuro-ke", "Ōmuro-ke", "Omuroke"],
  ["Kimi wo Aishita", "Kimi o Aishita"],
  ["Kokoro Connect: Michi Randzumu", "Kokoro Connect Michi Ranzumu"],
  ["カウボーイビバップ", "かうぼいびばっぷ", "ｶｳﾎﾞｰｲﾋﾞﾊﾞｯﾌﾟ", "カウボーイ・ビバップ"],
  ["HUNTER×HUNTER", "Hunter x Hunter"],
  ["Panty & Stocking", "Panty and Stocking"],
  ["THE iDOLM@STER", "The Idolmaster"],
  ["Pokémon", "pokemon"],
  ["Ковбой Бибоп: Ёж", "ковбой бибоп еж"],
  ["Howl's", "Howl’s", "howls"],
  ["Kimi no Oto", "kimino oto", "kiminooto"],
] as const;

/** Each line: spellings that differ. */
const DIFFERENT = [
  ["か", "が"],
  ["Gintama II", "Gintama III"],
  ["เก", "กา"],
  ["!!", "!"],
  ["한", "하"],
] as const;

describe("folding", () => {
  for (const [first, ...others] of SAME) {
    test(`${first}: ${others.join(", ")}`, () => {
      for (const other of others) assert.equal(letters(other), letters(first));
    });
  }

  for (const [one, other] of DIFFERENT) {
    test(`${one} is not ${other}`, () => assert.notEqual(letters(one), letters(other)));
  }

  test("words start where they do, also when a long vowel spans two of them", () => {
    // kimi|no|oto: the second o of "no oto" is folded into the first, where `oto` then starts.
    assert.deepEqual(joinWords(["kimi", "no", "oto"]), { letters: "kiminoto", starts: [0, 4, 5] });
    assert.deepEqual(joinWords(["進撃の巨人"]).starts, [0, 1, 2, 3, 4]);
  });

  test("strange texts fold to something bounded", () => {
    assert.deepEqual(foldWords(" \t\n"), []);
    assert.deepEqual(foldWords("！？"), ["!?"]);
    assert.deepEqual(foldWords("☆ ☆"), ["☆☆"]);
    assert.equal(letters("\ud800abc"), "abc");
    assert.equal(letters("語".repeat(5_000)).length, MOST_LETTERS);
    const { starts } = joinWords(Array.from({ length: 500 }, () => "ab"));
    assert.ok(starts.every((start) => start < MOST_LETTERS));
  });
});

describe("numbers of seasons", () => {
  const numbered = (text: string) => numberedWords(foldWords(text))?.join(" ") ?? null;

  for (const text of [
    "Mob 2nd Season",
    "Mob Second Season",
    "Mob Season 2",
    "Mob S2",
    "Mob II",
    "Mob Part 2",
    "Mob 第2期",
    "Mob 第二季",
    "Mob Season II",
  ]) {
    test(text, () => assert.equal(numbered(text), "mob 2"));
  }

  test("the first season has no number, and what counts nothing stays", () => {
    assert.equal(numbered("Mob Season 1"), "mob");
    assert.equal(numbered("Mob Psycho 100"), null);
    assert.equal(numbered("Second"), null);
    assert.equal(numbered("Second Season"), null);
    assert.equal(numbered("I"), null);
    assert.equal(numbered("86 Part 2"), "86 2");
  });
});

describe("initials", () => {
  for (const [text, initials] of [
    ["Shingeki no Kyojin", "snk"],
    ["Hunter×Hunter", "hxh"],
    ["Shingeki no Kyojin 2", "snk2"],
    ["Naruto", null],
    ["進撃の巨人 二", null],
    ["a b c d e f g h i j k", null],
  ] as const) {
    test(`${text}: ${initials}`, () => assert.equal(initialsOf(foldWords(text)), initials));
  }
});
