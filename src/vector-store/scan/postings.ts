import type { SparseVector } from "../port.ts";
import { Accumulator, findRow } from "./accumulator.ts";
import { arrayNamed, type NamedArrays } from "./arrays.ts";
import { Bitmap } from "./bitmap.ts";
import { forwardLists, invert, mergeLists, type PostingsDescriptor } from "./postings-build.ts";
import { TopRows } from "./top-rows.ts";

/** A term of a query that the segment knows. */
interface QueryTerm {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** The most that the term can add to any row's score. */
  readonly bound: number;
}

/** What a thread needs for a search, kept from one search to the next. */
const accumulator = new Accumulator();
const best = new TopRows();
/** For `scoreRows`: 1 + a row's place among the rows asked for; all 0 between calls. */
let places = new Uint32Array(0);

/**
 * A bound is compared with sums made in another order, and a sum with its neighbours after rounding to a float:
 * what lies closer than this part is not told apart.
 */
const SLACK = 1 - 1e-6;

/** To find a row in a list by binary search costs about as much as walking along so many entries (measured). */
const SEEK_COST = 64;
/** A filter that keeps fewer than one row in so many is answered by scoring its rows. */
const FEW = 16;

/**
 * Whether the best k are settled is looked into first when the lists done can give this many times what the lists
 * left can; again, after a failure, when these can give only that part.
 */
const FIRST_ATTEMPT = 1.5;
const NEXT_ATTEMPT = 0.6;

/**
 * The inverted lists of one sparse space of one segment. Sums are of doubles; a score is the dot product rounded
 * to a float.
 */
export class Postings {
  readonly rows: number;
  readonly descriptor: PostingsDescriptor;
  /** Rows that have a vector in this space. */
  readonly present: Bitmap;
  /** Lists by row, made when first asked for: where each row begins, and positions in `members`. */
  #forward: { offsets: Uint32Array; positions: Uint32Array } | undefined;

  private constructor(descriptor: PostingsDescriptor) {
    this.rows = descriptor.rows;
    this.descriptor = descriptor;
    this.present = new Bitmap(descriptor.rows, descriptor.present);
  }

  /** The lists of the given rows' vectors, each row at most once, in any order. Weights of 0 are left out. */
  static build(points: Iterable<{ row: number; vector: SparseVector }>, rows: number): Postings {
    return new Postings(invert(points, rows));
  }

  /**
   * One space of several segments as one: the kept rows of the first, then those of the second, and so on,
   * numbered anew without gaps.
   */
  static merge(parts: readonly { readonly source: Postings; readonly keep: Bitmap }[]): Postings {
    return new Postings(mergeLists(parts.map(({ source, keep }) => ({ source: source.descriptor, keep }))));
  }

  static fromDescriptor(descriptor: PostingsDescriptor): Postings {
    return new Postings(descriptor);
  }

  toArrays(): NamedArrays {
    const { terms, offsets, members, weights, maxima, present } = this.descriptor;
    return new Map<string, Uint32Array | Float32Array>(
      Object.entries({ terms, offsets, members, weights, maxima, present }),
    );
  }

  /** Reads what `toArrays` gave; throws a RangeError where the arrays cannot belong together. */
  static fromArrays(arrays: NamedArrays, rows: number): Postings {
    const descriptor: PostingsDescriptor = {
      rows,
      terms: arrayNamed(arrays, "terms", "Uint32Array"),
      offsets: arrayNamed(arrays, "offsets", "Uint32Array"),
      members: arrayNamed(arrays, "members", "Uint32Array"),
      weights: arrayNamed(arrays, "weights", "Float32Array"),
      maxima: arrayNamed(arrays, "maxima", "Float32Array"),
      present: arrayNamed(arrays, "present", "Uint32Array"),
    };
    const { terms, offsets, members, weights, maxima, present } = descriptor;
    if (
      offsets.length !== terms.length + 1 ||
      maxima.length !== terms.length ||
      offsets[terms.length] !== members.length ||
      weights.length !== members.length ||
      present.length !== Bitmap.wordCount(rows)
    ) {
      throw new RangeError("the postings' arrays have lengths that cannot belong together");
    }
    return new Postings(descriptor);
  }

  get vectors(): number {
    return this.present.count();
  }

  get byteLength(): number {
    let bytes = 0;
    for (const array of this.toArrays().values()) bytes += array.byteLength;
    return bytes;
  }

  /**
   * The k rows with the highest dot products over 0, best first, equal ones by row; exact. Of the rows in `filter`
   * only, where one is given.
   *
   * Term at a time, the terms with the highest bounds first, after MaxScore (Turtle & Flood 1995, "Query
   * evaluation: strategies and optimizations", section 4): once the k-th best sum exceeds what all remaining terms
   * can add together, no new row can enter, and the remaining lists, the longest ones, are only looked into for
   * the rows that still can. Document-at-a-time WAND with block maxima (Ding & Suel 2011) skips more postings but
   * costs a heap step for each it does not skip; in segments of this size adding everything up is faster.
   */
  search(
    indices: Uint32Array,
    values: Float32Array,
    k: number,
    filter?: Bitmap,
  ): { rows: Uint32Array; scores: Float32Array } {
    const terms = this.#queryTerms(indices, values);
    let postings = 0;
    let bound = 0;
    for (const term of terms) {
      postings += term.to - term.from;
      bound += term.bound;
    }
    best.reset(Math.min(k, this.rows));
    if (terms.length === 0 || k === 0) return best.take();
    if (filter !== undefined && filter.count() * FEW < this.rows) {
      this.#scoreInto(terms, filter.toRows(), (row, sum) => {
        if (sum > 0) best.offer(sum, row);
      });
      return best.take();
    }
    accumulator.begin(this.rows, postings);
    const count = this.#accumulate(terms, postings, bound, k, filter);
    accumulator.offerCollected(count, best);
    accumulator.end();
    return best.take();
  }

  /** The dot product with each of the rows: 0 where no term is shared, NaN where the row has no vector here. */
  scoreRows(indices: Uint32Array, values: Float32Array, rows: Uint32Array): Float32Array {
    const scores = new Float32Array(rows.length);
    let at = 0;
    this.#scoreInto(this.#queryTerms(indices, values), rows, (row, sum) => {
      scores[at++] = this.present.has(row) ? sum : Number.NaN;
    });
    return scores;
  }

  /** The vector of a row, null where it has none. The first call makes a list of terms per row. */
  vectorAt(row: number): SparseVector | null {
    if (!this.present.has(row)) return null;
    this.#forward ??= forwardLists(this.descriptor);
    const { offsets, positions } = this.#forward;
    const from = offsets[row]!;
    const length = offsets[row + 1]! - from;
    const indices = new Uint32Array(length);
    const values = new Float32Array(length);
    for (let i = 0; i < length; i++) {
      const position = positions[from + i]!;
      indices[i] = this.descriptor.terms[lastAtMost(this.descriptor.offsets, position)]!;
      values[i] = this.descriptor.weights[position]!;
    }
    return { indices, values };
  }

  /** The query's terms that have a list here, the ones with the highest bounds first. */
  #queryTerms(indices: Uint32Array, values: Float32Array): QueryTerm[] {
    const { terms, offsets, maxima } = this.descriptor;
    const found: QueryTerm[] = [];
    for (let i = 0; i < indices.length; i++) {
      const weight = values[i]!;
      const t = lastAtMost(terms, indices[i]!);
      if (weight > 0 && t >= 0 && terms[t] === indices[i]) {
        found.push({ from: offsets[t]!, to: offsets[t + 1]!, weight, bound: weight * maxima[t]! });
      }
    }
    return found.sort((a, b) => b.bound - a.bound);
  }

  /** Adds up the terms' lists and collects the rows that can be among the best k; returns how many they are. */
  #accumulate(
    terms: readonly QueryTerm[],
    postings: number,
    bound: number,
    k: number,
    filter: Bitmap | undefined,
  ): number {
    const { members, weights } = this.descriptor;
    let remainingPostings = postings;
    let remaining = bound;
    let attemptAt = remaining / (1 + FIRST_ATTEMPT);
    for (const [t, { from, to, weight, bound: termBound }] of terms.entries()) {
      // What looking for k rows in the lists left would cost at the least, with two passes over the sums.
      const cost = SEEK_COST * k * (terms.length - t) + 2 * accumulator.extent;
      if (remaining < attemptAt && remainingPostings > cost) {
        attemptAt = remaining * NEXT_ATTEMPT;
        if (accumulator.hasAbove(remaining / SLACK, k, filter)) {
          const collected = accumulator.collectBest(k, bound, filter);
          const least = Math.max(remaining, accumulator.kthBest(collected, k, bound) * SLACK);
          return this.#refine(terms.slice(t), remaining, least, filter);
        }
      }
      accumulator.add(members, weights, from, to, weight);
      remaining -= termBound;
      remainingPostings -= to - from;
    }
    return accumulator.collectBest(k, bound, filter);
  }

  /** Adds the remaining terms to the rows that still can reach `least`; returns how many do. */
  #refine(terms: readonly QueryTerm[], bound: number, least: number, filter: Bitmap | undefined): number {
    const { members, weights } = this.descriptor;
    let remaining = bound;
    let count = accumulator.collect(least - remaining, filter);
    for (const { from, to, weight, bound: termBound } of terms) {
      if (count * SEEK_COST < to - from)
        accumulator.addToCollected(count, members, weights, from, to, weight);
      else accumulator.add(members, weights, from, to, weight);
      remaining -= termBound;
      count = accumulator.keepCollected(count, least - remaining);
    }
    return count;
  }

  /** Calls `take` with each of the rows, in the given order, and its sum. */
  #scoreInto(terms: readonly QueryTerm[], rows: Uint32Array, take: (row: number, sum: number) => void): void {
    const { members, weights } = this.descriptor;
    if (places.length < this.rows) places = new Uint32Array(this.rows);
    for (let i = 0; i < rows.length; i++) places[rows[i]!] = i + 1;
    const sums = new Float64Array(rows.length);
    for (const { from, to, weight } of terms) {
      if (rows.length * SEEK_COST < to - from) {
        for (let i = 0; i < rows.length; i++) {
          const at = findRow(members, from, to, rows[i]!);
          if (at >= 0) sums[i]! += weight * weights[at]!;
        }
      } else {
        for (let i = from; i < to; i++) {
          const place = places[members[i]!]!;
          if (place !== 0) sums[place - 1]! += weight * weights[i]!;
        }
      }
    }
    // A row that is asked for twice has its whole sum in its last place only.
    for (let i = 0; i < rows.length; i++) take(rows[i]!, sums[places[rows[i]!]! - 1]!);
    for (let i = 0; i < rows.length; i++) places[rows[i]!] = 0;
  }
}

/** The place of the last element of the ascending array that is at most the value, -1 where there is none. */
function lastAtMost(array: Uint32Array, value: number): number {
  let low = 0;
  let high = array.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (array[middle]! <= value) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}
