import type { Condition } from "../filter.ts";
import type { ColumnValue } from "../port.ts";
import { arrayNamed, type NamedArrays } from "./arrays.ts";
import { Bitmap, numberRows } from "./bitmap.ts";
import { type CountableColumn, type SortableColumn, unanswerable } from "./column.ts";

/** True, false or nothing for each row, as two bitmaps. */
export class BoolColumn implements SortableColumn, CountableColumn {
  readonly type = "bool";
  readonly rows: number;
  readonly present: Bitmap;
  readonly #truths: Bitmap;

  private constructor(present: Bitmap, truths: Bitmap) {
    this.rows = present.rows;
    this.present = present;
    this.#truths = truths;
  }

  /** The column of values row by row. */
  static build(values: readonly (ColumnValue | undefined)[]): BoolColumn {
    const present = new Bitmap(values.length);
    const truths = new Bitmap(values.length);
    for (let row = 0; row < values.length; row++) {
      if (values[row] !== undefined) present.add(row);
      if (values[row] === true) truths.add(row);
    }
    return new BoolColumn(present, truths);
  }

  /** See `Columns.merge`. */
  static merge(
    parts: readonly { readonly source: BoolColumn; readonly keep: Bitmap }[],
    rows: number,
  ): BoolColumn {
    const present = new Bitmap(rows);
    const truths = new Bitmap(rows);
    let first = 0;
    for (const { source, keep } of parts) {
      const numbers = numberRows(keep, first);
      first += keep.count();
      source.present
        .copy()
        .and(keep)
        .forEach((row) => {
          present.add(numbers[row]!);
        });
      source.#truths
        .copy()
        .and(keep)
        .forEach((row) => {
          truths.add(numbers[row]!);
        });
    }
    return new BoolColumn(present, truths);
  }

  static fromArrays(arrays: NamedArrays, rows: number): BoolColumn {
    const present = arrayNamed(arrays, "present", "Uint32Array");
    const truths = arrayNamed(arrays, "truths", "Uint32Array");
    if (present.length !== Bitmap.wordCount(rows) || truths.length !== present.length) {
      throw new RangeError("a bool column's length is not the segment's");
    }
    return new BoolColumn(new Bitmap(rows, present), new Bitmap(rows, truths));
  }

  toArrays(): NamedArrays {
    return new Map([
      ["present", this.present.words],
      ["truths", this.#truths.words],
    ]);
  }

  get byteLength(): number {
    return 2 * this.present.words.byteLength;
  }

  /** 1, 0, or NaN where the row has no value. */
  numbersAt(rows: ArrayLike<number>): Float64Array {
    const numbers = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) numbers[i] = this.sortValue(rows[i]!) ?? Number.NaN;
    return numbers;
  }

  valueAt(row: number): ColumnValue | undefined {
    return this.present.has(row) ? this.#truths.has(row) : undefined;
  }

  estimate(condition: Condition): number {
    return this.match(condition).count();
  }

  match(condition: Condition): Bitmap {
    if ("any" in condition) return this.#anyOf(condition.any.includes(true), condition.any.includes(false));
    if ("except" in condition) {
      return this.#anyOf(!condition.except.includes(true), !condition.except.includes(false));
    }
    if ("exists" in condition) return condition.exists ? this.present.copy() : this.present.copy().not();
    throw unanswerable(this.type, condition);
  }

  narrow(condition: Condition, candidates: Bitmap): void {
    candidates.and(this.match(condition));
  }

  #anyOf(truths: boolean, falsehoods: boolean): Bitmap {
    if (truths && falsehoods) return this.present.copy();
    if (truths) return this.#truths.copy();
    return falsehoods ? this.present.copy().andNot(this.#truths) : new Bitmap(this.rows);
  }

  sortKeys(rows: Uint32Array, order: "asc" | "desc"): Float64Array {
    const sign = order === "asc" ? 1 : -1;
    return Float64Array.from(rows, (row) => {
      const value = this.sortValue(row);
      return value === null ? Number.POSITIVE_INFINITY : sign * value;
    });
  }

  sortValue(row: number): number | null {
    if (!this.present.has(row)) return null;
    return this.#truths.has(row) ? 1 : 0;
  }

  countValues(among: Bitmap): Map<boolean, number> {
    const truths = among.countAnd(this.#truths);
    const falsehoods = among.countAnd(this.present) - truths;
    const counts = new Map<boolean, number>();
    if (truths > 0) counts.set(true, truths);
    if (falsehoods > 0) counts.set(false, falsehoods);
    return counts;
  }
}
