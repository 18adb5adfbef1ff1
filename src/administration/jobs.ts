import { fail } from "../errors.ts";
import type { Job } from "./port.ts";

const REMEMBERED = 50;

/** What a running job may say of itself. */
export type OnJobProgress = (progress: { phase: string; done: number; total: number | null }) => void;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Background work on the catalogue: one job at a time, the last 50 remembered. */
export class Jobs {
  readonly #jobs: Mutable<Job>[] = [];
  readonly #now: () => Date;
  #count = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The newest first. */
  list(): readonly Job[] {
    return this.#jobs.map((job) => ({ ...job }));
  }

  get running(): Job | undefined {
    return this.#jobs.find((job) => job.state === "running");
  }

  /**
   * Starts a job and returns it with the promise of its result. Throws CONFLICT while another runs: two of them
   * would change the same catalogue at once.
   */
  start<T>(
    kind: Job["kind"],
    work: (onProgress: OnJobProgress) => Promise<T>,
  ): { job: Job; done: Promise<T> } {
    const running = this.running;
    if (running !== undefined) {
      throw fail(
        "CONFLICT",
        `job ${running.id} (${running.kind}) is running; wait until GET /api/v1/admin/jobs shows it done`,
      );
    }
    const job: Mutable<Job> = {
      id: String(++this.#count),
      kind,
      state: "running",
      phase: "starting",
      done: 0,
      total: null,
      started_at: this.#now().toISOString(),
      finished_at: null,
      error: null,
    };
    this.#jobs.unshift(job);
    this.#jobs.length = Math.min(this.#jobs.length, REMEMBERED);
    const done = work((progress) => Object.assign(job, progress)).then(
      (result) => {
        this.#finish(job, "done", null);
        return result;
      },
      (error: Error) => {
        this.#finish(job, "failed", error.message);
        throw error;
      },
    );
    this.#last = done.catch(() => undefined);
    return { job: { ...job }, done };
  }

  /** Resolves when no job runs any more. */
  async ended(): Promise<void> {
    await this.#last;
  }

  #finish(job: Mutable<Job>, state: "done" | "failed", error: string | null): void {
    Object.assign(job, { state, error, finished_at: this.#now().toISOString() });
  }
}
