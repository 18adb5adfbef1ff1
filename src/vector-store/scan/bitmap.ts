/** Bits set in a 32-bit word (Hacker's Delight, 2nd ed., section 5-1). */
function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** New numbers, from `first` on without gaps, for the kept rows of a segment; those of other rows mean nothing. */
export function numberRows(keep: Bitmap, first: number): Uint32Array {
  const numbers = new Uint32Array(keep.rows);
  let next = first;
  keep.forEach((row) => {
    numbers[row] = next++;
  });
  return numbers;
}

/**
 * A set of the rows 0..rows-1 of a segment: row r is bit `r & 31` of word `r >>> 5`. Bits past the last row
 * are always 0. The operations `and`, `or`, `andNot`, `not` change the bitmap in place and return it.
 */
export class Bitmap {
  readonly rows: number;
  readonly words: Uint32Array;

  /** Wraps words (of `wordCount(rows)` length, tail bits 0), or starts empty. */
  constructor(rows: number, words: Uint32Array = new Uint32Array(Bitmap.wordCount(rows))) {
    this.rows = rows;
    this.words = words;
  }

  static wordCount(rows: number): number {
    return (rows + 31) >>> 5;
  }

  /** An empty bitmap whose words other threads can read. */
  static shared(rows: number): Bitmap {
    const bytes = Bitmap.wordCount(rows) * Uint32Array.BYTES_PER_ELEMENT;
    return new Bitmap(rows, new Uint32Array(new SharedArrayBuffer(bytes)));
  }

  static full(rows: number): Bitmap {
    return new Bitmap(rows).not();
  }

  /** The rows from ≤ r < to. */
  static fromRange(rows: number, from: number, to: number): Bitmap {
    const bitmap = new Bitmap(rows);
    const { words } = bitmap;
    const start = Math.max(0, from);
    const end = Math.min(rows, to);
    if (start >= end) return bitmap;
    const first = start >>> 5;
    const last = (end - 1) >>> 5;
    words.fill(0xffffffff, first, last + 1);
    words[first]! &= 0xffffffff << (start & 31);
    words[last]! &= 0xffffffff >>> (31 - ((end - 1) & 31));
    return bitmap;
  }

  /** The given rows; they need not be in order. */
  static fromRows(rows: number, members: ArrayLike<number>): Bitmap {
    const bitmap = new Bitmap(rows);
    bitmap.addAll(members, 0, members.length);
    return bitmap;
  }

  has(row: number): boolean {
    return ((this.words[row >>> 5]! >>> (row & 31)) & 1) === 1;
  }

  add(row: number): void {
    this.words[row >>> 5]! |= 1 << (row & 31);
  }

  remove(row: number): void {
    this.words[row >>> 5]! &= ~(1 << (row & 31));
  }

  /** Adds members[from..to). */
  addAll(members: ArrayLike<number>, from: number, to: number): void {
    const { words } = this;
    for (let i = from; i < to; i++) {
      const row = members[i]!;
      words[row >>> 5]! |= 1 << (row & 31);
    }
  }

  and(other: Bitmap): this {
    const { words } = this;
    const theirs = other.words;
    for (let i = 0; i < words.length; i++) words[i]! &= theirs[i]!;
    return this;
  }

  or(other: Bitmap): this {
    const { words } = this;
    const theirs = other.words;
    for (let i = 0; i < words.length; i++) words[i]! |= theirs[i]!;
    return this;
  }

  andNot(other: Bitmap): this {
    const { words } = this;
    const theirs = other.words;
    for (let i = 0; i < words.length; i++) words[i]! &= ~theirs[i]!;
    return this;
  }

  not(): this {
    const { words } = this;
    for (let i = 0; i < words.length; i++) words[i] = ~words[i]!;
    if ((this.rows & 31) !== 0) words[words.length - 1]! &= 0xffffffff >>> (32 - (this.rows & 31));
    return this;
  }

  clear(): this {
    this.words.fill(0);
    return this;
  }

  copy(): Bitmap {
    // Not `slice`: of a shared array that would be a view over shared memory again, and slower to write.
    const words = new Uint32Array(this.words.length);
    words.set(this.words);
    return new Bitmap(this.rows, words);
  }

  count(): number {
    const { words } = this;
    let total = 0;
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      if (word !== 0) total += popcount(word);
    }
    return total;
  }

  /** Rows that this and the other bitmap share, counted without making a third. */
  countAnd(other: Bitmap): number {
    const { words } = this;
    const theirs = other.words;
    let total = 0;
    for (let i = 0; i < words.length; i++) {
      const word = words[i]! & theirs[i]!;
      if (word !== 0) total += popcount(word);
    }
    return total;
  }

  isEmpty(): boolean {
    const { words } = this;
    for (let i = 0; i < words.length; i++) if (words[i] !== 0) return false;
    return true;
  }

  /** Calls `visit` with each row, ascending. */
  forEach(visit: (row: number) => void): void {
    const { words } = this;
    for (let i = 0; i < words.length; i++) {
      let word = words[i]!;
      while (word !== 0) {
        visit((i << 5) + 31 - Math.clz32(word & -word));
        word &= word - 1;
      }
    }
  }

  /** The rows, ascending. */
  toRows(): Uint32Array {
    const rows = new Uint32Array(this.count());
    const { words } = this;
    let at = 0;
    for (let i = 0; i < words.length; i++) {
      let word = words[i]!;
      while (word !== 0) {
        rows[at++] = (i << 5) + 31 - Math.clz32(word & -word);
        word &= word - 1;
      }
    }
    return rows;
  }
}
