import { setImmediate as turn } from "node:timers/promises";
import type { CatalogueEntry } from "../anime/entry.ts";
import { fail } from "../errors.ts";
import { ProgressMeter } from "../ingest/progress.ts";
import { seededRandom } from "../random.ts";
import type { GenerationCounts } from "../record/generations.ts";
import type { CatalogueRecord } from "../record/record.ts";
import { collectionSchema } from "../spaces/fields.ts";
import { type CatalogueFit, CatalogueFitter } from "../spaces/fit.ts";
import { cataloguePoints } from "../spaces/points.ts";
import type { Recollections } from "../spaces/recollections.ts";
import type { ConfiguredSpaces } from "../spaces/spaces.ts";
import type { TextEmbedder } from "../text-embedder/port.ts";
import { TitleIndex, TitleIndexBuilder } from "../titles/title-index.ts";
import type { VectorStore } from "../vector-store/port.ts";
import { type CollectionPair, upsertAll } from "./apply-changes.ts";
import type { BuildOptions, IndexedPictures } from "./dependencies.ts";
import { EmbeddingSurvey } from "./embedding-survey.ts";
import { Evidence } from "./evidence.ts";
import { verifyCollection } from "./verify.ts";

/** What filling a generation stands on. The record is read only. */
export interface BuildDependencies {
  readonly record: CatalogueRecord;
  readonly store: VectorStore;
  readonly embedder: TextEmbedder;
  readonly pictures?: IndexedPictures | undefined;
  readonly spaces: ConfiguredSpaces;
  /** None unless said. */
  readonly recollections?: Recollections;
}

export interface Built {
  /** The record's sequence number that the collections hold. */
  readonly sequence: number;
  readonly counts: GenerationCounts;
  readonly fit: Uint8Array;
  readonly titles: Uint8Array;
}

const GROUP = 128;
/** Entries whose points are made a second time, to be compared with what is stored. */
const REMADE = 32;

/**
 * Makes both collections of a generation from one state of the record, checkpoints them with its sequence number
 * and verifies them. Nothing else knows of them yet. Throws INDEX_VERIFICATION_FAILED; the reason of the signal
 * when it stops early.
 */
export async function buildCollections(
  deps: BuildDependencies,
  into: CollectionPair,
  options: BuildOptions = {},
): Promise<Built> {
  const { record, store, embedder, spaces } = deps;
  const pictures = deps.pictures?.vectorsFrom(record);
  const meter = new ProgressMeter(options.onProgress);
  for (const kind of ["anime", "episodes"] as const) {
    // One of that name can only be what an index of a lost record left behind.
    if ((await store.listCollections()).includes(into[kind])) await store.deleteCollection(into[kind]);
    await store.createCollection(into[kind], collectionSchema(kind, spaces));
  }
  return record.snapshot(async () => {
    const sequence = record.entries.sequence();
    const total = record.entries.counts().anime;
    const fitter = new CatalogueFitter(deps.recollections);
    const titleBuilder = new TitleIndexBuilder();
    let done = 0;
    for await (const entries of groups(record, options.signal)) {
      for (const entry of entries) {
        fitter.add(entry);
        titleBuilder.add(entry);
      }
      done += entries.length;
      meter.report({ phase: "fit", done, total, unit: "anime", records: done });
    }
    const fit = fitter.finish();
    const titles = titleBuilder.finish();
    const survey = await surveyed(deps, fit, options);
    const anime = new Evidence(seededRandom(1));
    const episodes = new Evidence(seededRandom(2));
    for await (const entries of groups(record, options.signal)) {
      const made = await cataloguePoints(entries, { fit, embedder, pictures, signal: options.signal });
      for (const point of made.anime) anime.add(point);
      for (const point of made.episodes) episodes.add(point);
      await upsertAll(store, into.anime, made.anime);
      await upsertAll(store, into.episodes, made.episodes);
      if (survey === null) {
        meter.report({ phase: "index", done: anime.points, total, unit: "anime", records: anime.points });
      } else {
        const texts = survey.textsUntil(anime.points);
        meter.report({ phase: "index", done: texts, total: survey.texts, unit: "texts", records: texts });
      }
    }
    await store.checkpoint(into.anime, sequence);
    await store.checkpoint(into.episodes, sequence);
    meter.report({ phase: "verify", done: 0, total: 2, unit: "collections", records: 0 });
    const again = record.entries.readMany(anime.sample.slice(0, REMADE).map(({ id }) => id));
    const remade = await cataloguePoints(
      again.filter((entry) => entry !== null),
      { fit, embedder, pictures, signal: options.signal },
    );
    await verifyCollection(store, into.anime, anime, remade.anime, options.signal);
    await verifyCollection(store, into.episodes, episodes, remade.episodes, options.signal);
    verifyTitles(titles, anime.points);
    meter.report({ phase: "verify", done: 2, total: 2, unit: "collections", records: 2 });
    const counts = { anime: anime.points, episodes: episodes.points };
    return { sequence, counts, fit: fit.toBytes(), titles };
  });
}

/** What a slow embedder has to do, said before it does it; null where there is nothing worth saying. */
async function surveyed(
  { record, embedder }: BuildDependencies,
  fit: CatalogueFit,
  { onEstimate, signal }: BuildOptions,
): Promise<EmbeddingSurvey | null> {
  if (!EmbeddingSurvey.isWorthwhile(embedder)) return null;
  const survey = new EmbeddingSurvey(embedder, fit);
  for await (const entries of groups(record, signal)) for (const entry of entries) survey.add(entry);
  if (survey.texts === 0) return null;
  onEstimate?.(await survey.estimate(signal));
  return survey;
}

/** Throws INDEX_VERIFICATION_FAILED where the titles do not read back as those of so many entries. */
function verifyTitles(titles: Uint8Array, expected: number): void {
  const { entries } = TitleIndex.fromBytes(titles);
  if (entries === expected) return;
  throw fail("INDEX_VERIFICATION_FAILED", `titles: those of ${entries} entries instead of ${expected}`);
}

/** Every entry of the record, in groups that are embedded together; other work gets its turn in between. */
async function* groups(
  record: CatalogueRecord,
  signal: AbortSignal | undefined,
): AsyncGenerator<CatalogueEntry[]> {
  let group: CatalogueEntry[] = [];
  for (const { entry } of record.entries.changes(0)) {
    if (entry === null) continue;
    group.push(entry);
    if (group.length < GROUP) continue;
    yield group;
    group = [];
    await turn();
    signal?.throwIfAborted();
  }
  if (group.length > 0) yield group;
}
