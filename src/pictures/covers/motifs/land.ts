import { circle, line, type Point, path, placed, polygon, rect, short } from "../svg.ts";
import type { Motif, Scene } from "./motif.ts";

/** Motifs of land, water and sky. */

/** A jagged or rolling line of land from left to right, closed at the bottom. */
export function ridge(scene: Scene, height: number, roughness: number, fill: string): string {
  const { random, width, ground } = scene;
  let heights = [random.between(0.2, 1), random.between(0.2, 1)];
  for (let depth = 0, spread = roughness; depth < 5; depth++, spread *= 0.55) {
    heights = heights.flatMap((left, i) => {
      const right = heights[i + 1];
      return right === undefined ? [left] : [left, (left + right) / 2 + random.between(-spread, spread)];
    });
  }
  const step = width / (heights.length - 1);
  const top = heights.map((share, i): Point => [i * step, ground - height * Math.max(0.05, share)]);
  return polygon([...top, [width, scene.height], [0, scene.height]], fill);
}

export const mountains: Motif = (scene) => {
  const { palette, random, ground, width } = scene;
  const peak = random.between(0.25, 0.75) * width;
  const high = random.between(130, 210);
  const half = high * random.between(0.6, 1.1);
  const snow = high * random.between(0.2, 0.4);
  const slope = half / high;
  const cap: Point[] = [
    [peak, ground - high],
    [peak + snow * slope, ground - high + snow],
    [peak + snow * slope * 0.4, ground - high + snow * 0.75],
    [peak + snow * slope * 0.05, ground - high + snow * 1.15],
    [peak - snow * slope * 0.4, ground - high + snow * 0.7],
    [peak - snow * slope, ground - high + snow],
  ];
  return [
    random.chance(0.6) ? ridge(scene, high * 0.7, 0.35, palette.far) : "",
    polygon(
      [
        [peak, ground - high],
        [peak + half, ground],
        [peak - half, ground],
      ],
      palette.middle,
    ),
    polygon(
      [
        [peak, ground - high],
        [peak + half, ground],
        [peak + half * 0.2, ground],
      ],
      palette.near,
      { opacity: 0.35 },
    ),
    polygon(cap, palette.bright),
    ridge(scene, 50, 0.4, palette.near),
  ].join("");
};

export const waves: Motif = (scene) => {
  const { palette, random, ground, width, height } = scene;
  const colours = [palette.far, palette.middle, palette.accent, palette.near];
  const length = random.between(50, 120);
  const amplitude = random.between(8, 24);
  const top = ground - random.between(30, 100);
  const rows = colours.map((colour, row) => {
    const y = top + row * ((height - top) / 4.6);
    let d = `M${short(-length + random.between(0, length))} ${short(y)}`;
    for (let at = 0; at < width / length + 3; at++) {
      d += `q${short(length / 4)} ${short(-amplitude)} ${short(length / 2)} 0t${short(length / 2)} 0`;
    }
    return path(`${d}V${height}H-${short(length)}Z`, colour);
  });
  return rows.join("");
};

/** Rows of overlapping rings, as on old prints (seigaiha). */
export const scales: Motif = ({ palette, random, ground, width, height }) => {
  const radius = random.between(24, 46);
  const rings = [palette.middle, palette.bright, palette.accent, palette.near];
  const top = ground - random.between(0, 90);
  let drawn = "";
  for (let row = 0, y = top; y < height + radius; row++, y += radius / 2) {
    for (let x = row % 2 === 0 ? 0 : radius; x < width + radius * 2; x += radius * 2) {
      rings.forEach((colour, i) => {
        drawn += circle(x, y, radius * (1 - i * 0.24), colour);
      });
    }
  }
  return drawn;
};

function pine(x: number, foot: number, tall: number, fill: string): string {
  const half = tall * 0.24;
  const layers = [0, 0.28, 0.54].map((from, i): Point[] => [
    [x, foot - tall * (1 - from)],
    [x + half * (0.55 + i * 0.25), foot - tall * (0.62 - i * 0.26)],
    [x - half * (0.55 + i * 0.25), foot - tall * (0.62 - i * 0.26)],
  ]);
  return (
    rect(x - tall * 0.02, foot - tall * 0.15, tall * 0.04, tall * 0.16, fill) +
    layers.map((layer) => polygon(layer, fill)).join("")
  );
}

export const forest: Motif = ({ palette, random, ground, width, height }) => {
  const rows = [palette.far, palette.middle, palette.near].map((colour, row) => {
    const foot = ground + row * 26;
    let trees = rect(0, foot - 4, width, height, colour);
    for (let x = random.between(-10, 20); x < width + 20; x += random.between(16, 34)) {
      trees += pine(x, foot, random.between(60, 120) * (0.8 + row * 0.25), colour);
    }
    return trees;
  });
  return rows.join("");
};

export const bareTrees: Motif = ({ palette, random, ground, width, height }) => {
  const branch = (x: number, y: number, angle: number, length: number, thick: number): string => {
    if (length < 7) return "";
    const endX = x + length * Math.sin(angle);
    const endY = y - length * Math.cos(angle);
    const again = (side: number) =>
      branch(
        endX,
        endY,
        angle + side * random.between(0.2, 0.7),
        length * random.between(0.6, 0.8),
        thick * 0.62,
      );
    return line([x, y], [endX, endY], palette.near, thick) + again(-1) + again(1);
  };
  const crooked = random.chance(0.5)
    ? ""
    : placed(
        random.between(90, 210),
        ground,
        polygon(
          [
            [-34, 2],
            [-30, -56],
            [-38, -56],
            [-14, -92],
            [-10, -120],
            [2, -92],
            [26, -60],
            [18, -58],
            [24, 2],
          ],
          palette.near,
        ) +
          rect(-18, -44, 10, 14, palette.accent) +
          rect(6, -40, 8, 12, palette.accent),
      );
  const trees = Array.from({ length: random.whole(1, 3) }, () =>
    branch(random.between(20, width - 20), ground + 6, random.between(-0.2, 0.2), random.between(46, 74), 9),
  );
  return rect(0, ground, width, height - ground, palette.near) + crooked + trees.join("");
};

export const hills: Motif = (scene) => {
  const { palette, random, width, height, ground } = scene;
  const hill = (y: number, bulge: number, fill: string) =>
    path(
      `M0 ${short(y)}Q${short(random.between(60, 240))} ${short(y - bulge)} ${width} ${short(y + random.between(-20, 20))}V${height}H0Z`,
      fill,
    );
  const poles = random.chance(0.6) ? wires(scene) : "";
  const tree = placed(
    random.between(50, 250),
    ground - 6,
    roundTree(random.between(26, 46), palette.near, palette.accent),
  );
  return [
    hill(ground - 40, 60, palette.far),
    hill(ground - 5, 40, palette.middle),
    poles,
    random.chance(0.6) ? tree : "",
    hill(ground + 34, 30, palette.near),
  ].join("");
};

function roundTree(size: number, trunk: string, crown: string): string {
  return (
    rect(-3, -size * 0.9, 6, size, trunk) +
    [
      [0, -1.3, 0.62],
      [-0.45, -1, 0.45],
      [0.48, -1.02, 0.48],
    ]
      .map(([x, y, r]) => circle(x! * size, y! * size, r! * size, crown))
      .join("")
  );
}

function wires({ palette, random, ground }: Scene): string {
  const first = random.between(20, 70);
  const gap = random.between(80, 120);
  const tops = [0, 1, 2].map((i): Point => [first + i * gap, ground - 130 + i * 22]);
  const poles = tops.map(
    ([x, y]) =>
      line([x, y], [x, ground + 30], palette.near, 4) +
      line([x - 13, y + 10], [x + 13, y + 10], palette.near, 3),
  );
  const sag = tops.slice(1).map(([x, y], i) => {
    const [fromX, fromY] = tops[i]!;
    return path(
      `M${short(fromX)} ${short(fromY + 10)}Q${short((fromX + x) / 2)} ${short(y + 34)} ${short(x)} ${short(y + 10)}`,
      "none",
      { stroke: palette.near, "stroke-width": 1.4 },
    );
  });
  return poles.join("") + sag.join("");
}

export const road: Motif = ({ palette, random, ground, width, height }) => {
  const vanish: Point = [random.between(0.3, 0.7) * width, ground - 50];
  const rails = random.chance(0.4);
  const near = random.between(70, 120);
  const way: Point[] = [
    [vanish[0] - 2, vanish[1]],
    [vanish[0] + 2, vanish[1]],
    [width / 2 + near, height],
    [width / 2 - near, height],
  ];
  const marks = Array.from({ length: 7 }, (_, i) => {
    const at = (i / 7) ** 1.8;
    const to = ((i + 0.5) / 7) ** 1.8;
    const on = (share: number): Point => [
      vanish[0] + (width / 2 - vanish[0]) * share,
      vanish[1] + (height - vanish[1]) * share,
    ];
    if (!rails) return line(on(at), on(to), palette.bright, 1 + 6 * at);
    const [x, y] = on(at + 0.02);
    return line([x - near * (at + 0.02), y], [x + near * (at + 0.02), y], palette.far, 1 + 6 * at);
  });
  const sides = rails
    ? [-0.7, 0.7].map((side) => line(vanish, [width / 2 + side * near, height], palette.bright, 3)).join("")
    : "";
  return (
    rect(0, vanish[1], width, height, palette.middle) + polygon(way, palette.near) + marks.join("") + sides
  );
};

export const ship: Motif = (scene) => {
  const { palette, random, ground } = scene;
  const masts = [-34, 6, 42].slice(0, random.whole(2, 3));
  const sails = masts.map((x, i) => {
    const tall = 120 - Math.abs(i - 1) * 24;
    const sail = (from: number, to: number, fill: string) =>
      path(
        `M${x - 20} ${short(-from * tall)}Q${x + 12} ${short(-((from + to) / 2) * tall)} ${x - 18} ${short(-to * tall)}H${x + 20}Q${x + 46} ${short(-((from + to) / 2) * tall)} ${x + 22} ${short(-from * tall)}Z`,
        fill,
      );
    return (
      line([x, 0], [x, -tall], palette.near, 3) +
      sail(0.2, 0.58, palette.bright) +
      sail(0.62, 0.95, palette.accent)
    );
  });
  const hull = path("M-70 -14L78 -18Q66 22 40 26H-44Q-64 16 -70 -14Z", palette.near);
  const x = random.between(110, 190);
  return (
    placed(x, ground - 40, sails.join("") + hull, {
      scale: random.between(0.9, 1.25),
      flip: random.chance(0.5),
    }) + waves({ ...scene, ground: ground + 30 })
  );
};

export const flight: Motif = ({ palette, random, ground, width }) => {
  const cloud = (x: number, y: number, size: number, fill: string) =>
    [
      [0, 0, 1],
      [-1.1, 0.2, 0.7],
      [1.1, 0.15, 0.8],
      [0.5, -0.5, 0.8],
      [-0.5, -0.35, 0.6],
    ]
      .map(([dx, dy, r]) => circle(x + dx! * size, y + dy! * size, r! * size, fill))
      .join("");
  const bank = (y: number, fill: string) => {
    let drawn = rect(0, y, width, 420 - y, fill);
    for (let x = -10; x < width + 30; x += random.between(26, 50))
      drawn += circle(x, y, random.between(20, 42), fill);
    return drawn;
  };
  const airship =
    tagEllipse(0, 0, 74, 27, palette.accent) +
    path("M56 -14L96 -34L84 0L96 34L56 14Z", palette.near) +
    path("M-26 26H24L16 42H-18Z", palette.near) +
    line([-70, 0], [70, 0], palette.bright, 2.5);
  const plane =
    path("M-70 0Q-40 -12 40 -9L66 -34H78L72 4Q0 14 -60 10Z", palette.bright) +
    polygon(
      [
        [-14, 0],
        [34, 2],
        [62, 50],
        [46, 50],
      ],
      palette.near,
    ) +
    polygon(
      [
        [-8, -8],
        [24, -8],
        [40, -40],
        [30, -40],
      ],
      palette.accent,
    );
  const craft = placed(
    random.between(110, 190),
    ground - random.between(130, 190),
    random.chance(0.5) ? airship : plane,
    { turn: random.between(-14, 14), scale: random.between(0.9, 1.3), flip: random.chance(0.5) },
  );
  return [
    cloud(random.between(30, 270), ground - 220, 22, palette.far),
    bank(ground - 60, palette.far),
    craft,
    bank(ground, palette.middle),
    bank(ground + 60, palette.bright),
  ].join("");
};

function tagEllipse(x: number, y: number, rx: number, ry: number, fill: string): string {
  return `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
}
