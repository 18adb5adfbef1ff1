import { type ErrorField, fail } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { describe } from "../validation.ts";
import type { Sort } from "../vector-store/port.ts";
import type { FilterKeys } from "./filter.ts";

/** Reads a sort. Throws SORT_INVALID for an unknown field (with the nearest), for texts, and for a field named twice. */
export function parseSort(
  sort: readonly { readonly field: string; readonly order: "asc" | "desc" }[],
  keys: FilterKeys,
): Sort[] {
  const wrong: ErrorField[] = [];
  sort.forEach(({ field }, i) => {
    const path = `sort[${i}].field`;
    const type = keys.get(field);
    if (type === undefined) {
      const near = nearest(field, [...keys.keys()]);
      wrong.push({ path, got: field, expected: "a filterable key", ...(near ? { nearest: near } : {}) });
    } else if (type === "text") {
      wrong.push({ path, got: field, expected: "a key that has an order: text is searched, not sorted by" });
    } else if (sort.findIndex((other) => other.field === field) < i) {
      wrong.push({ path, got: field, expected: "each field once" });
    }
  });
  if (wrong.length > 0) throw fail("SORT_INVALID", describe(wrong), { fields: wrong });
  return sort.map(({ field, order }) => ({ column: field, order }));
}
