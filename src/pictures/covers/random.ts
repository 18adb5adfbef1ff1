import { hash } from "node:crypto";
import { type Random, seededRandom } from "../../random.ts";

/** A stream of numbers that is the same for the same text on every machine. */
export class SeededRandom {
  readonly #random: Random;

  constructor(text: string) {
    this.#random = seededRandom(Number.parseInt(hash("sha256", text, "hex").slice(0, 8), 16));
  }

  /** A number in [0, 1). */
  next(): number {
    return this.#random();
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return this.#random.integer(low, high);
  }

  chance(probability: number): boolean {
    return this.#random.chance(probability);
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return this.#random.pick(list);
  }
}
