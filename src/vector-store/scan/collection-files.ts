import { fail, isFailure } from "../../errors.ts";
import { type Disk, errno } from "./disk.ts";
import { asBytes } from "./ids.ts";
import { type Manifest, readManifest, type SegmentRecord } from "./manifest.ts";
import { Segment } from "./segment.ts";
import { deletedName, removeDebris, SegmentReader, segmentId, writeParts } from "./segment-files.ts";
import type { SnapshotPart } from "./snapshot.ts";

/** A part of a snapshot as it is on the disk. */
export interface DurablePart {
  readonly part: SnapshotPart;
  readonly record: SegmentRecord;
}

/**
 * Runs a read of the files that a collection's manifest names. Another process may replace them meanwhile; then
 * the manifest has changed too, and the read starts again from that. Throws COLLECTION_NOT_FOUND where there is
 * no manifest, and what the read throws.
 */
export async function whileManifestStands<T>(
  disk: Disk,
  folder: string,
  read: (manifest: Manifest) => Promise<T>,
): Promise<T> {
  for (;;) {
    const manifest = await readManifest(disk, folder);
    if (manifest === null) throw fail("COLLECTION_NOT_FOUND", `${folder} has no manifest any more`);
    try {
      return await read(manifest);
    } catch (error) {
      if (!isFailure(error, "INDEX_DAMAGED")) throw error;
      const now = await readManifest(disk, folder);
      if (now?.counter === manifest.counter) throw error;
    }
  }
}

/** Reads every segment that the manifest names, each held once for the caller. Throws INDEX_DAMAGED. */
export async function readSegments(disk: Disk, folder: string, manifest: Manifest): Promise<DurablePart[]> {
  const read: DurablePart[] = [];
  for (const record of manifest.segments) {
    const reader = new SegmentReader(disk, folder, record);
    const deleted = await reader.deleted();
    const segment = await Segment.load(reader, manifest.schema);
    read.push({ part: { segment, deleted, live: segment.rows - (deleted?.count() ?? 0) }, record });
  }
  return read;
}

/**
 * Writes a part of a snapshot: its segment where that is not on the disk yet, and the rows deleted from it. Names
 * are made of the numbers that `count` gives.
 */
export async function writePart(
  disk: Disk,
  folder: string,
  part: SnapshotPart,
  before: SegmentRecord | null,
  count: () => number,
): Promise<DurablePart> {
  const { segment, deleted } = part;
  const id = before?.id ?? segmentId(count());
  const files = before?.files ?? (await writeParts(disk, folder, id, segment.parts()));
  if (deleted === null) return { part, record: { id, rows: segment.rows, files, deleted: null } };
  const bitmap = { name: deletedName(count()), chunks: [asBytes(deleted.words)] };
  const [file] = await writeParts(disk, folder, id, [bitmap]);
  return { part, record: { id, rows: segment.rows, files, deleted: file! } };
}

/**
 * Removes what the manifest does not name; what cannot be removed now is at a later checkpoint or start. Does
 * nothing where the disk has another manifest than the last one acknowledged: after a crash it may be either.
 */
export async function tidy(disk: Disk, folder: string, acknowledged: Manifest): Promise<void> {
  try {
    const onDisk = await readManifest(disk, folder);
    if (onDisk?.counter === acknowledged.counter) await removeDebris(disk, folder, onDisk);
  } catch (error) {
    if (errno(error) === undefined && !isFailure(error, "INDEX_DAMAGED")) throw error;
  }
}
