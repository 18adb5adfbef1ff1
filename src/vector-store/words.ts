/** Letters, digits and the marks that belong to them, in runs; Chinese and Japanese writing stands apart. */
const RUNS = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]+)|[\p{L}\p{N}\p{M}]+/gu;
const COMBINING_MARKS = /[\u0300-\u036f]/g;
const ASCII = /^[\0-\x7f]*$/;

/**
 * Case folding as far as JavaScript's own mappings go: by way of upper case, so that "ß" meets "SS" and "ſ" meets
 * "s"; lower case before it, for "ẞ".
 */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase();
}

/** The form in which keywords are compared. Any string is a keyword, lone surrogates included. */
export function foldKeyword(value: string): string {
  return ASCII.test(value) ? value.toLowerCase() : foldCase(value.normalize("NFC"));
}

/** Compatibility forms (full width, ligatures) made plain, Latin diacritics dropped, lower case. */
function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  const plain = text.normalize("NFKD").replace(COMBINING_MARKS, "").normalize("NFC");
  return foldCase(plain);
}

/**
 * The words under which a text is found: runs of Unicode letters and digits, folded, each once. Chinese and
 * Japanese, which do not part words, give every character and every pair of neighbours. Splitting the words
 * themselves again gives the same words.
 */
export function wordsOf(text: string): Set<string> {
  return split(text, true);
}

/**
 * The words that a text must hold to be found by this query: as `wordsOf`, but a run of Chinese or Japanese of
 * two characters or more asks for its pairs only.
 */
export function wordsWanted(query: string): Set<string> {
  return split(query, false);
}

function split(text: string, singles: boolean): Set<string> {
  const words = new Set<string>();
  for (const match of foldText(text).matchAll(RUNS)) {
    if (match[1] === undefined) {
      words.add(match[0]);
      continue;
    }
    const characters = Array.from(match[1]);
    for (let i = 0; i < characters.length; i++) {
      if (singles || characters.length === 1) words.add(characters[i]!);
      if (i > 0) words.add(characters[i - 1]! + characters[i]!);
    }
  }
  return words;
}
