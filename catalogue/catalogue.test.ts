import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { isAdult } from "../src/anime/entry.ts";
import { normaliseEntry } from "../src/anime/normalise.ts";

interface Entry {
  sources: string[];
  title: string;
  type: string;
  status: string;
  year: number;
  episodes?: number;
  duration?: number;
  source_material: string;
  rating: string;
  nsfw: boolean;
  synopsis: string;
  genres: string[];
  demographics: string[];
  themes: { name: string; description: string }[];
  staff_data: { studios: { name: string }[] };
  characters?: { name: string; description: string; character_traits: string[] }[];
  episode_details?: { episode_number: number; title: string; synopsis: string }[];
  related_anime?: { title: string; relation_type: string; url: string }[];
}

interface Line {
  place: string;
  decade: string;
  text: string;
}

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
const lines: Line[] = files.flatMap((file) =>
  readFileSync(`${folder}/${file}`, "utf8")
    .trimEnd()
    .split("\n")
    .map((text, at) => ({ place: `${file}:${at + 1}`, decade: file.slice(0, 4), text })),
);
const entries = lines.map((line) => ({ ...line, entry: JSON.parse(line.text) as Entry }));

const MYANIMELIST = /^https:\/\/myanimelist\.net\/anime\/\d+$/;
const RATINGS = new Set([
  "G - All Ages",
  "PG - Children",
  "PG-13 - Teens 13 or older",
  "R - 17+ (violence & profanity)",
  "R+ - Mild Nudity",
]);

const words = (text: string): string[] => text.match(/[\p{L}\p{N}_'’-]+/gu) ?? [];

/** Every run of six consecutive words, lower-cased and without punctuation. */
function runsOfSix(text: string): Set<string> {
  const bare = words(text)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase())
    .filter((word) => word !== "");
  return new Set(bare.slice(5).map((_, at) => bare.slice(at, at + 6).join(" ")));
}

test("every entry has what the first start shows", () => {
  for (const { place, entry } of entries) {
    const at = `${place} ${entry.title}`;
    assert.ok(entry.title, at);
    assert.match(entry.sources[0] ?? "", MYANIMELIST, at);
    assert.ok(["FINISHED", "ONGOING", "UPCOMING"].includes(entry.status), at);
    assert.ok(entry.source_material !== "UNKNOWN", at);
    assert.ok(RATINGS.has(entry.rating), `${at}: rating ${entry.rating}`);
    assert.equal(entry.nsfw, false, at);
    assert.ok(entry.genres.length > 0, `${at}: no genres`);
    assert.ok(entry.themes.length > 0, `${at}: no themes`);
    assert.ok(
      entry.themes.every((theme) => theme.name && theme.description),
      at,
    );
    assert.ok(entry.staff_data.studios.length > 0, `${at}: no studio`);
    assert.ok(entry.status === "ONGOING" || (entry.episodes ?? 0) > 0, `${at}: no episodes`);
    assert.ok((entry.duration ?? 0) > 0, `${at}: no duration`);
    for (const character of entry.characters ?? []) {
      assert.ok(character.name && character.description, `${at}: ${character.name}`);
      assert.ok(character.character_traits.length > 0, `${at}: ${character.name} has no traits`);
    }
    for (const episode of entry.episode_details ?? []) {
      assert.ok(episode.episode_number > 0 && episode.title && episode.synopsis, at);
    }
    for (const related of entry.related_anime ?? []) {
      assert.match(related.url, MYANIMELIST, at);
    }
  }
});

test("every entry is already what normalising makes of it", () => {
  for (const { place, text, entry } of entries) {
    const at = `${place} ${entry.title}`;
    const read = normaliseEntry(JSON.parse(text));
    assert.equal(read.errors, undefined, at);
    const { entry: normalised, notes } = read;
    assert.ok(normalised !== undefined && notes !== undefined, at);
    assert.deepEqual(notes.original, {}, at);
    assert.equal(isAdult(normalised), false, at);
  }
});

test("an entry stands in the file of its decade", () => {
  for (const { place, decade, entry } of entries) {
    assert.equal(Math.floor(entry.year / 10) * 10, Number(decade), `${place} ${entry.title}`);
  }
});

test("a synopsis has 40 to 90 words", () => {
  for (const { place, entry } of entries) {
    const count = words(entry.synopsis).length;
    assert.ok(count >= 40 && count <= 90, `${place} ${entry.title}: ${count} words`);
  }
});

test("no two entries share a source, no two synopses six words in a row", () => {
  const sources = new Map<string, string>();
  const runs = new Map<string, string>();
  for (const { place, entry } of entries) {
    for (const source of entry.sources) {
      assert.equal(sources.get(source), undefined, `${place}: ${source} is taken`);
      sources.set(source, place);
    }
    for (const run of runsOfSix(entry.synopsis)) {
      assert.equal(runs.get(run), undefined, `${place}: "${run}"`);
      runs.set(run, place);
    }
  }
});

test("decades, formats, demographics and studios are all covered", () => {
  const has = (values: Iterable<string>, expected: string[]) => {
    const present = new Set(values);
    assert.deepEqual(
      expected.filter((value) => !present.has(value)),
      [],
    );
  };
  const all = entries.map(({ entry }) => entry);
  assert.ok(all.length >= 500, `${all.length} entries`);
  has(
    entries.map(({ decade }) => decade),
    ["1960", "1970", "1980", "1990", "2000", "2010", "2020"],
  );
  has(
    all.map((entry) => entry.type),
    ["TV", "MOVIE", "OVA", "ONA", "SPECIAL", "MUSIC", "PV"],
  );
  has(
    all.flatMap((entry) => entry.demographics),
    ["Kids", "Shounen", "Shoujo", "Seinen", "Josei"],
  );
  const studios = new Set(all.flatMap((entry) => entry.staff_data.studios.map((studio) => studio.name)));
  assert.ok(studios.size >= 60, `${studios.size} studios`);
});
