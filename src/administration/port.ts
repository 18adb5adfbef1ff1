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
    kind: oneOf("reindex", "ingest", "rollback"),
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
  jobs(): readonly Job[];
  stats(): Promise<Stats>;
  /** Starts to ingest the bytes of one catalogue file, of whatever known format. Throws CONFLICT while a job runs. */
  ingest(
    input: Readable,
    options: { readonly source: string; readonly prune: boolean },
    signal: AbortSignal,
  ): AsyncIterable<IngestEvent>;
}
