import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { CatalogueEntry } from "../anime/entry.ts";
import { acceptEntries } from "../ingest/accept.ts";
import type { Progress } from "../ingest/progress.ts";
import { CatalogueRecord } from "../record/record.ts";
import { CatalogueFitter } from "../spaces/fit.ts";
import { spacesWith } from "../spaces/spaces.ts";
import type { TextEmbedder } from "../text-embedder/port.ts";
import { MemoryStore } from "../vector-store/memory/memory-store.ts";
import { buildHere } from "./build-here.ts";
import { CatalogueIndex } from "./catalogue-index.ts";
import { type EmbeddingEstimate, EmbeddingSurvey, estimateText } from "./embedding-survey.ts";
import { hashEmbedder, madeUpEntry } from "./testing/made-up.ts";

/** An embedder that says what it was not asked for yet, and remembers what it was asked. */
function slowEmbedder() {
  const known = new Set<string>();
  const asked: string[] = [];
  const quick = hashEmbedder();
  const embedder: TextEmbedder = {
    ...quick,
    missing: (texts) => texts.filter((text) => !known.has(text)),
    async embed(texts, kind) {
      for (const text of texts) {
        if (!known.has(text)) asked.push(text);
        known.add(text);
      }
      return quick.embed(texts, kind);
    },
  };
  return { embedder, asked };
}

const ENTRIES: readonly CatalogueEntry[] = [
  {
    id: "1",
    slug: "a",
    title: "A",
    genres: ["Drama"],
    episode_details: [{ episode_number: 1, title: "One" }],
  },
  {
    id: "2",
    slug: "b",
    title: "B",
    genres: ["Drama"],
    episode_details: [{ episode_number: 1, title: "One" }],
  },
];
const fitter = new CatalogueFitter();
for (const entry of ENTRIES) fitter.add(entry);
const fit = fitter.finish();

describe("a survey", () => {
  test("counts each distinct text that has to be computed once, by space and by entry", async () => {
    const { embedder } = slowEmbedder();
    const survey = new EmbeddingSurvey(embedder, fit);
    for (const entry of ENTRIES) survey.add(entry);
    // Two titles; the genre and the episode of both are the same texts.
    assert.equal(survey.texts, 4);
    assert.deepEqual([survey.textsUntil(0), survey.textsUntil(1), survey.textsUntil(2)], [0, 3, 4]);
    const { spaces, texts, measured } = await survey.estimate();
    assert.deepEqual(spaces, { title_vector: 2, genre_vector: 1, episode_vector: 1 });
    assert.deepEqual([texts, measured], [4, 4]);
    const again = new EmbeddingSurvey(embedder, fit);
    for (const entry of ENTRIES) again.add(entry);
    assert.equal(again.texts, 0, "what was embedded to measure is not missing any more");
  });

  test("is worth its time for slow embedders only, of whichever space", () => {
    const { embedder } = slowEmbedder();
    const quick = hashEmbedder();
    assert.ok(EmbeddingSurvey.isWorthwhile(embedder));
    assert.ok(!EmbeddingSurvey.isWorthwhile(quick));
    const ofSpace = (space: string) => (space === "staff_vector" ? embedder : quick);
    assert.ok(EmbeddingSurvey.isWorthwhile({ ...quick, ofSpace }));
  });

  test("is said in words", () => {
    const estimate: EmbeddingEstimate = {
      model: "onnx/m",
      texts: 12_345,
      spaces: { genre_vector: 345, title_vector: 12_000 },
      measured: 12,
      ms: 40 * 60_000,
    };
    const text = estimateText(estimate);
    assert.match(
      text,
      /onnx\/m has 12,345 texts .*title_vector 12,000, genre_vector 345.* 40 min .*on 12 of them/,
    );
    assert.match(text, /TEXT_EMBEDDING_SPACES/);
    assert.doesNotMatch(estimateText({ ...estimate, ms: 4_000 }), /TEXT_EMBEDDING_SPACES/);
    assert.match(estimateText({ ...estimate, ms: 4_000 }), / 4 s /);
    assert.match(estimateText({ ...estimate, ms: 2.5 * 3_600_000 }), / 2\.5 h /);
  });
});

describe("an index whose embedder is slow", () => {
  let folder: string;
  let record: CatalogueRecord;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "kotodama-survey-"));
    record = CatalogueRecord.open(join(folder, "record.sqlite"));
  });
  afterEach(() => {
    record.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("says what it will embed, embeds each text once, and nothing when it is built again", async () => {
    const { embedder, asked } = slowEmbedder();
    const logged: string[] = [];
    const store = new MemoryStore();
    const spaces = spacesWith({}, embedder.identity.dimension);
    const index = await CatalogueIndex.open({
      record,
      store,
      embedder,
      builder: buildHere({ record, store, embedder, spaces }),
      base: "anime",
      log: (message) => logged.push(message),
      checkpointAfter: 1e9,
    });
    const accept = (from: number, to: number) =>
      acceptEntries(
        record,
        Array.from({ length: to - from }, (_, i) => madeUpEntry(from + i)),
      );
    accept(0, 40);
    const progress: Progress[] = [];
    await index.build({ onProgress: (said) => progress.push(said) });
    assert.equal(logged.length, 1);
    assert.match(logged[0]!, new RegExp(`^test/hash has ${asked.length} texts to embed`));
    const last = progress.findLast(({ phase }) => phase === "index")!;
    assert.deepEqual([last.unit, last.done, last.total], ["texts", asked.length, asked.length]);

    const before = asked.length;
    await index.build();
    assert.deepEqual(
      [asked.length, logged.length],
      [before, 1],
      "a second build embeds nothing and says nothing",
    );

    accept(40, 70);
    const following: Progress[] = [];
    await index.refresh({ onProgress: (said) => following.push(said) });
    assert.equal(logged.length, 2, "changes that take long are announced, too");
    assert.deepEqual(following.at(-1)?.phase, "catch-up");
    assert.deepEqual([following.at(-1)?.done, following.at(-1)?.total], [30, 30]);
    await index.close();
  });

  test("stops between two calls when it is told to", async () => {
    const controller = new AbortController();
    const { embedder, asked } = slowEmbedder();
    const stopping: TextEmbedder = {
      ...embedder,
      maxBatch: 1,
      async embed(texts, kind) {
        if (asked.length === 30) controller.abort(new Error("enough"));
        return embedder.embed(texts, kind);
      },
    };
    const store = new MemoryStore();
    const spaces = spacesWith({}, embedder.identity.dimension);
    const build = buildHere({ record, store, embedder: stopping, spaces });
    acceptEntries(
      record,
      Array.from({ length: 40 }, (_, i) => madeUpEntry(i)),
    );
    await assert.rejects(build({ anime: "a", episodes: "e" }, { signal: controller.signal }), /enough/);
    assert.ok(asked.length <= 32, String(asked.length));
  });
});
