import { fail } from "../../errors.ts";
import { CodeBuilder } from "./code-builder.ts";
import {
  allocateMemory,
  type DenseHeader,
  type DenseLayout,
  layOut,
  MAX_CANDIDATES,
  reserveScratch,
  scratchParts,
  scratchViews,
} from "./dense-layout.ts";
import { type Hits, rowsOfCodes } from "./hits.ts";
import { instantiateKernels, type Kernels } from "./kernel-module.ts";
import {
  checkDimension,
  type Distance,
  prepareQuery,
  type QuantisedVector,
  quantiseVector,
  rowsOf,
} from "./quantise.ts";
import { type PreparedQuery, rotationOf } from "./rotation.ts";

/** What a worker thread needs to search the same memory; goes through structured cloning. */
export interface DenseDescriptor {
  readonly kind: "dense";
  readonly header: DenseHeader;
  readonly memory: WebAssembly.Memory;
}

/** The stored form: raw arrays, views of the codes' memory, little-endian. */
export interface DenseSections {
  /** `[distinct × D]` */
  readonly codes: Int8Array;
  /** `[distinct]` */
  readonly scales: Float32Array;
  /** `[distinct]` squared lengths; euclid only */
  readonly norms: Float32Array | null;
  /** `[distinct + 1]` where each code's rows begin in `rows`; null when row i has code i */
  readonly starts: Uint32Array | null;
  /** `[vectorCount]` */
  readonly rows: Uint32Array | null;
}

export interface EncodeOptions {
  readonly dimension: number;
  readonly distance: Distance;
  /** `[n × dimension]` row-major, or the vectors one by one. */
  readonly vectors: Float32Array | Iterable<Float32Array>;
  /** The row of each vector, ascending; null when vector i belongs to row i. */
  readonly rowOf: Uint32Array | null;
  /** Rows in all; by default one more than the last row that has a vector. */
  readonly rowCount?: number;
}

export interface SearchOptions {
  /** Bit r of word r >> 5 is set when row r may be found; missing words keep nothing. */
  readonly filter?: Uint32Array | null;
  /**
   * How many standard deviations of its error an estimate may fall short of the k-th best score and still be
   * scored exactly: more finds more and takes longer.
   */
  readonly deviations?: number;
  /**
   * Finds short lists of long vectors from half of the dimensions: in less time, and less surely. Scores
   * are the same.
   */
  readonly isLow?: boolean;
}

/**
 * Where half of the dimensions tells enough: longer lists reach down to where many are alike. The deviations, of the
 * greater error, give a recall@10 of 0.97 on hashed texts of 1,024 dimensions (npm run bench -- engine).
 */
const HALVED = { longest: 32, width: 512, deviations: 1.1 };

/**
 * Three deviations for short lists: recall@10 of 0.97 and more in every space of a real index (npm run bench -- recall),
 * of near duplicates too, such as premieres of one month. Towards one for long
 * ones, which are windows for fusion: recall@100 of 0.95 to 0.98, of their first ten 1.0, in two thirds of the time
 * (bench/kernels.ts).
 */
const defaultDeviations = (k: number) => Math.min(3, 1 + 20 / k);
/** Estimates looked at first: mostly all that the margin reaches, measured on the same. */
const firstCandidates = (k: number) => 128 + 6 * k;
/** Scoring one vector in int8 costs about as much as estimating this many from their bits (measured with filters). */
const SCAN_ADVANTAGE = 4;
/** A scan has other costs too: this many vectors are scored about as fast. */
const SMALL = 384;
const NO_HITS: Hits = { rows: new Uint32Array(0), scores: new Float32Array(0) };

/**
 * The vectors of one dense space of one segment: int8 codes with a scale each, 1-bit codes derived from them,
 * in one shared WebAssembly memory. Immutable once sealed.
 *
 * A search estimates every vector from its 1-bit code and scores the best candidates from their int8 codes;
 * where few rows pass the filter it scores those directly, and misses none. Scores: cosine the cosine, dot the inner
 * product, euclid 1 / (1 + distance), higher being nearer for all three; the zero vector has cosine 0 with everything.
 * An instance belongs to one thread; other threads open the descriptor with a slot of their own.
 */
export class DenseCodes {
  readonly header: DenseHeader;
  readonly #layout: DenseLayout;
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: Kernels;
  readonly #scratch: ReturnType<typeof scratchParts>;
  #views: ReturnType<typeof scratchViews> | undefined;
  #bound: PreparedQuery | undefined;

  private constructor(header: DenseHeader, layout: DenseLayout, memory: WebAssembly.Memory, slot: number) {
    this.header = header;
    this.#layout = layout;
    this.#memory = memory;
    const { width, codes, scales, norms, bits, factors, starts, rows, ordinalOf } = layout;
    this.#kernels = instantiateKernels(memory);
    this.#kernels.bind(
      width,
      header.distinct,
      header.rowCount,
      codes,
      scales,
      norms,
      bits,
      factors,
      starts,
      rows,
      ordinalOf,
    );
    const parts = scratchParts(layout, header.rowCount, layout.scratch + slot * layout.scratchBytes);
    this.#scratch = parts;
    const { table, query, filter, ids, keys, spare, pending, heapIds, heapScores } = parts;
    // biome-ignore format: a list
    this.#kernels.bindScratch(
      table, query, filter, ids, keys, spare, pending, heapIds, heapScores, layout.capacity,
    );
  }

  /**
   * Rotates and quantises vectors. Throws VECTOR_INVALID for a wrong length or a value that is not finite, and
   * UNSUPPORTED_BY_STORE where the codes would not fit 4 GiB.
   */
  static encode(options: EncodeOptions): DenseCodes {
    const { dimension, distance, rowOf } = options;
    checkDimension(dimension);
    const builder = new CodeBuilder(dimension);
    let last = -1;
    for (const vector of rowsOf(options.vectors, dimension)) {
      const at = builder.vectorCount;
      const row = rowOf ? rowOf[at] : at;
      if (row === undefined || row <= last) {
        throw fail(
          "VECTOR_INVALID",
          `vector ${at} has row ${row}; every vector needs a row above the last, ${last}`,
        );
      }
      builder.add(row, quantiseVector(vector, dimension, distance));
      last = row;
    }
    return DenseCodes.build(builder, dimension, distance, Math.max(options.rowCount ?? 0, last + 1));
  }

  /**
   * Joins segments without quantising again. `rowOf[old row]` is a part's new row, 0xffffffff where it is dropped;
   * new rows ascend within a part and from part to part.
   */
  static concat(
    dimension: number,
    distance: Distance,
    parts: readonly { readonly codes: DenseCodes; readonly rowOf: Uint32Array }[],
    rowCount: number,
  ): DenseCodes {
    const builder = new CodeBuilder(dimension);
    for (const { codes, rowOf } of parts) {
      for (const [old, row] of rowOf.entries()) {
        const ordinal = row === 0xffffffff ? -1 : codes.#ordinal(old);
        if (ordinal >= 0) builder.add(row, codes.#quantised(ordinal));
      }
    }
    return DenseCodes.build(builder, dimension, distance, rowCount);
  }

  /** The codes that a builder collected, over `rowCount` rows; the builder is spent. */
  static build(builder: CodeBuilder, dimension: number, distance: Distance, rowCount: number): DenseCodes {
    const { vectorCount, distinct } = builder;
    const made = DenseCodes.allocate({ dimension, distance, rowCount, vectorCount, distinct });
    builder.writeTo(made.sections());
    return made.seal();
  }

  /** Codes without content: fill `sections()`, as from files, then `seal()`. */
  static allocate(header: DenseHeader): DenseCodes {
    checkDimension(header.dimension);
    const layout = layOut(header);
    return new DenseCodes(header, layout, allocateMemory(layout), 0);
  }

  /** Opens another thread's codes; `slot` picks the scratch area that is this thread's own. */
  static fromDescriptor(descriptor: DenseDescriptor, slot: number): DenseCodes {
    const opened = new DenseCodes(descriptor.header, layOut(descriptor.header), descriptor.memory, slot);
    opened.#kernels.bindFactors();
    return opened;
  }

  /** For other threads, which take slots 1 to `threads`; slot 0 is this one's. */
  descriptor(threads = 0): DenseDescriptor {
    reserveScratch(this.#memory, this.#layout, threads + 1);
    this.#views = undefined;
    return { kind: "dense", header: this.header, memory: this.#memory };
  }

  /** What is stored, as views of the memory: read them to write files, fill them after `allocate`. */
  sections(): DenseSections {
    const { distinct, vectorCount } = this.header;
    const { width, codes, scales, norms, starts, rows } = this.#layout;
    const { buffer } = this.#memory;
    return {
      codes: new Int8Array(buffer, codes, distinct * width),
      scales: new Float32Array(buffer, scales, distinct),
      norms: norms ? new Float32Array(buffer, norms, distinct) : null,
      starts: starts ? new Uint32Array(buffer, starts, distinct + 1) : null,
      rows: rows ? new Uint32Array(buffer, rows, vectorCount) : null,
    };
  }

  /** Derives the rest from the sections. Throws INDEX_DAMAGED where they contradict each other. */
  seal(): this {
    const { distinct, rowCount, vectorCount } = this.header;
    const { starts, rows } = this.sections();
    if (starts && rows) {
      const ordinalOf = new Uint32Array(this.#memory.buffer, this.#layout.ordinalOf, rowCount).fill(
        0xffffffff,
      );
      let sound = starts[0] === 0 && starts[distinct] === vectorCount;
      for (let ordinal = 0; ordinal < distinct && sound; ordinal++) {
        const end = starts[ordinal + 1] as number;
        let last = -1;
        sound = end > (starts[ordinal] as number) && end <= vectorCount;
        for (let at = starts[ordinal] as number; at < end && sound; at++) {
          const row = rows[at] as number;
          sound = row > last && row < rowCount && ordinalOf[row] === 0xffffffff;
          ordinalOf[row] = ordinal;
          last = row;
        }
      }
      if (!sound)
        throw fail("INDEX_DAMAGED", "the rows of a dense space contradict their header; rebuild the index");
    }
    this.#kernels.pack(0, Math.ceil(distinct / 32));
    this.#kernels.bindFactors();
    return this;
  }

  /** Bytes of memory in use, scratch areas included. */
  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  has(row: number): boolean {
    return this.#ordinal(row) >= 0;
  }

  /** Rotates and quantises a query once for all segments of the space. Throws VECTOR_INVALID. */
  prepare(query: Float32Array): PreparedQuery {
    return prepareQuery(query, this.header.dimension);
  }

  /** The `limit` best rows that the filter keeps. Throws VECTOR_INVALID. */
  search(query: Float32Array | PreparedQuery, limit: number, options: SearchOptions = {}): Hits {
    const { distinct, rowCount } = this.header;
    this.#bind(query);
    const kept = options.filter ? this.#useFilter(options.filter) : rowCount;
    const filtered = kept < rowCount;
    const k = Math.min(limit, kept);
    if (distinct === 0 || !(k >= 1)) return NO_HITS;
    if (k > this.#layout.heap) return this.#rankAll(k, filtered);
    const few = SMALL + k + distinct / SCAN_ADVANTAGE;
    if (filtered && kept <= few) return this.#hits(this.#kernels.bestOfFilter(k));
    const most = Math.min(distinct, MAX_CANDIDATES);
    const want = Math.min(most, firstCandidates(k));
    const halved = options.isLow === true && k <= HALVED.longest && this.#layout.width >= HALVED.width;
    const deviations = options.deviations ?? (halved ? HALVED.deviations : defaultDeviations(k));
    const found =
      distinct <= few
        ? this.#kernels.searchAll(k, filtered)
        : this.#kernels.search(want, most, k, deviations, filtered, halved);
    const { rowsOf, heapIds, heapScores, filter } = this.#scratchViews();
    if (!rowsOf) return this.#hits(found);
    const best = { rows: heapIds.subarray(0, found), scores: heapScores.subarray(0, found) };
    return rowsOfCodes(best, k, rowsOf, filtered ? filter : null);
  }

  /** The scores of rows, NaN where a row has no vector. Throws VECTOR_INVALID. */
  scoreRows(query: Float32Array | PreparedQuery, rows: Uint32Array): Float32Array {
    this.#bind(query);
    const { ids, keys } = this.#scratchViews();
    const scores = new Float32Array(rows.length);
    if (this.header.distinct === 0) return scores.fill(Number.NaN);
    for (let at = 0; at < rows.length; at += ids.length) {
      const part = rows.subarray(at, at + ids.length);
      ids.set(part);
      this.#kernels.scoreRows(part.length);
      scores.set(keys.subarray(0, part.length), at);
    }
    return scores;
  }

  /** A row's vector as the codes have it (cosine: of length about 1), null where it has none. */
  vectorAt(row: number): Float32Array | null {
    const held = this.quantisedAt(row);
    if (!held) return null;
    const rotated = Float32Array.from(held.codes, (code) => code * held.scale);
    return rotationOf(this.header.dimension).unrotate(rotated);
  }

  /** A row's code as it is kept, null where it has none; valid while the memory is not written. */
  quantisedAt(row: number): QuantisedVector | null {
    const ordinal = this.#ordinal(row);
    return ordinal < 0 ? null : this.#quantised(ordinal);
  }

  #quantised(ordinal: number): QuantisedVector {
    const { codes, scales, norms } = this.sections();
    const { width } = this.#layout;
    return {
      codes: codes.subarray(ordinal * width, (ordinal + 1) * width),
      scale: scales[ordinal] as number,
      square: norms ? (norms[ordinal] as number) : 1,
    };
  }

  #ordinal(row: number): number {
    const { rowCount } = this.header;
    if (!(row >= 0 && row < rowCount)) return -1;
    if (this.#layout.identity) return row;
    const ordinal = new Uint32Array(this.#memory.buffer, this.#layout.ordinalOf, rowCount)[row] as number;
    return ordinal === 0xffffffff ? -1 : ordinal;
  }

  #bind(query: Float32Array | PreparedQuery): PreparedQuery {
    const prepared = query instanceof Float32Array ? this.prepare(query) : query;
    if (prepared === this.#bound) return prepared;
    const views = this.#scratchViews();
    if (prepared.codes.length !== this.#layout.width) {
      throw fail(
        "VECTOR_INVALID",
        `the query was prepared for another dimension than ${this.header.dimension}`,
      );
    }
    views.table.set(prepared.table);
    views.query.set(prepared.codes);
    const { norm, unit, step, middle, middleOfHalf } = prepared;
    const length = this.header.distance === "cosine" ? 1 : norm;
    this.#kernels.bindQuery(unit * length, norm * norm, step, middle, middleOfHalf, length);
    this.#bound = prepared;
    return prepared;
  }

  /** Copies the filter in; returns how many rows it keeps. */
  #useFilter(filter: Uint32Array): number {
    const own = this.#scratchViews().filter;
    const words = Math.min(own.length, filter.length);
    own.set(filter.subarray(0, words));
    own.fill(0, words);
    const { rowCount } = this.header;
    if (rowCount & 31) own[own.length - 1] = (own[own.length - 1] as number) & ((1 << (rowCount & 31)) - 1);
    return this.#kernels.countFilter();
  }

  #hits(found: number): Hits {
    const { heapIds, heapScores } = this.#scratchViews();
    return { rows: heapIds.slice(0, found), scores: heapScores.slice(0, found) };
  }

  /** For a k beyond what the kernels' heap holds: scores every row and sorts. */
  #rankAll(k: number, filtered: boolean): Hits {
    const filter = filtered ? this.#scratchViews().filter : null;
    const all: number[] = [];
    for (let row = 0; row < this.header.rowCount; row++) {
      if ((!filter || ((filter[row >> 5] as number) >>> (row & 31)) & 1) && this.has(row)) all.push(row);
    }
    const rows = Uint32Array.from(all);
    const scores = this.scoreRows(this.#bound as PreparedQuery, rows);
    const order = Array.from(rows.keys()).sort(
      (a, b) => (scores[b] as number) - (scores[a] as number) || a - b,
    );
    const top = order.slice(0, k);
    return {
      rows: Uint32Array.from(top, (i) => rows[i] as number),
      scores: Float32Array.from(top, (i) => scores[i] as number),
    };
  }

  /** Made again after the memory grew: growing gives it a new, longer buffer. */
  #scratchViews() {
    this.#views ??= scratchViews(this.#memory.buffer, this.#scratch, this.#layout, this.header);
    return this.#views;
  }
}
