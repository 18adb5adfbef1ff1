/**
 * What a picture looks like, as 512 numbers: its tones, its palette, how light, colour and edges lie in it. Altered
 * pictures keep them nearly: the square that it is read from knows no size, borders are taken off first, what is cut
 * off at the sides moves soft cells and low frequencies little, and each part is a direction, so that contrast and saturation, which
 * stretch it, do not turn it. docs/architecture.md has the reasons, `npm run bench -- image` the figures.
 */
import { cosineTransform } from "./cosine-transform.ts";
import { CELLS, edgeCells, mirrorParts, ORIENTATIONS } from "./edges.ts";
import { type Rgb, squareOf, withoutBorders } from "./frame.ts";
import { type LabPlanes, toOklab } from "./oklab.ts";
import { PALETTE_SIZE, paletteOf } from "./palette.ts";
import { signless } from "./parity.ts";
import { COVERAGE, SIDE, VIEW } from "./views.ts";

/** The shorter side from which on more pixels make no difference: borders are looked for at this size. */
export const PICTURE_SIDE = 128;

const LIGHT_FREQUENCIES = 9;
const COLOUR_FREQUENCIES = 5;

/** One frequency: u across, v down. */
type Frequency = readonly [u: number, v: number];

const LIGHT_EVEN = frequencies([0, 2, 4, 6, 8], 8);
const COLOUR_EVEN = frequencies([0, 2, 4], COLOUR_FREQUENCIES);
/** The odd ones are multiplied with each other, so that few of them make many entries: the lowest only. */
const LIGHT_ODD: readonly Frequency[] = [
  [1, 0],
  [1, 1],
  [1, 2],
  [1, 3],
  [1, 4],
  [3, 0],
  [3, 1],
  [3, 2],
  [5, 0],
];
const COLOUR_ODD: readonly Frequency[] = [
  [1, 0],
  [1, 1],
  [3, 0],
];

const ODD = LIGHT_ODD.length + 2 * COLOUR_ODD.length;
const EDGES = (CELLS ** 2 * ORIENTATIONS) / 2;

/** Each part's entries, its weight in the whole, and the length under which it is taken for noise. */
const PARTS = {
  tone: { size: 5, weight: 0.5, noise: 0.15 },
  palette: { size: PALETTE_SIZE, weight: 1.2, noise: 0.1 },
  light: { size: LIGHT_EVEN.length, weight: 0.8, noise: 0.05 },
  colour: { size: 2 * COLOUR_EVEN.length, weight: 1, noise: 0.05 },
  sides: { size: (ODD * (ODD + 1)) / 2, weight: 1, noise: 0.05 },
  edges: { size: EDGES, weight: 1.2, noise: 0.1 },
  imbalance: { size: EDGES, weight: 1.2, noise: 0.1 },
} as const;
type Part = keyof typeof PARTS;

export const DIMENSION = Object.values(PARTS).reduce((sum, { size }) => sum + size, 0);

/** OKLab's a and b span less than its lightness; this brings them to one scale. */
const COLOUR_SCALE = 2.5;
/** Edge strength, summed over the square, at which edges begin to count as such. */
const FAINT_EDGES = 8;

/** The picture's descriptor, [DIMENSION], of unit length. Pure; about a millisecond. */
export function describePicture(picture: Rgb): Float32Array {
  const lab = toOklab(squareOf(picture, withoutBorders(picture), SIDE));
  const light = cosineTransform(lab.lightness, LIGHT_FREQUENCIES);
  const a = cosineTransform(lab.a, COLOUR_FREQUENCIES);
  const b = cosineTransform(lab.b, COLOUR_FREQUENCIES);
  const oddLight = sharpened(light, LIGHT_FREQUENCIES, LIGHT_ODD);
  const oddColour = [a, b].flatMap((plane) => colourAt(plane, COLOUR_ODD));
  const { edges, imbalance } = edgeParts(lab.lightness);
  const parts: Record<Part, ArrayLike<number>> = {
    tone: toneOf(lab, light[0]!, a[0]!, b[0]!),
    // Roots let the smaller shares count (Hellinger); about their middle, pictures with other colours are opposites.
    palette: paletteOf(lab).map((share) => Math.sqrt(share) - 0.1),
    light: sharpened(light, LIGHT_FREQUENCIES, LIGHT_EVEN),
    colour: [a, b].flatMap((plane) => colourAt(plane, COLOUR_EVEN)),
    sides: signless(softUnit([...oddLight, ...oddColour], PARTS.sides.noise)),
    edges,
    imbalance,
  };
  const descriptor = new Float32Array(DIMENSION);
  let at = 0;
  for (const [name, { weight, noise }] of Object.entries(PARTS)) {
    const part = parts[name as Part];
    // The sides were made a direction before they were multiplied with each other.
    descriptor.set(name === "sides" ? part : softUnit(part, noise), at);
    for (const end = at + part.length; at < end; at++) descriptor[at]! *= weight;
  }
  return softUnit(descriptor, 0);
}

/** Mean lightness, mean colour, contrast and colourfulness, each about its usual value. */
function toneOf(
  { lightness, a, b }: LabPlanes,
  meanLightness: number,
  meanA: number,
  meanB: number,
): number[] {
  let squares = 0;
  let chroma = 0;
  for (let i = 0; i < lightness.length; i++) {
    const share = (COVERAGE[i % SIDE]! * COVERAGE[Math.floor(i / SIDE)]!) / VIEW ** 2;
    squares += share * lightness[i]! ** 2;
    chroma += share * Math.sqrt(a[i]! ** 2 + b[i]! ** 2);
  }
  const contrast = Math.sqrt(Math.max(0, squares - meanLightness ** 2));
  return [0.5 * (meanLightness - 0.55), 3 * meanA, 3 * meanB, contrast - 0.15, 3 * chroma - 0.2];
}

/**
 * Where the picture's edges are, and by how much its two sides differ in them. Shares of the whole, so that contrast
 * drops out; roots, so that one strong edge does not drown the others.
 */
function edgeParts(lightness: Float32Array): { edges: Float32Array; imbalance: Float32Array } {
  const cells = edgeCells(lightness);
  const whole = cells.reduce((sum, value) => sum + value, FAINT_EDGES);
  const { even, odd } = mirrorParts(cells.map((value) => value / whole));
  // What each root would be, a little less, were all edges spread evenly.
  const usual = 0.9 / Math.sqrt(2 * EDGES);
  return {
    edges: even.map((share) => Math.sqrt(share) - usual),
    imbalance: odd.map((difference) => Math.sqrt(Math.abs(difference)) - 0.03),
  };
}

/** Pictures have the less of a frequency the higher it is; made up for in part, the coarse ones do not decide alone. */
function sharpened(coefficients: Float32Array, across: number, wanted: readonly Frequency[]): number[] {
  return wanted.map(([u, v]) => coefficients[v * across + u]! * (u * u + v * v) ** 0.35);
}

function colourAt(coefficients: Float32Array, wanted: readonly Frequency[]): number[] {
  return sharpened(coefficients, COLOUR_FREQUENCIES, wanted).map((value) => value * COLOUR_SCALE);
}

/** The direction of a vector, at unit length where it is long against `noise`, and shorter where it may be nothing else. */
function softUnit(vector: ArrayLike<number>, noise: number): Float32Array {
  let squares = noise * noise;
  for (let i = 0; i < vector.length; i++) squares += vector[i]! ** 2;
  const factor = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  return Float32Array.from(vector, (value) => value * factor);
}

/** All pairs but the constant one, which is the mean. */
function frequencies(across: readonly number[], down: number): Frequency[] {
  const pairs = across.flatMap((u) => Array.from({ length: down }, (_, v): Frequency => [u, v]));
  return pairs.filter(([u, v]) => u + v > 0);
}
