import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { AnimeEntry } from "../anime/entry.ts";
import { isFailure } from "../errors.ts";
import type { MergedEntry } from "./entries.ts";
import { RECORD_VERSION } from "./migrations.ts";
import { CatalogueRecord } from "./record.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-record-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, "record.sqlite");
const merged = (body: AnimeEntry, popularity = 0): MergedEntry => ({
  body,
  provenance: {},
  relations: [],
  slugs: [],
  popularity,
});

function write(record: CatalogueRecord, id: string, body: AnimeEntry): number {
  return record.transaction(() => {
    const entry = record.entries.find(id)?.entry ?? record.entries.create(id);
    record.entries.put(entry, merged(body));
    record.entries.settle(entry, `slug-of-${id}`, null);
    return entry;
  });
}

describe("entries", () => {
  test("are found by id, by slug and by a former id, and survive closing", () => {
    let record = CatalogueRecord.open(file());
    const kept = write(record, "a", { title: "A", year: 2001 });
    record.transaction(() => {
      record.entries.create("b");
      record.entries.addFormerId("b", kept);
      record.entries.addFormerId("never-an-entry", kept);
    });
    record.close();

    record = CatalogueRecord.open(file());
    const expected = { title: "A", year: 2001, id: "a", slug: "slug-of-a" };
    for (const name of ["a", "slug-of-a", "b", "never-an-entry"])
      assert.deepEqual(record.entries.read(name), expected);
    assert.equal(record.entries.read("c"), null);
    assert.deepEqual(record.entries.readMany(["c", "a"]), [null, expected]);
    record.close();
  });

  test("an unchanged entry is not written, a changed one gets a new sequence number", () => {
    const record = CatalogueRecord.open(file());
    const entry = write(record, "a", { title: "A" });
    const before = record.entries.sequence();
    assert.equal(record.entries.put(entry, merged({ title: "A" })), false);
    assert.equal(record.entries.sequence(), before);
    assert.equal(record.entries.put(entry, merged({ title: "A2" })), true);
    assert.equal(record.entries.sequence(), before + 1);
    assert.equal(record.entries.row(entry).seq, before + 1);
    record.close();
  });

  test("changes come in order, page after page, with tombstones", () => {
    const record = CatalogueRecord.open(file());
    record.transaction(() => {
      for (let i = 0; i < 450; i++) write(record, `id-${i}`, { title: `Title ${i}` });
    });
    const middle = record.entries.row(200).seq;
    record.transaction(() => record.entries.remove(3));
    const all = [...record.entries.changes(0)];
    assert.equal(all.length, 450);
    assert.deepEqual(
      all.map((change) => change.seq),
      all.map((change) => change.seq).toSorted((a, b) => a - b),
    );
    assert.deepEqual(all.at(-1), { seq: record.entries.sequence(), id: "id-2", entry: null });
    assert.equal([...record.entries.changes(middle)].length, 251);
    assert.equal(record.entries.countChanges(middle), 251);
    assert.equal(record.entries.read("id-2"), null);
    assert.deepEqual(record.entries.counts(), { anime: 449, episodes: 0, deleted: 1 });
    record.close();
  });

  test("episodes are paged from inside the entry and counted", () => {
    const record = CatalogueRecord.open(file());
    const episodes = Array.from({ length: 5 }, (_, i) => ({ episode_number: i + 1, title: `E${i + 1}` }));
    write(record, "a", { title: "A", episode_details: episodes });
    assert.deepEqual(record.episodes("slug-of-a", 3, 10), { total: 5, episodes: episodes.slice(3) });
    assert.equal(record.episodes("nothing", 0, 10), null);
    assert.equal(record.entries.counts().episodes, 5);
    record.close();
  });

  test("a transaction that throws leaves nothing behind", () => {
    const record = CatalogueRecord.open(file());
    const before = record.entries.sequence();
    assert.throws(
      () =>
        record.transaction(() => {
          write(record, "a", { title: "A" });
          throw new Error("stop");
        }),
      /stop/,
    );
    assert.equal(record.entries.find("a"), undefined);
    assert.equal(record.entries.sequence(), before);
    record.close();
  });
});

describe("contributions", () => {
  const given = (key: string, links: string[], title = key) => ({
    key,
    format: "anime-entry",
    line: 1,
    hash: Buffer.from(title),
    body: { title },
    original: {},
    links,
  });

  test("are replaced by key and connected through what they share", () => {
    const record = CatalogueRecord.open(file());
    const { contributions } = record;
    const source = contributions.sourceNumber("file");
    assert.equal(contributions.sourceNumber("file"), source);
    const a = contributions.put(source, given("a", ["x"]));
    const b = contributions.put(source, given("b", ["x", "y"]));
    const c = contributions.put(source, given("c", ["y"]));
    const d = contributions.put(source, given("d", ["z"]));
    assert.deepEqual(contributions.connected([a]).sort(), [a, b, c]);
    assert.deepEqual(contributions.connected([d]), [d]);
    assert.equal(contributions.put(source, given("b", ["z"], "other")), b);
    assert.deepEqual(contributions.connected([a]), [a]);
    assert.deepEqual(contributions.connected([d]).sort(), [b, d]);
    assert.equal(contributions.byHash(source, Buffer.from("other")), b);
    assert.equal(contributions.byHash(source, Buffer.from("b")), undefined);
    assert.deepEqual([...contributions.ofSource(source)], [a, b, c, d]);
    contributions.remove(b);
    assert.deepEqual(contributions.connected([d]), [d]);
    record.close();
  });

  test("pages that several entries claim are conflicts, until they are said anew", () => {
    const record = CatalogueRecord.open(file());
    const [a, b] = ["a", "b"].map((name) => write(record, name, { title: name })) as [number, number];
    record.entries.putConflicts([], [{ url: "shared", entries: [b, a] }]);
    assert.deepEqual(record.entries.conflicts(), [{ url: "shared", ids: ["a", "b"] }]);
    record.entries.putConflicts([a, b], []);
    assert.deepEqual(record.entries.conflicts(), []);
    record.close();
  });
});

describe("generations", () => {
  const embedder = { provider: "p", model: "m", revision: "r", dimension: 4, pooling: "mean" };
  const begin = (record: CatalogueRecord) =>
    record.generations.begin({ base: "base", format: 1, embedder, now: new Date(0) });
  const states = (record: CatalogueRecord) =>
    Object.fromEntries(record.generations.all().map(({ number, state }) => [number, state]));

  test("switch in one step, keep one previous, and swap back", () => {
    const record = CatalogueRecord.open(file());
    const first = begin(record);
    assert.equal(first.anime, "base@000001");
    assert.equal(first.episodes, "base_episodes@000001");
    const built = {
      sequence: 9,
      counts: { anime: 3, episodes: 4 },
      fit: Buffer.from([7]),
      titles: Buffer.from([8]),
    };
    assert.equal(record.generations.complete(1, built).base_seq, 9);
    record.generations.makeLive(1);
    begin(record);
    record.generations.makeLive(2);
    assert.deepEqual(states(record), { 1: "previous", 2: "live" });
    record.generations.swap();
    assert.deepEqual(states(record), { 1: "live", 2: "previous" });
    assert.deepEqual(record.generations.inState("live")?.counts, { anime: 3, episodes: 4 });
    assert.deepEqual([...record.generations.fit(1)!], [7]);
    begin(record);
    record.generations.makeLive(3);
    assert.deepEqual(states(record), { 1: "previous", 2: "retired", 3: "live" });
    record.generations.forget(2);
    record.generations.forget(3);
    // A number is not given twice: a folder of that name may still be there.
    assert.equal(begin(record).number, 4);
    record.close();
  });
});

describe("files", () => {
  const damaged = (error: unknown) => isFailure(error, "RECORD_DAMAGED");

  test("a reader sees what the writer has committed, and cannot write", () => {
    const writer = CatalogueRecord.open(file());
    write(writer, "a", { title: "A" });
    const reader = CatalogueRecord.open(file(), { readOnly: true });
    write(writer, "b", { title: "B" });
    assert.equal(reader.entries.read("b")?.title, "B");
    assert.throws(
      () => write(reader, "c", { title: "C" }),
      (error) => isFailure(error, "DATA_DIR_UNUSABLE"),
    );
    reader.close();
    writer.close();
  });

  test("a snapshot does not move while others write", async () => {
    const writer = CatalogueRecord.open(file());
    write(writer, "a", { title: "A" });
    const reader = CatalogueRecord.open(file(), { readOnly: true });
    await reader.snapshot(async () => {
      assert.equal(reader.entries.counts().anime, 1);
      write(writer, "b", { title: "B" });
      await Promise.resolve();
      assert.equal(reader.entries.counts().anime, 1);
    });
    assert.equal(reader.entries.counts().anime, 2);
    reader.close();
    writer.close();
  });

  test("no record to read is said so", () => {
    assert.throws(
      () => CatalogueRecord.open(file(), { readOnly: true }),
      (error) => isFailure(error, "NOT_READY"),
    );
  });

  test("a file that is no database, or another program's, is refused and left alone", () => {
    writeFileSync(file(), "not a database, but long enough to be taken for one".repeat(100));
    assert.throws(() => CatalogueRecord.open(file()), damaged);
    rmSync(file());
    const foreign = new DatabaseSync(file());
    foreign.exec("CREATE TABLE theirs (x)");
    foreign.close();
    assert.throws(() => CatalogueRecord.open(file()), /another program/);
    const again = new DatabaseSync(file());
    assert.equal(again.prepare("SELECT count(*) AS n FROM sqlite_master").get()?.n, 1);
    again.close();
  });

  test("a record of a newer version is refused", () => {
    CatalogueRecord.open(file()).close();
    const newer = new DatabaseSync(file());
    newer.exec(`PRAGMA user_version = ${RECORD_VERSION + 1}`);
    newer.close();
    assert.throws(() => CatalogueRecord.open(file()), /newer Kotodama/);
  });

  test("a torn file is found by check, or when it is read", () => {
    const record = CatalogueRecord.open(file());
    record.transaction(() => {
      for (let i = 0; i < 300; i++) write(record, `id-${i}`, { title: `Title ${i}` });
    });
    record.check();
    record.close();
    truncateSync(file(), 20_480);
    assert.throws(() => {
      const torn = CatalogueRecord.open(file());
      try {
        torn.check();
      } finally {
        torn.close();
      }
    }, damaged);
  });

  test("a folder that does not exist is named", () => {
    assert.throws(
      () => CatalogueRecord.open(join(folder, "none", "record.sqlite")),
      (error) => isFailure(error, "DATA_DIR_UNUSABLE"),
    );
  });

  test("a full disk is said so, and what was there stays", () => {
    CatalogueRecord.open(file()).close();
    const small = new DatabaseSync(file());
    const pages = small.prepare("PRAGMA page_count").get()?.page_count as number;
    small.close();
    const record = CatalogueRecord.open(file());
    write(record, "a", { title: "A" });
    // SQLite's own limit on the file's size fails the way a full disk does.
    record.limitPages(pages + 2);
    assert.throws(
      () => write(record, "b", { title: "B", synopsis: randomText(100_000) }),
      (error) => isFailure(error, "DISK_FULL"),
    );
    assert.equal(record.entries.read("a")?.title, "A");
    record.limitPages(100_000);
    write(record, "b", { title: "B" });
    record.close();
  });
});

/** Text that does not compress away. */
function randomText(length: number): string {
  let state = 1;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    text += (state >>> 8).toString(36);
  }
  return text;
}
