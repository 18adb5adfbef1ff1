import assert from "node:assert/strict";
import { describe, test } from "node:test";
import sharp, { type Sharp } from "sharp";
import { seededRandom } from "../../random.ts";
import { blocks, dot, imageEmbedderConformance, mirrored, plain } from "../conformance.ts";
import { decodePicture } from "../decode.ts";
import type { DecodedPicture } from "../port.ts";
import { loadBuiltinImageEmbedder } from "./builtin-image-embedder.ts";
import { DIMENSION, describePicture } from "./descriptor.ts";

imageEmbedderConformance("builtin", async () => loadBuiltinImageEmbedder());

/**
 * Posters by one layout: figures on a ground, a band, strokes for a title. Any number draws one; every sixth has the
 * same colours, and differs in what is drawn only.
 */
function poster(number: number): Sharp {
  const { integer } = seededRandom(number);
  const hue = (number % 6) * 60 + 20;
  const figures = Array.from({ length: integer(3, 6) }, (_, i) => {
    const fill = `hsl(${hue + 40 * i},65%,${25 + 10 * i}%)`;
    const place = `cx="${integer(20, 280)}" cy="${integer(20, 300)}" rx="${integer(15, 80)}" ry="${integer(15, 80)}"`;
    return `<ellipse ${place} fill="${fill}"/>`;
  });
  const strokes = Array.from({ length: integer(4, 11) }, (_, i) => {
    const left = 20 + i * 22;
    return `M${left} ${integer(345, 375)}L${left + 14} ${integer(345, 375)}`;
  });
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="420"><rect width="300" height="420" fill="hsl(${hue},45%,35%)"/>` +
    `${figures.join("")}<rect y="320" width="300" height="100" fill="hsl(${hue + 180},30%,25%)"/>` +
    `<path d="${strokes.join("")}" stroke="white" stroke-width="5"/></svg>`;
  return sharp(Buffer.from(svg)).removeAlpha();
}

const pixelsOf = async (picture: Sharp) => {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
};
const describeFile = async (file: Uint8Array) =>
  describePicture((await decodePicture(file, undefined, 128)).pixels);

const ALTERED: Readonly<Record<string, (picture: Sharp) => Sharp>> = {
  "made smaller": (picture) => picture.resize({ width: 75 }),
  "made larger": (picture) => picture.resize({ width: 570 }),
  "squeezed hard as JPEG": (picture) => picture.jpeg({ quality: 20 }),
  "made a WebP": (picture) => picture.webp({ quality: 30, effort: 0 }),
  "made a GIF": (picture) => picture.gif({ colours: 32, effort: 1 }),
  "cut at its left and top": (picture) => picture.extract({ left: 30, top: 42, width: 270, height: 378 }),
  "cut all around": (picture) => picture.extract({ left: 15, top: 21, width: 270, height: 378 }),
  "given a black border": (picture) =>
    picture.extend({ top: 20, bottom: 20, left: 20, right: 20, background: "#000" }),
  "letterboxed in white": (picture) => picture.extend({ top: 40, bottom: 40, background: "#fff" }),
  mirrored: (picture) => picture.flop(),
  brighter: (picture) => picture.modulate({ brightness: 1.15 }),
  darker: (picture) => picture.modulate({ brightness: 0.85 }),
  "given contrast": (picture) => picture.linear(1.2, -25),
  paler: (picture) => picture.modulate({ saturation: 0.7 }),
  "turned in hue": (picture) => picture.modulate({ hue: 10 }),
};

describe("an altered picture", async () => {
  const originals = await Promise.all(Array.from({ length: 60 }, (_, i) => pixelsOf(poster(i))));
  const vectors = await Promise.all(
    originals.map(async (picture) => describeFile(await picture.clone().png().toBuffer())),
  );
  for (const [alteration, alter] of Object.entries(ALTERED)) {
    test(`${alteration} is nearer to its original than to any other`, async () => {
      for (let i = 0; i < originals.length; i += 6) {
        const altered = alter(originals[i]!.clone());
        const { data, info } = await altered.toBuffer({ resolveWithObject: true });
        const file =
          info.format === "raw"
            ? await sharp(data, { raw: rawOf(info) })
                .jpeg()
                .toBuffer()
            : data;
        const query = await describeFile(file);
        const scores = vectors.map((vector) => dot(vector, query));
        assert.equal(scores.indexOf(Math.max(...scores)), i, `picture ${i}`);
      }
    });
  }
});

function rawOf({ width, height }: { width: number; height: number }) {
  return { width, height, channels: 3 as const };
}

describe("a descriptor", () => {
  const of = (picture: DecodedPicture) => describePicture(picture.pixels);

  test("has 512 entries, all finite", () => {
    assert.equal(DIMENSION, 512);
    for (const picture of [blocks(1), blocks(1, 1, 1), blocks(1, 1, 300), plain([255, 255, 255])]) {
      assert.ok(of(picture).every(Number.isFinite));
    }
  });

  test("is the same for a picture and its mirror image, but for rounding", () => {
    for (const seed of [1, 2, 3, 4]) {
      assert.ok(dot(of(blocks(seed)), of(mirrored(blocks(seed)))) > 0.9999);
    }
  });

  test("does not depend on the size", () => {
    assert.ok(dot(of(blocks(5, 640, 480)), of(blocks(5, 96, 72))) > 0.98);
  });

  test("tells plain colours apart, and keeps their shades together", () => {
    const red = of(plain([200, 30, 30]));
    assert.ok(dot(red, of(plain([185, 35, 35]))) > dot(red, of(plain([30, 30, 200]))) + 0.1);
  });
});
