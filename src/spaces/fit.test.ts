import assert from "node:assert/strict";
import { test } from "node:test";
import type { AnimeEntry } from "../anime/entry.ts";
import { CatalogueFit, CatalogueFitter } from "./fit.ts";

function catalogue(): AnimeEntry[] {
  return Array.from({ length: 40 }, (_, i) => ({
    title: `Title ${i % 7}`,
    synopsis: `A story of ${["cats", "dogs", "birds"][i % 3]} number ${i}`,
    genres: [["Action", "Drama"][i % 2]!],
    staff_data: { studios: [{ name: `Studio ${i % 5} Works` }] },
    statistics: { mal: { members: (i * 7919) % 1000 } },
    episode_details: [{ episode_number: 1, title: `Beginning ${i % 4}` }],
  }));
}

function fit(entries: readonly AnimeEntry[]): CatalogueFit {
  const fitter = new CatalogueFitter();
  for (const entry of entries) fitter.add(entry);
  return fitter.finish();
}

test("the same catalogue gives the same bytes in any order", () => {
  const bytes = fit(catalogue()).toBytes();
  assert.deepEqual(fit(catalogue().reverse()).toBytes(), bytes);
  // A step that is prime to 40 visits every entry once.
  const shuffled = catalogue().map((_, i, all) => all[(i * 17) % all.length]!);
  assert.deepEqual(fit(shuffled).toBytes(), bytes);
});

test("bytes keep all four parts", () => {
  const made = fit(catalogue());
  const read = CatalogueFit.fromBytes(made.toBytes());
  assert.deepEqual(read.toBytes(), made.toBytes());
  assert.deepEqual(read.popularity, made.popularity);
  assert.deepEqual(read.animeText.queryVector("cats"), made.animeText.queryVector("cats"));
  assert.deepEqual(read.episodeText.queryVector("beginning"), made.episodeText.queryVector("beginning"));
  assert.deepEqual(read.metadata.queryVector("action drama"), made.metadata.queryVector("action drama"));
  assert.equal(read.animeText.documents, 40);
  assert.equal(read.episodeText.documents, 40);
});

test("bytes within a larger buffer are read", () => {
  const bytes = fit(catalogue()).toBytes();
  const larger = new Uint8Array(bytes.length + 20);
  larger.set(bytes, 7);
  assert.deepEqual(CatalogueFit.fromBytes(larger.subarray(7, 7 + bytes.length)).toBytes(), bytes);
});

test("a changed byte anywhere is noticed", () => {
  const bytes = fit(catalogue()).toBytes();
  for (let at = 0; at < bytes.length; at += 13) {
    const damaged = Uint8Array.from(bytes);
    damaged[at]! ^= 1;
    assert.throws(() => CatalogueFit.fromBytes(damaged), { code: "INDEX_DAMAGED" }, `byte ${at}`);
  }
  for (const length of [0, 1, 4, 5, bytes.length - 1]) {
    assert.throws(() => CatalogueFit.fromBytes(bytes.subarray(0, length)), { code: "INDEX_DAMAGED" });
  }
});

test("an empty catalogue has a fit", () => {
  const empty = CatalogueFit.fromBytes(fit([]).toBytes());
  assert.equal(empty.metadata.queryVector("action").indices.length, 0);
  assert.ok(empty.animeText.queryVector("cats").values[0]! > 0);
});
