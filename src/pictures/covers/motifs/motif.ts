import type { Palette } from "../palette.ts";
import type { SeededRandom } from "../random.ts";

/** What a motif is drawn into: (0, 0) is the top left, y grows downwards. */
export interface Scene {
  readonly random: SeededRandom;
  readonly palette: Palette;
  readonly width: number;
  readonly height: number;
  /** Where things stand. */
  readonly ground: number;
}

/** Draws one subject, from the ground down to the bottom and as far up as it likes, as SVG. */
export type Motif = (scene: Scene) => string;
