import assert from "node:assert/strict";
import type { Random } from "../../random.ts";
import { meanOfDense, meanOfSparse } from "../means.ts";
import { MemoryStore } from "../memory/memory-store.ts";
import { denseScore, sparseScore } from "../memory/scores.ts";
import type { FacetRequest, Leg, Point, QueryRequest, Sort, VectorStore } from "../port.ts";
import { randomFilter, randomLeg, SCHEMA } from "./points.ts";

const COLLECTION = "truth";
/** More than any collection of the suite holds. */
const EVERYTHING = 100_000;
/** The part by which sparse scores may differ: the rounding of their sums. */
const SPARSE_TOLERANCE = 1e-4;

/** What a collection ought to hold, and the exact store that was fed it. */
export interface Truth {
  readonly points: ReadonlyMap<string, Point>;
  readonly oracle: VectorStore;
}

export async function truthOf(points: ReadonlyMap<string, Point>): Promise<Truth> {
  const oracle = new MemoryStore();
  await oracle.createCollection(COLLECTION, SCHEMA);
  await oracle.upsert(COLLECTION, [...points.values()]);
  return { points, oracle };
}

/** The ids that a filter keeps, in order, from the oracle. */
export async function keptIds({ oracle }: Truth, filter: QueryRequest["filter"]): Promise<readonly string[]> {
  return (await oracle.scroll(COLLECTION, { ...(filter && { filter }), limit: EVERYTHING })).ids;
}

/**
 * Asserts that random requests of every kind are answered as the oracle answers them; query scores within the
 * tolerance, all else exactly.
 */
export async function assertAgrees(
  store: VectorStore,
  collection: string,
  truth: Truth,
  random: Random,
  tolerance: number,
): Promise<void> {
  const { points, oracle } = truth;
  const ids = [...points.keys(), "nobody"];
  const info = await store.info(collection);
  const expectedInfo = await oracle.info(COLLECTION);
  assert.equal(info.points, expectedInfo.points);
  assert.deepEqual(info.spaces, expectedInfo.spaces);
  assert.deepEqual(await store.payloads(collection, ids), await oracle.payloads(COLLECTION, ids));

  for (let round = 0; round < 6; round++) {
    const filter = randomFilter(random);
    const sort = randomSort(random);
    const offset = random.pick([0, 0, 3, 50, 1000]);
    for (const request of [
      { limit: EVERYTHING },
      { filter, limit: EVERYTHING },
      { filter, sort, offset, limit: random.pick([0, 1, 5, 40]) },
      { sort, offset, limit: random.pick([1, 7, 300]) },
    ]) {
      const wanted = await oracle.scroll(COLLECTION, request);
      assert.deepEqual(await store.scroll(collection, request), wanted, JSON.stringify(request));
    }
    assert.equal(await store.count(collection, filter), await oracle.count(COLLECTION, filter));
    const among = {
      ...(random.chance(0.7) && { filter }),
      ...(random.chance(0.3) && { ids: ids.slice(0, 25) }),
    };
    const facets = await store.facets(collection, FACETS, among);
    assert.deepEqual(facets, await oracle.facets(COLLECTION, FACETS, among), JSON.stringify(among));

    const request: QueryRequest = {
      legs: Array.from({ length: random.integer(1, 4) }, () => randomLeg(random, ids)),
      ...(random.chance(0.5) && { filter }),
      columns: ["year", "score", "nsfw", "aired"].filter(() => random.chance(0.5)),
    };
    await assertQueryAgrees(store, collection, truth, request, tolerance);
  }
}

const FACETS: readonly FacetRequest[] = [
  { column: "genres", size: 1000 },
  { column: "constructor", size: 3 },
  { column: "nsfw", size: 10 },
  { column: "year", size: 20 },
  { column: "score", interval: 0.5 },
  { column: "aired", interval: 30 * 86_400_000 },
];

function randomSort(random: Random): Sort[] {
  const sortable = Object.keys(SCHEMA.columns).filter((column) => SCHEMA.columns[column] !== "text");
  return Array.from({ length: random.integer(0, 3) }, () => ({
    column: random.pick(sortable),
    order: random.pick(["asc", "desc"] as const),
  }));
}

/**
 * Asserts that a query has as many candidates per leg as the oracle finds, each of them at least as good as the
 * worst that belongs there (the tolerance aside, so ties may fall either way); that every candidate has its score
 * in every leg; and exact columns.
 */
async function assertQueryAgrees(
  store: VectorStore,
  collection: string,
  truth: Truth,
  request: QueryRequest,
  tolerance: number,
): Promise<void> {
  const { points, oracle } = truth;
  const answer = await store.query(collection, request);
  const expected = await oracle.query(COLLECTION, request);
  assert.deepEqual(answer.full, expected.full);
  assert.equal(new Set(answer.ids).size, answer.ids.length, "a candidate stands twice");
  assert.equal(answer.scores.length, request.legs.length);

  const kept = new Set(await keptIds(truth, request.filter));
  const union = new Set<string>();
  for (const [i, leg] of request.legs.entries()) {
    const single = { ...request, legs: [leg] };
    const alone = await store.query(collection, single);
    const best = await oracle.query(COLLECTION, single);
    assert.equal(alone.ids.length, best.ids.length, `candidates of leg ${i}: ${JSON.stringify(leg)}`);
    const worst = measure(leg.space, Math.min(...best.scores[0]!), tolerance).value;
    for (const id of alone.ids) {
      assert.ok(kept.has(id), `leg ${i} found ${id}, which the filter does not keep`);
      const { value, error } = measure(leg.space, exactScore(points, leg, id), tolerance);
      assert.ok(value >= worst - 2 * error, `leg ${i} found ${id}, which is not among the best ${leg.limit}`);
      union.add(id);
    }
    for (const [at, id] of answer.ids.entries()) {
      assertScore(leg.space, answer.scores[i]![at]!, exactScore(points, leg, id), tolerance);
    }
  }
  assert.deepEqual([...answer.ids].sort(), [...union].sort(), "the union of the legs' candidates");

  assert.deepEqual(Object.keys(answer.columns).sort(), [...(request.columns ?? [])].sort());
  for (const column of request.columns ?? []) {
    const wanted = answer.ids.map((id) => Number(points.get(id)!.columns[column] ?? Number.NaN));
    assert.deepEqual([...answer.columns[column]!], wanted, column);
  }
}

/** A point's exact score in a leg, NaN where the point or the leg has no vector. */
function exactScore(points: ReadonlyMap<string, Point>, leg: Leg, id: string): number {
  const { space } = leg;
  const point = points.get(id)!;
  const models = "like" in leg ? leg.like.flatMap((model) => points.get(model) ?? []) : [];
  const dense = SCHEMA.dense[space];
  if (dense === undefined) {
    const query =
      "sparse" in leg ? leg.sparse : meanOfSparse(models.flatMap(({ sparse }) => sparse[space] ?? []));
    const stored = point.sparse[space];
    return query === null || stored === undefined ? Number.NaN : sparseScore(query, stored);
  }
  const ofDirections = dense.distance === "cosine";
  const query =
    "dense" in leg
      ? leg.dense
      : meanOfDense(
          models.flatMap((model) => model.dense[space] ?? []),
          ofDirections,
        );
  const stored = point.dense[space];
  return query === null || stored === undefined ? Number.NaN : denseScore(dense.distance, query, stored);
}

/** Asserts that a score is as near to the exact one as the tolerance asks, and NaN only where that is NaN. */
export function assertScore(space: string, actual: number, exact: number, tolerance: number): void {
  assert.equal(Number.isNaN(actual), Number.isNaN(exact), `${space}: ${actual}, exactly ${exact}`);
  if (Number.isNaN(exact)) return;
  const wanted = measure(space, exact, tolerance);
  const got = measure(space, actual, tolerance);
  assert.ok(Math.abs(got.value - wanted.value) <= wanted.error, `${space}: ${actual}, exactly ${exact}`);
}

/**
 * A score as something that errs by about the same amount everywhere, and by how much it may err. Codes err in
 * inner products: by `tolerance` for unit vectors, so by that times the product of both lengths (at most 2 × 2)
 * for others, and by twice that in squared distances.
 */
function measure(space: string, score: number, tolerance: number): { value: number; error: number } {
  const distance = SCHEMA.dense[space]?.distance;
  if (distance === "cosine") return { value: score, error: tolerance };
  if (distance === "dot") return { value: score, error: 4 * tolerance };
  if (distance === "euclid") return { value: -((1 / score - 1) ** 2), error: 8 * tolerance };
  return { value: score, error: SPARSE_TOLERANCE * Math.max(1, Math.abs(score)) };
}
