import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { uuidOfUrl } from "../anime/identity.ts";
import { isFailure, type KotodamaError } from "../errors.ts";
import type { CatalogueRecord } from "../record/record.ts";
import { acceptEntries, deleteEntry, patchEntry } from "./accept.ts";
import { ingest } from "./ingest.ts";
import { inputOf, memoryRecord } from "./testing/inputs.ts";

let record: CatalogueRecord;
beforeEach(() => {
  record = memoryRecord();
});
afterEach(() => record.close());

const url = "https://myanimelist.net/anime/1";
const id = uuidOfUrl(url);
const fromFile = {
  title: "Alpha",
  sources: [url],
  genres: ["Action"],
  synopsis: "From the file.",
  year: 2001,
};
const readFile = (entry: object = fromFile) =>
  ingest({ record, dataDir: "/nowhere" }, [inputOf("file", [entry])]);
const failsWith = (code: string, path?: string) => (error: unknown) =>
  isFailure(error) &&
  error.code === code &&
  (path === undefined || (error as KotodamaError).fields[0]?.path === path);

describe("accepting entries", () => {
  test("says what was taken, what was known and what was wrong", () => {
    const entries = [
      { title: "One" },
      { title: 7, year: "soon" },
      "nonsense",
      { title: "Two", type: "MOVIE" },
    ];
    const first = acceptEntries(record, entries);
    assert.deepEqual([first.accepted, first.unchanged], [2, 0]);
    assert.deepEqual(
      first.rejected.map(({ index, errors }) => [index, errors[0]?.path]),
      [
        [1, "year"],
        [2, ""],
      ],
    );
    const sequence = record.entries.sequence();
    const again = acceptEntries(record, entries);
    assert.deepEqual([again.accepted, again.unchanged, again.rejected.length], [0, 2, 2]);
    assert.equal(record.entries.sequence(), sequence);
    assert.equal(record.entries.read("two")?.type, "MOVIE");
  });

  test("the operator's word outranks a file's, whichever came first, and lists unite", async () => {
    for (const order of ["file first", "operator first"]) {
      const own = { title: "Alpha!", sources: [url], genres: ["Comedy"] };
      if (order === "file first") await readFile();
      acceptEntries(record, [own]);
      if (order === "operator first") await readFile();
      const entry = record.entries.read(id);
      assert.deepEqual(
        [entry?.title, entry?.genres, entry?.synopsis],
        ["Alpha!", ["Comedy", "Action"], "From the file."],
        order,
      );
      record.close();
      record = memoryRecord();
    }
  });

  test("posting again replaces what was posted, also where it is named by its id alone", async () => {
    await readFile();
    acceptEntries(record, [{ title: "Alpha", sources: [url], tags: ["space"] }]);
    acceptEntries(record, [{ id, title: "Alpha", tags: ["sea"] }]);
    assert.deepEqual(record.entries.read(id)?.tags, ["sea"]);
    assert.equal(record.entries.counts().anime, 1);
  });

  test("an id that comes with an entry is kept", () => {
    const own = "11111111-2222-4333-8444-555555555555";
    acceptEntries(record, [{ id: own, title: "Mine" }]);
    assert.equal(record.entries.read("mine")?.id, own);
  });

  test("thousands of one title get slugs of their own", () => {
    acceptEntries(
      record,
      Array.from({ length: 1000 }, (_, i) => ({
        title: "Same",
        sources: [`https://anilist.co/anime/${i + 1}`],
      })),
    );
    assert.equal(record.entries.counts().anime, 1000);
    assert.equal(record.entries.read("same-1000")?.title, "Same");
  });
});

describe("patching", () => {
  test("changes, removes and goes deep, and survives a new ingest", async () => {
    await readFile({ ...fromFile, score: { median: 7, arithmetic_mean: 6.9 } });
    const patched = patchEntry(record, "alpha", {
      synopsis: "Better.",
      year: null,
      score: { median: 8 },
      genres: ["Drama"],
    });
    assert.deepEqual(
      [patched.synopsis, patched.year, patched.score, patched.genres],
      ["Better.", undefined, { median: 8, arithmetic_mean: 6.9 }, ["Drama"]],
    );
    assert.equal(record.entries.provenance(id)?.synopsis, "admin");
    await readFile({ ...fromFile, synopsis: "A new one in the file.", title_english: "Alpha, the" });
    const after = record.entries.read(id);
    assert.deepEqual(
      [after?.synopsis, after?.year, after?.title_english],
      ["Better.", undefined, "Alpha, the"],
    );
  });

  test("a second patch goes over the first", async () => {
    await readFile();
    patchEntry(record, id, { synopsis: "First.", background: "B." });
    const patched = patchEntry(record, id, { synopsis: null });
    assert.deepEqual([patched.synopsis, patched.background], [undefined, "B."]);
  });

  test("values are normalised, and refused where they mean nothing", async () => {
    await readFile();
    assert.equal(patchEntry(record, id, { rating: "PG" }).rating, "PG - Children");
    const before = record.entries.sequence();
    const refused: [unknown, string, string?][] = [
      [{ year: "soon" }, "ENTRY_INVALID", "year"],
      [{ season: "MONSOON" }, "ENTRY_INVALID", "season"],
      [{ title: null }, "ENTRY_INVALID", "title"],
      [{ id: "other" }, "ENTRY_INVALID", "id"],
      [{ popularity_score: 1 }, "ENTRY_INVALID", "popularity_score"],
      ["text", "ENTRY_INVALID"],
      [null, "ENTRY_INVALID"],
      [[], "ENTRY_INVALID"],
    ];
    for (const [patch, code, path] of refused) {
      assert.throws(() => patchEntry(record, id, patch), failsWith(code, path), JSON.stringify(patch));
    }
    assert.equal(record.entries.sequence(), before);
    assert.throws(() => patchEntry(record, "nothing", {}), failsWith("ANIME_NOT_FOUND"));
  });

  test("ends when the entry is posted anew", async () => {
    await readFile();
    const own = { title: "Alpha", sources: [url], synopsis: "Posted." };
    acceptEntries(record, [own]);
    patchEntry(record, id, { synopsis: "Patched." });
    assert.deepEqual(acceptEntries(record, [own]).accepted, 1);
    assert.equal(record.entries.read(id)?.synopsis, "Posted.");
  });
});

describe("deleting", () => {
  test("holds against the files, until the operator posts the anime again", async () => {
    await readFile();
    assert.deepEqual(deleteEntry(record, "alpha"), { id });
    assert.equal(record.entries.read(id), null);
    const again = await readFile({ ...fromFile, year: 2002 });
    assert.deepEqual([record.entries.counts().anime, again.withheld], [0, 1]);
    acceptEntries(record, [{ title: "Alpha", sources: [url] }]);
    assert.deepEqual([record.entries.read("alpha")?.id, record.entries.read(id)?.year], [id, 2002]);
    assert.throws(() => deleteEntry(record, "nothing"), failsWith("ANIME_NOT_FOUND"));
  });

  test("of what only the operator said leaves nothing", () => {
    acceptEntries(record, [{ title: "Mine" }]);
    deleteEntry(record, "mine");
    assert.deepEqual(record.entries.counts(), { anime: 0, episodes: 0, deleted: 1 });
    assert.throws(() => deleteEntry(record, "mine"), failsWith("ANIME_NOT_FOUND"));
    acceptEntries(record, [{ title: "Mine" }]);
    assert.equal(record.entries.read("mine")?.title, "Mine");
  });
});

describe("franchises", () => {
  const page = (number: number) => `https://myanimelist.net/anime/${number}`;
  const part = (number: number, title: string, members: number, related: number[]) => ({
    title,
    sources: [page(number)],
    statistics: { mal: { members } },
    related_anime: related.map((to) => ({ title: "", relation_type: "SEQUEL", url: page(to) })),
  });
  const franchiseOf = (slug: string) => {
    const { id, franchise_id } = record.entries.read(slug)!;
    // What is kept of franchises between changes says the same.
    assert.deepEqual(record.entries.franchises([id]), [franchise_id ?? null]);
    if (franchise_id !== undefined) assert.ok(record.entries.franchise(franchise_id).includes(id));
    return franchise_id;
  };

  test("are named by their most popular part, and the name stays", () => {
    acceptEntries(record, [part(1, "First", 10, [2]), part(2, "Second", 90, [])]);
    assert.deepEqual([franchiseOf("first"), franchiseOf("second")], ["second", "second"]);
    acceptEntries(record, [part(3, "Third", 500, [2])]);
    assert.deepEqual([franchiseOf("first"), franchiseOf("third")], ["second", "second"]);
  });

  test("become one when a part ties them together, whichever way the relation points", () => {
    acceptEntries(record, [part(1, "First", 10, []), part(3, "Third", 50, [])]);
    assert.deepEqual([franchiseOf("first"), franchiseOf("third")], ["first", "third"]);
    acceptEntries(record, [part(2, "Second", 5, [1, 3])]);
    assert.deepEqual(["first", "second", "third"].map(franchiseOf), ["third", "third", "third"]);
  });

  test("a change of a franchise is a change of its entries", () => {
    acceptEntries(record, [part(1, "First", 10, [2])]);
    const before = record.entries.sequence();
    acceptEntries(record, [part(2, "Second", 90, [])]);
    const changed = [...record.entries.changes(before)].map(({ entry }) => entry?.slug);
    // First keeps the name it was given, so only the new entry has changed.
    assert.deepEqual(changed, ["second"]);
    assert.equal(franchiseOf("second"), "first");
  });
});
