import type { Readable } from "node:stream";
import { fail } from "../errors.ts";
import type { CatalogueIndex } from "../index/catalogue-index.ts";
import { viewOf } from "../index/index-view.ts";
import { acceptEntries, deleteEntry, patchEntry } from "../ingest/accept.ts";
import type { IngestSummary } from "../ingest/ingest.ts";
import type { OnProgress, Progress } from "../ingest/progress.ts";
import type { CatalogueRecord } from "../record/record.ts";
import { wholeEntry } from "../search/entry.ts";
import type { VectorStore } from "../vector-store/port.ts";
import { EventQueue } from "./event-queue.ts";
import { Jobs, type OnJobProgress } from "./jobs.ts";
import type {
  Accepted,
  Administration,
  FetchPictures,
  IngestEvent,
  Job,
  PictureStatus,
  Stats,
} from "./port.ts";
import { catalogueStats } from "./stats.ts";

/** The pictures of the catalogue, as far as operators have to do with them. */
export interface AdministeredPictures {
  status(): PictureStatus;
  fetch(
    options: FetchPictures & {
      readonly signal: AbortSignal;
      readonly onProgress: (done: { kept: number; failed: number; postponed: number }) => void;
    },
  ): Promise<unknown>;
}

export interface AdministrationDependencies {
  readonly record: CatalogueRecord;
  readonly store: VectorStore;
  readonly index: CatalogueIndex;
  /** Reads a stream of one catalogue file into the record; see `ingest`. */
  readonly ingestStream: (
    input: Readable,
    options: { source: string; prune: boolean; onProgress: OnProgress; signal: AbortSignal },
  ) => Promise<IngestSummary>;
  readonly pictures: AdministeredPictures;
  readonly now: () => Date;
  readonly log: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

/** Changes to the catalogue while it serves: the record first, durable, then the live index. */
export class CatalogueAdministration implements Administration {
  readonly #deps: AdministrationDependencies;
  readonly #jobs: Jobs;
  readonly #stopping = new AbortController();

  constructor(deps: AdministrationDependencies) {
    this.#deps = deps;
    this.#jobs = new Jobs(deps.now);
  }

  async accept(entries: readonly unknown[]): Promise<Accepted> {
    const { accepted, unchanged, rejected } = acceptEntries(this.#deps.record, entries);
    if (accepted > 0) await this.#show();
    return {
      accepted,
      unchanged,
      rejected: rejected.map(({ index, errors }) => ({ index, errors: [...errors] })),
    };
  }

  async patch(idOrSlug: string, patch: unknown): Promise<Record<string, unknown>> {
    const entry = patchEntry(this.#deps.record, idOrSlug, patch);
    await this.#show();
    return wholeEntry(entry, this.#deps.index.live().fit);
  }

  async delete(idOrSlug: string): Promise<void> {
    deleteEntry(this.#deps.record, idOrSlug);
    await this.#show();
  }

  async reindex(): Promise<Job> {
    return this.#inBackground("reindex", (onProgress) =>
      this.#deps.index.build({
        onProgress: (progress) => onProgress(ofJob(progress)),
        signal: this.#stopping.signal,
      }),
    );
  }

  async rollback(): Promise<Job> {
    if (this.#deps.index.status().previous === null) {
      throw fail("NO_PREVIOUS_GENERATION", "there is no generation to go back to: none was replaced yet");
    }
    return this.#inBackground("rollback", () => this.#deps.index.rollback());
  }

  async fetchPictures(options: FetchPictures): Promise<Job> {
    const total = options.limit ?? null;
    return this.#inBackground("pictures", async (onProgress) => {
      await this.#deps.pictures.fetch({
        ...options,
        signal: this.#stopping.signal,
        onProgress: ({ kept, failed, postponed }) =>
          onProgress({ phase: "fetch", done: kept + failed + postponed, total }),
      });
    });
  }

  pictures(): PictureStatus {
    return this.#deps.pictures.status();
  }

  jobs(): readonly Job[] {
    return this.#jobs.list();
  }

  stats(): Promise<Stats> {
    return catalogueStats(this.#deps, viewOf(this.#deps.index));
  }

  ingest(
    input: Readable,
    options: { readonly source: string; readonly prune: boolean },
    signal: AbortSignal,
  ): AsyncIterable<IngestEvent> {
    const events = new EventQueue<IngestEvent>();
    const stopped = AbortSignal.any([signal, this.#stopping.signal]);
    // Started before the first event is asked for, so that a conflict is thrown to the caller.
    const { done } = this.#jobs.start("ingest", async (onJobProgress) => {
      const onProgress = (progress: Progress) => {
        onJobProgress(ofJob(progress));
        events.push({ progress });
      };
      const { ingestStream, index } = this.#deps;
      const summary = await ingestStream(input, { ...options, onProgress, signal: stopped });
      if (!summary.interrupted) await index.refresh({ onProgress, signal: stopped });
      else if (index.ready() && !this.#stopping.signal.aborted) await index.catchUp();
      return summary;
    });
    done.then(
      (summary) => {
        events.push({ summary });
        events.end();
      },
      (error: unknown) => events.end(error),
    );
    return events;
  }

  /** Interrupts what runs in the background, keeping what it has taken in, and waits until it has ended. */
  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#jobs.ended();
  }

  /** Brings the live index up to the record. Where there is none yet, the build that makes it will see the change. */
  async #show(): Promise<void> {
    if (this.#deps.index.ready()) await this.#deps.index.catchUp();
    else await this.#deps.index.refresh();
  }

  #inBackground(kind: Job["kind"], work: (onProgress: OnJobProgress) => Promise<void>): Job {
    const { job, done } = this.#jobs.start(kind, work);
    done.then(
      () => this.#deps.log(`${kind} done`, { job: job.id }),
      (error: Error) => this.#deps.log(`${kind} failed`, { job: job.id, reason: error.message }),
    );
    return job;
  }
}

function ofJob({ phase, done, total }: Progress) {
  return { phase, done, total };
}
