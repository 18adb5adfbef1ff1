import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { isFailure } from "../errors.ts";
import { decodePicture, PICTURE_LIMITS } from "./decode.ts";

/** Left half red, right half blue. */
function halves(width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data[i * 3 + (i % width < width / 2 ? 0 : 2)] = 255;
  return data;
}

const raw = (data: Uint8Array, width: number, height: number, channels: 1 | 2 | 3 | 4 = 3) =>
  sharp(data, { raw: { width, height, channels } });

const picture = (width = 64, height = 48) => raw(halves(width, height), width, height);

type Decoded = Awaited<ReturnType<typeof decodePicture>>;

function at({ pixels }: Decoded, x: number, y: number): number[] {
  const from = 3 * (y * pixels.width + x);
  return [...pixels.data.subarray(from, from + 3)];
}

function near(actual: readonly number[], expected: readonly number[], tolerance = 12): void {
  assert.ok(
    actual.every((value, i) => Math.abs(value - expected[i]!) <= tolerance),
    `${actual} is not near ${expected}`,
  );
}

const RED = [255, 0, 0];
const BLUE = [0, 0, 255];

describe("formats", () => {
  const files = {
    jpeg: () => picture().jpeg({ chromaSubsampling: "4:4:4" }),
    png: () => picture().png(),
    webp: () => picture().webp({ lossless: true }),
    avif: () => picture().avif({ quality: 90, effort: 0 }),
    gif: () => picture().gif(),
  };
  for (const [format, make] of Object.entries(files)) {
    test(`${format} becomes pixels`, async () => {
      const file = await make().toBuffer();
      const decoded = await decodePicture(file);
      assert.equal(decoded.format, format);
      assert.deepEqual([decoded.width, decoded.height], [64, 48]);
      assert.deepEqual([decoded.pixels.width, decoded.pixels.height], [64, 48]);
      assert.equal(decoded.pixels.data.length, 64 * 48 * 3);
      near(at(decoded, 5, 24), RED, 30);
      near(at(decoded, 58, 24), BLUE, 30);
    });
  }

  test("an animation gives its first frame", async () => {
    const frames = new Uint8Array(64 * 96 * 3);
    frames.set(halves(64, 48));
    frames.fill(255, 64 * 48 * 3);
    for (const format of ["gif", "webp"] as const) {
      const file = await sharp(frames, { raw: { width: 64, height: 96, channels: 3, pageHeight: 48 } })
        .toFormat(format, { loop: 0, delay: [50, 50] })
        .toBuffer();
      const decoded = await decodePicture(file);
      assert.deepEqual([decoded.width, decoded.height], [64, 48]);
      near(at(decoded, 5, 24), RED, 40);
    }
  });

  test("grey, 16 bits, CMYK and alpha become RGB on white", async () => {
    const grey = await raw(new Uint8Array(100).fill(100), 10, 10, 1).toColourspace("b-w").png().toBuffer();
    near(at(await decodePicture(grey), 3, 3), [100, 100, 100], 1);
    const deep = await picture().toColourspace("rgb16").png().toBuffer();
    near(at(await decodePicture(deep), 5, 24), RED, 1);
    const cmyk = await picture().toColourspace("cmyk").jpeg().toBuffer();
    assert.equal((await decodePicture(cmyk)).pixels.data.length, 64 * 48 * 3);
    const clear = await raw(new Uint8Array(400), 10, 10, 4).png().toBuffer();
    assert.deepEqual(at(await decodePicture(clear), 3, 3), [255, 255, 255]);
    const greyAlpha = await raw(new Uint8Array(200), 10, 10, 2).toColourspace("b-w").png().toBuffer();
    assert.deepEqual(at(await decodePicture(greyAlpha), 3, 3), [255, 255, 255]);
  });

  test("a camera's orientation is undone", async () => {
    // Orientation 6: turn by 90° clockwise to show it. What is left in the file is at the top when shown.
    const file = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const decoded = await decodePicture(file, PICTURE_LIMITS, 24);
    assert.deepEqual([decoded.width, decoded.height], [48, 64]);
    assert.deepEqual([decoded.pixels.width, decoded.pixels.height], [24, 32]);
    near(at(decoded, 12, 2), RED, 30);
    near(at(decoded, 12, 29), BLUE, 30);
  });
});

describe("size", () => {
  test("the shorter side is brought to what is asked, and never made larger", async () => {
    const file = await picture(400, 200).jpeg().toBuffer();
    const small = await decodePicture(file, PICTURE_LIMITS, 50);
    assert.deepEqual([small.pixels.width, small.pixels.height], [100, 50]);
    assert.deepEqual([small.width, small.height], [400, 200]);
    const same = await decodePicture(file, PICTURE_LIMITS, 500);
    assert.deepEqual([same.pixels.width, same.pixels.height], [400, 200]);
  });

  test("a line of pixels is squeezed instead of kept", async () => {
    const decoded = await decodePicture(await picture(5000, 1).png().toBuffer(), PICTURE_LIMITS, 32);
    assert.deepEqual([decoded.pixels.width, decoded.pixels.height], [256, 1]);
  });
});

/** A PNG of one colour that claims any size; its data is the zlib stream given. */
function png(width: number, height: number, data: Uint8Array): Buffer {
  const chunk = (type: string, content: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(content.length, 0);
    framed.set(body, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** The CRC of PNG chunks (ISO 3309), bit by bit. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

describe("what is refused", () => {
  const refuses = (file: Uint8Array, code: Parameters<typeof isFailure>[1], limits = PICTURE_LIMITS) =>
    assert.rejects(decodePicture(file, limits), (error) => isFailure(error, code));
  const text = (value: string) => Buffer.from(value, "latin1");

  test("other formats, SVG above all, whatever they begin with", async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    await refuses(text(svg), "PICTURE_FORMAT_UNSUPPORTED");
    await refuses(text(`<?xml version="1.0"?>${svg}`), "PICTURE_FORMAT_UNSUPPORTED");
    await refuses(text("%PDF-1.7\n"), "PICTURE_FORMAT_UNSUPPORTED");
    await refuses(text("<html><body>not found</body></html>"), "PICTURE_FORMAT_UNSUPPORTED");
    await refuses(await picture().tiff().toBuffer(), "PICTURE_FORMAT_UNSUPPORTED");
    await refuses(new Uint8Array(0), "PICTURE_FORMAT_UNSUPPORTED");
    // Claims to be what it is not: no decoder but the one that the claim names may read it.
    for (const claim of ["GIF89a", "\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "\0\0\0\x14ftypavif"]) {
      await assert.rejects(
        decodePicture(text(claim + svg)),
        (error) => isFailure(error, "PICTURE_FORMAT_UNSUPPORTED") || isFailure(error, "PICTURE_INVALID"),
      );
    }
  });

  test("files and pictures past the limits, before they are decoded", async () => {
    const file = await picture(100, 100).png().toBuffer();
    await refuses(file, "PICTURE_TOO_LARGE", { ...PICTURE_LIMITS, maxBytes: file.length - 1 });
    await refuses(file, "PICTURE_TOO_LARGE", { ...PICTURE_LIMITS, maxPixels: 9_999 });
    await decodePicture(file, { ...PICTURE_LIMITS, maxBytes: file.length, maxPixels: 10_000 });
  });

  test("a decompression bomb, by its header alone", async () => {
    // 60,000 × 60,000 px would be 10.8 GB; the rows that are there unpack to 10 MB of zeros.
    const bomb = png(60_000, 60_000, deflateSync(new Uint8Array(10_000_000)));
    const before = process.memoryUsage().rss;
    await refuses(bomb, "PICTURE_TOO_LARGE");
    assert.ok(process.memoryUsage().rss - before < 100e6);
  });

  test("what is cut off, damaged or made of noise", async () => {
    for (const format of ["jpeg", "png", "webp", "avif", "gif"] as const) {
      const noise = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24);
      const file = await raw(noise, 64, 64).toFormat(format).toBuffer();
      for (const share of [0.02, 0.3, 0.6]) {
        const cut = file.subarray(0, Math.max(12, Math.round(file.length * share)));
        await refuses(cut, "PICTURE_INVALID");
      }
    }
    await refuses(png(64, 64, new Uint8Array([1, 2, 3, 4])), "PICTURE_INVALID");
    await refuses(png(0, 64, deflateSync(new Uint8Array(64))), "PICTURE_INVALID");
  });
});
