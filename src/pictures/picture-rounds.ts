import type { PictureLibrary } from "./picture-library.ts";

export interface RoundsDependencies {
  readonly library: Pick<PictureLibrary, "isBehind" | "scan" | "work">;
  /** Whether pictures are fetched, too. */
  readonly remote: boolean;
  readonly log: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Milliseconds between two looks at whether there is something to do. */
  readonly intervalMs?: number;
  /** Looks between two rounds that are made though nothing has changed, for what is to be tried again. */
  readonly looksBetween?: number;
}

/** Sees to pictures while the service runs: soon after entries change, and from time to time for those that failed. */
export class PictureRounds {
  readonly #deps: RoundsDependencies;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<void> | null = null;
  #looks = 0;

  constructor(deps: RoundsDependencies) {
    this.#deps = deps;
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), this.#deps.intervalMs ?? 1_000);
    this.#timer.unref();
  }

  /** Ends a round that runs, keeping what it has done. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#round;
  }

  #look(): void {
    if (this.#round !== null) return;
    const { library, looksBetween = 60 } = this.#deps;
    const isTime = this.#looks++ % looksBetween === 0;
    if (!isTime && !library.isBehind()) return;
    this.#round = this.#work().finally(() => {
      this.#round = null;
    });
  }

  async #work(): Promise<void> {
    const { library, remote, log } = this.#deps;
    const { signal } = this.#stopping;
    try {
      await library.scan(signal);
      const { kept, failed } = await library.work({ remote, signal });
      if (kept + failed > 0) log("pictures were looked at", { kept, failed });
    } catch (error) {
      if (!signal.aborted) log("pictures could not be looked at", { reason: (error as Error).message });
    }
  }
}
