import { dirname, join } from "node:path";
import type { Disk, DiskEntry, OpenFile } from "../disk.ts";

/** What a name in a folder leads to. */
type Inode = { content: Buffer } | "folder";

/** How an operation fails: once with an error of the file system, or for good, as for a process that was killed. */
export type Fault = { readonly at: number; readonly kind: "killed" | "ENOSPC" | "EACCES" };

/**
 * A disk in memory that forgets what a real one may forget: a name that was made, moved or removed is certain only
 * once its folder is synced. It fails at the operation a test chooses, in the middle of a write where that is one.
 */
export class SimulatedDisk implements Disk {
  /** Operations so far. */
  operations = 0;
  fault: Fault | null = null;
  #dead = false;
  readonly #root: string;
  #names: Map<string, Inode>;
  /** What is certain to be there after a crash. */
  #durable: Map<string, Inode>;

  constructor(root: string, names: ReadonlyMap<string, Inode> = new Map([[root, "folder"]])) {
    this.#root = root;
    this.#names = new Map(names);
    this.#durable = new Map(names);
  }

  /** The disk after a crash: of the changes that were not synced, those that `survives` picks happened. */
  afterCrash(survives: () => boolean): SimulatedDisk {
    const names = new Map(this.#durable);
    for (const path of new Set([...this.#names.keys(), ...this.#durable.keys()])) {
      if (this.#names.get(path) === this.#durable.get(path) || !survives()) continue;
      const now = this.#names.get(path);
      if (now === undefined) names.delete(path);
      else names.set(path, now);
    }
    for (const path of [...names.keys()].sort()) {
      if (path !== this.#root && names.get(dirname(path)) !== "folder") names.delete(path);
    }
    const copies = Array.from(names, ([path, inode]): [string, Inode] => [
      path,
      inode === "folder" ? inode : { content: Buffer.from(inode.content) },
    ]);
    return new SimulatedDisk(this.#root, new Map(copies));
  }

  /** Paths of all files, sorted. */
  files(): string[] {
    return [...this.#names].flatMap(([path, inode]) => (inode === "folder" ? [] : [path])).sort();
  }

  /** Changes a file behind the store's back. */
  tamper(path: string, change: (content: Buffer) => Buffer): void {
    const inode = this.#file(path);
    inode.content = change(Buffer.from(inode.content));
  }

  async list(folder: string): Promise<DiskEntry[]> {
    this.#step();
    return [...this.#names].flatMap(([path, inode]) =>
      path !== folder && dirname(path) === folder
        ? [{ name: path.slice(folder.length + 1), folder: inode === "folder" }]
        : [],
    );
  }

  async makeFolder(folder: string): Promise<void> {
    this.#step();
    for (let path = folder; path.length >= this.#root.length; path = dirname(path)) {
      if (!this.#names.has(path)) this.#names.set(path, "folder");
    }
  }

  async open(path: string): Promise<OpenFile> {
    this.#step();
    const inode = this.#file(path);
    return {
      size: inode.content.length,
      read: async (target, position) => {
        const bytes = inode.content.subarray(position, position + target.length);
        target.set(bytes);
        return bytes.length;
      },
      close: async () => undefined,
    };
  }

  async write(path: string, chunks: readonly Uint8Array[]): Promise<void> {
    if (this.#names.get(dirname(path)) !== "folder") throw systemError("ENOENT", path);
    const whole = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
    const held = this.#names.get(path);
    const inode = held === undefined || held === "folder" ? { content: Buffer.alloc(0) } : held;
    this.#names.set(path, inode);
    // A write that fails leaves a part of the content behind.
    inode.content = whole.subarray(0, Math.floor(whole.length / 2));
    this.#step();
    inode.content = whole;
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step();
    this.#names.set(to, this.#file(from));
    this.#names.delete(from);
  }

  async syncFolder(folder: string): Promise<void> {
    this.#step();
    if (this.#names.get(folder) !== "folder") throw systemError("ENOENT", folder);
    for (const path of [...this.#durable.keys()]) {
      if (dirname(path) === folder && path !== folder && !this.#names.has(path)) this.#durable.delete(path);
    }
    for (const [path, inode] of this.#names) if (dirname(path) === folder) this.#durable.set(path, inode);
  }

  async remove(path: string): Promise<void> {
    this.#step();
    this.#names.delete(path);
  }

  async removeFolder(folder: string): Promise<void> {
    this.#step();
    for (const path of this.#names.keys()) if (path.startsWith(join(folder, "/"))) return;
    this.#names.delete(folder);
  }

  #file(path: string): { content: Buffer } {
    const inode = this.#names.get(path);
    if (inode === undefined) throw systemError("ENOENT", path);
    if (inode === "folder") throw systemError("EISDIR", path);
    return inode;
  }

  #step(): void {
    const operation = this.operations++;
    if (this.#dead) throw systemError("EIO", "the process was killed");
    if (this.fault === null || this.fault.at !== operation) return;
    this.#dead = this.fault.kind === "killed";
    throw systemError(this.#dead ? "EIO" : this.fault.kind, `operation ${operation}`);
  }
}

function systemError(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code, syscall: "simulated" });
}
