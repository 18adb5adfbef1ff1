import type { Bitmap } from "./bitmap.ts";
import type { TopRows } from "./top-rows.ts";

/** Steps into which the range of sums is cut to find the k-th best. */
export const STEPS = 4096;
/** One row in so many is sampled, where there are over SAMPLE_FROM · k. */
const STRIDE = 16;
const SAMPLE_FROM = 8;
/** More collected rows than this many times k are cut down before they are put in order. */
const MANY = 4;

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
      this.#touched = new Uint32Array(rows + 1);
      this.#candidates = new Uint32Array(rows);
    }
  }

  /** Sets all sums to 0 again. */
  end(): void {
    const sums = this.#sums;
    if (!this.#sparse) sums.fill(0, 0, this.#rows);
    else for (let i = 0; i < this.#count; i++) sums[this.#touched[i]!] = 0;
  }

  /** How many rows `collect` passes over. */
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
      // Noted in any case and counted if new: a branch would be mispredicted every other time.
      touched[count] = row;
      count += Number(before === 0);
      sums[row] = before + weight * weights[i]!;
    }
    this.#count = count;
  }

  /** Whether at least k sums are over `least`. Stops at the k-th. */
  hasAbove(least: number, k: number, filter: Bitmap | undefined): boolean {
    const sums = this.#sums;
    const extent = this.extent;
    let found = 0;
    for (let i = 0; i < extent; i++) {
      const row = this.#sparse ? this.#touched[i]! : i;
      if (sums[row]! > least && (filter === undefined || filter.has(row)) && ++found >= k) return true;
    }
    return false;
  }

  /** Makes a list of the rows with a sum over 0 and of at least `least`; returns how many they are. */
  collect(least: number, filter: Bitmap | undefined): number {
    const floor = Math.max(least, Number.MIN_VALUE);
    return this.#sparse ? this.#collectTouched(floor, filter) : this.#collectAll(floor, filter);
  }

  /**
   * Makes a list of rows that holds those of the k best sums and not many more; returns how many they are. Every
   * 16th row tells about how high those sums are, so that one pass over the others is enough. `bound` is the most
   * that a sum can be.
   */
  collectBest(k: number, bound: number, filter: Bitmap | undefined): number {
    let count = 0;
    if (this.extent > SAMPLE_FROM * k) count = this.collect(this.#sampledFloor(k, bound, filter), filter);
    if (count < k) count = this.collect(0, filter);
    return count > MANY * k ? this.keepCollected(count, this.kthBest(count, k, bound)) : count;
  }

  /** At most the k-th best of the first `count` collected sums, and less than bound / STEPS below it. */
  kthBest(count: number, k: number, bound: number): number {
    const histogram = this.#histogram.fill(0);
    const scale = STEPS / bound;
    for (let i = 0; i < count; i++) histogram[(this.#sums[this.#candidates[i]!]! * scale) | 0]!++;
    return this.#floorOf(k) / scale;
  }

  /** A sum that about 2 · k sums exceed. */
  #sampledFloor(k: number, bound: number, filter: Bitmap | undefined): number {
    const histogram = this.#histogram.fill(0);
    const sums = this.#sums;
    const scale = STEPS / bound;
    const extent = this.extent;
    for (let i = 0; i < extent; i += STRIDE) {
      const row = this.#sparse ? this.#touched[i]! : i;
      const sum = sums[row]!;
      if (sum > 0 && (filter === undefined || filter.has(row))) histogram[(sum * scale) | 0]!++;
    }
    return this.#floorOf(Math.max(8, Math.ceil((2 * k) / STRIDE))) / scale;
  }

  /** The highest step of the histogram at or over which there are k; 0 where there are fewer. */
  #floorOf(k: number): number {
    let better = 0;
    for (let step = STEPS; step > 0; step--) {
      better += this.#histogram[step]!;
      if (better >= k) return step;
    }
    return 0;
  }

  #collectAll(floor: number, filter: Bitmap | undefined): number {
    const sums = this.#sums;
    const candidates = this.#candidates;
    const rows = this.#rows;
    let count = 0;
    for (let row = 0; row < rows; row++) {
      if (sums[row]! >= floor && (filter === undefined || filter.has(row))) candidates[count++] = row;
    }
    return count;
  }

  #collectTouched(floor: number, filter: Bitmap | undefined): number {
    const touched = this.#touched;
    const candidates = this.#candidates;
    let count = 0;
    for (let i = 0; i < this.#count; i++) {
      const row = touched[i]!;
      if (this.#sums[row]! >= floor && (filter === undefined || filter.has(row))) candidates[count++] = row;
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
