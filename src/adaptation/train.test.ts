import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seededRandom } from "../random.ts";
import { applyLowRank, emptyLowRank, type LowRank } from "./low-rank.ts";
import { lossOf, type TrainingPair, trainLowRank } from "./train.ts";

const unit = (values: readonly number[]) => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};

/** Random anime, asked for with the first two coordinates exchanged: something that a correction of rank 2 can undo. */
function exchanged(count: number, seed: number, dimension = 8): TrainingPair[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const right = unit(Array.from({ length: dimension }, () => random() - 0.5));
    const [a, b, ...rest] = right;
    return { query: Float32Array.of(b!, a!, ...rest), anime: String(i), right, wrong: [] };
  });
}

const ranked = (map: LowRank | null, pairs: readonly TrainingPair[]) =>
  pairs.filter(({ query, right }) => {
    const own = query.slice();
    if (map !== null) applyLowRank(map, own);
    const cosine = (to: Float32Array) => own.reduce((sum, value, d) => sum + value * to[d]!, 0);
    return pairs.every((other) => other.right === right || cosine(other.right) < cosine(right));
  }).length;

describe("a low-rank correction", () => {
  test("corrects nothing before it has learned, but for the length", () => {
    const rows = Float32Array.of(3, 0, 4, 0, 0, 0);
    applyLowRank(emptyLowRank(3, 2, seededRandom(1)), rows);
    // (3, 0, 4) has length 5; zeros stay zeros.
    assert.deepEqual([...rows], [0.6, 0, 0.8, 0, 0, 0].map(Math.fround));
  });

  test("is x + U·V·x at unit length", () => {
    // V·x = 2·1 + 1·2 = 4; U times that = (4, −4): (1 + 4, 2 − 4) = (5, −2).
    const map = { dimension: 2, rank: 1, down: Float32Array.of(2, 1), up: Float32Array.of(1, -1) };
    const rows = Float32Array.of(1, 2);
    applyLowRank(map, rows);
    assert.deepEqual([...rows], [...unit([5, -2])]);
  });
});

describe("training", () => {
  test("finds for held-out queries what the pairs have in common", async () => {
    const map = await trainLowRank(exchanged(300, 1), { rank: 2, epochs: 30, random: seededRandom(2) });
    const unseen = exchanged(100, 3);
    const [before, after] = [ranked(null, unseen), ranked(map, unseen)];
    assert.ok(after > before + 30, `${before} → ${after} of 100`);
  });

  test("goes down the loss, of pairs that were held back, too", async () => {
    const losses: number[] = [];
    await trainLowRank(exchanged(100, 5), {
      rank: 2,
      epochs: 20,
      random: seededRandom(4),
      onEpoch: (_, loss) => losses.push(loss),
    });
    assert.equal(losses.length, 20);
    assert.ok(losses.at(-1)! < 0.8 * losses[0]!, losses.join(" "));
  });

  test("the loss is the surprise at the right one among all candidates", () => {
    const right = unit([1, 0]);
    const pair = { query: right, anime: "a", right, wrong: [unit([0, 1])] };
    // Cosines 1 and 0, divided by 0.05: −ln(e²⁰ / (e²⁰ + e⁰)) = ln(1 + e⁻²⁰).
    const map = emptyLowRank(2, 1, seededRandom(1));
    assert.ok(Math.abs(lossOf(map, [pair]) - Math.log1p(Math.exp(-20))) < 1e-9);
    // The right one of another pair is wrong for this; that of the same anime is not.
    const other = { query: right, anime: "b", right, wrong: [] };
    assert.ok(Math.abs(lossOf(map, [{ ...pair, wrong: [] }, other]) - Math.log(2)) < 1e-9);
    assert.equal(
      lossOf(map, [
        { ...pair, wrong: [] },
        { ...other, anime: "a" },
      ]),
      0,
    );
    assert.equal(lossOf(map, []), 0);
  });

  test("gives the same for the same seed, and stops when told to", async () => {
    const once = () => trainLowRank(exchanged(40, 1), { rank: 2, epochs: 3, random: seededRandom(2) });
    assert.deepEqual(await once(), await once());
    const controller = new AbortController();
    const stopped = trainLowRank(exchanged(40, 1), {
      rank: 2,
      epochs: 1000,
      random: seededRandom(2),
      signal: controller.signal,
      onEpoch: () => controller.abort(new Error("enough")),
    });
    await assert.rejects(stopped, /enough/);
  });

  test("keeps the start where nothing learned is better for pairs that were held back", async () => {
    // Right and wrong by chance: there is nothing to learn.
    const random = seededRandom(9);
    const noise = () => unit(Array.from({ length: 8 }, () => random() - 0.5));
    const pairs = Array.from({ length: 60 }, (_, i) => ({
      query: noise(),
      anime: String(i),
      right: noise(),
      wrong: [noise()],
    }));
    const map = await trainLowRank(pairs, { rank: 2, epochs: 30, random: seededRandom(2) });
    const own = pairs[0]!.query.slice();
    applyLowRank(map, own);
    const cosine = own.reduce((sum, value, d) => sum + value * pairs[0]!.query[d]!, 0);
    assert.ok(cosine > 0.9, String(cosine));
  });
});
