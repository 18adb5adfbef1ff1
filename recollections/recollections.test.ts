import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { CONCEPTS } from "../src/search/understand/concepts.ts";

interface Line {
  anime: string;
  known_for: string[];
  names: string[];
  text: string;
  sequels?: string[];
}

const folder = import.meta.dirname;
const lines = readdirSync(folder)
  .filter((name) => name.endsWith(".jsonl"))
  .flatMap((file) =>
    readFileSync(`${folder}/${file}`, "utf8")
      .trimEnd()
      .split("\n")
      .map((text, at) => ({ file, place: `${file}:${at + 1}`, line: JSON.parse(text) as Line })),
  );

const PAGE = /^https:\/\/myanimelist\.net\/anime\/(\d+)$/;
const KNOWN = new Set(
  CONCEPTS.map(({ kind, name }) => (kind === "mood" ? `mood ${name}` : name).toLowerCase()),
);
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];

test("every line names one anime, in the file of its number, and each once", () => {
  const seen = new Set<string>();
  for (const { file, place, line } of lines) {
    const number = Number(PAGE.exec(line.anime)?.[1]);
    assert.equal(Math.floor(number / 10_000), Number(file.slice(0, 5)) / 10_000, place);
    assert.ok(!seen.has(line.anime), `${place}: ${line.anime} stands twice`);
    seen.add(line.anime);
  }
  for (const { place, line } of lines) {
    for (const sequel of line.sequels ?? []) {
      assert.match(sequel, PAGE, place);
      assert.ok(!seen.has(sequel), `${place}: ${sequel} is remembered by itself or continues another`);
      seen.add(sequel);
    }
  }
});

test("what an anime is known for is what the search understands", () => {
  for (const { place, line } of lines) {
    assert.deepEqual(
      line.known_for.filter((name) => !KNOWN.has(name)),
      [],
      place,
    );
    assert.equal(new Set(line.known_for).size, line.known_for.length, `${place}: one stands twice`);
    assert.ok(line.known_for.length <= 14, `${place}: known for everything`);
  }
});

test("a text is as long as a memory, and plain", () => {
  for (const { place, line } of lines) {
    const count = wordsOf(line.text).length;
    assert.ok(count >= 15 && count <= 85, `${place}: ${count} words`);
    assert.doesNotMatch(line.text, /[<>|]|https?:/, place);
    assert.ok(line.names.length <= 6, `${place}: too many names`);
  }
});

const SHARED = join(process.env.KOTODAMA_SHARED ?? join(folder, "../../shared"), "data/anime.jsonl.gz");

/** Seven words in a row are somebody's sentence. */
function runsOfSeven(text: string): Set<string> {
  const words = wordsOf(text.toLowerCase());
  return new Set(words.slice(6).map((_, at) => words.slice(at, at + 7).join(" ")));
}

test("no text copies a synopsis", {
  skip: !existsSync(SHARED) && "the shared catalogue is not there",
}, () => {
  const texts = new Map(lines.map(({ line }) => [line.anime, line.text]));
  for (const row of gunzipSync(readFileSync(SHARED)).toString("utf8").split("\n")) {
    if (row === "") continue;
    const { sources, synopsis = "" } = JSON.parse(row) as { sources: string[]; synopsis?: string };
    const source = sources.find((url) => texts.has(url));
    if (source === undefined) continue;
    const copied = [...runsOfSeven(texts.get(source)!).intersection(runsOfSeven(synopsis))];
    assert.deepEqual(copied, [], source);
  }
});
