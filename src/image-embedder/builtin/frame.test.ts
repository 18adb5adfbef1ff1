import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Rgb, squareOf, withoutBorders } from "./frame.ts";

type Colour = readonly [number, number, number];

function picture(width: number, height: number, at: (x: number, y: number) => Colour): Rgb {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(at(x, y), 3 * (y * width + x));
  }
  return { width, height, data };
}

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];
/** Something in every line: no two neighbours are alike. */
const busy = (x: number, y: number): Colour => [(x * 37) % 256, (y * 91) % 256, ((x + y) * 53) % 256];

/** Busy inside, `colour` where the picture is less than `by` px from a side. */
const framed = (by: number, colour: Colour) =>
  picture(100, 80, (x, y) => (Math.min(x, y, 99 - x, 79 - y) < by ? colour : busy(x, y)));

describe("borders", () => {
  test("of one colour are taken off", () => {
    for (const colour of [BLACK, WHITE, [200, 30, 90] as const]) {
      assert.deepEqual(withoutBorders(framed(8, colour)), { left: 8, top: 8, right: 92, bottom: 72 });
    }
  });

  test("are taken off each side by itself", () => {
    const letterboxed = picture(100, 80, (x, y) => (y < 9 || y >= 70 ? BLACK : busy(x, y)));
    assert.deepEqual(withoutBorders(letterboxed), { left: 0, top: 9, right: 100, bottom: 70 });
  });

  test("inside one another are all taken off", () => {
    const nested = picture(100, 80, (x, y) => {
      const depth = Math.min(x, y, 99 - x, 79 - y);
      return depth < 4 ? BLACK : depth < 9 ? WHITE : busy(x, y);
    });
    assert.deepEqual(withoutBorders(nested), { left: 9, top: 9, right: 91, bottom: 71 });
  });

  test("are found where compression has left its marks in them", () => {
    const noisy = picture(100, 80, (x, y) => {
      const noise = (x * 7 + y * 13) % 4;
      return Math.min(x, y, 99 - x, 79 - y) < 8 ? [noise, noise, noise] : busy(x, y);
    });
    assert.deepEqual(withoutBorders(noisy), { left: 8, top: 8, right: 92, bottom: 72 });
  });

  test("are not what a picture has of its own", () => {
    const whole = { left: 0, top: 0, right: 100, bottom: 80 };
    assert.deepEqual(withoutBorders(picture(100, 80, busy)), whole, "no border");
    assert.deepEqual(withoutBorders(picture(100, 80, () => WHITE)), whole, "all one colour");
    const dusk = picture(100, 80, (_, y) => [y * 3, y * 3, 100]);
    assert.deepEqual(withoutBorders(dusk), whole, "a colour that goes over into another");
    const dot = picture(100, 80, (x, y) => (Math.hypot(x - 50, y - 40) < 30 ? BLACK : WHITE));
    assert.deepEqual(withoutBorders(dot), whole, "ground that ends where a figure begins");
    const half = picture(100, 80, (x, y) => (y < 30 ? WHITE : busy(x, y)));
    assert.deepEqual(withoutBorders(half), whole, "wider than any border");
  });

  test("are looked for in pictures of any size", () => {
    for (const [width, height] of [
      [1, 1],
      [1, 50],
      [50, 1],
      [2, 2],
      [3, 7],
    ] as const) {
      const frame = withoutBorders(picture(width, height, busy));
      assert.ok(frame.left < frame.right && frame.top < frame.bottom);
    }
  });
});

describe("the square", () => {
  const whole = ({ width, height }: Rgb) => ({ left: 0, top: 0, right: width, bottom: height });

  test("has the mean of each area", () => {
    // Four columns of 0, 30, 60, 90 into two: their means by pairs, 15 and 75.
    const steps = picture(4, 2, (x) => [30 * x, 0, 7]);
    assert.deepEqual([...squareOf(steps, whole(steps), 2)], [15, 0, 7, 75, 0, 7, 15, 0, 7, 75, 0, 7]);
  });

  test("shares out pixels that lie across two areas", () => {
    // Three columns of 0, 60, 120 into two: (0 + 60 / 2) / 1.5 = 20 and (60 / 2 + 120) / 1.5 = 100.
    const steps = picture(3, 1, (x) => [60 * x, 60 * x, 60 * x]);
    const square = squareOf(steps, whole(steps), 2);
    assert.ok(Math.abs(square[0]! - 20) < 1e-4 && Math.abs(square[3]! - 100) < 1e-4);
  });

  test("repeats pixels where there are too few", () => {
    const two = picture(2, 1, (x) => (x === 0 ? BLACK : WHITE));
    const square = squareOf(two, whole(two), 4);
    assert.deepEqual(
      Array.from({ length: 4 }, (_, x) => Math.round(square[3 * x]!)),
      [0, 0, 255, 255],
    );
  });

  test("leaves out what is outside of the frame", () => {
    const square = squareOf(framed(8, WHITE), { left: 0, top: 0, right: 8, bottom: 80 }, 3);
    assert.ok(square.every((value) => Math.abs(value - 255) < 1e-3));
  });
});
