import assert from "node:assert/strict";
import { test } from "node:test";
import type { CatalogueEntry } from "../anime/entry.ts";
import { collectionSchema } from "./fields.ts";
import { CatalogueFitter } from "./fit.ts";
import { animePoints, cataloguePoints, episodePoints } from "./points.ts";
import { spacesWith } from "./spaces.ts";

/** Two dimensions: texts with an "x" point one way, with a "y" the other; without either there is no vector. */
function embedder(maxBatch = 3) {
  const calls: string[][] = [];
  return {
    calls,
    maxBatch,
    async embed(texts: readonly string[]): Promise<Float32Array> {
      assert.ok(texts.length <= maxBatch);
      calls.push([...texts]);
      const rows = texts.map((text) => (text.includes("x") ? [1, 0] : text.includes("y") ? [0, 1] : [0, 0]));
      return Float32Array.from(rows.flat());
    },
  };
}

const ENTRIES: readonly CatalogueEntry[] = [
  {
    id: "1",
    slug: "x-1",
    title: "x",
    genres: ["Drama"],
    statistics: { mal: { members: 10 } },
    popularity_score: 0.123,
    episode_details: [
      { episode_number: 1, title: "x" },
      { episode_number: 2, title: "y" },
      { episode_number: 3, title: "Episode 3" },
    ],
  },
  { id: "2", slug: "y-2", title: "y", statistics: { mal: { members: 20 } }, type: "MOVIE" },
];

const fitter = new CatalogueFitter();
for (const entry of ENTRIES) fitter.add(entry);
const fit = fitter.finish();

test("a point has vectors where its entry says something the embedder knows", async () => {
  const [first, second] = await animePoints(ENTRIES, { fit, embedder: embedder() });
  // "Drama." holds neither x nor y: genre_vector is left out.
  assert.deepEqual(Object.keys(first!.dense).sort(), ["episode_vector", "title_vector"]);
  assert.deepEqual([...first!.dense.title_vector!], [1, 0]);
  // The mean of (1, 0) and (0, 1), as a unit vector; the episode without a title has no part in it.
  assert.deepEqual([...first!.dense.episode_vector!], [Math.fround(Math.SQRT1_2), Math.fround(Math.SQRT1_2)]);
  assert.deepEqual(Object.keys(second!.dense), ["title_vector"]);
  assert.deepEqual(Object.keys(first!.sparse).sort(), ["metadata_sparse", "text_sparse"]);
});

test("computed fields come from the fit, not from the entry", async () => {
  const [first] = await animePoints(ENTRIES, { fit, embedder: embedder() });
  // Members 10 of {10, 20}: none below, half of one equal, of two.
  assert.equal(first!.columns.popularity_score, 0.25);
  assert.equal(first!.payload.popularity_score, 0.25);
});

test("episodes become points of their own, in order", async () => {
  const points = await episodePoints(ENTRIES[0]!, { fit, embedder: embedder() });
  assert.deepEqual(
    points.map((point) => point.id),
    ["1#s1e1", "1#s1e2", "1#s1e3"],
  );
  assert.deepEqual(
    points.map((point) => Object.keys(point.dense).length),
    [1, 1, 0],
  );
  // The third has no title of its own, but belongs to "x".
  assert.equal(points[2]!.sparse.text_sparse!.indices.length, 1);
});

test("all points at once are those of one by one, each distinct text embedded once", async () => {
  const together = embedder();
  const points = await cataloguePoints(ENTRIES, { fit, embedder: together });
  assert.deepEqual(points.anime, await animePoints(ENTRIES, { fit, embedder: embedder() }));
  assert.deepEqual(points.episodes, await episodePoints(ENTRIES[0]!, { fit, embedder: embedder() }));
  const texts = together.calls.flat();
  assert.equal(new Set(texts).size, texts.length);
  assert.deepEqual(await cataloguePoints([], { fit, embedder: embedder() }), { anime: [], episodes: [] });
});

test("many entries go in groups without losing any", async () => {
  const many = Array.from({ length: 600 }, (_, i) => ({ id: `${i}`, slug: `s${i}`, title: `x ${i}` }));
  const points = await animePoints(many, { fit, embedder: embedder(100) });
  assert.deepEqual(
    points.map((point) => point.id),
    many.map((entry) => entry.id),
  );
});

test("points fit the collections' schemas", async () => {
  const spaces = spacesWith({}, 2);
  const { anime, episodes } = await cataloguePoints(ENTRIES, { fit, embedder: embedder() });
  for (const [schema, points] of [
    [collectionSchema("anime", spaces), anime],
    [collectionSchema("episodes", spaces), episodes],
  ] as const) {
    for (const point of points) {
      for (const [space, vector] of Object.entries(point.dense)) {
        assert.equal(vector.length, schema.dense[space]!.dimension);
      }
      for (const space of Object.keys(point.sparse)) assert.ok(schema.sparse.includes(space), space);
      for (const column of Object.keys(point.columns)) assert.ok(column in schema.columns, column);
    }
  }
});

test("an embedder's failure is passed on", async () => {
  const failing = { maxBatch: 10, embed: () => Promise.reject(new Error("no model")) };
  await assert.rejects(animePoints(ENTRIES, { fit, embedder: failing }), /no model/);
});
