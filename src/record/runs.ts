import type { Sqlite } from "./sqlite.ts";

/** What an ingest of one input did. `entries` counts changes of merged entries, the rest counts records read. */
export interface IngestCounts {
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Contributions removed because the input no longer holds them. */
  readonly pruned: number;
  readonly entries: { readonly written: number; readonly deleted: number };
}

export interface Reject {
  readonly line: number | null;
  readonly reason: string;
  /** As it stood in the input, cut to a bearable length. */
  readonly raw: string;
}

export type RunState = "running" | "done" | "truncated" | "interrupted" | "failed";

export interface Run {
  readonly run: number;
  readonly source: string;
  readonly format: string | null;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly state: RunState;
  readonly counts: IngestCounts;
}

/** The log of ingests, and what each could not read. */
export class Runs {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** Opens a run and forgets what an earlier one of this source rejected: this one says it anew. */
  start(source: number, counts: IngestCounts, now: Date): number {
    return this.#sqlite.transaction(() => {
      // A run that was killed has nobody left to end it.
      this.#sqlite.run(
        "UPDATE runs SET state = 'interrupted', finished_at = ? WHERE source = ? AND state = 'running'",
        now.toISOString(),
        source,
      );
      this.#sqlite.run("DELETE FROM rejects WHERE source = ?", source);
      return this.#sqlite.run(
        "INSERT INTO runs (source, started_at, state, counts) VALUES (?, ?, 'running', ?)",
        source,
        now.toISOString(),
        JSON.stringify(counts),
      ).rowid;
    });
  }

  finish(run: number, state: RunState, format: string | null, counts: IngestCounts, now: Date): void {
    this.#sqlite.run(
      "UPDATE runs SET state = ?, format = ?, counts = ?, finished_at = ? WHERE run = ?",
      state,
      format,
      JSON.stringify(counts),
      now.toISOString(),
      run,
    );
  }

  reject(run: number, source: number, reject: Reject, now: Date): void {
    this.#sqlite.run(
      "INSERT INTO rejects (run, source, line, reason, raw, rejected_at) VALUES (?, ?, ?, ?, ?, ?)",
      run,
      source,
      reject.line,
      reject.reason,
      reject.raw,
      now.toISOString(),
    );
  }

  /** The newest runs first. */
  latest(limit = 20): Run[] {
    const rows = this.#sqlite.all<Omit<Run, "counts"> & { counts: string }>(
      `SELECT r.run, s.name AS source, r.format, r.started_at, r.finished_at, r.state, r.counts
         FROM runs r JOIN sources s USING (source) ORDER BY r.run DESC LIMIT ?`,
      limit,
    );
    return rows.map((row) => ({ ...row, counts: JSON.parse(row.counts) as IngestCounts }));
  }

  /** What could not be read at the last ingest of each source. */
  rejects(limit = 100): (Reject & { source: string })[] {
    return this.#sqlite.all(
      "SELECT s.name AS source, r.line, r.reason, r.raw FROM rejects r JOIN sources s USING (source) ORDER BY r.reject LIMIT ?",
      limit,
    );
  }

  countRejects(): number {
    return this.#sqlite.get<{ n: number }>("SELECT count(*) AS n FROM rejects")!.n;
  }
}
