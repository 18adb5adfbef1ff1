import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seededRandom } from "../src/random.ts";
import { contrast, tuneByContrast } from "./contrast.ts";
import { type Matrix, matrix } from "./linear-algebra.ts";
import type { PairBatch } from "./pairs.ts";
import { countTokens, sparseRows } from "./sparse-rows.ts";

const rows = (...texts: number[][]) =>
  sparseRows(
    texts.map((tokens) => countTokens(tokens)),
    6,
  );
const QUERIES = rows([0, 1], [2, 2, 3]);
const DOCUMENTS = rows([1, 4, 4], [3, 5]);
const CENTRE = Float64Array.of(0.2, -0.1, 0.05);
const TEMPERATURE = 0.5;

function randomVectors(): Matrix {
  const random = seededRandom(3);
  return matrix(
    6,
    3,
    Float32Array.from({ length: 18 }, () => random.normal()),
  );
}

describe("the contrast of a batch", () => {
  it("has no loss to speak of where each query has its own document's direction", () => {
    // Token 0 for the first pair, token 2 for the second, at right angles: cosines 1 and 0, loss ln(1 + e^(−1/0.05)).
    const vectors = matrix(6, 2, Float32Array.of(3, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0));
    const same = rows([0], [2]);
    const { loss } = contrast(vectors, Float64Array.of(0, 0), same, same, 0.05);
    assert.ok(Math.abs(loss - Math.log(1 + Math.exp(-20))) < 1e-9, `${loss}`);
  });

  it("costs the logarithm of the batch's size where nothing is told apart", () => {
    const alike = matrix(6, 2, new Float32Array(12).fill(1));
    const { loss } = contrast(alike, Float64Array.of(0, 0), QUERIES, DOCUMENTS, TEMPERATURE);
    assert.ok(Math.abs(loss - Math.log(2)) < 1e-6, `${loss}`);
  });

  it("has the gradient that differences of the loss give", () => {
    const vectors = randomVectors();
    const lossAt = (v: Matrix) => contrast(v, CENTRE, QUERIES, DOCUMENTS, TEMPERATURE).loss;
    const { ofQueries, ofDocuments } = contrast(vectors, CENTRE, QUERIES, DOCUMENTS, TEMPERATURE);
    const step = 1e-3;
    for (let token = 0; token < 6; token++) {
      for (let d = 0; d < 3; d++) {
        const moved = (by: number) => {
          const data = vectors.data.slice();
          data[token * 3 + d]! += by;
          return lossAt(matrix(6, 3, data));
        };
        // Xᵀ · G, entry by entry.
        let expected = 0;
        for (const [x, g] of [
          [QUERIES, ofQueries],
          [DOCUMENTS, ofDocuments],
        ] as const) {
          for (let i = 0; i < x.rows; i++) {
            for (let k = x.offsets[i]!; k < x.offsets[i + 1]!; k++) {
              if (x.columns[k] === token) expected += x.values[k]! * g.data[i * 3 + d]!;
            }
          }
        }
        const difference = (moved(step) - moved(-step)) / (2 * step);
        assert.ok(
          Math.abs(difference - expected) < 2e-3,
          `token ${token}, ${d}: ${difference} and ${expected}`,
        );
      }
    }
  });
});

describe("contrastive tuning", () => {
  const batches = function* (): Generator<PairBatch, never> {
    for (;;) yield { queries: QUERIES, documents: DOCUMENTS };
  };
  const recipe = { steps: 60, temperature: TEMPERATURE, learningRate: 0.05 };

  it("lowers the loss, leaves the start as it is, and gives the same vectors each time", () => {
    const start = randomVectors();
    const losses: number[] = [];
    const tune = () => tuneByContrast(start, CENTRE, batches(), recipe, (_, loss) => losses.push(loss));
    const tuned = tune();
    assert.ok(losses.at(-1)! < losses[0]! / 2, `${losses[0]} to ${losses.at(-1)}`);
    assert.deepEqual(start, randomVectors());
    assert.deepEqual(tune(), tuned);
  });

  it("leaves tokens alone that no text has", () => {
    const only = rows([0], [2]);
    const some = function* (): Generator<PairBatch, never> {
      for (;;) yield { queries: only, documents: rows([1], [3]) };
    };
    const tuned = tuneByContrast(randomVectors(), CENTRE, some(), recipe, () => {});
    assert.deepEqual(tuned.data.subarray(12), randomVectors().data.subarray(12));
    assert.notDeepEqual(tuned.data.subarray(0, 12), randomVectors().data.subarray(0, 12));
  });
});
