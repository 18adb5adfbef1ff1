import { fail } from "../../errors.ts";
import type { FacetCount, FacetRequest } from "../port.ts";
import { MAX_FACET_BUCKETS } from "../validation.ts";
import { foldKeyword } from "../words.ts";
import type { Bitmap } from "./bitmap.ts";
import type { Columns } from "./columns.ts";
import { NumericColumn } from "./numeric-column.ts";
import { TextColumn } from "./text-column.ts";

/** Counts of one facet in one or more segments: by spelling, number, truth value or number of the bucket. */
export type FacetCounts = Map<string | number | boolean, number>;

/** Counts a facet among rows of a segment. Throws FACET_INVALID. */
export function countFacet(columns: Columns, request: FacetRequest, among: Bitmap): FacetCounts {
  const column = columns.column(request.column, "FACET_INVALID");
  if ("interval" in request) {
    if (column instanceof NumericColumn) return column.countBuckets(among, request.interval);
    throw fail("FACET_INVALID", `${request.column} (${column.type}) takes no interval`);
  }
  if (column instanceof TextColumn) {
    throw fail("FACET_INVALID", `${request.column} is text, which has no values to count`);
  }
  return column.countValues(among);
}

/** Adds the counts of another segment. */
export function addCounts(total: FacetCounts, counts: ReadonlyMap<string | number | boolean, number>): void {
  for (const [value, count] of counts) total.set(value, (total.get(value) ?? 0) + count);
}

/** The answer to a facet request from the counts of all segments. Throws FACET_INVALID for too many buckets. */
export function rankFacet(request: FacetRequest, counts: FacetCounts): FacetCount[] {
  if ("interval" in request) return rankBuckets(request.column, request.interval, counts);
  const values = [...joinSpellings(counts).values()];
  values.sort((a, b) => b.count - a.count || (a.folded < b.folded ? -1 : 1));
  return values.slice(0, request.size).map(({ value, count }) => ({ value, count }));
}

function rankBuckets(column: string, interval: number, counts: FacetCounts): FacetCount[] {
  const buckets = [...(counts as Map<number, number>)];
  if (buckets.length > MAX_FACET_BUCKETS || buckets.some(([bucket]) => !Number.isSafeInteger(bucket))) {
    throw fail(
      "FACET_INVALID",
      `an interval of ${interval} gives ${column} over ${MAX_FACET_BUCKETS} buckets`,
    );
  }
  // Adding 0 makes 0 of -0.
  return buckets.sort(([a], [b]) => a - b).map(([bucket, count]) => ({ from: bucket * interval + 0, count }));
}

interface Joined {
  readonly folded: string | number | boolean;
  readonly value: string | number | boolean;
  readonly count: number;
  /** The count of the spelling that stands for all. */
  readonly most: number;
}

/** One entry per folded keyword, spelt as most rows spell it; of equally frequent spellings the least. */
function joinSpellings(counts: FacetCounts): Map<string | number | boolean, Joined> {
  const joined = new Map<string | number | boolean, Joined>();
  for (const [value, count] of counts) {
    const folded = typeof value === "string" ? foldKeyword(value) : value;
    const before = joined.get(folded);
    if (before === undefined) {
      joined.set(folded, { folded, value, count, most: count });
      continue;
    }
    const leads = count > before.most || (count === before.most && value < before.value);
    joined.set(folded, {
      folded,
      value: leads ? value : before.value,
      count: before.count + count,
      most: Math.max(count, before.most),
    });
  }
  return joined;
}
