import type { Condition } from "../filter.ts";
import type { ColumnValue } from "../port.ts";
import { arrayNamed, type NamedArrays } from "./arrays.ts";
import { Bitmap } from "./bitmap.ts";
import { type CountableColumn, type SortableColumn, unanswerable } from "./column.ts";

type NumericType = "integer" | "float" | "datetime";

/** Stands for no value among 32-bit integers; NaN does among doubles. */
const MISSING = -0x80000000;
const LARGEST = 0x7fffffff;
/** Lists of numbers up to this long are matched number by number, longer ones through a set. */
const FEW = 8;

/** Buckets within a span of so many are counted in an array, others in a map. */
const DENSE_BUCKETS = 1 << 16;

/** The numbers lo ≤ x ≤ hi; none where lo > hi or either is NaN. */
interface Interval {
  readonly lo: number;
  readonly hi: number;
}

/** Numbers, at most one a row: in 32-bit integers where all of them fit, else in doubles. */
export class NumericColumn implements SortableColumn, CountableColumn {
  readonly type: NumericType;
  readonly rows: number;
  readonly present: Bitmap;
  readonly #values: Int32Array | Float64Array;
  readonly #presentCount: number;

  private constructor(type: NumericType, values: Int32Array | Float64Array) {
    this.type = type;
    this.rows = values.length;
    this.#values = values;
    this.present = matchInterval(values, { lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY });
    this.#presentCount = this.present.count();
  }

  /** The column of values row by row. */
  static build(type: NumericType, values: readonly (ColumnValue | undefined)[]): NumericColumn {
    const numbers = new Float64Array(values.length).fill(Number.NaN);
    for (let row = 0; row < values.length; row++) {
      if (values[row] !== undefined) numbers[row] = Number(values[row]);
    }
    return new NumericColumn(type, narrowed(numbers));
  }

  /** See `Columns.merge`. */
  static merge(
    type: NumericType,
    parts: readonly { readonly source: NumericColumn; readonly keep: Bitmap }[],
    rows: number,
  ): NumericColumn {
    const numbers = new Float64Array(rows);
    let next = 0;
    for (const { source, keep } of parts) {
      keep.forEach((row) => {
        numbers[next++] = source.#numberAt(row);
      });
    }
    return new NumericColumn(type, narrowed(numbers));
  }

  static fromArrays(type: NumericType, arrays: NamedArrays, rows: number): NumericColumn {
    const values = arrays.has("integers")
      ? arrayNamed(arrays, "integers", "Int32Array")
      : arrayNamed(arrays, "numbers", "Float64Array");
    if (values.length !== rows) throw new RangeError("a numeric column's length is not the segment's");
    return new NumericColumn(type, values);
  }

  toArrays(): NamedArrays {
    return new Map([[this.#values instanceof Int32Array ? "integers" : "numbers", this.#values]]);
  }

  get byteLength(): number {
    return this.#values.byteLength + this.present.words.byteLength;
  }

  /** The rows' numbers, NaN where they have none. */
  numbersAt(rows: ArrayLike<number>): Float64Array {
    const numbers = new Float64Array(rows.length);
    const values = this.#values;
    for (let i = 0; i < rows.length; i++) numbers[i] = values[rows[i]!]!;
    if (values instanceof Float64Array) return numbers;
    for (let i = 0; i < rows.length; i++) if (numbers[i] === MISSING) numbers[i] = Number.NaN;
    return numbers;
  }

  #numberAt(row: number): number {
    const value = this.#values[row]!;
    return value === MISSING && this.#values instanceof Int32Array ? Number.NaN : value;
  }

  valueAt(row: number): ColumnValue | undefined {
    return this.present.has(row) ? this.#values[row]! : undefined;
  }

  estimate(condition: Condition): number {
    if ("range" in condition) return this.#presentCount / 2;
    if ("any" in condition) return condition.any.length === 0 ? 0 : this.#presentCount / 4;
    if ("exists" in condition && !condition.exists) return this.rows - this.#presentCount;
    return this.#presentCount;
  }

  match(condition: Condition): Bitmap {
    if ("range" in condition) return matchInterval(this.#values, intervalOf(condition.range));
    if ("any" in condition) return this.#matchAny(condition.any);
    if ("except" in condition) return this.present.copy().andNot(this.#matchAny(condition.except));
    if ("exists" in condition) return condition.exists ? this.present.copy() : this.present.copy().not();
    throw unanswerable(this.type, condition);
  }

  narrow(condition: Condition, candidates: Bitmap): void {
    // Testing the candidates one by one takes about twice as long per row as the pass over all rows.
    if (!("range" in condition) || candidates.count() * 2 > this.rows) {
      candidates.and(this.match(condition));
      return;
    }
    narrowToInterval(this.#values, intervalOf(condition.range), candidates);
  }

  #matchAny(list: readonly (string | number | boolean)[]): Bitmap {
    const numbers = list as readonly number[];
    const matched = new Bitmap(this.rows);
    if (numbers.length <= FEW) {
      for (const number of numbers) matched.or(matchInterval(this.#values, { lo: number, hi: number }));
      return matched;
    }
    const wanted = new Set(numbers);
    this.present.forEach((row) => {
      if (wanted.has(this.#values[row]!)) matched.add(row);
    });
    return matched;
  }

  sortKeys(rows: Uint32Array, order: "asc" | "desc"): Float64Array {
    const values = this.#values;
    const missing = values instanceof Int32Array ? MISSING : Number.NaN;
    const sign = order === "asc" ? 1 : -1;
    const keys = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const value = values[rows[i]!]!;
      keys[i] = value === missing || Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
    }
    return keys;
  }

  sortValue(row: number): number | null {
    return this.present.has(row) ? this.#values[row]! : null;
  }

  /** Counts per value, of integers. */
  countValues(among: Bitmap): Map<number, number> {
    return this.countBuckets(among, 1);
  }

  /** How many rows lie in each bucket `[i · interval, (i + 1) · interval)`, by i = ⌊value / interval⌋. */
  countBuckets(among: Bitmap, interval: number): Map<number, number> {
    const rows = among.copy().and(this.present).toRows();
    const values = this.#values;
    let least = Number.POSITIVE_INFINITY;
    let greatest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < rows.length; i++) {
      const value = values[rows[i]!]!;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    const counts = new Map<number, number>();
    const first = Math.floor(least / interval);
    const span = Math.floor(greatest / interval) - first;
    if (span >= 0 && span < DENSE_BUCKETS) {
      const dense = new Uint32Array(span + 1);
      for (let i = 0; i < rows.length; i++) dense[Math.floor(values[rows[i]!]! / interval) - first]!++;
      for (let at = 0; at <= span; at++) if (dense[at]! > 0) counts.set(first + at, dense[at]!);
      return counts;
    }
    for (let i = 0; i < rows.length; i++) {
      const bucket = Math.floor(values[rows[i]!]! / interval);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    return counts;
  }
}

/** 32-bit integers where every number is one, -0 aside; else the numbers as they are. */
function narrowed(numbers: Float64Array): Int32Array | Float64Array {
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row]!;
    if (!Number.isNaN(number) && (!Object.is(number | 0, number) || number === MISSING)) return numbers;
  }
  return Int32Array.from(numbers, (number) => (Number.isNaN(number) ? MISSING : number));
}

function intervalOf(range: { gt?: number; gte?: number; lt?: number; lte?: number }): Interval {
  let lo = range.gte ?? Number.NEGATIVE_INFINITY;
  let hi = range.lte ?? Number.POSITIVE_INFINITY;
  if (range.gt !== undefined) lo = Math.max(lo, nextUp(range.gt));
  if (range.lt !== undefined) hi = Math.min(hi, -nextUp(-range.lt));
  return { lo, hi };
}

/** The least double over x; NaN where there is none. */
function nextUp(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return Number.NaN;
  if (x === Number.NEGATIVE_INFINITY) return -Number.MAX_VALUE;
  if (x === 0) return Number.MIN_VALUE;
  const double = Float64Array.of(x);
  const bits = new BigInt64Array(double.buffer);
  bits[0]! += x > 0 ? 1n : -1n;
  return double[0]!;
}

/** The interval within 32-bit integers, so that MISSING lies outside of it. */
function wholeInterval({ lo, hi }: Interval): Interval {
  return { lo: Math.max(Math.ceil(lo), MISSING + 1), hi: Math.min(Math.floor(hi), LARGEST) };
}

function matchInterval(values: Int32Array | Float64Array, interval: Interval): Bitmap {
  const matched = new Bitmap(values.length);
  if (values instanceof Float64Array) matchDoubles(values, interval, matched.words);
  else matchIntegers(values, wholeInterval(interval), matched.words);
  return matched;
}

// The same loop for each kind of array, which makes it several times faster than one loop that sees both; and
// without a branch on the value, which would be mispredicted for every other row.

function matchDoubles(values: Float64Array, { lo, hi }: Interval, words: Uint32Array): void {
  for (let w = 0; w < words.length; w++) {
    const from = w << 5;
    let word = 0;
    for (let row = Math.min(from + 32, values.length) - 1; row >= from; row--) {
      const value = values[row]!;
      word = (word << 1) | (Number(value >= lo) & Number(value <= hi));
    }
    words[w] = word;
  }
}

function matchIntegers(values: Int32Array, { lo, hi }: Interval, words: Uint32Array): void {
  if (!(lo <= hi)) return;
  const least = lo | 0;
  const greatest = hi | 0;
  for (let w = 0; w < words.length; w++) {
    const from = w << 5;
    let word = 0;
    for (let row = Math.min(from + 32, values.length) - 1; row >= from; row--) {
      const value = values[row]!;
      word = (word << 1) | (Number(value >= least) & Number(value <= greatest));
    }
    words[w] = word;
  }
}

function narrowToInterval(values: Int32Array | Float64Array, interval: Interval, candidates: Bitmap): void {
  const { lo, hi } = values instanceof Int32Array ? wholeInterval(interval) : interval;
  const { words } = candidates;
  for (let w = 0; w < words.length; w++) {
    let rest = words[w]!;
    let kept = rest;
    while (rest !== 0) {
      const bit = rest & -rest;
      const value = values[(w << 5) + 31 - Math.clz32(bit)]!;
      kept ^= bit & ((Number(value >= lo) & Number(value <= hi)) - 1);
      rest &= rest - 1;
    }
    words[w] = kept;
  }
}
