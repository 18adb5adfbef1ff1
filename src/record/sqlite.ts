import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { fail, type KotodamaError } from "../errors.ts";

/** Primary result codes of SQLite that mean something to an operator: https://www.sqlite.org/rescode.html */
const BUSY = 5;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** One SQLite file: statements are prepared once, and every failure of SQLite becomes one of the catalogue's. */
export class Sqlite {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  /** Throws RECORD_DAMAGED, DATA_DIR_UNUSABLE or DISK_FULL. */
  constructor(path: string, options: { readonly readOnly?: boolean; readonly busyTimeout?: number } = {}) {
    this.path = path;
    this.#database = guarded(
      path,
      () =>
        new DatabaseSync(path, {
          readOnly: options.readOnly ?? false,
          timeout: options.busyTimeout ?? 5_000,
        }),
    );
  }

  /** The first row, or undefined. */
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return guarded(this.path, () => this.#prepared(sql).get(...values) as Row | undefined);
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return guarded(this.path, () => this.#prepared(sql).all(...values) as Row[]);
  }

  /** Returns how many rows changed, and the last row id. */
  run(sql: string, ...values: SQLInputValue[]): { changes: number; rowid: number } {
    return guarded(this.path, () => {
      const { changes, lastInsertRowid } = this.#prepared(sql).run(...values);
      return { changes: Number(changes), rowid: Number(lastInsertRowid) };
    });
  }

  /** Several statements at once, without values. */
  exec(sql: string): void {
    guarded(this.path, () => this.#database.exec(sql));
  }

  /** Runs the work in one write transaction; nested calls join the outer one. Anything thrown rolls it back. */
  transaction<T>(work: () => T): T {
    return this.#between("BEGIN IMMEDIATE", work);
  }

  /** A transaction that is not waited for until it is on the disk; one that follows and is, brings it there, too. */
  unsynced<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.exec("PRAGMA synchronous = NORMAL");
    try {
      return this.transaction(work);
    } finally {
      this.exec("PRAGMA synchronous = FULL");
    }
  }

  /** Runs the work, which may be asynchronous, on one unchanging snapshot of the file. */
  async snapshot<T>(work: () => Promise<T>): Promise<T> {
    this.exec("BEGIN");
    try {
      return await work();
    } finally {
      this.exec("COMMIT");
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #between<T>(begin: string, work: () => T): T {
    if (this.#depth > 0) return work();
    this.exec(begin);
    this.#depth++;
    try {
      const result = work();
      this.exec("COMMIT");
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    } finally {
      this.#depth--;
    }
  }

  /** After a full disk SQLite has rolled back already, and says so when asked again. */
  #rollBack(): void {
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // The transaction is gone either way; what matters is the error that led here.
    }
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw sqliteFailure(error, path) ?? error;
  }
}

/** What an error of SQLite means to an operator, and what to do about it; undefined for an error of ours. */
export function sqliteFailure(error: unknown, path: string): KotodamaError | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number")
    return undefined;
  const cause = { cause: error };
  const said = error.message;
  switch (error.errcode & 0xff) {
    case FULL:
      return fail(
        "DISK_FULL",
        `no space is left on the disk of ${path}; nothing that was acknowledged is lost. Free some space and try again`,
        { ...cause, retryAfter: 60 },
      );
    case CORRUPT:
    case NOTADB:
      return fail(
        "RECORD_DAMAGED",
        `${path} is damaged or not a record of Kotodama (${said}). Restore it from a backup, or move it away and ` +
          "ingest the catalogue files again: everything else is made from them",
        cause,
      );
    case CANTOPEN:
    case READONLY:
    case IOERR:
      return fail(
        "DATA_DIR_UNUSABLE",
        `${path} cannot be opened or written (${said}). Check that the folder exists, that this user may write to it, ` +
          "and that its disk is well; or set DATA_DIR to another folder",
        cause,
      );
    case BUSY:
      return fail(
        "DATA_DIR_LOCKED",
        `${path} is being written by another process. Wait until it is done, or stop it`,
        cause,
      );
    default:
      return undefined;
  }
}
