import type { CollectionSchema } from "../port.ts";
import { Bitmap } from "./bitmap.ts";
import { type AnyColumn, Columns } from "./columns.ts";
import { DenseCodes } from "./dense-codes.ts";
import { IdTable } from "./ids.ts";
import { PayloadsBuilder } from "./payloads.ts";
import { Postings } from "./postings.ts";
import { Segment } from "./segment.ts";
import { turnAfter } from "./segment-builder.ts";
import type { SnapshotPart } from "./snapshot.ts";

const DROPPED = 0xffffffff;

/**
 * One segment of the live rows of several: those of the first, then those of the second, and so on. Codes and
 * weights are taken over as they are, nothing is quantised again. Other work gets its turn between the parts.
 * The segment is held once for the caller.
 */
export async function mergeSegments(
  schema: CollectionSchema,
  parts: readonly SnapshotPart[],
): Promise<Segment> {
  const sources = parts.map(({ segment, deleted }) => {
    const keep = Bitmap.full(segment.rows);
    return { segment, keep: deleted === null ? keep : keep.andNot(deleted) };
  });
  const ids: string[] = [];
  const payloads = new PayloadsBuilder();
  const rowOf = sources.map(({ segment, keep }) => {
    const numbers = new Uint32Array(segment.rows).fill(DROPPED);
    keep.forEach((row) => {
      numbers[row] = ids.length;
      ids.push(segment.ids.id(row));
      payloads.add(segment.payloads.raw(row));
    });
    return numbers;
  });
  await turnAfter(ids.length);
  const dense = new Map<string, DenseCodes>();
  for (const [space, { dimension, distance }] of Object.entries(schema.dense)) {
    const codes = sources.flatMap(({ segment }, i) => {
      const held = segment.dense.get(space);
      return held === undefined ? [] : [{ codes: held, rowOf: rowOf[i]! }];
    });
    if (codes.length === 0) continue;
    const merged = DenseCodes.concat(dimension, distance, codes, ids.length);
    if (merged.header.vectorCount > 0) dense.set(space, merged);
    await turnAfter(ids.length);
  }
  const sparse = new Map<string, Postings>();
  for (const space of schema.sparse) {
    if (!sources.some(({ segment }) => segment.sparse.has(space))) continue;
    const merged = Postings.merge(
      sources.map(({ segment, keep }) => ({
        source: segment.sparse.get(space) ?? Postings.build([], segment.rows),
        keep,
      })),
    );
    if (merged.vectors > 0) sparse.set(space, merged);
    await turnAfter(ids.length);
  }
  const columns = new Map<string, AnyColumn>();
  for (const [name, type] of Object.entries(schema.columns)) {
    const held = sources.map(({ segment, keep }) => ({ source: segment.columns, keep }));
    columns.set(name, Columns.merge({ [name]: type }, held).column(name));
    await turnAfter(ids.length);
  }
  return new Segment({
    ids: IdTable.of(ids),
    payloads: payloads.build(),
    columns: new Columns(ids.length, columns),
    dense,
    sparse,
  });
}
