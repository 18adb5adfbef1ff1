import { type IsTitle, textOf } from "./likeness.ts";
import { isLoose, type Span, spanIndex } from "./spans.ts";
import type { Token } from "./tokens.ts";
import { FILLERS, MEDIUM } from "./words.ts";

/** Words of the longest query in which a name and attributes are all that is said. */
const MOST_TOKENS = 10;
/** A single word is a name less often than a word. */
const LEAST_WORDS = 2;

/** The name of which attributes are said, where both together are the whole query: `no guns life action`. */
export function namedWithin(
  query: string,
  tokens: readonly Token[],
  spans: readonly Span[],
  isTitle: IsTitle | undefined,
): string | undefined {
  if (isTitle === undefined || spans.length === 0 || tokens.length > MOST_TOKENS) return undefined;
  const of = spanIndex(tokens, spans);
  let found: string | undefined;
  for (let at = 0; at < tokens.length; at++) {
    if (of[at]! >= 0) continue;
    let end = at + 1;
    while (end < tokens.length && of[end]! < 0) end++;
    const next = end;
    // `sci-fi anime: Steins Gate`
    let from = at;
    while (from < end && MEDIUM.has(tokens[from]!.text)) from++;
    while (end > from && MEDIUM.has(tokens[end - 1]!.text)) end--;
    const run = tokens.slice(from, end);
    if (!run.every(({ text }) => FILLERS.has(text))) {
      const text = textOf(query, tokens, from, end);
      const isName = run.length >= LEAST_WORDS && run.some((token) => isLoose(token, -1)) && isTitle(text);
      if (!isName || found !== undefined) return undefined;
      found = text;
    }
    at = next;
  }
  return found;
}
