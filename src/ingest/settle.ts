import { type FranchiseMember, resolveFranchises } from "../anime/franchise.ts";
import type { CatalogueRecord } from "../record/record.ts";

/**
 * Gives every entry that changed what depends on others: a slug where it has none (the best known first, so that it
 * gets the plain one), and its franchise. What was given stays. Returns how many entries were looked at.
 * Durable when it returns, unless inside the caller's transaction.
 */
export function settleEntries(record: CatalogueRecord): number {
  return record.transaction(() => {
    const { entries } = record;
    const unsettled = entries.unsettled();
    if (unsettled.length === 0) return 0;
    const slugs = chooseSlugs(record, unsettled);
    const members = franchiseMembers(
      record,
      unsettled.map(({ entry }) => entry),
      slugs,
    );
    const franchises = resolveFranchises(members.values());
    for (const [entry, member] of members)
      entries.settle(entry, member.slug, franchises.get(member.id) ?? null);
    return unsettled.length;
  });
}

/** The first free slug for each row that has none: of those that say something, else the first of these with a number. */
function chooseSlugs(
  record: CatalogueRecord,
  rows: readonly { entry: number; slug: string | null; slugs: readonly string[] }[],
): Map<number, string> {
  const chosen = new Map<number, string>();
  const given = new Set<string>();
  const numbers = new Map<string, number>();
  const isFree = (slug: string) => !given.has(slug) && !record.entries.slugTaken(slug);
  for (const { entry, slug: present, slugs } of rows) {
    if (present !== null) continue;
    let slug = slugs.find(isFree);
    for (let number = numbers.get(slugs[0]!) ?? 2; slug === undefined; number++) {
      const candidate = `${slugs[0]}-${number}`;
      if (isFree(candidate)) slug = candidate;
      numbers.set(slugs[0]!, number + 1);
    }
    chosen.set(entry, slug);
    given.add(slug);
  }
  return chosen;
}

/** The entries, all that are related to them over any number of steps, and all that carry a franchise of theirs. */
function franchiseMembers(
  record: CatalogueRecord,
  seeds: readonly number[],
  slugs: ReadonlyMap<number, string>,
): Map<number, FranchiseMember> {
  const { entries } = record;
  const members = new Map<number, FranchiseMember>();
  const names = new Set<string>();
  const open = [...seeds];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    if (members.has(entry)) continue;
    const row = entries.row(entry);
    // A tombstone holds nothing together.
    if (row.deleted) continue;
    const slug = row.slug ?? slugs.get(entry) ?? row.id;
    const { sources, links } = entries.franchiseUrls(entry);
    const franchise = row.franchise_id === null ? {} : { franchiseId: row.franchise_id };
    members.set(entry, { id: row.id, slug, popularity: row.popularity, sources, links, ...franchise });
    open.push(...entries.related(entry));
    // Whoever else carries the name it has, or would be given, must have a say in who keeps it.
    for (const name of [row.franchise_id, slug]) {
      if (name === null || names.has(name)) continue;
      names.add(name);
      open.push(...entries.inFranchise(name));
    }
  }
  return members;
}
