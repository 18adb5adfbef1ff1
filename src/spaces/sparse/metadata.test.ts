import assert from "node:assert/strict";
import { test } from "node:test";
import type { AnimeEntry } from "../../anime/entry.ts";
import type { SparseVector } from "../../vector-store/port.ts";
import { featureIndex, metadataFeatures } from "./metadata.ts";
import { MetadataFitter, MetadataVocabulary } from "./metadata-vocabulary.ts";
import type { FeatureName } from "./metadata-words.ts";

type Feature = `${FeatureName["kind"]}:${string}`;

function index(feature: Feature): number {
  const at = feature.indexOf(":");
  return featureIndex({ kind: feature.slice(0, at) as FeatureName["kind"], value: feature.slice(at + 1) });
}

/** The vector that holds exactly these features. */
function vector(features: Readonly<Record<Feature, number>>): SparseVector {
  const sorted = Object.entries<number>(features).map(
    ([name, weight]) => [index(name as Feature), weight] as const,
  );
  sorted.sort((a, b) => a[0] - b[0]);
  return {
    indices: Uint32Array.from(sorted, ([at]) => at),
    values: Float32Array.from(sorted, ([, weight]) => weight),
  };
}

test("an entry's features carry the weights of their kinds", () => {
  const entry: AnimeEntry = {
    title: "A",
    type: "TV",
    year: 1998,
    episodes: 26,
    source_material: "MANGA",
    genres: ["Action", "Sci-Fi", "Award Winning"],
    demographics: ["Shounen"],
    staff_data: { studios: [{ name: "Studio Ghibli" }, { name: "Madhouse" }] },
    score: { median: 8.1 },
    popularity_score: 0.97,
    status: "FINISHED",
  };
  assert.deepEqual(
    metadataFeatures(entry),
    vector({
      "genre:action": 1,
      "genre:scifi": 1,
      "genre:awardwinning": 1,
      "demographic:shounen": 0.9,
      "studio:ghibli": 0.8,
      "studio:madhouse": 0.7,
      "source:manga": 0.6,
      "format:tv": 0.4,
      "decade:1990s": 0.3,
      "trait:awardwinner": 1.2,
      "trait:highlyrated": 1.1,
      "trait:popular": 0.8,
      "trait:twocours": 0.5,
    }),
  );
});

test("decades from 2010 on weigh more than those before", () => {
  assert.deepEqual(metadataFeatures({ title: "A", year: 2009 }), vector({ "decade:2000s": 0.3 }));
  assert.deepEqual(metadataFeatures({ title: "A", year: 2010 }), vector({ "decade:2010s": 0.4 }));
  assert.deepEqual(metadataFeatures({ title: "A", year: 1917 }), vector({ "decade:1910s": 0.3 }));
});

test("bounds: a score of 8, popularity, airing and episodes", () => {
  const traits = (entry: Partial<AnimeEntry>) => metadataFeatures({ title: "A", ...entry });
  assert.equal(traits({ score: { median: 8 } }).indices.length, 0);
  assert.equal(traits({ popularity_score: 0.949 }).indices.length, 0);
  assert.deepEqual(traits({ popularity_score: 0.9, status: "ONGOING" }), vector({ "trait:trending": 0.6 }));
  assert.equal(traits({ popularity_score: 0.9 }).indices.length, 0);
  for (const [episodes, trait] of [
    [9, undefined],
    [10, "onecour"],
    [14, "onecour"],
    [15, undefined],
    [20, "twocours"],
    [28, "twocours"],
    [29, undefined],
    [50, undefined],
    [51, "longrunning"],
  ] as const) {
    const weight = trait === "longrunning" ? 0.3 : 0.5;
    const expected = trait === undefined ? vector({}) : vector({ [`trait:${trait}` as const]: weight });
    assert.deepEqual(traits({ episodes }), expected, `${episodes} episodes`);
  }
});

test("spellings of one studio or genre share a feature", () => {
  const studio = (name: string) => metadataFeatures({ title: "A", staff_data: { studios: [{ name }] } });
  assert.deepEqual(studio("P.A. Works"), studio("P.A.WORKS"));
  assert.deepEqual(studio("Studio Pierrot"), studio("Pierrot Co., Ltd."));
  assert.deepEqual(studio("8-bit"), studio("8bit"));
  assert.notDeepEqual(studio("AIC"), studio("AIC ASTA"));
  assert.deepEqual(studio("!!!"), vector({}));
  const genre = (name: string) => metadataFeatures({ title: "A", genres: [name] });
  assert.deepEqual(genre("Science Fiction"), genre("Sci-Fi"));
  assert.deepEqual(genre("Magical Girl"), genre("Mahou Shoujo"));
});

/** Fifty entries whose synopses use "bones" and "white fox" for what they are in English. */
function catalogue(): AnimeEntry[] {
  const studios = [
    "Madhouse",
    "Bones",
    "Trigger",
    "White Fox",
    "Kyoto Animation",
    "Studio Ghibli",
    "J.C.Staff",
    "feel.",
  ];
  const genres = [
    "Action",
    "Drama",
    "Romance",
    "Sci-Fi",
    "Thriller",
    "Comedy",
    "Mahou Shoujo",
    "Boys Love",
    "Slice of Life",
  ];
  return Array.from({ length: 50 }, (_, i) => ({
    title: `Anime ${i}`,
    year: 1980 + i,
    genres: [genres[i % genres.length]!],
    demographics: [["Shounen", "Kids"][i % 2]!],
    staff_data: { studios: [{ name: studios[i % studios.length]! }] },
    synopsis: i % 5 === 0 ? "A white fox digs for bones in Kyoto and pulls the trigger." : "A quiet story.",
  }));
}

function fitted(): MetadataVocabulary {
  const fitter = new MetadataFitter();
  for (const entry of catalogue()) fitter.add(entry);
  return fitter.finish();
}

const queries: readonly (readonly [query: string, features: readonly Feature[]])[] = [
  [
    "shounen action from the 90s by Madhouse",
    ["demographic:shounen", "genre:action", "decade:1990s", "studio:madhouse"],
  ],
  ["movies by Ghibli", ["format:movie", "studio:ghibli"]],
  ["sci-fi thriller", ["genre:scifi", "genre:thriller"]],
  ["scifi, Science Fiction and sci fi", ["genre:scifi"]],
  ["award winning drama", ["trait:awardwinner", "genre:drama"]],
  ["award-winning dramas", ["trait:awardwinner", "genre:drama"]],
  ["long running", ["trait:longrunning"]],
  ["2010s", ["decade:2010s"]],
  ["1998", ["decade:1990s"]],
  ["'90s", ["decade:1990s"]],
  ["the early nineties", ["decade:1990s"]],
  ["1890s", []],
  ["a woman in her early 20s", []],
  ["shonen", ["demographic:shounen"]],
  ["boys’ love", ["genre:boyslove"]],
  ["magical girl", ["genre:magicalgirl"]],
  ["slice-of-life romcom", ["genre:sliceoflife", "genre:romance", "genre:comedy"]],
  ["comedies without romance", ["genre:comedy"]],
  ["24 episodes", ["trait:twocours"]],
  ["two cours", ["trait:twocours"]],
  ["17 episodes", []],
  ["based on a light novel", ["source:lightnovel"]],
  ["manga adaptation", ["source:manga"]],
  ["a girl who draws manga", []],
  ["anime for kids", ["demographic:kids"]],
  ["two kids find a robot", []],
  ["jc staff", ["studio:jcstaff"]],
  ["the white fox buries bones", []],
  ["by White Fox", ["studio:whitefox"]],
  ["by bones and trigger", ["studio:bones", "studio:trigger"]],
  ["studio feel drama", ["studio:feel", "genre:drama"]],
  ["a trigger studio anime", ["studio:trigger"]],
  ["some Trigger anime", ["studio:trigger"]],
  ["SOME TRIGGER ANIME", []],
  ["Bones of the dead", []],
  ["kyoto animation", ["studio:kyoto"]],
  ["set in kyoto", []],
  ["based on a true story", []],
  ["", []],
  ["👍 \ud800", []],
];

for (const [query, features] of queries) {
  test(`the query “${query.toWellFormed()}”`, () => {
    const expected = vector(Object.fromEntries(features.map((feature) => [feature, 1])));
    assert.deepEqual(fitted().queryVector(query), expected);
  });
}

test("a name that the catalogue lacks means nothing", () => {
  assert.deepEqual(new MetadataFitter().finish().queryVector("shounen drama by Madhouse, 1990s"), vector({}));
});

test("the order of entries does not matter, and bytes keep everything", () => {
  const reversed = new MetadataFitter();
  for (const entry of catalogue().reverse()) reversed.add(entry);
  const bytes = fitted().toBytes();
  assert.deepEqual(reversed.finish().toBytes(), bytes);
  const read = MetadataVocabulary.fromBytes(bytes);
  assert.deepEqual(read.toBytes(), bytes);
  for (const [query] of queries)
    assert.deepEqual(read.queryVector(query), fitted().queryVector(query), query);
  for (let length = 0; length < bytes.length; length += 7) {
    assert.throws(() => MetadataVocabulary.fromBytes(bytes.subarray(0, length)), { code: "INDEX_DAMAGED" });
  }
});
