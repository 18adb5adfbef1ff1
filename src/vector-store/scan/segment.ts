import type { Filter } from "../filter.ts";
import type { CollectionSchema } from "../port.ts";
import { packArrays, unpackArrays } from "./arrays.ts";
import type { Bitmap } from "./bitmap.ts";
import { Columns } from "./columns.ts";
import type { DenseCodes } from "./dense-codes.ts";
import { denseChunks, readDense } from "./dense-files.ts";
import { FilterCache } from "./filter-cache.ts";
import { IdTable } from "./ids.ts";
import { Payloads } from "./payloads.ts";
import { Postings } from "./postings.ts";
import type { SearchPool } from "./search-pool.ts";
import type { Part, SegmentReader } from "./segment-files.ts";

export interface SegmentContent {
  readonly ids: IdTable;
  readonly payloads: Payloads;
  readonly columns: Columns;
  /** Spaces without a vector in this segment are not there. */
  readonly dense: ReadonlyMap<string, DenseCodes>;
  readonly sparse: ReadonlyMap<string, Postings>;
}

const IDS = "ids.bin";
const PAYLOADS = "payloads.bin";
const COLUMNS = "columns.bin";

function denseFile(space: string): string {
  return `dense.${space}.bin`;
}

function sparseFile(space: string): string {
  return `sparse.${space}.bin`;
}

/**
 * An immutable set of points, row by row: ids, payloads, columns, codes per dense space, postings per sparse
 * space. Holders are counted: with the last `release` the search threads let go of it too.
 */
export class Segment {
  readonly rows: number;
  readonly ids: IdTable;
  readonly payloads: Payloads;
  readonly columns: Columns;
  readonly dense: ReadonlyMap<string, DenseCodes>;
  readonly sparse: ReadonlyMap<string, Postings>;
  readonly #filters = new FilterCache();
  #references = 1;
  #key: number | null = null;
  #forget: (() => void) | null = null;

  /** A segment held once by its maker. */
  constructor(content: SegmentContent) {
    this.rows = content.ids.rows;
    this.ids = content.ids;
    this.payloads = content.payloads;
    this.columns = content.columns;
    this.dense = content.dense;
    this.sparse = content.sparse;
  }

  retain(): void {
    this.#references++;
  }

  release(): void {
    this.#references--;
    if (this.#references === 0) this.#forget?.();
  }

  /** The key under which the pool's threads know the segment; registers it at first, until nobody holds it. */
  keyIn(pool: SearchPool): number {
    if (this.#key === null) {
      const key = pool.register(this);
      this.#key = key;
      this.#forget = () => pool.release(key);
    }
    return this.#key;
  }

  /** The rows that the filter keeps, deleted ones among them; not to be changed. */
  kept(filter: Filter): Bitmap {
    return this.#filters.get(filter, () => this.columns.filter(filter));
  }

  get byteLength(): number {
    let bytes = this.ids.byteLength + this.payloads.byteLength + this.columns.byteLength;
    for (const codes of this.dense.values()) bytes += codes.bytes;
    for (const postings of this.sparse.values()) bytes += postings.byteLength;
    return bytes;
  }

  /** Its files. */
  *parts(): Generator<Part> {
    yield { name: IDS, chunks: this.ids.encode() };
    yield { name: PAYLOADS, chunks: this.payloads.encode() };
    yield { name: COLUMNS, chunks: packArrays(this.columns.toArrays()) };
    for (const [space, codes] of this.dense) yield { name: denseFile(space), chunks: denseChunks(codes) };
    for (const [space, postings] of this.sparse) {
      yield { name: sparseFile(space), chunks: packArrays(postings.toArrays()) };
    }
  }

  /** Reads its files, each checked. Throws INDEX_DAMAGED. */
  static async load(reader: SegmentReader, schema: CollectionSchema): Promise<Segment> {
    const { rows } = reader.record;
    const ids = await reader.decode(IDS, IdTable.decode);
    const payloads = await reader.decode(PAYLOADS, Payloads.decode);
    if (ids.rows !== rows) throw reader.damaged(IDS, `it has ${ids.rows} rows, the manifest says ${rows}`);
    if (payloads.rows !== rows) {
      throw reader.damaged(PAYLOADS, `it has ${payloads.rows} rows, the manifest says ${rows}`);
    }
    const columns = await reader.decode(COLUMNS, (bytes) =>
      Columns.fromArrays(schema.columns, unpackArrays(bytes), rows),
    );
    const dense = new Map<string, DenseCodes>();
    for (const [space, shape] of Object.entries(schema.dense)) {
      const name = denseFile(space);
      if (reader.has(name)) dense.set(space, await readDense(reader, name, shape));
    }
    const sparse = new Map<string, Postings>();
    for (const space of schema.sparse) {
      const name = sparseFile(space);
      if (!reader.has(name)) continue;
      const shared = (bytes: number) => new Uint8Array(new SharedArrayBuffer(bytes));
      const decode = (bytes: Uint8Array) => Postings.fromArrays(unpackArrays(bytes), rows);
      sparse.set(space, await reader.decode(name, decode, shared));
    }
    return new Segment({ ids, payloads, columns, dense, sparse });
  }

  /** Compares every file with its checksum, and ids and payloads with themselves. Throws INDEX_DAMAGED. */
  static async verify(reader: SegmentReader): Promise<void> {
    await reader.verify();
    await reader.deleted();
    const ids = await reader.decode(IDS, IdTable.decode);
    if (!ids.isOrdered()) throw reader.damaged(IDS, "its ids are not in order");
    await reader.decode(PAYLOADS, (bytes) => {
      const payloads = Payloads.decode(bytes);
      if (payloads.rows !== ids.rows) throw new RangeError(`it has ${payloads.rows} of ${ids.rows} rows`);
      for (let row = 0; row < payloads.rows; row++) payloads.get(row);
    });
  }
}
