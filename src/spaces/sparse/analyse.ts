import { termHash } from "./term-hash.ts";
import { termsOfRun } from "./words.ts";

/**
 * Text to terms. Words are runs of letters, marks and digits of any script; text is compared in compatibility
 * form, without case and diacritics; English words are stemmed (Porter) and stop words dropped; Chinese, Japanese
 * and Korean, which put no spaces between words, give overlapping pairs of letters, or the letter where it stands
 * alone. A compound gives its parts and the whole: `spider-man` is `spider`, `man` and `spiderman`, `R.O.D` is
 * `r`, `o`, `d` and `rod`. Time is linear in the text; lone surrogates count as separators.
 */
export function analyse(text: string): string[] {
  const terms: string[] = [];
  eachRun(text, (run) => {
    for (const term of analysed(run).terms) terms.push(term);
  });
  return terms;
}

/** Calls `visit` with the hash of every term of `analyse(text)`, in order; returns how many there were. */
export function eachTermHash(text: string, visit: (hash: number) => void): number {
  let count = 0;
  eachRun(text, (run) => {
    const { hashes } = analysed(run);
    count += hashes.length;
    for (let i = 0; i < hashes.length; i++) visit(hashes[i]!);
  });
  return count;
}

const SEPARATOR = 0;
const WORD = 1;
/** Apostrophes and hyphens: part of a run where a word character follows. */
const JOINER = 2;
/** A dot joins single letters only: `R.O.D` is one run, `end.Then` two. */
const DOT = 3;
const UNKNOWN = 255;

const LETTER = /[\p{L}\p{M}\p{N}]/u;
/** The class of each UTF-16 code unit, filled in as units are met. Halves of surrogate pairs count as words here. */
const classes = new Uint8Array(0x10000).fill(UNKNOWN);

function classOf(unit: number): number {
  const known = classes[unit]!;
  if (known !== UNKNOWN) return known;
  const character = String.fromCharCode(unit);
  let found = SEPARATOR;
  if (LETTER.test(character) || (unit >= 0xd800 && unit <= 0xdfff)) found = WORD;
  if (/['\-\u2018\u2019\u02bc\u2010\u2011]/.test(character)) found = JOINER;
  if (character === ".") found = DOT;
  classes[unit] = found;
  return found;
}

function eachRun(text: string, visit: (run: string) => void): void {
  const length = text.length;
  let at = 0;
  while (at < length) {
    while (at < length && classOf(text.charCodeAt(at)) !== WORD) at++;
    const start = at;
    let letters = 0;
    while (at < length) {
      const kind = classOf(text.charCodeAt(at));
      if (kind === WORD) letters++;
      else {
        const joins = kind === JOINER || (kind === DOT && letters === 1);
        if (!joins || at + 1 >= length || classOf(text.charCodeAt(at + 1)) !== WORD) break;
        letters = 0;
      }
      at++;
    }
    if (at > start) visit(text.slice(start, at));
  }
}

interface AnalysedRun {
  readonly terms: readonly string[];
  readonly hashes: readonly number[];
}

/** Runs repeat (Zipf), so their terms are remembered; the bound keeps a stream of rare words from filling memory. */
const remembered = new Map<string, AnalysedRun>();
const MOST_REMEMBERED = 200_000;
const LONGEST_REMEMBERED = 40;

function analysed(run: string): AnalysedRun {
  const known = remembered.get(run);
  if (known !== undefined) return known;
  const terms = termsOfRun(run);
  const fresh = { terms, hashes: terms.map(termHash) };
  if (run.length <= LONGEST_REMEMBERED) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(detached(run), fresh);
  }
  return fresh;
}

/** A copy that shares no memory with the text it was cut from: V8's slices keep their whole parent alive. */
function detached(slice: string): string {
  return Buffer.from(slice, "utf16le").toString("utf16le");
}
