import { allowedEdits } from "./scoring.ts";
import type { QueryWord } from "./title-query.ts";
import type { TitleSegment } from "./title-segment.ts";

/** What a name has of the words of a query, whatever their order. */
export interface WordMatch {
  /** Share of the query's letters that stand in words of the name, less the edits. */
  readonly quality: number;
  /** Share of the name's letters that stand in words of the query. */
  readonly completeness: number;
  readonly edits: number;
}

/** A beginning of a word that is not the query's last counts this share. */
const BEGINNING = 0.85;

/**
 * Matches each word of a query, in turn, with the word of the name that is nearest to it; none is used twice. A quality
 * below `least` is given as 0.
 */
export function matchWords(
  words: readonly QueryWord[],
  segment: TitleSegment,
  name: number,
  least = 0,
): WordMatch {
  const bounds = wordBounds(segment, name);
  const { letters } = segment.arrays;
  const used = new Uint8Array(bounds.length - 1);
  let asked = 0;
  for (const {
    letters: { length },
  } of words)
    asked += length;
  /** What the words may lack in all. */
  let spare = (1 - least) * asked;
  let explained = 0;
  let said = 0;
  let edits = 0;
  for (const word of words) {
    const length = word.letters.length;
    let best = 0;
    let bestAt = -1;
    let bestEdits = 0;
    for (let i = 0; i + 1 < bounds.length && best < 1; i++) {
      if (used[i] === 1) continue;
      const found = likeness(word, letters, bounds[i]!, bounds[i + 1]!);
      if (found.likeness > best) {
        best = found.likeness;
        bestAt = i;
        bestEdits = found.edits;
      }
    }
    spare -= (1 - best) * length;
    if (spare < 0) return NOT_ENOUGH;
    if (bestAt < 0) continue;
    used[bestAt] = 1;
    explained += best * length;
    said += Math.min(length, bounds[bestAt + 1]! - bounds[bestAt]!);
    edits += bestEdits;
  }
  const total = segment.letterCount(name);
  return { quality: asked === 0 ? 0 : explained / asked, completeness: Math.min(1, said / total), edits };
}

const NOT_ENOUGH: WordMatch = { quality: 0, completeness: 0, edits: 0 };

function likeness(word: QueryWord, letters: Uint16Array, from: number, to: number) {
  const length = word.letters.length;
  const difference = to - from - length;
  let common = 0;
  while (common < length && from + common < to && letters[from + common] === word.letters[common]) common++;
  if (common === length) {
    if (difference === 0) return { likeness: 1, edits: 0 };
    if (word.isLast || length >= 3) return { likeness: word.isLast ? 0.98 : BEGINNING, edits: 0 };
  }
  const most = allowedEdits(length);
  if (Math.abs(difference) > most || most === 0) return { likeness: 0, edits: 0 };
  word.pattern.measure(letters, from, to);
  const { whole } = word.pattern;
  if (whole > most) return { likeness: 0, edits: 0 };
  return { likeness: 1 - whole / Math.max(length, to - from), edits: whole };
}

/** Where the words of a name start, and its end. */
function wordBounds(segment: TitleSegment, name: number): number[] {
  const { letterOffsets } = segment.arrays;
  const end = letterOffsets[name + 1]!;
  const bounds: number[] = [];
  for (let at = letterOffsets[name]!; at < end; at++) if (segment.isWordStart(at)) bounds.push(at);
  bounds.push(end);
  return bounds;
}
