/**
 * Distinct strings in a fixed order. As bytes they are a JSON list: JSON escapes lone surrogates, so every string
 * comes back as it was. Read only when first asked for.
 */
export class StringTable {
  readonly bytes: Uint8Array;
  readonly length: number;
  #strings: readonly string[] | undefined;

  private constructor(bytes: Uint8Array, length: number, strings?: readonly string[]) {
    this.bytes = bytes;
    this.length = length;
    this.#strings = strings;
  }

  static of(strings: readonly string[]): StringTable {
    return new StringTable(new TextEncoder().encode(JSON.stringify(strings)), strings.length, strings);
  }

  static fromBytes(bytes: Uint8Array, length: number): StringTable {
    return new StringTable(bytes, length);
  }

  at(index: number): string {
    return this.#read()[index]!;
  }

  /** The first index whose string's key is at least the given one; the table must ascend by that key. */
  lowerBound(key: string, keyOf: (value: string) => string): number {
    const strings = this.#read();
    let low = 0;
    let high = strings.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keyOf(strings[middle]!) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #read(): readonly string[] {
    this.#strings ??= JSON.parse(
      Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength).toString(),
    ) as string[];
    return this.#strings;
  }
}
