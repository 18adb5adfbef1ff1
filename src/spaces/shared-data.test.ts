import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { CatalogueEntry } from "../anime/entry.ts";
import { normaliseEntry } from "../anime/normalise.ts";
import type { ColumnType, ColumnValue, Point } from "../vector-store/port.ts";
import { ANIME_KEYS, EPISODE_KEYS } from "./fields.ts";
import { CatalogueFitter } from "./fit.ts";
import { cataloguePoints } from "./points.ts";

const shared = process.env.KOTODAMA_SHARED ?? join(import.meta.dirname, "../../../shared");
const files = ["data/anime.jsonl.gz", "data/enriched-sample.json"].map((name) => join(shared, name));
const skip = files.every((file) => existsSync(file))
  ? false
  : "the optional real data in ../shared is not here";

/** The enriched entries and the catalogue's first fifteen hundred: enough to meet most oddities in seconds. */
function readEntries(): CatalogueEntry[] {
  const lines = gunzipSync(readFileSync(files[0]!)).toString().split("\n", 1_500);
  const sample = JSON.parse(readFileSync(files[1]!, "utf8")) as { data: unknown[] };
  return [...lines.map((line) => JSON.parse(line)), ...sample.data].map((raw, i) => {
    const normalised = normaliseEntry(raw);
    assert.ok(normalised.entry, `entry ${i}`);
    return { ...normalised.entry, id: `${i}`, slug: `anime-${i}` };
  });
}

/** Every text gets the same vector: what is embedded matters here, not how. */
const embedder = {
  maxBatch: 1_000,
  embed: async (texts: readonly string[]) => Float32Array.from(texts.flatMap(() => [0.6, 0.8])),
};

function fits(value: ColumnValue, type: ColumnType): boolean {
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0) return false;
  switch (type) {
    case "keyword":
    case "text":
      return values.every((item) => typeof item === "string" && item.trim() !== "");
    case "bool":
      return typeof value === "boolean";
    case "integer":
    case "datetime":
      return values.every(Number.isSafeInteger);
    case "float":
      return values.every(Number.isFinite);
  }
}

function checkPoint(point: Point, keys: ReadonlyMap<string, ColumnType>): void {
  for (const [key, value] of Object.entries(point.columns)) {
    assert.ok(fits(value, keys.get(key)!), `${point.id} ${key}: ${JSON.stringify(value)}`);
  }
  for (const { indices, values } of Object.values(point.sparse)) {
    assert.equal(indices.length, values.length);
    assert.ok(
      indices.every((index, i) => i === 0 || index > indices[i - 1]!),
      point.id,
    );
    assert.ok(
      values.every((value) => Number.isFinite(value) && value > 0),
      point.id,
    );
  }
}

test("real entries give sound points, and their titles find them", { skip }, async () => {
  const entries = readEntries();
  const fitter = new CatalogueFitter();
  for (const entry of entries) fitter.add(entry);
  const fit = fitter.finish();
  const points = await cataloguePoints(entries, { fit, embedder });
  assert.equal(points.anime.length, entries.length);
  for (const point of points.anime) checkPoint(point, ANIME_KEYS);
  for (const point of points.episodes) checkPoint(point, EPISODE_KEYS);
  const listed = entries.reduce((sum, entry) => sum + (entry.episode_details?.length ?? 0), 0);
  assert.equal(new Set(points.episodes.map((point) => point.id)).size, listed);

  const score = (query: Map<number, number>, point: Point) => {
    const { indices, values } = point.sparse.text_sparse!;
    return indices.reduce((sum, index, i) => sum + (query.get(index) ?? 0) * values[i]!, 0);
  };
  const probes = entries.filter((_, i) => i % 75 === 0);
  let found = 0;
  for (const probe of probes) {
    const { indices, values } = fit.animeText.queryVector(probe.title);
    const query = new Map(Array.from(indices, (index, i) => [index, values[i]!]));
    const own = score(query, points.anime[entries.indexOf(probe)]!);
    const better = points.anime.filter((point) => score(query, point) > own + 1e-4).length;
    if (better < 5) found++;
  }
  // Not every title: sequels share most words with their first part, and some titles are stop words.
  assert.ok(
    found >= 0.9 * probes.length,
    `${found} of ${probes.length} titles are among their own first five`,
  );
});
