import { meanOfSparse } from "../means.ts";
import type { CollectionSchema, Leg, QueryAnswer, QueryRequest } from "../port.ts";
import type { Bitmap } from "./bitmap.ts";
import { rotationOf } from "./rotation.ts";
import type { PlanLeg } from "./search-plan.ts";
import type { SearchPool } from "./search-pool.ts";
import type { Segment } from "./segment.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * Answers a query over a snapshot. The filter becomes a bitmap per segment here; the pool finds every leg's best
 * rows and scores their union in every leg; ids and numbers of the columns are looked up here again.
 */
export async function search(
  pool: SearchPool,
  schema: CollectionSchema,
  snapshot: Snapshot,
  request: QueryRequest,
): Promise<QueryAnswer> {
  const planned = request.legs.map((leg) => planLeg(schema, snapshot, leg));
  const legs = planned.filter((leg) => leg !== null);
  const kept = snapshot.parts.map((_, part) => snapshot.kept(part, request.filter));
  const included = includedRows(snapshot, request.include ?? [], kept);
  const segments = snapshot.parts.map(({ segment }, part) => ({
    key: segment.keyIn(pool),
    filter: kept[part]?.words ?? null,
    ...(included.has(part) ? { include: Uint32Array.from(included.get(part)!) } : {}),
  }));
  const { counts, rows, scores, found } = await pool.run({ legs, segments }, { signal: request.signal });

  const ids: string[] = [];
  const columns = (request.columns ?? []).map((name) => ({ name, numbers: new Float64Array(rows.length) }));
  const fits = (request.fits ?? []).map((filter) => ({ filter, fitting: new Uint8Array(rows.length) }));
  for (const [part, { segment }] of snapshot.parts.entries()) {
    const own = rows.subarray(ids.length, ids.length + counts[part]!);
    for (const { name, numbers } of columns) numbers.set(segment.columns.numbersAt(name, own), ids.length);
    for (const { filter, fitting } of fits) {
      const kept = snapshot.keptRows(part, filter);
      for (let i = 0; i < own.length; i++) if (kept.has(own[i]!)) fitting[ids.length + i] = 1;
    }
    for (const row of own) ids.push(segment.ids.id(row));
  }
  // Legs without a vector were not planned: nothing has a score in them.
  const places = planned.map((leg) => (leg === null ? -1 : legs.indexOf(leg)));
  return {
    ids,
    scores: places.map((at) =>
      at < 0
        ? new Float32Array(rows.length).fill(Number.NaN)
        : scores.subarray(at * rows.length, (at + 1) * rows.length),
    ),
    columns: Object.fromEntries(columns.map(({ name, numbers }) => [name, numbers])),
    fits: fits.map(({ fitting }) => fitting),
    full: places.map((at, i) => (at < 0 ? 0 : found[at]) === request.legs[i]!.limit),
  };
}

/** The rows of the points that a request includes and its filter keeps, by part; null keeps all rows of a part. */
function includedRows(
  snapshot: Snapshot,
  include: readonly string[],
  kept: readonly (Bitmap | null)[],
): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (const id of include) {
    const place = snapshot.locate(id);
    if (place === null) continue;
    const { part, row } = place;
    if (kept[part]?.has(row) === false) continue;
    if (!rows.has(part)) rows.set(part, []);
    rows.get(part)!.push(row);
  }
  return rows;
}

/** The leg with the vector that it searches for; null for that of points that have none, or are not there. */
function planLeg(schema: CollectionSchema, snapshot: Snapshot, leg: Leg): PlanLeg | null {
  const { space, limit: k } = leg;
  const isLow = schema.dense[space]?.priority === "low";
  if ("dense" in leg) return { space, k, dense: leg.dense, isLow };
  if ("sparse" in leg) return { space, k, sparse: leg.sparse };
  const models = leg.like.flatMap((id) => {
    const place = snapshot.locate(id);
    return place === null ? [] : [{ segment: snapshot.parts[place.part]!.segment, row: place.row }];
  });
  if (Object.hasOwn(schema.dense, space)) {
    const dense = meanOfCodes(models, space, schema.dense[space]!.dimension);
    return dense === null ? null : { space, k, dense, isLow };
  }
  const sparse = meanOfSparse(
    models.flatMap(({ segment, row }) => segment.sparse.get(space)?.vectorAt(row) ?? []),
  );
  return sparse === null ? null : { space, k, sparse };
}

interface Located {
  readonly segment: Segment;
  readonly row: number;
}

/** The mean of the vectors that points have in a dense space; null where none has one. Turned back once, as a sum. */
function meanOfCodes(points: readonly Located[], space: string, dimension: number): Float32Array | null {
  let sum: Float32Array | null = null;
  let count = 0;
  for (const { segment, row } of points) {
    const held = segment.dense.get(space)?.quantisedAt(row);
    if (!held) continue;
    sum ??= new Float32Array(held.codes.length);
    for (let d = 0; d < sum.length; d++) sum[d]! += held.codes[d]! * held.scale;
    count++;
  }
  return sum && rotationOf(dimension).unrotate(sum.map((value) => value / count));
}
