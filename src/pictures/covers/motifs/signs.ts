import { circle, line, type Point, path, placed, polygon, rect, short, star } from "../svg.ts";
import type { Motif } from "./motif.ts";

/** Motifs that stand for an idea. */

export const eye: Motif = ({ palette, random, ground, width }) => {
  const wide = random.between(110, 140);
  const high = random.between(50, 90);
  const lens = `M${short(-wide)} 0Q0 ${short(-high * 1.5)} ${short(wide)} 0Q0 ${short(high * 1.5)} ${short(-wide)} 0Z`;
  const lashes = Array.from({ length: 9 }, (_, i) => {
    const angle = Math.PI * (0.15 + (0.7 * i) / 8);
    const from: Point = [-wide * 0.75 * Math.cos(angle), -high * 0.85 * Math.sin(angle)];
    return line(from, [from[0] * 1.35, from[1] * 1.6], palette.near, 4);
  }).join("");
  const iris =
    circle(0, 0, high * 0.68, palette.accent) +
    polygon(star(random.whole(6, 14), high * 0.62, high * 0.3), palette.middle) +
    circle(0, 0, high * 0.3, palette.near) +
    circle(high * 0.22, -high * 0.24, high * 0.12, palette.bright);
  return placed(
    width / 2,
    ground - 120,
    lashes +
      path(lens, palette.bright) +
      iris +
      path(lens, "none", { stroke: palette.near, "stroke-width": 6 }),
    { turn: random.between(-24, 24) },
  );
};

export const spiral: Motif = ({ palette, random, ground, width }) => {
  const sides = random.pick([3, 4, 6, 40]);
  const twist = random.between(3, 16);
  const colours = [palette.accent, palette.near, palette.bright, palette.middle];
  const rings = Array.from({ length: 16 }, (_, i) => {
    const radius = 230 * 0.84 ** i;
    const corners = Array.from({ length: sides }, (_, k): Point => {
      const angle = (k / sides) * 2 * Math.PI;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
    return placed(i * random.between(-1, 1.4), i * 1.2, polygon(corners, colours[i % colours.length]!), {
      turn: i * twist,
    });
  });
  return placed(width / 2, ground - 120, rings.join(""));
};

export const blocks: Motif = ({ palette, random, width, height }) => {
  const cell = random.pick([60, 75, 100]);
  const colours = [palette.accent, palette.near, palette.bright, palette.middle, palette.far, palette.light];
  let drawn = "";
  for (let y = 0; y < height; y += cell)
    for (let x = 0; x < width; x += cell) {
      const [ground, front] = [random.pick(colours), random.pick(colours)];
      drawn += rect(x, y, cell + 0.5, cell + 0.5, ground);
      const form = random.whole(0, 4);
      const centre = [x + cell / 2, y + cell / 2] as const;
      if (form === 0) drawn += circle(centre[0], centre[1], cell * 0.36, front);
      if (form === 1)
        drawn += placed(
          centre[0],
          centre[1],
          path(`M${-cell / 2} ${-cell / 2}h${cell}a${cell} ${cell} 0 0 1 ${-cell} ${cell}Z`, front),
          { turn: 90 * random.whole(0, 3) },
        );
      if (form === 2)
        drawn += placed(
          centre[0],
          centre[1],
          polygon(
            [
              [-cell / 2, -cell / 2],
              [cell / 2, -cell / 2],
              [-cell / 2, cell / 2],
            ],
            front,
          ),
          { turn: 90 * random.whole(0, 3) },
        );
      if (form === 3)
        for (let i = 1; i < 5; i++) drawn += rect(x, y + (i * cell) / 5, cell, cell / 12, front);
    }
  return drawn;
};

/** The net of a horizon in neon. */
export const neon: Motif = ({ palette, random, ground, width, height }) => {
  const top = ground - 20;
  const vanish = random.between(90, 210);
  let net = rect(0, top, width, height, palette.near);
  for (let i = -9; i <= 9; i++)
    net += line([vanish, top], [vanish + i * 70, height + 60], palette.accent, 1.6);
  for (let i = 0, y = top; y < height; i++, y += 4 + i * 5)
    net += line([0, y], [width, y], palette.accent, 1.6);
  const traces = Array.from({ length: 10 }, () => {
    const x = random.between(10, width - 10);
    const y = random.between(20, top - 60);
    const turn = random.between(-40, 40);
    return (
      path(
        `M${short(x)} ${short(top)}V${short(y + Math.abs(turn))}L${short(x + turn)} ${short(y)}V${short(y - 20)}`,
        "none",
        { stroke: palette.far, "stroke-width": 2 },
      ) + circle(x + turn, y - 24, 4, palette.light)
    );
  }).join("");
  const core = random.chance(0.5)
    ? placed(
        vanish,
        top - 90,
        polygon(
          [
            [0, -62],
            [54, 0],
            [0, 62],
            [-54, 0],
          ],
          palette.accent,
        ) +
          polygon(
            [
              [0, -62],
              [54, 0],
              [0, 12],
            ],
            palette.bright,
            { opacity: 0.7 },
          ),
      )
    : circle(vanish, top - 50, random.between(50, 84), palette.light);
  return core + traces + net;
};

export const clockwork: Motif = ({ palette, random, ground, width, height }) => {
  const gear = (x: number, y: number, radius: number, fill: string, hole: string) => {
    const teeth = Math.round(radius / 5) + 4;
    const rim = Array.from({ length: teeth }, (_, i) =>
      placed(0, 0, rect(-radius * 0.11, -radius * 1.18, radius * 0.22, radius * 0.3, fill), {
        turn: (i * 360) / teeth,
      }),
    ).join("");
    return placed(
      x,
      y,
      rim + circle(0, 0, radius, fill) + circle(0, 0, radius * 0.55, hole) + circle(0, 0, radius * 0.2, fill),
      { turn: random.between(0, 60) },
    );
  };
  const others = Array.from({ length: random.whole(3, 5) }, () =>
    gear(
      random.between(0, width),
      random.between(ground - 120, height),
      random.between(30, 80),
      random.pick([palette.middle, palette.far, palette.near]),
      palette.accent,
    ),
  ).join("");
  const radius = random.between(74, 100);
  const ticks = Array.from({ length: 12 }, (_, i) =>
    placed(0, 0, rect(-2, -radius * 0.9, 4, i % 3 === 0 ? 16 : 9, palette.near), { turn: i * 30 }),
  ).join("");
  const hand = (length: number, thick: number) =>
    placed(
      0,
      0,
      polygon(
        [
          [-thick, 6],
          [thick, 6],
          [0, -length],
        ],
        palette.near,
      ),
      { turn: random.between(0, 360) },
    );
  const dial =
    circle(0, 0, radius * 1.1, palette.accent) +
    circle(0, 0, radius, palette.bright) +
    ticks +
    hand(radius * 0.75, 4) +
    hand(radius * 0.5, 6) +
    circle(0, 0, 7, palette.near);
  return others + placed(width / 2 + random.between(-30, 30), ground - random.between(90, 140), dial);
};

export const flowers: Motif = ({ palette, random, ground, width, height }) => {
  const bloom = (x: number, y: number, size: number) => {
    const petals = random.pick([5, 6, 8]);
    const shape = `M0 0C${short(size * 0.5)} ${short(-size * 0.35)} ${short(size * 0.4)} ${short(-size)} 0 ${short(-size)}C${short(-size * 0.4)} ${short(-size)} ${short(-size * 0.5)} ${short(-size * 0.35)} 0 0Z`;
    const fill = random.pick([palette.accent, palette.bright, palette.light]);
    return placed(
      x,
      y,
      Array.from({ length: petals }, (_, i) =>
        placed(0, 0, path(shape, fill, { stroke: palette.middle, "stroke-width": 1 }), {
          turn: (i * 360) / petals,
        }),
      ).join("") + circle(0, 0, size * 0.2, palette.near),
      { turn: random.between(0, 70) },
    );
  };
  const stems = Array.from({ length: 7 }, () => {
    const x = random.between(0, width);
    const y = ground - random.between(-40, 130);
    return (
      path(
        `M${short(x)} ${short(y)}Q${short(x + random.between(-30, 30))} ${short((y + height) / 2)} ${short(x + random.between(-40, 40))} ${height}`,
        "none",
        { stroke: palette.near, "stroke-width": 4 },
      ) + bloom(x, y, random.between(20, 46))
    );
  });
  return (
    rect(0, ground + 50, width, height, palette.middle) +
    stems.join("") +
    bloom(random.between(70, 230), ground - random.between(90, 150), random.between(70, 100))
  );
};

export const blade: Motif = ({ palette, random, ground, width, height }) => {
  const sword = (turn: number) =>
    placed(
      0,
      0,
      path("M-5 90L-6 -150Q0 -176 8 -150L5 90Z", palette.bright) +
        path("M0 90V-160", "none", { stroke: palette.far, "stroke-width": 2 }) +
        rect(-24, 88, 48, 9, palette.accent, { rx: 4 }) +
        rect(-6, 96, 12, 58, palette.near, { rx: 4 }) +
        [104, 118, 132].map((y) => line([-6, y], [6, y + 8], palette.accent, 2)).join(""),
      { turn },
    );
  const tilt = random.between(14, 50);
  const crossed = random.chance(0.5) ? sword(tilt) + sword(-tilt) : sword(random.between(-60, 60));
  const disc = random.chance(0.7) ? circle(0, -10, random.between(70, 110), palette.accent) : "";
  return rect(0, ground + 30, width, height, palette.near) + placed(width / 2, ground - 90, disc + crossed);
};

export const cards: Motif = ({ palette, random, ground, width, height }) => {
  const pips: readonly string[] = [
    path("M0 -14Q22 -34 26 -10Q24 8 0 26Q-24 8 -26 -10Q-22 -34 0 -14Z", palette.accent),
    polygon(
      [
        [0, -28],
        [20, 0],
        [0, 28],
        [-20, 0],
      ],
      palette.accent,
    ),
    path("M0 -28Q28 0 22 12Q12 20 3 10L8 28H-8L-3 10Q-12 20 -22 12Q-28 0 0 -28Z", palette.near),
    circle(0, -12, 12, palette.near) +
      circle(-13, 6, 12, palette.near) +
      circle(13, 6, 12, palette.near) +
      polygon(
        [
          [0, 0],
          [8, 28],
          [-8, 28],
        ],
        palette.near,
      ),
  ];
  const count = random.whole(2, 5);
  const fan = Array.from({ length: count }, (_, i) => {
    const pip = random.pick(pips);
    return placed(
      0,
      110,
      rect(-52, -200, 104, 150, palette.bright, { rx: 9, stroke: palette.near, "stroke-width": 3 }) +
        placed(0, -124, pip) +
        placed(-36, -184, pip, { scale: 0.4 }),
      { turn: (i - (count - 1) / 2) * 19 },
    );
  });
  let board = "";
  const cell = 50;
  for (let y = ground + 20, row = 0; y < height; y += cell * 0.6, row++)
    for (let x = 0, column = 0; x < width; x += cell, column++)
      board += rect(x, y, cell, cell * 0.6, (row + column) % 2 === 0 ? palette.near : palette.far);
  return board + placed(width / 2, ground - 70, fan.join(""), { turn: random.between(-12, 12) });
};

export const door: Motif = ({ palette, random, ground, width, height }) => {
  const x = random.between(100, 200);
  const tall = random.between(150, 200);
  const wide = tall * 0.45;
  const form = random.whole(0, 2);
  const key =
    circle(0, -tall * 0.72, tall * 0.2, palette.light) +
    polygon(
      [
        [-tall * 0.08, -tall * 0.62],
        [tall * 0.08, -tall * 0.62],
        [tall * 0.18, 0],
        [-tall * 0.18, 0],
      ],
      palette.light,
    );
  const arch = path(
    `M${short(-wide / 2)} 0V${short(-tall + wide / 2)}a${short(wide / 2)} ${short(wide / 2)} 0 0 1 ${short(wide)} 0V0Z`,
    palette.light,
  );
  const open =
    rect(-wide / 2, -tall, wide, tall, palette.light) +
    polygon(
      [
        [-wide / 2, -tall],
        [-wide * 1.1, -tall * 0.9],
        [-wide * 1.1, tall * 0.07],
        [-wide / 2, 0],
      ],
      palette.accent,
    );
  const shine = polygon(
    [
      [x - wide / 2, ground],
      [x + wide / 2, ground],
      [x + wide * 1.6, height],
      [x - wide * 0.7, height],
    ],
    palette.light,
    { opacity: 0.45 },
  );
  return (
    rect(0, 0, width, ground, palette.near, { opacity: 0.82 }) +
    rect(0, ground, width, height, palette.near) +
    placed(x, ground, [key, arch, open][form]!) +
    shine
  );
};

export const fire: Motif = ({ palette, random, ground, width, height }) => {
  const tongue = (x: number, wide: number, tall: number, fill: string) =>
    path(
      `M${short(x - wide)} ${height}C${short(x - wide * 1.2)} ${short(ground - tall * 0.3)} ${short(x - wide * 0.2)} ${short(ground - tall * 0.5)} ${short(x + random.between(-20, 20))} ${short(ground - tall)}C${short(x + wide * 0.1)} ${short(ground - tall * 0.55)} ${short(x + wide * 1.3)} ${short(ground - tall * 0.3)} ${short(x + wide)} ${height}Z`,
      fill,
    );
  return [palette.near, palette.accent, palette.light]
    .map((fill, layer) => {
      let drawn = "";
      for (let x = random.between(0, 30); x < width + 20; x += random.between(36, 64))
        drawn += tongue(
          x,
          random.between(26, 44) * (1 - layer * 0.22),
          random.between(70, 230) * (1 - layer * 0.32),
          fill,
        );
      return drawn;
    })
    .join("");
};
