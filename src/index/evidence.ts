import type { Condition } from "../vector-store/filter.ts";
import type { ColumnValue, Point, SparseVector } from "../vector-store/port.ts";

/** Points kept to compare the finished collection with, and filters counted beside it. */
export interface Probe {
  readonly condition: Condition;
  readonly fits: (value: ColumnValue | undefined) => boolean;
}

/** One of every type of column that an index holds: if these count right, the others do. */
export const PROBES: readonly Probe[] = [
  { condition: { key: "type", any: ["TV"] }, fits: (value) => value === "TV" },
  { condition: { key: "nsfw", any: [true] }, fits: (value) => value === true },
  {
    condition: { key: "year", range: { gte: 2000 } },
    fits: (value) => typeof value === "number" && value >= 2000,
  },
  { condition: { key: "synopsis", exists: true }, fits: (value) => value !== undefined },
];

/** Points of the sample: enough to notice a broken space, few enough to keep in memory as they are. */
const SAMPLE = 1_000;

/** What a build remembers of the points it wrote, to hold the finished collection against. */
export class Evidence {
  readonly vectors: Record<string, number> = {};
  readonly probes: number[] = PROBES.map(() => 0);
  readonly sample: Point[] = [];
  points = 0;
  readonly #random: () => number;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  add(point: Point): void {
    for (const space of Object.keys(point.dense)) this.#count(space);
    for (const [space, vector] of Object.entries(point.sparse))
      if (vector.indices.length > 0) this.#count(space);
    PROBES.forEach(({ condition, fits }, i) => {
      if (fits(point.columns[condition.key])) this.probes[i]!++;
    });
    // Reservoir sampling (Vitter 1985, algorithm R): every point is as likely to stay.
    const place = this.points < SAMPLE ? this.points : Math.floor(this.#random() * (this.points + 1));
    if (place < SAMPLE) this.sample[place] = point;
    this.points++;
  }

  #count(space: string): void {
    this.vectors[space] = (this.vectors[space] ?? 0) + 1;
  }
}

/** How alike two dense vectors are: the larger, the nearer. */
export function similarity(a: Float32Array, b: Float32Array, distance: "cosine" | "dot" | "euclid"): number {
  let dot = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    lengthA += a[i]! * a[i]!;
    lengthB += b[i]! * b[i]!;
  }
  if (distance === "dot") return dot;
  if (distance === "euclid") return -Math.sqrt(Math.max(0, lengthA + lengthB - 2 * dot));
  return lengthA === 0 || lengthB === 0 ? 0 : dot / Math.sqrt(lengthA * lengthB);
}

/** The dot product of two sparse vectors. */
export function sparseDot(a: SparseVector, b: SparseVector): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.indices.length && j < b.indices.length; ) {
    const left = a.indices[i]!;
    const right = b.indices[j]!;
    if (left === right) sum += a.values[i++]! * b.values[j++]!;
    else if (left < right) i++;
    else j++;
  }
  return sum;
}
