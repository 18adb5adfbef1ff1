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
    forEachPosting(source, keep, (term) => counts.set(term, (counts.get(term) ?? 0) + 1));
  }
  const draft = new Draft(rows, counts);
  for (const { source, keep, numbers } of numbered) {
    forEachPosting(source, keep, (term, row, weight) => draft.append(term, numbers[row]!, weight));
  }
  return draft.finish(present);
}

function forEachPosting(
  { terms, offsets, members, weights }: PostingsDescriptor,
  keep: Bitmap,
  visit: (term: number, row: number, weight: number) => void,
): void {
  for (let t = 0; t < terms.length; t++) {
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) {
      if (keep.has(members[i]!)) visit(terms[t]!, members[i]!, weights[i]!);
    }
  }
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
