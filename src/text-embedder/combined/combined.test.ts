import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { embedderOf, sameIdentity, type TextEmbedder } from "../port.ts";
import { routedTextEmbedder } from "../routed/routed-text-embedder.ts";
import { combinedTextEmbedder } from "./combined-text-embedder.ts";

function fixed(model: string, vectors: Readonly<Record<string, readonly number[]>>): TextEmbedder {
  const dimension = Object.values(vectors)[0]!.length;
  return {
    identity: { provider: "test", model, revision: "1", dimension, pooling: "mean" },
    maxBatch: model === "a" ? 4 : 2,
    embed: async (texts) =>
      Float32Array.from(texts.flatMap((text) => vectors[text] ?? new Array<number>(dimension).fill(0))),
    status: () => ({ state: "ready" }),
    close: async () => undefined,
  };
}

const A = fixed("a", { x: [1, 0], y: [0.6, 0.8] });
const B = fixed("b", { x: [0, 0, 1], y: [0, 1, 0], z: [1, 0, 0] });

describe("two embedders combined", () => {
  test("have the weighted sum of their cosines as dot product, at unit length", async () => {
    const both = combinedTextEmbedder(A, B, 0.25);
    const rows = await both.embed(["x", "y"], "document");
    assert.equal(both.identity.dimension, 5);
    const [x, y] = [rows.subarray(0, 5), rows.subarray(5)];
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    // cos_a = 0.6, cos_b = 0: 0.75 · 0.6 + 0.25 · 0.
    assert.ok(Math.abs(dot(x, y) - 0.45) < 1e-6);
    assert.ok(Math.abs(dot(x, x) - 1) < 1e-6);
  });

  test("let the one that knows a word speak alone where the other knows none", async () => {
    const rows = await combinedTextEmbedder(A, B, 0.25).embed(["z", "unknown"], "document");
    assert.deepEqual([...rows], [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  test("at weights of 0 and 1 are one of them", async () => {
    assert.deepEqual(
      [...(await combinedTextEmbedder(A, B, 0).embed(["y"], "query"))].map((v) => Math.round(v * 10)),
      [6, 8, 0, 0, 0],
    );
    assert.deepEqual([...(await combinedTextEmbedder(A, B, 1).embed(["y"], "query"))], [0, 0, 0, 1, 0]);
  });

  test("take as many texts as both do, and are another embedder with another weight", () => {
    const one = combinedTextEmbedder(A, B, 0.25);
    assert.equal(one.maxBatch, 2);
    assert.ok(sameIdentity(one.identity, combinedTextEmbedder(A, B, 0.25).identity));
    assert.ok(!sameIdentity(one.identity, combinedTextEmbedder(A, B, 0.5).identity));
  });
});

describe("an embedder for some spaces", () => {
  const routed = routedTextEmbedder(A, B, ["title_vector", "genre_vector"]);

  test("leaves the others to the other one", () => {
    assert.equal(embedderOf(routed, "title_vector"), A);
    assert.equal(embedderOf(routed, "staff_vector"), B);
    assert.equal(embedderOf(A, "staff_vector"), A);
  });

  test("is another embedder with other spaces or another other one, whatever the order", () => {
    const same = routedTextEmbedder(A, B, ["genre_vector", "title_vector"]);
    assert.ok(sameIdentity(routed.identity, same.identity));
    assert.ok(!sameIdentity(routed.identity, routedTextEmbedder(A, B, ["title_vector"]).identity));
    assert.ok(
      !sameIdentity(routed.identity, routedTextEmbedder(A, A, ["title_vector", "genre_vector"]).identity),
    );
    assert.ok(!sameIdentity(routed.identity, A.identity));
  });
});
