import assert from "node:assert/strict";
import type { Random } from "../../../random.ts";
import type { CollectionSchema, Point, VectorStore } from "../../port.ts";

export const SCHEMA: CollectionSchema = {
  dense: {
    near: { dimension: 8, distance: "cosine", priority: "high" },
    far: { dimension: 5, distance: "euclid", priority: "low" },
  },
  sparse: ["words"],
  columns: { kind: "keyword", year: "integer", title: "text", adult: "bool" },
};

const KINDS = ["TV", "Movie", "OVA"];

/** A point that can be told from every other by its year, which counts versions. */
export function randomPoint(random: Random, id: string, version: number): Point {
  const vector = (length: number) => Float32Array.from({ length }, () => random.normal());
  const indices = Uint32Array.from(new Set(Array.from({ length: 5 }, () => random.integer(1, 40)))).sort();
  return {
    id,
    dense: { near: vector(8), ...(random.chance(0.7) && { far: vector(5) }) },
    sparse: random.chance(0.8)
      ? { words: { indices, values: new Float32Array(indices.length).fill(1) } }
      : {},
    columns: { kind: random.pick(KINDS), year: version, title: `point ${id}`, adult: random.chance(0.2) },
    payload: { id, version },
  };
}

/** Points by id as they should be. */
export type Expected = ReadonlyMap<string, Point>;

/** Compares everything that can be read of a collection with what it should hold. */
export async function assertHolds(store: VectorStore, name: string, expected: Expected): Promise<void> {
  const ids = [...expected.keys()].sort();
  const { ids: found, total } = await store.scroll(name, { limit: expected.size + 10 });
  assert.deepEqual(found, ids);
  assert.equal(total, expected.size);
  assert.equal((await store.info(name)).points, expected.size);
  assert.deepEqual(
    await store.payloads(name, ids),
    ids.map((id) => expected.get(id)!.payload),
  );
  for (const kind of KINDS) {
    const filter = { must: [{ key: "kind", any: [kind] }] };
    const kept = ids.filter((id) => expected.get(id)!.columns.kind === kind);
    assert.deepEqual((await store.scroll(name, { filter, limit: 1e6 })).ids, kept);
    assert.equal(await store.count(name, filter), kept.length);
  }
  const spaces = { near: 0, far: 0, words: 0 };
  for (const { dense, sparse } of expected.values()) {
    for (const space of [...Object.keys(dense), ...Object.keys(sparse)]) spaces[space as "near"]++;
  }
  assert.deepEqual((await store.info(name)).spaces, spaces);
  for (const id of ids.slice(0, 5)) {
    const point = expected.get(id)!;
    const { ids: nearest, scores } = await store.query(name, {
      legs: [{ space: "near", limit: 1, dense: point.dense.near! }],
    });
    assert.equal(nearest[0], id, "a point's own vector finds it");
    assert.ok(Math.abs(scores[0]![0]! - 1) < 0.01);
  }
}
