import assert from "node:assert/strict";
import { test } from "node:test";
import { analyse, eachTermHash } from "./analyse.ts";
import { termHash } from "./term-hash.ts";

const cases: readonly (readonly [what: string, text: string, terms: readonly string[]])[] = [
  ["words are stemmed (Porter) and stop words dropped", "The heroes were fighting", ["hero", "fight"]],
  ["stop words alone give nothing", "who is it that they were with", []],
  ["nothing gives nothing", "", []],
  ["signs and emoji give nothing", " 👍 … ?! ☆ -- '' ", []],
  ["case and diacritics are folded", "POKÉMON Café Ångström Ёлка", ["pokemon", "cafe", "angstrom", "елка"]],
  ["letters that do not decompose", "Straße Øre Łódź", ["strass", "or", "lodz"]],
  ["compatibility forms", "ＮＡＲＵＴＯ ﬁre Ⅱ ｶﾞﾝﾀﾞﾑ", ["naruto", "fire", "ii", "ガン", "ンダ", "ダム"]],
  [
    "a compound and its parts",
    "Spider-Man spider‑man",
    ["spider", "man", "spiderman", "spider", "man", "spiderman"],
  ],
  ["possessives", "Rukia's Rukia’s heroes'", ["rukia", "rukia", "hero"]],
  ["contractions are stop words", "don't can’t they're", []],
  ["other apostrophes join and part", "d'Arc", ["d", "arc", "darc"]],
  ["dots join single letters", "R.O.D end.Then e.g.", ["r", "o", "d", "rod", "end", "e", "g", "eg"]],
  ["stop words within compounds", "K-On!", ["k", "kon"]],
  ["numbers stay", "86 2nd 1,000 season2", ["86", "2nd", "1", "000", "season2"]],
  ["Japanese as pairs", "進撃の巨人", ["進撃", "撃の", "の巨", "巨人"]],
  ["voicing marks are letters, not diacritics", "がか", ["がか"]],
  ["a letter alone", "猫 第2期", ["猫", "第", "2", "期"]],
  ["long vowels and repetition marks belong to words", "ラーメン 人々", ["ラー", "ーメ", "メン", "人々"]],
  ["Korean as pairs, composed or not", "나루토 \u1112\u1161\u11ab국", ["나루", "루토", "한국"]],
  ["scripts part", "進撃Titan巨人", ["進撃", "titan", "巨人"]],
  ["beyond the basic plane", "𠮷野家", ["𠮷野", "野家"]],
  ["other scripts as words", "راعي البقر Σίσυφος", ["راعي", "البقر", "σισυφοσ"]],
  ["points and vowel signs are dropped", "בִּיבּוֹפּ مُحَمَّد", ["ביבופ", "محمد"]],
  ["lone surrogates part words", "a1\ud800b1 \udfff", ["a1", "b1"]],
];

for (const [what, text, terms] of cases) {
  test(what, () => {
    assert.deepEqual(analyse(text), terms);
    // Once more, from memory.
    assert.deepEqual(analyse(text), terms);
  });
}

test("hashes are those of the terms, in order", () => {
  const text = "Spider-Man fights 進撃の巨人 and the POKÉMON";
  const hashes: number[] = [];
  // spider, man, spiderman, fight, four pairs of Japanese, pokemon
  assert.equal(
    eachTermHash(text, (hash) => hashes.push(hash)),
    9,
  );
  assert.deepEqual(hashes, analyse(text).map(termHash));
});

test("terms are short whatever the text holds", () => {
  const terms = analyse(`${"x".repeat(1e6)} ${"é".repeat(1e5)} ${"ab".repeat(1e5)}-y`);
  for (const term of terms) assert.ok(term.length <= 64, `${term.length}`);
});

// The bound is against quadratic time, which would take hours.
test("hostile megabytes end", { timeout: 60_000 }, () => {
  const hostile = [
    "a-".repeat(5e5),
    "'".repeat(1e6),
    "a.".repeat(5e5),
    `a${"\u0301\u0323".repeat(5e5)}`,
    "한국어".repeat(3e5),
    "\ud800".repeat(1e6),
    `${"y".repeat(32)} `.repeat(3e4),
    "aé".repeat(5e5),
    "é'-".repeat(3e5),
  ];
  for (const text of hostile) assert.ok(eachTermHash(text, () => {}) <= text.length);
});
