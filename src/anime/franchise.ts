import type { AnimeEntry } from "./entry.ts";
import { compareText, providerIdOf } from "./source-url.ts";

/** The relations that make a franchise. CHARACTER, OTHER and ADAPTATION do not. */
const FRANCHISE_RELATIONS: ReadonlySet<string> = new Set([
  "SEQUEL",
  "PREQUEL",
  "PARENT",
  "SIDE_STORY",
  "SUMMARY",
  "ALTERNATIVE",
  "SPIN_OFF",
]);

/** The anime that an entry names as of its franchise: canonical source URLs, without repeats. */
export function franchiseLinks(entry: Pick<AnimeEntry, "related_anime" | "relations">): string[] {
  const links = new Set<string>();
  for (const { relation_type: kind, url } of [...(entry.related_anime ?? []), ...(entry.relations ?? [])]) {
    if (url !== undefined && FRANCHISE_RELATIONS.has(kind) && providerIdOf(url) !== undefined) links.add(url);
  }
  return [...links];
}

/** What franchises need of an entry. */
export interface FranchiseMember {
  readonly id: string;
  readonly slug: string;
  /** Any count by which members compare, such as `audienceOf`. */
  readonly popularity: number;
  /** Its own pages, canonical. */
  readonly sources: readonly string[];
  /** The pages of what belongs with it, as `franchiseLinks` gives them; they need not be in the catalogue. */
  readonly links: readonly string[];
  /** The franchise it was given before. */
  readonly franchiseId?: string;
}

/**
 * The franchise of each member, by its id: connected components over the links, an anime without links being a
 * franchise of its own. A franchise's id is the slug of its most popular member when it is first named, and stays:
 * where franchises become one, the id of the more popular one stays; where one splits, the part with the most popular
 * member keeps it. Ties go to the smaller id. The outcome does not depend on the order of members.
 *
 * A growing record need only give the members of the components that changed, together with all that carry one of
 * their franchise ids.
 */
export function resolveFranchises(members: Iterable<FranchiseMember>): Map<string, string> {
  const byPopularity = [...members].sort((a, b) => b.popularity - a.popularity || compareText(a.id, b.id));
  const sets = new DisjointSets();
  for (const { id, sources, links } of byPopularity) {
    for (const url of [...sources, ...links]) sets.join(`id ${id}`, url);
  }
  const franchiseOf = new Map<string, string>();
  const taken = new Set<string>();
  // Members come most popular first, so the first that carries an id decides for its component, and takes the id.
  for (const { id, franchiseId } of byPopularity) {
    const component = sets.find(`id ${id}`);
    if (franchiseId === undefined || franchiseOf.has(component) || taken.has(franchiseId)) continue;
    franchiseOf.set(component, franchiseId);
    taken.add(franchiseId);
  }
  const result = new Map<string, string>();
  for (const { id, slug } of byPopularity) {
    const component = sets.find(`id ${id}`);
    let franchise = franchiseOf.get(component);
    if (franchise === undefined) {
      franchise = slug;
      for (let number = 2; taken.has(franchise); number++) franchise = `${slug}-${number}`;
      franchiseOf.set(component, franchise);
      taken.add(franchise);
    }
    result.set(id, franchise);
  }
  return result;
}

/** Union-find with path halving and union by size (Tarjan, 1975). */
class DisjointSets {
  readonly #parent = new Map<string, string>();
  readonly #size = new Map<string, number>();

  /** The representative of an item's set; an unknown item is a set of its own. */
  find(item: string): string {
    let at = item;
    for (;;) {
      const parent = this.#parent.get(at) ?? at;
      if (parent === at) return at;
      const above = this.#parent.get(parent) ?? parent;
      this.#parent.set(at, above);
      at = above;
    }
  }

  join(a: string, b: string): void {
    let large = this.find(a);
    let small = this.find(b);
    if (large === small) return;
    const sizeOf = (item: string) => this.#size.get(item) ?? 1;
    if (sizeOf(large) < sizeOf(small)) [large, small] = [small, large];
    this.#parent.set(small, large);
    this.#size.set(large, sizeOf(large) + sizeOf(small));
  }
}
