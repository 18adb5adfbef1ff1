import { fail } from "../../errors.ts";

/** The longest id in UTF-8 bytes. */
export const MAX_ID_BYTES = 200;

const encoder = new TextEncoder();
/** One probe at a time is looked up, so one buffer is enough: three bytes for every UTF-16 unit that can matter. */
const probe = new Uint8Array(MAX_ID_BYTES + 3);

/**
 * The ids of a segment's rows: their UTF-8 bytes one after another, where each begins (`rows + 1` offsets),
 * and the rows in ascending order of those bytes. Found by binary search, first by the first four bytes, so opening
 * costs nothing and an id costs its bytes and twelve more.
 */
export class IdTable {
  readonly rows: number;
  readonly #bytes: Uint8Array;
  readonly #offsets: Uint32Array;
  readonly #order: Uint32Array;
  #ranks: Uint32Array | undefined;
  #heads: Uint32Array | undefined;
  /** The ids that were asked for: searches ask for the same ones again and again. */
  readonly #decoded: (string | undefined)[] = [];
  /** Rows of the ids that were looked for and found, for the same reason. */
  readonly #rowOf = new Map<string, number>();

  constructor(bytes: Uint8Array, offsets: Uint32Array, order: Uint32Array) {
    this.rows = order.length;
    this.#bytes = bytes;
    this.#offsets = offsets;
    this.#order = order;
  }

  /** The table of the rows' ids. */
  static of(ids: readonly string[]): IdTable {
    const offsets = new Uint32Array(ids.length + 1);
    for (let row = 0; row < ids.length; row++) {
      offsets[row + 1] = offsets[row]! + Buffer.byteLength(ids[row]!);
    }
    const bytes = new Uint8Array(offsets[ids.length]!);
    for (let row = 0; row < ids.length; row++) {
      encoder.encodeInto(ids[row]!, bytes.subarray(offsets[row], offsets[row + 1]));
    }
    const order = Uint32Array.from(ids.keys());
    order.sort(
      (a, b) => compare(bytes, offsets[a]!, offsets[a + 1]!, bytes, offsets[b]!, offsets[b + 1]!) || a - b,
    );
    return new IdTable(bytes, offsets, order);
  }

  /** Rows in ascending order of their ids. */
  get order(): Uint32Array {
    return this.#order;
  }

  /** For every row its place in the order of ids: compares two rows of one segment by id without their ids. */
  get ranks(): Uint32Array {
    if (this.#ranks === undefined) {
      this.#ranks = new Uint32Array(this.rows);
      for (let rank = 0; rank < this.rows; rank++) this.#ranks[this.#order[rank]!] = rank;
    }
    return this.#ranks;
  }

  get byteLength(): number {
    return this.#bytes.byteLength + this.#offsets.byteLength + this.#order.byteLength * 3;
  }

  /** The ids in the order of rows. */
  *all(): Generator<string> {
    for (let row = 0; row < this.rows; row++) yield this.id(row);
  }

  id(row: number): string {
    const known = this.#decoded[row];
    if (known !== undefined) return known;
    const bytes = this.#bytes;
    const from = this.#offsets[row]!;
    const id = Buffer.from(bytes.buffer, bytes.byteOffset + from, this.#offsets[row + 1]! - from).toString();
    this.#decoded[row] = id;
    return id;
  }

  /** The row of an id, the last one where there are several; -1 where it is not among them. */
  find(id: string): number {
    const known = this.#rowOf.get(id);
    if (known !== undefined) return known;
    const row = this.#search(id);
    if (row >= 0) this.#rowOf.set(id, row);
    return row;
  }

  #search(id: string): number {
    const written = intoProbe(id);
    if (written < 0) return -1;
    const order = this.#order;
    this.#heads ??= order.map((row) => headOf(this.#bytes, this.#offsets[row]!, this.#offsets[row + 1]!));
    const head = headOf(probe, 0, written);
    let low = countBelow(this.#heads, head, 0);
    let high = countBelow(this.#heads, head + 1, low);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(order[middle]!, written) <= 0) low = middle + 1;
      else high = middle;
    }
    if (low > 0 && this.#compare(order[low - 1]!, written) === 0) return order[low - 1]!;
    return -1;
  }

  /** Compares a row's id with the probe. */
  #compare(row: number, length: number): number {
    return compare(this.#bytes, this.#offsets[row]!, this.#offsets[row + 1]!, probe, 0, length);
  }

  /** Compares the id of a row of one table with that of a row of another. */
  static compareRows(a: IdTable, rowA: number, b: IdTable, rowB: number): number {
    const [fromA, toA] = [a.#offsets[rowA]!, a.#offsets[rowA + 1]!];
    return compare(a.#bytes, fromA, toA, b.#bytes, b.#offsets[rowB]!, b.#offsets[rowB + 1]!);
  }

  /** Whether the order names every row once, each id at least the one before. */
  isOrdered(): boolean {
    const seen = new Set(this.#order);
    for (let i = 1; i < this.rows; i++) {
      const before = this.#order[i - 1]!;
      const row = this.#order[i]!;
      const { written } = encoder.encodeInto(this.id(row), probe);
      if (this.#compare(before, written) > 0) return false;
    }
    return seen.size === this.rows;
  }

  /** `[rows: u32][bytes: u32][offsets][order][bytes]`, little-endian. */
  encode(): Uint8Array[] {
    return [
      asBytes(Uint32Array.of(this.rows, this.#bytes.length)),
      asBytes(this.#offsets),
      asBytes(this.#order),
      this.#bytes,
    ];
  }

  /** Reads what `encode` wrote; throws a RangeError where lengths or orders cannot be right. */
  static decode(file: Uint8Array): IdTable {
    const [rows, length] = words(file, 0, 2) as unknown as [number, number];
    const offsets = words(file, 8, rows + 1);
    const order = words(file, 8 + 4 * (rows + 1), rows);
    const start = 8 + 4 * (2 * rows + 1);
    if (file.length !== start + length || offsets[rows] !== length) throw new RangeError("lengths disagree");
    for (let i = 0; i < rows; i++) {
      if (offsets[i]! > offsets[i + 1]! || order[i]! >= rows)
        throw new RangeError(`row ${i} is out of order`);
    }
    return new IdTable(file.subarray(start), offsets, order);
  }
}

/** Throws REQUEST_INVALID for an id that cannot be stored: empty, over 200 bytes, or not well-formed text. */
export function checkId(id: unknown): asserts id is string {
  if (typeof id === "string" && id.length > 0 && id.length <= MAX_ID_BYTES && id.isWellFormed()) {
    if (Buffer.byteLength(id) <= MAX_ID_BYTES) return;
  }
  throw fail("REQUEST_INVALID", `a point's id must be well-formed text of 1 to ${MAX_ID_BYTES} bytes`, {
    fields: [{ path: "id", got: id, expected: `text of 1 to ${MAX_ID_BYTES} UTF-8 bytes` }],
  });
}

function compare(
  a: Uint8Array,
  aFrom: number,
  aTo: number,
  b: Uint8Array,
  bFrom: number,
  bTo: number,
): number {
  const shared = Math.min(aTo - aFrom, bTo - bFrom);
  for (let i = 0; i < shared; i++) {
    const difference = a[aFrom + i]! - b[bFrom + i]!;
    if (difference !== 0) return difference;
  }
  return aTo - aFrom - (bTo - bFrom);
}

/** Writes an id's UTF-8 into the probe; its length, -1 for an id that is too long to be stored. */
function intoProbe(id: string): number {
  if (id.length > MAX_ID_BYTES) return -1;
  // Most are ASCII, and short: a loop is quicker than the encoder's call.
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i);
    if (code > 0x7f) {
      const { read, written } = encoder.encodeInto(id, probe);
      return read < id.length || written > MAX_ID_BYTES ? -1 : written;
    }
    probe[i] = code;
  }
  return id.length;
}

/** The first four bytes, zeros where there are fewer, as a number that orders as they do. */
function headOf(bytes: Uint8Array, from: number, to: number): number {
  let head = 0;
  for (let at = from; at < from + 4; at++) head = head * 256 + (at < to ? bytes[at]! : 0);
  return head;
}

/** How many of ascending heads, the first `from` of which are, are below a number. */
function countBelow(heads: Uint32Array, below: number, from: number): number {
  let low = from;
  let high = heads.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (heads[middle]! < below) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The bytes of a typed array, in place. */
export function asBytes(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Little-endian words of a file from a byte position on, in place; a RangeError where the file is shorter. */
export function words(file: Uint8Array, position: number, count: number): Uint32Array {
  if (position + 4 * count > file.length) throw new RangeError(`${file.length} bytes are too few`);
  return new Uint32Array(file.buffer, file.byteOffset + position, count);
}
