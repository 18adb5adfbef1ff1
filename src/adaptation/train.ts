import { corrected, downwards, emptyLowRank, type LowRank } from "./low-rank.ts";

/** A query with the vectors of what is right for it and of what is not; all of unit length. */
export interface TrainingPair {
  readonly query: Float32Array;
  /** Tells pairs apart that mean the same anime: they are not wrong for each other. */
  readonly anime: string;
  readonly right: Float32Array;
  readonly wrong: readonly Float32Array[];
}

export interface TrainingOptions {
  readonly rank: number;
  readonly epochs: number;
  /** Numbers in [0, 1), seeded: the same pairs give the same correction. */
  readonly random: () => number;
  readonly onEpoch?: (epoch: number, loss: number) => void;
  readonly signal?: AbortSignal;
}

/** What differences of cosines are divided by: the smaller, the more the nearest wrong one counts. */
const TEMPERATURE = 0.05;
const BATCH = 32;
const LEARNING_RATE = 2e-3;
/** Of the pairs, so many are not learned from and say when to stop. */
const WATCHED_SHARE = 0.15;

/**
 * Learns a correction of queries by a contrastive loss (InfoNCE; van den Oord et al. 2018, arXiv 1807.03748): each
 * query shall be nearer to its right anime than to its wrong ones and to the right ones of the other queries of its
 * batch. By Adam (Kingma & Ba 2015); of all epochs the one that is best for pairs held back is kept, the start included.
 * Gives the main thread a turn after each batch.
 */
export async function trainLowRank(
  pairs: readonly TrainingPair[],
  { rank, epochs, random, onEpoch, signal }: TrainingOptions,
): Promise<LowRank> {
  const dimension = pairs[0]?.query.length ?? 0;
  const order = shuffled(pairs, random);
  const watched = order.slice(0, Math.floor(pairs.length * WATCHED_SHARE));
  const learned = order.slice(watched.length);
  const map = emptyLowRank(dimension, rank, random);
  const steps = { down: new Adam(map.down.length), up: new Adam(map.up.length) };
  let best = copyOf(map);
  let least = lossOf(map, watched);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const batches = shuffled(learned, random);
    for (let at = 0; at < batches.length; at += BATCH) {
      signal?.throwIfAborted();
      const batch = batches.slice(at, at + BATCH);
      const gradient = { down: new Float64Array(map.down.length), up: new Float64Array(map.up.length) };
      for (const pair of batch) addGradient(map, pair, batch, gradient);
      steps.down.step(map.down, gradient.down, batch.length);
      steps.up.step(map.up, gradient.up, batch.length);
      await new Promise(setImmediate);
    }
    const loss = lossOf(map, watched);
    onEpoch?.(epoch, loss);
    if (loss < least) {
      least = loss;
      best = copyOf(map);
    }
  }
  return best;
}

/** Mean loss of pairs, each against its own wrong ones and the right ones of the others. */
export function lossOf(map: LowRank, pairs: readonly TrainingPair[]): number {
  let sum = 0;
  for (const pair of pairs) {
    const { shares } = forward(map, pair, pairs);
    sum -= Math.log(Math.max(shares[0]!, 1e-30));
  }
  return pairs.length === 0 ? 0 : sum / pairs.length;
}

function forward(map: LowRank, pair: TrainingPair, batch: readonly TrainingPair[]) {
  const narrow = downwards(map, pair.query);
  const y = corrected(map, pair.query, narrow);
  const length = Math.hypot(...y);
  const unit = y.map((value) => value / length);
  const candidates = [
    pair.right,
    ...pair.wrong,
    ...batch.filter(({ anime }) => anime !== pair.anime).map(({ right }) => right),
  ];
  const scores = candidates.map((candidate) => dot(unit, candidate) / TEMPERATURE);
  const greatest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - greatest));
  const total = powers.reduce((all, power) => all + power, 0);
  return { narrow, unit, length, candidates, shares: powers.map((power) => power / total) };
}

/** Adds the gradient of one pair's loss with respect to U and V. */
function addGradient(
  map: LowRank,
  pair: TrainingPair,
  batch: readonly TrainingPair[],
  to: { readonly down: Float64Array; readonly up: Float64Array },
): void {
  const { dimension, rank } = map;
  const { narrow, unit, length, candidates, shares } = forward(map, pair, batch);
  // With respect to the unit vector: (Σ share · candidate − right) / temperature.
  const ofUnit = new Float64Array(dimension);
  candidates.forEach((candidate, i) => {
    const factor = (shares[i]! - (i === 0 ? 1 : 0)) / TEMPERATURE;
    for (let d = 0; d < dimension; d++) ofUnit[d]! += factor * candidate[d]!;
  });
  // Through the division by the length: what points along the vector itself drops out.
  const along = dot(ofUnit, unit);
  const ofY = ofUnit.map((value, d) => (value - along * unit[d]!) / length);
  for (let r = 0; r < rank; r++) {
    let ofNarrow = 0;
    for (let d = 0; d < dimension; d++) {
      to.up[d * rank + r]! += ofY[d]! * narrow[r]!;
      ofNarrow += map.up[d * rank + r]! * ofY[d]!;
    }
    for (let d = 0; d < dimension; d++) to.down[r * dimension + d]! += ofNarrow * pair.query[d]!;
  }
}

class Adam {
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  #steps = 0;

  constructor(length: number) {
    this.#mean = new Float64Array(length);
    this.#square = new Float64Array(length);
  }

  /** One step against a gradient that was summed over so many pairs. */
  step(weights: Float32Array, gradient: Float64Array, pairs: number): void {
    this.#steps++;
    const meanBias = 1 - 0.9 ** this.#steps;
    const squareBias = 1 - 0.999 ** this.#steps;
    for (let i = 0; i < weights.length; i++) {
      const value = gradient[i]! / pairs;
      this.#mean[i] = 0.9 * this.#mean[i]! + 0.1 * value;
      this.#square[i] = 0.999 * this.#square[i]! + 0.001 * value * value;
      const step = this.#mean[i]! / meanBias / (Math.sqrt(this.#square[i]! / squareBias) + 1e-8);
      weights[i]! -= LEARNING_RATE * step;
    }
  }
}

function dot(a: Float64Array, b: ArrayLike<number>): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}

function copyOf(map: LowRank): LowRank {
  return { ...map, down: map.down.slice(), up: map.up.slice() };
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}
