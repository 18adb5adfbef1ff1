import assert from "node:assert/strict";
import { test } from "node:test";
import { normaliseEntry } from "../../anime/normalise.ts";
import { all, chunksOf } from "../fixtures.ts";
import { animeOfflineDatabase } from "./anime-offline-database.ts";
import { companyName } from "./company-name.ts";
import { entryFromOfflineDatabase } from "./mapping.ts";

const RECORD = {
  sources: ["https://myanimelist.net/anime/900001", "https://kitsu.io/anime/77"],
  title: "Hoshi no Tabibito",
  type: "TV",
  episodes: 12,
  status: "FINISHED",
  animeSeason: { season: "FALL", year: 2011 },
  picture: "https://cdn.example.org/1.jpg",
  thumbnail: "https://cdn.example.org/1t.jpg",
  duration: { value: 1440, unit: "SECONDS" },
  score: { arithmeticGeometricMean: 7.1, arithmeticMean: 7.2, median: 7 },
  synonyms: ["Star Traveller", "星の旅人"],
  studios: ["j.c.staff", "tms entertainment"],
  producers: ["nhk"],
  relatedAnime: ["https://myanimelist.net/anime/900002"],
  tags: ["science fiction", "shounen", "time travel", "coming of age"],
};

test("an entry of the anime-offline-database becomes an AnimeEntry", () => {
  assert.deepEqual(normaliseEntry(entryFromOfflineDatabase(RECORD)).entry, {
    sources: ["https://myanimelist.net/anime/900001", "https://kitsu.app/anime/77"],
    title: "Hoshi no Tabibito",
    title_japanese: "星の旅人",
    type: "TV",
    episodes: 12,
    status: "FINISHED",
    season: "FALL",
    year: 2011,
    duration: 1440,
    images: { covers: ["https://cdn.example.org/1.jpg"] },
    score: { arithmetic_mean: 7.2, arithmetic_geometric_mean: 7.1, median: 7 },
    synonyms: ["Star Traveller", "星の旅人"],
    staff_data: {
      studios: [
        { name: "J.C.Staff", type: "animation_studio" },
        { name: "TMS Entertainment", type: "animation_studio" },
      ],
      producers: [{ name: "NHK", type: "producer" }],
    },
    related_anime: [{ relation_type: "OTHER", url: "https://myanimelist.net/anime/900002" }],
    genres: ["Sci-Fi"],
    demographics: ["Shounen"],
    themes: [{ name: "Time Travel" }],
    tags: ["Coming of Age"],
  });
});

test("what the format leaves open is left out", () => {
  const bare = { title: "T", sources: [], animeSeason: { season: "UNDEFINED" }, synonyms: [], tags: [] };
  assert.deepEqual(normaliseEntry(entryFromOfflineDatabase(bare)).entry, { title: "T" });
  for (const other of [null, 5, "x", []])
    assert.notEqual(normaliseEntry(entryFromOfflineDatabase(other)).errors, undefined);
});

test("every published form is recognised and read alike", async () => {
  const meta = { $schema: "x", license: { name: "y" }, lastUpdate: "2026-01-01" };
  const forms = [
    `${JSON.stringify(meta)}\n${JSON.stringify(RECORD)}\n`,
    JSON.stringify({ ...meta, data: [RECORD] }),
    JSON.stringify({ ...meta, data: [RECORD] }, null, 2),
  ];
  for (const form of forms) {
    assert.equal(animeOfflineDatabase.detect(form), true);
    const records = await all(animeOfflineDatabase.read(chunksOf(form, 50)));
    assert.deepEqual(
      records.map((record) => record.ok && record.entry),
      [entryFromOfflineDatabase(RECORD)],
    );
  }
});

test("companies get their capitals", () => {
  const cases: Record<string, string> = {
    "production i.g": "Production I.G",
    "a-1 pictures": "A-1 Pictures",
    "brain's base": "Brain's Base",
    mappa: "MAPPA",
    ufotable: "ufotable",
    "studio 4°c": "Studio 4°C",
    "Studio Ghibli": "Studio Ghibli",
  };
  for (const [small, name] of Object.entries(cases)) assert.equal(companyName(small), name);
});
