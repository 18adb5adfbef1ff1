import type { Filter } from "../filter.ts";
import type { CollectionInfo, CollectionSchema, FacetCount, FacetRequest, Sort } from "../port.ts";
import { Bitmap } from "./bitmap.ts";
import { addCounts, countFacet, type FacetCounts, rankFacet } from "./facets.ts";
import { IdTable } from "./ids.ts";
import type { Snapshot, SnapshotPart } from "./snapshot.ts";
import { compareSortKeys, type SortKey, sortKeyOf, sortRows } from "./sorting.ts";

export interface ScrollRequest {
  readonly filter?: Filter;
  readonly sort?: readonly Sort[];
  readonly offset?: number;
  readonly limit: number;
}

/** See `VectorStore.scroll`. */
export function scrollIds(
  snapshot: Snapshot,
  { filter, sort = [], offset = 0, limit }: ScrollRequest,
): { ids: readonly string[]; total: number } {
  const end = offset + limit;
  let total = 0;
  const firsts = snapshot.parts.map((part, i) => {
    const kept = snapshot.keptRows(i, filter);
    const count = kept.count();
    total += count;
    return firstRows(part, kept, sort, Math.min(end, count));
  });
  // The page lies in the first `end` of all parts together; what comes before it needs no more than its order.
  const merged = firsts.length === 1 ? firsts[0]! : mergeSorted(firsts, sort, end);
  return { ids: merged.slice(offset, end).map(({ part, row }) => part.segment.ids.id(row)), total };
}

interface PlacedRow {
  readonly part: SnapshotPart;
  readonly row: number;
}

function firstRows(part: SnapshotPart, kept: Bitmap, sort: readonly Sort[], limit: number): PlacedRow[] {
  const { ids, columns } = part.segment;
  if (sort.length > 0) {
    const { ranks } = ids;
    const rows = sortRows(columns, kept, sort, limit, (a, b) => ranks[a]! - ranks[b]!);
    return Array.from(rows, (row) => ({ part, row }));
  }
  const rows: PlacedRow[] = [];
  for (const row of ids.order) {
    if (rows.length === limit) break;
    if (kept.has(row)) rows.push({ part, row });
  }
  return rows;
}

function mergeSorted(parts: readonly PlacedRow[][], sort: readonly Sort[], limit: number): PlacedRow[] {
  const keyed = parts.flatMap((rows) =>
    rows.map((placed): PlacedRow & { readonly key: SortKey } => {
      return { ...placed, key: sortKeyOf(placed.part.segment.columns, placed.row, sort) };
    }),
  );
  return keyed.sort((a, b) => compareSortKeys(a.key, b.key, sort) || compareIds(a, b)).slice(0, limit);
}

function compareIds(a: PlacedRow, b: PlacedRow): number {
  return IdTable.compareRows(a.part.segment.ids, a.row, b.part.segment.ids, b.row);
}

/** See `VectorStore.payloads`. */
export function payloadsOf(snapshot: Snapshot, ids: readonly string[]): (Record<string, unknown> | null)[] {
  return ids.map((id) => {
    const place = snapshot.locate(id);
    return place === null ? null : snapshot.parts[place.part]!.segment.payloads.get(place.row);
  });
}

/** See `VectorStore.vector`. */
export function vectorOf(snapshot: Snapshot, id: string, space: string): Float32Array | null {
  const place = snapshot.locate(id);
  if (place === null) return null;
  return snapshot.parts[place.part]!.segment.dense.get(space)?.vectorAt(place.row) ?? null;
}

export function countRows(snapshot: Snapshot, filter: Filter | undefined): number {
  if (filter === undefined) return snapshot.points;
  return snapshot.parts.reduce((sum, _, part) => sum + snapshot.keptRows(part, filter).count(), 0);
}

/** See `VectorStore.facets`. */
export function facetCounts(
  snapshot: Snapshot,
  requests: readonly FacetRequest[],
  { filter, ids }: { readonly filter?: Filter; readonly ids?: readonly string[] },
): { total: number; facets: FacetCount[][] } {
  const chosen = ids === undefined ? null : rowsOfIds(snapshot, ids);
  const totals = requests.map((): FacetCounts => new Map());
  let total = 0;
  for (const [part, { segment }] of snapshot.parts.entries()) {
    const kept = snapshot.keptRows(part, filter);
    const among = chosen === null ? kept : chosen[part]!.and(kept);
    total += among.count();
    for (const [i, request] of requests.entries()) {
      addCounts(totals[i]!, countFacet(segment.columns, request, among));
    }
  }
  return { total, facets: requests.map((request, i) => rankFacet(request, totals[i]!)) };
}

function rowsOfIds(snapshot: Snapshot, ids: readonly string[]): Bitmap[] {
  const rows = snapshot.parts.map(({ segment }) => new Bitmap(segment.rows));
  for (const id of ids) {
    const place = snapshot.locate(id);
    if (place !== null) rows[place.part]!.add(place.row);
  }
  return rows;
}

const infos = new WeakMap<Snapshot, Omit<CollectionInfo, "sequence">>();

/** What a snapshot holds; counted once per snapshot. */
export function snapshotInfo(schema: CollectionSchema, snapshot: Snapshot): Omit<CollectionInfo, "sequence"> {
  const known = infos.get(snapshot);
  if (known !== undefined) return known;
  const spaces = [...Object.keys(schema.dense), ...schema.sparse].map((space): [string, number] => [
    space,
    snapshot.parts.reduce((sum, part) => sum + vectorsIn(part, space), 0),
  ]);
  const bytes = snapshot.parts.reduce((sum, { segment }) => sum + segment.byteLength, 0);
  const info = { points: snapshot.points, spaces: Object.fromEntries(spaces), bytes };
  infos.set(snapshot, info);
  return info;
}

function vectorsIn({ segment, deleted }: SnapshotPart, space: string): number {
  const codes = segment.dense.get(space);
  if (codes !== undefined) {
    let vectors = codes.header.vectorCount;
    deleted?.forEach((row) => {
      if (codes.has(row)) vectors--;
    });
    return vectors;
  }
  const postings = segment.sparse.get(space);
  if (postings === undefined) return 0;
  return postings.vectors - (deleted?.countAnd(postings.present) ?? 0);
}
