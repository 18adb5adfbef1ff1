import { hash } from "node:crypto";
import type { AnimeEntry, CatalogueEntry } from "../anime/entry.ts";
import { packBody, unpackBody } from "./body.ts";
import type { Sqlite } from "./sqlite.ts";

/** From which source each field of a merged entry comes. */
export type Provenance = Readonly<Record<string, unknown>>;

/** What is written of an anime: the merged entry, without what the record itself gives it. */
export interface MergedEntry {
  readonly body: AnimeEntry;
  readonly provenance: Provenance;
  /** Source URLs of the entries that belong to the same franchise. */
  readonly relations: readonly string[];
  /** Slugs that it may have, best first. */
  readonly slugs: readonly string[];
  /** How many people know it, in any unit that compares: decides who names a franchise and who gets the plain slug. */
  readonly popularity: number;
}

/** A change of the catalogue: an entry as it is now, or that it is gone. */
export type Change =
  | { readonly seq: number; readonly id: string; readonly entry: CatalogueEntry }
  | { readonly seq: number; readonly id: string; readonly entry: null };

/** An entry's place in the record. */
export interface EntryRow {
  readonly entry: number;
  readonly id: string;
  readonly slug: string | null;
  readonly franchise_id: string | null;
  readonly seq: number;
  readonly popularity: number;
  readonly episodes: number;
  readonly deleted: number;
}

interface BodyRow extends EntryRow {
  readonly body: Uint8Array | null;
}

interface KnownFranchises {
  readonly sequence: number;
  readonly of: Map<string, string | null>;
  readonly members: Map<string, readonly string[]>;
}

function noneKnown(sequence: number): KnownFranchises {
  return { sequence, of: new Map(), members: new Map() };
}

const COLUMNS = "e.entry, e.id, e.slug, e.franchise_id, e.seq, e.popularity, e.episodes, e.deleted";
const WITH_BODY = `SELECT ${COLUMNS}, b.body FROM entries e LEFT JOIN bodies b USING (entry)`;
const PAGE = 200;

/** The merged entries and their sequence numbers. Writes belong inside a transaction of the caller. */
export class Entries {
  readonly #sqlite: Sqlite;
  /** Nobody else writes. */
  readonly #isWriter: boolean;
  #franchises = noneKnown(-1);

  constructor(sqlite: Sqlite, { readOnly }: { readonly readOnly: boolean }) {
    this.#sqlite = sqlite;
    this.#isWriter = !readOnly;
  }

  /** The number of the last change. */
  sequence(): number {
    return this.#sqlite.get<{ value: number }>("SELECT value FROM meta WHERE key = 'sequence'")!.value;
  }

  /** The row of an entry, deleted ones included, by id, by an id it once had, or by slug. */
  find(idOrSlug: string): EntryRow | undefined {
    return (
      this.findId(idOrSlug) ??
      this.#sqlite.get<EntryRow>(`SELECT ${COLUMNS} FROM entries e WHERE e.slug = ?`, idOrSlug)
    );
  }

  /** The row of an entry, deleted ones included, by id or by an id it once had. */
  findId(id: string): EntryRow | undefined {
    const own = this.withId(id);
    if (own !== undefined && !own.deleted) return own;
    const present = this.#sqlite.get<EntryRow>(
      `SELECT ${COLUMNS} FROM former_ids f JOIN entries e USING (entry) WHERE f.id = ?`,
      id,
    );
    return present ?? own;
  }

  /** The row whose own id this is, deleted or not. */
  withId(id: string): EntryRow | undefined {
    return this.#sqlite.get<EntryRow>(`SELECT ${COLUMNS} FROM entries e WHERE e.id = ?`, id);
  }

  row(entry: number): EntryRow {
    return this.#sqlite.get<EntryRow>(`SELECT ${COLUMNS} FROM entries e WHERE e.entry = ?`, entry)!;
  }

  /** The whole entry, by id or slug; null where there is none or where it was deleted. */
  read(idOrSlug: string): CatalogueEntry | null {
    const row = this.find(idOrSlug);
    return row === undefined || row.deleted ? null : this.readRow(row.entry);
  }

  readRow(entry: number): CatalogueEntry | null {
    const row = this.#sqlite.get<BodyRow>(`${WITH_BODY} WHERE e.entry = ?`, entry);
    return row === undefined ? null : assemble(row);
  }

  /** Entries in the order of the ids, null for each that is not there. */
  readMany(ids: readonly string[]): (CatalogueEntry | null)[] {
    return ids.map((id) => {
      const row = this.#sqlite.get<BodyRow>(`${WITH_BODY} WHERE e.id = ?`, id);
      return row === undefined ? this.read(id) : assemble(row);
    });
  }

  /** The franchise of each id, null for an entry of none or one that is not there. Not for use within a transaction. */
  franchises(ids: readonly string[]): (string | null)[] {
    const { of } = this.#knownFranchises();
    return ids.map((id) => {
      let franchise = of.get(id);
      if (franchise === undefined) {
        const sql = "SELECT franchise_id FROM entries WHERE id = ?";
        franchise = this.#sqlite.get<{ franchise_id: string | null }>(sql, id)?.franchise_id ?? null;
        of.set(id, franchise);
      }
      return franchise;
    });
  }

  /** Ids of the entries of a franchise. Not for use within a transaction. */
  franchise(franchiseId: string): readonly string[] {
    const { members } = this.#knownFranchises();
    let ids = members.get(franchiseId);
    if (ids === undefined) {
      ids = this.#sqlite
        .all<{ id: string }>(
          "SELECT id FROM entries WHERE franchise_id = ? AND deleted = 0 ORDER BY id",
          franchiseId,
        )
        .map(({ id }) => id);
      members.set(franchiseId, ids);
    }
    return ids;
  }

  /** What was read of franchises since the last change: searches ask for hundreds. */
  #knownFranchises(): KnownFranchises {
    // Who writes knows of every change; others look for one.
    const sequence = this.#isWriter ? this.#franchises.sequence : this.sequence();
    if (this.#franchises.sequence !== sequence) this.#franchises = noneKnown(sequence);
    return this.#franchises;
  }

  provenance(idOrSlug: string): Provenance | null {
    const row = this.find(idOrSlug);
    if (row === undefined || row.deleted) return null;
    const found = this.#sqlite.get<{ provenance: string }>(
      "SELECT provenance FROM bodies WHERE entry = ?",
      row.entry,
    );
    return found === undefined ? null : (JSON.parse(found.provenance) as Provenance);
  }

  /**
   * Every entry that changed after `after`, deletions included, in the order of their last change; a page at a
   * time, so that memory stays small and writes may go on between pages.
   */
  *changes(after: number, until: number = Number.MAX_SAFE_INTEGER): Generator<Change> {
    for (let seen = after; ; ) {
      const page = this.#sqlite.all<BodyRow>(
        `${WITH_BODY} WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ${PAGE}`,
        seen,
        until,
      );
      for (const row of page) yield { seq: row.seq, id: row.id, entry: assemble(row) };
      if (page.length < PAGE) return;
      seen = page.at(-1)!.seq;
    }
  }

  /** How many entries changed after `after`. */
  countChanges(after: number): number {
    return this.#sqlite.get<{ n: number }>("SELECT count(*) AS n FROM entries WHERE seq > ?", after)!.n;
  }

  counts(): { anime: number; episodes: number; deleted: number } {
    const row = this.#sqlite.get<{ anime: number; episodes: number; deleted: number }>(
      `SELECT count(*) FILTER (WHERE deleted = 0) AS anime, coalesce(sum(episodes), 0) AS episodes,
         count(*) FILTER (WHERE deleted = 1) AS deleted FROM entries`,
    )!;
    return { ...row };
  }

  /** A new row with the id; it counts as deleted until something is put there. */
  create(id: string): number {
    return this.#sqlite.run("INSERT INTO entries (id, seq, deleted) VALUES (?, ?, 1)", id, this.#next())
      .rowid;
  }

  /** Writes a merged entry where it differs from what is there; returns whether it did. */
  put(entry: number, merged: MergedEntry): boolean {
    const before = this.#sqlite.get<{ hash: Uint8Array | null; deleted: number }>(
      "SELECT b.hash, e.deleted FROM entries e LEFT JOIN bodies b USING (entry) WHERE e.entry = ?",
      entry,
    )!;
    const provenance = JSON.stringify(merged.provenance);
    const digest = hash("sha256", JSON.stringify([merged.body, provenance, merged.relations]), "buffer");
    if (!before.deleted && before.hash !== null && digest.equals(before.hash)) return false;
    this.#sqlite.run(
      "UPDATE entries SET seq = ?, deleted = 0, settled = 0, slugs = ?, popularity = ?, episodes = ? WHERE entry = ?",
      this.#next(),
      JSON.stringify(merged.slugs),
      merged.popularity,
      merged.body.episode_details?.length ?? 0,
      entry,
    );
    this.#sqlite.run(
      "INSERT OR REPLACE INTO bodies (entry, hash, body, provenance) VALUES (?, ?, ?, ?)",
      entry,
      digest,
      packBody(merged.body),
      provenance,
    );
    this.#putRelations(entry, merged.relations);
    return true;
  }

  /** Makes the entry count as changed, for what is derived from more than the entry itself. */
  touch(entry: number): void {
    this.#sqlite.run("UPDATE entries SET seq = ? WHERE entry = ?", this.#next(), entry);
  }

  /** Leaves a tombstone where the entry was; returns whether there was one. */
  remove(entry: number): boolean {
    const { changes } = this.#sqlite.run(
      `UPDATE entries SET seq = ?, deleted = 1, settled = 0, slug = NULL, franchise_id = NULL, episodes = 0,
         popularity = 0 WHERE entry = ? AND deleted = 0`,
      this.#next(),
      entry,
    );
    if (changes === 0) return false;
    // Those it was related to may no longer be one franchise; what they have been given stays, so nothing to do.
    this.#sqlite.run("DELETE FROM bodies WHERE entry = ?", entry);
    this.#sqlite.run("DELETE FROM relations WHERE entry = ?", entry);
    return true;
  }

  /** Makes an id that is no entry's own lead to this one from now on, and with it those that led there. */
  addFormerId(id: string, entry: number): void {
    const own = this.withId(id);
    if (own !== undefined) {
      this.#sqlite.run("UPDATE former_ids SET entry = ? WHERE entry = ?", entry, own.entry);
    }
    this.#sqlite.run("INSERT OR REPLACE INTO former_ids (id, entry) VALUES (?, ?)", id, entry);
  }

  /**
   * Entries that have no slug yet, with those that they may have, or whose franchise has not been looked at since they
   * last changed; the best known first.
   */
  unsettled(): (EntryRow & { slugs: string[] })[] {
    return this.#sqlite
      .all<EntryRow & { slugs: string }>(
        `SELECT ${COLUMNS}, e.slugs FROM entries e WHERE settled = 0 AND deleted = 0 ORDER BY popularity DESC, id`,
      )
      .map((row) => ({ ...row, slugs: JSON.parse(row.slugs) as string[] }));
  }

  isUnsettled(entry: number): boolean {
    const found = this.#sqlite.get(
      "SELECT 1 FROM entries WHERE entry = ? AND settled = 0 AND deleted = 0",
      entry,
    );
    return found !== undefined;
  }

  /** Gives the slug alone; the entry counts as changed when it is settled. */
  giveSlug(entry: number, slug: string): void {
    this.#sqlite.run("UPDATE entries SET slug = ? WHERE entry = ?", slug, entry);
  }

  /** Gives slug and franchise; a change of either counts as a change of the entry. */
  settle(entry: number, slug: string, franchise: string | null): void {
    const { changes } = this.#sqlite.run(
      "UPDATE entries SET settled = 1 WHERE entry = ? AND slug IS ? AND franchise_id IS ?",
      entry,
      slug,
      franchise,
    );
    if (changes > 0) return;
    this.#sqlite.run(
      "UPDATE entries SET settled = 1, slug = ?, franchise_id = ?, seq = ? WHERE entry = ?",
      slug,
      franchise,
      this.#next(),
      entry,
    );
  }

  slugTaken(slug: string): boolean {
    return this.#sqlite.get("SELECT 1 FROM entries WHERE slug = ?", slug) !== undefined;
  }

  inFranchise(franchise: string): number[] {
    return this.#sqlite
      .all<{ entry: number }>("SELECT entry FROM entries WHERE franchise_id = ?", franchise)
      .map((row) => row.entry);
  }

  /** The source URLs that make an entry's franchise, and that contributions know the entry by. */
  franchiseUrls(entry: number): { sources: string[]; links: string[] } {
    const sources = this.#sqlite.all<{ link: string }>(
      `SELECT DISTINCT l.link FROM contributions c JOIN links l USING (contribution)
         WHERE c.entry = ? AND l.link NOT LIKE 'urn:%'`,
      entry,
    );
    const links = this.#sqlite.all<{ url: string }>("SELECT url FROM relations WHERE entry = ?", entry);
    return { sources: sources.map(({ link }) => link), links: links.map(({ url }) => url) };
  }

  /** Entries tied to this one by a relation in either direction, or by a source URL that both claim. */
  related(entry: number): number[] {
    return this.#sqlite
      .all<{ entry: number }>(
        `SELECT c.entry FROM relations r JOIN links l ON l.link = r.url JOIN contributions c USING (contribution)
           WHERE r.entry = ?1 AND c.entry IS NOT NULL
         UNION ALL
         SELECT r.entry FROM contributions c JOIN links l USING (contribution) JOIN relations r ON r.url = l.link
           WHERE c.entry = ?1
         UNION ALL
         SELECT o.entry FROM relations r JOIN relations o USING (url) WHERE r.entry = ?1
         UNION ALL
         SELECT o.entry FROM conflicts c JOIN conflicts o USING (url) WHERE c.entry = ?1`,
        entry,
      )
      .map((row) => row.entry);
  }

  /** Replaces what is known of conflicts between entries: of each, the source URLs that others claim too. */
  putConflicts(
    entries: Iterable<number>,
    conflicts: readonly { url: string; entries: readonly number[] }[],
  ): void {
    for (const entry of entries) this.#sqlite.run("DELETE FROM conflicts WHERE entry = ?", entry);
    for (const { url, entries: claimants } of conflicts) {
      for (const entry of claimants) {
        this.#sqlite.run("INSERT OR IGNORE INTO conflicts (entry, url) VALUES (?, ?)", entry, url);
      }
    }
  }

  /** Source URLs that several entries claim, each with their ids: reported, not merged. */
  conflicts(): { url: string; ids: string[] }[] {
    return this.#sqlite
      .all<{ url: string; ids: string }>(
        `SELECT c.url, json_group_array(e.id ORDER BY e.id) AS ids FROM conflicts c JOIN entries e USING (entry)
           WHERE e.deleted = 0 GROUP BY c.url HAVING count(*) > 1 ORDER BY c.url`,
      )
      .map(({ url, ids }) => ({ url, ids: JSON.parse(ids) as string[] }));
  }

  #putRelations(entry: number, relations: readonly string[]): void {
    this.#sqlite.run("DELETE FROM relations WHERE entry = ?", entry);
    for (const url of relations) {
      this.#sqlite.run("INSERT OR IGNORE INTO relations (entry, url) VALUES (?, ?)", entry, url);
    }
  }

  #next(): number {
    this.#franchises = noneKnown(-1);
    return this.#sqlite.get<{ value: number }>(
      "UPDATE meta SET value = value + 1 WHERE key = 'sequence' RETURNING value",
    )!.value;
  }
}

function assemble(row: BodyRow): CatalogueEntry | null {
  if (row.deleted || row.body === null) return null;
  const body = unpackBody<AnimeEntry>(row.body);
  const franchise = row.franchise_id === null ? {} : { franchise_id: row.franchise_id };
  // A slug is given at the end of an ingest; until then the id does its work.
  return { ...body, id: row.id, slug: row.slug ?? row.id, ...franchise };
}
