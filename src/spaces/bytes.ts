import { fail } from "../errors.ts";

/** Appends numbers, texts and byte strings to a growing buffer; `ByteReader` reads them back in the same order. */
export class ByteWriter {
  private buffer = new Uint8Array(1024);
  private length = 0;

  /** A whole number from 0 to 2^53 as LEB128: seven bits a byte, the lowest first. */
  varint(value: number): void {
    let rest = value;
    this.reserve(8);
    while (rest >= 0x80) {
      this.buffer[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.length++] = rest;
  }

  double(value: number): void {
    this.reserve(8);
    new DataView(this.buffer.buffer).setFloat64(this.length, value, true);
    this.length += 8;
  }

  text(value: string): void {
    this.bytes(new TextEncoder().encode(value));
  }

  /** A byte string behind its length. */
  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.reserve(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  done(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more));
    larger.set(this.buffer);
    this.buffer = larger;
  }
}

/** Reads what `ByteWriter` wrote. Every read throws INDEX_DAMAGED where the bytes end too early. */
export class ByteReader {
  private readonly source: Uint8Array;
  private at = 0;

  constructor(source: Uint8Array) {
    this.source = source;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 0x80) {
      const byte = this.source[this.at++];
      if (byte === undefined) throw damaged("it ends within a number");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw damaged("a number is too long");
  }

  double(): number {
    const view = this.take(8);
    return new DataView(view.buffer, view.byteOffset, 8).getFloat64(0, true);
  }

  text(): string {
    return new TextDecoder().decode(this.bytes());
  }

  bytes(): Uint8Array {
    return this.take(this.varint());
  }

  private take(length: number): Uint8Array {
    if (length > this.source.length - this.at) throw damaged("it ends too early");
    this.at += length;
    return this.source.subarray(this.at - length, this.at);
  }
}

function damaged(what: string) {
  return fail("INDEX_DAMAGED", `the catalogue's fit cannot be read: ${what}; build the index anew`);
}
