import type { AnimeEntry } from "../anime/entry.ts";
import { packBody, unpackBody } from "./body.ts";
import type { Sqlite } from "./sqlite.ts";

/** What one source says about one anime. */
export interface Contribution {
  readonly contribution: number;
  readonly source: string;
  readonly key: string;
  readonly format: string;
  /** As the source said it, in the shape of an entry. */
  readonly body: AnimeEntry;
  /** The entry that it is part of; null until it has been resolved. */
  readonly entry: number | null;
}

/** A contribution as an ingest brings it. */
export interface NewContribution {
  readonly key: string;
  readonly format: string;
  readonly line: number | null;
  /** Of the raw text and of whatever else decides the body. */
  readonly hash: Uint8Array;
  readonly body: AnimeEntry;
  /** Source URLs and ids, in one spelling: contributions that share one speak of the same anime. */
  readonly links: readonly string[];
}

interface ContributionRow {
  readonly contribution: number;
  readonly source: string;
  readonly key: string;
  readonly format: string;
  readonly body: Uint8Array;
  readonly entry: number | null;
}

const SELECT = `SELECT c.contribution, s.name AS source, c.key, c.format, c.body, c.entry
  FROM contributions c JOIN sources s USING (source)`;

/** What every source says, as it said it. Writes belong inside a transaction of the caller. */
export class Contributions {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** The number of a source, made at first mention. */
  sourceNumber(name: string): number {
    this.#sqlite.run("INSERT OR IGNORE INTO sources (name) VALUES (?)", name);
    return this.#sqlite.get<{ source: number }>("SELECT source FROM sources WHERE name = ?", name)!.source;
  }

  /** The contribution of this source with this very content. */
  byHash(source: number, hash: Uint8Array): number | undefined {
    return this.#sqlite.get<{ contribution: number }>(
      "SELECT contribution FROM contributions WHERE source = ? AND hash = ?",
      source,
      hash,
    )?.contribution;
  }

  byKey(source: number, key: string): { contribution: number; entry: number | null } | undefined {
    return this.#sqlite.get(
      "SELECT contribution, entry FROM contributions WHERE source = ? AND key = ?",
      source,
      key,
    );
  }

  read(contribution: number): Contribution {
    return unpack(this.#sqlite.get<ContributionRow>(`${SELECT} WHERE contribution = ?`, contribution)!);
  }

  /** Those that make up an entry. */
  ofEntry(entry: number): Contribution[] {
    return this.#sqlite.all<ContributionRow>(`${SELECT} WHERE c.entry = ?`, entry).map(unpack);
  }

  /** Writes a contribution in place of the one with the same key. */
  put(source: number, given: NewContribution): number {
    const present = this.byKey(source, given.key);
    const body = packBody(given.body);
    let contribution: number;
    if (present === undefined) {
      contribution = this.#sqlite.run(
        "INSERT INTO contributions (source, key, format, line, hash, body) VALUES (?, ?, ?, ?, ?, ?)",
        source,
        given.key,
        given.format,
        given.line,
        given.hash,
        body,
      ).rowid;
    } else {
      contribution = present.contribution;
      this.#sqlite.run(
        "UPDATE contributions SET format = ?, line = ?, hash = ?, body = ? WHERE contribution = ?",
        given.format,
        given.line,
        given.hash,
        body,
        contribution,
      );
      this.#sqlite.run("DELETE FROM links WHERE contribution = ?", contribution);
    }
    for (const link of given.links) {
      this.#sqlite.run("INSERT OR IGNORE INTO links (link, contribution) VALUES (?, ?)", link, contribution);
    }
    return contribution;
  }

  assign(contribution: number, entry: number): void {
    this.#sqlite.run(
      "UPDATE contributions SET entry = ?1 WHERE contribution = ?2 AND entry IS NOT ?1",
      entry,
      contribution,
    );
  }

  remove(contribution: number): void {
    this.#sqlite.run("DELETE FROM contributions WHERE contribution = ?", contribution);
  }

  /** Every contribution that is tied to these by shared links, directly or through others, and these themselves. */
  connected(contributions: Iterable<number>): number[] {
    const found = new Set(contributions);
    for (const contribution of found) {
      const neighbours = this.#sqlite.all<{ contribution: number }>(
        "SELECT n.contribution FROM links l JOIN links n USING (link) WHERE l.contribution = ?",
        contribution,
      );
      // A set's iteration reaches what is added meanwhile.
      for (const neighbour of neighbours) found.add(neighbour.contribution);
    }
    return [...found];
  }

  /** The numbers of a source's contributions, ascending. */
  *ofSource(source: number): Generator<number> {
    for (let last = 0; ; ) {
      const page = this.#sqlite.all<{ contribution: number }>(
        "SELECT contribution FROM contributions WHERE source = ? AND contribution > ? ORDER BY contribution LIMIT 1000",
        source,
        last,
      );
      for (const row of page) yield row.contribution;
      if (page.length < 1000) return;
      last = page.at(-1)!.contribution;
    }
  }

  entryOf(contribution: number): number | null {
    return (
      this.#sqlite.get<{ entry: number | null }>(
        "SELECT entry FROM contributions WHERE contribution = ?",
        contribution,
      )?.entry ?? null
    );
  }

  /** The entries that sources say have this link: a source URL or an id. */
  entriesWith(link: string): number[] {
    return this.#sqlite
      .all<{ entry: number }>(
        "SELECT DISTINCT c.entry FROM links l JOIN contributions c USING (contribution) WHERE l.link = ? AND c.entry IS NOT NULL",
        link,
      )
      .map((row) => row.entry);
  }

  /** Source URLs that several entries claim, each with their ids: reported, not merged. */
  conflicts(): { url: string; ids: string[] }[] {
    return this.#sqlite
      .all<{ link: string; ids: string }>(
        `SELECT l.link, json_group_array(DISTINCT e.id) AS ids
           FROM links l JOIN contributions c USING (contribution) JOIN entries e USING (entry)
           WHERE e.deleted = 0 GROUP BY l.link HAVING count(DISTINCT e.entry) > 1 ORDER BY l.link`,
      )
      .map((row) => ({ url: row.link, ids: (JSON.parse(row.ids) as string[]).sort() }));
  }

  /** Contributions per source. */
  perSource(): Record<string, number> {
    const rows = this.#sqlite.all<{ name: string; n: number }>(
      "SELECT s.name, count(c.contribution) AS n FROM sources s LEFT JOIN contributions c USING (source) GROUP BY s.source ORDER BY s.name",
    );
    return Object.fromEntries(rows.map((row) => [row.name, row.n]));
  }

  /** The operator's merge patch on an entry; null where he deleted it; undefined where he said nothing. */
  override(entry: number): Readonly<Record<string, unknown>> | null | undefined {
    const row = this.#sqlite.get<{ patch: string | null }>(
      "SELECT patch FROM overrides WHERE entry = ?",
      entry,
    );
    if (row === undefined || row.patch === null) return row === undefined ? undefined : null;
    return JSON.parse(row.patch) as Record<string, unknown>;
  }

  setOverride(entry: number, patch: Readonly<Record<string, unknown>> | null | undefined): void {
    if (patch === undefined) this.#sqlite.run("DELETE FROM overrides WHERE entry = ?", entry);
    else {
      const text = patch === null ? null : JSON.stringify(patch);
      this.#sqlite.run("INSERT OR REPLACE INTO overrides (entry, patch) VALUES (?, ?)", entry, text);
    }
  }
}

function unpack(row: ContributionRow): Contribution {
  return { ...row, body: unpackBody<AnimeEntry>(row.body) };
}
