import { statSync } from "node:fs";
import type { CatalogueEntry } from "../anime/entry.ts";
import { fail } from "../errors.ts";
import { Contributions } from "./contributions.ts";
import { Entries } from "./entries.ts";
import { Generations } from "./generations.ts";
import { migrate } from "./migrations.ts";
import { Pictures } from "./pictures.ts";
import { type Run, Runs } from "./runs.ts";
import { Sqlite } from "./sqlite.ts";

type Episode = NonNullable<CatalogueEntry["episode_details"]>[number];

export interface RecordStats {
  readonly sequence: number;
  readonly anime: number;
  readonly episodes: number;
  readonly deleted: number;
  readonly rejected: number;
  readonly conflicts: number;
  readonly bytes: number;
  /** Records per source. */
  readonly sources: Readonly<Record<string, number>>;
  readonly runs: readonly Run[];
}

/**
 * The catalogue's record: one SQLite file from which everything else can be made again. What it has acknowledged
 * is on the disk. Throws RECORD_DAMAGED, DISK_FULL, DATA_DIR_UNUSABLE and DATA_DIR_LOCKED, from any call.
 */
export class CatalogueRecord {
  readonly path: string;
  readonly contributions: Contributions;
  readonly entries: Entries;
  readonly generations: Generations;
  readonly pictures: Pictures;
  readonly runs: Runs;
  readonly #sqlite: Sqlite;

  private constructor(sqlite: Sqlite, options: { readonly readOnly: boolean }) {
    this.path = sqlite.path;
    this.#sqlite = sqlite;
    this.contributions = new Contributions(sqlite);
    this.entries = new Entries(sqlite, options);
    this.generations = new Generations(sqlite);
    this.pictures = new Pictures(sqlite);
    this.runs = new Runs(sqlite);
  }

  /** Opens the record, making or migrating it; `readOnly` opens one that is there, beside whoever writes it. */
  static open(path: string, options: { readonly readOnly?: boolean } = {}): CatalogueRecord {
    const readOnly = options.readOnly ?? false;
    if (readOnly && path !== ":memory:" && !statSync(path, { throwIfNoEntry: false })) {
      throw fail(
        "NOT_READY",
        `there is no catalogue at ${path} yet; run \`kotodama ingest FILE\` or start the server`,
      );
    }
    const sqlite = new Sqlite(path, { readOnly });
    try {
      if (!readOnly) {
        // Before anything is written: whether the file is ours.
        migrate(sqlite, { readOnly: false });
        sqlite.exec(
          "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864",
        );
      } else migrate(sqlite, { readOnly: true });
      sqlite.exec("PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768");
    } catch (error) {
      sqlite.close();
      throw error;
    }
    return new CatalogueRecord(sqlite, { readOnly });
  }

  /** Runs the work in one transaction, durable when it returns. */
  transaction<T>(work: () => T): T {
    return this.#sqlite.transaction(work);
  }

  /**
   * The same for what can be made again: it is not waited for until it is on the disk, which takes most of the time of a
   * small transaction. A loss of power may undo it, and only it and what came after.
   */
  derivedTransaction<T>(work: () => T): T {
    return this.#sqlite.unsynced(work);
  }

  /** Runs reads on one unchanging state of the record, while others may write. */
  snapshot<T>(work: () => Promise<T>): Promise<T> {
    return this.#sqlite.snapshot(work);
  }

  /** A page of an entry's episodes in their order; null where there is no such entry. */
  episodes(idOrSlug: string, offset: number, limit: number): { total: number; episodes: Episode[] } | null {
    const entry = this.entries.read(idOrSlug);
    if (entry === null) return null;
    const all = entry.episode_details ?? [];
    return { total: all.length, episodes: all.slice(offset, offset + limit) };
  }

  stats(): RecordStats {
    return {
      sequence: this.entries.sequence(),
      ...this.entries.counts(),
      rejected: this.runs.countRejects(),
      conflicts: this.entries.conflicts().length,
      bytes: statSync(this.path, { throwIfNoEntry: false })?.size ?? 0,
      sources: this.contributions.perSource(),
      runs: this.runs.latest(),
    };
  }

  /** Reads the whole file for damage; throws RECORD_DAMAGED with what SQLite found. */
  check(): void {
    const found = this.#sqlite
      .all<{ quick_check: string }>("PRAGMA quick_check(5)")
      .map((row) => row.quick_check);
    const orphans = this.#sqlite.all("PRAGMA foreign_key_check").length;
    if (found.length === 1 && found[0] === "ok" && orphans === 0) return;
    const said = orphans > 0 ? `${orphans} rows refer to none` : found.join("; ");
    throw fail(
      "RECORD_DAMAGED",
      `${this.path} is damaged (${said}). Restore it from a backup, or move it away and ingest the catalogue files again`,
    );
  }

  /** Keeps the file under a number of pages of 4 KiB; past it writes fail as on a full disk. */
  limitPages(pages: number): void {
    this.#sqlite.exec(`PRAGMA max_page_count = ${Math.trunc(pages)}`);
  }

  close(): void {
    this.#sqlite.close();
  }
}
