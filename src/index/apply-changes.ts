import { setImmediate as turn } from "node:timers/promises";
import type { CatalogueEntry } from "../anime/entry.ts";
import { ProgressMeter } from "../ingest/progress.ts";
import type { Change } from "../record/entries.ts";
import type { CatalogueRecord } from "../record/record.ts";
import type { CatalogueFit } from "../spaces/fit.ts";
import { cataloguePoints, type PictureVectors } from "../spaces/points.ts";
import type { TextEmbedder } from "../text-embedder/port.ts";
import type { TitleIndex } from "../titles/title-index.ts";
import type { Point, VectorStore } from "../vector-store/port.ts";
import type { BuildOptions } from "./dependencies.ts";
import { EmbeddingSurvey } from "./embedding-survey.ts";

/** The two collections of a generation. */
export interface CollectionPair {
  readonly anime: string;
  readonly episodes: string;
}

/** What changes are applied with: the fit is that of the generation, and so are the titles, which are changed. */
export interface ApplyDependencies {
  readonly record: CatalogueRecord;
  readonly store: VectorStore;
  readonly embedder: TextEmbedder;
  readonly pictures?: PictureVectors | undefined;
  readonly fit: CatalogueFit;
  readonly titles: TitleIndex;
}

/** Entries taken at a time: few enough that searches, on the same thread, hardly wait for them. */
const BATCH = 16;
/** Fewer changes than these are embedded without a word. */
const WORTH_ANNOUNCING = 20;
/** Changes that reach the titles at a time: each time costs a small segment. */
export const TITLES_AT_ONCE = 256;
/** Episodes are at most this many an anime that are looked for when it changes. */
const MOST_EPISODES = 100_000;

export interface Applied {
  /** The last change that the collections now include. */
  readonly sequence: number;
  readonly upserted: number;
  readonly deleted: number;
}

/**
 * Brings both collections from one sequence number of the record to the present: changed anime and their episodes
 * are replaced, deleted ones removed. Doing it twice, or again after it stopped anywhere, does no harm.
 */
export async function applyChanges(
  deps: ApplyDependencies,
  to: CollectionPair,
  after: number,
  options: BuildOptions = {},
): Promise<Applied> {
  const { entries: changed } = deps.record;
  const meter = new ProgressMeter(options.onProgress);
  const total = options.onProgress === undefined ? 0 : changed.countChanges(after);
  await announce(deps, after, options);
  let sequence = after;
  let upserted = 0;
  let deleted = 0;
  let renamed: Change[] = [];
  for (const batch of batches(changed.changes(after), BATCH)) {
    options.signal?.throwIfAborted();
    const entries = batch.flatMap(({ entry }) => (entry === null ? [] : [entry]));
    const gone = batch.flatMap(({ id, entry }) => (entry === null ? [id] : []));
    await replace(deps, to, entries, options.signal);
    if (gone.length > 0) {
      await deps.store.delete(to.anime, gone);
      await deps.store.deleteWhere(to.episodes, { must: [{ key: "anime_id", any: gone }] });
    }
    upserted += entries.length;
    deleted += gone.length;
    sequence = batch.at(-1)!.seq;
    const done = upserted + deleted;
    meter.report({ phase: "catch-up", done, total, unit: "anime", records: done });
    renamed.push(...batch);
    if (renamed.length >= TITLES_AT_ONCE) {
      applyTitles(deps.titles, renamed);
      renamed = [];
    }
    await turn();
  }
  applyTitles(deps.titles, renamed);
  return { sequence, upserted, deleted };
}

/** Says beforehand what a slow embedder has to do for the changes, where there is enough of it to be waited for. */
async function announce(
  { record, embedder, fit }: ApplyDependencies,
  after: number,
  { onEstimate, signal }: BuildOptions,
): Promise<void> {
  if (onEstimate === undefined || !EmbeddingSurvey.isWorthwhile(embedder)) return;
  if (record.entries.countChanges(after) < WORTH_ANNOUNCING) return;
  const survey = new EmbeddingSurvey(embedder, fit);
  for (const batch of batches(record.entries.changes(after), BATCH)) {
    for (const { entry } of batch) if (entry !== null) survey.add(entry);
    await turn();
    signal?.throwIfAborted();
  }
  if (survey.texts > 0) onEstimate(await survey.estimate(signal));
}

/** Brings changes of the record into an index of titles. */
export function applyTitles(titles: TitleIndex, changes: readonly Change[]): void {
  const changed = changes.flatMap(({ entry }) => (entry === null ? [] : [entry]));
  const deleted = changes.flatMap(({ id, entry }) => (entry === null ? [id] : []));
  titles.apply(changed, deleted);
}

async function replace(
  deps: ApplyDependencies,
  to: CollectionPair,
  entries: readonly CatalogueEntry[],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (entries.length === 0) return;
  const { store } = deps;
  const made = await cataloguePoints(entries, { ...deps, signal });
  // The new episodes first, then those that are no more go: a search in between misses none.
  const present = await store.scroll(to.episodes, {
    filter: { must: [{ key: "anime_id", any: entries.map(({ id }) => id) }] },
    limit: MOST_EPISODES,
  });
  const kept = new Set(made.episodes.map(({ id }) => id));
  await upsertAll(store, to.episodes, made.episodes);
  const stale = present.ids.filter((id) => !kept.has(id));
  if (stale.length > 0) await store.delete(to.episodes, stale);
  await upsertAll(store, to.anime, made.anime);
}

/** Upserts as many points at a time as the store takes. */
export async function upsertAll(
  store: VectorStore,
  collection: string,
  points: readonly Point[],
): Promise<void> {
  const { maxUpsert } = store.capabilities;
  for (let from = 0; from < points.length; from += maxUpsert) {
    await store.upsert(collection, points.slice(from, from + maxUpsert));
  }
}

export function* batches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
