import type { AnimeEntry } from "../anime/entry.ts";
import { type Claim, identify, resolveIdentities, uuidOfUrl } from "../anime/identity.ts";
import type { Contribution } from "../record/contributions.ts";
import type { CatalogueRecord } from "../record/record.ts";
import { mergeEntry } from "./merge-entry.ts";

/** What a change of contributions did to the merged entries. */
export interface Resolved {
  readonly written: number;
  readonly deleted: number;
  /** The entries in question, by row. */
  readonly entries: ReadonlySet<number>;
}

/**
 * Decides anew which anime the touched contributions speak of, with all that are connected with them or with the
 * entries in question, and rewrites those entries where that changes them. What it leaves behind is a function of
 * the contributions alone (but for ids, which once given stay): in whichever order they came, the entries are the
 * same. Belongs inside a transaction.
 *
 * @param bodies of contributions that the caller has just written, which need not be read again
 */
export function resolveEntries(
  record: CatalogueRecord,
  touched: Iterable<number>,
  inQuestion: Iterable<number> = [],
  bodies: ReadonlyMap<number, AnimeEntry> = new Map(),
): Resolved {
  const component = gather(record, touched, inQuestion, bodies);
  const byKey = new Map([...component.contributions.values()].map((one) => [claimKey(one), one]));
  const { groups, conflicts } = resolveIdentities(claims(record, component.contributions));
  const kept = new Set<number>();
  const entryOf = new Map<string, number>();
  let written = 0;
  let deleted = 0;
  for (const group of groups) {
    const members = group.members.map((key) => byKey.get(key)!);
    const entry = entryFor(record, group.id, component.entries, kept);
    kept.add(entry);
    entryOf.set(group.id, entry);
    for (const member of members) record.contributions.assign(member.contribution, entry);
    for (const alias of group.aliases) record.entries.addFormerId(alias, entry);
    inheritOverrides(record, members, entry);
    const outcome = rewrite(record, entry, group.id, members);
    written += Number(outcome === "written");
    deleted += Number(outcome === "deleted");
  }
  for (const entry of component.entries) {
    if (!kept.has(entry)) deleted += Number(record.entries.remove(entry));
  }
  // Every claimant of a contested page is in question here, so what was known of their conflicts is known anew.
  record.entries.putConflicts(
    component.entries,
    conflicts
      .filter(({ url }) => !url.startsWith("urn:"))
      .map(({ url, ids }) => ({ url, entries: ids.map((id) => entryOf.get(id)!) })),
  );
  return { written, deleted, entries: new Set([...kept, ...component.entries]) };
}

/** Merges an entry's contributions again, with the operator's word on it. */
function rewrite(
  record: CatalogueRecord,
  entry: number,
  id: string,
  members: readonly Contribution[],
): "written" | "deleted" | "same" {
  const override = record.contributions.override(entry);
  if (override === "deleted") return record.entries.remove(entry) ? "deleted" : "same";
  return record.entries.put(entry, mergeEntry(id, members, override)) ? "written" : "same";
}

interface Component {
  readonly contributions: ReadonlyMap<number, Contribution>;
  readonly entries: ReadonlySet<number>;
}

/** Everything whose identity hangs on the touched contributions: over shared links, shared entries, and ids. */
function gather(
  record: CatalogueRecord,
  touched: Iterable<number>,
  inQuestion: Iterable<number>,
  bodies: ReadonlyMap<number, AnimeEntry>,
): Component {
  const contributions = new Map<number, Contribution>();
  const entries = new Set<number>();
  let open = new Set(touched);
  const include = (entry: number) => {
    if (entries.has(entry)) return;
    entries.add(entry);
    for (const one of record.contributions.numbersOfEntry(entry)) open.add(one);
  };
  for (const entry of inQuestion) include(entry);
  while (open.size > 0) {
    const found = record.contributions.connected(open);
    open = new Set();
    for (const number of found) {
      if (contributions.has(number)) continue;
      const contribution = record.contributions.read(number, bodies.get(number));
      contributions.set(number, contribution);
      if (contribution.entry !== null) include(contribution.entry);
      const named =
        contribution.body.id === undefined ? undefined : record.entries.findId(contribution.body.id);
      if (named !== undefined) include(named.entry);
    }
    for (const number of open) if (contributions.has(number)) open.delete(number);
  }
  return { contributions, entries };
}

/**
 * The contributions as claims. One that carries no id counts as carrying the id that it would be given, or that its
 * entry has been given, where another contribution names that id: so `{id, title}` meets the file it was read from.
 */
function claims(record: CatalogueRecord, contributions: ReadonlyMap<number, Contribution>): Claim[] {
  const given = new Map<number, string>();
  const present = (id: string) => {
    const row = record.entries.findId(id);
    return row === undefined ? id : row.id;
  };
  const named = new Set<string>();
  for (const { body, entry } of contributions.values()) {
    if (body.id !== undefined) named.add(present(body.id));
    if (entry !== null && !given.has(entry)) given.set(entry, record.entries.row(entry).id);
  }
  return [...contributions.values()].map((contribution) => {
    const { body } = contribution;
    const had = contribution.entry === null ? undefined : given.get(contribution.entry);
    const own = body.id === undefined ? identify(body) : present(body.id);
    const id =
      body.id !== undefined || named.has(own) ? own : had !== undefined && named.has(had) ? had : undefined;
    return {
      key: claimKey(contribution),
      title: body.title,
      ...(id === undefined ? {} : { id }),
      ...(had === undefined ? {} : { given: had }),
      ...(body.sources === undefined ? {} : { sources: body.sources }),
      ...(body.type === undefined ? {} : { type: body.type }),
      ...(body.year === undefined ? {} : { year: body.year }),
    };
  });
}

/** Unique, and the same whatever came first. */
function claimKey(contribution: Contribution): string {
  return `${contribution.source}\n${contribution.key}`;
}

/**
 * The links by which a contribution is found again: its source URLs, its id, and the id that it would be given
 * without one.
 */
export function linksForEntry(entry: AnimeEntry, links: readonly string[]): string[] {
  return [...new Set([...links, `urn:uuid:${identify(entry)}`])];
}

/** The row for an id: the one that has it, unless that belongs to an anime outside of what is being decided. */
function entryFor(
  record: CatalogueRecord,
  id: string,
  component: ReadonlySet<number>,
  taken: ReadonlySet<number>,
): number {
  for (let number = 1; ; number++) {
    // An id stays with the entry it was given to, even where its sources have since come to name another.
    const candidate = number === 1 ? id : uuidOfUrl(`urn:uuid:${id}#${number}`);
    const row = record.entries.withId(candidate);
    if (row === undefined) return record.entries.create(candidate);
    const free = component.has(row.entry) || record.contributions.numbersOfEntry(row.entry).length === 0;
    if (free && !taken.has(row.entry)) return row.entry;
  }
}

/** Patches of entries that have become one hold for that one; a deletion does not reach further than it was meant. */
function inheritOverrides(record: CatalogueRecord, members: readonly Contribution[], into: number): void {
  const from = new Set(members.map((member) => member.entry));
  for (const entry of from) {
    if (entry === null || entry === into || record.contributions.numbersOfEntry(entry).length > 0) continue;
    const word = record.contributions.override(entry);
    if (word === "deleted" || word.length === 0) continue;
    if (record.contributions.override(into).length === 0) record.contributions.setOverride(into, word);
    record.contributions.setOverride(entry, []);
  }
}
