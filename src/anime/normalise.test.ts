import assert from "node:assert/strict";
import { test } from "node:test";
import { Compile } from "typebox/compile";
import { AnimeEntry, isAdult } from "./entry.ts";
import { normaliseEntry } from "./normalise.ts";

/** The entry that is read from a raw one, with a title where it has none. */
function read(raw: object): Record<string, unknown> {
  const { entry, errors } = normaliseEntry({ title: "T", ...raw });
  assert.equal(errors, undefined);
  return entry as Record<string, unknown>;
}

const errorsOf = (raw: unknown) =>
  normaliseEntry(raw).errors?.map(({ path, expected }) => ({ path, expected }));

test("numbers and truths written as text are read, and the text is kept where it says more", () => {
  const { entry, notes } = normaliseEntry({
    title: 86,
    episodes: "12.0",
    year: "1998",
    duration: "24 min per ep",
    nsfw: "false",
    statistics: { mal: { members: "1,234", rank: "#7", score: "8.5", scored_by: "N/A" } },
  }) as { entry: Record<string, unknown>; notes: { original: unknown } };
  assert.deepEqual(entry, {
    title: "86",
    episodes: 12,
    year: 1998,
    duration: 1440,
    nsfw: false,
    statistics: { mal: { members: 1234, rank: 7, score: 8.5 } },
  });
  assert.deepEqual(notes.original, {
    episodes: "12.0",
    duration: "24 min per ep",
    nsfw: "false",
    "statistics.mal.members": "1,234",
    "statistics.mal.rank": "#7",
  });
});

test("values are brought to one spelling, and the original is kept by its path", () => {
  const { entry, notes } = normaliseEntry({
    title: "T",
    type: "tv",
    status: "Currently Airing",
    season: "Fall 2020",
    rating: "G",
    genres: ["sci-fi", "Science Fiction", "Action", "Shonen"],
    sources: [
      "http://www.myanimelist.net/anime/20/Naruto",
      "https://myanimelist.net/anime/20",
      "javascript:alert(1)",
    ],
    related_anime: [
      { title: "X", relation_type: "PARENT STORY", url: "https://kitsu.io/anime/5" },
      "https://myanimelist.net/anime/21",
    ],
    premiere_dates: { sub: "0001-01-01", original: "Oct 3, 2020" },
  }) as { entry: object; notes: { original: unknown } };
  assert.deepEqual(entry, {
    title: "T",
    type: "TV",
    status: "ONGOING",
    season: "FALL",
    year: 2020,
    month: "October",
    rating: "G - All Ages",
    genres: ["Sci-Fi", "Action"],
    demographics: ["Shounen"],
    sources: ["https://myanimelist.net/anime/20"],
    related_anime: [
      { title: "X", relation_type: "PARENT", url: "https://kitsu.app/anime/5" },
      { relation_type: "OTHER", url: "https://myanimelist.net/anime/21" },
    ],
    premiere_dates: { original: "2020-10-03" },
  });
  assert.deepEqual(notes.original, {
    type: "tv",
    status: "Currently Airing",
    season: "Fall 2020",
    rating: "G",
    "genres[0]": "sci-fi",
    "genres[1]": "Science Fiction",
    "genres[3]": "Shonen",
    genres: ["Sci-Fi", "Action", "Shounen"],
    "sources[0]": "http://www.myanimelist.net/anime/20/Naruto",
    "sources[2]": "javascript:alert(1)",
    "related_anime[0].relation_type": "PARENT STORY",
    "related_anime[0].url": "https://kitsu.io/anime/5",
    "premiere_dates.sub": "0001-01-01",
    "premiere_dates.original": "Oct 3, 2020",
  });
});

test("empty values and repeats go; unknown fields stay, at every level", () => {
  const own = { deep: [1, null, { x: "" }], flag: false };
  assert.deepEqual(
    read({
      synopsis: "  ",
      background: null,
      tags: ["a", "", "a", null, "b"],
      images: { covers: [], mascots: ["m"] },
      streaming_info: [
        { platform: "P", url: "", extra: 1 },
        { platform: "P", url: "", extra: 1 },
      ],
      own,
    }),
    {
      title: "T",
      tags: ["a", "b"],
      images: { mascots: ["m"] },
      streaming_info: [{ platform: "P", extra: 1 }],
      own,
    },
  );
});

test("text is cleaned and otherwise left alone", () => {
  assert.equal(read({ synopsis: "a\u2028b\ud800\u0000" }).synopsis, "a\u2028b\ufffd");
  assert.deepEqual(read({ synonyms: ["進撃の巨人", "מתקפת הטיטאנים", "🍡"] }).synonyms, [
    "進撃の巨人",
    "מתקפת הטיטאנים",
    "🍡",
  ]);
});

test("bare names and single values stand for objects and lists", () => {
  const entry = read({
    genres: "Action",
    themes: ["Isekai"],
    staff_data: { studios: ["Sunrise"] },
    opening_themes: ["Tank!"],
    trailers: ["https://youtu.be/x"],
    characters: [{ role: "Main" }, { name: "Spike" }],
    external_links: [{ site: "Twitter", url: "https://x.com/a" }],
    aired_dates: "Apr 3, 1998 to ?",
  });
  assert.deepEqual(entry, {
    title: "T",
    genres: ["Action"],
    themes: [{ name: "Isekai" }],
    staff_data: { studios: [{ name: "Sunrise" }] },
    opening_themes: [{ title: "Tank!" }],
    trailers: [{ url: "https://youtu.be/x" }],
    characters: [{ name: "Spike" }],
    external_links: { Twitter: "https://x.com/a" },
    aired_dates: { from: "1998-04-03", string: "Apr 3, 1998 to ?" },
    year: 1998,
    month: "April",
  });
});

test("an entry without a main title takes another one; without any it is rejected", () => {
  assert.equal((normaliseEntry({ title: " ", title_japanese: "題" }).entry as { title: string }).title, "題");
  assert.equal((normaliseEntry({ synonyms: [null, "S"] }).entry as { title: string }).title, "S");
  for (const raw of [{}, { title: "" }, { title: null, synopsis: "x" }]) {
    assert.deepEqual(errorsOf(raw), [{ path: "title", expected: "a title of 1 to 1000 characters" }]);
  }
});

test("what is no entry, has another shape, or is over a limit is rejected with its path", () => {
  for (const raw of [null, undefined, 5, "x", [], [{ title: "T" }]])
    assert.equal(errorsOf(raw)?.[0]?.path, "");
  const cases: [object, string, string][] = [
    [{ title: {} }, "title", "text"],
    [{ title: "x".repeat(1001) }, "title", "at most 1000 characters"],
    [{ synopsis: "x".repeat(50_001) }, "synopsis", "at most 50000 characters"],
    [{ episodes: "many" }, "episodes", "a whole number"],
    [{ episodes: -1 }, "episodes", "a whole number from 0"],
    [{ year: 10_000 }, "year", "a whole number up to 9999"],
    [{ year: true }, "year", "a whole number"],
    [{ episodes: Number.NaN }, "episodes", "a whole number"],
    [{ nsfw: "perhaps" }, "nsfw", "true or false"],
    [{ genres: { a: 1 } }, "genres", "a list"],
    [{ genres: ["a", ["b"]] }, "genres[1]", "text"],
    [{ tags: Array.from({ length: 10_001 }, String) }, "tags", "at most 10000 items"],
    [{ characters: [{ name: "x", images: { a: 1 } }] }, "characters[0].images", "a list"],
    [{ statistics: { mal: [] } }, "statistics.mal", "an object"],
  ];
  for (const [raw, path, expected] of cases)
    assert.deepEqual(errorsOf({ title: "T", ...raw }), [{ path, expected }]);
});

test("hostile entries neither crash nor reach beyond themselves", () => {
  let deep: unknown = 1;
  for (let level = 0; level < 10_000; level++) deep = [deep];
  assert.equal(errorsOf({ title: "T", deep })?.[0]?.expected, "at most 16 levels of nesting");
  const entry = read(
    JSON.parse('{"__proto__": {"polluted": 1}, "constructor": "c", "x": {"__proto__": {"y": 1}}}'),
  );
  assert.equal(Object.getPrototypeOf(entry), Object.prototype);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  assert.equal(entry.constructor, "c");
  assert.equal(
    errorsOf({ title: "T", ...Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`k${at}`, 1])) })
      ?.length,
    1,
  );
});

test("normalising again changes nothing, and leaves the raw entry alone", () => {
  const raw = Object.freeze({
    title: "T",
    genres: Object.freeze(["sci fi", "Kids"]),
    rating: "pg",
    aired_dates: Object.freeze({ from: "Apr 3, 1998" }),
  });
  const { entry } = normaliseEntry(raw);
  const again = normaliseEntry(entry);
  assert.deepEqual(again.entry, entry);
  assert.deepEqual((again as { notes: unknown }).notes, { original: {} });
});

test("what is normalised fits the schema", () => {
  const schema = Compile(AnimeEntry);
  const entry = read({
    type: "Movie",
    genres: ["sci fi"],
    episodes: "3",
    characters: [{ name: "A", character_ids: { mal: 5, anime_planet: "a" }, voice_actors: [{ name: "V" }] }],
    staff_data: { production_staff: { directors: ["D"] }, voice_actors: { japanese: [{ name: "V" }] } },
    images: { covers: ["//cdn.example.org/a.jpg"] },
  });
  assert.deepEqual(schema.Errors(entry), []);
});

test("an entry is adult by its flag; without one by its rating or a genre", () => {
  assert.equal(isAdult({ nsfw: false, rating: "Rx - Hentai", genres: ["Hentai"] }), false);
  assert.equal(isAdult({ nsfw: true }), true);
  assert.equal(isAdult({ rating: "Rx - Hentai" }), true);
  assert.equal(isAdult({ genres: ["Comedy", "hentai"] }), true);
  assert.equal(isAdult({ rating: "R+ - Mild Nudity", genres: ["Ecchi"] }), false);
});
