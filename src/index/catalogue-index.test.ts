import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { fail, isFailure } from "../errors.ts";
import { acceptEntries, deleteEntry } from "../ingest/accept.ts";
import type { Progress } from "../ingest/progress.ts";
import { CatalogueRecord } from "../record/record.ts";
import { spacesWith } from "../spaces/spaces.ts";
import { MemoryStore } from "../vector-store/memory/memory-store.ts";
import { buildHere } from "./build-here.ts";
import { CatalogueIndex } from "./catalogue-index.ts";
import type { IndexDependencies } from "./dependencies.ts";
import { hashEmbedder, madeUpEntry } from "./testing/made-up.ts";

let folder: string;
let record: CatalogueRecord;
let store: MemoryStore;
let logged: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-index-"));
  record = CatalogueRecord.open(join(folder, "record.sqlite"));
  store = new MemoryStore();
  logged = [];
});
afterEach(() => {
  record.close();
  rmSync(folder, { recursive: true, force: true });
});

const embedder = hashEmbedder();
const spaces = spacesWith({}, embedder.identity.dimension);
const deps = (changes: Partial<IndexDependencies> = {}): IndexDependencies => ({
  record,
  store,
  embedder,
  builder: buildHere({ record, store, embedder, spaces }),
  base: "anime",
  log: (message) => logged.push(message),
  checkpointAfter: 1e9,
  ...changes,
});
const open = (changes: Partial<IndexDependencies> = {}) => CatalogueIndex.open(deps(changes));
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const accept = (from: number, to: number, revision = 0) =>
  acceptEntries(
    record,
    numbers(from, to).map((number) => madeUpEntry(number, revision)),
  );

/** Every live point of both collections equals what the record says, made with the generation's own fit. */
async function assertUpToDate(index: CatalogueIndex): Promise<void> {
  const { anime, episodes, sequence, titles: names } = index.live();
  assert.equal(sequence, record.entries.sequence());
  const counts = record.entries.counts();
  assert.deepEqual([await store.count(anime), await store.count(episodes)], [counts.anime, counts.episodes]);
  assert.equal(names.entries, counts.anime);
  for (const { id, entry } of record.entries.changes(0)) {
    const found = entry !== null && names.lookup(entry.title, 10).some((match) => match.id === id);
    assert.equal(found, entry !== null);
    const [payload] = await store.payloads(anime, [id]);
    assert.equal(payload?.title ?? null, entry?.title ?? null);
    const own = await store.scroll(episodes, {
      filter: { must: [{ key: "anime_id", any: [id] }] },
      limit: 100,
    });
    const titles = (await store.payloads(episodes, own.ids)).map(
      (found) => (found as { episode: { title: string } }).episode.title,
    );
    assert.deepEqual(titles.sort(), (entry?.episode_details ?? []).map(({ title }) => title).sort());
  }
}

describe("building", () => {
  test("nothing to search until there is a generation", async () => {
    const index = await open();
    assert.equal(index.ready(), false);
    assert.throws(
      () => index.live(),
      (error) => isFailure(error, "NOT_READY"),
    );
    assert.equal(index.status().state, "empty");
    await index.close();
  });

  test("an empty catalogue has an index too", async () => {
    const index = await open();
    await index.build();
    assert.deepEqual([index.ready(), await store.count(index.live().anime)], [true, 0]);
    await index.close();
  });

  test("fills both collections, says how far it is, and sets the aliases", async () => {
    accept(1, 151);
    const index = await open();
    const phases = new Set<Progress["phase"]>();
    await index.build({ onProgress: ({ phase }) => phases.add(phase) });
    await assertUpToDate(index);
    assert.deepEqual([...phases], ["fit", "index", "verify"]);
    assert.deepEqual(await store.aliases(), {
      anime: "anime@000001",
      anime_episodes: "anime_episodes@000001",
    });
    const { live, state } = index.status();
    assert.deepEqual([state, live?.name, live?.anime, live?.behind], ["ready", "000001", 150, 0]);
    await index.close();
  });

  test("keeps one generation to go back to, and removes the one before", async () => {
    accept(1, 11);
    const index = await open();
    for (let i = 0; i < 3; i++) await index.build();
    assert.deepEqual(await store.listCollections(), [
      "anime@000002",
      "anime@000003",
      "anime_episodes@000002",
      "anime_episodes@000003",
    ]);
    assert.deepEqual([index.status().live?.name, index.status().previous?.name], ["000003", "000002"]);
    assert.equal((await index.kept("000002"))?.anime, "anime@000002");
    assert.equal(await index.kept("000001"), undefined);
    await index.close();
  });

  test("what changes while it builds is in the new generation", async () => {
    accept(1, 31);
    const index = await open();
    await index.build();
    const building = index.build({
      onProgress: ({ phase }) => {
        if (phase !== "verify" || record.entries.counts().anime > 30) return;
        accept(31, 41);
        accept(1, 5, 7);
      },
    });
    await building;
    assert.equal(index.status().live?.anime, 30);
    await assertUpToDate(index);
    await index.close();
  });

  test("two at once are refused, and a refresh waits for the one that runs", async () => {
    accept(1, 11);
    const index = await open();
    const building = index.build();
    await assert.rejects(index.build(), (error) => isFailure(error, "CONFLICT"));
    await assert.rejects(index.rollback(), (error) => isFailure(error, "CONFLICT"));
    accept(11, 13);
    assert.equal(await index.refresh(), "caught up");
    await building;
    await assertUpToDate(index);
    await index.close();
  });

  test("one that is stopped or fails leaves nothing, and the live one goes on", async () => {
    accept(1, 151);
    const index = await open();
    await index.build();
    const controller = new AbortController();
    const stopped = index.build({
      signal: controller.signal,
      onProgress: ({ phase }) => phase === "index" && controller.abort(),
    });
    await assert.rejects(stopped, { name: "AbortError" });
    assert.deepEqual(await store.listCollections(), ["anime@000001", "anime_episodes@000001"]);
    assert.equal(record.generations.all().length, 1);
    await index.build();
    assert.equal(index.live().name, "000003");
    await index.close();
  });

  test("one that runs when the index is closed is given up", async () => {
    accept(1, 151);
    const index = await open();
    const building = index.build();
    const ending = assert.rejects(building, { name: "AbortError" });
    await index.close();
    await ending;
    assert.deepEqual(await store.listCollections(), []);
  });

  test("a store that loses points, or mixes up vectors, fails the verification", async () => {
    accept(1, 101);
    class Forgetful extends MemoryStore {
      override async upsert(collection: string, points: Parameters<MemoryStore["upsert"]>[1]): Promise<void> {
        await super.upsert(collection, points.slice(1));
      }
    }
    class Confused extends MemoryStore {
      override async upsert(collection: string, points: Parameters<MemoryStore["upsert"]>[1]): Promise<void> {
        const last = points.at(-1)!;
        await super.upsert(
          collection,
          points.map((point) => ({ ...point, dense: { ...point.dense, ...last.dense } })),
        );
      }
    }
    for (const [broken, complaint] of [
      [new Forgetful(), /points: 99 instead of 100/],
      [new Confused(), /cosine/],
    ] as const) {
      const index = await open({
        store: broken,
        builder: buildHere({ record, store: broken, embedder, spaces }),
      });
      await assert.rejects(
        index.build(),
        (error) => isFailure(error, "INDEX_VERIFICATION_FAILED") && complaint.test(error.message),
      );
      assert.equal(index.ready(), false);
      assert.deepEqual(await broken.listCollections(), []);
      await index.close();
    }
  });
});

describe("catching up", () => {
  test("additions, changes and deletions reach the live generation, episodes included", async () => {
    accept(1, 101);
    const index = await open();
    await index.build();
    accept(101, 121);
    accept(1, 21, 1);
    for (const number of numbers(40, 50)) deleteEntry(record, idOf(number));
    assert.equal(index.status().live?.behind, 50);
    const applied = await index.catchUp();
    assert.deepEqual([applied?.upserted, applied?.deleted], [40, 10]);
    assert.equal(index.live().name, "000001");
    await assertUpToDate(index);
    await index.close();
  });

  test("what was not checkpointed is applied again at the next start", async () => {
    accept(1, 51);
    const first = await open();
    await first.build();
    accept(51, 61);
    await first.catchUp();
    // No close: as after a kill. The store forgets nothing here, so applying twice must do no harm.
    const second = await open();
    await assertUpToDate(second);
    await second.close();
    const { sequence } = await store.info(second.live().anime);
    assert.equal(sequence, record.entries.sequence());
  });

  test("a refresh patches for little, and builds for much", async () => {
    accept(1, 151);
    const index = await open();
    assert.equal(await index.refresh(), "built");
    accept(1, 31, 1);
    assert.equal(await index.refresh(), "caught up");
    // With those 30 it is 110 of 150 changed since the generation was fitted.
    accept(31, 111, 1);
    assert.equal(await index.refresh(), "built");
    await assertUpToDate(index);
    await index.close();
  });
});

describe("going back", () => {
  test("makes the previous generation live, with what has changed since, and can go forth again", async () => {
    accept(1, 51);
    const index = await open();
    await index.build();
    await index.build();
    accept(51, 61);
    accept(1, 4, 1);
    await index.catchUp();
    await index.rollback();
    assert.equal(index.live().name, "000001");
    assert.equal((await store.aliases()).anime, "anime@000001");
    await assertUpToDate(index);
    await index.rollback();
    assert.equal(index.live().name, "000002");
    await assertUpToDate(index);
    await index.close();
  });

  test("needs a generation to go back to", async () => {
    const index = await open();
    await index.build();
    await assert.rejects(index.rollback(), (error) => isFailure(error, "NO_PREVIOUS_GENERATION"));
    await index.close();
  });
});

describe("opening", () => {
  test("removes what a killed build left", async () => {
    accept(1, 11);
    const index = await open();
    await index.build();
    const left = record.generations.begin({
      base: "anime",
      format: 1,
      embedder: embedder.identity,
      now: new Date(0),
    });
    await store.createCollection(left.anime, { dense: {}, sparse: [], columns: {} });
    const again = await open();
    assert.deepEqual(await store.listCollections(), ["anime@000001", "anime_episodes@000001"]);
    assert.equal(again.live().name, "000001");
    await again.close();
  });

  test("an index of another embedder is refused, with what to do, unless it is to be rebuilt", async () => {
    accept(1, 11);
    const index = await open();
    await index.build();
    await index.close();
    const other = hashEmbedder("2");
    const changed = { embedder: other, builder: buildHere({ record, store, embedder: other, spaces }) };
    await assert.rejects(
      open(changed),
      (error) => isFailure(error, "EMBEDDER_MISMATCH") && error.message.includes("kotodama reembed"),
    );
    const rebuilt = await CatalogueIndex.open(deps(changed), { rebuild: true });
    await rebuilt.build();
    assert.equal(rebuilt.live().name, "000002");
    // The generation of the other embedder is kept, but searches cannot use it.
    await assert.rejects(rebuilt.rollback(), (error) => isFailure(error, "EMBEDDER_MISMATCH"));
    assert.equal(await rebuilt.kept("000001"), undefined);
    await rebuilt.close();
  });

  class Damaged extends MemoryStore {
    readonly damaged = new Set<string>();
    override async info(collection: string): ReturnType<MemoryStore["info"]> {
      if (this.damaged.has(collection)) throw fail("INDEX_DAMAGED", `${collection}: a checksum differs`);
      return super.info(collection);
    }
  }

  test("a damaged generation gives way to the previous one, while a new one is built", async () => {
    const damaged = new Damaged();
    store = damaged;
    accept(1, 31);
    const index = await open();
    await index.build();
    await index.build();
    accept(31, 33);
    await index.close();
    damaged.damaged.add("anime@000002");
    const again = await open();
    assert.equal(again.live().name, "000001");
    await assertUpToDate(again);
    await again.built();
    assert.equal(again.live().name, "000003");
    await assertUpToDate(again);
    assert.deepEqual(logged, [
      "generation 000002 of the index cannot be used; it is built anew",
      "the index was built anew from the record",
    ]);
    await again.close();
  });

  test("with no good generation left there is nothing to search until the new one is built", async () => {
    const damaged = new Damaged();
    store = damaged;
    accept(1, 31);
    const index = await open();
    await index.build();
    await index.close();
    damaged.damaged.add("anime_episodes@000001");
    const again = await open();
    assert.deepEqual([again.ready(), again.status().state], [false, "building"]);
    await again.built();
    await assertUpToDate(again);
    await again.close();
  });

  test("a record that is behind its index was put back from a backup: the index is built anew", async () => {
    accept(1, 31);
    const index = await open();
    await index.build();
    await store.checkpoint(index.live().anime, record.entries.sequence() + 5);
    const again = await open();
    await again.built();
    assert.equal(again.live().name, "000002");
    await again.close();
    await index.close();
  });

  test("read-only, beside the writer, it changes nothing", async () => {
    accept(1, 11);
    const index = await open();
    const reader = CatalogueRecord.open(record.path, { readOnly: true });
    const beside = deps({ record: reader });
    await assert.rejects(CatalogueIndex.open(beside, { readOnly: true }), (error) =>
      isFailure(error, "NOT_READY"),
    );
    await index.build();
    const reading = await CatalogueIndex.open(beside, { readOnly: true });
    assert.equal(reading.live().name, "000001");
    await reading.close();
    reader.close();
    await index.close();
  });
});

function idOf(number: number): string {
  const link = `https://myanimelist.net/anime/${number}`;
  const [entry] = record.contributions.entriesWith(link);
  return record.entries.row(entry!).id;
}
