import { fail } from "../../errors.ts";
import { asBytes, words } from "./ids.ts";

const MAX_BYTES = 0xffffffff;

/** Payloads of a segment's rows: their JSON in UTF-8 one after another, and where each begins. */
export class Payloads {
  readonly rows: number;
  readonly #bytes: Uint8Array;
  readonly #offsets: Uint32Array;

  constructor(bytes: Uint8Array, offsets: Uint32Array) {
    this.rows = offsets.length - 1;
    this.#bytes = bytes;
    this.#offsets = offsets;
  }

  get byteLength(): number {
    return this.#bytes.byteLength + this.#offsets.byteLength;
  }

  /** A row's payload as it was given; every call parses anew, so that a caller may change what it got. */
  get(row: number): Record<string, unknown> {
    const { buffer, byteOffset, byteLength } = this.raw(row);
    return JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString()) as Record<string, unknown>;
  }

  /** A row's JSON, in place. */
  raw(row: number): Uint8Array {
    return this.#bytes.subarray(this.#offsets[row], this.#offsets[row + 1]);
  }

  /** `[rows: u32][offsets: rows + 1][JSON]`, little-endian. */
  encode(): Uint8Array[] {
    return [asBytes(Uint32Array.of(this.rows)), asBytes(this.#offsets), this.#bytes];
  }

  /** Reads what `encode` wrote; throws a RangeError where lengths cannot be right. */
  static decode(file: Uint8Array): Payloads {
    const rows = words(file, 0, 1)[0]!;
    const offsets = words(file, 4, rows + 1);
    const bytes = file.subarray(4 + 4 * (rows + 1));
    if (offsets[rows] !== bytes.length) throw new RangeError("lengths disagree");
    for (let i = 0; i < rows; i++) {
      if (offsets[i]! > offsets[i + 1]!) throw new RangeError(`row ${i} ends before it begins`);
    }
    return new Payloads(bytes, offsets);
  }
}

/** Gathers payloads row by row into one growing buffer. */
export class PayloadsBuilder {
  #bytes = Buffer.allocUnsafe(1 << 12);
  #offsets = [0];
  #length = 0;

  get byteLength(): number {
    return this.#length + 8 * this.#offsets.length;
  }

  /** Adds the JSON of the next row. Throws UNSUPPORTED_BY_STORE past 4 GiB. */
  add(json: Uint8Array): void {
    if (this.#length + json.length > MAX_BYTES) {
      throw fail("UNSUPPORTED_BY_STORE", "the payloads of one segment take more than 4 GiB");
    }
    if (this.#length + json.length > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + json.length));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    this.#bytes.set(json, this.#length);
    this.#length += json.length;
    this.#offsets.push(this.#length);
  }

  /** The payloads so far, in a buffer of exactly their size; the builder is spent. */
  build(): Payloads {
    const bytes = new Uint8Array(this.#bytes.subarray(0, this.#length));
    this.#bytes = Buffer.alloc(0);
    return new Payloads(bytes, Uint32Array.from(this.#offsets));
  }
}
