/**
 * A picture is looked at in four views, each without a ninth of the width and of the height, one for each corner, and
 * what they show is averaged: one of them is nearly what is left where somebody cut the picture. Everything that is
 * taken from a view is a sum over its pixels of a factor by column times a factor by row, so that the average over the
 * views is such a sum, too, with the factors averaged: four views cost no more than one.
 */

/** Pixels per side of the whole square, and of a view of it. */
export const SIDE = 72;
export const VIEW = 64;
const STARTS: readonly number[] = [0, SIDE - VIEW];

/** The factors of the whole square's columns, or rows, [SIDE]: the mean over the views of those that `inView` gives. */
export function overViews(inView: (position: number) => number): Float32Array {
  const factors = new Float32Array(SIDE);
  for (const start of STARTS) {
    for (let position = 0; position < VIEW; position++) {
      factors[start + position]! += inView(position) / STARTS.length;
    }
  }
  return factors;
}

/** In how many of the views a column, or row, is, as a share. */
export const COVERAGE = overViews(() => 1);
