/** A word of a query, folded, with its place in the text that it was cut from. */
export interface Token {
  /** Lower case, without diacritics, apostrophes dropped: `isn't` is `isnt`. */
  readonly text: string;
  /** Offsets in UTF-16 units: `query.slice(start, end)` is the word as written. */
  readonly start: number;
  readonly end: number;
  /** Punctuation that parts phrases stands before it: a comma, a full stop, a bracket, a colon. */
  readonly breaks: boolean;
  /** One character of Chinese or Japanese, which do not part words. */
  readonly wide: boolean;
}

const WORD = /[\p{L}\p{N}]/u;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]/u;
const MARK = /\p{M}/u;
/** Marks that a reader may leave out; those that make `ガ` of `カ` are none. */
const MARKS = /(?![\u3099\u309a])\p{M}/gu;
const PARTS_PHRASES = new Set(",.;:!?()[]{}|/\n、。・「」『』【】！？，：；…—–");
const APOSTROPHES = new Set("'’‘ʼ`´");

/** Codes of what ASCII characters are: 1 a letter or digit, 0 anything else. */
const ASCII_WORD = Uint8Array.from({ length: 128 }, (_, code) =>
  /[0-9A-Za-z]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/**
 * The words of a text: runs of letters and digits of any script, every character of Chinese and Japanese by itself.
 * Hyphens part words, apostrophes do not; everything else (emoji, lone surrogates) is a gap. Linear in the text;
 * it is read until there are more than `most` words.
 */
export function tokenise(text: string, most = Number.POSITIVE_INFINITY): Token[] {
  const tokens: Token[] = [];
  let word = "";
  let start = 0;
  let end = 0;
  let breaks = true;
  const push = (wide: boolean) => {
    if (word !== "") {
      tokens.push({ text: word, start, end, breaks, wide });
      breaks = false;
    }
    word = "";
  };
  for (let at = 0; at < text.length && tokens.length <= most; ) {
    const code = text.codePointAt(at)!;
    const next = at + (code > 0xffff ? 2 : 1);
    const character = text.slice(at, next);
    if (isWord(code, character)) {
      const wide = code > 127 && WIDE.test(character);
      if (wide) push(false);
      if (word === "") start = at;
      word += code < 128 ? character.toLowerCase() : fold(character);
      end = next;
      if (wide) push(true);
    } else if (character === "+" && isDigit(word.charCodeAt(word.length - 1))) {
      // `100+ episodes`, `17+`
      word += character;
      end = next;
    } else if (word !== "" && code > 127 && MARK.test(character)) {
      end = next;
    } else if (!(word !== "" && APOSTROPHES.has(character))) {
      push(false);
      if (partsPhrases(text, character, next) && !isInitial(character, tokens.at(-1))) breaks = true;
    }
    at = next;
  }
  push(false);
  return tokens;
}

/** The folded words of a phrase: how vocabulary is written and looked up. */
export function wordsOfPhrase(phrase: string): string[] {
  return tokenise(phrase).map((token) => token.text);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWord(code: number, character: string): boolean {
  return code < 128 ? ASCII_WORD[code] === 1 : WORD.test(character) || WIDE.test(character);
}

/** The full stop of `P.A. Works`. */
function isInitial(character: string, before: Token | undefined): boolean {
  return character === "." && before !== undefined && before.text.length === 1 && !before.wide;
}

/** Between two words without a space (`steins;gate`, `p.a.`, `hack//sign`) punctuation parts nothing. */
function partsPhrases(text: string, character: string, next: number): boolean {
  if (!PARTS_PHRASES.has(character)) return false;
  if (character > "\x7f" || character === "(" || character === "," || character === "\n") return true;
  const after = text.charCodeAt(next);
  return !(after < 128 && ASCII_WORD[after] === 1);
}

function fold(character: string): string {
  return character.normalize("NFKD").replace(MARKS, "").normalize("NFC").toLowerCase();
}
