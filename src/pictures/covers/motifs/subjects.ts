import { circle, line, type Point, path, placed, polygon, rect, short, star } from "../svg.ts";
import type { Motif, Scene } from "./motif.ts";

/** Motifs of people, animals and things. */

/** A person seen from behind: `tall` from foot to head, standing on (0, 0). */

export function figure(tall: number, hair: string, coat: string, random: Scene["random"]): string {
  const head = tall * 0.14;
  const flare = random.between(0.16, 0.26) * tall;
  const body = polygon(
    [
      [-tall * 0.1, -tall * 0.72],
      [tall * 0.1, -tall * 0.72],
      [flare, -tall * 0.24],
      [-flare, -tall * 0.24],
    ],
    coat,
  );
  const legs =
    rect(-tall * 0.08, -tall * 0.26, tall * 0.06, tall * 0.26, hair) +
    rect(tall * 0.02, -tall * 0.26, tall * 0.06, tall * 0.26, hair);
  const long = random.chance(0.5)
    ? rect(-head, -tall * 0.86, head * 2, tall * random.between(0.2, 0.4), hair, { rx: head * 0.7 })
    : "";
  return legs + body + long + circle(0, -tall * 0.86, head, hair);
}

/** A robot's head and shoulders; its horns, visor and plates differ. */

export const robot: Motif = ({ palette, random, ground, width, height }) => {
  const half = random.between(40, 56);
  const jaw = random.between(20, 34);
  const horns = random.whole(1, 3);
  const helmet = path(
    `M${-half} 0L${short(-half * 0.86)} -70Q0 -112 ${short(half * 0.86)} -70L${short(half)} 0L${short(jaw)} 40H${short(-jaw)}Z`,
    palette.far,
  );
  const crest = Array.from({ length: horns }, (_, i) => {
    const spread = 26 + i * 24;
    const tall = random.between(70, 130) - i * 20;
    return (
      polygon(
        [
          [-6, -70],
          [-spread, -70 - tall],
          [-spread - 10, -60 - tall],
          [-16, -52],
        ],
        i === 0 ? palette.accent : palette.bright,
      ) +
      polygon(
        [
          [6, -70],
          [spread, -70 - tall],
          [spread + 10, -60 - tall],
          [16, -52],
        ],
        i === 0 ? palette.accent : palette.bright,
      )
    );
  }).join("");
  const visor = random.chance(0.5)
    ? polygon(
        [
          [-half + 8, -38],
          [half - 8, -38],
          [half * 0.5, -14],
          [0, -20],
          [-half * 0.5, -14],
        ],
        palette.near,
      ) +
      polygon(
        [
          [-half + 18, -34],
          [-8, -26],
          [-22, -20],
        ],
        palette.light,
      ) +
      polygon(
        [
          [half - 18, -34],
          [8, -26],
          [22, -20],
        ],
        palette.light,
      )
    : rect(-half + 10, -40, half * 2 - 20, 18, palette.near) +
      circle(random.between(-half + 26, half - 26), -31, 7, palette.light);
  const mouth =
    rect(-jaw * 0.7, 4, jaw * 1.4, 5, palette.near) + rect(-jaw * 0.6, 14, jaw * 1.2, 5, palette.near);
  const shoulder = random.between(92, 120);
  const plates =
    polygon(
      [
        [-70, 60],
        [70, 60],
        [110, 260],
        [-110, 260],
      ],
      palette.middle,
    ) +
    polygon(
      [
        [-30, 60],
        [30, 60],
        [12, 140],
        [-12, 140],
      ],
      palette.accent,
    ) +
    [-1, 1]
      .map(
        (side) =>
          polygon(
            [
              [side * 62, 46],
              [side * shoulder, 20],
              [side * (shoulder + 48), 70],
              [side * (shoulder + 40), 180],
              [side * 74, 140],
            ],
            palette.near,
          ) +
          polygon(
            [
              [side * shoulder, 34],
              [side * (shoulder + 30), 70],
              [side * (shoulder + 26), 88],
              [side * (shoulder - 8), 56],
            ],
            palette.bright,
          ),
      )
      .join("");
  const turned = random.between(-9, 9);
  return (
    placed(width / 2 + random.between(-30, 30), ground - 90, `${plates}${crest}${helmet}${visor}${mouth}`, {
      turn: turned,
      scale: random.between(0.95, 1.2),
    }) + (random.chance(0.4) ? rect(0, height - 60, width, 60, palette.near) : "")
  );
};

export const rocket: Motif = ({ palette, random, ground, width }) => {
  const planetRadius = random.between(70, 120);
  const x = random.between(40, width - 40);
  const y = ground - random.between(80, 180);
  const bands = Array.from({ length: 5 }, (_, i) =>
    rect(
      -planetRadius,
      -planetRadius + i * planetRadius * 0.42,
      planetRadius * 2,
      planetRadius * random.between(0.08, 0.3),
      i % 2 === 0 ? palette.accent : palette.far,
    ),
  ).join("");
  const id = `p${random.whole(0, 1e9)}`;
  const planet = `<clipPath id="${id}">${circle(0, 0, planetRadius, "#000")}</clipPath>${circle(0, 0, planetRadius, palette.middle)}<g clip-path="url(#${id})">${bands}${circle(-planetRadius * 0.5, 0, planetRadius * 1.1, "none", { stroke: palette.near, "stroke-width": planetRadius * 0.5, opacity: 0.35 })}</g>`;
  const ring = random.chance(0.6)
    ? `<ellipse rx="${short(planetRadius * 1.7)}" ry="${short(planetRadius * 0.36)}" fill="none" stroke="${palette.bright}" stroke-width="5" opacity="0.85"/>`
    : "";
  const craft =
    path("M0 -46Q20 -16 14 24H-14Q-20 -16 0 -46Z", palette.bright) +
    polygon(
      [
        [-14, 4],
        [-32, 32],
        [-12, 24],
      ],
      palette.accent,
    ) +
    polygon(
      [
        [14, 4],
        [32, 32],
        [12, 24],
      ],
      palette.accent,
    ) +
    circle(0, -10, 6, palette.near) +
    path("M-9 26Q0 70 9 26Z", palette.light);
  return (
    placed(x, y, planet + ring, { turn: random.between(-30, 30) }) +
    placed(random.between(70, 230), ground + random.between(-60, 20), craft, {
      turn: random.between(-60, 60),
      scale: random.between(0.8, 1.6),
    })
  );
};

export const umbrella: Motif = ({ palette, random, ground, width, height }) => {
  const tall = random.between(100, 140);
  const people = random.whole(1, 2);
  const rain = Array.from({ length: random.chance(0.6) ? 60 : 0 }, () => {
    const x = random.between(0, width + 30);
    const y = random.between(0, ground);
    return line([x, y], [x - 5, y + random.between(10, 24)], palette.bright, 1.2, { opacity: 0.6 });
  }).join("");
  const both = Array.from({ length: people }, (_, i) =>
    placed(
      (i - (people - 1) / 2) * tall * 0.42,
      0,
      figure(tall * (1 - i * 0.08), palette.near, i === 0 ? palette.middle : palette.far, random),
    ),
  ).join("");
  const wide = tall * (0.4 + people * 0.14);
  const shade =
    line([0, -tall * 1.28], [0, -tall * 0.5], palette.near, 3) +
    path(
      `M${short(-wide)} ${short(-tall * 0.98)}Q0 ${short(-tall * 1.65)} ${short(wide)} ${short(-tall * 0.98)}Q${short(wide * 0.66)} ${short(-tall * 1.08)} ${short(wide * 0.33)} ${short(-tall * 0.98)}Q0 ${short(-tall * 1.08)} ${short(-wide * 0.33)} ${short(-tall * 0.98)}Q${short(-wide * 0.66)} ${short(-tall * 1.08)} ${short(-wide)} ${short(-tall * 0.98)}Z`,
      palette.accent,
    );
  return (
    rect(0, ground, width, height, palette.near) +
    rain +
    placed(random.between(95, 205), ground + 10, both + (random.chance(0.65) ? shade : ""))
  );
};

export const cat: Motif = ({ palette, random, ground, width, height }) => {
  const wall = rect(0, ground, width, height, palette.middle) + rect(0, ground, width, 12, palette.bright);
  const sitting =
    path(
      "M-34 0Q-44 -60 -12 -84Q-22 -98 -20 -124L-6 -112H8L22 -124Q24 -98 14 -84Q40 -60 34 0Z",
      palette.near,
    ) +
    path("M30 -6Q74 -8 66 -54Q62 -66 56 -52Q58 -20 28 -16Z", palette.near) +
    circle(-8, -100, 3, palette.light) +
    circle(9, -100, 3, palette.light);
  const count = random.whole(1, 3);
  return (
    wall +
    Array.from({ length: count }, (_, i) =>
      placed(random.between(50, 110) + i * 80, ground + 1, sitting, {
        scale: random.between(0.6, 1.1) * (count === 1 ? 1.5 : 1),
        flip: random.chance(0.5),
      }),
    ).join("")
  );
};

export const bowl: Motif = ({ palette, random, ground, width, height }) => {
  const dish =
    path("M-92 0H92Q84 74 34 84V94H-34V84Q-84 74 -92 0Z", palette.accent) +
    rect(-98, -8, 196, 14, palette.bright, { rx: 7 });
  const steam = [-44, 0, 44]
    .map((x) =>
      path(`M${x} -24q-16 -20 0 -40t0 -40t0 -40`, "none", {
        stroke: palette.bright,
        "stroke-width": 6,
        "stroke-linecap": "round",
        opacity: 0.75,
      }),
    )
    .join("");
  const sticks = line([-20, -4], [96, -92], palette.near, 6) + line([-2, -2], [108, -78], palette.near, 6);
  return (
    rect(0, ground, width, height, palette.middle) +
    placed(width / 2 + random.between(-20, 20), ground - 70, steam + sticks + dish, {
      scale: random.between(0.9, 1.15),
    })
  );
};

/** Somebody on top of the world: a hero, a cape, rays behind. */

export const hero: Motif = ({ palette, random, ground, width, height }) => {
  const rays = random.whole(9, 18);
  const centre: Point = [width / 2, ground - 110];
  const burst = Array.from({ length: rays }, (_, i) => {
    const angle = (i / rays) * 2 * Math.PI + random.between(-0.06, 0.06);
    const open = (Math.PI / rays) * random.between(0.35, 0.6);
    const at = (turn: number): Point => [centre[0] + 420 * Math.cos(turn), centre[1] + 420 * Math.sin(turn)];
    return polygon(
      [centre, at(angle - open), at(angle + open)],
      i % 2 === 0 ? palette.accent : palette.light,
      { opacity: 0.55 },
    );
  }).join("");
  const side = random.chance(0.5) ? 1 : -1;
  const cape = random.chance(0.6)
    ? path(
        `M${-side * 12} -92Q${side * 70} -70 ${side * random.between(70, 110)} ${short(random.between(-50, -10))}Q${side * 40} -20 ${side * 12} -24Z`,
        palette.accent,
      )
    : "";
  const blade = random.chance(0.6)
    ? line([side * -26, -40], [side * -84, random.chance(0.5) ? -130 : 10], palette.bright, 5)
    : "";
  const peak = polygon(
    [
      [width / 2 - 30, ground],
      [width / 2 + 40, ground + 4],
      [width + 40, height],
      [-40, height],
    ],
    palette.near,
  );
  return (
    burst +
    peak +
    placed(width / 2, ground + 4, cape + blade + figure(118, palette.near, palette.middle, random), {
      scale: 1.15,
    })
  );
};

export const emblem: Motif = ({ palette, random, ground, width }) => {
  const corners = random.pick([4, 5, 6, 8]);
  const outer = random.between(70, 112);
  const shape =
    polygon(star(corners, outer, outer * random.between(0.35, 0.6)), palette.accent) +
    polygon(star(corners, outer * 0.62, outer * 0.3), palette.bright);
  const halo = [1.12, 1.25, 1.42]
    .map((grow, i) =>
      circle(0, 0, outer * grow, "none", {
        stroke: i === 1 ? palette.accent : palette.bright,
        "stroke-width": 2 + i,
        "stroke-dasharray": i === 1 ? "3 9" : "none",
      }),
    )
    .join("");
  const ribbons = [-1, 1]
    .map((side) =>
      path(`M0 ${short(outer)}q${side * 60} 50 ${side * 18} 130t${side * 60} 130`, "none", {
        stroke: side > 0 ? palette.accent : palette.middle,
        "stroke-width": 13,
        "stroke-linecap": "round",
      }),
    )
    .join("");
  const sparks = Array.from({ length: 14 }, () =>
    placed(
      random.between(-140, 140),
      random.between(-190, 150),
      polygon(star(4, random.between(5, 13), 2), palette.bright),
    ),
  ).join("");
  return placed(
    width / 2,
    ground - 120,
    ribbons + halo + placed(0, 0, shape, { turn: random.between(-20, 20) }) + sparks,
  );
};
