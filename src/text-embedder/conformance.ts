/** What every text embedder must do: a test of an adapter is a call of this with a few lines around it. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { isFailure } from "../errors.ts";
import type { TextEmbedder, TextKind } from "./port.ts";

const TEXTS = ["a boy finds a notebook", "a girl trains dragons", "the sea", "a boy finds a notebook"];
const KINDS: readonly TextKind[] = ["query", "document"];

/**
 * Declares the suite. `open` is called once; the embedder is closed at the end. Its model knows words of TEXTS.
 * `tolerance` is how much a component may differ between two calls with other texts beside it.
 */
export function textEmbedderConformance(
  name: string,
  open: () => Promise<TextEmbedder>,
  { tolerance = 1e-6 }: { readonly tolerance?: number } = {},
): void {
  describe(`${name} is a text embedder`, () => {
    let embedder: TextEmbedder;
    before(async () => {
      embedder = await open();
    });
    after(() => embedder.close());

    const rowsOf = (vectors: Float32Array) => {
      const { dimension } = embedder.identity;
      return Array.from({ length: vectors.length / dimension }, (_, i) =>
        vectors.subarray(i * dimension, (i + 1) * dimension),
      );
    };
    const assertNear = (a: Float32Array, b: Float32Array) => {
      assert.equal(a.length, b.length);
      for (let d = 0; d < a.length; d++)
        assert.ok(Math.abs(a[d]! - b[d]!) <= tolerance, `${a[d]} is ${b[d]}`);
    };

    test("says what it is and what it takes", () => {
      const { provider, model, revision, dimension, pooling } = embedder.identity;
      for (const text of [provider, model, revision, pooling]) assert.ok(text.length > 0);
      assert.ok(Number.isInteger(dimension) && dimension > 0);
      assert.ok(Number.isInteger(embedder.maxBatch) && embedder.maxBatch > 0);
      const { concurrency = 1 } = embedder;
      assert.ok(Number.isInteger(concurrency) && concurrency > 0);
    });

    for (const kind of KINDS) {
      test(`gives a row of unit length for each text, as a ${kind}`, async () => {
        const rows = rowsOf(await embedder.embed(TEXTS.slice(0, embedder.maxBatch), kind));
        assert.equal(rows.length, Math.min(TEXTS.length, embedder.maxBatch));
        for (const row of rows)
          assert.ok(Math.abs(Math.hypot(...row) - 1) < 1e-3, String(Math.hypot(...row)));
      });
    }

    test("gives a text the same vector whatever stands beside it", async () => {
      const together = rowsOf(await embedder.embed(TEXTS, "document"));
      assertNear(together[0]!, together[3]!);
      const [alone] = rowsOf(await embedder.embed([TEXTS[1]!], "document"));
      assertNear(alone!, together[1]!);
    });

    test("answers calls at the same time as if they came one by one", async () => {
      const all = await Promise.all(TEXTS.map((text) => embedder.embed([text], "document")));
      const together = rowsOf(await embedder.embed(TEXTS, "document"));
      for (const [i, vector] of all.entries()) assertNear(vector, together[i]!);
    });

    test("gives nothing for nothing", async () => {
      assert.equal((await embedder.embed([], "document")).length, 0);
    });

    test("refuses more texts than it takes", async () => {
      const many = new Array<string>(embedder.maxBatch + 1).fill("a");
      await assert.rejects(embedder.embed(many, "document"), (error) => isFailure(error, "REQUEST_INVALID"));
    });

    test("takes any text: none, very long, of any script, with half a character", async () => {
      for (const text of [
        "",
        "   ",
        "a boy ".repeat(3_000),
        "少年がノートを拾う",
        "\ud800",
        "👩‍👩‍👧",
        "\u0000",
      ]) {
        const [row] = rowsOf(await embedder.embed([text], "document"));
        const length = Math.hypot(...row!);
        assert.ok(
          length === 0 || Math.abs(length - 1) < 1e-3,
          `${JSON.stringify(text.slice(0, 20))}: ${length}`,
        );
      }
    });

    test("weighs words, where it does, beside the same vectors: ascending ids, weights above 0", async () => {
      if (embedder.embedWithLexical === undefined) return;
      const { dense, lexical } = await embedder.embedWithLexical(TEXTS, "document");
      assertNear(dense, await embedder.embed(TEXTS, "document"));
      assert.equal(lexical.length, TEXTS.length);
      for (const { indices, values } of lexical) {
        assert.equal(indices.length, values.length);
        for (let i = 1; i < indices.length; i++) assert.ok(indices[i]! > indices[i - 1]!);
        for (const value of values) assert.ok(value > 0 && Number.isFinite(value));
      }
    });

    test("tells what it would have to compute, where it does: never what it has just computed", async () => {
      if (embedder.missing === undefined) return;
      await embedder.embed([TEXTS[0]!], "document");
      const never = `never asked before ${embedder.identity.model}`;
      assert.deepEqual(embedder.missing([TEXTS[0]!, never]), [never]);
    });

    test("is ready once it has embedded", async () => {
      await embedder.embed([TEXTS[0]!], "query");
      assert.equal(embedder.status().state, "ready");
    });
  });
}
