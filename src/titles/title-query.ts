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
const INITIALS = /^[\p{L}\p{N}]{2,12}$/u;

/** A word of a query. */
export interface QueryWord {
  readonly letters: Uint16Array;
  readonly pattern: EditPattern;
  /** The last word may be unfinished. */
  readonly isLast: boolean;
}

/**
 * A text as it is looked for among names: folded, with what its comparisons need. A search asks for many runs of words,
 * of which few are names, so all but the letters is made when it is asked for.
 */
export class TitleQuery {
  readonly letters: Uint16Array;
  readonly #text: string;
  readonly #folded: FoldedText;
  readonly #words: readonly string[];
  readonly #numberedWords: readonly string[] | null;
  #numbered: Uint16Array | null | undefined;
  #pattern: EditPattern | undefined;
  #digits: Uint16Array | undefined;
  #queryWords: readonly QueryWord[] | undefined;
  #unspaced: boolean | undefined;
  #grams: readonly number[] | undefined;
  #spelling: Spelling | undefined;

  constructor(text: string) {
    this.#text = text.slice(0, MOST_CHARACTERS).toWellFormed().trim();
    this.#words = foldWords(this.#text);
    this.#numberedWords = numberedWords(this.#words);
    this.#folded = joinWords(this.#words);
    this.letters = codesOf(this.#folded.letters);
  }

  /** The letters with seasons written as numbers; null where that is the same. */
  get numbered(): Uint16Array | null {
    if (this.#numbered === undefined) {
      const words = this.#numberedWords;
      const letters = words === null ? null : codesOf(joinWords(words).letters);
      this.#numbered = letters === null || sameLetters(letters, this.letters) ? null : letters;
    }
    return this.#numbered;
  }

  get pattern(): EditPattern {
    this.#pattern ??= new EditPattern(this.letters);
    return this.#pattern;
  }

  get digits(): Uint16Array {
    this.#digits ??= this.letters.filter(isDigit);
    return this.#digits;
  }

  get words(): readonly QueryWord[] {
    this.#queryWords ??= this.#words.slice(0, MOST_WORDS).map((word, i) => {
      const letters = codesOf(joinWords([word]).letters);
      return { letters, pattern: new EditPattern(letters), isLast: i === this.#words.length - 1 };
    });
    return this.#queryWords;
  }

  /** What might be initials, with or without spaces between them; null for what is too long for that. */
  get initials(): string | null {
    const initials = (this.#numberedWords ?? this.#words).join("");
    return INITIALS.test(initials) ? initials : null;
  }

  /** In a script in which few letters say much. */
  get unspaced(): boolean {
    this.#unspaced ??= this.letters.some(isUnspaced);
    return this.#unspaced;
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
    this.#spelling ??= spellingOf(this.#text);
    const isTitle = (kind & ~RESPELT) !== NAME_KINDS.indexOf("synonym");
    const level = (kind & RESPELT) !== 0 ? 4 : exactLevel(name, this.#spelling);
    return exactScore(level, prior, isTitle, this.#spelling.hasCapitals && name === this.#text);
  }
}

/** How a query is written, to tell names of the same letters apart. */
interface Spelling {
  readonly title: string;
  readonly name: string;
  readonly lowered: string;
  readonly hasCapitals: boolean;
  readonly isAscii: boolean;
}

function spellingOf(text: string): Spelling {
  return {
    title: foldTitle(text),
    name: foldName(text),
    lowered: lowered(text),
    hasCapitals: text !== text.toLowerCase(),
    isAscii: /^[\x20-\x7e]*$/.test(text),
  };
}

function exactLevel(name: string, query: Spelling): ExactLevel {
  if (foldTitle(name) === query.title) return query.isAscii || lowered(name) === query.lowered ? 0 : 1;
  return foldName(name) === query.name ? 2 : 3;
}

/** A title as it is written, but for case and the width of spaces. */
export function lowered(title: string): string {
  return title.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}

export function isDigit(letter: number): boolean {
  return letter >= 0x30 && letter <= 0x39;
}

export function codesOf(letters: string): Uint16Array {
  const codes = new Uint16Array(letters.length);
  for (let i = 0; i < codes.length; i++) codes[i] = letters.charCodeAt(i);
  return codes;
}

export function sameLetters(a: Uint16Array, b: Uint16Array): boolean {
  return a.length === b.length && a.every((letter, i) => letter === b[i]);
}
