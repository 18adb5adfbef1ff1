import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { isFailure } from "../errors.ts";
import { all, chunksOf } from "./fixtures.ts";
import { openInput, readEntries } from "./open.ts";

let folder = "";
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "kotodama-importers-"));
});
after(() => rm(folder, { recursive: true }));

const LINES = '{"title":"One"}\n{"title":"Two"}\n';

/** The format and the titles of what is read from content. */
async function read(content: string | Uint8Array) {
  const { format, records } = await readEntries({ name: "the file", bytes: chunksOf(content, 1000) });
  const list = await all(records);
  return {
    format,
    titles: list.map((record) => (record.ok ? (record.entry as { title?: unknown }).title : record.reason)),
  };
}

const failing = (code: "INPUT_UNREADABLE" | "FORMAT_UNKNOWN", words: RegExp) => (error: unknown) =>
  isFailure(error, code) && words.test(error.message);

test("packing and format show in the content, whatever the file is called", async () => {
  const expected = { format: "anime-entry", titles: ["One", "Two"] };
  for (const content of [LINES, gzipSync(LINES), zstdCompressSync(LINES)]) {
    assert.deepEqual(await read(content), expected);
    const path = join(folder, "misleading.csv");
    await writeFile(path, content);
    const input = await openInput(path);
    const { format, records } = await readEntries(input);
    assert.equal((await all(records)).length, 2);
    assert.equal(format, "anime-entry");
    assert.equal(input.position(), content.length);
    assert.equal(input.size, content.length);
  }
  assert.deepEqual(await read('\ufeff[{"title":"One"},{"title":"Two"}]'), expected);
  assert.deepEqual(await read('{"license":{},"data":[{"title":"One"},{"title":"Two"}]}'), expected);
  assert.equal((await read('{"title":"A","relatedAnime":[]}')).format, "anime-offline-database");
  assert.deepEqual(await read("anime_id,Name,Score,Type,Rank\n1,One,1,TV,5\n"), {
    format: "myanimelist-csv",
    titles: ["One"],
  });
  assert.deepEqual(await read('{"data": []}'), { format: "anime-entry", titles: [] });
});

test("a file that is none is refused by what it is", async () => {
  const cases: [string | Uint8Array, RegExp][] = [
    [
      Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
      /is a PNG image, not a catalogue.*AnimeEntry.*CSV/,
    ],
    ["<!DOCTYPE html><html><title>anime</title>", /an HTML page/],
    ['{"users": [{"name": "x"}]}', /JSON with the fields users, name/],
    ["[1, 2, 3]", /JSON without entries/],
    ["user_id,anime_id,rating\n1,2,3\n", /text that begins with "user_id,anime_id,rating"/],
    [Buffer.from([0, 1, 2, 3, 0xff]), /binary data/],
    [Buffer.from("\ufeffx", "utf16le"), /UTF-16/],
    ["  \n ", /nothing but white space/],
    [gzipSync("hello"), /text that begins with "hello"/],
  ];
  for (const [content, words] of cases) await assert.rejects(read(content), failing("FORMAT_UNKNOWN", words));
});

test("an empty file says so, packed too", async () => {
  for (const content of ["", gzipSync(""), zstdCompressSync("")]) {
    await assert.rejects(read(content), failing("INPUT_UNREADABLE", /the file is empty/));
  }
});

test("a packed file that breaks off gives what it holds, and its end as one reject", async () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `{"title":"${Math.sin(at)}"}`).join("\n");
  for (const packed of [gzipSync(lines), zstdCompressSync(lines)]) {
    const { titles } = await read(packed.subarray(0, packed.length - 100));
    const rejects = titles.filter((title) => /truncated/.test(String(title)));
    assert.equal(rejects.length, 1);
    assert.equal(titles.at(-1), rejects[0]);
    assert.equal(titles[0], "0");
  }
});

test("a path that cannot be read, and a location that is none, say why", async () => {
  await assert.rejects(openInput(join(folder, "absent.json")), failing("INPUT_UNREADABLE", /does not exist/));
  await assert.rejects(openInput(folder), failing("INPUT_UNREADABLE", /is a folder/));
  await assert.rejects(
    openInput("ftp://example.org/a"),
    failing("INPUT_UNREADABLE", /a path, an http\(s\) URL or -/),
  );
  await assert.rejects(openInput("http://["), failing("INPUT_UNREADABLE", /no valid URL/));
});

test("standard input and a URL are read like a file", async () => {
  const stdin = await openInput("-", { stdin: chunksOf(LINES) });
  assert.equal(stdin.name, "standard input");
  assert.equal((await all((await readEntries(stdin)).records)).length, 2);
  const web = await openInput("https://example.org/anime.json", {
    fetch: (async () => new Response(LINES)) as typeof fetch,
    lookup: async () => ["93.184.216.34"],
  });
  assert.equal((await all((await readEntries(web)).records)).length, 2);
});

test("reading that is left early closes its source", async () => {
  let closed = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.from(LINES.repeat(1000));
    } finally {
      closed = true;
    }
  }
  const { records } = await readEntries({ name: "endless", bytes: endless() });
  for await (const record of records) if (record.line > 5000) break;
  assert.equal(closed, true);
});
