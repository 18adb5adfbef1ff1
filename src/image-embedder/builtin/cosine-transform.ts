/** The lowest frequencies of a plane: its DCT-II (Ahmed, Natarajan & Rao 1974), averaged over the views. */
import { overViews, SIDE, VIEW } from "./views.ts";

/** More than these are not asked for. */
const MAX_FREQUENCIES = 9;

const BASIS: readonly Float32Array[] = Array.from({ length: MAX_FREQUENCIES }, (_, u) => {
  const scale = Math.sqrt(u === 0 ? 1 : 2) / VIEW;
  return overViews((x) => scale * Math.cos((Math.PI * (2 * x + 1) * u) / (2 * VIEW)));
});

/**
 * Coefficients [frequencies × frequencies] of a plane [SIDE × SIDE], rows by frequency down, columns across. The first
 * is the plane's mean; of one view, the squares of all would add up to its mean square. Mirroring the plane changes
 * the sign of those with an odd frequency across.
 */
export function cosineTransform(plane: Float32Array, frequencies: number): Float32Array {
  const across = new Float32Array(SIDE * frequencies);
  for (let y = 0; y < SIDE; y++) {
    for (let u = 0; u < frequencies; u++) {
      const basis = BASIS[u]!;
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += plane[y * SIDE + x]! * basis[x]!;
      across[y * frequencies + u] = sum;
    }
  }
  const coefficients = new Float32Array(frequencies * frequencies);
  for (let v = 0; v < frequencies; v++) {
    const basis = BASIS[v]!;
    for (let y = 0; y < SIDE; y++) {
      for (let u = 0; u < frequencies; u++) {
        coefficients[v * frequencies + u]! += basis[y]! * across[y * frequencies + u]!;
      }
    }
  }
  return coefficients;
}
