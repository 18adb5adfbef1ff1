import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type ErrorCode, isFailure } from "../../errors.ts";
import { seededRandom } from "../../random.ts";
import type { Point } from "../port.ts";
import { MAX_SEGMENTS } from "./merge-policy.ts";
import { ScanStore } from "./scan-store.ts";
import { assertHolds, randomPoint, SCHEMA } from "./testing/catalogue.ts";
import { SimulatedDisk } from "./testing/simulated-disk.ts";

const ROOT = "/index";

function fails(code: ErrorCode, mentions?: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(isFailure(error, code), `expected ${code}, got ${String(error)}`);
    if (mentions !== undefined) assert.match(error.message, mentions);
    return true;
  };
}

function points(seed: number, ids: Iterable<string>, version = seed): Point[] {
  const random = seededRandom(seed);
  return Array.from(ids, (id) => randomPoint(random, id, version));
}

function names(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, i) => `id-${from + i}`);
}

function byId(...lists: readonly Point[][]): Map<string, Point> {
  return new Map(lists.flat().map((point) => [point.id, point]));
}

function opened(disk: SimulatedDisk, readOnly = false): Promise<ScanStore> {
  return ScanStore.open({ root: ROOT, threads: 0, readOnly, disk });
}

/** A disk with one collection of ten points at sequence 7. */
async function filled(): Promise<{ disk: SimulatedDisk; held: Map<string, Point> }> {
  const disk = new SimulatedDisk(ROOT);
  const store = await opened(disk);
  const first = points(1, names(0, 10));
  await store.createCollection("c", SCHEMA);
  await store.upsert("c", first);
  await store.checkpoint("c", 7);
  await store.close();
  return { disk, held: byId(first) };
}

function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "kotodama-scan-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("is on a real disk what it was before it closed, whatever else lies in its folder", async (context) => {
  const root = join(temporaryFolder(context), "deep", "index");
  const first = points(1, [...names(0, 50), "進撃の巨人#1.1", "\u{1f600}", 'a"\\/..%00']);
  let store = await ScanStore.open({ root, threads: 2 });
  await store.createCollection("anime@000001", SCHEMA, { base: 3 });
  await store.setAlias("anime", "anime@000001");
  await store.upsert("anime", first);
  await store.checkpoint("anime", 12);
  await store.delete("anime", ["id-3"]);
  await store.checkpoint("anime", 13);
  await store.upsert("anime", points(2, ["never checkpointed"]));
  await store.close();

  mkdirSync(join(root, "notes"));
  mkdirSync(join(root, "anime@000001", "segments", "mine"), { recursive: true });
  writeFileSync(join(root, "anime@000001", "segments", "mine", "a.bin"), "not ours");
  writeFileSync(join(root, "readme.txt"), "not ours");
  const held = byId(first);
  held.delete("id-3");
  store = await ScanStore.open({ root, threads: 2 });
  assert.deepEqual(await store.listCollections(), ["anime@000001"]);
  assert.deepEqual(await store.aliases(), { anime: "anime@000001" });
  assert.deepEqual(await store.meta("anime"), { base: 3 });
  assert.deepEqual(await store.schema("anime"), SCHEMA);
  assert.equal((await store.info("anime")).sequence, 13);
  await assertHolds(store, "anime", held);
  await store.verify("anime");
  await store.deleteCollection("anime");
  assert.deepEqual(await store.aliases(), {});
  await store.close();
  assert.deepEqual(readdirSync(root, { recursive: true }).sort(), [
    "aliases.json",
    "anime@000001",
    "anime@000001/segments",
    "anime@000001/segments/mine",
    "anime@000001/segments/mine/a.bin",
    "notes",
    "readme.txt",
  ]);
});

test("says so where its folder cannot be one", async (context) => {
  const file = join(temporaryFolder(context), "file");
  writeFileSync(file, "not a folder");
  for (const root of [file, join(file, "index")]) {
    await assert.rejects(ScanStore.open({ root, threads: 0 }), fails("DATA_DIR_UNUSABLE", /file/));
  }
});

test("names the file that is damaged, cut short or gone", async () => {
  const { disk } = await filled();
  const changes: [string, (content: Buffer) => Buffer][] = [
    ["flipped", (content) => flipped(content, content.length >> 1)],
    ["flipped at the start", (content) => flipped(content, 3)],
    ["cut", (content) => content.subarray(0, content.length - 2)],
    ["longer", (content) => Buffer.concat([content, Buffer.of(0)])],
    ["empty", () => Buffer.alloc(0)],
  ];
  const files = disk.files();
  assert.equal(files.length, 7, "a manifest, ids, payloads, columns, two dense spaces, one sparse");
  for (const path of files) {
    for (const [what, change] of changes) {
      const copy = disk.afterCrash(() => true);
      copy.tamper(path, change);
      const store = await opened(copy);
      const name = new RegExp(path.replaceAll(".", "\\."));
      if (!path.endsWith(".json") || what !== "longer") {
        await assert.rejects(store.count("c"), fails("INDEX_DAMAGED", name), `${path} ${what}`);
        await assert.rejects(store.verify("c"), fails("INDEX_DAMAGED", name), `${path} ${what}`);
      }
      assert.deepEqual(await store.listCollections(), ["c"]);
      await store.deleteCollection("c");
      assert.deepEqual(copy.files(), []);
      await store.createCollection("c", SCHEMA);
      await store.close();
    }
    if (path.endsWith(".json")) continue;
    const copy = disk.afterCrash(() => true);
    await copy.remove(path);
    await assert.rejects((await opened(copy)).count("c"), fails("INDEX_DAMAGED", /missing/));
  }
});

function flipped(content: Buffer, at: number): Buffer {
  content[at]! ^= 0x10;
  return content;
}

test("refuses an index of another version and says what to do", async () => {
  const { disk } = await filled();
  disk.tamper("/index/c/manifest.json", (content) =>
    Buffer.from(content.toString().replace('"version":1', '"version":99')),
  );
  const store = await opened(disk);
  await assert.rejects(store.count("c"), fails("INDEX_VERSION_UNSUPPORTED", /99.*rebuild/));
});

test("a reader beside a writer sees one checkpoint or the next, never half of one", async () => {
  const { disk, held } = await filled();
  const states = new Map([[7, held]]);
  const writer = await opened(disk);
  const before = await opened(disk, true);
  await assertHolds(before, "c", held);
  for (let round = 1; round <= 12; round++) {
    const fresh = points(round + 10, names(round * 3, round * 3 + 8));
    const state = byId([...states.get(6 + round)!.values()], fresh);
    states.set(7 + round, state);
    await writer.upsert("c", fresh);
    const writing = writer.checkpoint("c", 7 + round);
    const reader = await opened(disk, true);
    const [{ sequence }] = await Promise.all([reader.info("c"), writing]);
    await assertHolds(reader, "c", states.get(sequence)!);
    await reader.close();
  }
  await assertHolds(before, "c", held);
  const files = disk.files();
  for (const write of [
    () => before.upsert("c", points(1, ["x"])),
    () => before.delete("c", ["id-1"]),
    () => before.checkpoint("c", 9),
    () => before.createCollection("d", SCHEMA),
    () => before.deleteCollection("c"),
    () => before.setAlias("a", "c"),
  ]) {
    await assert.rejects(write, fails("STORE_UNAVAILABLE", /reading only/));
  }
  await writer.createCollection("later", SCHEMA);
  assert.equal(await before.count("later"), 0);
  await writer.deleteCollection("later");
  assert.deepEqual(disk.files(), files);
  await before.close();
  await writer.close();
});

test("a reader whose files are replaced while it opens them reads the next ones", async () => {
  const { disk } = await filled();
  const writer = await opened(disk);
  let interrupted = false;
  const interrupt = async (path: string) => {
    if (path.endsWith("payloads.bin") && !interrupted) {
      interrupted = true;
      await writer.delete("c", names(1, 10));
      await writer.checkpoint("c", 8);
    }
    return disk.open(path);
  };
  const slow = new Proxy(disk, {
    get: (target, key: keyof SimulatedDisk) =>
      key === "open" ? interrupt : (target[key] as () => unknown).bind(target),
  });
  const reader = await opened(slow, true);
  assert.equal(await reader.count("c"), 1);
  assert.ok(interrupted);
  assert.equal((await reader.info("c")).sequence, 8);
  await reader.verify("c");
});

test("readers keep what they started with while points are written and merged under them", async () => {
  const { disk, held } = await filled();
  const store = await opened(disk);
  const [probe] = held.values();
  const all = store.scroll("c", { limit: 100 });
  const queried = store.query("c", { legs: [{ space: "near", limit: 100, dense: probe!.dense.near! }] });
  const deleted = store.delete("c", [...held.keys()]);
  assert.equal((await all).total, 10);
  assert.equal((await queried).ids.length, 10);
  await deleted;
  assert.equal(await store.count("c"), 0);
  const after = await store.query("c", { legs: [{ space: "near", limit: 5, dense: probe!.dense.near! }] });
  assert.deepEqual(after.ids, []);
  assert.deepEqual(after.full, [false]);
});

test("writes at the same time run one after another, each whole", async () => {
  const { disk } = await filled();
  const store = await opened(disk);
  const lists = Array.from({ length: 20 }, (_, i) => points(i + 1, names(0, 10 + i)));
  await Promise.all(lists.map((list) => store.upsert("c", list)));
  await assertHolds(store, "c", byId(...lists));
});

test("a query never meets more than a few segments, however points came", async () => {
  const disk = new SimulatedDisk(ROOT);
  const store = await opened(disk);
  await store.createCollection("c", SCHEMA);
  const held = new Map<string, Point>();
  const random = seededRandom(8);
  for (let i = 0; i < 150; i++) {
    const point = randomPoint(random, `id-${random.integer(0, 80)}`, i);
    held.set(point.id, point);
    await store.upsert("c", [point]);
    assert.equal(await store.count("c"), held.size);
    if (i % 20 === 0) await store.checkpoint("c", i);
  }
  await store.checkpoint("c", 150);
  await assertHolds(store, "c", held);
  const segments = new Set(disk.files().map((path) => path.split("/")[4]));
  assert.ok(segments.size <= MAX_SEGMENTS + 1, `${segments.size} segments`);
  await store.close();
  await assertHolds(await opened(disk), "c", held);
});

test("a batch with one wrong point changes nothing", async () => {
  const { disk, held } = await filled();
  const store = await opened(disk);
  const [good, other] = points(9, ["id-1", "new"]) as [Point, Point];
  const wrong: [Point, ErrorCode][] = [
    [{ ...other, id: "" }, "REQUEST_INVALID"],
    [{ ...other, id: "x".repeat(201) }, "REQUEST_INVALID"],
    [{ ...other, id: "\ud800" }, "REQUEST_INVALID"],
    [{ ...other, dense: { near: new Float32Array(7) } }, "VECTOR_INVALID"],
    [{ ...other, dense: { near: new Float32Array(8).fill(Number.NaN) } }, "VECTOR_INVALID"],
    [{ ...other, dense: { near: new Float32Array(8).fill(1e30) } }, "VECTOR_INVALID"],
    [{ ...other, dense: { nowhere: new Float32Array(8) } }, "SPACE_UNKNOWN"],
    [{ ...other, columns: { nothing: 1 } }, "FIELD_UNKNOWN"],
    [{ ...other, columns: { year: 1.5 } }, "REQUEST_INVALID"],
  ];
  for (const [point, code] of wrong) await assert.rejects(store.upsert("c", [good, point]), fails(code));
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  await assert.rejects(store.upsert("c", [good, { ...other, payload: cyclic }]), TypeError);
  await assert.rejects(store.update("c", [good, { id: "id-2", payload: cyclic }]), TypeError);
  await assertHolds(store, "c", held);
});

test("an update keeps what it does not name, vectors to the last bit", async () => {
  const { disk, held } = await filled();
  const store = await opened(disk);
  const before = await store.vector("c", "id-4", "near");
  const fresh = Float32Array.of(1, 2, 3, 4, 5);
  await store.update("c", [
    { id: "id-4", payload: { added: true } },
    { id: "unknown", payload: { added: true } },
    { id: "id-4", dense: { far: fresh }, columns: { kind: "Other" } },
  ]);
  assert.deepEqual(await store.vector("c", "id-4", "near"), before);
  const far = await store.vector("c", "id-4", "far");
  for (const [i, x] of fresh.entries()) assert.ok(Math.abs(far![i]! - x) < 0.05);
  assert.deepEqual(await store.payloads("c", ["id-4"]), [{ ...held.get("id-4")!.payload, added: true }]);
  assert.equal(await store.count("c", { must: [{ key: "kind", any: ["other"] }] }), 1);
  assert.equal(await store.count("c", { must: [{ key: "title", words: "point 4" }] }), 1);
  assert.equal(await store.count("c"), 10);
});

test("a collection deleted at any moment of its checkpoint stays deleted", async () => {
  for (let turns = 0; turns < 60; turns++) {
    const { disk } = await filled();
    const store = await opened(disk);
    await store.upsert("c", points(3, names(0, 5)));
    const writing = store.checkpoint("c", 8).catch((error: unknown) => fails("COLLECTION_NOT_FOUND")(error));
    for (let turn = 0; turn < turns; turn++) await null;
    await store.deleteCollection("c");
    await writing;
    assert.deepEqual(disk.files(), []);
    await assert.rejects(store.upsert("c", points(3, names(0, 5))), fails("COLLECTION_NOT_FOUND"));
    await store.createCollection("c", SCHEMA);
    assert.equal(await store.count("c"), 0);
    await store.close();
  }
});

test("a checkpoint of nothing new writes nothing", async () => {
  const { disk, held } = await filled();
  const store = await opened(disk);
  await assertHolds(store, "c", held);
  const content = disk.afterCrash(() => true);
  await store.checkpoint("c", 7);
  assert.deepEqual(disk.files(), content.files());
  const before = disk.operations;
  await store.checkpoint("c", 7);
  const whenUnchanged = disk.operations - before;
  await store.checkpoint("c", 8);
  assert.ok(disk.operations - before - whenUnchanged > whenUnchanged);
  await store.close();
  assert.equal((await (await opened(disk.afterCrash(() => false))).info("c")).sequence, 8);
});

test("names that could lead out of the folder are refused", async () => {
  const store = await opened(new SimulatedDisk(ROOT));
  for (const name of [
    "",
    ".",
    "..",
    "../up",
    "a/b",
    "a\\b",
    "a b",
    ".hidden",
    "aliases.json",
    "x".repeat(129),
  ]) {
    await assert.rejects(store.createCollection(name, SCHEMA), fails("REQUEST_INVALID"), name);
  }
  const dense = { dimension: 8, distance: "cosine", priority: "high" } as const;
  for (const space of ["../up", "a/b", "", "__proto__x/"]) {
    const schema = { dense: { [space]: dense }, sparse: [], columns: {} };
    await assert.rejects(store.createCollection("c", schema), fails("REQUEST_INVALID"), space);
  }
  for (const dimension of [0, 1.5, Number.NaN, 1e6]) {
    const schema = { dense: { a: { ...dense, dimension } }, sparse: [], columns: {} };
    await assert.rejects(store.createCollection("c", schema), fails("VECTOR_INVALID"));
  }
  await assert.rejects(
    store.createCollection("c", { dense: { a: dense }, sparse: ["a"], columns: {} }),
    fails("REQUEST_INVALID", /two spaces/),
  );
  assert.deepEqual(await store.listCollections(), []);
});

test("once closed it answers nothing and closing again is fine", async () => {
  const { disk } = await filled();
  const store = await opened(disk);
  const reading = store.count("c");
  await store.close();
  assert.equal(await reading, 10);
  await assert.rejects(store.count("c"), fails("STORE_UNAVAILABLE"));
  await assert.rejects(store.createCollection("d", SCHEMA), fails("STORE_UNAVAILABLE"));
  await store.close();
});
