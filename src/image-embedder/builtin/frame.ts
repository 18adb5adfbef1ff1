/** What is inside a picture's borders, brought to one small square. */

/** Interleaved sRGB, [height × width × 3]. */
export interface Rgb {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** In px, `right` and `bottom` exclusive. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How far a line of a border may be from the border's colour, on average (sum over the three channels, 0..765). */
const MEAN_TOLERANCE = 14;
/** How far a pixel must be from its neighbours beyond to stand at an edge. */
const STEP = 40;
/** The share of a line's pixels that makes a difference; fewer are dust, or the ringing of JPEG. */
const DUST = 0.02;
/** The share of a border's length along which the picture inside must stand out from it. */
const STEP_SHARE = 0.4;
/** A border takes at most this share of a side. */
const WIDEST = 0.18;
/** A frame inside a frame inside a frame, and no further. */
const ROUNDS = 3;

/**
 * The picture without its uniform borders, which end in a step along much of their length. Each side is taken by
 * itself, so that letterboxes go, too. Ground of the picture's own, which ends where its figures do, stays: how far it
 * reaches is not sure enough to be the same in every copy.
 */
export function withoutBorders(picture: Rgb): Frame {
  let frame: Frame = { left: 0, top: 0, right: picture.width, bottom: picture.height };
  for (let round = 0; round < ROUNDS; round++) {
    const next = trimOnce(picture, frame);
    if (next === null) break;
    frame = next;
  }
  return frame;
}

/** The frame less one border; null where there is none. */
function trimOnce(picture: Rgb, { left, top, right, bottom }: Frame): Frame | null {
  const rows = Math.ceil((bottom - top) * WIDEST);
  const columns = Math.ceil((right - left) * WIDEST);
  const row = (y: number) => ({ x: left, y, dx: 1, dy: 0, length: right - left }) as const;
  const column = (x: number) => ({ x, y: top, dx: 0, dy: 1, length: bottom - top }) as const;
  const above = borderLines(picture, rows, (i) => row(top + i));
  const below = borderLines(picture, rows, (i) => row(bottom - 1 - i));
  const before = borderLines(picture, columns, (i) => column(left + i));
  const behind = borderLines(picture, columns, (i) => column(right - 1 - i));
  if (above + below + before + behind === 0) return null;
  return { left: left + before, top: top + above, right: right - behind, bottom: bottom - below };
}

interface Line {
  readonly x: number;
  readonly y: number;
  readonly dx: 0 | 1;
  readonly dy: 0 | 1;
  readonly length: number;
}

/**
 * How many lines from the edge inwards are border: of one colour, and ended by a step. Where the colour goes over into
 * another by and by, or reaches further than `most` lines, it is the picture's own ground, and none is.
 */
function borderLines(picture: Rgb, most: number, line: (i: number) => Line): number {
  const colour = meanColour(picture, line(0));
  for (let lines = 0; lines < most; lines++) {
    if (isUniform(picture, line(lines), colour)) continue;
    // The first line that is not border may be half of it, where the picture was shrunk.
    return lines > 0 && isStep(picture, line(lines - 1), line(lines + 1)) ? lines : 0;
  }
  return 0;
}

type Colour = readonly [number, number, number];

const place = ({ x, y, dx, dy }: Line, i: number, width: number) => 3 * ((y + i * dy) * width + x + i * dx);

function meanColour({ data, width }: Rgb, line: Line): Colour {
  let [red, green, blue] = [0, 0, 0];
  for (let i = 0; i < line.length; i++) {
    const at = place(line, i, width);
    red += data[at]!;
    green += data[at + 1]!;
    blue += data[at + 2]!;
  }
  return [red / line.length, green / line.length, blue / line.length];
}

function isUniform({ data, width }: Rgb, line: Line, [red, green, blue]: Colour): boolean {
  let sum = 0;
  let outliers = 0;
  for (let i = 0; i < line.length; i++) {
    const at = place(line, i, width);
    const off = Math.abs(data[at]! - red) + Math.abs(data[at + 1]! - green) + Math.abs(data[at + 2]! - blue);
    sum += off;
    if (off > STEP) outliers++;
  }
  return sum <= MEAN_TOLERANCE * line.length && outliers <= DUST * line.length;
}

function isStep({ data, width }: Rgb, line: Line, beyond: Line): boolean {
  let steps = 0;
  for (let i = 0; i < line.length; i++) {
    const here = place(line, i, width);
    const there = place(beyond, i, width);
    let off = 0;
    for (let c = 0; c < 3; c++) off += Math.abs(data[here + c]! - data[there + c]!);
    if (off > STEP) steps++;
  }
  return steps > STEP_SHARE * line.length;
}

/**
 * The framed part as a square of pixels, [side × side × 3], 0..255. Each is the mean of the area that it covers, so
 * that any size of one picture gives nearly the same square; and what is cut off or added moves things little.
 */
export function squareOf(picture: Rgb, frame: Frame, side: number): Float32Array {
  const columns = spans(frame.left, frame.right, side);
  const rows = spans(frame.top, frame.bottom, side);
  const { data, width } = picture;
  // First across, for the rows of the frame, then down.
  const height = frame.bottom - frame.top;
  const across = new Float32Array(height * side * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < side; x++) {
      const { from, weights } = columns[x]!;
      let [r, g, b] = [0, 0, 0];
      for (let i = 0, at = 3 * ((frame.top + y) * width + from); i < weights.length; i++, at += 3) {
        const weight = weights[i]!;
        r += weight * data[at]!;
        g += weight * data[at + 1]!;
        b += weight * data[at + 2]!;
      }
      const to = 3 * (y * side + x);
      across[to] = r;
      across[to + 1] = g;
      across[to + 2] = b;
    }
  }
  const square = new Float32Array(side * side * 3);
  const stride = 3 * side;
  for (let y = 0; y < side; y++) {
    const { from, weights } = rows[y]!;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i]!;
      const source = (from - frame.top + i) * stride;
      for (let x = 0; x < stride; x++) square[y * stride + x]! += weight * across[source + x]!;
    }
  }
  return square;
}

/** For each of `count` equal parts of [from, to): the first pixel that it touches, and what share of it each one is. */
function spans(from: number, to: number, count: number): { from: number; weights: Float32Array }[] {
  const size = (to - from) / count;
  return Array.from({ length: count }, (_, i) => {
    const [start, end] = [from + i * size, from + (i + 1) * size];
    const first = Math.min(to - 1, Math.floor(start));
    const last = Math.max(first, Math.min(to - 1, Math.ceil(end) - 1));
    const weights = new Float32Array(last - first + 1);
    for (let pixel = first; pixel <= last; pixel++) {
      weights[pixel - first] = (Math.min(end, pixel + 1) - Math.max(start, pixel)) / size;
    }
    return { from: first, weights };
  });
}
