import type { CatalogueEntry } from "../anime/entry.ts";
import { episodesOf } from "../anime/episode.ts";
import type { Point, SparseVector } from "../vector-store/port.ts";
import { type DocumentEmbedder, SpaceBatches } from "./embedding-batch.ts";
import { columnsOf, EPISODE_FIELDS, FIELDS } from "./fields.ts";
import type { CatalogueFit } from "./fit.ts";
import { episodeListing, listing } from "./listing.ts";
import type { Recalled } from "./recollections.ts";
import { type ImageSpace, WORDED_SPACE } from "./spaces.ts";
import { metadataFeatures } from "./sparse/metadata.ts";
import { animeBm25Texts, episodeBm25Texts } from "./sparse/text-fields.ts";
import { episodeText, spaceTexts } from "./texts/space-texts.ts";

export interface PointDependencies {
  readonly fit: CatalogueFit;
  readonly embedder: DocumentEmbedder;
  /** Gives what is known of an entry's pictures; without it no point has a vector in a space of pictures. */
  readonly pictures?: PictureVectors | undefined;
  /** Ends it between two calls of the embedder. */
  readonly signal?: AbortSignal | undefined;
}

/** Vectors of unit length for the spaces of pictures in which the entry of an id has pictures. */
export type PictureVectors = (id: string) => Readonly<Partial<Record<ImageSpace, Float32Array>>>;

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
 * Throws whatever the embedder throws, and the signal's reason.
 */
export async function cataloguePoints(
  entries: readonly CatalogueEntry[],
  { fit, embedder, pictures, signal }: PointDependencies,
): Promise<CataloguePoints> {
  const points: CataloguePoints = { anime: [], episodes: [] };
  for (let at = 0; at < entries.length; at += GROUP) {
    const group = entries.slice(at, at + GROUP).map((entry) => fit.complete(entry));
    const batches = new SpaceBatches(embedder);
    const anime = group.map((entry) => animePlan(entry, batches, pictures));
    const episodes = group.flatMap((entry) => episodePlans(entry, batches));
    await batches.embed(signal);
    for (const make of anime) points.anime.push(make(fit));
    for (const make of episodes) points.episodes.push(make(fit));
  }
  return points;
}

/** The points of entries alone. */
export async function animePoints(
  entries: readonly CatalogueEntry[],
  { fit, embedder, pictures, signal }: PointDependencies,
): Promise<Point[]> {
  const points: Point[] = [];
  for (let at = 0; at < entries.length; at += GROUP) {
    const batches = new SpaceBatches(embedder);
    const group = entries
      .slice(at, at + GROUP)
      .map((entry) => animePlan(fit.complete(entry), batches, pictures));
    await batches.embed(signal);
    for (const make of group) points.push(make(fit));
  }
  return points;
}

/** The points of an entry's episodes. */
export async function episodePoints(
  entry: CatalogueEntry,
  { fit, embedder, signal }: PointDependencies,
): Promise<Point[]> {
  const batches = new SpaceBatches(embedder);
  const plans = episodePlans(fit.complete(entry), batches);
  await batches.embed(signal);
  return plans.map((make) => make(fit));
}

/** A point as soon as its texts are embedded. */
type Plan = (fit: CatalogueFit) => Point;

/** The spaces whose texts hold the words of an entry: where the embedder weighs words, its weights there count. */
const WORDED_SPACES = ["title_vector", "genre_vector", "character_vector", "staff_vector"];

function animePlan(
  entry: Recalled<CatalogueEntry>,
  batches: SpaceBatches,
  pictures: PictureVectors | undefined,
): Plan {
  const { episode_vector: chunks = [], ...texts } = spaceTexts(entry);
  const rows = Object.entries(texts).map(([space, text]) => {
    const batch = batches.of(space);
    return { space, batch, row: batch.add(text) };
  });
  const episodes = batches.of("episode_vector");
  const chunkRows = chunks.map((chunk) => episodes.add(chunk));
  const weighed = batches.weighsWords(WORDED_SPACE.anime)
    ? rows.filter(
        ({ space, batch }) => batch === batches.of(WORDED_SPACE.anime) && WORDED_SPACES.includes(space),
      )
    : undefined;
  return (fit) => {
    const dense: Record<string, Float32Array> = { ...pictures?.(entry.id) };
    for (const { space, batch, row } of rows) {
      const vector = batch.vector(row);
      if (vector !== undefined) dense[space] = vector;
    }
    const mean = episodes.mean(chunkRows);
    if (mean !== undefined) dense.episode_vector = mean;
    return {
      id: entry.id,
      dense,
      sparse: present({
        text_sparse:
          weighed === undefined
            ? fit.animeText.documentVector(animeBm25Texts(entry))
            : batches.of(WORDED_SPACE.anime).lexical(weighed.map(({ row }) => row)),
        metadata_sparse: metadataFeatures(entry),
      }),
      columns: columnsOf(FIELDS, entry),
      payload: { ...listing(entry) },
    };
  };
}

function episodePlans(anime: CatalogueEntry, batches: SpaceBatches): Plan[] {
  const batch = batches.of("episode_vector");
  const weighsWords = batches.weighsWords(WORDED_SPACE.episodes);
  return episodesOf(anime).map((episode) => {
    const text = episodeText(episode);
    const row = text === undefined ? undefined : batch.add(text);
    return (fit) => {
      const vector = row === undefined ? undefined : batch.vector(row);
      return {
        id: episode.id,
        dense: vector === undefined ? {} : { episode_vector: vector },
        sparse: present({
          text_sparse: weighsWords
            ? batch.lexical(row === undefined ? [] : [row])
            : fit.episodeText.documentVector(episodeBm25Texts(episode, anime)),
        }),
        columns: columnsOf(EPISODE_FIELDS, { episode, anime }),
        payload: { ...episodeListing(episode, anime) },
      };
    };
  });
}

function present(vectors: Readonly<Record<string, SparseVector>>): Record<string, SparseVector> {
  return Object.fromEntries(Object.entries(vectors).filter(([, vector]) => vector.indices.length > 0));
}
