import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ErrorCode, fail, type KotodamaError } from "../../errors.ts";

/** Bytes a read or a write moves at once: large enough to be fast, small enough to let the event loop turn. */
const SLICE = 1 << 25;

/** A file held open for reads at positions; what it names stays readable after the file is removed. */
export interface OpenFile {
  readonly size: number;
  /** Fills the target from the position on; returns the bytes read, fewer than asked at the file's end. */
  read(target: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * The file operations the store is made of, and no others: tests put a disk here that fails or dies at any
 * one of them. All paths are absolute. Errors are those of `node:fs`, with their `code`.
 */
export interface Disk {
  /** Names of files and folders in a folder; empty where the folder is not there. */
  list(folder: string): Promise<readonly DiskEntry[]>;
  makeFolder(folder: string): Promise<void>;
  open(path: string): Promise<OpenFile>;
  /** Writes a new file (or over an old one of that name) and waits until it is on the disk. */
  write(path: string, chunks: readonly Uint8Array[]): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Makes creations, renames and removals in the folder durable. */
  syncFolder(folder: string): Promise<void>;
  /** Removes a file; one that is not there is no error. */
  remove(path: string): Promise<void>;
  /** Removes a folder if it is empty, and leaves it where it is not. */
  removeFolder(folder: string): Promise<void>;
}

export interface DiskEntry {
  readonly name: string;
  readonly folder: boolean;
}

/** The disk of this machine, through `node:fs/promises`. */
export const localDisk: Disk = {
  async list(folder) {
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      return entries.map((entry) => ({ name: entry.name, folder: entry.isDirectory() }));
    } catch (error) {
      if (errno(error) === "ENOENT") return [];
      throw error;
    }
  },
  async makeFolder(folder) {
    await mkdir(folder, { recursive: true });
  },
  async open(path) {
    const file = await open(path, "r");
    const { size } = await file.stat();
    return {
      size,
      read: (target, position) => readFully(file, target, position),
      close: () => file.close(),
    };
  },
  async write(path, chunks) {
    const file = await open(path, "w");
    try {
      let position = 0;
      for (const chunk of chunks) {
        for (let from = 0; from < chunk.length; ) {
          const length = Math.min(SLICE, chunk.length - from);
          const { bytesWritten } = await file.write(chunk, from, length, position);
          from += bytesWritten;
          position += bytesWritten;
        }
      }
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  async syncFolder(folder) {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } catch (error) {
      // Some file systems cannot sync a folder; there a rename is as durable as it gets.
      if (!["EINVAL", "EPERM", "EISDIR"].includes(errno(error) ?? "")) throw error;
    } finally {
      await handle.close();
    }
  },
  async remove(path) {
    await rm(path, { force: true });
  },
  async removeFolder(folder) {
    try {
      await rmdir(folder);
    } catch (error) {
      if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes(errno(error) ?? "")) throw error;
    }
  },
};

async function readFully(file: FileHandle, target: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < target.length) {
    const length = Math.min(SLICE, target.length - done);
    const { bytesRead } = await file.read(target, done, length, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

/** Replaces a file as one step: a reader, or a crash, sees the old content whole or the new content whole. */
export async function replaceFile(disk: Disk, path: string, content: Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  await disk.write(temporary, [content]);
  await disk.rename(temporary, path);
  await disk.syncFolder(dirname(path));
}

/** The whole file, or null where it is not there. */
export async function readWhole(disk: Disk, path: string): Promise<Buffer | null> {
  let file: OpenFile;
  try {
    file = await disk.open(path);
  } catch (error) {
    if (errno(error) === "ENOENT") return null;
    throw error;
  }
  try {
    const bytes = Buffer.alloc(file.size);
    return bytes.subarray(0, await file.read(bytes, 0));
  } finally {
    await file.close();
  }
}

/** Removes the named files of a folder, then the folder itself where nothing else is in it. */
export async function removeFiles(disk: Disk, folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await disk.remove(join(folder, name));
  await disk.removeFolder(folder);
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: "DISK_FULL",
  EDQUOT: "DISK_FULL",
  EACCES: "DATA_DIR_UNUSABLE",
  EPERM: "DATA_DIR_UNUSABLE",
  EROFS: "DATA_DIR_UNUSABLE",
  ENOTDIR: "DATA_DIR_UNUSABLE",
  EEXIST: "DATA_DIR_UNUSABLE",
  EISDIR: "DATA_DIR_UNUSABLE",
};

/** An error of the file system as one of the catalogue, saying what was being done and what to do. */
export function diskFailure(error: unknown, doing: string): KotodamaError {
  const code = CODES[errno(error) ?? ""] ?? "STORE_UNAVAILABLE";
  const advice =
    code === "DISK_FULL"
      ? "free some space and try again; what was stored before is untouched"
      : code === "DATA_DIR_UNUSABLE"
        ? "the data folder must be a folder that this user may write"
        : "what was stored before is untouched";
  return fail(code, `${doing} failed: ${(error as Error).message}; ${advice}`, { cause: error });
}

/** The code of a file system's error (`ENOENT`), undefined for any other error. */
export function errno(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === "string" && error instanceof Error && "syscall" in error ? code : undefined;
}
