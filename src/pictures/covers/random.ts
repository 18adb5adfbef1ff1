import { hash } from "node:crypto";
import { seededRandom } from "../../random.ts";

/** A stream of numbers that is the same for the same text on every machine. */
export class SeededRandom {
  /** A number in [0, 1). */
  readonly next: () => number;

  constructor(text: string) {
    this.next = seededRandom(Number.parseInt(hash("sha256", text, "hex").slice(0, 8), 16));
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!;
  }
}
