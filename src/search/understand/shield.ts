import { type IsTitle, textOf } from "./likeness.ts";
import { isLoose, outside, type Span, spanIndex } from "./spans.ts";
import type { Token } from "./tokens.ts";

/** Titles are looked for inside queries of at most this many words. */
const MOST_SHIELDED = 16;
const LONGEST_TITLE = 8;

/** Leaves out what stands inside a known title that says more than attributes: `School Days`, `Drama CD`. */
export function shield(
  query: string,
  tokens: readonly Token[],
  spans: readonly Span[],
  isTitle: IsTitle | undefined,
): Span[] {
  if (isTitle === undefined || tokens.length > MOST_SHIELDED || spans.length === 0) return [...spans];
  const of = spanIndex(tokens, spans);
  const titles: { start: number; end: number }[] = [];
  for (let start = 0; start < tokens.length; start++) {
    const most = Math.min(tokens.length, start + LONGEST_TITLE);
    for (let end = most; end > start + 1; end--) {
      const inside = tokens.slice(start, end);
      const says = inside.some((token, i) => isLoose(token, of[start + i]!));
      const attribute = inside.some((_, i) => of[start + i]! >= 0);
      if (!says || !attribute || !isTitle(textOf(query, tokens, start, end))) continue;
      titles.push({ start, end });
      start = end - 1;
      break;
    }
  }
  return outside(spans, titles);
}
