import type { Bitmap } from "./bitmap.ts";
import type { TopRows } from "./top-rows.ts";

/** Steps into which the range of sums is cut to find the k-th best. */
const STEPS = 4096;

/**
 * Sums per row of a segment, built up list by list: the accumulators of term-at-a-time search. One is enough for
 * a thread; its arrays are kept from search to search and all sums are 0 between them.
 *
 * Where the lists are short against the rows it keeps a list of the rows it touched, so that nothing is ever done
 * for the others; where they are long that list would cost more than passing over all rows.
 */
export class Accumulator {
  #rows = 0;
  #sparse = false;
  #count = 0;
  #sums = new Float64Array(0);
  #touched = new Uint32Array(0);
  #candidates = new Uint32Array(0);
  readonly #histogram = new Uint32Array(STEPS + 1);

  /** Begins with all sums 0; `postings` is how many entries the lists have together. */
  begin(rows: number, postings: number): void {
    this.#rows = rows;
    this.#sparse = postings * 2 < rows;
    this.#count = 0;
    if (this.#sums.length < rows) {
      this.#sums = new Float64Array(rows);
      this.#touched = new Uint32Array(rows);
      this.#candidates = new Uint32Array(rows);
    }
  }

  /** Sets all sums to 0 again. */
  end(): void {
    const sums = this.#sums;
    if (!this.#sparse) sums.fill(0, 0, this.#rows);
    else for (let i = 0; i < this.#count; i++) sums[this.#touched[i]!] = 0;
  }

  /** How many rows `kthBest` and `collect` pass over. */
  get extent(): number {
    return this.#sparse ? this.#count : this.#rows;
  }

  /** Adds weight · weights[i] to the row members[i] for from ≤ i < to. */
  add(members: Uint32Array, weights: Float32Array, from: number, to: number, weight: number): void {
    if (this.#sparse) this.#addAndNote(members, weights, from, to, weight);
    else addAll(this.#sums, members, weights, from, to, weight);
  }

  #addAndNote(members: Uint32Array, weights: Float32Array, from: number, to: number, weight: number): void {
    const sums = this.#sums;
    const touched = this.#touched;
    let count = this.#count;
    for (let i = from; i < to; i++) {
      const row = members[i]!;
      const before = sums[row]!;
      if (before === 0) touched[count++] = row;
      sums[row] = before + weight * weights[i]!;
    }
    this.#count = count;
  }

  /**
   * At most the k-th best of the sums so far, and near it; 0 where there are fewer. `bound` is the most that a sum
   * can be. A histogram gives it in one pass.
   */
  kthBest(k: number, bound: number, filter: Bitmap | undefined): number {
    const histogram = this.#histogram.fill(0);
    const sums = this.#sums;
    const touched = this.#touched;
    const words = filter?.words;
    const scale = STEPS / bound;
    const extent = this.extent;
    for (let i = 0; i < extent; i++) {
      const row = this.#sparse ? touched[i]! : i;
      const sum = sums[row]!;
      if (sum === 0) continue;
      if (words !== undefined && ((words[row >>> 5]! >>> (row & 31)) & 1) === 0) continue;
      histogram[(sum * scale) | 0]!++;
    }
    let better = 0;
    for (let step = STEPS; step > 0; step--) {
      better += histogram[step]!;
      if (better >= k) return step / scale;
    }
    return 0;
  }

  /** Makes a list of the rows with a sum over 0 and of at least `least`; returns how many they are. */
  collect(least: number, filter: Bitmap | undefined): number {
    const sums = this.#sums;
    const touched = this.#touched;
    const candidates = this.#candidates;
    const words = filter?.words;
    const extent = this.extent;
    let count = 0;
    for (let i = 0; i < extent; i++) {
      const row = this.#sparse ? touched[i]! : i;
      const sum = sums[row]!;
      if (sum < least || sum === 0) continue;
      if (words !== undefined && ((words[row >>> 5]! >>> (row & 31)) & 1) === 0) continue;
      candidates[count++] = row;
    }
    return count;
  }

  /** Adds as `add` does, to the first `count` collected rows only, each found in the list by binary search. */
  addToCollected(
    count: number,
    members: Uint32Array,
    weights: Float32Array,
    from: number,
    to: number,
    weight: number,
  ): void {
    for (let i = 0; i < count; i++) {
      const row = this.#candidates[i]!;
      const at = findRow(members, from, to, row);
      if (at >= 0) this.#sums[row]! += weight * weights[at]!;
    }
  }

  /** Keeps of the first `count` collected rows those with a sum of at least `least`; returns how many they are. */
  keepCollected(count: number, least: number): number {
    const candidates = this.#candidates;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const row = candidates[i]!;
      if (this.#sums[row]! >= least) candidates[kept++] = row;
    }
    return kept;
  }

  /** Offers the first `count` collected rows. */
  offerCollected(count: number, best: TopRows): void {
    for (let i = 0; i < count; i++) {
      const row = this.#candidates[i]!;
      best.offer(this.#sums[row]!, row);
    }
  }
}

function addAll(
  sums: Float64Array,
  members: Uint32Array,
  weights: Float32Array,
  from: number,
  to: number,
  weight: number,
): void {
  for (let i = from; i < to; i++) sums[members[i]!]! += weight * weights[i]!;
}

/** The place of a row in the ascending members[from..to), -1 where it is not there. */
export function findRow(members: Uint32Array, from: number, to: number, row: number): number {
  let low = from;
  let high = to - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = members[middle]!;
    if (found === row) return middle;
    if (found < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
