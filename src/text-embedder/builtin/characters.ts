/**
 * BERT's text normalisation, one code point at a time: controls dropped, accents stripped (NFD without Mn),
 * lower case, CJK ideographs and punctuation standing alone. Follows BertNormalizer and BertPreTokenizer of
 * Hugging Face tokenizers, with one deliberate difference: symbols outside ASCII (☆, ♥, emoji) stand alone
 * like punctuation. BERT keeps them in the word, and since its vocabulary lacks them as pieces, "Lucky☆Star"
 * would be one unknown word.
 */

/** A step of a folded code point: SPACE ends a word, a negative value −c is c alone, a positive c a word's letter. */
export type FoldStep = number;
export const SPACE: FoldStep = 0;

/** Far more than any real text uses; hostile input must not fill the memory. */
const MAX_CACHED = 32_768;

const DROPPED = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;
const WHITESPACE = /\p{White_Space}/u;
const PUNCTUATION = /\p{P}/u;
const SYMBOL = /\p{S}/u;
const ACCENTS = /\p{Mn}/gu;

/** The steps of an ASCII code unit; undefined where it is dropped. */
export const ASCII_FOLDS: readonly (FoldStep | undefined)[] = Array.from({ length: 128 }, (_, unit) => {
  if (unit === 0x09 || unit === 0x0a || unit === 0x0d || unit === 0x20) return SPACE;
  if (unit < 0x20 || unit === 0x7f) return undefined;
  const char = String.fromCharCode(unit);
  return /[0-9A-Za-z]/.test(char) ? char.toLowerCase().charCodeAt(0) : -unit;
});

const cache = new Map<number, readonly FoldStep[]>();

/** The steps of any code point, lone surrogates included (they are dropped). */
export function foldCodePoint(codePoint: number): readonly FoldStep[] {
  let steps = cache.get(codePoint);
  if (steps === undefined) {
    if (cache.size >= MAX_CACHED) cache.clear();
    steps = computeFold(codePoint);
    cache.set(codePoint, steps);
  }
  return steps;
}

function computeFold(codePoint: number): readonly FoldStep[] {
  const char = String.fromCodePoint(codePoint);
  if (codePoint < 128) return ASCII_FOLDS[codePoint] === undefined ? [] : [ASCII_FOLDS[codePoint]];
  if (codePoint === 0xfffd || DROPPED.test(char)) return [];
  if (WHITESPACE.test(char)) return [SPACE];
  const alone = isIdeograph(codePoint);
  const steps: FoldStep[] = [];
  for (const base of char.normalize("NFD").replace(ACCENTS, "")) {
    // Lower case letter by letter: over a whole word JavaScript would make a final Σ another letter.
    for (const folded of base.toLowerCase()) {
      const value = folded.codePointAt(0)!;
      const separate = alone || standsAlone(value, folded);
      steps.push(separate ? -value : value);
    }
  }
  return steps;
}

function standsAlone(codePoint: number, char: string): boolean {
  if (codePoint < 128) return (ASCII_FOLDS[codePoint] ?? 0) < 0;
  return PUNCTUATION.test(char) || SYMBOL.test(char);
}

/** The blocks of CJK ideographs as BERT lists them (its extension E starts at 2B920, as in the reference). */
function isIdeograph(codePoint: number): boolean {
  return (
    (codePoint >= 0x4e00 && codePoint <= 0x9fff) ||
    (codePoint >= 0x3400 && codePoint <= 0x4dbf) ||
    (codePoint >= 0xf900 && codePoint <= 0xfaff) ||
    (codePoint >= 0x20000 && codePoint <= 0x2a6df) ||
    (codePoint >= 0x2a700 && codePoint <= 0x2b73f) ||
    (codePoint >= 0x2b740 && codePoint <= 0x2b81f) ||
    (codePoint >= 0x2b920 && codePoint <= 0x2ceaf) ||
    (codePoint >= 0x2f800 && codePoint <= 0x2fa1f)
  );
}
