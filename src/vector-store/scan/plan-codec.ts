import type { Plan, PlanLeg, PlanResult, PlanSegment } from "./search-plan.ts";

/**
 * Plans and their results as 32-bit words, so that they can lie in memory that threads share: cloning them as messages
 * costs more.
 *
 * A plan: [legs, segments], then of each leg [space, k, kind, n] and its numbers (sparse: n indices, n values), then of
 * each segment [key, words of the filter or NO_FILTER, rows included] and both lists. A result: [segments, rows, legs],
 * counts, found, rows, scores.
 */
const DENSE = 0;
const DENSE_LOW = 1;
const SPARSE = 2;
const NO_FILTER = 0xffffffff;

/** Writes a plan; false, and nothing that counts is written, where the words are too few. */
export function writePlan({ legs, segments }: Plan, words: Uint32Array, spaces: SpaceNumbers): boolean {
  if (planLength(legs, segments) > words.length) return false;
  const numbers = new Float32Array(words.buffer, words.byteOffset, words.length);
  words[0] = legs.length;
  words[1] = segments.length;
  let at = 2;
  for (const leg of legs) {
    words[at++] = spaces.numberOf(leg.space);
    words[at++] = leg.k;
    if ("dense" in leg) {
      words[at++] = leg.isLow ? DENSE_LOW : DENSE;
      words[at++] = leg.dense.length;
      numbers.set(leg.dense, at);
      at += leg.dense.length;
      continue;
    }
    const { indices, values } = leg.sparse;
    words[at++] = SPARSE;
    words[at++] = indices.length;
    words.set(indices, at);
    numbers.set(values, at + indices.length);
    at += 2 * indices.length;
  }
  for (const { key, filter, include } of segments) {
    words[at++] = key;
    words[at++] = filter?.length ?? NO_FILTER;
    words[at++] = include?.length ?? 0;
    if (filter !== null) words.set(filter, at);
    at += filter?.length ?? 0;
    if (include !== undefined) words.set(include, at);
    at += include?.length ?? 0;
  }
  return true;
}

/** The plan that was written, its lists as views of the words. */
export function readPlan(words: Uint32Array, spaces: SpaceNumbers): Plan {
  const numbers = new Float32Array(words.buffer, words.byteOffset, words.length);
  let at = 2;
  const taken = <List extends Uint32Array | Float32Array>(from: List, length: number): List => {
    at += length;
    return from.subarray(at - length, at) as List;
  };
  const legs = Array.from({ length: words[0]! }, (): PlanLeg => {
    const [space, k, kind, length] = taken(words, 4) as unknown as [number, number, number, number];
    const name = spaces.nameOf(space);
    if (kind !== SPARSE) return { space: name, k, dense: taken(numbers, length), isLow: kind === DENSE_LOW };
    return { space: name, k, sparse: { indices: taken(words, length), values: taken(numbers, length) } };
  });
  const segments = Array.from({ length: words[1]! }, (): PlanSegment => {
    const [key, kept, included] = taken(words, 3) as unknown as [number, number, number];
    const filter = kept === NO_FILTER ? null : taken(words, kept);
    return { key, filter, ...(included > 0 ? { include: taken(words, included) } : {}) };
  });
  return { legs, segments };
}

/** Writes a result; false, and nothing that counts is written, where the words are too few. */
export function writeResult({ counts, rows, scores, found }: PlanResult, words: Uint32Array): boolean {
  const head = 3 + counts.length + found.length;
  if (head + rows.length + scores.length > words.length) return false;
  words.set([counts.length, rows.length, found.length]);
  words.set(counts, 3);
  words.set(found, 3 + counts.length);
  words.set(rows, head);
  new Float32Array(words.buffer, words.byteOffset, words.length).set(scores, head + rows.length);
  return true;
}

/** The result that was written, in memory of its own. */
export function readResult(words: Uint32Array): PlanResult {
  const [segments, length, legs] = words as unknown as [number, number, number];
  const head = 3 + segments + legs;
  const numbers = new Float32Array(words.buffer, words.byteOffset, words.length);
  const scores = head + length;
  return {
    counts: new Uint32Array(words.subarray(3, 3 + segments)),
    found: new Uint32Array(words.subarray(3 + segments, head)),
    rows: new Uint32Array(words.subarray(head, scores)),
    scores: new Float32Array(numbers.subarray(scores, scores + legs * length)),
  };
}

function planLength(legs: readonly PlanLeg[], segments: readonly PlanSegment[]): number {
  let length = 2;
  for (const leg of legs) length += 4 + ("dense" in leg ? leg.dense.length : 2 * leg.sparse.indices.length);
  for (const { filter, include } of segments) length += 3 + (filter?.length ?? 0) + (include?.length ?? 0);
  return length;
}

/** Names of spaces as numbers, on both sides the same: the order in which they were first met. */
export class SpaceNumbers {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();

  add(names: Iterable<string>): void {
    for (const name of names) {
      if (this.#numbers.has(name)) continue;
      this.#numbers.set(name, this.#names.length);
      this.#names.push(name);
    }
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** The number that stands for no space where the name was never met. */
  numberOf(name: string): number {
    return this.#numbers.get(name) ?? NO_SPACE;
  }

  nameOf(number: number): string {
    return this.#names[number] ?? "";
  }
}

const NO_SPACE = 0xffffffff;
