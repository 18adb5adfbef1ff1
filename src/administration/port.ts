import type { Readable } from "node:stream";
import Type, { type Static } from "typebox";
import type { IngestSummary } from "../ingest/ingest.ts";
import type { Progress } from "../ingest/progress.ts";
import { oneOf } from "../validation.ts";

const ErrorFields = Type.Array(
  Type.Object({
    path: Type.String(),
    got: Type.Optional(Type.Unknown()),
    expected: Type.Optional(Type.String()),
    nearest: Type.Optional(Type.String()),
  }),
);

export const Accepted = Type.Object(
  {
    accepted: Type.Integer({ description: "New or changed, and durable." }),
    unchanged: Type.Integer(),
    rejected: Type.Array(Type.Object({ index: Type.Integer(), errors: ErrorFields }), {
      description: "By their index in the request.",
    }),
  },
  { description: "What became of the entries." },
);
export type Accepted = Static<typeof Accepted>;

export const Job = Type.Object(
  {
    id: Type.String(),
    kind: oneOf("reindex", "ingest", "rollback", "pictures"),
    state: oneOf("running", "done", "failed"),
    phase: Type.String(),
    done: Type.Integer(),
    total: Type.Union([Type.Integer(), Type.Null()]),
    started_at: Type.String(),
    finished_at: Type.Union([Type.String(), Type.Null()]),
    error: Type.Union([Type.String(), Type.Null()]),
  },
  { description: "Background work on the catalogue." },
);
export type Job = Static<typeof Job>;

const CollectionStats = Type.Object({
  points: Type.Integer(),
  spaces: Type.Record(Type.String(), Type.Integer()),
  bytes: Type.Integer(),
});

export const Stats = Type.Object(
  {
    anime: Type.Integer({ description: "Entries in the record." }),
    episodes: Type.Integer({ description: "Episodes of those entries." }),
    rejected: Type.Integer({ description: "Records that could not be read, of all ingests." }),
    spaces: Type.Record(Type.String(), Type.Integer(), {
      description: "Vectors per space of the anime collection.",
    }),
    index: Type.Object({
      adapter: Type.String(),
      generation: Type.Union([Type.String(), Type.Null()]),
      previous: Type.Union([Type.String(), Type.Null()]),
      sequence: Type.Integer(),
      anime: CollectionStats,
      episodes: CollectionStats,
    }),
    record: Type.Object({
      path: Type.String(),
      bytes: Type.Integer(),
      sequence: Type.Integer(),
      sources: Type.Record(Type.String(), Type.Integer(), { description: "Records per source." }),
      conflicts: Type.Integer({ description: "Source URLs that several anime claim." }),
    }),
  },
  { description: "What is in the record and in the index." },
);
export type Stats = Static<typeof Stats>;

/** What an operator may ask for of pictures. */
export const FetchPictures = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: "Pictures at most." })),
    retry: Type.Boolean({ default: false, description: "Try again at once what failed or was given up." }),
    refresh: Type.Boolean({ default: false, description: "Ask whether fetched pictures have changed." }),
  },
  { additionalProperties: false, examples: [{ limit: 100 }, { retry: true }] },
);
export type FetchPictures = Static<typeof FetchPictures>;

export const PictureStatus = Type.Object(
  {
    waiting: Type.Integer(),
    done: Type.Integer(),
    failed: Type.Integer({ description: "To be tried again." }),
    refused: Type.Integer({ description: "Given up, until somebody asks for them." }),
    embedded: Type.Integer({ description: "Those that have a vector of the present embedder." }),
    anime: Type.Integer({ description: "Anime with a picture that has one." }),
    failures: Type.Array(
      Type.Object({
        location: Type.String(),
        state: Type.String(),
        attempts: Type.Integer(),
        error: Type.Union([Type.String(), Type.Null()]),
      }),
      { description: "The latest." },
    ),
  },
  { description: "What became of the catalogue's pictures." },
);
export type PictureStatus = Static<typeof PictureStatus>;

/** One line of the stream that answers an ingest: progress while it runs, then the summary or a problem. */
export type IngestEvent =
  | { readonly progress: Progress }
  | { readonly summary: IngestSummary }
  | { readonly problem: { readonly code: string; readonly detail: string } };

/** What the admin routes do; every method's effect is durable when it returns. */
export interface Administration {
  accept(entries: readonly unknown[]): Promise<Accepted>;
  /** RFC 7396 on the merged entry. Throws ANIME_NOT_FOUND, ENTRY_INVALID. */
  patch(idOrSlug: string, patch: unknown): Promise<Record<string, unknown>>;
  /** Throws ANIME_NOT_FOUND. */
  delete(idOrSlug: string): Promise<void>;
  /** Starts a new generation in the background. Throws CONFLICT while a job runs. */
  reindex(): Promise<Job>;
  /** Makes the previous generation live again. Throws NO_PREVIOUS_GENERATION, CONFLICT. */
  rollback(): Promise<Job>;
  /** Fetches pictures from other servers in the background. Throws CONFLICT while a job runs. */
  fetchPictures(options: FetchPictures): Promise<Job>;
  pictures(): PictureStatus;
  jobs(): readonly Job[];
  stats(): Promise<Stats>;
  /** Starts to ingest the bytes of one catalogue file, of whatever known format. Throws CONFLICT while a job runs. */
  ingest(
    input: Readable,
    options: { readonly source: string; readonly prune: boolean },
    signal: AbortSignal,
  ): AsyncIterable<IngestEvent>;
}
