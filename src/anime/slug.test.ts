import assert from "node:assert/strict";
import { test } from "node:test";
import { slugCandidates, slugify } from "./slug.ts";

const ID = "0123abcd-0000-5000-8000-000000000000";
const first = (entry: Parameters<typeof slugCandidates>[0]) => slugCandidates(entry, ID).next().value;

test("slugify writes titles in Latin script in ASCII", () => {
  const cases: Record<string, string> = {
    "Cowboy Bebop: Knockin' on Heaven's Door": "cowboy-bebop-knockin-on-heavens-door",
    "Shōjo Tsubaki": "shojo-tsubaki",
    "Łódź & Straße": "lodz-and-strasse",
    "Ｆａｔｅ／Ｚｅｒｏ": "fate-zero",
    "THE iDOLM@STER": "the-idolmaster",
    "86": "86",
    "☆★☆": "",
    進撃の巨人: "",
    "../../etc/passwd": "etc-passwd",
  };
  for (const [title, expected] of Object.entries(cases)) assert.equal(slugify(title), expected, title);
});

test("a long title is cut between words, a single long word within", () => {
  const slug = slugify("word ".repeat(40));
  // 16 words of 4 letters and 15 hyphens are 79 characters; a seventeenth would make 84.
  assert.equal(slug, Array(16).fill("word").join("-"));
  assert.equal(slugify("x".repeat(200)), "x".repeat(80));
});

test("a title in another script gives way to the English one, a synonym in Latin script, or the id", () => {
  assert.equal(first({ title: "進撃の巨人 2", title_english: "Attack on Titan" }), "attack-on-titan");
  assert.equal(
    first({ title: "進撃の巨人", synonyms: ["Атака титанов", "Shingeki no Kyojin"] }),
    "shingeki-no-kyojin",
  );
  assert.equal(first({ title: "進撃の巨人" }), "anime-0123abcd");
  assert.equal(first({ title: "♥" }), "anime-0123abcd");
});

test("behind the slug itself come its type, its year, both, and then numbers", () => {
  const slugs = slugCandidates({ title: "Present", type: "MOVIE", year: 2014 }, ID).take(6).toArray();
  assert.deepEqual(slugs, [
    "present",
    "present-movie",
    "present-2014",
    "present-movie-2014",
    "present-2",
    "present-3",
  ]);
  const bare = slugCandidates({ title: "Present", type: "UNKNOWN" }, ID).take(2).toArray();
  assert.deepEqual(bare, ["present", "present-2"]);
});
