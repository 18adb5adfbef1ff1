import { fail } from "../../errors.ts";
import type { Distance } from "./quantise.ts";
import { paddedDimension } from "./rotation.ts";

/** What the codes of one space of one segment are; from it every place in their memory follows. */
export interface DenseHeader {
  readonly dimension: number;
  readonly distance: Distance;
  /** Rows of the segment, with or without a vector. */
  readonly rowCount: number;
  /** Rows that have a vector. */
  readonly vectorCount: number;
  /** Different codes among them: equal ones are kept once. */
  readonly distinct: number;
}

/** Byte offsets into the memory; 0 stands for a section that is not there. */
export interface DenseLayout {
  /** D, the padded dimension. */
  readonly width: number;
  /** True when every row has a vector and no two are equal: ordinals are rows. */
  readonly identity: boolean;
  readonly codes: number;
  readonly scales: number;
  readonly norms: number;
  readonly starts: number;
  readonly rows: number;
  readonly bits: number;
  readonly factors: number;
  readonly ordinalOf: number;
  /** Where the scratch areas begin, and the bytes of each. */
  readonly scratch: number;
  readonly scratchBytes: number;
  /** Candidates that a scratch area holds, and results. */
  readonly capacity: number;
  readonly heap: number;
}

/** A search for more results than this ranks every vector instead of candidates. */
export const MAX_RESULTS = 2048;
/** Most candidates of a first pass. */
export const MAX_CANDIDATES = 10 * 1024;
/** Threads that may search one memory: a scratch area each. */
export const MAX_SLOTS = 64;

const PAGE = 65536;
const MAX_PAGES = 65536;

function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

/** Lays out the sections: those of the files, those derived from them, then the scratch areas. */
export function layOut(header: DenseHeader): DenseLayout {
  const { rowCount, vectorCount, distinct, distance } = header;
  const width = paddedDimension(header.dimension);
  const identity = distinct === rowCount;
  const padded = Math.ceil(distinct / 32) * 32;
  let end = 64;
  const place = (bytes: number): number => {
    const at = end;
    end += aligned(bytes);
    return at;
  };
  const codes = place(padded * width);
  const scales = place(padded * 4);
  const norms = distance === "euclid" ? place(padded * 4) : 0;
  const starts = identity ? 0 : place((distinct + 1) * 4);
  const rows = identity ? 0 : place(vectorCount * 4);
  const bits = place((padded * width) / 8);
  const factors = place(padded * 4);
  const ordinalOf = identity ? 0 : place(rowCount * 4);
  const capacity = Math.min(2 * MAX_CANDIDATES, padded) + 64;
  const heap = Math.min(MAX_RESULTS, rowCount + 1);
  const parts = scratchParts({ width, capacity, heap }, rowCount, 0);
  const layout: DenseLayout = {
    width,
    identity,
    codes,
    scales,
    norms,
    starts,
    rows,
    bits,
    factors,
    ordinalOf,
    scratch: end,
    scratchBytes: parts.end,
    capacity,
    heap,
  };
  if (pagesFor(layout, 1) > MAX_PAGES) {
    throw fail(
      "UNSUPPORTED_BY_STORE",
      `${distinct} vectors of ${header.dimension} dimensions take more than the 4 GiB of one memory; use smaller segments`,
    );
  }
  return layout;
}

/** Offsets of the parts of a scratch area that begins at `at`. */
export function scratchParts(
  { width, capacity, heap }: Pick<DenseLayout, "width" | "capacity" | "heap">,
  rowCount: number,
  at: number,
) {
  const table = at;
  const query = table + width * 4;
  const filter = query + width * 2;
  const ids = filter + aligned(Math.ceil(rowCount / 32) * 4);
  const keys = ids + aligned(capacity * 4);
  const spare = keys + aligned(capacity * 4);
  // Before the keys the kernels keep a histogram of 128 bins, and write one key ahead; or 256 candidates and scores.
  const pending = spare + aligned((512 + capacity + 1) * 4);
  // Numbers of 16 blocks, and sums of 16 bits for their 32 codes each.
  const heapIds = pending + 16 * (4 + 64);
  const heapScores = heapIds + aligned(heap * 4);
  const end = heapScores + aligned(heap * 4);
  return { table, query, filter, ids, keys, spare, pending, heapIds, heapScores, end };
}

function pagesFor(layout: DenseLayout, slots: number): number {
  return Math.ceil((layout.scratch + slots * layout.scratchBytes) / PAGE);
}

/**
 * Views of a scratch area and of the rows of each code; a memory that grew has a new, longer buffer, which needs new
 * ones.
 */
export function scratchViews(
  buffer: ArrayBufferLike,
  at: ReturnType<typeof scratchParts>,
  { width, capacity, heap, starts, rows }: DenseLayout,
  { rowCount, vectorCount, distinct }: DenseHeader,
) {
  return {
    rowsOf: starts
      ? {
          starts: new Uint32Array(buffer, starts, distinct + 1),
          rows: new Uint32Array(buffer, rows, vectorCount),
        }
      : null,
    table: new Uint8Array(buffer, at.table, width * 4),
    query: new Int16Array(buffer, at.query, width),
    filter: new Uint32Array(buffer, at.filter, Math.ceil(rowCount / 32)),
    ids: new Uint32Array(buffer, at.ids, capacity),
    keys: new Float32Array(buffer, at.keys, capacity),
    heapIds: new Uint32Array(buffer, at.heapIds, heap),
    heapScores: new Float32Array(buffer, at.heapScores, heap),
  };
}

/**
 * A memory with one scratch area; it can grow to MAX_SLOTS of them, as far as 4 GiB reach. Throws
 * STORE_UNAVAILABLE where the system has no memory, or no more mappings, to give.
 */
export function allocateMemory(layout: DenseLayout): WebAssembly.Memory {
  const initial = pagesFor(layout, 1);
  const maximum = Math.min(MAX_PAGES, pagesFor(layout, MAX_SLOTS));
  try {
    return new WebAssembly.Memory({ initial, maximum, shared: true });
  } catch (cause) {
    throw outOfMemory(initial, cause);
  }
}

/**
 * Makes room for `slots` scratch areas; on one thread only, before the others are told of the memory. Throws
 * UNSUPPORTED_BY_STORE past MAX_SLOTS and 4 GiB, STORE_UNAVAILABLE where the system has no memory to give.
 */
export function reserveScratch(memory: WebAssembly.Memory, layout: DenseLayout, slots: number): void {
  const pages = pagesFor(layout, slots);
  if (slots > MAX_SLOTS || pages > MAX_PAGES) {
    throw fail(
      "UNSUPPORTED_BY_STORE",
      `${slots} threads cannot share one memory of codes; use at most ${MAX_SLOTS - 1} and smaller segments`,
    );
  }
  const missing = pages - memory.buffer.byteLength / PAGE;
  if (missing <= 0) return;
  try {
    memory.grow(missing);
  } catch (cause) {
    throw outOfMemory(missing, cause);
  }
}

function outOfMemory(pages: number, cause: unknown) {
  return fail("STORE_UNAVAILABLE", `the system gave no memory for ${pages * PAGE} bytes of codes`, { cause });
}
