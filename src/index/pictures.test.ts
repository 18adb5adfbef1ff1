import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { ImageEmbedderIdentity } from "../image-embedder/port.ts";
import { acceptEntries } from "../ingest/accept.ts";
import { CatalogueRecord } from "../record/record.ts";
import { spacesWith } from "../spaces/spaces.ts";
import { MemoryStore } from "../vector-store/memory/memory-store.ts";
import { buildHere } from "./build-here.ts";
import { CatalogueIndex } from "./catalogue-index.ts";
import type { IndexedPictures } from "./dependencies.ts";
import { hashEmbedder, madeUpEntry } from "./testing/made-up.ts";

/** Pictures reach the points of builds and of small changes, and a change of their embedder asks for a build. */

let folder: string;
let record: CatalogueRecord;
let store: MemoryStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-index-"));
  record = CatalogueRecord.open(join(folder, "record.sqlite"));
  store = new MemoryStore();
  acceptEntries(
    record,
    [1, 2, 3].map((number) => madeUpEntry(number)),
  );
});
afterEach(() => {
  record.close();
  rmSync(folder, { recursive: true, force: true });
});

const embedder = hashEmbedder();
const identity = (revision: string, dimension: number): ImageEmbedderIdentity => ({
  provider: "test",
  model: "test",
  revision,
  dimension,
  pooling: "none",
});
const idOf = (place: number) => [...record.entries.changes(0)].map(({ id }) => id)[place]!;

/** Pictures whose vector is the same for every entry named. */
function pictures(of: ImageEmbedderIdentity, ids: ReadonlySet<string>): IndexedPictures {
  const vector = new Float32Array(of.dimension);
  vector[0] = 1;
  return { identity: of, vectorsFrom: () => (id) => (ids.has(id) ? { image_vector: vector } : {}) };
}

function open(given: IndexedPictures | undefined): Promise<CatalogueIndex> {
  const spaces = spacesWith({}, embedder.identity.dimension, given?.identity.dimension);
  return CatalogueIndex.open({
    record,
    store,
    embedder,
    pictures: given,
    builder: buildHere({ record, store, embedder, pictures: given, spaces }),
    base: "anime",
    checkpointAfter: 1e9,
  });
}
const withPictures = async (index: CatalogueIndex) =>
  (await store.info(index.live().anime)).spaces.image_vector ?? 0;

describe("pictures in the index", () => {
  test("stand in the points of a build, and of the changes after it", async () => {
    const known = new Set([idOf(0)]);
    const index = await open(pictures(identity("1", 4), known));
    await index.build();
    assert.equal(await withPictures(index), 1);
    assert.deepEqual(index.live().images, identity("1", 4));
    const second = idOf(1);
    known.add(second);
    record.transaction(() => record.entries.touch(record.entries.findId(second)!.entry));
    await index.catchUp();
    assert.equal(await withPictures(index), 2);
    await index.close();
  });

  test("of another embedder, or none before, make the next start build; searches go on meanwhile", async () => {
    const known = new Set([idOf(0)]);
    for (const [before, after] of [
      [undefined, identity("1", 4)],
      [identity("1", 4), identity("2", 6)],
    ] as const) {
      const former = await open(before && pictures(before, known));
      await former.build();
      await former.close();
      const index = await open(pictures(after, known));
      assert.deepEqual(index.live().images, before ?? null);
      // Vectors of another length must not reach the generation that is still live.
      acceptEntries(record, [madeUpEntry(7)]);
      await index.catchUp();
      await index.built();
      assert.deepEqual(index.live().images, after);
      assert.equal(await withPictures(index), 1);
      await index.close();
    }
  });
});
