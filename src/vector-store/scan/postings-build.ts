import type { SparseVector } from "../port.ts";
import { sharedFloat32, sharedUint32 } from "./arrays.ts";
import { Bitmap, numberRows } from "./bitmap.ts";

/** The arrays of a `Postings`; over shared memory they can be posted to a worker without copying. */
export interface PostingsDescriptor {
  readonly rows: number;
  /** Term hashes, ascending. */
  readonly terms: Uint32Array;
  /** Where each term's list begins in `members` and `weights`; one more at the end. */
  readonly offsets: Uint32Array;
  /** Rows, ascending within a term. */
  readonly members: Uint32Array;
  readonly weights: Float32Array;
  /** The greatest weight of each term: what a term can add to a score. */
  readonly maxima: Float32Array;
  /** Words of the bitmap of rows that have a vector. */
  readonly present: Uint32Array;
}

/** Lists whose sizes are known and whose members are being filled in. */
class Draft {
  readonly #rows: number;
  readonly #terms: Uint32Array;
  readonly #offsets: Uint32Array;
  readonly #members: Uint32Array;
  readonly #weights: Float32Array;
  readonly #next: Map<number, number>;

  constructor(rows: number, counts: ReadonlyMap<number, number>) {
    this.#rows = rows;
    this.#terms = sharedUint32(counts.size);
    this.#terms.set([...counts.keys()]);
    this.#terms.sort();
    this.#offsets = sharedUint32(counts.size + 1);
    this.#next = new Map();
    for (let t = 0; t < counts.size; t++) {
      const term = this.#terms[t]!;
      this.#next.set(term, this.#offsets[t]!);
      this.#offsets[t + 1] = this.#offsets[t]! + counts.get(term)!;
    }
    this.#members = sharedUint32(this.#offsets[counts.size]!);
    this.#weights = sharedFloat32(this.#offsets[counts.size]!);
  }

  /** Appends a row, not lower than those before it, to a term's list. */
  append(term: number, row: number, weight: number): void {
    const at = this.#next.get(term)!;
    this.#next.set(term, at + 1);
    this.#members[at] = row;
    this.#weights[at] = weight;
  }

  /** Appends the kept rows of another list, in their new numbers, to a term's list. */
  appendList(source: PostingsDescriptor, t: number, keep: Bitmap, numbers: Uint32Array): void {
    const { terms, offsets, members, weights } = source;
    let at = this.#next.get(terms[t]!);
    if (at === undefined) return;
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) {
      const row = members[i]!;
      if (!keep.has(row)) continue;
      this.#members[at] = numbers[row]!;
      this.#weights[at++] = weights[i]!;
    }
    this.#next.set(terms[t]!, at);
  }

  finish(present: Bitmap): PostingsDescriptor {
    const maxima = sharedFloat32(this.#terms.length);
    for (let t = 0; t < maxima.length; t++) {
      let greatest = 0;
      for (let i = this.#offsets[t]!; i < this.#offsets[t + 1]!; i++) {
        greatest = Math.max(greatest, this.#weights[i]!);
      }
      maxima[t] = greatest;
    }
    return {
      rows: this.#rows,
      terms: this.#terms,
      offsets: this.#offsets,
      members: this.#members,
      weights: this.#weights,
      maxima,
      present: present.words,
    };
  }
}

/** See `Postings.build`. */
export function invert(
  points: Iterable<{ row: number; vector: SparseVector }>,
  rows: number,
): PostingsDescriptor {
  const sorted = [...points].sort((a, b) => a.row - b.row);
  const present = Bitmap.shared(rows);
  const counts = new Map<number, number>();
  for (const { row, vector } of sorted) {
    present.add(row);
    const { indices, values } = vector;
    for (let i = 0; i < indices.length; i++) {
      if (values[i]! > 0) counts.set(indices[i]!, (counts.get(indices[i]!) ?? 0) + 1);
    }
  }
  const draft = new Draft(rows, counts);
  for (const { row, vector } of sorted) {
    const { indices, values } = vector;
    for (let i = 0; i < indices.length; i++) {
      if (values[i]! > 0) draft.append(indices[i]!, row, values[i]!);
    }
  }
  return draft.finish(present);
}

/** See `Postings.merge`. */
export function mergeLists(
  parts: readonly { readonly source: PostingsDescriptor; readonly keep: Bitmap }[],
): PostingsDescriptor {
  let rows = 0;
  const numbered = parts.map(({ source, keep }) => {
    const numbers = numberRows(keep, rows);
    rows += keep.count();
    return { source, keep, numbers };
  });
  const present = Bitmap.shared(rows);
  const counts = new Map<number, number>();
  for (const { source, keep, numbers } of numbered) {
    new Bitmap(source.rows, source.present).forEach((row) => {
      if (keep.has(row)) present.add(numbers[row]!);
    });
    for (let t = 0; t < source.terms.length; t++) {
      let kept = 0;
      for (let i = source.offsets[t]!; i < source.offsets[t + 1]!; i++)
        if (keep.has(source.members[i]!)) kept++;
      if (kept > 0) counts.set(source.terms[t]!, (counts.get(source.terms[t]!) ?? 0) + kept);
    }
  }
  const draft = new Draft(rows, counts);
  for (const { source, keep, numbers } of numbered) {
    for (let t = 0; t < source.terms.length; t++) draft.appendList(source, t, keep, numbers);
  }
  return draft.finish(present);
}

/** The lists the other way round: where each row's entries begin, and the positions in `members`, ascending by term. */
export function forwardLists({ rows, members }: PostingsDescriptor): {
  offsets: Uint32Array;
  positions: Uint32Array;
} {
  const offsets = new Uint32Array(rows + 1);
  for (let i = 0; i < members.length; i++) offsets[members[i]! + 1]!++;
  for (let row = 0; row < rows; row++) offsets[row + 1]! += offsets[row]!;
  const next = offsets.slice(0, rows);
  const positions = new Uint32Array(members.length);
  for (let i = 0; i < members.length; i++) positions[next[members[i]!]!++] = i;
  return { offsets, positions };
}
