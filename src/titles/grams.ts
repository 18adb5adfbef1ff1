import { type FoldedText, isUnspaced } from "./fold.ts";

const START = 1;
const END = 2;

/**
 * The grams by which similar names are found, each once, as 32-bit hashes: three letters in alphabets; two, and each
 * Han character by itself, in scripts that say more with one; and the beginning of each word, marked as such, so that
 * words are found in any order. Equal hashes of different grams only cost a look at one more name.
 */
export function gramsOf({ letters, starts }: FoldedText): Set<number> {
  const grams = new Set<number>();
  const code = (at: number) => letters.charCodeAt(at);
  starts.forEach((start, i) => {
    const end = starts[i + 1] ?? letters.length;
    if (start === 0 || !isUnspaced(code(start))) {
      grams.add(gram(START, code(start), start + 1 < end ? code(start + 1) : 0));
    }
  });
  const to = letters.length;
  for (let i = 0; i < to; i++) {
    const letter = code(i);
    if (isUnspaced(letter)) {
      if (isHan(letter)) grams.add(gram(letter, 0, 0));
      if (i + 1 < to) grams.add(gram(letter, code(i + 1), 0));
    } else if (i + 2 < to) {
      grams.add(gram(letter, code(i + 1), code(i + 2)));
    } else if (i + 2 === to) {
      grams.add(gram(letter, code(i + 1), END));
    }
  }
  return grams;
}

function isHan(code: number): boolean {
  return (code >= 0x3400 && code < 0xa000) || (code >= 0xf900 && code < 0xfb00);
}

/** Three 16-bit letters as one number, mixed as MurmurHash3's finaliser does. */
function gram(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul((b << 16) | c, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Which letters a text has, hashed to 32 bits: each edit changes at most one bit that is set and one that is not. */
export function letterSet(letters: ArrayLike<number>, from = 0, to = letters.length): number {
  let set = 0;
  for (let i = from; i < to; i++) set |= 1 << (Math.imul(letters[i]!, 0x9e3779b1) >>> 27);
  return set >>> 0;
}

/** How many of the letters of one set the other lacks. */
export function lacking(set: number, other: number): number {
  let bits = set & ~other;
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** A 32-bit hash of a text (FNV-1a over its UTF-16 code units). */
export function textHash(text: string): number {
  let hash = FNV_BASIS;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return hash >>> 0;
}

/** The same of code units. */
export function lettersHash(letters: ArrayLike<number>, from = 0, to = letters.length): number {
  let hash = FNV_BASIS;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ letters[i]!, FNV_PRIME);
  return hash >>> 0;
}

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
