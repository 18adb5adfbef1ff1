/** What every image embedder must do: a test of an adapter is a call of this with a few lines around it. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { isFailure } from "../errors.ts";
import type { DecodedPicture, ImageEmbedder } from "./port.ts";

/** A picture of coloured blocks that any number draws differently. */
export function blocks(seed: number, width = 160, height = 120): DecodedPicture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const block = seed * 64 + Math.floor((6 * y) / height) * 8 + Math.floor((8 * x) / width);
      const at = 3 * (y * width + x);
      for (let c = 0; c < 3; c++) data[at + c] = Math.imul(3 * block + c + 1, 0x9e3779b1) >>> 24;
    }
  }
  return { format: "png", width, height, pixels: { width, height, data } };
}

export function mirrored(picture: DecodedPicture): DecodedPicture {
  const { width, height, data } = picture.pixels;
  const flipped = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 3 * (y * width + x);
      flipped.set(data.subarray(from, from + 3), 3 * (y * width + width - 1 - x));
    }
  }
  return { ...picture, pixels: { width, height, data: flipped } };
}

/** One colour all over. */
export function plain(colour: readonly [number, number, number], width = 40, height = 30): DecodedPicture {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]!);
  return { format: "png", width, height, pixels: { width, height, data } };
}

export function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** Declares the suite. `open` is called once; the embedder is closed at the end. */
export function imageEmbedderConformance(name: string, open: () => Promise<ImageEmbedder>): void {
  describe(`${name} is an image embedder`, () => {
    let embedder: ImageEmbedder;
    before(async () => {
      embedder = await open();
    });
    after(() => embedder.close());

    const rows = (vectors: Float32Array) => {
      const { dimension } = embedder.identity;
      return Array.from({ length: vectors.length / dimension }, (_, i) =>
        vectors.subarray(i * dimension, (i + 1) * dimension),
      );
    };
    const isUnit = (vector: Float32Array) => assert.ok(Math.abs(dot(vector, vector) - 1) < 1e-4);

    test("says what it is", () => {
      const { provider, model, revision, dimension, pooling } = embedder.identity;
      for (const text of [provider, model, revision, pooling]) assert.notEqual(text, "");
      assert.ok(Number.isInteger(dimension) && dimension >= 1);
      assert.ok(embedder.maxBatch >= 1 && embedder.side >= 1);
      assert.equal(embedder.status().state, "ready");
    });

    test("gives a row of unit length for each picture, of any shape and size", async () => {
      const pictures = [blocks(1), blocks(2, 3, 2), blocks(3, 1, 1), blocks(4, 400, 20), plain([0, 0, 0])];
      const vectors = await embedder.embedPictures(pictures);
      assert.equal(vectors.length, pictures.length * embedder.identity.dimension);
      for (const row of rows(vectors)) isUnit(row);
    });

    test("gives nothing for nothing", async () => {
      assert.equal((await embedder.embedPictures([])).length, 0);
    });

    test("gives a picture the same row whatever stands beside it, and leaves its pixels alone", async () => {
      const pictures = [blocks(1), blocks(2), blocks(3)];
      const before = pictures.map(({ pixels }) => pixels.data.slice());
      const together = rows(await embedder.embedPictures(pictures));
      for (const [i, picture] of pictures.entries()) {
        const alone = await embedder.embedPictures([picture]);
        assert.ok(dot(alone, together[i]!) > 0.9999);
        assert.deepEqual(picture.pixels.data, before[i]);
      }
    });

    test("tells pictures apart", async () => {
      const [one, other] = rows(await embedder.embedPictures([blocks(1), blocks(2)]));
      assert.ok(dot(one!, other!) < 0.999);
    });

    test("refuses more pictures than it says", async () => {
      const pictures = Array.from({ length: embedder.maxBatch + 1 }, () => blocks(1, 4, 4));
      await assert.rejects(embedder.embedPictures(pictures), (error) => isFailure(error, "REQUEST_INVALID"));
    });

    test("gives texts rows of the same space, where it takes texts", async (t) => {
      if (embedder.embedTexts === undefined) return t.skip("the model has no tower for texts");
      const vectors = await embedder.embedTexts(["a girl under cherry trees", "", "ロボット"]);
      assert.equal(vectors.length, 3 * embedder.identity.dimension);
      for (const row of rows(vectors)) isUnit(row);
      const many = Array.from({ length: embedder.maxBatch + 1 }, () => "a");
      await assert.rejects(embedder.embedTexts(many), (error) => isFailure(error, "REQUEST_INVALID"));
    });
  });
}
