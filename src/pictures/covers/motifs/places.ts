import { circle, line, path, placed, polygon, rect, short } from "../svg.ts";
import type { Motif } from "./motif.ts";
import { figure } from "./subjects.ts";

/** Motifs of places that people built. */

export const skyline: Motif = ({ palette, random, ground, width, height }) => {
  const row = (colour: string, low: number, high: number, lit: boolean) => {
    let drawn = "";
    for (let x = random.between(-20, 0); x < width; ) {
      const wide = random.between(22, 54);
      const tall = random.between(low, high);
      drawn += rect(x, ground - tall, wide - 2, tall + 200, colour);
      if (random.chance(0.25))
        drawn += line([x + wide / 2, ground - tall], [x + wide / 2, ground - tall - 26], colour, 2);
      for (let y = ground - tall + 8; lit && y < height; y += 12)
        for (let at = x + 5; at < x + wide - 8; at += 9)
          if (random.chance(0.45))
            drawn += rect(at, y, 4.5, 6, random.chance(0.8) ? palette.light : palette.accent);
      x += wide;
    }
    return drawn;
  };
  return (
    row(palette.far, 110, 230, false) + row(palette.middle, 60, 180, false) + row(palette.near, 10, 120, true)
  );
};

export const school: Motif = ({ palette, random, ground, width, height }) => {
  const wide = random.between(190, 270);
  const left = random.chance(0.5) ? -10 : width - wide + 10;
  const floors = random.whole(3, 4);
  const tall = floors * 40;
  const top = ground - tall;
  let windows = "";
  for (let floor = 0; floor < floors; floor++)
    for (let x = left + 14; x < left + wide - 20; x += 25)
      windows += rect(
        x,
        top + 10 + floor * 40,
        18,
        20,
        random.chance(palette.isNight ? 0.25 : 0.12) ? palette.accent : palette.far,
      );
  const middle = left + wide / 2;
  const tower =
    rect(middle - 22, top - 44, 44, 46, palette.bright) +
    polygon(
      [
        [middle - 26, top - 44],
        [middle, top - 66],
        [middle + 26, top - 44],
      ],
      palette.near,
    );
  const clock =
    circle(middle, top - 22, 14, palette.near) +
    line([middle, top - 22], [middle, top - 32], palette.bright, 2) +
    line([middle, top - 22], [middle + 7, top - 18], palette.bright, 2);
  let fence = "";
  for (let x = left; x < left + wide; x += 9) fence += line([x, top - 14], [x, top], palette.near, 1);
  fence += line([left, top - 14], [left + wide, top - 14], palette.near, 1.5);
  const blossom = Array.from({ length: 16 }, () =>
    circle(random.between(0, 110), random.between(-70, 0), random.between(12, 24), palette.accent),
  ).join("");
  const tree = placed(left < 0 ? width - 90 : -20, ground - 30, blossom);
  return [
    fence,
    rect(left, top, wide, tall + 10, palette.bright),
    windows,
    tower,
    clock,
    random.chance(0.7) ? tree : "",
    rect(0, ground, width, height - ground, palette.middle),
    rect(0, ground + 24, width, height, palette.near),
    random.chance(0.5)
      ? placed(random.between(60, 240), ground + 34, figure(74, palette.near, palette.accent, random))
      : "",
  ].join("");
};

export const torii: Motif = ({ palette, random, ground, width, height }) => {
  const gates = random.whole(1, 4);
  let drawn = rect(0, ground, width, height - ground, palette.middle);
  drawn += polygon(
    [
      [width / 2 - 22, ground - 30],
      [width / 2 + 22, ground - 30],
      [width, height],
      [0, height],
    ],
    palette.near,
  );
  for (let i = gates; i >= 1; i--) {
    const scale = 1.35 / 1.5 ** (i - 1);
    const gate =
      path("M-92 -150Q0 -136 92 -150L96 -166Q0 -148 -96 -166Z", palette.near) +
      rect(-70, -122, 140, 11, palette.accent) +
      rect(-62, -146, 13, 150, palette.accent) +
      rect(49, -146, 13, 150, palette.accent) +
      path("M-88 -150Q0 -136 88 -150L86 -138Q0 -124 -86 -138Z", palette.accent);
    drawn += placed(width / 2, ground + 60 / i - 20, gate, { scale });
  }
  if (random.chance(0.5))
    drawn += placed(width / 2, ground + 70, figure(60, palette.near, palette.bright, random));
  return drawn;
};

export const castle: Motif = ({ palette, random, ground, width, height }) => {
  const tower = (x: number, wide: number, tall: number, fill: string) =>
    rect(x - wide / 2, ground - tall, wide, tall + 40, fill) +
    polygon(
      [
        [x - wide * 0.7, ground - tall],
        [x, ground - tall - wide * random.between(1.2, 2.2)],
        [x + wide * 0.7, ground - tall],
      ],
      palette.accent,
    ) +
    rect(x - 3, ground - tall + 14, 6, 12, palette.light);
  const count = random.whole(3, 5);
  const towers = Array.from({ length: count }, (_, i) =>
    tower(
      60 + (i * (width - 120)) / (count - 1),
      random.between(24, 44),
      random.between(60, 150),
      i % 2 === 0 ? palette.middle : palette.far,
    ),
  );
  const wall =
    rect(40, ground - 52, width - 80, 92, palette.middle) +
    path(`M${width / 2 - 16} ${ground + 20}V${ground - 16}a16 16 0 0 1 32 0V${ground + 20}Z`, palette.near);
  return (
    towers.join("") +
    wall +
    path(`M0 ${ground + 20}Q${width / 2} ${ground - 20} ${width} ${ground + 20}V${height}H0Z`, palette.near)
  );
};

export const stage: Motif = ({ palette, random, ground, width, height }) => {
  const beams = Array.from({ length: random.whole(3, 5) }, () => {
    const from = random.between(0, width);
    const to = random.between(0, width);
    return polygon(
      [
        [from - 3, 0],
        [from + 3, 0],
        [to + 46, ground + 40],
        [to - 46, ground + 40],
      ],
      random.pick([palette.light, palette.accent]),
      { opacity: 0.3 },
    );
  });
  const bars = Array.from({ length: 19 }, (_, i) => {
    const tall = random.between(14, 110) * (1 - Math.abs(i - 9) / 14);
    return rect(6 + i * 15.4, ground - tall, 10, tall, i % 3 === 0 ? palette.accent : palette.middle);
  });
  const note = placed(
    random.between(60, 240),
    ground - random.between(130, 190),
    circle(-14, 20, 12, palette.bright) +
      circle(26, 12, 12, palette.bright) +
      polygon(
        [
          [-6, 20],
          [-6, -40],
          [38, -50],
          [38, 12],
          [33, 12],
          [33, -34],
          [-1, -26],
          [-1, 20],
        ],
        palette.bright,
      ),
    { scale: random.between(0.8, 1.4), turn: random.between(-14, 14) },
  );
  let crowd = rect(0, ground + 36, width, height, palette.near);
  for (let x = 0; x < width + 10; x += random.between(15, 26)) {
    const y = ground + random.between(22, 40);
    crowd += circle(x, y, 12, palette.near);
    if (random.chance(0.3)) crowd += line([x, y], [x + random.between(-8, 8), y - 42], palette.near, 5);
  }
  return (
    beams.join("") +
    bars.join("") +
    (random.chance(0.7)
      ? note
      : placed(width / 2, ground, figure(110, palette.near, palette.accent, random))) +
    crowd
  );
};

export const court: Motif = ({ palette, random, ground, width, height }) => {
  const radius = random.between(40, 78);
  const seams = [0, 60, 120]
    .slice(0, random.whole(1, 3))
    .map((turn) =>
      placed(
        0,
        0,
        path(`M${short(-radius)} 0Q0 ${short(-radius * 0.7)} ${short(radius)} 0`, "none", {
          stroke: palette.near,
          "stroke-width": 3.5,
        }),
        { turn },
      ),
    )
    .join("");
  const ball =
    circle(0, 0, radius, palette.accent) +
    seams +
    circle(0, 0, radius, "none", { stroke: palette.near, "stroke-width": 3.5 });
  const x = random.between(80, 220);
  const y = ground - random.between(70, 190);
  const speed = Array.from({ length: 9 }, () => {
    const offset = random.between(-radius, radius);
    const far = random.between(80, 260);
    return line(
      [x + offset * 0.7, y + offset],
      [x + offset * 0.7 - far, y + offset + far * 0.55],
      palette.bright,
      random.between(1.5, 5),
      { opacity: 0.8 },
    );
  }).join("");
  const lines = random.chance(0.5)
    ? [0, 1, 2, 3, 4].map((i) => line([width / 2, ground - 20], [i * 75, height], palette.bright, 3)).join("")
    : `<ellipse cx="${width / 2}" cy="${height}" rx="130" ry="50" fill="none" stroke="${palette.bright}" stroke-width="4"/>`;
  return (
    rect(0, ground, width, height, palette.middle) +
    lines +
    placed(0, 0, speed, { flip: false }) +
    placed(x, y, ball, { turn: random.between(0, 180) })
  );
};

export const train: Motif = ({ palette, random, ground, width, height }) => {
  const y = ground - random.between(10, 60);
  const car = (x: number) => {
    let drawn =
      rect(x, y - 66, 150, 62, palette.bright, { rx: 10 }) + rect(x, y - 26, 150, 9, palette.accent);
    for (let at = x + 12; at < x + 130; at += 27)
      drawn += rect(at, y - 56, 20, 20, palette.isNight ? palette.light : palette.far, { rx: 3 });
    return drawn;
  };
  const start = random.between(-110, -20);
  let arches = rect(0, y - 4, width, 14, palette.near);
  const span = random.between(48, 90);
  for (let x = start; x < width + span; x += span)
    arches += path(
      `M${short(x)} ${short(y)}h${short(span)}V${height}h-8Q${short(x + span / 2)} ${short(y + 6)} ${short(x + 8)} ${height}h-8Z`,
      palette.middle,
    );
  return (
    arches + car(start) + car(start + 155) + car(start + 310) + rect(0, height - 46, width, 46, palette.near)
  );
};
