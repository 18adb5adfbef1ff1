import assert from "node:assert/strict";
import { test } from "node:test";
import type { AnimeEntry } from "./entry.ts";
import { type Contribution, mergeContributions } from "./merge.ts";

const contribution = (source: string, entry: Partial<AnimeEntry>, format = "anime-entry"): Contribution => ({
  source,
  format,
  entry: { title: source, ...entry },
});

test("a single value comes from the first format that has it, whatever the order", () => {
  const rich = contribution("rich", { title: "Title", year: 1999 });
  const csv = contribution(
    "csv",
    { title: "Title", year: 2000, episodes: 26, synopsis: "From the export." },
    "myanimelist-csv",
  );
  const offline = contribution(
    "aod",
    { title: "Title", episodes: 25, duration: 1440 },
    "anime-offline-database",
  );
  const { entry, provenance } = mergeContributions([offline, csv, rich]);
  assert.deepEqual(entry, {
    title: "Title",
    year: 1999,
    episodes: 26,
    synopsis: "From the export.",
    duration: 1440,
  });
  assert.deepEqual(provenance, {
    title: "rich",
    year: "rich",
    episodes: "csv",
    synopsis: "csv",
    duration: "aod",
  });
});

test("of one format the richer source goes first, then the name decides", () => {
  const { entry } = mergeContributions([
    contribution("a", { title: "Title", year: 1 }),
    contribution("z", { title: "Title", year: 2, synopsis: "It says more." }),
  ]);
  assert.equal(entry.year, 2);
  const tied = [
    contribution("b", { title: "Title", year: 2 }),
    contribution("a", { title: "Title", year: 1 }),
  ];
  assert.equal(mergeContributions(tied).entry.year, 1);
});

test("unknown values and 0 episodes give way", () => {
  const { entry } = mergeContributions([
    contribution("a", { title: "T", type: "UNKNOWN", status: "UNKNOWN", episodes: 0 }),
    contribution("b", { title: "T", type: "TV", status: "UNKNOWN", episodes: 12 }, "myanimelist-csv"),
  ]);
  assert.deepEqual(entry, { title: "T", type: "TV", status: "UNKNOWN", episodes: 12 });
});

test("lists unite without repeats, objects merge key by key", () => {
  const { entry, provenance } = mergeContributions([
    contribution("a", {
      title: "T",
      genres: ["Action", "Sci-Fi"],
      synonyms: ["Pokémon"],
      sources: ["https://anilist.co/anime/1"],
      statistics: { mal: { score: 8 } },
      staff_data: { studios: [{ name: "P.A. Works", type: "animation_studio" }] },
      characters: [{ name: "Spike Spiegel", role: "Main" }],
      episode_details: [{ episode_number: 1, title: "One" }],
      related_anime: [{ relation_type: "SEQUEL", url: "https://anilist.co/anime/2" }],
    }),
    contribution(
      "b",
      {
        title: "T",
        genres: ["action", "Drama"],
        synonyms: ["POKEMON", "ポケモン"],
        sources: ["https://kitsu.app/anime/1", "https://anilist.co/anime/1"],
        statistics: { mal: { score: 7, members: 5 }, kitsu: { score: 6 } },
        staff_data: { studios: [{ name: "p.a.works" }, { name: "Bones" }] },
        characters: [{ name: "Spiegel, Spike", gender: "Male" }],
        episode_details: [
          { episode_number: 1, season_number: 1, title: "Uno", aired: "1998-04-03" },
          { episode_number: 2, title: "Two" },
        ],
        related_anime: [{ relation_type: "OTHER", url: "https://anilist.co/anime/2" }],
      },
      "anime-offline-database",
    ),
  ]);
  assert.deepEqual(entry, {
    title: "T",
    genres: ["Action", "Sci-Fi", "Drama"],
    synonyms: ["Pokémon", "ポケモン"],
    sources: ["https://anilist.co/anime/1", "https://kitsu.app/anime/1"],
    statistics: { mal: { score: 8, members: 5 }, kitsu: { score: 6 } },
    staff_data: { studios: [{ name: "P.A. Works", type: "animation_studio" }, { name: "Bones" }] },
    characters: [{ name: "Spike Spiegel", role: "Main", gender: "Male" }],
    episode_details: [
      { episode_number: 1, season_number: 1, title: "One", aired: "1998-04-03" },
      { episode_number: 2, title: "Two" },
    ],
    related_anime: [{ relation_type: "SEQUEL", url: "https://anilist.co/anime/2" }],
  });
  assert.deepEqual(provenance.genres, ["a", "b"]);
  assert.deepEqual(provenance.related_anime, "a");
});

test("titles that were not chosen become synonyms, unless the entry has them already", () => {
  const { entry, provenance } = mergeContributions([
    contribution("a", { title: "Shingeki no Kyojin", title_english: "Attack on Titan" }),
    contribution("b", { title: "Attack On Titan", title_japanese: "進撃の巨人" }, "myanimelist-csv"),
    contribution("c", { title: "AoT" }, "anime-offline-database"),
  ]);
  assert.equal(entry.title, "Shingeki no Kyojin");
  assert.equal(entry.title_japanese, "進撃の巨人");
  assert.deepEqual(entry.synonyms, ["AoT"]);
  assert.equal(provenance.synonyms, "c");
});

test("given and computed fields are never taken from a source, unknown ones are", () => {
  const { entry } = mergeContributions([
    contribution("a", {
      title: "T",
      id: "x",
      slug: "s",
      popularity_score: 1,
      mood: { calm: 1 },
    } as Partial<AnimeEntry>),
    contribution("b", { title: "T", mood: { calm: 2, sad: 3 } } as Partial<AnimeEntry>),
  ]);
  assert.deepEqual(entry, { title: "T", mood: { calm: 1, sad: 3 } });
});

test("fields named like parts of the language are fields like any other", () => {
  const odd = JSON.parse(
    '{"title": "T", "constructor": [{"toString": 1}], "hasOwnProperty": {"valueOf": [1]}}',
  );
  const { entry } = mergeContributions([contribution("a", odd), contribution("b", odd)]);
  assert.deepEqual(JSON.parse(JSON.stringify(entry)), odd);
});

/** A contribution of few words, so that contributions overlap. */
function arbitrary(random: () => number, at: number): Contribution {
  const pick = <T>(...from: T[]) => from[Math.floor(random() * from.length)]!;
  const words = () =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick("Ä", "a", "A", "b", "ß", "か", "が"));
  const entry: Record<string, unknown> = { title: pick("One", "one", "Two", "二") };
  if (random() < 0.5) entry.year = pick(1999, 2000);
  if (random() < 0.5) entry.episodes = pick(0, 12);
  if (random() < 0.5) entry.synonyms = [...new Set(words())];
  if (random() < 0.5) entry.genres = [...new Set(words())];
  if (random() < 0.5) entry.statistics = { mal: { score: pick(7, 8) }, kitsu: { members: pick(1, 2) } };
  if (random() < 0.5) entry.opening_themes = words().map((title) => ({ title, episodes: pick("1", "2") }));
  const format = pick("anime-entry", "myanimelist-csv", "anime-offline-database", "else");
  return { source: pick("x", "y", `s${at}`), format, entry: entry as AnimeEntry };
}

test("no order and no repeat changes the outcome, and merging the outcome changes nothing", () => {
  let state = 7;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  for (let round = 0; round < 500; round++) {
    const list = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, at) => arbitrary(random, at));
    const merged = mergeContributions(list);
    const shuffled = list.toSorted(() => random() - 0.5);
    assert.deepEqual(mergeContributions(shuffled), merged);
    assert.deepEqual(mergeContributions([...shuffled, shuffled[0]!]), merged);
    const again = { source: "m", format: "anime-entry", entry: merged.entry };
    assert.deepEqual(mergeContributions([again]).entry, merged.entry);
    assert.deepEqual(mergeContributions([again, again]).entry, merged.entry);
  }
});
