import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { TextEmbedder, TextKind } from "../port.ts";
import { centredTextEmbedder } from "./centred-text-embedder.ts";
import { centre, centringOf } from "./centring.ts";
import { SENTENCES } from "./sentences.ts";

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, d) => sum + value * b[d]!, 0);

describe("a centring", () => {
  // Two languages that differ in the second dimension only.
  const centring = centringOf({
    queries: [Float32Array.of(1, 1, 0, 3, 1, 0), Float32Array.of(1, -1, 0, 3, -1, 0)],
    sentences: [Float32Array.of(0, 2, 0), Float32Array.of(0, -2, 0)],
    documents: Float32Array.of(4, 0, 1, 6, 0, 1),
    dimension: 3,
  });

  test("has the means as origins and what tells the languages apart as directions", () => {
    assert.deepEqual([...centring.query], [2, 0, 0]);
    assert.deepEqual([...centring.document], [5, 0, 1]);
    assert.equal(centring.directions.length, 1);
    assert.deepEqual([...centring.directions[0]!].map(Math.abs), [0, 1, 0]);
  });

  test("leaves of a vector what neither tells, at unit length", () => {
    const rows = Float32Array.of(5, 7, 4, 0, 0, 0, 2, 9, 0);
    centre(rows, centring.query, centring.directions);
    // (5, 7, 4) − (2, 0, 0) without the second: (3, 0, 4), of length 5. Zeros stay; nothing but language becomes zeros.
    assert.deepEqual([...rows], [3 / 5, 0, 4 / 5, 0, 0, 0, 0, 0, 0].map(Math.fround));
  });

  test("has orthonormal directions, without those that say nothing new", () => {
    const { directions } = centringOf({
      queries: [Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0), Float32Array.of(0, 0, 1)],
      sentences: [Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0), Float32Array.of(0, 0, 1)],
      documents: Float32Array.of(0, 0, 0),
      dimension: 3,
    });
    // Differences of three points lie in a plane.
    assert.equal(directions.length, 2);
    for (const [i, a] of directions.entries()) {
      for (const [j, b] of directions.entries()) assert.ok(Math.abs(dot(a, b) - (i === j ? 1 : 0)) < 1e-6);
    }
  });
});

describe("a centred embedder", () => {
  /** Dimension 0 is common to all, 1 to 3 tell the language, 4 and 5 the meaning: `horse` or `ship` in each. */
  function biased(): TextEmbedder & { asked: string[] } {
    const asked: string[] = [];
    const languages = Object.entries(SENTENCES);
    return {
      asked,
      identity: { provider: "test", model: "biased", revision: "1", dimension: 6, pooling: "mean" },
      maxBatch: 32,
      async embed(texts: readonly string[], _kind: TextKind) {
        asked.push(...texts);
        return Float32Array.from(
          texts.flatMap((text) => {
            const at = languages.findIndex(
              ([code, known]) => text.startsWith(`${code}:`) || known.includes(text),
            );
            const angle = (at / languages.length) * 2 * Math.PI;
            const language =
              at < 0 ? [0, 0, 0] : [Math.cos(angle), Math.sin(angle), at % 2 === 0 ? 0.5 : -0.5];
            const meaning = [text.includes("horse") ? 0.3 : 0, text.includes("ship") ? 0.3 : 0];
            const vector = [1, ...language, ...meaning];
            const length = Math.hypot(...vector);
            return vector.map((value) => value / length);
          }),
        );
      },
      status: () => ({ state: "ready" }),
      close: async () => undefined,
    };
  }

  test("finds the meaning in another language before another meaning in the same", async () => {
    const plain = biased();
    const cosines = async (embedder: TextEmbedder) => {
      const query = await embedder.embed(["de: horse"], "query");
      const documents = await embedder.embed(["ja: horse", "de: ship"], "document");
      return [dot(query, documents.subarray(0, 6)), dot(query, documents.subarray(6))] as const;
    };
    const [before, beforeOther] = await cosines(plain);
    assert.ok(before < beforeOther, "the model prefers the language");
    const [after, afterOther] = await cosines(centredTextEmbedder(plain));
    assert.ok(after > afterOther + 0.3, `${after} is above ${afterOther}`);
  });

  test("learns once, asks again after a failure, and is another embedder than the plain one", async () => {
    const plain = biased();
    let broken = true;
    const sometimes: TextEmbedder = {
      ...plain,
      async embed(texts, kind) {
        if (broken && texts.length > 1) throw new Error("not now");
        return plain.embed(texts, kind);
      },
    };
    const centred = centredTextEmbedder(sometimes);
    assert.notEqual(centred.identity.revision, plain.identity.revision);
    await assert.rejects(centred.embed(["de: horse"], "query"), /not now/);
    broken = false;
    await centred.embed(["de: horse"], "query");
    const learned = plain.asked.length;
    await centred.embed(["de: ship"], "query");
    assert.equal(plain.asked.length, learned + 1);
  });
});

test("every language says as many sentences, none twice", () => {
  const counts = new Set(Object.values(SENTENCES).map((sentences) => new Set(sentences).size));
  assert.deepEqual([...counts], [12]);
});
