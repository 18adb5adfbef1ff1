import { editDistance } from "../../nearest.ts";
import { ATTRIBUTES } from "./attributes.ts";
import type { Now } from "./calendar.ts";
import { CONCEPTS } from "./concepts.ts";
import type { Lexicon } from "./lexicon.ts";
import { numbersOf } from "./phrases.ts";
import { RELATIVE_WORDS } from "./relative.ts";
import { readSpans, type Span, spanIndex } from "./spans.ts";
import { type Token, wordsOfPhrase } from "./tokens.ts";
import { FILLERS } from "./words.ts";

/** Shorter words are too near to one another. */
const SHORTEST = 6;
/** From so many letters on two slips are forgiven. */
const LONG = 9;

/** What a word names, and its letters as bits. */
interface Known {
  readonly name: string;
  readonly letters: number;
}

/** The words that kinds of stories, themes and attributes are called by, by their first letters. */
const WORDS = new Map<string, Map<string, Known>>();
for (const { name, phrases } of [
  ...CONCEPTS,
  ...ATTRIBUTES.map(({ sense, phrases }) => ({ name: sense.id, phrases })),
  ...RELATIVE_WORDS,
]) {
  for (const word of phrases.flatMap((phrase) => numbersOf(wordsOfPhrase(phrase)).flat())) {
    if (word.length < SHORTEST || !/^[a-z]+$/.test(word) || FILLERS.has(word)) continue;
    const alike = WORDS.get(word[0]!) ?? new Map<string, Known>();
    WORDS.set(word[0]!, alike);
    if (!alike.has(word)) alike.set(word, { name, letters: lettersOf(word) });
  }
}

/** `readSpans`, and once more with words mended where some are misspelt. */
export function readSpelled(
  tokens: readonly Token[],
  lexicon: Lexicon,
  now: Now,
  isWord: ((word: string) => boolean) | undefined,
): { readonly tokens: readonly Token[]; readonly spans: readonly Span[] } {
  const spans = readSpans(tokens, lexicon, now);
  const mended = isWord && corrected(tokens, spans, isWord);
  return mended ? { tokens: mended, spans: readSpans(mended, lexicon, now) } : { tokens, spans };
}

/**
 * Words that mean nothing and that nothing is written with, taken for the one they are nearest to: `psycological`,
 * `vampyres`. Offsets stay, so that names are looked for as they were written. Undefined where all is well.
 */
function corrected(
  tokens: readonly Token[],
  spans: readonly Span[],
  isWord: (word: string) => boolean,
): readonly Token[] | undefined {
  const of = spanIndex(tokens, spans);
  const written = tokens.map((token, i) => {
    const { text } = token;
    if (of[i]! >= 0 || text.length < SHORTEST || !/^[a-z]+$/.test(text) || FILLERS.has(text)) return token;
    if (WORDS.get(text[0]!)?.has(text) || isWord(text)) return token;
    const meant = nearest(text);
    return meant === undefined ? token : { ...token, text: meant };
  });
  return written.some((token, i) => token !== tokens[i]) ? written : undefined;
}

/** The word of the fewest slips, the first letter being right; undefined where none is near or two as near mean other things. */
function nearest(text: string): string | undefined {
  const most = text.length >= LONG ? 2 : 1;
  let best: { word: string; name: string } | undefined;
  let least = most + 1;
  const own = lettersOf(text);
  for (const [word, { name, letters }] of WORDS.get(text[0]!) ?? []) {
    // A slip takes one letter away and brings one at most.
    if (Math.abs(word.length - text.length) > most || bitsOf(own & ~letters) > most) continue;
    const slips = editDistance(text, word);
    if (slips > least || slips > most) continue;
    if (slips < least) best = { word, name };
    else if (best?.name !== name) best = undefined;
    least = slips;
  }
  return best?.word;
}

/** Which letters of a to z a word has. */
function lettersOf(word: string): number {
  let bits = 0;
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) - 97);
  return bits;
}

function bitsOf(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}
