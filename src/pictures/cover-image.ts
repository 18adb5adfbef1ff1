import sharp from "sharp";
import type { DecodedPicture } from "../image-embedder/port.ts";
import { COVER_HEIGHT, COVER_WIDTH } from "./covers/cover.ts";

/** A drawn cover as WebP, 300 × 420. */
export async function coverWebp(svg: string): Promise<Uint8Array> {
  return sharp(Buffer.from(svg)).flatten({ background: "#ffffff" }).webp({ quality: 82 }).toBuffer();
}

/** A drawn cover as an embedder takes it, its shorter side `side` px or less. */
export async function coverPixels(svg: string, side: number): Promise<DecodedPicture> {
  const width = Math.min(COVER_WIDTH, side);
  const { data, info } = await sharp(Buffer.from(svg))
    .resize(width, Math.round((width * COVER_HEIGHT) / COVER_WIDTH), { fit: "fill" })
    .flatten({ background: "#ffffff" })
    .removeAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return {
    format: "webp",
    width: COVER_WIDTH,
    height: COVER_HEIGHT,
    pixels: {
      width: info.width,
      height: info.height,
      data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    },
  };
}
