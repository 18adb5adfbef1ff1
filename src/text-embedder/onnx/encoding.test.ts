import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isFailure } from "../../errors.ts";
import type { GraphTensor } from "../../models/graph-signature.ts";
import type { TextModelFacts } from "../../models/text-model.ts";
import { chooseBatchSize } from "./batch-size.ts";
import { batches } from "./encoder.ts";
import { graphOutputs } from "./graph-outputs.ts";
import { normalise, pool } from "./pooling.ts";

const FACTS: TextModelFacts = {
  dimension: 4,
  maxTokens: 512,
  pooling: "mean",
  queryPrefix: "",
  documentPrefix: "",
  prefersOwnLanguage: false,
};
const tensor = (name: string, ...shape: (number | null)[]): GraphTensor => ({ name, shape });
const HIDDEN = tensor("last_hidden_state", null, null, 4);
const POOLED = tensor("sentence_embedding", null, 4);

describe("which of a graph's outputs is taken", () => {
  const inputs = [tensor("input_ids", null, null), tensor("attention_mask", null, null)];
  const chosen = (outputs: readonly GraphTensor[], facts: Partial<TextModelFacts> = {}) =>
    graphOutputs({ inputs, outputs, external: [] }, { ...FACTS, ...facts }, "a graph");

  test("hidden states where the pooling is known, else the graph's own vector", () => {
    assert.deepEqual(chosen([POOLED, HIDDEN]), {
      dense: "last_hidden_state",
      pooling: "mean",
      lexical: undefined,
    });
    assert.deepEqual(chosen([HIDDEN, POOLED], { pooling: "graph" }).dense, "sentence_embedding");
    assert.deepEqual(chosen([POOLED]), { dense: "sentence_embedding", pooling: "graph", lexical: undefined });
  });

  test("by shape where the name says nothing", () => {
    assert.equal(chosen([tensor("output_0", null, null, 4)]).dense, "output_0");
    assert.equal(chosen([tensor("1234", null, 4)]).dense, "1234");
  });

  test("BGE-M3's three: dense, words' weights, and the one of many vectors left alone", () => {
    const outputs = [
      tensor("dense_vecs", null, 4),
      tensor("sparse_vecs", null, null, 1),
      tensor("colbert_vecs", null, null, 4),
    ];
    assert.deepEqual(chosen(outputs), { dense: "dense_vecs", pooling: "graph", lexical: "sparse_vecs" });
  });

  test("never BERT's pooler", () => {
    assert.equal(chosen([tensor("pooler_output", null, 4), HIDDEN]).dense, "last_hidden_state");
    assert.throws(
      () => chosen([tensor("pooler_output", null, 4)]),
      (error) => isFailure(error, "MODEL_INVALID"),
    );
  });

  test("a graph that wants a picture is no text encoder", () => {
    const signature = {
      inputs: [tensor("pixel_values", null, 3, 224, 224)],
      outputs: [POOLED],
      external: [],
    };
    assert.throws(
      () => graphOutputs(signature, FACTS, "a graph"),
      (error) => isFailure(error, "MODEL_INVALID") && /wants pixel_values/.test(error.message),
    );
  });
});

describe("pooling", () => {
  // Two texts of at most three tokens in two dimensions; the second has one token and padding.
  const states = { data: Float32Array.of(3, 0, 0, 4, 0, 0, 6, 8, 99, 99, 99, 99), dimension: 2, longest: 3 };
  const pooled = (i: number, tokens: number, how: "cls" | "mean" | "last" | "max") => {
    const out = new Float32Array(2);
    pool(states, i, tokens, how, out);
    return Array.from(out, (value) => Math.round(value * 1e6) / 1e6);
  };

  test("at length 1, padding left out", () => {
    assert.deepEqual(pooled(0, 3, "cls"), [1, 0]);
    assert.deepEqual(pooled(0, 2, "last"), [0, 1]);
    // (3, 0) + (0, 4) + (0, 0) = (3, 4), of length 5; the largest of each are the same.
    assert.deepEqual(pooled(0, 3, "mean"), [0.6, 0.8]);
    assert.deepEqual(pooled(0, 3, "max"), [0.6, 0.8]);
    for (const how of ["cls", "mean", "last", "max"] as const)
      assert.deepEqual(pooled(1, 1, how), [0.6, 0.8]);
  });

  test("a vector without length stays, and NaN is not hidden", () => {
    const zero = new Float32Array(2);
    normalise(zero);
    assert.deepEqual([...zero], [0, 0]);
    const odd = Float32Array.of(Number.NaN, 1);
    normalise(odd);
    assert.ok(Number.isNaN(odd[0]));
  });
});

describe("runs", () => {
  const text = (row: number, length: number) => ({ row, ids: new Array<number>(length).fill(7) });

  test("hold texts of like length, shortest first, every one once", () => {
    const runs = batches([text(0, 9), text(1, 2), text(2, 5)]);
    assert.deepEqual(
      runs.map((run) => run.map(({ row }) => row)),
      [[1, 2, 0]],
    );
    assert.deepEqual(batches([]), []);
  });

  test("are bounded in tokens and in pairs of them", () => {
    // 16,384 tokens are four texts of 4,096, but 8,192² pairs are only four of them, too; of 8,192 tokens it is one.
    assert.deepEqual(
      batches(Array.from({ length: 5 }, (_, i) => text(i, 4096))).map((run) => run.length),
      [4, 1],
    );
    assert.deepEqual(
      batches([text(0, 8192), text(1, 8192)]).map((run) => run.length),
      [1, 1],
    );
    assert.deepEqual(
      batches(Array.from({ length: 256 }, (_, i) => text(i, 100))).map((run) => run.length),
      [163, 93],
    );
  });
});

describe("the batch size", () => {
  /** A model on which a batch takes so many ms, on a clock that only it moves. */
  function simulated(ms: (size: number) => number) {
    let clock = 0;
    const sizes: number[] = [];
    const run = async (texts: readonly string[]) => {
      sizes.push(texts.length);
      clock += ms(texts.length);
    };
    return { run, now: () => clock, sizes };
  }

  test("is one text where more bring nothing", async () => {
    const { run, now, sizes } = simulated((size) => size * 10);
    assert.equal((await chooseBatchSize(run, 10_000, now)).size, 1);
    assert.ok(sizes.includes(32), "every size was tried, since none was much slower");
  });

  test("is the largest that pays where each run has a price", async () => {
    // 50 ms a run and 1 ms a text: 32 texts take 82 ms, 2.6 a text.
    const { run, now } = simulated((size) => 50 + size);
    const choice = await chooseBatchSize(run, 10_000, now);
    assert.equal(choice.size, 32);
    assert.ok(Math.abs(choice.ms_per_text - 82 / 32) < 1e-9);
  });

  test("stops at sizes that are much slower", async () => {
    const { run, now, sizes } = simulated((size) => size ** 2 * 10);
    assert.equal((await chooseBatchSize(run, 10_000, now)).size, 1);
    assert.ok(!sizes.includes(4));
  });

  test("keeps to its time, and a model that is slower than that still has a figure", async () => {
    const { run, now } = simulated((size) => size * 1000);
    const choice = await chooseBatchSize(run, 2500, now);
    assert.deepEqual(choice, { size: 1, ms_per_text: 1000, measured: [{ size: 1, ms_per_text: 1000 }] });
    assert.ok(now() <= 2500);
  });
});
