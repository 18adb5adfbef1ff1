import { fail } from "../errors.ts";
import type { CollectionSchema, Leg, Point, VectorStore } from "../vector-store/port.ts";
import { type Evidence, PROBES, similarity, sparseDot } from "./evidence.ts";

/** A stored vector may be an approximation; below this cosine it is another vector. */
const LEAST_COSINE = 0.97;
/** Least share of the exact best ten that searches must find, over all sampled queries of a space. */
const LEAST_RECALL = 0.9;
const QUERIES = 20;
const TOP = 10;

/**
 * Holds a finished collection against what was written to it: checksums, counts of points, vectors and filters,
 * the vectors of points that were made a second time, and the recall of sampled searches against an exact one
 * over the same sample.
 * Throws INDEX_VERIFICATION_FAILED with everything that differs, or INDEX_DAMAGED.
 */
export async function verifyCollection(
  store: VectorStore,
  collection: string,
  evidence: Evidence,
  remade: readonly Point[],
  signal?: AbortSignal,
): Promise<void> {
  await store.verify(collection);
  const schema = await store.schema(collection);
  const wrong = [
    ...(await wrongCounts(store, collection, schema, evidence)),
    ...(await wrongVectors(store, collection, remade)),
  ];
  for (const space of [...Object.keys(schema.dense), ...schema.sparse]) {
    signal?.throwIfAborted();
    wrong.push(...(await wrongRecall(store, collection, schema, space, evidence)));
  }
  if (wrong.length > 0) {
    throw fail(
      "INDEX_VERIFICATION_FAILED",
      `${collection} is not what was written to it and was not made live: ${wrong.join("; ")}`,
    );
  }
}

async function wrongCounts(
  store: VectorStore,
  collection: string,
  schema: CollectionSchema,
  evidence: Evidence,
): Promise<string[]> {
  const wrong: string[] = [];
  const check = (what: string, got: number, expected: number) => {
    if (got !== expected) wrong.push(`${what}: ${got} instead of ${expected}`);
  };
  const info = await store.info(collection);
  check("points", info.points, evidence.points);
  check("points counted", await store.count(collection), evidence.points);
  for (const space of [...Object.keys(schema.dense), ...schema.sparse]) {
    check(`vectors in ${space}`, info.spaces[space] ?? 0, evidence.vectors[space] ?? 0);
  }
  for (const [i, { condition }] of PROBES.entries()) {
    if (!Object.hasOwn(schema.columns, condition.key)) continue;
    const kept = await store.count(collection, { must: [condition] });
    check(`points kept by ${JSON.stringify(condition)}`, kept, evidence.probes[i]!);
  }
  return wrong;
}

async function wrongVectors(
  store: VectorStore,
  collection: string,
  points: readonly Point[],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const point of points) {
    for (const [space, vector] of Object.entries(point.dense)) {
      const stored = await store.vector(collection, point.id, space);
      const cosine = stored === null ? 0 : similarity(stored, vector, "cosine");
      if (cosine < LEAST_COSINE) wrong.push(`vector of ${point.id} in ${space}: cosine ${cosine.toFixed(3)}`);
    }
    if (wrong.length > 5) break;
  }
  return wrong;
}

/**
 * Searches the sample (by a filter on its ids, where it is not the whole collection) with its own vectors and compares
 * with sorting it exactly.
 */
async function wrongRecall(
  store: VectorStore,
  collection: string,
  schema: CollectionSchema,
  space: string,
  { sample, points }: Evidence,
): Promise<string[]> {
  const scored = scorer(schema, space);
  const holders = sample.filter((point) => point.dense[space] ?? point.sparse[space]);
  if (holders.length <= TOP) return [];
  const whole = sample.length === points;
  const among = whole ? {} : { filter: { must: [{ key: "id", any: holders.map(({ id }) => id) }] } };
  const step = Math.max(1, Math.floor(holders.length / QUERIES));
  let found = 0;
  let wanted = 0;
  for (let at = 0; at < holders.length; at += step) {
    const query = holders[at]!;
    const exact = new Map(holders.map((point) => [point.id, scored(query, point)]));
    const best = [...exact.values()]
      .filter((score) => score > Number.NEGATIVE_INFINITY)
      .sort((a, b) => b - a);
    const scores = best.slice(0, TOP);
    const least = scores.at(-1);
    if (least === undefined) continue;
    const answer = await store.query(collection, { legs: [legOf(query, space)], ...among });
    const ranked = answer.ids
      .map((id, i) => ({ id, score: answer.scores[0]![i]! }))
      .filter(({ score }) => !Number.isNaN(score))
      .sort((a, b) => b.score - a.score)
      .slice(0, TOP);
    // By score, not by id: equal vectors are equally right.
    const tolerance = 1e-4 * Math.max(1, Math.abs(least));
    found += ranked.filter(
      ({ id }) => (exact.get(id) ?? Number.NEGATIVE_INFINITY) >= least - tolerance,
    ).length;
    wanted += scores.length;
  }
  const recall = wanted === 0 ? 1 : found / wanted;
  return recall < LEAST_RECALL
    ? [`recall in ${space}: ${recall.toFixed(3)}, at least ${LEAST_RECALL} is right`]
    : [];
}

function legOf(point: Point, space: string): Leg {
  const dense = point.dense[space];
  return dense === undefined
    ? { space, limit: TOP, sparse: point.sparse[space]! }
    : { space, limit: TOP, dense };
}

/** The exact score of one point for the vector of another; minus infinity where they share no term. */
function scorer(schema: CollectionSchema, space: string): (query: Point, point: Point) => number {
  const dense = schema.dense[space];
  if (dense !== undefined) {
    return (query, point) => similarity(query.dense[space]!, point.dense[space]!, dense.distance);
  }
  return (query, point) => {
    const dot = sparseDot(query.sparse[space]!, point.sparse[space]!);
    return dot > 0 ? dot : Number.NEGATIVE_INFINITY;
  };
}
