import assert from "node:assert/strict";
import { test } from "node:test";
import { AnimeEntry } from "../anime/entry.ts";
import {
  DENSE_SPACES,
  INDEX_PROFILES,
  SPACE_NAMES,
  SPACES,
  SPARSE_SPACES,
  spacesWith,
  TEXT_SPACES,
} from "./spaces.ts";

test("there are twelve dense spaces and three sparse ones, fed by fields that entries have", () => {
  assert.equal(DENSE_SPACES.length, 12);
  assert.equal(TEXT_SPACES.length, 10);
  assert.deepEqual(SPARSE_SPACES, ["text_sparse", "metadata_sparse", "behavioral_sparse"]);
  const known = new Set(Object.keys(AnimeEntry.properties));
  for (const name of SPACE_NAMES) for (const field of SPACES[name].fedBy) assert.ok(known.has(field), field);
});

test("without settings every space has its priority's profile, cosine and its embedder's dimension", () => {
  const { dense } = spacesWith({}, 256);
  assert.equal(dense.title_vector.dimension, 256);
  assert.equal(dense.image_vector.dimension, 768);
  assert.equal(dense.title_vector.distance, "cosine");
  assert.deepEqual(dense.title_vector.profile, INDEX_PROFILES.high);
  assert.deepEqual(dense.episode_vector.profile, INDEX_PROFILES.low);
});

test("settings are laid over the profile of the priority", () => {
  const { dense } = spacesWith({ title_vector: { priority: "low", ef: 99, distance: "dot" } }, 8);
  assert.deepEqual(dense.title_vector.profile, { ...INDEX_PROFILES.low, ef: 99 });
  assert.equal(dense.title_vector.priority, "low");
  assert.equal(dense.title_vector.distance, "dot");
  assert.deepEqual(dense.genre_vector.profile, INDEX_PROFILES.high);
});

test("unknown spaces and settings and values out of range are refused", () => {
  const wrong: Record<string, object>[] = [
    { titel_vector: {} },
    { text_sparse: { priority: "low" } },
    { title_vector: { m: 0 } },
    { title_vector: { m: 1.5 } },
    { title_vector: { ef: Number.NaN } },
    { title_vector: { priority: "urgent" } },
    { title_vector: { colour: "red" } },
  ];
  for (const changes of wrong) {
    assert.throws(() => spacesWith(changes, 8), { code: "SETTINGS_INVALID" }, JSON.stringify(changes));
  }
});
