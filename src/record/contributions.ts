import type { AnimeEntry } from "../anime/entry.ts";
import { packBody, unpackBody } from "./body.ts";
import type { Sqlite } from "./sqlite.ts";

/** What one source says about one anime. */
export interface Contribution {
  readonly contribution: number;
  readonly source: string;
  readonly key: string;
  readonly format: string;
  /** What it says, normalised. */
  readonly body: AnimeEntry;
  /** The entry that it is part of; null until it has been resolved. */
  readonly entry: number | null;
}

type Patch = Readonly<Record<string, unknown>>;

/** What the operator said of an entry, over all sources: merge patches (RFC 7396), or that it is deleted. */
export type Override = readonly Patch[] | "deleted";

/** A contribution as an ingest brings it. */
export interface NewContribution {
  readonly key: string;
  readonly format: string;
  readonly line: number | null;
  /** Of the raw text and of whatever else decides the body. */
  readonly hash: Uint8Array;
  readonly body: AnimeEntry;
  /** Values as they stood before they were normalised, by path. */
  readonly original: Readonly<Record<string, unknown>>;
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

/** What every source says, before anything is merged. Writes belong inside a transaction of the caller. */
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

  /** The keys under which a source speaks of an entry. */
  keysIn(source: number, entry: number): string[] {
    return this.#sqlite
      .all<{ key: string }>(
        "SELECT key FROM contributions WHERE entry = ? AND source = ? ORDER BY contribution",
        entry,
        source,
      )
      .map((row) => row.key);
  }

  /** The contribution; its body is not read again where the caller has it. */
  read(contribution: number, body?: AnimeEntry): Contribution {
    if (body === undefined) {
      return unpack(this.#sqlite.get<ContributionRow>(`${SELECT} WHERE contribution = ?`, contribution)!);
    }
    const row = this.#sqlite.get<Omit<Contribution, "body">>(
      `SELECT c.contribution, s.name AS source, c.key, c.format, c.entry
         FROM contributions c JOIN sources s USING (source) WHERE contribution = ?`,
      contribution,
    )!;
    return { ...row, body };
  }

  /** Values of a contribution as they stood before they were normalised, by path. */
  original(contribution: number): Readonly<Record<string, unknown>> {
    const row = this.#sqlite.get<{ original: string | null }>(
      "SELECT original FROM contributions WHERE contribution = ?",
      contribution,
    );
    return row?.original ? (JSON.parse(row.original) as Record<string, unknown>) : {};
  }

  /** Those that make up an entry. */
  numbersOfEntry(entry: number): number[] {
    return this.#sqlite
      .all<{ contribution: number }>("SELECT contribution FROM contributions WHERE entry = ?", entry)
      .map((row) => row.contribution);
  }

  /** Writes a contribution in place of the one with the same key. */
  put(source: number, given: NewContribution): number {
    const present = this.byKey(source, given.key);
    const body = packBody(given.body);
    const original = Object.keys(given.original).length === 0 ? null : JSON.stringify(given.original);
    let contribution: number;
    if (present === undefined) {
      contribution = this.#sqlite.run(
        "INSERT INTO contributions (source, key, format, line, hash, body, original) VALUES (?, ?, ?, ?, ?, ?, ?)",
        source,
        given.key,
        given.format,
        given.line,
        given.hash,
        body,
        original,
      ).rowid;
    } else {
      contribution = present.contribution;
      this.#sqlite.run(
        "UPDATE contributions SET format = ?, line = ?, hash = ?, body = ?, original = ? WHERE contribution = ?",
        given.format,
        given.line,
        given.hash,
        body,
        original,
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

  /** The contributions of a source that have this link. */
  inSourceWith(source: number, link: string): number[] {
    return this.#sqlite
      .all<{ contribution: number }>(
        `SELECT c.contribution FROM links l JOIN contributions c USING (contribution)
           WHERE l.link = ? AND c.source = ? ORDER BY c.contribution`,
        link,
        source,
      )
      .map((row) => row.contribution);
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

  /** Contributions per source. */
  perSource(): Record<string, number> {
    const rows = this.#sqlite.all<{ name: string; n: number }>(
      "SELECT s.name, count(c.contribution) AS n FROM sources s LEFT JOIN contributions c USING (source) GROUP BY s.source ORDER BY s.name",
    );
    return Object.fromEntries(rows.map((row) => [row.name, row.n]));
  }

  /** The operator's word on an entry: merge patches in their order; "deleted"; or nothing. */
  override(entry: number): Override {
    const row = this.#sqlite.get<{ patches: string | null }>(
      "SELECT patches FROM overrides WHERE entry = ?",
      entry,
    );
    if (row === undefined) return [];
    return row.patches === null ? "deleted" : (JSON.parse(row.patches) as Patch[]);
  }

  setOverride(entry: number, override: Override): void {
    if (override.length === 0) {
      this.#sqlite.run("DELETE FROM overrides WHERE entry = ?", entry);
      return;
    }
    const patches = override === "deleted" ? null : JSON.stringify(override);
    this.#sqlite.run("INSERT OR REPLACE INTO overrides (entry, patches) VALUES (?, ?)", entry, patches);
  }

  /** How many entries the operator has deleted that sources still hold. */
  countWithheld(): number {
    return this.#sqlite.get<{ n: number }>(
      `SELECT count(*) AS n FROM overrides o WHERE patches IS NULL
         AND EXISTS (SELECT 1 FROM contributions c WHERE c.entry = o.entry)`,
    )!.n;
  }
}

function unpack(row: ContributionRow): Contribution {
  return { ...row, body: unpackBody<AnimeEntry>(row.body) };
}
