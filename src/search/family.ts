import type { Entries } from "./catalogue.ts";
import type { Ranked } from "./rank.ts";

/** Crossovers chain unrelated shows into franchises of hundreds; a family is smaller. */
export const LARGEST_FAMILY = 60;

/** Ids of the entry's franchise, its own among them; none where it has none, or one too large to be a family. */
export function familyOf(id: string, entries: Entries): readonly string[] {
  const [franchise] = entries.franchises([id]);
  if (franchise == null) return [];
  const ids = entries.franchise(franchise);
  return ids.length > LARGEST_FAMILY ? [] : ids;
}

/**
 * What the family of the best result gains, the best one included, so that it stays in front: a share of what speaks
 * for the best, for who finds one season looks for the others next, and often means one of them. At most so much, which
 * is less than the names of others gain where they are meant exactly.
 */
const SHARE = 0.2;
const MOST = 1.5;

/** What each candidate gains for being of one family with the best result, `[candidates]`; undefined where none does. */
export function familyGains(
  { ids: [best], places: [place], parts }: Ranked,
  candidates: readonly string[],
  entries: Entries,
): Float64Array | undefined {
  if (best === undefined || place === undefined) return undefined;
  const family = new Set(familyOf(best, entries));
  if (family.size < 2) return undefined;
  const fused = parts.reduce((sum, part) => sum + part[place]!, 0);
  const gain = Math.min(MOST, SHARE * fused);
  return Float64Array.from(candidates, (id) => (family.has(id) ? gain : 0));
}
