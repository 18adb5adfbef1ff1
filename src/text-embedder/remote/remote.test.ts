import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MessageChannel } from "node:worker_threads";
import { fail, isFailure } from "../../errors.ts";
import type { TextEmbedder, TextKind } from "../port.ts";
import { connectTextEmbedder, serveTextEmbedder } from "./remote-text-embedder.ts";

const IDENTITY = { provider: "test", model: "m", revision: "1", dimension: 2, pooling: "mean" };

function connected(changes: Partial<TextEmbedder>) {
  const embedder: TextEmbedder = {
    identity: IDENTITY,
    maxBatch: 7,
    embed: async (texts, kind) =>
      Float32Array.from(texts.flatMap((text) => [text.length, kind === "query" ? 1 : 2])),
    status: () => ({ state: "ready" }),
    close: async () => undefined,
    ...changes,
  };
  const { port1, port2 } = new MessageChannel();
  const served = serveTextEmbedder(embedder, port1);
  return { far: connectTextEmbedder(port2, structuredClone(served)), port1 };
}

describe("an embedder in another thread", () => {
  test("is as the one there: identity, limits, vectors by kind", async () => {
    const { far } = connected({ concurrency: 5 });
    assert.deepEqual([far.identity, far.maxBatch, far.concurrency], [IDENTITY, 7, 5]);
    assert.equal(far.embedWithLexical, undefined);
    const both = await Promise.all([far.embed(["a"], "query"), far.embed(["bb", "c"], "document")]);
    assert.deepEqual(
      both.map((rows) => [...rows]),
      [
        [1, 1],
        [2, 2, 1, 2],
      ],
    );
    await far.close();
  });

  test("weighs words where the one there does, also where several vectors share a buffer", async () => {
    const { far } = connected({
      embedWithLexical: async (texts: readonly string[], _kind: TextKind) => {
        const values = new Float32Array([0.25, 0.5]);
        return {
          dense: new Float32Array(texts.length * 2),
          lexical: texts.map((_, i) => ({ indices: Uint32Array.of(i), values: values.subarray(i, i + 1) })),
        };
      },
    });
    const { lexical } = await far.embedWithLexical!(["a", "b"], "document");
    assert.deepEqual(
      lexical.map(({ indices, values }) => [...indices, ...values]),
      [
        [0, 0.25],
        [1, 0.5],
      ],
    );
    await far.close();
  });

  test("passes failures on with their code", async () => {
    const { far } = connected({
      embed: async () => {
        throw fail("MODEL_FAILED", "no memory left");
      },
    });
    await assert.rejects(far.embed(["a"], "query"), (error) => {
      return isFailure(error, "MODEL_FAILED") && error.message === "no memory left";
    });
    await far.close();
  });

  test("that goes away fails what waits for it, and what is asked after", async () => {
    const { far, port1 } = connected({ embed: () => new Promise(() => undefined) });
    const asked = far.embed(["a"], "query");
    port1.close();
    await assert.rejects(asked, { code: "WORKER_FAILED" });
    await assert.rejects(far.embed(["a"], "query"), { code: "WORKER_FAILED" });
  });
});
