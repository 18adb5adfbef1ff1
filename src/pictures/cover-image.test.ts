import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import sharp from "sharp";
import { loadBuiltinImageEmbedder } from "../image-embedder/builtin/builtin-image-embedder.ts";
import { decodePicture } from "../image-embedder/decode.ts";
import { coverPixels, coverWebp } from "./cover-image.ts";
import { type CoverSubject, coverSvg } from "./covers/cover.ts";

const SVGS = readFileSync(new URL("../../catalogue/2010s.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .slice(0, 40)
  .map((line) => {
    const entry = JSON.parse(line) as CoverSubject & { readonly sources: readonly string[] };
    return coverSvg({ ...entry, id: entry.sources[0]! });
  });

test("a drawn cover is found by its file, as it is served and altered, among all others", async () => {
  const embedder = loadBuiltinImageEmbedder();
  const kept = await Promise.all(
    SVGS.map(async (svg) => embedder.embedPictures([await coverPixels(svg, embedder.side)])),
  );
  const nearest = async (file: Uint8Array) => {
    const vector = await embedder.embedPictures([await decodePicture(file, undefined, embedder.side)]);
    const cosines = kept.map((other) => other.reduce((sum, value, i) => sum + value * vector[i]!, 0));
    return cosines.indexOf(Math.max(...cosines));
  };
  const wrong: string[] = [];
  for (const [i, svg] of SVGS.entries()) {
    const served = await coverWebp(svg);
    const small = await sharp(served).resize(160).jpeg({ quality: 60 }).toBuffer();
    const mirrored = await sharp(served).flop().png().toBuffer();
    for (const [name, file] of Object.entries({ served, small, mirrored })) {
      const found = await nearest(file);
      if (found !== i) wrong.push(`${name} ${i} as ${found}`);
    }
  }
  assert.deepEqual(wrong, []);
});
