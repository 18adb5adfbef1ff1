import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { errno, fail } from "../errors.ts";

/** SQLITE_BUSY: https://sqlite.org/rescode.html#busy */
const BUSY = 5;

/**
 * Runs the work while no other process, and no other call of this one, has the folder. A process that is killed gives
 * it back: SQLite's lock of a file is the system's. Throws CONFLICT where somebody else has it, MODEL_DOWNLOAD_FAILED
 * where nothing can be written into it.
 */
export async function withFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = lockOf(folder);
  try {
    return await work();
  } finally {
    lock.close();
  }
}

function lockOf(folder: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(folder, "lock.sqlite"), { timeout: 0 });
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (cause) {
    lock?.close();
    if ((cause as { errcode?: number }).errcode === BUSY) {
      throw fail("CONFLICT", `another process fetches into ${folder}; wait until it is done`, { cause });
    }
    throw fail(
      "MODEL_DOWNLOAD_FAILED",
      `${folder} cannot be written (${errno(cause) ?? String(cause)}); set MODEL_CACHE_DIR`,
      { cause },
    );
  }
}
