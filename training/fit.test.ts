import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cleanSynopsis, documentText, franchises, sampleWindows } from "./catalogue.ts";
import {
  centreOf,
  dequantised,
  fitTokenVectors,
  quantiseRows,
  reduceByPca,
  scaleRows,
  scaleToUnitMeanSquare,
  sifWeights,
  weightedMeans,
} from "./fit.ts";
import { matrix } from "./linear-algebra.ts";

function assertNear(actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-5): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(actual[i]! - expected[i]!) < tolerance, `${Array.from(actual)} is not ${expected}`);
  }
}

describe("the fit", () => {
  it("weighs tokens by smooth inverse frequency", () => {
    // Of 4 tokens: p = 3/4, 1/4, 0. With a = 1/4: 1/4, 1/2, 1.
    assertNear(sifWeights([[0, 0], [0, 1], []], 3, 0.25), [0.25, 0.5, 1]);
  });

  it("makes each text a row of weights that sum to 1, √n for n times", () => {
    const x = weightedMeans([[2, 0, 2], [], [1]], Float32Array.of(0.5, 2, 0.25));
    assert.deepEqual([...x.offsets], [0, 2, 2, 3]);
    assert.deepEqual([...x.columns], [2, 0, 1]);
    const sum = 0.25 * Math.SQRT2 + 0.5;
    assertNear(x.values, [(0.25 * Math.SQRT2) / sum, 0.5 / sum, 1]);
  });

  it("solves the regularised least squares, each column for itself", () => {
    // X = diag(1, 2), W₀ = (3, 3), λ = 1: w = (x·y + 3) / (x² + 1) per token.
    const x = weightedMeans([[0], [1]], Float32Array.of(1, 1));
    const doubled = { ...x, values: Float32Array.of(1, 2) };
    const y = matrix(2, 2, Float32Array.of(1, 5, 4, -2));
    const start = matrix(2, 2, Float32Array.of(3, 3, 3, 3));
    // Column 0: (1 + 3) / 2 = 2, (8 + 3) / 5 = 2.2; column 1: (5 + 3) / 2 = 4, (−4 + 3) / 5 = −0.2.
    assertNear(fitTokenVectors(doubled, y, start, 1, 5, () => {}).data, [2, 4, 2.2, -0.2]);
  });

  it("leaves a token that no text has where it started", () => {
    const x = weightedMeans([[0]], Float32Array.of(1, 1));
    const w = fitTokenVectors(
      x,
      matrix(1, 1, Float32Array.of(9)),
      matrix(2, 1, Float32Array.of(1, 7)),
      0.5,
      9,
      () => {},
    );
    // (9 + 0.5 · 1) / 1.5 for the token that a text has.
    assertNear(w.data, [9.5 / 1.5, 7]);
  });

  it("keeps the axes along which the texts differ most, and evens them out by whitening", () => {
    const w = matrix(2, 2, Float32Array.of(2, 2, -2, -2));
    const x = weightedMeans([[0], [1]], Float32Array.of(1, 1));
    // The texts are ±(2, 2): one axis (1, 1)/√2, along which they lie at ±√8, its standard deviation.
    assertNear(reduceByPca(x, w, 1, 0).data, [Math.sqrt(8), -Math.sqrt(8)]);
    assertNear(reduceByPca(x, w, 1, 1).data, [1, -1]);
  });

  it("scales rows, and the whole", () => {
    const w = matrix(2, 2, Float32Array.of(1, 2, 3, -4));
    scaleRows(w, Float32Array.of(2, 0.5));
    assertNear(w.data, [2, 4, 1.5, -2]);
    // The mean of 4, 16, 2.25 and 4 is 6.5625.
    scaleToUnitMeanSquare(w);
    assertNear(
      w.data,
      [2, 4, 1.5, -2].map((value) => value / Math.sqrt(6.5625)),
    );
  });

  it("finds the mean direction of the texts that have one", () => {
    // (3, 4) gives (0.6, 0.8), (5, 0) gives (1, 0); the text without tokens does not count.
    const w = matrix(2, 2, Float32Array.of(3, 4, 5, 0));
    assertNear(centreOf(w, weightedMeans([[0], [], [1, 1]], Float32Array.of(1, 1))), [0.8, 0.4]);
  });

  it("quantises each row to its own largest value", () => {
    const { table, scales } = quantiseRows(matrix(3, 2, Float32Array.of(1, -2, 0, 0, 0.5, 0.125)));
    // −2 is −127 steps of 2/127; 1 is 63.5 steps, rounded up; 0.125 is 31.75 steps of 0.5/127.
    assert.deepEqual([...table], [64, -127, 0, 0, 127, 32]);
    assertNear(scales, [2 / 127, 0, 0.5 / 127]);
    assertNear(dequantised(table, scales).data, [128 / 127, -2, 0, 0, 0.5, 16 / 127]);
  });
});

describe("the catalogue's texts", () => {
  const row = { title: "A", sources: ["u:a"] };

  it("drops credit lines", () => {
    assert.equal(cleanSynopsis("A hero.\n\n(Source: ANN) [Written by MAL Rewrite]"), "A hero.");
    assert.equal(cleanSynopsis("A (young) hero."), "A (young) hero.");
    assert.equal(cleanSynopsis(null), "");
  });

  it("puts titles first, then synopsis, then labels, and says nothing twice", () => {
    const full = { ...row, title_english: "B", synopsis: "C.", genres: ["Drama"], tags: ["Space", "Robots"] };
    assert.equal(documentText(full), "A. B. C. Drama, Space, Robots");
    assert.equal(documentText({ ...row, title_english: "a" }), "A.");
  });

  it("samples windows of two sentences by seed", () => {
    const sentence = (n: number) => `This is sentence number ${n} of a synopsis that goes on.`;
    const rows = [{ ...row, synopsis: [1, 2, 3, 4, 5, 6].map(sentence).join(" ") }];
    const all = sampleWindows(rows, 10, 1).map(({ text }) => text);
    assert.deepEqual(all, [
      `${sentence(1)} ${sentence(2)}`,
      `${sentence(3)} ${sentence(4)}`,
      `${sentence(5)} ${sentence(6)}`,
    ]);
    const two = sampleWindows(rows, 2, 7);
    assert.equal(two.length, 2);
    assert.deepEqual(sampleWindows(rows, 2, 7), two);
  });

  it("joins entries to franchises by story relations only", () => {
    const related = (url: string, relation_type: string) => [{ url, relation_type }];
    const found = franchises([
      { ...row, related_anime: related("u:b", "SEQUEL") },
      { ...row, sources: ["u:b", "v:b"] },
      { ...row, sources: ["u:c"], related_anime: related("v:b", "SIDE_STORY") },
      { ...row, sources: ["u:d"], related_anime: related("u:a", "CHARACTER") },
      { ...row, sources: ["u:e"], related_anime: related("u:unknown", "PREQUEL") },
    ]);
    assert.equal(new Set([found[0], found[1], found[2]]).size, 1);
    assert.equal(new Set(found).size, 3);
  });
});
