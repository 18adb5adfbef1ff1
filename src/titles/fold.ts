import { withSeasonNumber } from "./season-number.ts";

/**
 * A text as names are compared by: its letters and digits without the spaces between words, and where words start.
 * In scripts that are written without spaces a word starts at every character.
 */
export interface FoldedText {
  readonly letters: string;
  /** Places in `letters` where a word starts, ascending; the first is 0. Two words may start at one place. */
  readonly starts: readonly number[];
}

/** Letters of a folded text that are looked at; the longest name of the shared catalogue has 200. */
export const MOST_LETTERS = 240;

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const APOSTROPHES = /['’‘`´ʻʼ]/g;
/** Marks that a reader may leave out; those of Indic scripts and Thai are letters to their readers and stay. */
const OPTIONAL_MARKS =
  /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}]\p{M}*)\p{M}/gu;
const SPELLINGS: Readonly<Record<string, string>> = {
  "×": " x ",
  "✕": " x ",
  "&": " and ",
  "@": "a",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  づ: "ず",
  ぢ: "じ",
  を: "お",
  ー: "",
};
const SPELT = new RegExp(`[${Object.keys(SPELLINGS).join("")}]`, "gu");
const ASCII = /^[\x20-\x7e]*$/;
const NUMERAL = /^i+$/;

/**
 * The words of a text as one spelling of many: compatibility forms (full width, Ⅱ), case, optional marks and
 * apostrophes folded, katakana as hiragana without its long vowel mark. Punctuation separates words. A text without
 * letters and digits is one word, of its symbols.
 */
export function foldWords(text: string): string[] {
  let folded = text.toWellFormed().normalize("NFKC").toLowerCase();
  if (!ASCII.test(folded)) {
    folded = folded
      .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
      .normalize("NFD")
      .replace(OPTIONAL_MARKS, "")
      .normalize("NFC");
  }
  folded = folded.replace(APOSTROPHES, "").replace(SPELT, (letter) => SPELLINGS[letter]!);
  const words = folded.match(WORD);
  if (words !== null) return words;
  const symbols = text.toWellFormed().normalize("NFKC").replace(/\s+/g, "");
  return symbols === "" ? [] : [symbols];
}

/**
 * Folded words as one string, in which the spellings of romanised Japanese agree: long vowels as one (ou, oo, ō; uu,
 * ū; ii; aa), `wo` as `o`, `dzu` as `zu`. The vowels are folded across words, too, so that a text means the same with
 * and without its spaces.
 */
export function joinWords(words: readonly string[]): FoldedText {
  let letters = "";
  const starts: number[] = [];
  let before = 0;
  for (const word of words) {
    if (letters.length >= MOST_LETTERS) break;
    const spelt = word === "wo" ? "o" : word.replaceAll("dzu", "zu");
    const isNumeral = NUMERAL.test(spelt);
    // Written in runs of letters, from one that is left out to the next.
    let from = 0;
    for (let i = 0; i < spelt.length; i++) {
      const letter = spelt.charCodeAt(i);
      const isLong = lengthens(letter, before) && !isNumeral;
      if (i === 0 || isUnspaced(letter)) {
        const at = letters.length + i - from - (isLong ? 1 : 0);
        if (starts.at(-1) !== at) starts.push(at);
      }
      if (!isLong) before = letter;
      else {
        letters += spelt.slice(from, i);
        from = i + 1;
      }
    }
    letters += from === 0 ? spelt : spelt.slice(from);
  }
  if (letters.length > MOST_LETTERS) {
    letters = letters.slice(0, MOST_LETTERS);
    while (starts.at(-1)! >= letters.length) starts.pop();
  }
  return { letters, starts };
}

/** The words with every way to count seasons written as a plain number; null where they count none. */
export function numberedWords(words: readonly string[]): string[] | null {
  return withSeasonNumber(words);
}

/** Fewest and most letters of initials that are looked for. */
const INITIALS = { least: 2, most: 10 };

/** The initials of words, numbers whole: `snk` for `shingeki no kyojin`; null where they make no abbreviation. */
export function initialsOf(words: readonly string[]): string | null {
  if (words.length < INITIALS.least || words.length > INITIALS.most) return null;
  let initials = "";
  for (const word of words) {
    if (isUnspaced(word.charCodeAt(0))) return null;
    initials += /^\p{N}/u.test(word) ? word : String.fromCodePoint(word.codePointAt(0)!);
  }
  return initials.length <= INITIALS.most + 2 ? initials : null;
}

/** True for scripts written without spaces, or in which one character says as much as a syllable or more. */
export function isUnspaced(code: number): boolean {
  return code >= 0x0e00 && (code < 0x10a0 || code >= 0x1780) && !(code >= 0x1e00 && code < 0x2e80);
}

/** Whether a letter only makes the vowel before it long. */
function lengthens(letter: number, before: number): boolean {
  if (letter === before) return letter === O || letter === U || letter === A || letter === I || letter === E;
  return letter === U && before === O;
}

const [A, E, I, O, U] = [0x61, 0x65, 0x69, 0x6f, 0x75];
