import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { uuidOfUrl } from "../anime/identity.ts";
import { fail, isFailure } from "../errors.ts";
import type { CatalogueRecord } from "../record/record.ts";
import { type IngestOptions, ingest } from "./ingest.ts";
import type { CatalogueInput } from "./inputs.ts";
import { entriesOf, inputOf, memoryRecord } from "./testing/inputs.ts";

let folder: string;
let record: CatalogueRecord;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-ingest-"));
  record = memoryRecord();
});
afterEach(() => {
  record.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (inputs: readonly CatalogueInput[], options: IngestOptions = {}, into = record) =>
  ingest({ record: into, dataDir: folder }, inputs, options);

const mal = (number: number) => `https://myanimelist.net/anime/${number}`;
const anilist = (number: number) => `https://anilist.co/anime/${number}`;

/** Three formats that speak of overlapping anime, with relations, one conflict and one bridge between providers. */
const rich = [
  {
    title: "Alpha",
    sources: [mal(1)],
    genres: ["Action"],
    year: 2001,
    statistics: { mal: { members: 900 } },
  },
  {
    title: "Alpha Second",
    sources: [mal(2)],
    related_anime: [{ title: "Alpha", relation_type: "PREQUEL", url: mal(1) }],
    statistics: { mal: { members: 500 } },
  },
  { title: "Beta", sources: [anilist(30)], synopsis: "Beta begins." },
];
const plain = [
  { title: "ALPHA", sources: [mal(1), anilist(10)], tags: ["space"], type: "TV" },
  { title: "Alpha 2", sources: [mal(2), anilist(20)], episodes: 12 },
  { title: "Beta", sources: [mal(3), anilist(30)], type: "MOVIE" },
  // Shares a page with Alpha 2, but another provider tells them apart.
  { title: "Alpha Two Special", sources: [mal(9), anilist(20)] },
];
const table = [
  { title: "Alpha", sources: [mal(1)], rating: "PG-13" },
  { title: "Gamma", sources: [mal(4)], rating: "G" },
];
const inputs = {
  rich: inputOf("rich", rich),
  plain: inputOf("plain", plain, { format: "anime-offline-database" }),
  table: inputOf("table", table, { format: "myanimelist-csv" }),
};

describe("merging", () => {
  test("the order of files makes no difference", async () => {
    const orders = [
      ["rich", "plain", "table"],
      ["rich", "table", "plain"],
      ["plain", "rich", "table"],
      ["plain", "table", "rich"],
      ["table", "rich", "plain"],
      ["table", "plain", "rich"],
    ] as const;
    const outcomes = [];
    for (const order of orders) {
      const into = memoryRecord();
      await run(
        order.map((name) => inputs[name]),
        {},
        into,
      );
      // Beta is first known by AniList alone in some orders: it keeps the id it was given then.
      outcomes.push(entriesOf(into).map((entry) => ({ ...entry, id: "" })));
      assert.equal(into.entries.conflicts().length, 1);
      into.close();
    }
    const byTitle = (list: object[]) => list.map((entry) => JSON.stringify(entry)).sort();
    for (const outcome of outcomes) assert.deepEqual(byTitle(outcome), byTitle(outcomes[0]!));
    assert.equal(outcomes[0]!.length, 5);
  });

  test("a second file makes entries richer, not more", async () => {
    await run([inputs.rich]);
    const before = record.entries.counts().anime;
    const summary = await run([inputs.plain]);
    assert.equal(before, 3);
    assert.deepEqual([summary.added, summary.changed, summary.conflicts], [4, 0, 1]);
    const alpha = record.entries.read(uuidOfUrl(mal(1)))!;
    assert.deepEqual(
      [alpha.title, alpha.slug, alpha.genres, alpha.tags, alpha.type, alpha.sources],
      ["Alpha", "alpha", ["Action"], ["space"], "TV", [mal(1), anilist(10)]],
    );
    assert.deepEqual(record.entries.provenance(alpha.id)?.tags, "plain");
    assert.equal(record.entries.read(uuidOfUrl(mal(2)))?.franchise_id, "alpha");
    assert.equal(record.entries.counts().anime, 4);
  });

  test("an id once given stays when a better known page comes", async () => {
    await run([inputs.rich]);
    const beta = uuidOfUrl(anilist(30));
    assert.equal(record.entries.read(beta)?.title, "Beta");
    await run([inputs.plain]);
    assert.deepEqual(record.entries.read(beta)?.sources, [mal(3), anilist(30)]);
    assert.equal(record.entries.read(beta)?.slug, "beta");
  });

  test("two entries that turn out to be one become one, and both ids lead there", async () => {
    await run([
      inputOf("a", [{ title: "Delta", sources: [mal(7)] }]),
      inputOf("b", [{ title: "Delta TV", sources: [anilist(70)] }]),
    ]);
    assert.equal(record.entries.counts().anime, 2);
    await run([inputOf("c", [{ title: "Delta", sources: [mal(7), anilist(70)] }])]);
    assert.deepEqual(record.entries.counts(), { anime: 1, episodes: 0, deleted: 1 });
    const [byMal, byAnilist] = [mal(7), anilist(70)].map((url) => record.entries.read(uuidOfUrl(url)));
    assert.deepEqual(byMal, byAnilist);
    assert.equal(byMal?.id, uuidOfUrl(mal(7)));
  });

  test("an entry that names an id meets the one that was given it, in either order", async () => {
    const named = inputOf("named", [{ id: uuidOfUrl(mal(1)), title: "Alpha", background: "Famous." }]);
    for (const order of [
      [inputs.rich, named],
      [named, inputs.rich],
    ]) {
      const into = memoryRecord();
      await run(order, {}, into);
      assert.equal(into.entries.counts().anime, 3);
      const alpha = into.entries.read(uuidOfUrl(mal(1)));
      assert.deepEqual([alpha?.background, alpha?.year], ["Famous.", 2001]);
      into.close();
    }
  });
});

describe("reading again", () => {
  test("what has not changed is not written", async () => {
    await run([inputs.rich, inputs.plain]);
    const sequence = record.entries.sequence();
    const { read, unchanged, added, changed, entries } = await run([inputs.rich, inputs.plain]);
    assert.deepEqual({ read, unchanged, added, changed }, { read: 7, unchanged: 7, added: 0, changed: 0 });
    assert.deepEqual(entries, { written: 0, deleted: 0 });
    assert.equal(record.entries.sequence(), sequence);
  });

  test("a changed record replaces what its source said before", async () => {
    await run([inputs.rich]);
    const summary = await run([inputOf("rich", [{ ...rich[0], genres: ["Comedy"] }, ...rich.slice(1)])]);
    assert.deepEqual([summary.unchanged, summary.changed, summary.entries.written], [2, 1, 1]);
    assert.deepEqual(record.entries.read("alpha")?.genres, ["Comedy"]);
  });

  test("a record that gains a better known page still replaces what it said before", async () => {
    const before = [
      { title: "One", sources: [anilist(1)], genres: ["Drama"] },
      { title: "Two", sources: [mal(2), anilist(2)], genres: ["Drama"] },
    ];
    await run([inputOf("a", before)]);
    const after = [
      { title: "One", sources: [mal(1), anilist(1)], genres: ["Comedy"] },
      // Shares a page with Two, which comes later, but is another anime.
      { title: "Three", sources: [mal(3), anilist(2)] },
      before[1]!,
    ];
    const summary = await run([inputOf("a", after)]);
    assert.deepEqual([summary.changed, summary.added, summary.unchanged], [1, 1, 1]);
    const one = record.entries.read(uuidOfUrl(anilist(1)));
    assert.deepEqual([one?.genres, one?.sources], [["Comedy"], [mal(1), anilist(1)]]);
    assert.equal(record.entries.read(uuidOfUrl(mal(2)))?.title, "Two");
    assert.equal(record.entries.counts().anime, 3);
  });

  test("values that normalising changed are kept as they stood", async () => {
    await run([inputs.table]);
    const [gamma] = record.contributions.numbersOfEntry(record.entries.find("gamma")!.entry);
    assert.equal(record.contributions.read(gamma!).body.rating, "G - All Ages");
    assert.deepEqual(record.contributions.original(gamma!), { rating: "G" });
  });

  test("a record that has lost a page falls apart from what the page tied it to", async () => {
    await run([
      inputOf("a", [{ title: "One", sources: [mal(1), anilist(1)] }]),
      inputOf("b", [{ title: "Uno", sources: [anilist(1)] }]),
    ]);
    assert.equal(record.entries.counts().anime, 1);
    await run([inputOf("a", [{ title: "One", sources: [mal(1)] }])]);
    assert.equal(record.entries.counts().anime, 2);
    assert.equal(record.entries.read(uuidOfUrl(mal(1)))?.title, "One");
  });

  test("one anime twice in a file is one entry, and stays so", async () => {
    const twice = inputOf("twice", [
      { title: "Echo", sources: [mal(5)], genres: ["Drama"] },
      { title: "Echo", sources: [mal(5)], tags: ["sea"] },
      { title: "Echo", sources: [mal(5)], genres: ["Drama"] },
    ]);
    await run([twice]);
    assert.deepEqual([record.entries.counts().anime, record.entries.read("echo")?.tags], [1, ["sea"]]);
    const again = await run([twice]);
    assert.deepEqual([again.unchanged, again.changed, again.added], [3, 0, 0]);
  });

  test("a run that was stopped is resumed by running it again, with the same outcome", async () => {
    const many = Array.from({ length: 950 }, (_, i) => ({
      title: `Title ${i}`,
      sources: [mal(i + 1)],
      year: 1990 + (i % 30),
    }));
    const whole = memoryRecord();
    await run([inputOf("many", many)], {}, whole);

    const controller = new AbortController();
    const stopped = inputOf("many", many, { onRecord: (i) => i === 500 && controller.abort() });
    const first = await run([stopped], { signal: controller.signal, prune: true });
    assert.equal(first.interrupted, true);
    assert.equal(first.files[0]?.state, "interrupted");
    const second = await run([inputOf("many", many)]);
    assert.deepEqual([second.unchanged, second.added], [600, 350]);
    const shape = (from: CatalogueRecord) => entriesOf(from);
    assert.deepEqual(shape(record), shape(whole));
    whole.close();
  });

  test("a run that dies between batches loses only the batch", async () => {
    const many = Array.from({ length: 450 }, (_, i) => ({ title: `Title ${i}`, sources: [mal(i + 1)] }));
    const dying = inputOf("many", many, {
      onRecord: (i) => {
        if (i === 420) throw new Error("killed");
      },
    });
    await assert.rejects(run([dying]), /killed/);
    assert.equal(record.runs.latest()[0]?.state, "failed");
    const summary = await run([inputOf("many", many)]);
    assert.equal(record.entries.counts().anime, 450);
    assert.equal(summary.added + summary.unchanged, 450);
    assert.equal(new Set(entriesOf(record).map((entry) => (entry as { slug: string }).slug)).size, 450);
  });
});

describe("a full disk", () => {
  test("stops the run with a clear message, keeps what was taken in, and is made good by running again", async () => {
    const many = Array.from({ length: 600 }, (_, i) => ({ title: `Title ${i}`, sources: [mal(i + 1)] }));
    await run([inputOf("many", many.slice(0, 100))]);
    // SQLite's own limit on the file's size fails the way a full disk does.
    record.limitPages(100);
    await assert.rejects(run([inputOf("many", many)]), (error) => isFailure(error, "DISK_FULL"));
    assert.equal(record.entries.read("title-0")?.title, "Title 0");
    record.limitPages(1_000_000);
    await run([inputOf("many", many)]);
    record.check();
    assert.equal(record.entries.counts().anime, 600);
    assert.equal(record.runs.latest()[0]?.state, "done");
  });
});

describe("pruning", () => {
  test("removes what only this source said, and keeps what others say", async () => {
    await run([inputs.rich, inputs.plain]);
    const summary = await run([inputOf("rich", rich.slice(1, 2))], { prune: true });
    assert.equal(summary.pruned, 2);
    // Alpha and Beta are in the other file too: they stay, with what that says of them.
    assert.equal(summary.entries.deleted, 0);
    assert.equal(record.entries.read(uuidOfUrl(mal(1)))?.genres, undefined);
    const second = await run([inputOf("plain", plain.slice(1), { format: "anime-offline-database" })], {
      prune: true,
    });
    assert.deepEqual([second.pruned, second.entries.deleted], [1, 1]);
    assert.equal(record.entries.read(uuidOfUrl(mal(1))), null);
    const tombstone = [...record.entries.changes(0)].find(({ id }) => id === uuidOfUrl(mal(1)));
    assert.equal(tombstone?.entry, null);
  });

  test("does not happen without being asked for, nor for an input that broke off or was stopped", async () => {
    await run([inputs.rich]);
    await run([inputOf("rich", rich.slice(0, 1))]);
    assert.equal(record.entries.counts().anime, 3);
    const torn = inputOf("rich", rich, {
      onRecord: (i) => {
        if (i === 1) throw fail("INPUT_UNREADABLE", "the file ends in the middle");
      },
    });
    const summary = await run([torn], { prune: true });
    assert.deepEqual(
      [summary.files[0]?.state, summary.files[0]?.error?.code],
      ["truncated", "INPUT_UNREADABLE"],
    );
    assert.equal(record.entries.counts().anime, 3);
  });

  test("spares an anime whose record is there but broken", async () => {
    await run([inputs.rich]);
    const broken = `{"title":"Alpha","sources":["${mal(1)}"],`;
    const summary = await run([inputOf("rich", [broken, rich[1]!])], { prune: true });
    assert.deepEqual([summary.rejected, summary.pruned], [1, 1]);
    assert.equal(record.entries.read("alpha")?.title, "Alpha");
    assert.equal(record.entries.read("beta"), null);
  });

  test("what comes back after it was pruned has its id and slug again", async () => {
    await run([inputs.table]);
    const before = record.entries.read("gamma");
    await run([inputOf("table", table.slice(0, 1), { format: "myanimelist-csv" })], { prune: true });
    assert.equal(record.entries.read("gamma"), null);
    await run([inputs.table]);
    assert.deepEqual(record.entries.read("gamma"), before);
  });
});

describe("rejects", () => {
  test("are kept with line, reason and raw text, and do not keep the rest from being read", async () => {
    const summary = await run([
      inputOf("/tmp/some file.jsonl", [rich[0]!, "{broken", { title: "" }, rich[1]!]),
    ]);
    assert.deepEqual([summary.read, summary.added, summary.rejected], [4, 2, 2]);
    const path = summary.files[0]!.rejects_file!;
    const lines = readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(lines[0], { line: 2, reason: "it is not JSON", raw: "{broken" });
    assert.deepEqual([lines[1].line, lines[1].raw], [3, '{"title":""}']);
    assert.match(lines[1].reason, /title/);
    assert.deepEqual(
      record.runs.rejects().map(({ line }) => line),
      [2, 3],
    );
    assert.equal(record.stats().rejected, 2);
  });

  test("of the last run take the place of those before", async () => {
    await run([inputOf("file", ["{broken", rich[0]!])]);
    const summary = await run([inputOf("file", ["{still broken", "{more", rich[0]!])]);
    assert.equal(record.runs.countRejects(), 2);
    assert.deepEqual(readdirSync(join(folder, "rejects")).length, 1);
    assert.ok(summary.files[0]!.rejects_file!.endsWith("-2.jsonl"));
    await run([inputOf("file", [rich[0]!])]);
    assert.equal(record.runs.countRejects(), 0);
    assert.deepEqual(readdirSync(join(folder, "rejects")), []);
  });
});

describe("inputs", () => {
  test("one that cannot be opened does not keep the others from being read", async () => {
    const missing: CatalogueInput = {
      name: "/missing",
      open: async () => {
        throw fail("INPUT_UNREADABLE", "there is no such file");
      },
    };
    const summary = await run([missing, inputs.rich]);
    assert.deepEqual(
      summary.files.map(({ state }) => state),
      ["failed", "done"],
    );
    assert.equal(summary.added, 3);
  });

  test("a source name is for one file only", async () => {
    await assert.rejects(run([inputs.rich, inputs.plain], { source: "x" }), (error) =>
      isFailure(error, "USAGE"),
    );
    await run([inputs.rich], { source: "mine" });
    assert.deepEqual(record.stats().sources, { mine: 3 });
  });
});
