/** Where edges are and which way they run: histograms of gradients (Dalal & Triggs 2005), of soft cells and soft bins. */
import { overViews, SIDE, VIEW } from "./views.ts";

/** Cells per side of a view; even, so that each has its mirror image. */
export const CELLS = 6;
/** Orientations over half a turn. */
export const ORIENTATIONS = 8;

/** How much of a column, or row, each cell gets: the two nearest of each view share it. */
const CELL_FACTORS: readonly Float32Array[] = Array.from({ length: CELLS }, (_, cell) =>
  overViews((position) => {
    const place = ((position + 0.5) / VIEW) * CELLS - 0.5;
    return Math.max(0, 1 - Math.abs(Math.min(CELLS - 1, Math.max(0, place)) - cell));
  }),
);
/** Per column, or row: the cells that get any of it. */
const CELLS_AT: readonly (readonly { readonly cell: number; readonly factor: number }[])[] = Array.from(
  { length: SIDE },
  (_, position) =>
    CELL_FACTORS.map((factors, cell) => ({ cell, factor: factors[position]! })).filter(
      ({ factor }) => factor > 0,
    ),
);
/** Between two pixels, in OKLab's lightness: what is less is flat. */
const FLAT = 1e-4;

/**
 * Edge strength, [CELLS × CELLS × ORIENTATIONS], of a plane [SIDE × SIDE]: each pixel's gradient, shared out between
 * the nearest cells and the nearest two orientations.
 */
export function edgeCells(plane: Float32Array): Float32Array {
  const strength = new Float32Array(CELLS * CELLS * ORIENTATIONS);
  for (let y = 1; y < SIDE - 1; y++) {
    for (let x = 1; x < SIDE - 1; x++) {
      const at = y * SIDE + x;
      const dx = plane[at + 1]! - plane[at - 1]!;
      const dy = plane[at + SIDE]! - plane[at - SIDE]!;
      const magnitude = Math.sqrt(dx * dx + dy * dy);
      if (magnitude < FLAT) continue;
      const turn = ((Math.atan2(dy, dx) / Math.PI + 1) * ORIENTATIONS) % ORIENTATIONS;
      const bin = Math.floor(turn);
      const next = (bin + 1) % ORIENTATIONS;
      const over = turn - bin;
      for (const row of CELLS_AT[y]!) {
        for (const column of CELLS_AT[x]!) {
          const share = magnitude * row.factor * column.factor;
          const cell = (row.cell * CELLS + column.cell) * ORIENTATIONS;
          strength[cell + bin]! += share * (1 - over);
          strength[cell + next]! += share * over;
        }
      }
    }
  }
  return strength;
}

/**
 * The cells as they and their mirror image have them in common, [CELLS × CELLS / 2 × ORIENTATIONS], and half of what
 * they differ by. Mirroring takes each cell to the other side and turns orientation k into −k; it leaves the first as
 * it is and turns the signs of the second.
 */
export function mirrorParts(strength: Float32Array): { even: Float32Array; odd: Float32Array } {
  const even = new Float32Array(strength.length / 2);
  const odd = new Float32Array(strength.length / 2);
  let to = 0;
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS / 2; column++) {
      for (let bin = 0; bin < ORIENTATIONS; bin++, to++) {
        const mirrored = (ORIENTATIONS - bin) % ORIENTATIONS;
        const here = strength[(row * CELLS + column) * ORIENTATIONS + bin]!;
        const there = strength[(row * CELLS + CELLS - 1 - column) * ORIENTATIONS + mirrored]!;
        even[to] = (here + there) / 2;
        odd[to] = (here - there) / 2;
      }
    }
  }
  return { even, odd };
}
