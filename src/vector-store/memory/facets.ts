import { fail } from "../../errors.ts";
import type { ColumnValue, FacetCount, FacetRequest } from "../port.ts";
import { MAX_FACET_BUCKETS } from "../validation.ts";
import { foldKeyword } from "../words.ts";

/** The facet over the points' values; see `FacetRequest`. Throws FACET_INVALID for too many buckets. */
export function facetOf(request: FacetRequest, points: readonly (ColumnValue | undefined)[]): FacetCount[] {
  return "interval" in request
    ? bucketCounts(request.column, request.interval, points)
    : valueCounts(request.size, points);
}

function bucketCounts(
  column: string,
  interval: number,
  points: readonly (ColumnValue | undefined)[],
): FacetCount[] {
  const counts = new Map<number, number>();
  for (const value of points) {
    if (value === undefined) continue;
    const bucket = Math.floor((value as number) / interval);
    if (!Number.isSafeInteger(bucket)) throw tooMany(column, interval);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  if (counts.size > MAX_FACET_BUCKETS) throw tooMany(column, interval);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([bucket, count]) => ({ from: bucket * interval + 0, count }));
}

function tooMany(column: string, interval: number) {
  return fail(
    "FACET_INVALID",
    `an interval of ${interval} gives ${column} over ${MAX_FACET_BUCKETS} buckets`,
  );
}

function valueCounts(size: number, points: readonly (ColumnValue | undefined)[]): FacetCount[] {
  type Value = string | number | boolean;
  /** For each folded value, how often each spelling of it occurs. */
  const spellings = new Map<Value, Map<Value, number>>();
  for (const point of points) {
    if (point === undefined) continue;
    const seen = new Set<Value>();
    for (const value of Array.isArray(point) ? (point as string[]) : [point as Value]) {
      const folded = typeof value === "string" ? foldKeyword(value) : value;
      if (seen.has(folded)) continue;
      seen.add(folded);
      const counts = spellings.get(folded) ?? new Map<Value, number>();
      spellings.set(folded, counts.set(value, (counts.get(value) ?? 0) + 1));
    }
  }
  return [...spellings]
    .map(([folded, counts]) => {
      const ranked = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
      return { folded, value: ranked[0]![0], count: ranked.reduce((sum, [, count]) => sum + count, 0) };
    })
    .sort((a, b) => b.count - a.count || (a.folded < b.folded ? -1 : 1))
    .slice(0, size)
    .map(({ value, count }) => ({ value, count }));
}
