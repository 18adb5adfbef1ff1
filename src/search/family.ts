import type { Clause } from "../vector-store/filter.ts";
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
/** How far the best known member may be behind the best one to be what a description means, as a share of its score. */
const NEARLY = 0.5;

/**
 * What each candidate gains for being of one family with the best result, `[candidates]`; undefined where none does.
 * Where the query is no name (`isTold`), the best known member of the family comes first if it fits nearly as well:
 * sequels and films retell what happens, but it is the series that people describe.
 */
export function familyGains(
  { ids: [best], places: [place], fused, boosts }: Ranked,
  candidates: readonly string[],
  entries: Entries,
  isTold: boolean,
): Float64Array | undefined {
  if (best === undefined || place === undefined) return undefined;
  const family = new Set(familyOf(best, entries));
  if (family.size < 2) return undefined;
  const gain = Math.min(MOST, SHARE * fused[place]!);
  const gains = new Float64Array(candidates.length);
  let known = place;
  for (let at = 0; at < candidates.length; at++) {
    if (!family.has(candidates[at]!)) continue;
    gains[at] = gain;
    if (boosts[at]! > boosts[known]!) known = at;
  }
  if (!isTold) return gains;
  const behind = fused[place]! - fused[known]!;
  if (behind > 0 && behind <= NEARLY * fused[place]!) gains[known]! += behind;
  return gains;
}

/** Of a list whose every entry fits the query as well as the next, so many places are looked over for families. */
export const SPREAD_OVER = 100;
/** What each further member of a family keeps of its score: one who asks for a kind of anime wants many, not one in parts. */
const KEPT = 0.7;

/**
 * What lets a list of many families begin with one member of each, `[candidates]`; undefined where no family has two in
 * it. The best known member of a family gains what its best placed one is ahead, and every further one loses a share.
 * Families too large to be one count as families here: crossovers repeat each other, too.
 */
export function spreadFamilies(
  { ids, places, fused, boosts }: Ranked,
  candidates: readonly string[],
  entries: Entries,
): Float64Array | undefined {
  const families = new Map<string, number[]>();
  entries.franchises(ids.slice(0, SPREAD_OVER)).forEach((franchise, i) => {
    if (franchise === null) return;
    const members = families.get(franchise);
    if (members === undefined) families.set(franchise, [places[i]!]);
    else members.push(places[i]!);
  });
  const several = [...families.values()].filter((members) => members.length > 1);
  if (several.length === 0) return undefined;
  const gains = new Float64Array(candidates.length);
  for (const members of several) {
    const best = members.reduce((one, other) => (boosts[other]! > boosts[one]! ? other : one));
    gains[best] = Math.max(0, fused[members[0]!]! - fused[best]!);
    let kept = 1;
    for (const place of members) {
      if (place === best) continue;
      kept *= KEPT;
      gains[place] = (kept - 1) * fused[place]!;
    }
  }
  return gains;
}

/** Conditions that hold for an anime and its franchise. */
export function withFamily(id: string, entries: Entries): Clause[] {
  const [franchise] = entries.franchises([id]);
  const own: Clause = { key: "id", any: [id] };
  if (franchise == null || entries.franchise(franchise).length > LARGEST_FAMILY) return [own];
  return [own, { key: "franchise_id", any: [franchise] }];
}
