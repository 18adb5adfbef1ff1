import { setImmediate } from "node:timers/promises";
import type { CollectionSchema, Point } from "../port.ts";
import { Bitmap } from "./bitmap.ts";
import { CodeBuilder } from "./code-builder.ts";
import { type AnyColumn, Columns, ColumnsBuilder } from "./columns.ts";
import { DenseCodes } from "./dense-codes.ts";
import { IdTable } from "./ids.ts";
import { PayloadsBuilder } from "./payloads.ts";
import type { Postings } from "./postings.ts";
import { quantiseVector } from "./quantise.ts";
import { Segment } from "./segment.ts";
import { SparseBuilder } from "./sparse-builder.ts";

/** Named parts of a point to be replaced; payload fields one by one. */
export type PointChange = Pick<Point, "id"> & Partial<Omit<Point, "id">>;

/**
 * Gathers points into a segment. Vectors become codes as they come, payloads bytes, so that what a buffered
 * point costs is what the segment will cost. Points must have been checked against the schema.
 */
export class SegmentBuilder {
  readonly #schema: CollectionSchema;
  readonly #ids: string[] = [];
  readonly #rowOf = new Map<string, number>();
  /** Rows whose id came again later. */
  readonly #replaced: number[] = [];
  readonly #payloads = new PayloadsBuilder();
  /** One builder a column, so that other work gets its turn between them. */
  readonly #columns: ReadonlyMap<string, ColumnsBuilder>;
  readonly #dense: Map<string, CodeBuilder>;
  readonly #sparse: Map<string, SparseBuilder>;

  constructor(schema: CollectionSchema) {
    this.#schema = schema;
    this.#columns = new Map(
      Object.entries(schema.columns).map(([name, type]) => [name, new ColumnsBuilder({ [name]: type })]),
    );
    this.#dense = new Map(
      Object.entries(schema.dense).map(([space, { dimension }]) => [space, new CodeBuilder(dimension)]),
    );
    this.#sparse = new Map(schema.sparse.map((space) => [space, new SparseBuilder()]));
  }

  get rows(): number {
    return this.#ids.length;
  }

  /** About how much memory the points take. */
  get byteLength(): number {
    let bytes = this.#payloads.byteLength;
    for (const builder of this.#sparse.values()) bytes += builder.byteLength;
    for (const [space, builder] of this.#dense) {
      bytes += builder.distinct * this.#schema.dense[space]!.dimension;
    }
    return bytes;
  }

  has(id: string): boolean {
    return this.#rowOf.has(id);
  }

  /** Adds a point with its payload as JSON in UTF-8; one of the same id that is here already gives way. */
  add(point: Point, json: Uint8Array): void {
    const row = this.#begin(point.id, json);
    for (const [space, vector] of Object.entries(point.dense)) this.#addDense(space, row, vector);
    for (const [space, vector] of Object.entries(point.sparse)) this.#sparse.get(space)!.add(row, vector);
    this.#addColumns(row, point.columns);
  }

  /** Adds a point of a segment with some parts replaced; its other vectors are taken over code by code. */
  addChanged(segment: Segment, source: number, change: PointChange): void {
    const json =
      change.payload === undefined
        ? segment.payloads.raw(source)
        : Buffer.from(JSON.stringify({ ...segment.payloads.get(source), ...change.payload }));
    const row = this.#begin(change.id, json);
    for (const [space, builder] of this.#dense) {
      const vector = own(change.dense, space);
      const stored = segment.dense.get(space)?.quantisedAt(source);
      if (vector !== undefined) this.#addDense(space, row, vector);
      else if (stored) builder.add(row, stored);
    }
    for (const [space, builder] of this.#sparse) {
      const vector = own(change.sparse, space) ?? segment.sparse.get(space)?.vectorAt(source);
      if (vector) builder.add(row, vector);
    }
    this.#addColumns(row, { ...segment.columns.valuesAt(source), ...change.columns });
  }

  /** The segment, held once for the caller, and its rows that were replaced while it was gathered; the builder is
   * spent. */
  async build(): Promise<{ segment: Segment; deleted: Bitmap | null }> {
    const { rows } = this;
    const dense = new Map<string, DenseCodes>();
    for (const [space, builder] of this.#dense) {
      const { dimension, distance } = this.#schema.dense[space]!;
      if (builder.vectorCount > 0) dense.set(space, DenseCodes.build(builder, dimension, distance, rows));
      await turnAfter(rows);
    }
    const sparse = new Map<string, Postings>();
    for (const [space, builder] of this.#sparse) {
      if (builder.vectors > 0) sparse.set(space, builder.build(rows));
      await turnAfter(rows);
    }
    const columns = new Map<string, AnyColumn>();
    for (const [name, builder] of this.#columns) {
      columns.set(name, builder.build(rows).column(name));
      await turnAfter(rows);
    }
    const ids = IdTable.of(this.#ids);
    await turnAfter(rows);
    const segment = new Segment({
      ids,
      payloads: this.#payloads.build(),
      columns: new Columns(rows, columns),
      dense,
      sparse,
    });
    return { segment, deleted: this.#replaced.length > 0 ? Bitmap.fromRows(rows, this.#replaced) : null };
  }

  #begin(id: string, json: Uint8Array): number {
    const row = this.rows;
    const before = this.#rowOf.get(id);
    if (before !== undefined) this.#replaced.push(before);
    this.#payloads.add(json);
    this.#rowOf.set(id, row);
    this.#ids.push(id);
    return row;
  }

  /** Lists are copied: their owner may change them afterwards. */
  #addColumns(row: number, values: Point["columns"]): void {
    for (const [name, value] of Object.entries(values)) {
      this.#columns.get(name)!.add(row, { [name]: Array.isArray(value) ? [...value] : value });
    }
  }

  #addDense(space: string, row: number, vector: Float32Array): void {
    const { dimension, distance } = this.#schema.dense[space]!;
    this.#dense.get(space)!.add(row, quantiseVector(vector, dimension, distance));
  }
}

/** Lets other work have its turn after a part of a segment that takes long; small ones are built in one go. */
export async function turnAfter(rows: number): Promise<void> {
  if (rows > 1000) await setImmediate();
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
