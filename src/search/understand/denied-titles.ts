import { type IsTitle, textOf } from "./likeness.ts";
import { BOUNDARIES, FLUFF } from "./negators.ts";
import { isLoose } from "./spans.ts";
import type { Token } from "./tokens.ts";
import { CONJUNCTIONS, FILLERS, MEDIUM } from "./words.ts";

const LONGEST_TITLE = 8;
/** Words of the longest name that is taken for one though nothing in the catalogue is called so. */
const LONGEST_UNKNOWN = 5;
/** In a query of so many words only known names are denied. */
const SENTENCE = 12;

/** A name that is no attribute: the known title that begins there, else the words up to the next boundary. */
export function negatedTitle(
  query: string,
  tokens: readonly Token[],
  first: number,
  of: Int16Array,
  isTitle: IsTitle | undefined,
  excepts = false,
): { readonly text: string; readonly end: number; readonly isKnown: boolean } | undefined {
  let end = first + wordsUpTo(tokens, first);
  const loose = tokens.slice(first, end).filter((token, i) => isLoose(token, of[first + i]!)).length;
  if (isTitle !== undefined) {
    for (let to = end; to > first; to--) {
      const text = textOf(query, tokens, first, to);
      // `my hero academia` is a filler and attributes, but together a name.
      const isName = tokens
        .slice(first, to)
        .some((token, i) => (to - first > 2 ? of[first + i]! < 0 : isLoose(token, of[first + i]!)));
      const isOfSeveral = excepts && new Set(of.slice(first, to)).size > 1;
      if ((isName || isOfSeveral) && isTitle(text)) return { text, end: to, isKnown: true };
    }
  }
  // `a pianist who can't hear his own playing meets …`: a plot says what somebody is not.
  if (end - first > LONGEST_UNKNOWN || tokens.length >= SENTENCE) return undefined;
  // `sad school kids` is two attributes and a word; `dragon ball` and `love live` are names.
  if (loose === 0 || loose * 2 < end - first) return undefined;
  // `mha and one punch man`: what is known behind it is read by itself.
  const and = tokens.findIndex(({ text }, i) => i > first && i < end && CONJUNCTIONS.has(text));
  if (and > 0 && isTitle?.(textOf(query, tokens, and + 1, end))) end = and;
  while (end > first && FILLERS.has(tokens[end - 1]!.text) && !tokens[end - 1]!.wide) end--;
  return end > first ? { text: textOf(query, tokens, first, end), end, isKnown: false } : undefined;
}

/**
 * `gundam but not the seed ones`: what together with the name before the denial is a known name. No attribute
 * stands before it: `horror` and `school` may be a name together, too.
 */
export function titleTogether(
  query: string,
  tokens: readonly Token[],
  start: number,
  first: number,
  of: Int16Array,
  isTitle: IsTitle | undefined,
): { readonly text: string; readonly end: number; readonly isKnown: true } | undefined {
  let before = start;
  while (before > 0 && BOUNDARIES.has(tokens[before - 1]!.text)) before--;
  if (isTitle === undefined || before === 0 || before > LONGEST_TITLE) return undefined;
  for (let from = 0; from < before; from++) {
    const isName = tokens.slice(from, before).some((token, i) => isLoose(token, of[from + i]!));
    if (!isName) continue;
    for (let end = first + wordsUpTo(tokens, first); end > first; end--) {
      const text = `${textOf(query, tokens, from, before)} ${textOf(query, tokens, first, end)}`;
      if (isTitle(text)) return { text, end, isKnown: true };
    }
  }
  return undefined;
}

/** Words of the longest known name at a place, which must begin the query unless `anywhere`: `skip beat anime`. */
export function titleAt(
  query: string,
  tokens: readonly Token[],
  at: number,
  isTitle: IsTitle | undefined,
  anywhere = false,
): number {
  if (isTitle === undefined) return 0;
  if (!anywhere && !tokens.slice(0, at).every(({ text }) => FILLERS.has(text))) return 0;
  for (let end = Math.min(tokens.length, at + LONGEST_TITLE); end > at + 1; end--) {
    if (isTitle(textOf(query, tokens, at, end))) return end - at;
  }
  return 0;
}

/** `not A Silent Voice`: a name that begins with what may stand between; `a school` says no more than `school`. */
export function isKnownTitle(
  query: string,
  tokens: readonly Token[],
  first: number,
  of: Int16Array,
  isTitle: IsTitle | undefined,
): boolean {
  if (isTitle === undefined) return false;
  const most = Math.min(tokens.length, first + LONGEST_TITLE);
  for (let end = most; end > first + 1; end--) {
    const says = tokens.slice(first, end).some((token, i) => isLoose(token, of[first + i]!));
    if (says && isTitle(textOf(query, tokens, first, end))) return true;
  }
  return false;
}

/** How many words stand before what ends a name. */
export function wordsUpTo(tokens: readonly Token[], first: number): number {
  let end = first;
  while (end < tokens.length && end - first < LONGEST_TITLE) {
    const { text, breaks, wide } = tokens[end]!;
    if ((end > first && breaks && !wide) || BOUNDARIES.has(text) || MEDIUM.has(text) || FLUFF.has(text))
      break;
    end++;
  }
  return end - first;
}
