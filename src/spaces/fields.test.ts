import assert from "node:assert/strict";
import { test } from "node:test";
import type { CatalogueEntry } from "../anime/entry.ts";
import { ANIME_KEYS, collectionSchema, columnsOf, EPISODE_FIELDS, EPISODE_KEYS, FIELDS } from "./fields.ts";
import { spacesWith } from "./spaces.ts";

const STATISTICS = ["scored_by", "rank", "popularity_rank", "members", "favorites"];
const PLATFORMS = ["mal", "anilist", "anidb", "animeplanet", "kitsu", "animeschedule"];

/** The filter keys that the API promises, by type. */
const PROMISED: Readonly<Record<string, readonly string[]>> = {
  keyword: (
    "id slug franchise_id type status season month decade source_material rating genres demographics tags themes " +
    "known_for content_warnings studios producers licensors directors writers original_creators composers " +
    "character_designers voice_actors characters theme_artists streaming_platforms streaming_regions " +
    "subtitle_languages providers broadcast.day"
  ).split(" "),
  integer: [
    ..."year episodes duration character_count".split(" "),
    ...PLATFORMS.flatMap((platform) => STATISTICS.map((name) => `statistics.${platform}.${name}`)),
  ],
  float: [
    ..."score.median score.arithmetic_mean score.arithmetic_geometric_mean".split(" "),
    ...PLATFORMS.map((platform) => `statistics.${platform}.score`),
    ..."popularity_score content_richness_score search_boost_factor".split(" "),
  ],
  bool: "nsfw has_synopsis has_image has_episodes dub_available free_to_stream".split(" "),
  datetime:
    "aired_dates.from aired_dates.to premiere_dates.original premiere_dates.sub premiere_dates.dub".split(
      " ",
    ),
  text: ["title", "synopsis", "background"],
};

test("exactly the promised keys exist, with the promised types", () => {
  const promised = Object.entries(PROMISED).flatMap(([type, keys]) => keys.map((key) => [key, type]));
  assert.deepEqual(Object.fromEntries(ANIME_KEYS), Object.fromEntries(promised));
});

test("an entry of nothing but a title has few columns", () => {
  const entry: CatalogueEntry = { id: "1", slug: "a", title: "A" };
  assert.deepEqual(columnsOf(FIELDS, entry), {
    id: "1",
    slug: "a",
    character_count: 0,
    nsfw: false,
    has_synopsis: false,
    has_image: false,
    has_episodes: false,
    title: ["A"],
  });
});

const ENTRY: CatalogueEntry = {
  id: "1",
  slug: "a",
  title: "A",
  title_english: "A",
  synonyms: ["B", " ", "C"],
  sources: ["https://myanimelist.net/anime/1", "https://kitsu.app/anime/1", "https://kitsu.app/anime/2"],
  year: 1998,
  episodes: 0,
  duration: 1500,
  genres: ["Sci-Fi", "sci-fi", "Action", ""],
  synopsis: "  ",
  nsfw: true,
  images: { covers: [], posters: ["p"] },
  staff_data: {
    studios: [{ name: "Sunrise" }],
    production_staff: {
      director: [{ name: "Shinichirou Watanabe" }],
      chief_director: [{ name: "X" }],
      art_directors: [{ name: "no director" }],
      assistant_director: [{ name: "no director" }],
      series_composition: [{ name: "Keiko Nobumoto" }],
      series_writers: [{ name: "W" }],
      script: [{ name: "W" }],
      music: [{ name: "Youko Kanno" }],
      music_lyrics: [{ name: "no composer" }],
      original_creators: [{ name: "Hajime Yatate" }],
      character_design: [{ name: "T" }],
      original_character_designers: [{ name: "U" }],
    },
    voice_actors: { japanese: [{ name: "Kana Hanazawa" }] },
  },
  characters: [{ name: "Spiegel, Spike", voice_actors: [{ name: "Hanazawa, Kana" }] }],
  opening_themes: [{ title: "Tank!", artist: "Seatbelts" }, { title: "x" }],
  streaming_info: [
    { platform: "Netflix", region: "JP", free: false, dub_available: true },
    { platform: "Netflix", premium_required: true, subtitle_languages: ["en", "de"] },
  ],
  statistics: { mal: { score: 0, rank: 0, members: 0, favorites: 3 } },
  score: { median: 8.5 },
  aired_dates: { from: "1998-04-03T00:00:00+00:00", to: "1998" },
  premiere_dates: { dub: "0001-01-01", sub: "soon" },
};

test("values are extracted, repeats and placeholders left out, spellings kept", () => {
  assert.deepEqual(columnsOf(FIELDS, ENTRY), {
    id: "1",
    slug: "a",
    decade: "1990s",
    genres: ["Sci-Fi", "Action"],
    studios: ["Sunrise"],
    directors: ["Shinichirou Watanabe", "X"],
    writers: ["Keiko Nobumoto", "W"],
    original_creators: ["Hajime Yatate"],
    composers: ["Youko Kanno"],
    character_designers: ["T", "U"],
    voice_actors: ["Kana Hanazawa"],
    characters: ["Spiegel, Spike"],
    theme_artists: ["Seatbelts"],
    streaming_platforms: ["Netflix"],
    streaming_regions: ["JP"],
    subtitle_languages: ["en", "de"],
    providers: ["myanimelist", "kitsu"],
    year: 1998,
    duration: 1500,
    character_count: 1,
    "score.median": 8.5,
    "statistics.mal.members": 0,
    "statistics.mal.favorites": 3,
    nsfw: true,
    has_synopsis: false,
    has_image: true,
    has_episodes: false,
    dub_available: true,
    free_to_stream: false,
    "aired_dates.from": Date.UTC(1998, 3, 3),
    "aired_dates.to": Date.UTC(1998, 0, 1),
    title: ["A", "B", "C"],
  });
});

test("an episode's columns", () => {
  const episode = {
    id: "1#s1e12.5",
    anime_id: "1",
    anime_slug: "a",
    position: 0,
    episode_number: 12.5,
    title: "Recap",
    title_japanese: "総集編",
    aired: "1998-04-03",
    recap: true,
  };
  assert.deepEqual(columnsOf(EPISODE_FIELDS, { episode, anime: ENTRY }), {
    id: "1#s1e12.5",
    anime_id: "1",
    anime_slug: "a",
    number: 12.5,
    aired: Date.UTC(1998, 3, 3),
    filler: false,
    recap: true,
    nsfw: true,
    has_synopsis: false,
    title: ["Recap", "総集編"],
    text: "Recap.",
  });
});

test("the collections' schemas hold all spaces and all columns", () => {
  const spaces = spacesWith({}, 256);
  const anime = collectionSchema("anime", spaces);
  assert.equal(Object.keys(anime.dense).length, 12);
  assert.deepEqual(anime.dense.title_vector, { dimension: 256, distance: "cosine", priority: "high" });
  assert.deepEqual(anime.sparse, ["text_sparse", "metadata_sparse", "behavioral_sparse"]);
  assert.equal(Object.keys(anime.columns).length, ANIME_KEYS.size);
  const episodes = collectionSchema("episodes", spaces);
  assert.deepEqual(Object.keys(episodes.dense), ["episode_vector"]);
  assert.deepEqual(episodes.sparse, ["text_sparse"]);
  assert.equal(Object.keys(episodes.columns).length, EPISODE_KEYS.size);
});
