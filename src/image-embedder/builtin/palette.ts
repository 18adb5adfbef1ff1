/** Which colours a picture has, wherever they are. */
import type { LabPlanes } from "./oklab.ts";
import { COVERAGE, SIDE, VIEW } from "./views.ts";

const HUES = 12;
/** Chroma at which a colour begins to be one, and at which it is a strong one, in OKLab. */
const FAINT = 0.03;
const STRONG = 0.12;
const GREYS = 8;

/** Entries that `paletteOf` gives. */
export const PALETTE_SIZE = 2 * HUES + GREYS;

/**
 * The share of the views that each of twelve hues has, faint and strong, and each of eight greys by lightness; all
 * bins are soft, so that small shifts of colour move little. Adds up to 1.
 */
export function paletteOf({ lightness, a, b }: LabPlanes): Float32Array {
  const shares = new Float32Array(PALETTE_SIZE);
  for (let i = 0; i < lightness.length; i++) {
    const each = (COVERAGE[i % SIDE]! * COVERAGE[Math.floor(i / SIDE)]!) / VIEW ** 2;
    const chroma = Math.sqrt(a[i]! ** 2 + b[i]! ** 2);
    const coloured = Math.min(1, chroma / FAINT);
    const strong = Math.min(1, Math.max(0, (chroma - FAINT) / (STRONG - FAINT)));
    const hue = ((Math.atan2(b[i]!, a[i]!) / (2 * Math.PI) + 1) * HUES) % HUES;
    const bin = Math.floor(hue);
    const over = hue - Math.floor(hue);
    const next = (bin + 1) % HUES;
    shares[bin]! += each * coloured * (1 - strong) * (1 - over);
    shares[next]! += each * coloured * (1 - strong) * over;
    shares[HUES + bin]! += each * coloured * strong * (1 - over);
    shares[HUES + next]! += each * coloured * strong * over;
    const grey = Math.min(1, Math.max(0, lightness[i]!)) * (GREYS - 1);
    const level = Math.min(GREYS - 2, Math.floor(grey));
    shares[2 * HUES + level]! += each * (1 - coloured) * (level + 1 - grey);
    shares[2 * HUES + level + 1]! += each * (1 - coloured) * (grey - level);
  }
  return shares;
}
