/** Pieces of SVG. Only numbers, colours made here and constants go in: nothing that comes from a catalogue. */

export type Point = readonly [x: number, y: number];
type Attributes = Readonly<Record<string, string | number>>;

/** A number to a tenth, as short as it gets. */
export function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function tag(name: string, attributes: Attributes, content = ""): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? short(value) : value}"`,
  );
  return content === ""
    ? `<${name}${written.join("")}/>`
    : `<${name}${written.join("")}>${content}</${name}>`;
}

export function circle(cx: number, cy: number, r: number, fill: string, more: Attributes = {}): string {
  return tag("circle", { cx, cy, r, fill, ...more });
}

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  more: Attributes = {},
): string {
  return tag("rect", { x, y, width, height, fill, ...more });
}

export function polygon(points: readonly Point[], fill: string, more: Attributes = {}): string {
  return tag("polygon", {
    points: points.map(([x, y]) => `${short(x)},${short(y)}`).join(" "),
    fill,
    ...more,
  });
}

export function path(d: string, fill: string, more: Attributes = {}): string {
  return tag("path", { d, fill, ...more });
}

export function line(from: Point, to: Point, stroke: string, width: number, more: Attributes = {}): string {
  return tag("line", {
    x1: from[0],
    y1: from[1],
    x2: to[0],
    y2: to[1],
    stroke,
    "stroke-width": width,
    "stroke-linecap": "round",
    ...more,
  });
}

/** The content moved to (x, y), turned by degrees and scaled. */
export function placed(
  x: number,
  y: number,
  content: string,
  { turn = 0, scale = 1, flip = false } = {},
): string {
  const scaled = scale === 1 && !flip ? "" : ` scale(${short(flip ? -scale : scale)} ${short(scale)})`;
  return `<g transform="translate(${short(x)} ${short(y)})${turn === 0 ? "" : ` rotate(${short(turn)})`}${scaled}">${content}</g>`;
}

export function faded(opacity: number, content: string): string {
  return `<g opacity="${Math.round(opacity * 100) / 100}">${content}</g>`;
}

/** A star polygon's corners around (0, 0), one pointing up. */
export function star(corners: number, outer: number, inner: number): Point[] {
  return Array.from({ length: corners * 2 }, (_, i): Point => {
    const radius = i % 2 === 0 ? outer : inner;
    const angle = (i * Math.PI) / corners - Math.PI / 2;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}
