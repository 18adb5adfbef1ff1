import { fail, isFailure, type KotodamaError } from "../errors.ts";
import type { ImageEmbedderIdentity } from "../image-embedder/port.ts";
import type { Progress } from "../ingest/progress.ts";
import type { Generation as GenerationRow } from "../record/generations.ts";
import type { CatalogueFit } from "../spaces/fit.ts";
import type { TextEmbedderIdentity } from "../text-embedder/port.ts";
import type { TitleIndex } from "../titles/title-index.ts";

/** A generation as searches use it. */
export interface Generation {
  readonly name: string;
  readonly anime: string;
  readonly episodes: string;
  /** The last change of the record that its points include. */
  readonly sequence: number;
  readonly fit: CatalogueFit;
  /** All names of its entries, changes since the build included. */
  readonly titles: TitleIndex;
  /** What its pictures were embedded with; null where it has none. */
  readonly images: ImageEmbedderIdentity | null;
}

export interface GenerationStatus {
  readonly name: string;
  readonly created_at: string;
  readonly anime: number;
  readonly episodes: number;
}

export interface IndexStatus {
  /** `empty`: nothing to search yet; `building`: nothing to search, but soon. */
  readonly state: "ready" | "building" | "empty";
  readonly live: (GenerationStatus & { readonly sequence: number; readonly behind: number }) | null;
  readonly previous: GenerationStatus | null;
  readonly build: Progress | null;
}

/** The name by which cursors and operators know a generation. */
export function generationName(row: Pick<GenerationRow, "number">): string {
  return String(row.number).padStart(6, "0");
}

/** Damage and age are mended by building anew; anything else must be looked at. */
export function isReplaceable(error: unknown): boolean {
  return (
    isFailure(error, "INDEX_DAMAGED") ||
    isFailure(error, "INDEX_VERSION_UNSUPPORTED") ||
    isFailure(error, "COLLECTION_NOT_FOUND")
  );
}

export function statusOf(row: GenerationRow): GenerationStatus {
  return { name: generationName(row), created_at: row.created_at, ...row.counts };
}

export function embedderMismatch(row: GenerationRow, present: TextEmbedderIdentity): KotodamaError {
  const say = ({ provider, model, revision, dimension }: TextEmbedderIdentity) =>
    `${provider}/${model} ${revision} (${dimension} dimensions)`;
  return fail(
    "EMBEDDER_MISMATCH",
    `the index was made by the embedder ${say(row.embedder)}, but ${say(present)} is configured. ` +
      "Run `kotodama reembed` to build it anew, or configure the former embedder",
  );
}

export function notReady(): KotodamaError {
  return fail("NOT_READY", "there is no index to search yet; it is being built, or nothing was ingested", {
    retryAfter: 5,
  });
}
