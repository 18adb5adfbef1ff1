import { fail } from "../../errors.ts";
import type { Sort } from "../port.ts";
import type { Bitmap } from "./bitmap.ts";
import type { SortableColumn } from "./column.ts";
import type { Columns } from "./columns.ts";
import { TextColumn } from "./text-column.ts";

/** What a row is sorted by, comparable across segments: one value per sort, null where it has none. */
export type SortKey = readonly (number | string | null)[];

/**
 * The first `limit` of the rows in the order of the sorts; missing values last in either order, ties by
 * `compareTies`. Only those are put in order, so a short page of a million rows is quick. Throws SORT_INVALID.
 */
export function sortRows(
  columns: Columns,
  among: Bitmap,
  sorts: readonly Sort[],
  limit: number,
  compareTies: (a: number, b: number) => number,
): Uint32Array {
  const rows = among.toRows();
  const keys = sorts.map(({ column, order }) => sortable(columns, column).sortKeys(rows, order));
  const compare = (a: number, b: number): number => {
    for (const level of keys) {
      const keyA = level[a]!;
      const keyB = level[b]!;
      if (keyA !== keyB) return keyA < keyB ? -1 : 1;
    }
    return compareTies(rows[a]!, rows[b]!);
  };
  return firstOf(rows.length, limit, compare, keys[0]).map((place) => rows[place]!);
}

/** The values that a row is sorted by, for merging the sorted rows of several segments. Throws SORT_INVALID. */
export function sortKeyOf(columns: Columns, row: number, sorts: readonly Sort[]): SortKey {
  return sorts.map(({ column, order }) => sortable(columns, column).sortValue(row, order));
}

/** Negative where a comes first, 0 for a tie. */
export function compareSortKeys(a: SortKey, b: SortKey, sorts: readonly Sort[]): number {
  for (let level = 0; level < sorts.length; level++) {
    const valueA = a[level]!;
    const valueB = b[level]!;
    if (valueA === valueB) continue;
    if (valueA === null) return 1;
    if (valueB === null) return -1;
    return valueA < valueB === (sorts[level]!.order === "asc") ? -1 : 1;
  }
  return 0;
}

function sortable(columns: Columns, name: string): SortableColumn {
  const column = columns.column(name, "SORT_INVALID");
  if (column instanceof TextColumn) throw fail("SORT_INVALID", `${name} is text, which has no order`);
  return column;
}

/** The first `limit` of the places 0..count-1 in order; `primary`, where given, is the first thing compared. */
function firstOf(
  count: number,
  limit: number,
  compare: (a: number, b: number) => number,
  primary: Float64Array | undefined,
): Uint32Array {
  // Past this share, selecting with a heap is slower than sorting everything.
  if (limit * 8 >= count) {
    return Uint32Array.from({ length: count }, (_, place) => place)
      .sort(compare)
      .slice(0, limit);
  }
  const heap = new Uint32Array(limit);
  if (limit === 0) return heap;
  for (let place = 0; place < limit; place++) heap[place] = place;
  for (let at = (limit >>> 1) - 1; at >= 0; at--) sink(heap, at, heap[at]!, compare);
  for (let place = limit; place < count; place++) {
    const last = heap[0]!;
    if (primary !== undefined && primary[place]! > primary[last]!) continue;
    if (compare(place, last) < 0) sink(heap, 0, place, compare);
  }
  return heap.sort(compare);
}

/** Puts a place into a heap whose root comes last in order. */
function sink(
  heap: Uint32Array,
  from: number,
  place: number,
  compare: (a: number, b: number) => number,
): void {
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && compare(heap[child + 1]!, heap[child]!) > 0) child++;
    if (compare(heap[child]!, place) <= 0) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = place;
}
