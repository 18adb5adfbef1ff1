import type { ImageEmbedderIdentity } from "../image-embedder/port.ts";
import type { OnProgress } from "../ingest/progress.ts";
import type { CatalogueRecord } from "../record/record.ts";
import type { PictureVectors } from "../spaces/points.ts";
import type { TextEmbedder } from "../text-embedder/port.ts";
import type { VectorStore } from "../vector-store/port.ts";
import type { CollectionPair } from "./apply-changes.ts";
import type { Built } from "./build.ts";
import type { EmbeddingEstimate } from "./embedding-survey.ts";

export interface BuildOptions {
  readonly onProgress?: OnProgress;
  /** Told before a model embeds what it has not embedded yet. */
  readonly onEstimate?: (estimate: EmbeddingEstimate) => void;
  readonly signal?: AbortSignal;
}

/** Fills the collections of a generation, here or elsewhere; see `buildCollections`. */
export type Builder = (into: CollectionPair, options: BuildOptions) => Promise<Built>;

/** Where the vectors of pictures come from: see `indexedPictures`. */
export interface IndexedPictures {
  readonly identity: ImageEmbedderIdentity;
  /** Reads them through this connection, so that a build sees them as it sees the rest of its snapshot. */
  vectorsFrom(record: CatalogueRecord): PictureVectors;
}

export interface IndexDependencies {
  readonly record: CatalogueRecord;
  readonly store: VectorStore;
  readonly embedder: TextEmbedder;
  /** Absent: no pictures are indexed. */
  readonly pictures?: IndexedPictures | undefined;
  readonly builder: Builder;
  /** Collections are named after it: `<base>@000004` and `<base>_episodes@000004`; aliases are the names without number. */
  readonly base: string;
  readonly log?: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly now?: () => Date;
  /** Milliseconds after which changes are made durable in the store, so that readers of the files see them. */
  readonly checkpointAfter?: number;
  /** Told at each step of a switch; a test may end the process there. */
  readonly onStep?: (step: string) => void;
}
