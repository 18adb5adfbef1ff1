import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { isFailure } from "../../errors.ts";
import { sameIdentity } from "../port.ts";
import {
  BUILTIN_EMBEDDER_PATH,
  BuiltinTextEmbedder,
  loadBuiltinTextEmbedder,
} from "./builtin-text-embedder.ts";
import { decodeEmbedderFile, encodeEmbedderFile } from "./embedder-file.ts";

/** cat = (100, 0) · 0.02 = (2, 0), dog = (0, 50) · 0.06 = (0, 3), s = (−40, 30) · 0.1 = (−4, 3), the = (0, 0). */
function tinyWith(centre: Float32Array): BuiltinTextEmbedder {
  const file = encodeEmbedderFile({
    identity: { provider: "builtin", model: "tiny", dimension: 2, pooling: "centred-root-sum" },
    provenance: {},
    vocabulary: ["cat", "dog", "##s", "the"],
    table: Int8Array.of(100, 0, 0, 50, -40, 30, 1, 1),
    scales: Float32Array.of(0.02, 0.06, 0.1, 0),
    centre,
  });
  return new BuiltinTextEmbedder(decodeEmbedderFile(file, "tiny.bin"));
}

const tiny = tinyWith(Float32Array.of(0, 0));

function vectorOf(text: string, embedder = tiny): number[] {
  const out = new Float32Array(2);
  embedder.embedInto(text, out);
  return [...out];
}

/** The vector at unit length. */
function unit(x: number, y: number): number[] {
  return [x / Math.hypot(x, y), y / Math.hypot(x, y)];
}

function assertNear(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    assert.ok(Math.abs(actual[i]! - expected[i]!) < 1e-6, `${actual} is not ${expected}`);
  }
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

describe("BuiltinTextEmbedder on a table of four tokens", () => {
  it("gives the sum of the tokens' vectors, at unit length", () => {
    assertNear(vectorOf("cat dog"), unit(2, 3));
    // (2, 0) + (−4, 3)
    assertNear(vectorOf("cats"), unit(-2, 3));
  });

  it("counts a token that occurs n times √n times", () => {
    // √4 · (2, 0) + (0, 3) = (4, 3), whose length is 5.
    assertNear(vectorOf("cat cat, CAT! dog cat"), [0.8, 0.6]);
    // √2 · (0, 3) + (−4, 3)
    assertNear(vectorOf("dog dogs"), unit(-4, 3 + 3 * Math.SQRT2));
  });

  it("takes the centre off", () => {
    const centred = tinyWith(Float32Array.of(0.6, 0));
    // (1, 0) − (0.6, 0); (0.8, 0.6) − (0.6, 0) = (0.2, 0.6).
    assertNear(vectorOf("cat", centred), [1, 0]);
    assertNear(vectorOf("cat cat cat cat dog", centred), unit(0.2, 0.6));
    assert.deepEqual(vectorOf("zebra", centred), [0, 0]);
    assert.deepEqual(vectorOf("cat", tinyWith(Float32Array.of(1, 0))), [0, 0]);
  });

  it("ignores unknown words and tokens of scale 0", () => {
    assertNear(vectorOf("the cat zebra"), [1, 0]);
  });

  it("gives zeros where nothing is known", () => {
    for (const text of ["", " \u0000 ", "zebra", "\ud800", "🦓", "the", "x".repeat(200)]) {
      assert.deepEqual(vectorOf(text), [0, 0], JSON.stringify(text));
    }
  });

  it("uses all of a long text", () => {
    // √100,000 of each has the direction of one of each.
    assertNear(vectorOf(`${"cat ".repeat(100_000)}${"dog ".repeat(100_000)}`), unit(2, 3));
  });

  it("keeps nothing of the text before", () => {
    vectorOf("dog dogs cats");
    assertNear(vectorOf("cat"), [1, 0]);
  });

  it("gives one row per text", async () => {
    assertNear([...(await tiny.embed(["cat", "zebra", "dog"], "document"))], [1, 0, 0, 0, 0, 1]);
    assert.equal((await tiny.embed([], "query")).length, 0);
  });

  it("refuses more texts than its limit", async () => {
    const tooMany = new Array<string>(tiny.maxBatch + 1).fill("cat");
    await assert.rejects(tiny.embed(tooMany, "document"), (error) => isFailure(error, "REQUEST_INVALID"));
  });
});

describe("the repository's embedder file", () => {
  const embedder = loadBuiltinTextEmbedder();
  const embed = (text: string): Float32Array => {
    const out = new Float32Array(embedder.identity.dimension);
    embedder.embedInto(text, out);
    return out;
  };

  it("has 256 dimensions, 8 to 12 MB, and the revision that its sections give", () => {
    const file = readFileSync(BUILTIN_EMBEDDER_PATH);
    assert.ok(file.length >= 7.5e6 && file.length <= 12e6, `${file.length} bytes`);
    const read = decodeEmbedderFile(file, BUILTIN_EMBEDDER_PATH);
    assert.equal(read.identity.dimension, 256);
    const hash = createHash("sha256").update(read.vocabulary.join("\n"));
    for (const part of [read.table, read.scales, read.centre]) hash.update(part);
    assert.equal(read.identity.revision, hash.digest("hex").slice(0, 16));
    assert.ok(sameIdentity(read.identity, embedder.identity));
  });

  it("names its teachers and inputs by hash", () => {
    const { provenance } = decodeEmbedderFile(readFileSync(BUILTIN_EMBEDDER_PATH), BUILTIN_EMBEDDER_PATH);
    const { teachers, data } = provenance as {
      teachers: { sha256: string; licence: string }[];
      data: { sha256: string };
    };
    assert.ok(teachers.length > 0 && teachers.every(({ licence }) => licence !== ""));
    for (const { sha256 } of [...teachers, data]) assert.match(sha256, /^[0-9a-f]{64}$/);
  });

  it("puts texts that mean the same nearer than others", () => {
    const notebook = embed("a boy finds a notebook that kills anyone whose name is written in it");
    const death = embed(
      "A student gains the power to murder people by putting their names into a supernatural book",
    );
    const band = embed("High school girls start a light music band and drink tea after classes");
    assert.ok(cosine(notebook, death) > cosine(notebook, band) + 0.2);
  });

  it("gives unit vectors to any text with a known word, whatever stands around it", () => {
    for (const text of [
      "mecha",
      "\u0000robots\ud83e \u202e!!",
      `school ${"\u{1f600}".repeat(1000)}`,
      "a b c ".repeat(100_000),
    ]) {
      const vector = embed(text);
      assert.ok(Math.abs(cosine(vector, vector) - 1) < 1e-5);
    }
  });
});

describe("loadBuiltinTextEmbedder", () => {
  it("says which file is missing", () => {
    const path = `${BUILTIN_EMBEDDER_PATH}.missing`;
    assert.ok(!existsSync(path));
    assert.throws(
      () => loadBuiltinTextEmbedder(path),
      (error) => isFailure(error, "EMBEDDER_FILE_INVALID") && error.message.includes("ENOENT"),
    );
  });
});
