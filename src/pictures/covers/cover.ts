import { lettering, type Setting } from "./lettering.ts";
import type { Scene } from "./motifs/motif.ts";
import { suitingMotifs } from "./motifs/suiting.ts";
import { type Palette, paletteFor } from "./palette.ts";
import { SeededRandom } from "./random.ts";
import { circle, faded, line, type Point, path, placed, polygon, rect, short, star } from "./svg.ts";

/** What a cover is drawn from. */
export interface CoverSubject {
  readonly id: string;
  readonly title: string;
  readonly genres?: readonly string[] | undefined;
  readonly themes?: readonly { readonly name: string }[] | undefined;
}

/** Rises with every change of the drawings, so that nobody keeps an old one. */
export const COVER_REVISION = 1;
export const COVER_WIDTH = 300;
export const COVER_HEIGHT = 420;

const W = COVER_WIDTH;
const H = COVER_HEIGHT;

/**
 * The generated cover of an anime as SVG, 300 × 420: colours and motif suit its genres and themes, composition and
 * details come from its id and title, which is lettered on it. The same subject always gives the same cover. Nothing
 * of the subject is written into the SVG: letters are drawn as strokes.
 */
export function coverSvg({ id, title, genres = [], themes = [] }: CoverSubject): string {
  const random = new SeededRandom(`${id} ${title}`);
  const palette = paletteFor(genres, random);
  const layout = random.pick(LAYOUTS);
  const ground = layout.ground + random.between(-18, 18);
  const scene: Scene = { random, palette, width: W, height: H, ground };
  const motif = random.pick(
    suitingMotifs(
      genres,
      themes.map(({ name }) => name),
    ),
  );
  const picture = sky(scene) + celestial(scene) + motif(scene) + drift(scene);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${W} ${H}" width="${W}" height="${H}">` +
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="${random.chance(0.3) ? 0.6 : 0}" y2="1">` +
    `<stop offset="0" stop-color="${palette.skyTop}"/><stop offset="0.8" stop-color="${palette.skyBottom}"/></linearGradient></defs>` +
    `${layout.compose(picture, title, palette, random)}</svg>`
  );
}

// ------------------------------------------------------------------------------------------------- sky

function sky(scene: Scene): string {
  const { palette, random, ground } = scene;
  const plain = rect(0, 0, W, H, "url(#sky)");
  switch (random.whole(0, 6)) {
    case 0: {
      const centre: Point = [random.between(60, 240), ground - random.between(20, 140)];
      const rays = random.whole(8, 16);
      const beam = (i: number) => {
        const at = (turn: number): Point => [
          centre[0] + 520 * Math.cos(turn),
          centre[1] + 520 * Math.sin(turn),
        ];
        const angle = (i / rays) * 2 * Math.PI;
        return polygon([centre, at(angle), at(angle + Math.PI / rays)], palette.light);
      };
      return plain + faded(0.28, Array.from({ length: rays }, (_, i) => beam(i)).join(""));
    }
    case 1: {
      const gap = random.between(12, 20);
      let dots = "";
      for (let y = 0; y < ground; y += gap)
        for (let x = (y / gap) % 2 < 1 ? 0 : gap / 2; x < W; x += gap)
          dots += circle(x, y, gap * 0.34 * (1 - y / (ground + 60)), palette.bright);
      return plain + faded(0.4, dots);
    }
    case 2: {
      const bands = random.whole(4, 8);
      return (
        plain +
        faded(
          0.22,
          Array.from({ length: bands }, (_, i) =>
            rect(
              0,
              (i * ground) / bands,
              W,
              ground / bands / 2,
              i % 2 === 0 ? palette.light : palette.accent,
            ),
          ).join(""),
        )
      );
    }
    default:
      return plain;
  }
}

function celestial({ palette, random, ground }: Scene): string {
  const x = random.between(50, 250);
  const y = random.between(60, Math.max(80, ground - 130));
  const radius = random.between(22, 74);
  let drawn = "";
  if (palette.isNight)
    for (let i = random.whole(20, 70); i > 0; i--)
      drawn += circle(
        random.between(0, W),
        random.between(0, ground),
        random.between(0.5, 1.7),
        palette.bright,
      );
  switch (random.whole(0, 5)) {
    case 0:
    case 1:
      return (
        drawn + faded(0.35, circle(x, y, radius * 1.3, palette.light)) + circle(x, y, radius, palette.light)
      );
    case 2:
      return (
        drawn +
        path(
          `M${short(x)} ${short(y - radius)}a${short(radius)} ${short(radius)} 0 1 0 ${short(radius * 0.9)} ${short(radius * 1.4)}a${short(radius * 0.8)} ${short(radius * 0.8)} 0 1 1 ${short(-radius * 0.9)} ${short(-radius * 1.4)}Z`,
          palette.light,
        )
      );
    case 3:
      return (
        drawn +
        [1.5, 1.15, 0.8]
          .map((grow, i) =>
            circle(x, y, radius * grow, i === 1 ? palette.accent : palette.light, { opacity: 0.3 + i * 0.3 }),
          )
          .join("")
      );
    case 4: {
      const cloud = (cx: number, cy: number, size: number) =>
        placed(
          cx,
          cy,
          [
            [-30, 0, 16],
            [-8, -12, 22],
            [18, -5, 19],
            [38, 2, 12],
          ]
            .map(([dx, dy, r]) => circle(dx!, dy!, r!, palette.bright))
            .join("") + rect(-44, 0, 94, 15, palette.bright, { rx: 8 }),
          { scale: size },
        );
      return (
        drawn +
        faded(
          0.75,
          Array.from({ length: random.whole(2, 4) }, () =>
            cloud(random.between(20, 280), random.between(40, ground - 120), random.between(0.5, 1.2)),
          ).join(""),
        )
      );
    }
    default:
      return drawn;
  }
}

/** What drifts through the air in front of everything. */
function drift({ palette, random }: Scene): string {
  const anywhere = (): Point => [random.between(0, W), random.between(0, H)];
  switch (random.whole(0, 7)) {
    case 0:
      return Array.from({ length: 22 }, () =>
        placed(...anywhere(), path("M0 0Q8 -9 14 0Q8 5 0 0Z", palette.accent), {
          turn: random.between(0, 360),
          scale: random.between(0.6, 1.4),
        }),
      ).join("");
    case 1:
      return Array.from({ length: 46 }, () =>
        circle(...anywhere(), random.between(1, 3.4), palette.bright, { opacity: 0.8 }),
      ).join("");
    case 2:
      return Array.from({ length: 12 }, () =>
        placed(...anywhere(), polygon(star(4, random.between(5, 12), 1.8), palette.bright)),
      ).join("");
    case 3:
      return Array.from({ length: 7 }, () => {
        const [x, y] = [random.between(20, 280), random.between(30, 200)];
        const wing = random.between(6, 11);
        return path(
          `M${short(x - wing)} ${short(y - wing * 0.5)}Q${short(x - wing * 0.3)} ${short(y - wing * 0.6)} ${short(x)} ${short(y)}Q${short(x + wing * 0.3)} ${short(y - wing * 0.6)} ${short(x + wing)} ${short(y - wing * 0.5)}`,
          "none",
          { stroke: palette.near, "stroke-width": 1.8, "stroke-linecap": "round" },
        );
      }).join("");
    default:
      return "";
  }
}

// --------------------------------------------------------------------------------------------- layouts

interface Layout {
  /** Where the picture's ground lies, so that its subject stands in what the layout shows of it. */
  readonly ground: number;
  readonly compose: (picture: string, title: string, palette: Palette, random: SeededRandom) => string;
}

function written(title: string, setting: Partial<Setting> & { readonly width: number }) {
  return lettering(title, { maxLines: 4, size: 28, align: "middle", weight: 0.85, ...setting });
}

function ink(colour: string, x: number, y: number, content: string, turn = 0): string {
  return `<g color="${colour}">${placed(x, y, content, { turn })}</g>`;
}

/** The picture seen through a shape. */
function through(shape: string, picture: string): string {
  return `<clipPath id="window">${shape}</clipPath><g clip-path="url(#window)">${picture}</g>`;
}

/** A band across the foot. */
const band: Layout = {
  ground: 280,
  compose: (picture, title, palette, random) => {
    const text = written(title, { width: W - 40, align: random.chance(0.5) ? "left" : "middle" });
    const high = Math.max(34, (text?.height ?? 8) + 34);
    const slant = random.chance(0.4) ? random.between(8, 22) * (random.chance(0.5) ? 1 : -1) : 0;
    const dark = random.chance(0.65);
    const top = H - high;
    return (
      picture +
      polygon(
        [
          [0, top - slant],
          [W, top + slant],
          [W, H],
          [0, H],
        ],
        dark ? palette.near : palette.bright,
      ) +
      line([0, top - slant], [W, top + slant], palette.accent, 4) +
      ink(dark ? palette.bright : palette.near, 20, top + 18 + Math.abs(slant) / 3, text?.svg ?? "")
    );
  },
};

/** The title large in the sky. */
const open: Layout = {
  ground: 330,
  compose: (picture, title, palette, random) => {
    const text = written(title, {
      width: W - 44,
      size: 36,
      maxLines: 5,
      weight: 1,
      align: random.chance(0.5) ? "left" : "middle",
    });
    const colour = palette.isNight ? palette.bright : palette.near;
    const shade = palette.isNight ? palette.near : palette.bright;
    const low = random.chance(0.3);
    const y = low ? H - 22 - (text?.height ?? 0) : 24;
    const bed = faded(0.6, rect(0, low ? y - 16 : 0, W, (text?.height ?? 0) + 44, shade));
    return picture + (text === null ? "" : bed + ink(colour, 22, y, text.svg));
  },
};

/** A strip along one side, with the title running up it. */
const strip: Layout = {
  ground: 330,
  compose: (picture, title, palette, random) => {
    const text = written(title, { width: H - 50, size: 26, maxLines: 2, align: "left" });
    const wide = Math.max(30, (text?.height ?? 0) + 26);
    const isLeft = random.chance(0.5);
    const x = isLeft ? 0 : W - wide;
    const colour = random.chance(0.5) ? palette.near : palette.accent;
    return (
      placed(isLeft ? wide / 2 : -wide / 2, 0, picture) +
      rect(x, 0, wide, H, colour) +
      rect(isLeft ? wide : x - 4, 0, 4, H, palette.bright) +
      ink(palette.bright, x + 13, H - 25, text?.svg ?? "", -90)
    );
  },
};

/** A sheet of paper with the picture on it. */
const sheet: Layout = {
  ground: 270,
  compose: (picture, title, palette, random) => {
    const text = written(title, { width: W - 48, size: 22, maxLines: 3 });
    const foot = Math.max(44, (text?.height ?? 0) + 36);
    const margin = 16;
    const rounded = random.pick([0, 14]);
    const paper = random.chance(0.7) ? palette.bright : palette.near;
    const colour = paper === palette.bright ? palette.near : palette.bright;
    const shape = rect(margin, margin, W - 2 * margin, H - margin - foot, "#000", { rx: rounded });
    return (
      rect(0, 0, W, H, paper) + through(shape, picture) + ink(colour, 24, H - foot + 20, text?.svg ?? "")
    );
  },
};

/** A round window on a plain ground. */
const disc: Layout = {
  ground: 240,
  compose: (picture, title, palette, random) => {
    const text = written(title, { width: W - 44, size: 26, maxLines: 3 });
    const ground = random.pick([palette.near, palette.accent, palette.bright, palette.middle]);
    const colour = ground === palette.bright ? palette.near : palette.bright;
    const radius = 134;
    return (
      rect(0, 0, W, H, ground) +
      circle(W / 2, 156, radius + 7, colour) +
      through(circle(W / 2, 156, radius, "#000"), picture) +
      ink(colour, 22, 312 + Math.max(0, (86 - (text?.height ?? 0)) / 2), text?.svg ?? "")
    );
  },
};

/** A pointed or round arch, the title over it. */
const arch: Layout = {
  ground: 330,
  compose: (picture, title, palette, random) => {
    const text = written(title, { width: W - 60, size: 22, maxLines: 2 });
    const head = (text?.height ?? 0) + 40;
    const ground = random.pick([palette.near, palette.accent, palette.far]);
    const half = 122;
    const rise = random.between(60, 120);
    const shape = path(
      `M${W / 2 - half} ${H - 18}V${short(head + rise)}Q${W / 2 - half} ${short(head)} ${W / 2} ${short(head)}Q${W / 2 + half} ${short(head)} ${W / 2 + half} ${short(head + rise)}V${H - 18}Z`,
      palette.bright,
    );
    return (
      rect(0, 0, W, H, ground) +
      placed(0, 4, shape) +
      through(shape, picture) +
      ink(palette.bright, 30, 20, text?.svg ?? "")
    );
  },
};

/** A slab in the middle of the picture. */
const slab: Layout = {
  ground: 250,
  compose: (picture, title, palette, random) => {
    const text = written(title, { width: W - 92, size: 24, maxLines: 4 });
    if (text === null) return picture;
    const high = text.height + 40;
    const y = random.pick([26, H - high - 30]);
    const dark = random.chance(0.5);
    const [paper, colour] = dark ? [palette.near, palette.bright] : [palette.bright, palette.near];
    return (
      picture +
      rect(26, y, W - 52, high, paper) +
      rect(32, y + 6, W - 64, high - 12, "none", { stroke: palette.accent, "stroke-width": 2 }) +
      ink(colour, 46, y + 20, text.svg)
    );
  },
};

const LAYOUTS: readonly Layout[] = [band, band, open, open, strip, sheet, disc, arch, slab];
