import type { Readable } from "node:stream";
import type { CatalogueIndex } from "../index/catalogue-index.ts";
import { acceptEntries, deleteEntry, patchEntry } from "../ingest/accept.ts";
import type { IngestSummary } from "../ingest/ingest.ts";
import type { OnProgress, Progress } from "../ingest/progress.ts";
import type { CatalogueRecord } from "../record/record.ts";
import { wholeEntry } from "../search/entry.ts";
import type { VectorStore } from "../vector-store/port.ts";
import { Jobs, type OnJobProgress } from "./jobs.ts";
import type { Accepted, Administration, IngestEvent, Job, Stats } from "./port.ts";
import { catalogueStats } from "./stats.ts";

export interface AdministrationDependencies {
  readonly record: CatalogueRecord;
  readonly store: VectorStore;
  readonly index: CatalogueIndex;
  /** Reads a stream of one catalogue file into the record; see `ingest`. */
  readonly ingestStream: (
    input: Readable,
    options: { source: string; prune: boolean; onProgress: OnProgress; signal: AbortSignal },
  ) => Promise<IngestSummary>;
  readonly now: () => Date;
  readonly log: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

/** Changes to the catalogue while it serves: the record first, durable, then the live index. */
export class CatalogueAdministration implements Administration {
  readonly #deps: AdministrationDependencies;
  readonly #jobs: Jobs;

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
      this.#deps.index.build({ onProgress: (progress) => onProgress(ofJob(progress)) }),
    );
  }

  async rollback(): Promise<Job> {
    return this.#inBackground("rollback", () => this.#deps.index.rollback());
  }

  jobs(): readonly Job[] {
    return this.#jobs.list();
  }

  stats(): Promise<Stats> {
    return catalogueStats(this.#deps);
  }

  async *ingest(
    input: Readable,
    options: { readonly source: string; readonly prune: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<IngestEvent> {
    const events: IngestEvent[] = [];
    let wake = Promise.withResolvers<void>();
    const tell = (event: IngestEvent) => {
      events.push(event);
      wake.resolve();
    };
    const { done } = this.#jobs.start("ingest", async (onJobProgress) => {
      const onProgress = (progress: Progress) => {
        onJobProgress(ofJob(progress));
        tell({ progress });
      };
      const summary = await this.#deps.ingestStream(input, { ...options, onProgress, signal });
      await this.#deps.index.refresh({ onProgress, signal });
      return summary;
    });
    let ended = false;
    const ending = done
      .then(
        (summary) => tell({ summary }),
        () => undefined,
      )
      .finally(() => {
        ended = true;
        wake.resolve();
      });
    while (!ended || events.length > 0) {
      await wake.promise;
      wake = Promise.withResolvers<void>();
      if (ended) wake.resolve();
      while (events.length > 0) yield events.shift()!;
    }
    await ending;
    await done;
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
