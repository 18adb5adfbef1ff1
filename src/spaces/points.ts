import type { CatalogueEntry } from "../anime/entry.ts";
import { episodesOf } from "../anime/episode.ts";
import { computeScores } from "../anime/scores.ts";
import type { TextEmbedder } from "../text-embedder/port.ts";
import type { Point, SparseVector } from "../vector-store/port.ts";
import { EmbeddingBatch } from "./embedding-batch.ts";
import { columnsOf, EPISODE_FIELDS, FIELDS } from "./fields.ts";
import type { CatalogueFit } from "./fit.ts";
import { episodeListing, listing } from "./listing.ts";
import { metadataFeatures } from "./sparse/metadata.ts";
import { animeBm25Texts, episodeBm25Texts } from "./sparse/text-fields.ts";
import { episodeText, spaceTexts } from "./texts/space-texts.ts";

export interface PointDependencies {
  readonly fit: CatalogueFit;
  readonly embedder: Pick<TextEmbedder, "embed" | "maxBatch">;
}

export interface CataloguePoints {
  readonly anime: Point[];
  /** Of all the entries, in their order. */
  readonly episodes: Point[];
}

/** Entries whose texts are embedded together: enough for an encoder's batches, few enough for memory. */
const GROUP = 256;

/**
 * The points of entries and of their episodes, in the order of the entries. Texts are embedded in large batches,
 * each distinct text once. A space in which an entry says nothing (or no known word) has no vector.
 * Throws whatever the embedder throws.
 */
export async function cataloguePoints(
  entries: readonly CatalogueEntry[],
  { fit, embedder }: PointDependencies,
): Promise<CataloguePoints> {
  const points: CataloguePoints = { anime: [], episodes: [] };
  for (let at = 0; at < entries.length; at += GROUP) {
    const group = entries.slice(at, at + GROUP).map((entry) => complete(entry, fit));
    const batch = new EmbeddingBatch();
    const anime = group.map((entry) => animePlan(entry, batch));
    const episodes = group.flatMap((entry) => episodePlans(entry, batch));
    await batch.embed(embedder);
    for (const make of anime) points.anime.push(make(fit));
    for (const make of episodes) points.episodes.push(make(fit));
  }
  return points;
}

/** The points of entries alone. */
export async function animePoints(
  entries: readonly CatalogueEntry[],
  { fit, embedder }: PointDependencies,
): Promise<Point[]> {
  const points: Point[] = [];
  for (let at = 0; at < entries.length; at += GROUP) {
    const batch = new EmbeddingBatch();
    const group = entries.slice(at, at + GROUP).map((entry) => animePlan(complete(entry, fit), batch));
    await batch.embed(embedder);
    for (const make of group) points.push(make(fit));
  }
  return points;
}

/** The points of an entry's episodes. */
export async function episodePoints(
  entry: CatalogueEntry,
  { fit, embedder }: PointDependencies,
): Promise<Point[]> {
  const batch = new EmbeddingBatch();
  const plans = episodePlans(complete(entry, fit), batch);
  await batch.embed(embedder);
  return plans.map((make) => make(fit));
}

/** A point as soon as its texts are embedded. */
type Plan = (fit: CatalogueFit) => Point;

/** The entry with its computed fields as this fit has them, whatever it came with. */
function complete(entry: CatalogueEntry, fit: CatalogueFit): CatalogueEntry {
  return { ...entry, ...computeScores(entry, fit.popularity) };
}

function animePlan(entry: CatalogueEntry, batch: EmbeddingBatch): Plan {
  const { episode_vector: chunks = [], ...texts } = spaceTexts(entry);
  const rows = Object.entries(texts).map(([space, text]) => [space, batch.add(text)] as const);
  const chunkRows = chunks.map((chunk) => batch.add(chunk));
  return (fit) => {
    const dense: Record<string, Float32Array> = {};
    for (const [space, row] of rows) {
      const vector = batch.vector(row);
      if (vector !== undefined) dense[space] = vector;
    }
    const episodes = batch.mean(chunkRows);
    if (episodes !== undefined) dense.episode_vector = episodes;
    return {
      id: entry.id,
      dense,
      sparse: present({
        text_sparse: fit.animeText.documentVector(animeBm25Texts(entry)),
        metadata_sparse: metadataFeatures(entry),
      }),
      columns: columnsOf(FIELDS, entry),
      payload: { ...listing(entry) },
    };
  };
}

function episodePlans(anime: CatalogueEntry, batch: EmbeddingBatch): Plan[] {
  return episodesOf(anime).map((episode) => {
    const text = episodeText(episode);
    const row = text === undefined ? undefined : batch.add(text);
    return (fit) => {
      const vector = row === undefined ? undefined : batch.vector(row);
      return {
        id: episode.id,
        dense: vector === undefined ? {} : { episode_vector: vector },
        sparse: present({ text_sparse: fit.episodeText.documentVector(episodeBm25Texts(episode, anime)) }),
        columns: columnsOf(EPISODE_FIELDS, { episode, anime }),
        payload: { ...episodeListing(episode, anime) },
      };
    };
  });
}

function present(vectors: Readonly<Record<string, SparseVector>>): Record<string, SparseVector> {
  return Object.fromEntries(Object.entries(vectors).filter(([, vector]) => vector.indices.length > 0));
}
