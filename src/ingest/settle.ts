import { setImmediate as turn } from "node:timers/promises";
import { type FranchiseMember, resolveFranchises } from "../anime/franchise.ts";
import type { CatalogueRecord } from "../record/record.ts";

type UnsettledRow = ReturnType<CatalogueRecord["entries"]["unsettled"]>[number];

/**
 * Gives every entry that changed what depends on others: a slug where it has none (the best known first, so that it
 * gets the plain one), and its franchise. What was given stays. Durable when it returns, unless inside the caller's
 * transaction.
 */
export function settleEntries(record: CatalogueRecord): void {
  record.transaction(() => {
    const rows = record.entries.unsettled();
    giveSlugs(record, rows);
    giveFranchises(record, rows);
  });
}

/** Entries settled before other work gets its turn. */
const CHUNK = 200;

/** As `settleEntries`, but in steps between which other work gets its turn; `onStep` is told how far it is. */
export async function settleInTurns(
  record: CatalogueRecord,
  onStep: (done: number, total: number) => void = () => {},
): Promise<void> {
  const rows = record.entries.unsettled();
  let done = 0;
  // All slugs come before any franchise, because franchises are named by slugs.
  for (const give of [giveSlugs, giveFranchises]) {
    for (let from = 0; from < rows.length; from += CHUNK) {
      const chunk = rows.slice(from, from + CHUNK);
      record.transaction(() => give(record, chunk));
      done += chunk.length;
      onStep(done / 2, rows.length);
      await turn();
    }
  }
}

function giveSlugs(record: CatalogueRecord, rows: readonly UnsettledRow[]): void {
  for (const [entry, slug] of chooseSlugs(record, rows)) record.entries.giveSlug(entry, slug);
}

function giveFranchises(record: CatalogueRecord, rows: readonly UnsettledRow[]): void {
  const { entries } = record;
  const open = rows.filter(({ entry }) => entries.isUnsettled(entry)).map(({ entry }) => entry);
  const members = franchiseMembers(record, open);
  const franchises = resolveFranchises(members.values());
  for (const [entry, { id, slug }] of members) entries.settle(entry, slug, franchises.get(id) ?? null);
}

/** The first free slug for each row that has none: of those that say something, else the first of these with a number. */
function chooseSlugs(record: CatalogueRecord, rows: readonly UnsettledRow[]): Map<number, string> {
  const chosen = new Map<number, string>();
  const given = new Set<string>();
  const numbers = new Map<string, number>();
  const isFree = (slug: string) => !given.has(slug) && !record.entries.slugTaken(slug);
  for (const { entry, slugs } of rows) {
    // Read again: meanwhile it may have been given one, or have been deleted.
    const present = record.entries.row(entry);
    if (present.slug !== null || present.deleted) continue;
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
function franchiseMembers(record: CatalogueRecord, seeds: readonly number[]): Map<number, FranchiseMember> {
  const { entries } = record;
  const members = new Map<number, FranchiseMember>();
  const names = new Set<string>();
  const open = [...seeds];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    if (members.has(entry)) continue;
    const row = entries.row(entry);
    // A tombstone holds nothing together.
    if (row.deleted) continue;
    const slug = row.slug ?? row.id;
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
