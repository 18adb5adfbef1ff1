import { fail, type KotodamaError } from "../../errors.ts";
import type { Condition } from "../filter.ts";
import type { ColumnType, ColumnValue } from "../port.ts";
import type { NamedArrays } from "./arrays.ts";
import type { Bitmap } from "./bitmap.ts";

/** The values of one filterable field for all rows of a segment; never changes. */
export interface Column {
  readonly type: ColumnType;
  readonly rows: number;
  /** Rows that have a value; not to be changed. */
  readonly present: Bitmap;
  readonly byteLength: number;

  /** At most about how many rows the condition keeps: to evaluate the narrowest conditions first. */
  estimate(condition: Condition): number;
  /** The rows that the condition keeps, as a bitmap of the caller's own. Throws FILTER_INVALID for a condition that
   * the type cannot answer. */
  match(condition: Condition): Bitmap;
  /** Takes from the candidates those that the condition does not keep. */
  narrow(condition: Condition, candidates: Bitmap): void;

  /** The row's value, from which the same column can be built again; undefined where it has none. */
  valueAt(row: number): ColumnValue | undefined;
  toArrays(): NamedArrays;
}

/** A column that rows can be sorted by. */
export interface SortableColumn extends Column {
  /** For each row a number that ascends in the wanted order, +Infinity where there is no value. */
  sortKeys(rows: Uint32Array, order: "asc" | "desc"): Float64Array;
  /** The value that the row is sorted by, comparable across segments; null where there is none. */
  sortValue(row: number, order: "asc" | "desc"): number | string | null;
}

/** A column whose values can be counted. */
export interface CountableColumn extends Column {
  /** How often each value occurs among the rows. */
  countValues(among: Bitmap): Map<string | number | boolean, number>;
}

export function unanswerable(type: ColumnType, condition: Condition): KotodamaError {
  const asked = Object.keys(condition).filter((key) => key !== "key");
  return fail("FILTER_INVALID", `${condition.key} (${type}) cannot answer ${asked.join(", ")}`);
}

/** Whether it is cheaper to count all rows outside of `among` and to subtract. */
export function mostRows(among: Bitmap): boolean {
  return among.count() > among.rows / 2;
}
