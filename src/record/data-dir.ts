import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fail, isFailure } from "../errors.ts";
import { Sqlite } from "./sqlite.ts";

/** Who writes to a data folder, as another process may read it. */
export interface DataDirOwner {
  readonly pid: number;
  /** Where its HTTP API answers; null for a command that does not serve. */
  readonly url: string | null;
  readonly started_at: string;
}

/**
 * A data folder held by this process for writing. The operating system lets go of it when the process ends,
 * however it ends: the lock is an exclusive transaction on a database that is never written.
 */
export class DataDir {
  readonly path: string;
  readonly #lock: Sqlite;
  readonly #startedAt: string;

  private constructor(path: string, lock: Sqlite, startedAt: string) {
    this.path = path;
    this.#lock = lock;
    this.#startedAt = startedAt;
  }

  /**
   * Makes the folder where it is missing (readable by its owner only) and takes it.
   * Throws DATA_DIR_LOCKED, naming the process that has it, or DATA_DIR_UNUSABLE.
   */
  static acquire(path: string, now: () => Date = () => new Date()): DataDir {
    usable(path, () => mkdirSync(path, { recursive: true, mode: 0o700 }));
    let lock: Sqlite | undefined;
    try {
      // A reader that looks whether the folder is taken holds the file for an instant: hence the timeout.
      lock = new Sqlite(join(path, "lock.sqlite"), { busyTimeout: 500 });
      lock.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      lock?.close();
      if (isFailure(error, "DATA_DIR_LOCKED")) throw locked(path);
      throw error;
    }
    const folder = new DataDir(path, lock, now().toISOString());
    try {
      folder.announce(null);
    } catch (error) {
      lock.close();
      throw error;
    }
    return folder;
  }

  /** Tells other processes where this one serves. */
  announce(url: string | null): void {
    const owner: DataDirOwner = { pid: process.pid, url, started_at: this.#startedAt };
    usable(this.path, () => writeWhole(join(this.path, "server.json"), `${JSON.stringify(owner)}\n`, 0o600));
  }

  /**
   * The file with the admin token: made at first call, 32 random bytes as hex, readable by its owner only.
   * Throws DATA_DIR_UNUSABLE.
   */
  adminToken(random: (bytes: number) => Buffer = randomBytes): {
    path: string;
    token: string;
    made: boolean;
  } {
    const path = join(this.path, "admin-token");
    const present = readToken(path);
    if (present !== undefined) return { path, token: present, made: false };
    const token = random(32).toString("hex");
    usable(this.path, () => writeWhole(path, `${token}\n`, 0o600));
    return { path, token, made: true };
  }

  release(): void {
    rmSync(join(this.path, "server.json"), { force: true });
    this.#lock.close();
  }
}

/** The process that holds a data folder now; null where none does. What a killed process left behind does not count. */
export function dataDirOwner(path: string): DataDirOwner | null {
  if (!isHeld(path)) return null;
  const owner = readOwner(path);
  return owner ?? { pid: 0, url: null, started_at: "" };
}

function isHeld(path: string): boolean {
  let lock: Sqlite | undefined;
  try {
    lock = new Sqlite(join(path, "lock.sqlite"), { readOnly: true, busyTimeout: 0 });
    lock.get("SELECT count(*) FROM sqlite_master");
    return false;
  } catch (error) {
    return isFailure(error, "DATA_DIR_LOCKED");
  } finally {
    lock?.close();
  }
}

function readOwner(path: string): DataDirOwner | null {
  try {
    return JSON.parse(readFileSync(join(path, "server.json"), "utf8")) as DataDirOwner;
  } catch {
    // Between taking the folder and announcing itself a process has no file yet.
    return null;
  }
}

function locked(path: string) {
  const owner = readOwner(path);
  const who =
    owner === null
      ? "another process"
      : `process ${owner.pid}${owner.url ? ` (serving at ${owner.url})` : ""}`;
  const todo = owner?.url
    ? "Commands that write go through that server; stop it to work on the folder directly"
    : "Wait until it is done, or stop it";
  return fail("DATA_DIR_LOCKED", `${path} is in use by ${who}. ${todo}, or set DATA_DIR to another folder`);
}

function readToken(path: string): string | undefined {
  try {
    const token = readFileSync(path, "utf8").trim();
    if (token.length < 16) {
      throw fail(
        "DATA_DIR_UNUSABLE",
        `${path} holds no token of at least 16 characters; delete it and start again`,
      );
    }
    chmodSync(path, 0o600);
    return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unusable(dirname(path), error);
  }
}

/** Writes a file so that a reader or a crash sees all of it or the one before. */
function writeWhole(path: string, content: string, mode: number): void {
  const draft = `${path}.${process.pid}.tmp`;
  const file = openSync(draft, "w", mode);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

function usable<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unusable(path, error);
  }
}

function unusable(path: string, error: unknown) {
  if (isFailure(error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return fail("DISK_FULL", `no space is left on the disk of ${path}. Free some and try again`, {
      cause: error,
    });
  }
  return fail(
    "DATA_DIR_UNUSABLE",
    `the data folder ${path} cannot be used (${message}). Make it a folder that this user may write to, ` +
      "or set DATA_DIR to another one",
    { cause: error },
  );
}
