import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errno, fail } from "../../errors.ts";

interface Kept {
  readonly name: string;
  readonly size: number;
  readonly used: number;
}

/** Share of the limit that is left after files were evicted, so that it is not done for every one. */
const AFTER_EVICTION = 0.9;

/**
 * Fetched files on disk, by the SHA-256 of what is in them; past a size in bytes the least recently used go. A file
 * that is not there, or cut off, is simply not there.
 */
export class PictureFiles {
  readonly #folder: string;
  readonly #maxBytes: number;
  #size: Promise<number> | null = null;
  /** Writes follow each other, so that the size is right. */
  #turns: Promise<unknown> = Promise.resolve();

  constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  async get(hash: Uint8Array): Promise<Uint8Array | null> {
    const path = this.#path(nameOf(hash));
    try {
      const bytes = await readFile(path);
      const now = new Date();
      await utimes(path, now, now);
      return bytes;
    } catch (error) {
      if (errno(error) === "ENOENT") return null;
      throw error;
    }
  }

  async has(hash: Uint8Array): Promise<boolean> {
    return (await sizeOf(this.#path(nameOf(hash)))) !== null;
  }

  /** Keeps a file, unless it is larger than everything may be. Throws DISK_FULL. */
  put(hash: Uint8Array, bytes: Uint8Array): Promise<void> {
    const done = this.#turns.then(() => this.#put(nameOf(hash), bytes));
    this.#turns = done.catch(() => undefined);
    return done;
  }

  async #put(name: string, bytes: Uint8Array): Promise<void> {
    if (bytes.length > this.#maxBytes) return;
    const path = this.#path(name);
    if ((await sizeOf(path)) !== null) return;
    this.#size ??= this.#all().then((files) => files.reduce((sum, { size }) => sum + size, 0));
    const size = (await this.#size) + bytes.length;
    try {
      await mkdir(join(this.#folder, name.slice(0, 2)), { recursive: true });
      // In one step: a reader never sees half a file.
      await writeFile(`${path}.new`, bytes);
      await rename(`${path}.new`, path);
    } catch (cause) {
      if (errno(cause) !== "ENOSPC") throw cause;
      throw fail("DISK_FULL", `no space is left for pictures in ${this.#folder}`, { cause });
    }
    this.#size = Promise.resolve(size > this.#maxBytes ? await this.#evict() : size);
  }

  async #evict(): Promise<number> {
    const files = (await this.#all()).sort((a, b) => a.used - b.used);
    let size = files.reduce((sum, file) => sum + file.size, 0);
    for (const file of files) {
      if (size <= this.#maxBytes * AFTER_EVICTION) break;
      await rm(this.#path(file.name), { force: true });
      size -= file.size;
    }
    return size;
  }

  async #all(): Promise<Kept[]> {
    const folders = (await names(this.#folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
    const files: Kept[] = [];
    for (const folder of folders) {
      for (const name of await names(join(this.#folder, folder))) {
        // What a stop in the middle of writing left behind.
        if (name.endsWith(".new")) await rm(join(this.#folder, folder, name), { force: true });
        if (!/^[0-9a-f]{64}$/.test(name)) continue;
        const { size, mtimeMs } = await stat(join(this.#folder, folder, name));
        files.push({ name, size, used: mtimeMs });
      }
    }
    return files;
  }

  #path(name: string): string {
    return join(this.#folder, name.slice(0, 2), name);
  }
}

function nameOf(hash: Uint8Array): string {
  return Buffer.from(hash).toString("hex");
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errno(error) === "ENOENT") return [];
    throw error;
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errno(error) === "ENOENT") return null;
    throw error;
  }
}
