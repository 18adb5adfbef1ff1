import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { isFailure } from "../../errors.ts";
import { seededRandom } from "../../random.ts";
import type { Point } from "../port.ts";
import { MANIFEST, readManifest } from "./manifest.ts";
import { ScanStore } from "./scan-store.ts";
import { assertHolds, type Expected, randomPoint, SCHEMA } from "./testing/catalogue.ts";
import { SimulatedDisk } from "./testing/simulated-disk.ts";

const ROOT = "/index";
const NAME = "points";

/** What the scenario had done when it ended. */
interface Progress {
  created: boolean;
  /** The last checkpoint that was acknowledged, and the one under way. */
  acknowledged: number;
  begun: number;
  /** What each checkpoint holds. */
  readonly states: Expected[];
}

/** Fills a collection in every way there is, with a checkpoint after each. */
async function scenario(store: ScanStore, progress: Progress): Promise<void> {
  const random = seededRandom(3);
  const expected = new Map<string, Point>();
  const upsert = async (ids: readonly number[], version: number): Promise<void> => {
    const points = ids.map((id) => randomPoint(random, `id-${id}`, version));
    for (const point of points) expected.set(point.id, point);
    await store.upsert(NAME, points);
  };
  const checkpoint = async (): Promise<void> => {
    progress.states.push(new Map(expected));
    progress.begun++;
    await store.checkpoint(NAME, progress.begun);
    progress.acknowledged = progress.begun;
  };
  await store.createCollection(NAME, SCHEMA, { made: "for a test" });
  progress.created = true;
  await upsert(range(0, 12), 1);
  await checkpoint();
  await upsert(range(8, 20), 2);
  await store.delete(
    NAME,
    range(0, 3).map((id) => `id-${id}`),
  );
  for (const id of range(0, 3)) expected.delete(`id-${id}`);
  await checkpoint();
  const changed = { ...expected.get("id-5")!, payload: { id: "id-5", version: 9 } };
  expected.set("id-5", changed);
  await store.update(NAME, [{ id: "id-5", payload: { version: 9 } }]);
  await checkpoint();
  await upsert([30], 3);
  await store.count(NAME);
  await upsert([31], 3);
  assert.equal(await store.deleteWhere(NAME, { must: [{ key: "year", any: [2] }] }), 12);
  for (const [id, { columns }] of expected) if (columns.year === 2) expected.delete(id);
  await checkpoint();
  await store.close();
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

function newProgress(): Progress {
  return { created: false, acknowledged: 0, begun: 0, states: [new Map()] };
}

function open(disk: SimulatedDisk): Promise<ScanStore> {
  return ScanStore.open({ root: ROOT, threads: 0, disk });
}

async function operationsOfScenario(): Promise<number> {
  const disk = new SimulatedDisk(ROOT);
  await scenario(await open(disk), newProgress());
  return disk.operations;
}

test("a kill at any operation leaves the last checkpoint, or the one under way, whole", async () => {
  const random = seededRandom(4);
  const operations = await operationsOfScenario();
  assert.ok(operations > 50, `${operations} operations`);
  for (let at = 0; at < operations; at++) {
    const disk = new SimulatedDisk(ROOT);
    disk.fault = { at, kind: "killed" };
    const progress = newProgress();
    await open(disk)
      .then((store) => scenario(store, progress))
      .catch((error: unknown) => assert.ok(isFailure(error), String(error)));
    for (const survives of [() => false, () => true, () => random.chance(0.5)]) {
      const after = disk.afterCrash(survives);
      const store = await open(after);
      const listed = await store.listCollections();
      if (!progress.created && listed.length === 0) continue;
      assert.deepEqual(listed, [NAME], `killed at ${at}`);
      assert.deepEqual(await store.meta(NAME), { made: "for a test" });
      const { sequence } = await store.info(NAME);
      assert.ok(
        sequence >= progress.acknowledged && sequence <= progress.begun,
        `killed at ${at}: sequence ${sequence} of ${progress.acknowledged} to ${progress.begun}`,
      );
      await assertHolds(store, NAME, progress.states[sequence]!);
      await store.verify(NAME);
      await assertGoesOn(store, after, progress.states[sequence]!);
    }
  }
});

/** After a crash writing goes on, and what the crash left behind does not grow. */
async function assertGoesOn(store: ScanStore, disk: SimulatedDisk, before: Expected): Promise<void> {
  const point = randomPoint(seededRandom(5), "id-5", 100);
  const expected = new Map(before).set(point.id, point);
  await store.upsert(NAME, [point]);
  await store.checkpoint(NAME, 50);
  await store.close();
  const again = await open(disk.afterCrash(() => false));
  assert.equal((await again.info(NAME)).sequence, 50);
  await assertHolds(again, NAME, expected);
  assert.deepEqual(await debris(disk), []);
  await again.close();
}

/** Files that the manifest does not name. */
async function debris(disk: SimulatedDisk): Promise<string[]> {
  const manifest = await readManifest(disk, join(ROOT, NAME));
  const named = manifest!.segments.flatMap(({ id, files, deleted }) =>
    [...files, ...(deleted === null ? [] : [deleted])].map(({ name }) =>
      join(ROOT, NAME, "segments", id, name),
    ),
  );
  return disk.files().filter((path) => !named.includes(path) && path !== join(ROOT, NAME, MANIFEST));
}

test("a full disk fails the checkpoint and nothing else, at any operation", async () => {
  const random = seededRandom(6);
  const first = range(0, 10).map((id) => randomPoint(random, `id-${id}`, 1));
  const second = range(5, 15).map((id) => randomPoint(random, `id-${id}`, 2));
  const expected = new Map([...first, ...second].map((point) => [point.id, point]));
  for (const kind of ["ENOSPC", "EACCES"] as const) {
    let failures = 0;
    for (let more = 0; more < 60; more++) {
      const disk = new SimulatedDisk(ROOT);
      const store = await open(disk);
      await store.createCollection(NAME, SCHEMA);
      await store.upsert(NAME, first);
      await store.checkpoint(NAME, 1);
      await store.upsert(NAME, second);
      disk.fault = { at: disk.operations + more, kind };
      try {
        await store.checkpoint(NAME, 2);
      } catch (error) {
        failures++;
        assert.ok(isFailure(error, kind === "ENOSPC" ? "DISK_FULL" : "DATA_DIR_UNUSABLE"), String(error));
        const copy = disk.afterCrash(() => true);
        const { sequence } = (await readManifest(copy, join(ROOT, NAME)))!;
        if (sequence === 1) assert.deepEqual(await debris(copy), [], "it gives its space back");
        const beside = await open(copy);
        await assertHolds(beside, NAME, sequence === 2 ? expected : new Map(first.map((p) => [p.id, p])));
      }
      disk.fault = null;
      await assertHolds(store, NAME, expected);
      await store.checkpoint(NAME, 3);
      await store.close();
      const again = await open(disk.afterCrash(() => false));
      assert.equal((await again.info(NAME)).sequence, 3);
      await assertHolds(again, NAME, expected);
    }
    assert.ok(failures > 10, `${failures} checkpoints failed`);
  }
});

test("a full disk leaves no half-made collection and no alias that leads nowhere", async () => {
  for (let more = 0; more < 14; more++) {
    const disk = new SimulatedDisk(ROOT);
    const store = await open(disk);
    disk.fault = { at: disk.operations + more, kind: "ENOSPC" };
    const make = async (): Promise<void> => {
      await store.createCollection(NAME, SCHEMA);
      await store.setAlias("live", NAME);
    };
    await make().catch((error: unknown) => assert.ok(isFailure(error, "DISK_FULL"), String(error)));
    disk.fault = null;
    const beside = await open(disk.afterCrash(() => true));
    for (const target of Object.values(await beside.aliases())) await assertHolds(beside, target, new Map());
    const made = (await store.listCollections()).length > 0;
    if (made) await store.setAlias("live", NAME);
    else await make();
    await assertHolds(store, "live", new Map());
  }
});
