import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { KotodamaError } from "../../errors.ts";
import { Bitmap } from "./bitmap.ts";
import { type Disk, errno, type OpenFile, removeFiles } from "./disk.ts";
import { words } from "./ids.ts";
import { damaged, type FileRecord, MANIFEST, type Manifest, type SegmentRecord } from "./manifest.ts";

/** A file to be written: its name in the segment's folder and its content, piece by piece. */
export interface Part {
  readonly name: string;
  readonly chunks: readonly Uint8Array[];
}

const SEGMENTS = "segments";
const SEGMENT_ID = /^s\d{8}$/;
const SEGMENT_FILE = /^[\w.-]+\.bin$/;

/** The name of the segment that the counter of a manifest gives. */
export function segmentId(counter: number): string {
  return `s${String(counter).padStart(8, "0")}`;
}

/** The name of a file of deleted rows; each is written once under its own number. */
export function deletedName(counter: number): string {
  return `deleted-${String(counter).padStart(8, "0")}.bin`;
}

/** Writes files into a segment's folder, all at once, and makes them durable; they count once a manifest names them. */
export async function writeParts(
  disk: Disk,
  collection: string,
  segment: string,
  parts: Iterable<Part>,
): Promise<FileRecord[]> {
  const folder = join(collection, SEGMENTS, segment);
  await disk.makeFolder(folder);
  const written = Array.from(parts, ({ name, chunks }) => ({
    name,
    chunks,
    done: disk.write(join(folder, name), chunks),
  }));
  // Waited for even when one fails: no write may still be going on when the caller tries again.
  await allDone(written.map(({ done }) => done));
  await allDone([folder, join(collection, SEGMENTS), collection].map((path) => disk.syncFolder(path)));
  return written.map(({ name, chunks }) => ({
    name,
    bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
    crc32: chunks.reduce((checksum, chunk) => crc32(chunk, checksum), 0),
  }));
}

async function allDone(tasks: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(tasks)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

/** Reads the files of one segment, each checked against what the manifest says of it. */
export class SegmentReader {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly record: SegmentRecord;

  constructor(disk: Disk, collection: string, record: SegmentRecord) {
    this.#disk = disk;
    this.#folder = join(collection, SEGMENTS, record.id);
    this.record = record;
  }

  /** The error for a file of this segment that is not as it was written. */
  damaged(name: string, what: string, cause?: unknown): KotodamaError {
    return damaged(join(this.#folder, name), what, cause);
  }

  has(name: string): boolean {
    return this.record.files.some((file) => file.name === name);
  }

  /**
   * Reads a file into the memory that `allocate` gives for its size, its own unless given, and compares its
   * checksum. Throws INDEX_DAMAGED where the file is missing, of another size, or of other content.
   */
  read(
    name: string,
    allocate: (bytes: number) => Uint8Array = (bytes) => new Uint8Array(bytes),
  ): Promise<Uint8Array> {
    return this.readInOrder(name, async (fill, bytes) => {
      const target = allocate(bytes);
      await fill(target);
      return target;
    });
  }

  /**
   * Reads a file piece by piece, in order: `consume` is given its size and a function that fills a target with
   * the next bytes. What `consume` returns is handed on once all was read and the checksum agrees.
   */
  async readInOrder<T>(
    name: string,
    consume: (fill: (target: Uint8Array) => Promise<void>, bytes: number) => Promise<T>,
  ): Promise<T> {
    const { record, file } = await this.#open(name);
    try {
      let position = 0;
      let checksum = 0;
      const fill = async (target: Uint8Array): Promise<void> => {
        const done = await file.read(target, position);
        position += target.length;
        if (done !== target.length) throw this.damaged(name, "it ends early");
        checksum = crc32(target, checksum);
      };
      const result = await consume(fill, record.bytes);
      if (position !== record.bytes) throw this.damaged(name, "it is longer than its content");
      if (checksum !== record.crc32) throw this.damaged(name, "its checksum differs");
      return result;
    } finally {
      await file.close();
    }
  }

  /** Reads and decodes a file; what the decoder finds impossible is INDEX_DAMAGED too. */
  async decode<T>(
    name: string,
    decoder: (bytes: Uint8Array) => T,
    allocate?: (bytes: number) => Uint8Array,
  ): Promise<T> {
    const bytes = await this.read(name, allocate);
    try {
      return decoder(bytes);
    } catch (cause) {
      throw this.damaged(name, (cause as Error).message, cause);
    }
  }

  /** The rows deleted since the segment was written, null where there are none. Throws INDEX_DAMAGED. */
  async deleted(): Promise<Bitmap | null> {
    const { rows, deleted } = this.record;
    if (deleted === null) return null;
    return this.decode(deleted.name, (bytes) => {
      const bits = words(bytes, 0, Bitmap.wordCount(rows));
      if (bytes.length !== bits.byteLength) throw new RangeError(`it is too long for ${rows} rows`);
      return new Bitmap(rows, bits);
    });
  }

  /** Compares every file of the segment with its size and checksum, in little memory. */
  async verify(): Promise<void> {
    const slice = Buffer.alloc(1 << 22);
    for (const { name } of [...this.record.files, ...(this.record.deleted ? [this.record.deleted] : [])]) {
      const { record, file } = await this.#open(name);
      try {
        let checksum = 0;
        for (let position = 0; position < record.bytes; ) {
          const done = await file.read(
            slice.subarray(0, Math.min(slice.length, record.bytes - position)),
            position,
          );
          if (done === 0) throw this.damaged(name, `it ends after ${position} bytes`);
          checksum = crc32(slice.subarray(0, done), checksum);
          position += done;
        }
        if (checksum !== record.crc32) throw this.damaged(name, "its checksum differs");
      } finally {
        await file.close();
      }
    }
  }

  async #open(name: string): Promise<{ record: FileRecord; file: OpenFile }> {
    const { files, deleted } = this.record;
    const record = deleted?.name === name ? deleted : files.find((file) => file.name === name);
    if (record === undefined) throw this.damaged(name, "the manifest does not name it");
    let file: OpenFile;
    try {
      file = await this.#disk.open(join(this.#folder, name));
    } catch (cause) {
      if (errno(cause) === "ENOENT") throw this.damaged(name, "it is missing", cause);
      throw cause;
    }
    if (file.size === record.bytes) return { record, file };
    await file.close();
    throw this.damaged(name, `it has ${file.size} bytes and should have ${record.bytes}`);
  }
}

/**
 * Removes what a crash or an earlier checkpoint left behind: files named as ours are that the manifest does
 * not name. With no manifest, everything of a collection goes. Files named otherwise are left alone.
 */
export async function removeDebris(
  disk: Disk,
  collection: string,
  manifest: Pick<Manifest, "segments"> | null,
): Promise<void> {
  const present = await disk.list(collection);
  if (!present.some(({ name }) => name === SEGMENTS || name === `${MANIFEST}.tmp`)) return;
  const kept = new Map((manifest?.segments ?? []).map((segment) => [segment.id, segment]));
  const segments = join(collection, SEGMENTS);
  for (const { name, folder } of await disk.list(segments)) {
    if (!folder || !SEGMENT_ID.test(name)) continue;
    const record = kept.get(name);
    const files = new Set(
      [...(record?.files ?? []), ...(record?.deleted ? [record.deleted] : [])].map(nameOf),
    );
    const unused = (await disk.list(join(segments, name)))
      .map(nameOf)
      .filter((file) => SEGMENT_FILE.test(file) && !files.has(file));
    await removeFiles(disk, join(segments, name), unused);
  }
  await disk.remove(join(collection, `${MANIFEST}.tmp`));
  if (manifest === null) {
    await disk.removeFolder(segments);
    await disk.removeFolder(collection);
  }
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
