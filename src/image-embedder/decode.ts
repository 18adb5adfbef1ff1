/** Picture files from anywhere to pixels, under limits: nothing of a file is believed before it is checked. */
import sharp, { type Metadata, type Sharp } from "sharp";
import { fail, type KotodamaError } from "../errors.ts";
import type { DecodedPicture, PictureFormat } from "./port.ts";

export interface PictureLimits {
  /** Of the file, in bytes. */
  readonly maxBytes: number;
  /** Width × height, as the file's header says before anything is decoded. */
  readonly maxPixels: number;
  /** Seconds that decoding may take. */
  readonly maxSeconds: number;
}

/** Large enough for any poster; decoding one at the limit takes some 150 MB where the format cannot be read in rows. */
export const PICTURE_LIMITS: PictureLimits = {
  maxBytes: 20 * 1024 * 1024,
  maxPixels: 50_000_000,
  maxSeconds: 10,
};

/** For a picture whose sides differ more than this, the longer one is squeezed: a line of pixels is no picture. */
const MOST_ELONGATED = 8;

/**
 * Decodes a JPEG, PNG, WebP, AVIF or GIF (its first frame) into upright sRGB pixels on white, whose shorter side is
 * at most `side` px; a smaller picture stays as it is. JPEG and WebP are shrunk while they are read.
 * Throws PICTURE_FORMAT_UNSUPPORTED for any other format (SVG included), PICTURE_TOO_LARGE past the limits, and
 * PICTURE_INVALID for a file that is damaged, cut off or takes too long.
 */
export async function decodePicture(
  file: Uint8Array,
  limits: PictureLimits = PICTURE_LIMITS,
  side = 224,
): Promise<DecodedPicture> {
  const { format, width, height, open } = await inspect(file, limits);
  const shrink = Math.min(1, side / Math.min(width, height));
  const longest = MOST_ELONGATED * side;
  const target = {
    width: Math.max(1, Math.min(longest, Math.round(width * shrink))),
    height: Math.max(1, Math.min(longest, Math.round(height * shrink))),
  };
  try {
    const { data, info } = await open()
      .autoOrient()
      .resize({ ...target, fit: "fill" })
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .removeAlpha()
      .timeout({ seconds: limits.maxSeconds })
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    const rgb =
      info.channels === 3 ? new Uint8Array(data.buffer, data.byteOffset, data.length) : spread(data);
    return { format, width, height, pixels: { width: info.width, height: info.height, data: rgb } };
  } catch (cause) {
    throw damaged(cause);
  }
}

interface Inspected {
  readonly format: PictureFormat;
  /** Of the picture as it is shown. */
  readonly width: number;
  readonly height: number;
  readonly open: () => Sharp;
}

/** What a file's header says, checked against the limits before anything is decoded. */
async function inspect(file: Uint8Array, limits: PictureLimits): Promise<Inspected> {
  if (file.length > limits.maxBytes) {
    throw fail(
      "PICTURE_TOO_LARGE",
      `the picture has ${file.length} bytes; at most ${limits.maxBytes} are taken`,
    );
  }
  // Before libvips sees a byte of it: SVG, PDF and others are decoders that files from outside never reach.
  const format = sniffFormat(file);
  if (format === null) throw unsupported();
  const open = () =>
    sharp(file, {
      // The limit is checked below, for an error that says what is wrong; here it is a second lock.
      limitInputPixels: limits.maxPixels,
      failOn: "error",
      pages: 1,
    });
  let header: Metadata;
  try {
    header = await sharp(file, { limitInputPixels: false, failOn: "error", pages: 1 }).metadata();
  } catch (cause) {
    throw damaged(cause);
  }
  const known = header.format === "heif" && header.compression === "av1" ? "avif" : header.format;
  if (known !== format) throw unsupported();
  const { width, height } = header.autoOrient;
  if (width * height > limits.maxPixels) {
    throw fail(
      "PICTURE_TOO_LARGE",
      `the picture has ${width} × ${height} px; at most ${limits.maxPixels} px in all are taken`,
    );
  }
  return { format, width, height, open };
}

const ascii = (file: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...file.subarray(from, Math.min(to, file.length)));

/** The format that a file's first bytes claim; null for none that is taken. */
function sniffFormat(file: Uint8Array): PictureFormat | null {
  if (file[0] === 0xff && file[1] === 0xd8 && file[2] === 0xff) return "jpeg";
  if (ascii(file, 0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (ascii(file, 0, 4) === "RIFF" && ascii(file, 8, 12) === "WEBP") return "webp";
  if (/^GIF8[79]a$/.test(ascii(file, 0, 6))) return "gif";
  // ISO base media: the brand stands first or among the compatible ones (ISO/IEC 23000-22 calls stills mif1, too).
  if (ascii(file, 4, 8) === "ftyp" && /avi[fs]/.test(ascii(file, 8, 64))) return "avif";
  return null;
}

/** Grey pixels as RGB. */
function spread(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  for (let i = 0; i < grey.length; i++) rgb.fill(grey[i]!, 3 * i, 3 * i + 3);
  return rgb;
}

function unsupported(): KotodamaError {
  return fail("PICTURE_FORMAT_UNSUPPORTED", "the file is not a JPEG, PNG, WebP, AVIF or GIF");
}

function damaged(cause: unknown): KotodamaError {
  const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
  return fail("PICTURE_INVALID", `the picture cannot be decoded (${reason}); send one that is whole`, {
    cause,
  });
}
