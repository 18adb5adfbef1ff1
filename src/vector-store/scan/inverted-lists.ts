import { Bitmap } from "./bitmap.ts";

/** Rows by code: where each code's list begins (one more at the end) and the rows, ascending within a code. */
export interface InvertedLists {
  readonly offsets: Uint32Array;
  readonly members: Uint32Array;
}

/** Codes by row: where each row's codes begin (one more at the end) and the codes, in the order of the values. */
export interface ForwardLists {
  readonly offsets: Uint32Array;
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
}

/** Turns lists of codes by row into lists of rows by code. */
export function invertLists({ offsets, codes }: ForwardLists, codeCount: number): InvertedLists {
  const starts = new Uint32Array(codeCount + 1);
  for (let i = 0; i < codes.length; i++) starts[codes[i]! + 1]!++;
  for (let code = 0; code < codeCount; code++) starts[code + 1]! += starts[code]!;
  const next = starts.slice(0, codeCount);
  const members = new Uint32Array(codes.length);
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) members[next[codes[i]!]!++] = row;
  }
  return { offsets: starts, members };
}

/** A code in at least one of this many rows is kept as a bitmap once it was asked for: no larger than its list. */
const DENSE = 32;

/** The rows of a range of codes, with the bitmaps of frequent ranges kept from their first use on. */
export class RowSets {
  readonly #rows: number;
  readonly #lists: InvertedLists;
  readonly #dense = new Map<number, Bitmap>();

  constructor(rows: number, lists: InvertedLists) {
    this.#rows = rows;
    this.#lists = lists;
  }

  /** How many rows the codes from..to-1 have together, a row once for each of its codes. */
  count(from: number, to: number): number {
    return this.#lists.offsets[to]! - this.#lists.offsets[from]!;
  }

  /** The rows of codes from..to-1, into `target`. A range is known by where it begins: it must always be the same. */
  addTo(target: Bitmap, from: number, to: number): void {
    const dense = this.#bitmap(from, to);
    if (dense !== null) target.or(dense);
    else target.addAll(this.#lists.members, this.#lists.offsets[from]!, this.#lists.offsets[to]!);
  }

  keepOnly(candidates: Bitmap, from: number, to: number): void {
    const dense = this.#bitmap(from, to);
    if (dense !== null) {
      candidates.and(dense);
      return;
    }
    const kept = new Bitmap(this.#rows);
    this.addTo(kept, from, to);
    candidates.and(kept);
  }

  #bitmap(from: number, to: number): Bitmap | null {
    const known = this.#dense.get(from);
    if (known !== undefined) return known;
    if (this.count(from, to) * DENSE < this.#rows) return null;
    const bitmap = new Bitmap(this.#rows);
    bitmap.addAll(this.#lists.members, this.#lists.offsets[from]!, this.#lists.offsets[to]!);
    this.#dense.set(from, bitmap);
    return bitmap;
  }
}
