import assert from "node:assert/strict";
import { test } from "node:test";
import type { AnimeEntry } from "../../anime/entry.ts";
import { plainText } from "./plain-text.ts";
import { receptionText } from "./reception-words.ts";
import { episodeText, spaceTexts } from "./space-texts.ts";
import { timeText } from "./time-words.ts";

test("markup, addresses and credits go, words stay", () => {
  const cases: readonly (readonly [text: string, plain: string])[] = [
    ["Crime is\n\n timeless.\n\n[Written by MAL Rewrite]", "Crime is timeless."],
    ["A story.\n\n(Source: Crunchyroll, edited)", "A story."],
    ["A story.\nSource: ANN", "A story."],
    ["__Height:__ 168 cm<br>**Bold** and *thin*", "Height: 168 cm Bold and thin"],
    ["~!He dies.!~ ||So does she.||", "He dies. So does she."],
    ["See [the page](https://a.example/x_(y)) now", "See the page now"],
    ["http://anidb.net/ch11667 Amano Tooko", "Amano Tooko"],
    ["Tom &amp; Jerry &#39;s &#x41; &unknown; &#9999999;", "Tom & Jerry 's A &unknown; &#9999999;"],
    ["[i]Slanted[/i] words", "Slanted words"],
    ["3 < 5 and 7 > 2", "3 < 5 and 7 > 2"],
    ["He said [quietly] nothing", "He said [quietly] nothing"],
    ["snake_case stays", "snake_case stays"],
    ["", ""],
  ];
  for (const [text, plain] of cases) assert.equal(plainText(text), plain);
});

// The bound is against quadratic time, which would take hours.
test("hostile markup ends", { timeout: 60_000 }, () => {
  for (const piece of ["[", "<a", "](", "&#1", "(source", "[a](", "~!", "http://a ", "source:", "> "]) {
    assert.ok(plainText(piece.repeat(12_000)).length <= piece.length * 12_000);
  }
});

test("dates in words", () => {
  const entry: AnimeEntry = {
    title: "A",
    type: "TV",
    status: "FINISHED",
    episodes: 25,
    year: 2016,
    season: "SPRING",
    month: "April",
    aired_dates: { from: "2016-04-04", to: "2016-09-19" },
    broadcast: { day: "Saturdays" },
    premiere_dates: { dub: "0001-01-01" },
  };
  assert.equal(
    timeText(entry),
    "Spring 2016. April 2016. 2016. 2010s. From April 2016 to September 2016. Aired on Saturdays. " +
      "Two cours, 25 episodes. Finished airing.",
  );
  assert.equal(timeText({ title: "A", status: "FINISHED", episodes: 12, type: "TV" }), undefined);
  assert.equal(timeText({ title: "A", aired_dates: { from: "1998" } }), "1998. 1990s.");
});

test("scores, ranks and popularity in words", () => {
  const acclaimed = receptionText({
    title: "A",
    score: { median: 8.6 },
    popularity_score: 0.7,
    statistics: { mal: { members: 900, rank: 40 } },
  });
  assert.match(acclaimed!, /Critically acclaimed/);
  assert.match(acclaimed!, /hidden gem/);
  assert.match(acclaimed!, /top 50/);
  assert.match(receptionText({ title: "A", score: { median: 4 } })!, /Badly received/);
  assert.match(receptionText({ title: "A", awards: [{ name: "Oscar", year: 2003 }] })!, /Won Oscar 2003/);
  assert.match(receptionText({ title: "A", popularity_trends: { change: 0.2 } })!, /Trending/);
  // Nobody counted viewers or gave a score: there is nothing to say.
  assert.equal(receptionText({ title: "A", popularity_score: 0, score: { median: 0 } }), undefined);
});

test("an entry that says nothing in a space has no text there", () => {
  assert.deepEqual(spaceTexts({ title: "Akira" }), { title_vector: "Akira." });
  const empty: AnimeEntry = {
    title: "Akira",
    genres: [],
    characters: [],
    staff_data: {},
    trailers: [{}],
    synopsis: " ",
  };
  assert.deepEqual(spaceTexts(empty), { title_vector: "Akira." });
});

test("each space is fed by its fields", () => {
  const texts = spaceTexts({
    title: "Akira",
    title_english: "Akira",
    title_japanese: "アキラ",
    synonyms: ["AKIRA", "アキラ"],
    synopsis: "Neo-Tokyo is about to explode.",
    genres: ["Action"],
    themes: [{ name: "Biker Gang", description: "People on bikes" }],
    characters: [
      { name: "Kei", role: "Supporting" },
      { name: "Kaneda", role: "Main", gender: "Male", nicknames: ["Boss"], description: "__Leads__ a gang." },
    ],
    staff_data: {
      studios: [{ name: "TMS" }],
      production_staff: { original_creators: [{ name: "Katsuhiro Otomo" }] },
      voice_actors: { japanese: [{ name: "Mitsuo Iwata" }] },
    },
    streaming_info: [{ platform: "Crunchyroll", region: "US", free: true, subtitle_languages: ["en"] }],
    related_anime: [{ title: "Akira 2", relation_type: "SIDE_STORY" }],
    opening_themes: [{ title: "Kaneda", artist: "Geinoh" }],
    episode_details: [
      { episode_number: 1, title: "Episode 1" },
      { title: "Start", synopsis: "It starts." },
    ],
  });
  assert.deepEqual(texts, {
    title_vector: "Akira. Neo-Tokyo is about to explode.",
    character_vector:
      "Kaneda, main character, also called Boss, Male: Leads a gang. Kei, supporting character.",
    genre_vector: "Action. Biker Gang. People on bikes.",
    staff_vector:
      "animation studio: TMS. original creators: Katsuhiro Otomo. japanese voice actors: Mitsuo Iwata.",
    streaming_vector: "Watch on Crunchyroll in US for free subtitles in en.",
    related_vector: "side story: Akira 2.",
    franchise_vector: "Opening Kaneda by Geinoh.",
    episode_vector: ["Start. It starts."],
  });
});

test("an episode that only counts says nothing", () => {
  for (const title of ["Episode 5", "ep. 12", "第3話", "#7", "12", " "])
    assert.equal(episodeText({ title }), undefined);
  assert.equal(episodeText({ title: "Episode 5: The End" }), "Episode 5: The End.");
  assert.equal(episodeText({ title: "Episode 5", title_japanese: "終わり" }), "終わり");
});
