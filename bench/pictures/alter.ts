/** What happens to pictures on their way through the web: each alteration gives the file of an altered one. */
import sharp from "sharp";
import type { Random } from "../../src/random.ts";
import type { Drawn } from "./draw.ts";

type Alteration = (picture: Drawn, random: Random) => Promise<Uint8Array>;

const open = ({ data, width, height }: Pick<Drawn, "data" | "width" | "height">) =>
  sharp(data, { raw: { width, height, channels: 3 } });
const between = (random: Random, from: number, to: number) => from + (to - from) * random();
const either = (random: Random, by: number) => (random.chance(0.5) ? 1 + by : 1 - by);
const jpeg = { quality: 85 };

const resized = (picture: Drawn, factor: number) =>
  open(picture)
    .resize({ width: Math.round(picture.width * factor) })
    .jpeg(jpeg)
    .toBuffer();

/** Cuts a share of width and height away, divided at random between opposite sides. */
function crop(picture: Drawn, share: number, random: Random) {
  const width = Math.round(picture.width * (1 - share));
  const height = Math.round(picture.height * (1 - share));
  const left = random.integer(0, picture.width - width);
  const top = random.integer(0, picture.height - height);
  return open(picture).extract({ left, top, width, height });
}

/** The alterations that a picture is to be found in spite of. */
export const ALTERATIONS: Readonly<Record<string, Alteration>> = {
  "made smaller, to 15 to 50%": (picture, random) => resized(picture, between(random, 0.15, 0.5)),
  "made larger, to 150 to 200%": (picture, random) => resized(picture, between(random, 1.5, 2)),
  "JPEG of quality 15 to 50": (picture, random) =>
    open(picture)
      .jpeg({ quality: random.integer(15, 50) })
      .toBuffer(),
  "WebP of quality 15 to 50": (picture, random) =>
    open(picture)
      .webp({ quality: random.integer(15, 50), effort: 1 })
      .toBuffer(),
  "GIF of 64 colours": (picture) => open(picture).gif({ colours: 64, effort: 1 }).toBuffer(),
  "10% cut off width and height": (picture, random) => crop(picture, 0.1, random).jpeg(jpeg).toBuffer(),
  "a border of 2 to 10%, black, white or coloured": (picture, random) => {
    const by = Math.round(between(random, 0.02, 0.1) * Math.min(picture.width, picture.height));
    const background = random.chance(0.3)
      ? { r: random.integer(0, 255), g: random.integer(0, 255), b: random.integer(0, 255) }
      : random.pick(["#000", "#fff"]);
    return open(picture)
      .extend({ top: by, bottom: by, left: by, right: by, background })
      .jpeg(jpeg)
      .toBuffer();
  },
  mirrored: (picture) => open(picture).flop().jpeg(jpeg).toBuffer(),
  "15% brighter or darker": (picture, random) =>
    open(picture)
      .modulate({ brightness: either(random, 0.15) })
      .jpeg(jpeg)
      .toBuffer(),
  "20% more or less contrast": (picture, random) => {
    const by = either(random, 0.2);
    return open(picture)
      .linear(by, 128 * (1 - by))
      .jpeg(jpeg)
      .toBuffer();
  },
  "30% more or less saturated": (picture, random) =>
    open(picture)
      .modulate({ saturation: either(random, 0.3) })
      .jpeg(jpeg)
      .toBuffer(),
  "hue turned by up to 12°": (picture, random) =>
    open(picture)
      .modulate({ hue: random.integer(-12, 12) })
      .jpeg(jpeg)
      .toBuffer(),
};

/** Harder than what is promised; measured to see where it ends. */
export const HARDER_ALTERATIONS: Readonly<Record<string, Alteration>> = {
  "10% cut off each side": (picture) => {
    const [left, top] = [Math.round(picture.width * 0.1), Math.round(picture.height * 0.1)];
    const [width, height] = [picture.width - 2 * left, picture.height - 2 * top];
    return open(picture).extract({ left, top, width, height }).jpeg(jpeg).toBuffer();
  },
  "mirrored, 10% cut off, colours shifted, JPEG of quality 40": async (picture, random) => {
    const cut = await crop(picture, 0.1, random).raw().toBuffer({ resolveWithObject: true });
    return sharp(cut.data, { raw: { width: cut.info.width, height: cut.info.height, channels: 3 } })
      .flop()
      .modulate({
        brightness: either(random, 0.1),
        saturation: either(random, 0.2),
        hue: random.integer(-8, 8),
      })
      .jpeg({ quality: 40 })
      .toBuffer();
  },
};
