import { stemmer } from "stemmer";

/** Code units of a term that are kept: no real word is longer, and a hostile one must stay cheap. */
const LONGEST_TERM = 64;
/** Longer words are left unstemmed: Porter's rules are about words, and their patterns backtrack. */
const LONGEST_STEMMED = 32;
/** A chain of more parts ("a-b-c-d-e-f-g-h-i") is no compound word and is not also written as one. */
const MOST_JOINED = 8;

/**
 * English words that say nothing about an anime. Short on purpose: words such as "after" or "no" stand in titles
 * that people look for. Contractions stand here without their apostrophe.
 */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a an and are as at be been but by can cant couldnt did didnt do does doesnt dont for from had has have havent " +
    "he her hers him his i if im in into is isnt it its me my of on or our s she should so such than that the " +
    "their them then there these they this those to too was wasnt we were what when where which while who whom " +
    "whose will with wont would wouldnt you your"
  ).split(" "),
);

const LETTER = /[\p{L}\p{M}\p{N}]/u;
const CJK = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Hangul}]/u;
const JOINER = /['.-]/;

/** Diacritics of Latin, Greek and Cyrillic; Hebrew points; Arabic vowel signs. Kana voicing marks are not among them. */
const DIACRITICS =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u0640]/g;
/** Letters that no decomposition takes apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  ł: "l",
  þ: "th",
  ς: "σ",
};
const UNFOLDED = /[ßæœøđðħıłþς]/g;
const LATER_MARKS = /(\p{M}{30})\p{M}+/gu;

/**
 * The terms of a run of word characters and joiners, in order: `Spider-Man's` gives `spider`, `man`, `spiderman`.
 * Stop words are left out; a run may give no term at all.
 */
export function termsOfRun(run: string): string[] {
  const terms: string[] = [];
  if (isAscii(run)) {
    addWord(run.toLowerCase(), terms);
    return terms;
  }
  for (const piece of pieces(folded(run))) {
    if (piece.cjk) addBigrams(piece.text, terms);
    else addWord(piece.text, terms);
  }
  return terms;
}

/** Runs of Chinese, Japanese and Korean letters, and of other letters, marks and digits with joiners within. */
function* pieces(text: string): Generator<{ text: string; cjk: boolean }> {
  let start = 0;
  let before = "none";
  let at = 0;
  // By hand, not with one pattern: V8's stack of choices overflows on megabytes of \p{…}+.
  for (const character of text) {
    const kind = kindOf(character);
    if (kind !== before) {
      if (before !== "none") yield { text: text.slice(start, at), cjk: before === "cjk" };
      start = at;
      before = kind;
    }
    at += character.length;
  }
  if (before !== "none") yield { text: text.slice(start), cjk: before === "cjk" };
}

const kinds = new Map<string, "cjk" | "word" | "none">();

function kindOf(character: string): "cjk" | "word" | "none" {
  let kind = kinds.get(character);
  if (kind === undefined) {
    const letter = LETTER.test(character);
    kind = letter && CJK.test(character) ? "cjk" : letter || JOINER.test(character) ? "word" : "none";
    kinds.set(character, kind);
  }
  return kind;
}

/**
 * The text in compatibility form (NFKC), lower case, without diacritics: `Ｐｏｋéｍｏｎ` and `POKÉMON` are
 * `pokemon`; `が` stays `が`.
 */
export function folded(text: string): string {
  if (text.length <= LONGEST_FOLDED) return foldedPiece(text);
  let whole = "";
  for (let at = 0; at < text.length; ) {
    // A pair of surrogates stays together.
    const end = at + LONGEST_FOLDED + ((text.codePointAt(at + LONGEST_FOLDED - 1) ?? 0) > 0xffff ? 1 : 0);
    whole += foldedPiece(text.slice(at, end));
    at = end;
  }
  return whole;
}

/** Sorting marks is quadratic, and V8's patterns have a bounded stack, so long runs are folded in pieces. */
const LONGEST_FOLDED = 4_096;

function foldedPiece(text: string): string {
  // Marks after the thirtieth are dropped, as in the Stream-Safe Text Format of UAX #15.
  const safe = text.length > 30 ? text.toWellFormed().replace(LATER_MARKS, "$1") : text.toWellFormed();
  return safe
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(DIACRITICS, "")
    .normalize("NFC")
    .replace(UNFOLDED, (letter) => LETTERS[letter]!)
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u2010\u2011]/g, "-");
}

/** Adds the parts of a word and, where there are several, the whole written as one. */
function addWord(word: string, terms: string[]): void {
  if (!/['.-]/.test(word)) {
    addTerm(word, terms);
    return;
  }
  const parts = word
    .split(/[.-]+/)
    .flatMap(withoutContraction)
    .filter((part) => part !== "");
  for (const part of parts) addTerm(part, terms);
  if (parts.length > 1 && parts.length <= MOST_JOINED) addTerm(parts.join(""), terms);
}

/** `rukia's` is `rukia`, `don't` is `dont` (a stop word), `d'arc` is `d` and `arc`. */
function withoutContraction(word: string): string[] {
  if (!word.includes("'")) return [word];
  const parts = word.split(/'+/).filter((part) => part !== "");
  const last = parts.at(-1);
  if (parts.length !== 2 || last === undefined) return parts;
  if (last === "t" && parts[0]!.endsWith("n")) return [parts.join("")];
  return /^(?:s|ll|re|ve|d|m)$/.test(last) ? [parts[0]!] : parts;
}

function addTerm(word: string, terms: string[]): void {
  if (STOP_WORDS.has(word)) return;
  if (word.length > LONGEST_TERM) terms.push(word.slice(0, LONGEST_TERM).toWellFormed());
  else terms.push(word.length <= LONGEST_STEMMED && /^[a-z]+$/.test(word) ? stemmer(word) : word);
}

function addBigrams(letters: string, terms: string[]): void {
  let before = "";
  let count = 0;
  for (const letter of letters) {
    if (count++ > 0) terms.push(before + letter);
    before = letter;
  }
  if (count === 1) terms.push(before);
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false;
  return true;
}
