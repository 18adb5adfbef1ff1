import type { SeededRandom } from "./random.ts";

/** The colours of one cover, as `#rrggbb`. */
export interface Palette {
  readonly skyTop: string;
  readonly skyBottom: string;
  /** Sun, moon, lamps, windows. */
  readonly light: string;
  readonly far: string;
  readonly middle: string;
  readonly near: string;
  readonly accent: string;
  /** What stands out from `near`: lettering on it, small details. */
  readonly bright: string;
  readonly isNight: boolean;
}

interface Mood {
  /** Hues of the sky and of what stands out, in degrees of OKLCH. */
  readonly sky: readonly number[];
  readonly accents: readonly number[];
  /** Lightness of the sky from top to bottom, 0..1, for each time of day that suits. */
  readonly times: readonly (readonly [top: number, bottom: number])[];
  readonly chroma: number;
}

const DAY = [0.72, 0.92] as const;
const MORNING = [0.82, 0.95] as const;
const DUSK = [0.42, 0.78] as const;
const NIGHT = [0.18, 0.42] as const;
const DEEP = [0.12, 0.3] as const;

const MOODS: Readonly<Record<string, Mood>> = {
  Horror: { sky: [15, 330, 160], accents: [25, 100], times: [DEEP, NIGHT], chroma: 0.09 },
  Thriller: { sky: [230, 20, 200], accents: [25, 60], times: [DEEP, NIGHT], chroma: 0.07 },
  Suspense: { sky: [200, 250, 20], accents: [30, 90], times: [DEEP, NIGHT, DUSK], chroma: 0.08 },
  Mystery: { sky: [280, 250, 190], accents: [85, 30], times: [NIGHT, DUSK], chroma: 0.09 },
  Psychological: {
    sky: [310, 20, 180, 100],
    accents: [150, 40, 350],
    times: [DUSK, NIGHT, DAY],
    chroma: 0.12,
  },
  Supernatural: { sky: [295, 180, 265], accents: [140, 60, 10], times: [NIGHT, DUSK], chroma: 0.12 },
  "Sci-Fi": { sky: [260, 215, 310], accents: [195, 340, 90], times: [DEEP, NIGHT, DUSK], chroma: 0.11 },
  Mecha: { sky: [235, 40, 255], accents: [35, 100, 25], times: [DAY, DUSK, NIGHT], chroma: 0.1 },
  Fantasy: { sky: [165, 300, 220, 90], accents: [90, 20, 330], times: [DAY, DUSK, MORNING], chroma: 0.11 },
  Adventure: { sky: [210, 60, 175], accents: [50, 20, 250], times: [DAY, MORNING, DUSK], chroma: 0.12 },
  "Mahou Shoujo": { sky: [345, 310, 195], accents: [95, 340, 280], times: [MORNING, DUSK], chroma: 0.12 },
  Romance: { sky: [10, 350, 45, 290], accents: [15, 95, 200], times: [MORNING, DUSK, DAY], chroma: 0.1 },
  "Girls Love": { sky: [350, 320], accents: [150, 60], times: [MORNING, DAY], chroma: 0.1 },
  "Boys Love": { sky: [230, 180], accents: [350, 80], times: [MORNING, DAY], chroma: 0.1 },
  "Slice of Life": { sky: [220, 75, 150, 30], accents: [35, 145, 350], times: [MORNING, DAY], chroma: 0.08 },
  Sports: { sky: [240, 145, 55, 215], accents: [35, 95, 20], times: [DAY, MORNING], chroma: 0.14 },
  Music: { sky: [325, 285, 240], accents: [90, 195, 15], times: [NIGHT, DUSK], chroma: 0.14 },
  Comedy: { sky: [95, 195, 60, 345, 130], accents: [20, 250, 330], times: [MORNING, DAY], chroma: 0.13 },
  Gourmet: { sky: [70, 40], accents: [25, 140], times: [MORNING], chroma: 0.1 },
  "Avant Garde": {
    sky: [0, 60, 120, 180, 240, 300],
    accents: [30, 90, 150, 210, 270, 330],
    times: [DAY, NIGHT, DUSK],
    chroma: 0.15,
  },
  Ecchi: { sky: [5, 330, 60], accents: [330, 200], times: [MORNING, DAY], chroma: 0.12 },
  Action: { sky: [35, 255, 15, 220], accents: [40, 90, 20], times: [DUSK, DAY, NIGHT], chroma: 0.13 },
  Drama: { sky: [255, 40, 210, 330], accents: [55, 20, 190], times: [DUSK, DAY, NIGHT], chroma: 0.08 },
};

const ANY: Mood = {
  sky: [30, 90, 150, 210, 270, 330],
  accents: [40, 200, 340],
  times: [DAY, DUSK],
  chroma: 0.1,
};

/** Colours that suit the genres, each the more special the earlier in `MOODS`; the random stream picks among them. */
export function paletteFor(genres: readonly string[], random: SeededRandom): Palette {
  const fitting = Object.keys(MOODS).filter((genre) => genres.includes(genre));
  const mood =
    fitting.length === 0 ? ANY : MOODS[fitting[Math.min(fitting.length - 1, random.whole(0, 1))]!]!;
  const [top, bottom] = random.pick(mood.times);
  const hue = random.pick(mood.sky) + random.between(-18, 18);
  const drift = random.between(-70, 70);
  const accentHue = random.pick(mood.accents) + random.between(-14, 14);
  const chroma = mood.chroma * random.between(0.75, 1.25);
  const isNight = bottom < 0.5;
  // Distance takes colour away by day and hides things by night.
  const land = isNight ? [0.3, 0.2, 0.11] : [0.66, 0.47, 0.27];
  const landHue = hue + drift * 0.5 + random.between(-25, 25);
  return {
    skyTop: oklch(top, chroma, hue),
    skyBottom: oklch(bottom, chroma * 0.8, hue + drift),
    light: isNight ? oklch(0.93, 0.06, accentHue + 30) : oklch(0.97, 0.05, accentHue + 40),
    far: oklch(land[0]!, chroma * 0.8, landHue),
    middle: oklch(land[1]!, chroma * 0.8, landHue + drift * 0.2),
    near: oklch(land[2]!, chroma * 0.6, landHue + drift * 0.3),
    accent: oklch(isNight ? 0.7 : 0.62, 0.18, accentHue),
    bright: oklch(0.96, 0.03, accentHue),
    isNight,
  };
}

/**
 * An OKLCH colour (lightness 0..1, chroma, hue in degrees) as sRGB `#rrggbb`; what lies outside of sRGB loses chroma.
 * After Ottosson 2020, https://bottosson.github.io/posts/oklab/.
 */
export function oklch(lightness: number, chroma: number, hue: number): string {
  for (let c = chroma; ; c -= 0.01) {
    const linear = linearRgb(lightness, Math.max(0, c), (hue * Math.PI) / 180);
    if (c > 0 && linear.some((value) => value < -1e-4 || value > 1.0001)) continue;
    return `#${linear.map((value) => toByte(value).toString(16).padStart(2, "0")).join("")}`;
  }
}

function linearRgb(lightness: number, chroma: number, angle: number): number[] {
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function toByte(linear: number): number {
  const clamped = Math.min(1, Math.max(0, linear));
  const encoded = clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055;
  return Math.round(255 * encoded);
}
