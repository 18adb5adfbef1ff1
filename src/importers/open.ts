import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { fail, isFailure } from "../errors.ts";
import { animeEntry } from "./anime-entry/anime-entry.ts";
import { animeOfflineDatabase } from "./anime-offline-database/anime-offline-database.ts";
import { decompress, packingOf } from "./input/decompress.ts";
import { describeBytes } from "./input/describe.ts";
import { type FetchOptions, fetchBytes } from "./input/fetch-bytes.ts";
import { Peeked } from "./input/peeked.ts";
import { myAnimeListCsv } from "./myanimelist-csv/myanimelist-csv.ts";
import { type ImportedRecord, type Importer, rejected } from "./port.ts";

/** The formats, in the order in which they are asked whether a file is theirs. */
export const IMPORTERS: readonly Importer[] = [animeOfflineDatabase, animeEntry, myAnimeListCsv];

/** An opened catalogue file, packed or not. */
export interface Input {
  /** The location as it was given; `standard input` for `-`. */
  readonly name: string;
  /** Bytes as stored, where that is known. */
  readonly size: number | undefined;
  /** Bytes read so far, as stored: for progress. */
  readonly position: () => number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface OpenOptions extends FetchOptions {
  /** What `-` reads. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/**
 * Opens a catalogue file: a path, an http(s) URL, or `-` for standard input. Reading begins with the first record.
 * Throws INPUT_UNREADABLE where it is not there or may not be read.
 */
export async function openInput(location: string, options: OpenOptions = {}): Promise<Input> {
  if (location === "-") return counted("standard input", options.stdin ?? process.stdin, undefined);
  if (/^https?:\/\//i.test(location)) {
    if (!URL.canParse(location)) throw fail("INPUT_UNREADABLE", `${location} is no valid URL`);
    const { bytes, size } = await fetchBytes(location, options);
    return counted(location, bytes, size);
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(location)) {
    throw fail(
      "INPUT_UNREADABLE",
      `${location} cannot be read: a path, an http(s) URL or - for standard input can`,
    );
  }
  let size: number;
  try {
    const found = await stat(location);
    if (found.isDirectory()) throw fail("INPUT_UNREADABLE", `${location} is a folder; name the files in it`);
    size = found.size;
  } catch (cause) {
    throw unreadable(location, cause);
  }
  return counted(location, fileBytes(location), size > 0 ? size : undefined);
}

async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 256 * 1024 });
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): Error {
  if (isFailure(cause)) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT") return fail("INPUT_UNREADABLE", `${path} does not exist`, { cause });
  if (code === "EACCES") return fail("INPUT_UNREADABLE", `${path} may not be read by this user`, { cause });
  return fail("INPUT_UNREADABLE", `${path} cannot be read: ${message}`, { cause });
}

function counted(name: string, bytes: AsyncIterable<Uint8Array>, size: number | undefined): Input {
  let position = 0;
  async function* counting(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      position += chunk.length;
      yield chunk;
    }
  }
  return { name, size, position: () => position, bytes: counting() };
}

/** Text at the beginning of a file by which its format is told. */
const HEAD_BYTES = 256 * 1024;

/** The records of a catalogue file and the format they are in. */
export interface EntryStream {
  /** The importer's name, such as `anime-entry`. */
  readonly format: string;
  readonly records: AsyncIterable<ImportedRecord>;
}

/**
 * Reads a catalogue file. Packing (gzip, zstd) and format show in its content; its name means nothing. What cannot be
 * read is among the records as rejected, and a file that breaks off gives what it holds up to there.
 *
 * Throws INPUT_UNREADABLE for an empty file, and FORMAT_UNKNOWN, naming what was found and the known formats.
 */
export async function readEntries(
  input: Pick<Input, "name" | "bytes">,
  importers: readonly Importer[] = IMPORTERS,
): Promise<EntryStream> {
  let damage: string | undefined;
  const packed = await Peeked.of(input.bytes, 4);
  const packing = packingOf(packed.head);
  const unpacked = decompress(packed.all(), packing, (reason) => {
    damage = reason;
  });
  const plain = await Peeked.of(unpacked, HEAD_BYTES);
  if (plain.head.length === 0) {
    await plain.close();
    throw fail(
      "INPUT_UNREADABLE",
      `${input.name} ${damage === undefined ? "is empty" : `cannot be read: ${damage}`}`,
    );
  }
  const head = plain.head.toString("utf8").replace(/^\uFEFF/, "");
  const importer = importers.find((candidate) => candidate.detect(head));
  if (importer === undefined) {
    await plain.close();
    const known = importers.map(({ title }) => title).join("; ");
    const found = describeBytes(plain.head);
    throw fail("FORMAT_UNKNOWN", `${input.name} is ${found}, not a catalogue. Known formats: ${known}`);
  }
  async function* records(): AsyncGenerator<ImportedRecord> {
    /** Held back, because the last one may be broken by what broke the file. */
    let last: ImportedRecord | undefined;
    for await (const record of importer!.read(plain.all())) {
      if (last !== undefined) yield last;
      last = record;
    }
    if (damage !== undefined && last?.ok === false)
      yield { ...last, reason: `${damage}; here ${last.reason}` };
    else {
      if (last !== undefined) yield last;
      if (damage !== undefined) yield rejected(last?.line ?? 1, damage, "");
    }
  }
  return { format: importer.name, records: records() };
}
