import { join } from "node:path";
import { crc32 } from "node:zlib";
import { fail } from "../../errors.ts";
import type { CollectionSchema } from "../port.ts";
import { type Disk, readWhole, replaceFile } from "./disk.ts";

export const MANIFEST = "manifest.json";
/** Changes with every change to any file's layout: an index of another version is rebuilt, not converted. */
export const FORMAT_VERSION = 1;
const FORMAT = "kotodama-scan";

/** A file of a segment as it was written: its name in the segment's folder, its size and its CRC-32. */
export interface FileRecord {
  readonly name: string;
  readonly bytes: number;
  readonly crc32: number;
}

export interface SegmentRecord {
  /** The segment's folder in `segments/`. */
  readonly id: string;
  readonly rows: number;
  readonly files: readonly FileRecord[];
  /** The rows deleted since the segment was written, where there are any. */
  readonly deleted: FileRecord | null;
}

/** What a collection durably is: everything that this does not name is not part of it. */
export interface Manifest {
  readonly schema: CollectionSchema;
  readonly meta: unknown;
  readonly sequence: number;
  /** Counts up with every file written, so that no name is used twice. */
  readonly counter: number;
  readonly segments: readonly SegmentRecord[];
}

/** Replaces the manifest of a collection as one step; what it names must be on the disk before. */
export async function writeManifest(disk: Disk, folder: string, manifest: Manifest): Promise<void> {
  const body = JSON.stringify(manifest);
  const document = `{"format":"${FORMAT}","version":${FORMAT_VERSION},"crc32":${crc32(body)},"manifest":${body}}\n`;
  await replaceFile(disk, join(folder, MANIFEST), Buffer.from(document));
}

/**
 * The manifest of a collection's folder, null where there is none. Throws INDEX_VERSION_UNSUPPORTED for one
 * of another format version and INDEX_DAMAGED for one that is not as it was written.
 */
export async function readManifest(disk: Disk, folder: string): Promise<Manifest | null> {
  const path = join(folder, MANIFEST);
  const bytes = await readWhole(disk, path);
  if (bytes === null) return null;
  let document: { format?: unknown; version?: unknown; crc32?: unknown; manifest?: unknown } | null;
  try {
    document = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw damaged(path, "it is not JSON", cause);
  }
  if (document?.format !== FORMAT) throw damaged(path, `it is not a manifest of format ${FORMAT}`);
  if (document.version !== FORMAT_VERSION) {
    throw fail(
      "INDEX_VERSION_UNSUPPORTED",
      `${path} has format version ${String(document.version)}, this program reads ${FORMAT_VERSION}; rebuild the index from the record`,
    );
  }
  if (document.crc32 !== crc32(JSON.stringify(document.manifest)))
    throw damaged(path, "its checksum differs");
  return document.manifest as Manifest;
}

/** The error for a file that is not as it was written. */
export function damaged(path: string, what: string, cause?: unknown) {
  return fail("INDEX_DAMAGED", `${path}: ${what}; rebuild the index from the record`, { cause });
}
