/** How far a long job is. */
export interface Progress {
  readonly phase: "read" | "settle" | "fit" | "embed" | "index" | "verify" | "catch-up";
  /** Of `total`, in `unit`; the total is null where nobody knows it. */
  readonly done: number;
  readonly total: number | null;
  readonly unit: "bytes" | "anime" | "texts" | "collections";
  /** Records so far in this phase, and how many of them a second, on average. */
  readonly records: number;
  readonly rate: number;
  /** Seconds left at the present rate; null where the total is not known or nothing has been done yet. */
  readonly eta_s: number | null;
}

export type OnProgress = (progress: Progress) => void;

/** Tells a listener how far a job is, a few times a second and at the end of each phase. */
export class ProgressMeter {
  readonly #listener: OnProgress | undefined;
  readonly #now: () => number;
  readonly #interval: number;
  #phase: Progress["phase"] | null = null;
  #started = 0;
  #reported = 0;

  /** `now` in milliseconds, monotonic. */
  constructor(listener: OnProgress | undefined, now: () => number = () => performance.now(), interval = 200) {
    this.#listener = listener;
    this.#now = now;
    this.#interval = interval;
  }

  report(given: Pick<Progress, "phase" | "done" | "total" | "unit" | "records">): void {
    if (this.#listener === undefined) return;
    const now = this.#now();
    if (given.phase !== this.#phase) {
      this.#phase = given.phase;
      this.#started = now;
      this.#reported = Number.NEGATIVE_INFINITY;
    }
    if (now - this.#reported < this.#interval && given.done !== given.total) return;
    this.#reported = now;
    const seconds = (now - this.#started) / 1000;
    const rate = seconds > 0 ? given.records / seconds : 0;
    const left = given.total === null ? null : Math.max(0, given.total - given.done);
    const eta = left === null || given.done === 0 || seconds === 0 ? null : (left / given.done) * seconds;
    this.#listener({ ...given, rate, eta_s: eta });
  }
}
