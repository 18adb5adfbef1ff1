import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isFailure } from "../../errors.ts";
import type { DecodedPicture } from "../port.ts";
import { type Preprocessing, pixelValues, readPreprocessing } from "./preprocessing.ts";

/** As published with OpenAI's CLIP ViT-L/14. */
const CLIP = {
  crop_size: 224,
  do_center_crop: true,
  do_normalize: true,
  do_resize: true,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
  resample: 3,
  size: 224,
};
/** As published with SigLIP. */
const SIGLIP = {
  do_normalize: true,
  do_rescale: true,
  do_resize: true,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
  resample: 3,
  rescale_factor: 0.00392156862745098,
  size: { height: 224, width: 224 },
};
/** As published with Jina CLIP v2. */
const JINA = {
  size: 512,
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
  resize_mode: "shortest",
  interpolation: "bicubic",
  fill_color: 0,
};

describe("a model's configuration", () => {
  test("of CLIP, of SigLIP, of Jina CLIP", () => {
    const clip = readPreprocessing(CLIP, "clip");
    assert.deepEqual(
      [clip.width, clip.height, clip.fit, clip.shorter, clip.kernel],
      [224, 224, "crop", 224, "cubic"],
    );
    assert.equal(clip.scale, 1 / 255);
    const siglip = readPreprocessing(SIGLIP, "siglip");
    assert.deepEqual([siglip.width, siglip.fit, siglip.mean], [224, "squash", [0.5, 0.5, 0.5]]);
    const jina = readPreprocessing(JINA, "jina");
    assert.deepEqual([jina.width, jina.fit, jina.shorter, jina.kernel], [512, "crop", 512, "cubic"]);
    assert.deepEqual(jina.mean, clip.mean);
    assert.deepEqual(jina.deviation, clip.deviation);
  });

  test("that shrinks further than it cuts out", () => {
    const { width, shorter } = readPreprocessing({ ...CLIP, size: { shortest_edge: 256 } }, "clip");
    assert.deepEqual([width, shorter], [224, 256]);
  });

  test("that makes no sense is refused", () => {
    const wrong = [
      {},
      { ...CLIP, size: "large" },
      { ...CLIP, size: 0 },
      { ...CLIP, size: 1e6 },
      { ...CLIP, crop_size: { width: 2.5, height: 2 } },
      { ...CLIP, resample: 9 },
      { ...CLIP, image_mean: [0.5] },
      { ...CLIP, image_std: [0.5, 0, 0.5] },
      { ...CLIP, rescale_factor: "1/255" },
      { ...JINA, resize_mode: "longest" },
    ];
    for (const config of wrong) {
      assert.throws(
        () => readPreprocessing(config, "preprocessor_config.json"),
        (error) => isFailure(error, "MODEL_INVALID"),
        JSON.stringify(config),
      );
    }
  });
});

describe("what a tower is given", () => {
  /** Values as they are: nothing scaled, nothing normalised. */
  const plainly = (changes: Partial<Preprocessing>): Preprocessing => ({
    width: 4,
    height: 4,
    fit: "crop",
    shorter: 4,
    kernel: "cubic",
    scale: 1,
    mean: [0, 0, 0],
    deviation: [1, 1, 1],
    ...changes,
  });
  /** Column x, row y has the colour (x, y, 7). */
  const numbered = (width: number, height: number): Pick<DecodedPicture, "pixels"> => ({
    pixels: {
      width,
      height,
      data: Uint8Array.from({ length: width * height * 3 }, (_, i) => {
        const pixel = Math.floor(i / 3);
        return [pixel % width, Math.floor(pixel / width), 7][i % 3]!;
      }),
    },
  });
  const row = (values: Float32Array, channel: number, y: number) => [
    ...values.subarray(channel * 16 + 4 * y, channel * 16 + 4 * y + 4),
  ];

  test("is one channel after another, scaled, less the mean, by the deviation", async () => {
    const how = plainly({ scale: 0.5, mean: [1, 0, 2], deviation: [2, 1, 0.5] });
    const values = await pixelValues(numbered(4, 4), how);
    // Red: (x · 0.5 − 1) / 2; green: y · 0.5; blue: (7 · 0.5 − 2) / 0.5 = 3.
    assert.deepEqual(row(values, 0, 2), [-0.5, -0.25, 0, 0.25]);
    assert.deepEqual(row(values, 1, 3), [1.5, 1.5, 1.5, 1.5]);
    assert.deepEqual(row(values, 2, 0), [3, 3, 3, 3]);
  });

  test("is the middle of a wide and of a tall picture", async () => {
    // 10 − 4 = 6 columns too many: 3 on each side.
    assert.deepEqual(row(await pixelValues(numbered(10, 4), plainly({})), 0, 1), [3, 4, 5, 6]);
    assert.deepEqual(row(await pixelValues(numbered(4, 10), plainly({})), 1, 0), [3, 3, 3, 3]);
  });

  test("is all of the picture, its shape lost, where the model wants it so", async () => {
    const values = await pixelValues(numbered(40, 4), plainly({ fit: "squash" }));
    // Each column is the mean of ten or, where the kernel reaches further, near it: 4.5, 14.5, 24.5, 34.5.
    for (const [i, value] of row(values, 0, 2).entries()) assert.ok(Math.abs(value - (4.5 + 10 * i)) <= 1.5);
  });

  test("is made larger where a picture is small", async () => {
    const one = { pixels: { width: 1, height: 1, data: Uint8Array.of(9, 8, 7) } };
    const values = await pixelValues(one, plainly({}));
    assert.deepEqual(row(values, 0, 0), [9, 9, 9, 9]);
    assert.deepEqual(row(values, 2, 3), [7, 7, 7, 7]);
  });

  test("has black around it where more is cut out than is there", async () => {
    const values = await pixelValues(numbered(2, 2), plainly({ shorter: 2 }));
    assert.deepEqual(row(values, 2, 0), [0, 0, 0, 0]);
    assert.deepEqual(row(values, 2, 1), [0, 7, 7, 0]);
  });
});
