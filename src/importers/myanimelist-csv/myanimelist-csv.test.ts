import assert from "node:assert/strict";
import { test } from "node:test";
import { normaliseEntry } from "../../anime/normalise.ts";
import { all, chunksOf } from "../fixtures.ts";
import { decodeEntities } from "./entities.ts";
import { myAnimeListCsv } from "./myanimelist-csv.ts";

const HEADER =
  "anime_id,Name,English name,Other name,Score,Genres,Synopsis,Type,Episodes,Aired,Premiered,Status,Producers," +
  "Licensors,Studios,Source,Duration,Rating,Rank,Popularity,Favorites,Scored By,Members,Image URL";

/** A row of the export with little but an id and a name. */
const row = (id: number | string, name: string, synopsis = "UNKNOWN") =>
  `${id},${name},UNKNOWN,UNKNOWN,UNKNOWN,UNKNOWN,${synopsis}${",UNKNOWN".repeat(17)}`;

const read = async (content: string | Uint8Array, size?: number) =>
  (await all(myAnimeListCsv.read(chunksOf(content, size)))).map((record) =>
    record.ok
      ? { line: record.line, title: (record.entry as { title?: string }).title }
      : { line: record.line, reason: record.reason.split(":")[0], raw: record.raw },
  );

test("a row becomes an AnimeEntry", async () => {
  const content = `${HEADER}\r\n900001,Hoshi no Tabibito,Star Traveller,星の旅人,7.25,"Sci-Fi, Shounen, School","A ""lost"" ship &amp; its crew.\r\nThey go home&hellip;",TV,12.0,"Oct 3, 2011 to Dec 19, 2011",fall 2011,Finished Airing,"Aoi Sha, Midori Sha",UNKNOWN,Studio Kumo,Light novel,24 min per ep,PG-13 - Teens 13 or older,123.0,45,678,910.0,11213,https://cdn.example.org/1.jpg\r\n`;
  const [record] = await all(myAnimeListCsv.read(chunksOf(content, 7)));
  assert.ok(record?.ok === true);
  assert.equal(record.line, 2);
  assert.deepEqual(normaliseEntry(record.entry).entry, {
    title: "Hoshi no Tabibito",
    title_english: "Star Traveller",
    title_japanese: "星の旅人",
    sources: ["https://myanimelist.net/anime/900001"],
    type: "TV",
    status: "FINISHED",
    episodes: 12,
    duration: 1440,
    season: "FALL",
    year: 2011,
    month: "October",
    source_material: "LIGHT NOVEL",
    rating: "PG-13 - Teens 13 or older",
    genres: ["Sci-Fi"],
    demographics: ["Shounen"],
    themes: [{ name: "School" }],
    synopsis: 'A "lost" ship & its crew.\nThey go home…',
    aired_dates: { from: "2011-10-03", to: "2011-12-19", string: "Oct 3, 2011 to Dec 19, 2011" },
    staff_data: {
      studios: [{ name: "Studio Kumo", type: "animation_studio" }],
      producers: [
        { name: "Aoi Sha", type: "producer" },
        { name: "Midori Sha", type: "producer" },
      ],
    },
    statistics: {
      mal: { score: 7.25, scored_by: 910, rank: 123, popularity_rank: 45, members: 11213, favorites: 678 },
    },
    images: { covers: ["https://cdn.example.org/1.jpg"] },
  });
});

test("cells that say Unknown are empty, but a name is a name", async () => {
  const [record] = await all(myAnimeListCsv.read(chunksOf(`${HEADER}\n${row(900002, "Unknown")}\n`)));
  assert.ok(record?.ok === true);
  assert.deepEqual(normaliseEntry(record.entry).entry, {
    title: "Unknown",
    sources: ["https://myanimelist.net/anime/900002"],
  });
});

test("the header decides, in any order, with other columns between", () => {
  assert.equal(myAnimeListCsv.detect(`${HEADER}\n1,`), true);
  assert.equal(myAnimeListCsv.detect("Score,Name,x,MAL_ID,Genres,Type\n"), true);
  assert.equal(myAnimeListCsv.detect("user_id,anime_id,rating\n1,2,3"), false);
  assert.equal(myAnimeListCsv.detect('{"title": "anime_id,Name"}'), false);
});

test("a broken row costs nothing but itself, in chunks of any size", async () => {
  const good = row(1, "One", '"Two\nlines, ""quoted"""');
  const stray = row(2, 'The 5" Disc');
  const open = row(3, "Three", '"never closed');
  const last = row(5, "Five", '"Also\nof two lines"');
  const content = `\ufeff${HEADER}\n${good}\n${stray}\n${open}\n4,Four\nx${row("", "Six")}\n${last}\n\n7,"Seven`;
  const expected = [
    { line: 2, title: "One" },
    { line: 4, title: 'The 5" Disc' },
    { line: 5, reason: "a quote is not closed", raw: `${open}\n4,Four\nx${row("", "Six")}` },
    { line: 8, title: "Five" },
    { line: 11, reason: "a quote is not closed", raw: '7,"Seven' },
  ];
  for (const size of [1, 3, 50, 1000])
    assert.deepEqual(await read(content, size), expected, `chunks of ${size}`);
});

test("rows of another shape and bytes that are not UTF-8 are rejected with their line", async () => {
  const content = Buffer.concat([
    Buffer.from(`${HEADER}\n4,Four\n${row("x", "Six")}\n`),
    Buffer.from(row(7, "\u00e9"), "latin1"),
    Buffer.from(`\n${row(8, "Eight")}\n`),
  ]);
  const records = await read(content);
  assert.deepEqual(
    records.map((record) => record.reason ?? record.title),
    ["it has 2 columns; the header has 24", 'its id is "x", not a number', "it is not valid UTF-8", "Eight"],
  );
  assert.deepEqual(
    records.map((record) => record.line),
    [2, 3, 4, 5],
  );
});

test("entities are decoded once, unknown ones stay", () => {
  assert.equal(
    decodeEntities("&amp;amp; &eacute;&#233;&#xE9; &nbsp;&hearts; &unheard; &#xD800; &#0; AT&T"),
    "&amp; ééé \u00a0♥ &unheard; &#xD800; &#0; AT&T",
  );
});
