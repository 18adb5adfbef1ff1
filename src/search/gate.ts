import { fail } from "../errors.ts";

/**
 * Lets at most `limit` tasks run and as many wait, first come first served; the rest are refused at once with
 * OVERLOADED, so that under overload those who are served are served quickly.
 */
export class Gate {
  readonly #limit: number;
  readonly #waiting: { enter: () => void }[] = [];
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** The task's result. Throws OVERLOADED when the queue is full, the signal's reason when it ends while waiting. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#running >= this.#limit) await this.#wait(signal);
    else this.#running++;
    try {
      return await task();
    } finally {
      // The place is handed on rather than freed, so that nobody overtakes the first in line.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next.enter();
    }
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting.length >= this.#limit) {
      const detail = `${this.#limit} searches run and as many wait; try again in a second`;
      throw fail("OVERLOADED", detail, { retryAfter: 1 });
    }
    return new Promise((resolve, reject) => {
      const place = {
        enter: () => {
          signal?.removeEventListener("abort", leave);
          resolve();
        },
      };
      const leave = () => {
        const at = this.#waiting.indexOf(place);
        if (at >= 0) this.#waiting.splice(at, 1);
        reject(signal?.reason);
      };
      this.#waiting.push(place);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }
}
