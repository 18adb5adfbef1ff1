import { foldName, foldTitle } from "../anime/text.ts";
import { EditPattern } from "./edit-distance.ts";
import { type FoldedText, foldWords, isUnspaced, joinWords, numberedWords } from "./fold.ts";
import { gramsOf } from "./grams.ts";
import { type ExactLevel, exactScore } from "./scoring.ts";
import { NAME_KINDS, RESPELT } from "./segment.ts";

/** Characters of a text that are looked at as a title. */
const MOST_CHARACTERS = 500;
/** Words of a query that are compared one by one; further ones count in the whole only. */
const MOST_WORDS = 16;

/** A word of a query. */
export interface QueryWord {
  readonly letters: Uint16Array;
  readonly pattern: EditPattern;
  /** The last word may be unfinished. */
  readonly isLast: boolean;
}

/** A text as it is looked for among names: folded, with what its comparisons need. */
export class TitleQuery {
  readonly letters: Uint16Array;
  /** The letters with seasons written as numbers; null where that is the same. */
  readonly numbered: Uint16Array | null;
  readonly pattern: EditPattern;
  readonly digits: Uint16Array;
  readonly words: readonly QueryWord[];
  /** What might be initials, with or without spaces between them; null for what is too long for that. */
  readonly initials: string | null;
  /** In a script in which few letters say much. */
  readonly unspaced: boolean;
  readonly #folded: FoldedText;
  readonly #text: string;
  readonly #title: string;
  readonly #name: string;
  readonly #hasCapitals: boolean;
  readonly #isAscii: boolean;
  #grams: readonly number[] | null = null;

  constructor(text: string) {
    this.#text = text.slice(0, MOST_CHARACTERS).toWellFormed().trim();
    const words = foldWords(this.#text);
    const numbered = numberedWords(words);
    const folded = joinWords(words);
    this.#folded = folded;
    this.letters = codesOf(folded.letters);
    const other = numbered === null ? this.letters : codesOf(joinWords(numbered).letters);
    this.numbered = sameLetters(other, this.letters) ? null : other;
    this.pattern = new EditPattern(this.letters);
    this.digits = this.letters.filter(isDigit);
    this.words = words.slice(0, MOST_WORDS).map((word, i) => {
      const letters = codesOf(joinWords([word]).letters);
      return { letters, pattern: new EditPattern(letters), isLast: i === words.length - 1 };
    });
    const initials = (numbered ?? words).join("");
    this.initials = /^[\p{L}\p{N}]{2,12}$/u.test(initials) ? initials : null;
    this.unspaced = this.letters.some(isUnspaced);
    this.#title = foldTitle(this.#text);
    this.#name = foldName(this.#text);
    this.#hasCapitals = this.#text !== this.#text.toLowerCase();
    this.#isAscii = /^[\x20-\x7e]*$/.test(this.#text);
  }

  get isEmpty(): boolean {
    return this.letters.length === 0;
  }

  get grams(): readonly number[] {
    this.#grams ??= [...gramsOf(this.#folded)];
    return this.#grams;
  }

  /** Score of a name of the same letters, as `name` is written, of a kind as in NAME_KINDS. */
  exactScore(name: string, kind: number, prior: number): number {
    const isTitle = (kind & ~RESPELT) !== NAME_KINDS.indexOf("synonym");
    const level = (kind & RESPELT) !== 0 ? 4 : this.#exactLevel(name);
    return exactScore(level, prior, isTitle, this.#hasCapitals && name === this.#text);
  }

  #exactLevel(name: string): ExactLevel {
    if (foldTitle(name) === this.#title)
      return this.#isAscii || lowered(name) === lowered(this.#text) ? 0 : 1;
    return foldName(name) === this.#name ? 2 : 3;
  }
}

/** A title as it is written, but for case and the width of spaces. */
export function lowered(title: string): string {
  return title.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}

export function isDigit(letter: number): boolean {
  return letter >= 0x30 && letter <= 0x39;
}

export function codesOf(letters: string): Uint16Array {
  return Uint16Array.from({ length: letters.length }, (_, i) => letters.charCodeAt(i));
}

export function sameLetters(a: Uint16Array, b: Uint16Array): boolean {
  return a.length === b.length && a.every((letter, i) => letter === b[i]);
}
