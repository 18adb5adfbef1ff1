/**
 * Pictures drawn by code, one for each number, the same everywhere: scenes, faces, covers of one layout, loose shapes,
 * patterns and clouds of noise. All take their colours from the same few palettes, and every fifth one is an earlier
 * one drawn again in other colours: near neighbours that must be told apart.
 */
import sharp from "sharp";
import { type Random, seededRandom } from "../../src/random.ts";

export interface Drawn {
  readonly kind: PictureKind;
  readonly width: number;
  readonly height: number;
  /** sRGB, [height × width × 3]. */
  readonly data: Uint8Array;
}

type Palette = readonly string[];
type Kind = (random: Random, colours: Palette, width: number, height: number) => string;

const PALETTES = 60;
const ASPECTS = [2 / 3, 2 / 3, 3 / 4, 1, 4 / 3, 16 / 9];
/** Every so many pictures, one repeats the composition of an earlier one. */
const SIBLING_EVERY = 5;
const SIBLING_DISTANCE = 29;

const palettes: readonly Palette[] = Array.from({ length: PALETTES }, (_, i) => {
  const random = seededRandom(7_000 + i);
  const hue = random() * 360;
  const spread = random.pick([25, 60, 120, 180]);
  return Array.from({ length: 6 }, (_, c) => {
    const h = (hue + (c % 2 === 0 ? 0 : spread) + 20 * random.normal() + 360) % 360;
    const s = 15 + 75 * random();
    return `hsl(${h.toFixed(0)},${s.toFixed(0)}%,${(12 + 15 * c + 6 * random()).toFixed(0)}%)`;
  });
});

const between = (random: Random, from: number, to: number) => from + (to - from) * random();
const px = (value: number) => value.toFixed(1);

const gradient: Kind = (random, colours, width, height) =>
  `<defs><linearGradient id="g" x1="0" y1="0" x2="${px(random())}" y2="1"><stop offset="0" stop-color="${random.pick(colours)}"/><stop offset="${px(between(random, 0.4, 1))}" stop-color="${random.pick(colours)}"/></linearGradient></defs><rect width="${width}" height="${height}" fill="url(#g)"/>`;

const scene: Kind = (random, colours, width, height) => {
  const parts = [gradient(random, colours, width, height)];
  const sun = between(random, 0.04, 0.16) * width;
  parts.push(
    `<circle cx="${px(random() * width)}" cy="${px(between(random, 0.05, 0.5) * height)}" r="${px(sun)}" fill="${random.pick(colours)}"/>`,
  );
  for (let layer = random.integer(1, 3), top = between(random, 0.35, 0.6); layer > 0; layer--, top += 0.13) {
    const points = Array.from({ length: random.integer(4, 14) }, () => random());
    const line = points.map(
      (y, i) => `${px((i / (points.length - 1)) * width)},${px((top + (y - 0.5) * 0.25) * height)}`,
    );
    parts.push(
      `<polygon points="0,${height} ${line.join(" ")} ${width},${height}" fill="${random.pick(colours)}"/>`,
    );
  }
  for (let i = random.integer(0, 14); i > 0; i--) {
    const w = between(random, 0.02, 0.1) * width;
    const h = between(random, 0.05, 0.4) * height;
    const x = random() * width;
    const body = `x="${px(x)}" y="${px(height - h)}" width="${px(w)}" height="${px(h)}"`;
    parts.push(
      random.chance(0.5)
        ? `<rect ${body} fill="${random.pick(colours)}"/>`
        : `<polygon points="${px(x)},${height} ${px(x + w / 2)},${px(height - h)} ${px(x + w)},${height}" fill="${random.pick(colours)}"/>`,
    );
  }
  return parts.join("");
};

const face: Kind = (random, colours, width, height) => {
  const x = between(random, 0.3, 0.7) * width;
  const y = between(random, 0.35, 0.6) * height;
  const r = between(random, 0.14, 0.3) * Math.min(width, height);
  const skin = random.pick(["#f7d9c4", "#f2c9a8", "#d9a37a", "#a66b45", "#fbe6dc"]);
  const hair = random.pick(colours);
  const eye = random.pick(colours);
  const parts = [gradient(random, colours, width, height)];
  parts.push(
    `<ellipse cx="${px(x)}" cy="${px(y + 2.6 * r)}" rx="${px(r * between(random, 1.3, 2.2))}" ry="${px(1.6 * r)}" fill="${random.pick(colours)}"/>`,
  );
  const long = between(random, 0.9, 2.4);
  parts.push(
    `<ellipse cx="${px(x)}" cy="${px(y + r * (long - 1) * 0.6)}" rx="${px(r * between(random, 1.1, 1.5))}" ry="${px(r * long)}" fill="${hair}"/>`,
  );
  parts.push(`<ellipse cx="${px(x)}" cy="${px(y)}" rx="${px(r * 0.86)}" ry="${px(r)}" fill="${skin}"/>`);
  const apart = between(random, 0.3, 0.5) * r;
  const size = between(random, 0.1, 0.24) * r;
  for (const side of [-1, 1]) {
    parts.push(
      `<ellipse cx="${px(x + side * apart)}" cy="${px(y + 0.1 * r)}" rx="${px(size)}" ry="${px(size * between(random, 0.8, 1.5))}" fill="${eye}"/>`,
    );
  }
  for (let i = random.integer(3, 8); i > 0; i--) {
    const at = x + between(random, -0.9, 0.9) * r;
    parts.push(
      `<polygon points="${px(at - 0.2 * r)},${px(y - 0.9 * r)} ${px(at + 0.25 * r)},${px(y - 0.9 * r)} ${px(at + between(random, -0.3, 0.3) * r)},${px(y - between(random, -0.1, 0.4) * r)}" fill="${hair}"/>`,
    );
  }
  return parts.join("");
};

/** One layout for all: ground, band, motif, and a title of strokes; what differs is what a cover's maker can vary. */
const cover: Kind = (random, colours, width, height) => {
  const parts = [gradient(random, colours, width, height)];
  const [cx, cy, r] = [width / 2, height * 0.4, Math.min(width, height) * 0.28];
  const fill = random.pick(colours);
  const corners = random.integer(3, 9);
  const inner = between(random, 0.3, 1);
  const points = Array.from({ length: corners * 2 }, (_, i) => {
    const angle = (i / corners) * Math.PI;
    const at = i % 2 === 0 ? r : r * inner;
    return `${px(cx + at * Math.sin(angle))},${px(cy - at * Math.cos(angle))}`;
  });
  parts.push(`<polygon points="${points.join(" ")}" fill="${fill}"/>`);
  parts.push(
    `<circle cx="${px(cx)}" cy="${px(cy)}" r="${px(r * between(random, 0.15, 0.6))}" fill="${random.pick(colours)}"/>`,
  );
  parts.push(
    `<rect y="${px(height * 0.74)}" width="${width}" height="${px(height * 0.26)}" fill="${random.pick(colours)}"/>`,
  );
  const ink = random.pick(["#fff", "#111"]);
  for (let line = 0, lines = random.integer(1, 3); line < lines; line++) {
    const glyph = height * 0.05;
    const top = height * (0.77 + 0.075 * line);
    for (let i = 0, letters = random.integer(3, Math.floor((0.9 * width) / glyph)); i < letters; i++) {
      if (random.chance(0.15)) continue;
      const x = 0.05 * width + i * glyph;
      const strokes = Array.from(
        { length: random.integer(2, 3) },
        () =>
          `M${px(x + random.integer(0, 2) * glyph * 0.4)} ${px(top + random.integer(0, 2) * glyph * 0.5)}L${px(x + random.integer(0, 2) * glyph * 0.4)} ${px(top + random.integer(0, 2) * glyph * 0.5)}`,
      );
      parts.push(`<path d="${strokes.join("")}" stroke="${ink}" stroke-width="${px(glyph * 0.16)}"/>`);
    }
  }
  return parts.join("");
};

const shapes: Kind = (random, colours, width, height) => {
  const parts = [`<rect width="${width}" height="${height}" fill="${random.pick(colours)}"/>`];
  for (let i = random.integer(4, 22); i > 0; i--) {
    const [x, y] = [random() * width, random() * height];
    const [w, h] = [between(random, 0.05, 0.4) * width, between(random, 0.05, 0.4) * height];
    const fill = `fill="${random.pick(colours)}" transform="rotate(${random.integer(0, 180)} ${px(x)} ${px(y)})"`;
    parts.push(
      random.chance(0.5)
        ? `<ellipse cx="${px(x)}" cy="${px(y)}" rx="${px(w / 2)}" ry="${px(h / 2)}" ${fill}/>`
        : `<rect x="${px(x - w / 2)}" y="${px(y - h / 2)}" width="${px(w)}" height="${px(h)}" ${fill}/>`,
    );
  }
  return parts.join("");
};

const pattern: Kind = (random, colours, width, height) => {
  const ground = random.integer(0, colours.length - 1);
  const parts = [`<rect width="${width}" height="${height}" fill="${colours[ground]}"/>`];
  const step = between(random, 0.06, 0.25) * Math.min(width, height);
  // Not the ground's colour, in which nothing would be seen.
  const fills = [1, 2].map((i) => colours[(ground + i * random.integer(1, 2)) % colours.length]);
  const round = random.chance(0.5);
  const size = between(random, 0.3, 0.9) * step;
  const slant = random.pick([0, 0.5, 1]);
  for (let row = 0; row * step < height; row++) {
    for (let x = ((row * slant) % 1) * step, i = row; x < width; x += step, i++) {
      if (random.chance(0.25)) continue;
      const fill = `fill="${fills[i % 2]}"`;
      parts.push(
        round
          ? `<circle cx="${px(x)}" cy="${px(row * step)}" r="${px(size / 2)}" ${fill}/>`
          : `<rect x="${px(x)}" y="${px(row * step)}" width="${px(size)}" height="${px(size)}" ${fill}/>`,
      );
    }
  }
  return parts.join("");
};

const DRAWINGS = { scene, face, cover, shapes, pattern } as const;
export type PictureKind = keyof typeof DRAWINGS | "noise";
export const PICTURE_KINDS: readonly PictureKind[] = [...(Object.keys(DRAWINGS) as PictureKind[]), "noise"];

/** Picture `number`, with a shorter side of `side` px. */
export async function drawPicture(number: number, side: number): Promise<Drawn> {
  const sibling = number % SIBLING_EVERY === SIBLING_EVERY - 1;
  // A sibling has the composition of a picture that is none itself.
  const composer = sibling ? number - SIBLING_DISTANCE : number;
  const composition = seededRandom(composer);
  const paletteOf = (of: number) => seededRandom(of ^ 0x5eed).integer(0, PALETTES - 1);
  const own = paletteOf(number);
  // Never the same colours: that would be the same picture.
  const colours = palettes[sibling && own === paletteOf(composer) ? (own + 1) % PALETTES : own]!;
  const kind = composition.pick(PICTURE_KINDS);
  const aspect = kind === "cover" ? 2 / 3 : composition.pick(ASPECTS);
  const width = Math.round(aspect < 1 ? side : side * aspect);
  const height = Math.round(aspect < 1 ? side / aspect : side);
  if (kind === "noise") return { kind, width, height, data: await noise(composition, number, width, height) };
  const body = DRAWINGS[kind](composition, colours, width, height);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`;
  return { kind, width, height, data: await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer() };
}

/** Clouds like those of photographs: noise whose amplitude falls with its frequency, in each colour its own. */
async function noise(random: Random, number: number, width: number, height: number): Promise<Uint8Array> {
  const fine = 48;
  const sum = new Float32Array(fine * fine * 3);
  const tint = seededRandom(number ^ 0x7147);
  for (let cells = 2, amplitude = 1; cells <= 32; cells *= 2, amplitude *= 0.6) {
    const grid = Float32Array.from({ length: (cells + 1) ** 2 }, () => random.normal() * amplitude);
    const colour = [0, 1, 2].map(() => 0.5 + tint());
    const own = Float32Array.from({ length: (cells + 1) ** 2 * 3 }, () => random.normal() * amplitude * 0.4);
    for (let y = 0; y < fine; y++) {
      for (let x = 0; x < fine; x++) {
        const [gx, gy] = [(x / fine) * cells, (y / fine) * cells];
        const at = Math.floor(gy) * (cells + 1) + Math.floor(gx);
        const [fx, fy] = [gx % 1, gy % 1];
        const mix = (values: Float32Array, step: number, c: number) =>
          (values[at * step + c]! * (1 - fx) + values[(at + 1) * step + c]! * fx) * (1 - fy) +
          (values[(at + cells + 1) * step + c]! * (1 - fx) + values[(at + cells + 2) * step + c]! * fx) * fy;
        const light = mix(grid, 1, 0);
        for (let c = 0; c < 3; c++) sum[(y * fine + x) * 3 + c]! += light * colour[c]! + mix(own, 3, c);
      }
    }
  }
  const base = [0, 1, 2].map(() => 70 + 110 * tint());
  const small = Uint8Array.from(sum, (value, i) => Math.max(0, Math.min(255, base[i % 3]! + 45 * value)));
  return sharp(small, { raw: { width: fine, height: fine, channels: 3 } })
    .resize({ width, height, fit: "fill", kernel: "cubic" })
    .raw()
    .toBuffer();
}
