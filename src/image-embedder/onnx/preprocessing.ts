/** From a decoded picture to what a tower for pictures takes, as the model's preprocessor_config.json says. */
import sharp from "sharp";
import { fail } from "../../errors.ts";
import type { DecodedPicture } from "../port.ts";

export interface Preprocessing {
  /** Of what the graph takes, in px. */
  readonly width: number;
  readonly height: number;
  /** `crop`: the shorter side is fitted and the middle is cut out; `squash`: both sides are fitted, the shape is lost. */
  readonly fit: "crop" | "squash";
  /** The size that the shorter side is brought to before the middle is cut out; with `squash` it is not used. */
  readonly shorter: number;
  readonly kernel: "nearest" | "lanczos3" | "linear" | "cubic";
  /** Per channel: (value · scale − mean) / deviation. */
  readonly scale: number;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Pillow's numbers for the ways to resample. */
const KERNELS = ["nearest", "lanczos3", "linear", "cubic"] as const;
/** Sides past this are no encoder's. */
const LARGEST_SIDE = 4_096;

/**
 * Reads Hugging Face's form of the file and Jina CLIP's own. `path` is for messages. Throws MODEL_INVALID for what is
 * not there or not supported.
 */
export function readPreprocessing(config: Readonly<Record<string, unknown>>, path: string): Preprocessing {
  const wrong = (what: string) => fail("MODEL_INVALID", `${path}: ${what}; fetch the model again`);
  const size = sizeOf(config);
  if (size === undefined) {
    throw wrong("size should be a number of px, {shortest_edge} or {height, width}");
  }
  const crop = config.do_center_crop === true ? (sidesOf(config.crop_size) ?? size) : size;
  const resample = config.interpolation === "bicubic" ? 3 : (config.resample ?? 2);
  const kernel = KERNELS[Number(resample)];
  if (kernel === undefined) throw wrong(`resample is ${resample}; 0 to 3 are supported`);
  for (const [width, height] of [
    [size.width, size.height],
    [crop.width, crop.height],
  ] as const) {
    if (!isSide(width) || !isSide(height)) {
      throw wrong(`pictures of ${width} × ${height} px are asked for; 1 to ${LARGEST_SIDE} px a side can be`);
    }
  }
  const normalise = config.do_normalize !== false;
  const mean = normalise ? channels(config.image_mean ?? config.mean) : [0, 0, 0];
  const deviation = normalise ? channels(config.image_std ?? config.std) : [1, 1, 1];
  if (mean === undefined || deviation === undefined || deviation.includes(0)) {
    throw wrong("image_mean and image_std should be three numbers each");
  }
  const factor = config.rescale_factor ?? 1 / 255;
  if (typeof factor !== "number") throw wrong("rescale_factor should be a number");
  return {
    width: crop.width,
    height: crop.height,
    fit: size.fit,
    shorter: Math.min(size.width, size.height),
    kernel,
    scale: config.do_rescale === false ? 1 : factor,
    mean,
    deviation,
  };
}

/** [3 × height × width], one channel after another. */
export async function pixelValues(
  { pixels }: Pick<DecodedPicture, "pixels">,
  how: Preprocessing,
): Promise<Float32Array> {
  const rgb = await fitted(pixels, how);
  const plane = how.width * how.height;
  const values = new Float32Array(3 * plane);
  for (let c = 0; c < 3; c++) {
    const [mean, deviation] = [how.mean[c]!, how.deviation[c]!];
    for (let i = 0; i < plane; i++) {
      values[c * plane + i] = (rgb[3 * i + c]! * how.scale - mean) / deviation;
    }
  }
  return values;
}

async function fitted(pixels: DecodedPicture["pixels"], how: Preprocessing): Promise<Uint8Array> {
  const { width, height, fit, kernel } = how;
  if (pixels.width === width && pixels.height === height) return pixels.data;
  const picture = sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 3 } });
  if (fit === "squash") return picture.resize({ width, height, fit: "fill", kernel }).raw().toBuffer();
  const factor = how.shorter / Math.min(pixels.width, pixels.height);
  // The shorter side exactly, the longer one cut down to px as torchvision does.
  const across = pixels.width <= pixels.height ? how.shorter : Math.floor(pixels.width * factor);
  const down = pixels.height <= pixels.width ? how.shorter : Math.floor(pixels.height * factor);
  const resized = picture.resize({ width: across, height: down, fit: "fill", kernel });
  // Where the crop is larger than what is left, black fills it up, as it was trained.
  const { data, info } = await resized
    .extend({
      ...padding(width - across, "left", "right"),
      ...padding(height - down, "top", "bottom"),
      background: "#000",
    })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .extract({
      left: Math.round((info.width - width) / 2),
      top: Math.round((info.height - height) / 2),
      width,
      height,
    })
    .raw()
    .toBuffer();
}

function padding(missing: number, before: string, behind: string): Record<string, number> {
  const all = Math.max(0, missing);
  return { [before]: Math.floor(all / 2), [behind]: Math.ceil(all / 2) };
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly fit: Preprocessing["fit"];
}

function sizeOf({ size, resize_mode }: Readonly<Record<string, unknown>>): Size | undefined {
  const edge = (size as { shortest_edge?: unknown } | null | undefined)?.shortest_edge;
  // Old configurations of CLIP, and Jina's of today, have a bare number.
  const shorter = typeof size === "number" ? size : edge;
  if (typeof shorter === "number") {
    const fit = resize_mode === "squash" ? "squash" : "crop";
    return resize_mode === "longest" ? undefined : { width: shorter, height: shorter, fit };
  }
  const sides = sidesOf(size);
  return sides && { ...sides, fit: "squash" };
}

function sidesOf(value: unknown): { width: number; height: number } | undefined {
  if (typeof value === "number") return { width: value, height: value };
  const { width, height } = (value ?? {}) as { width?: unknown; height?: unknown };
  return typeof width === "number" && typeof height === "number" ? { width, height } : undefined;
}

function channels(value: unknown): readonly number[] | undefined {
  const isThree = Array.isArray(value) && value.length === 3 && value.every(Number.isFinite);
  return isThree ? (value as number[]) : undefined;
}

function isSide(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= LARGEST_SIDE;
}
