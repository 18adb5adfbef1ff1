/** Colours in OKLab (Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/), where distance is what eyes see. */

/** One plane per coordinate: lightness 0..1, a (green to red) and b (blue to yellow) about −0.4..0.4. */
export interface LabPlanes {
  readonly lightness: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** sRGB to linear light (IEC 61966-2-1), in steps of a sixteenth of a level. */
const STEPS = 16;
const LINEAR = Float32Array.from({ length: 255 * STEPS + 1 }, (_, i) => {
  const value = i / (255 * STEPS);
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** `rgb` is interleaved sRGB, 0..255, fractions allowed. */
export function toOklab(rgb: Float32Array): LabPlanes {
  const count = rgb.length / 3;
  const lightness = new Float32Array(count);
  const a = new Float32Array(count);
  const b = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const red = LINEAR[Math.round(rgb[3 * i]! * STEPS)]!;
    const green = LINEAR[Math.round(rgb[3 * i + 1]! * STEPS)]!;
    const blue = LINEAR[Math.round(rgb[3 * i + 2]! * STEPS)]!;
    const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
    const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
    const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
    lightness[i] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
    a[i] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
    b[i] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  }
  return { lightness, a, b };
}
