import type { Filter } from "../filter.ts";
import { Bitmap } from "./bitmap.ts";
import type { Segment } from "./segment.ts";

/** A segment and the rows of it that were deleted or replaced since. */
export interface SnapshotPart {
  readonly segment: Segment;
  readonly deleted: Bitmap | null;
  /** Rows that are not deleted. */
  readonly live: number;
}

/** Where a point stands: the part of the snapshot and the row of its segment. */
export interface Place {
  readonly part: number;
  readonly row: number;
}

/**
 * What a collection holds at one moment; never changes. A reader retains the snapshot that it found and
 * releases it when done; the last release lets go of segments that no other snapshot holds.
 */
export class Snapshot {
  readonly parts: readonly SnapshotPart[];
  readonly points: number;
  #references = 1;

  /** A snapshot held once by its maker. */
  constructor(parts: readonly SnapshotPart[]) {
    this.parts = parts;
    this.points = parts.reduce((sum, { live }) => sum + live, 0);
    for (const { segment } of parts) segment.retain();
  }

  retain(): this {
    this.#references++;
    return this;
  }

  release(): void {
    this.#references--;
    if (this.#references === 0) for (const { segment } of this.parts) segment.release();
  }

  /** Where the point of an id stands, null where there is none. */
  locate(id: string): Place | null {
    for (let part = this.parts.length - 1; part >= 0; part--) {
      const { segment, deleted } = this.parts[part]!;
      const row = segment.ids.find(id);
      if (row !== -1 && !deleted?.has(row)) return { part, row };
    }
    return null;
  }

  /** The rows of a part that are live and that the filter keeps; null stands for all its rows. */
  kept(part: number, filter: Filter | undefined): Bitmap | null {
    const { segment, deleted } = this.parts[part]!;
    if (filter !== undefined) {
      const kept = segment.kept(filter);
      return deleted === null ? kept : kept.copy().andNot(deleted);
    }
    return deleted === null ? null : Bitmap.full(segment.rows).andNot(deleted);
  }

  /** The rows of a part that are live and kept, as a bitmap in any case; not to be changed. */
  keptRows(part: number, filter: Filter | undefined): Bitmap {
    return this.kept(part, filter) ?? Bitmap.full(this.parts[part]!.segment.rows);
  }
}

/** A part with some more rows deleted; the same part where all of them were already. */
export function withDeleted(part: SnapshotPart, rows: Iterable<number>): SnapshotPart {
  let deleted: Bitmap | null = null;
  let live = part.live;
  for (const row of rows) {
    deleted ??= part.deleted?.copy() ?? new Bitmap(part.segment.rows);
    if (deleted.has(row)) continue;
    deleted.add(row);
    live--;
  }
  return deleted === null || live === part.live ? part : { segment: part.segment, deleted, live };
}
