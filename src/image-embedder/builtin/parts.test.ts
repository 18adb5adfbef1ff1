/** The parts of the descriptor, each by itself. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cosineTransform } from "./cosine-transform.ts";
import { CELLS, edgeCells, mirrorParts, ORIENTATIONS } from "./edges.ts";
import { toOklab } from "./oklab.ts";
import { PALETTE_SIZE, paletteOf } from "./palette.ts";
import { signless } from "./parity.ts";
import { COVERAGE, overViews, SIDE, VIEW } from "./views.ts";

const near = (actual: number, expected: number, tolerance = 1e-5) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

function plane(at: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => at(i % SIDE, Math.floor(i / SIDE)));
}
const lively = (x: number, y: number) => ((x * 31 + y * 17 + x * y) % 97) / 97;
const here = plane(lively);
const mirrored = plane((x, y) => lively(SIDE - 1 - x, y));

describe("OKLab", () => {
  test("has the values of its author for white, black and red", () => {
    const { lightness, a, b } = toOklab(Float32Array.of(255, 255, 255, 0, 0, 0, 255, 0, 0));
    near(lightness[0]!, 1, 1e-4);
    near(a[0]!, 0, 1e-4);
    near(b[0]!, 0, 1e-4);
    near(lightness[1]!, 0);
    // https://bottosson.github.io/posts/oklab/: #ff0000 is 0.628, 0.225, 0.126.
    near(lightness[2]!, 0.628, 5e-4);
    near(a[2]!, 0.225, 5e-4);
    near(b[2]!, 0.126, 5e-4);
  });
});

describe("views", () => {
  test("give every place as much as there are views of it", () => {
    // Two views of 64 begin at 0 and at 8: one sees the first and last 8, both what is between.
    assert.deepEqual(
      [COVERAGE[0], COVERAGE[7], COVERAGE[8], COVERAGE[63], COVERAGE[64]],
      [0.5, 0.5, 1, 1, 0.5],
    );
    near(
      COVERAGE.reduce((sum, share) => sum + share, 0),
      VIEW,
    );
  });

  test("average what is asked of each", () => {
    const positions = overViews((position) => position);
    // Place 10 is 10 in the first view and 2 in the second.
    near(positions[10]!, 6);
    near(positions[3]!, 1.5);
  });
});

describe("the cosine transform", () => {
  test("of one value is that value and nothing else", () => {
    const [mean, ...others] = cosineTransform(
      plane(() => 0.7),
      5,
    );
    near(mean!, 0.7);
    for (const other of others) near(other, 0);
  });

  test("of a mirrored plane has the other sign where the frequency across is odd", () => {
    const before = cosineTransform(here, 6);
    const after = cosineTransform(mirrored, 6);
    for (const [i, value] of before.entries()) near(after[i]!, (i % 6) % 2 === 0 ? value : -value);
  });
});

describe("edges", () => {
  test("of stripes are all in the orientation across them", () => {
    const upright = edgeCells(plane((x) => Math.sin(x)));
    const flat = edgeCells(plane((_, y) => Math.sin(y)));
    for (let cell = 0; cell < CELLS * CELLS; cell++) {
      for (let bin = 0; bin < ORIENTATIONS; bin++) {
        const at = cell * ORIENTATIONS + bin;
        assert.equal(upright[at]! > 1e-3, bin === 0);
        // A quarter turn: the fifth of eight orientations over half a turn.
        assert.equal(flat[at]! > 1e-3, bin === 4);
      }
    }
  });

  test("are none where nothing is", () => {
    assert.ok(edgeCells(plane(() => 0.5)).every((value) => value === 0));
  });

  test("have in common with their mirror image what they have, and differ the other way round", () => {
    const before = mirrorParts(edgeCells(here));
    const after = mirrorParts(edgeCells(mirrored));
    for (const [i, value] of before.even.entries()) near(after.even[i]!, value, 1e-3);
    for (const [i, value] of before.odd.entries()) near(after.odd[i]!, -value, 1e-3);
  });
});

describe("products without a sign", () => {
  test("are those of all pairs, by the length", () => {
    // |(3, 4)| = 5: 9 / 5, √2 · 12 / 5, 16 / 5; and their own length is 5 again.
    const products = signless([3, 4]);
    for (const [i, expected] of [9 / 5, (Math.SQRT2 * 12) / 5, 16 / 5].entries())
      near(products[i]!, expected);
    near(Math.hypot(...products), 5);
  });

  test("are the same for a vector and its negative, and tell all others apart", () => {
    const own = signless([1, -2, 3]);
    assert.deepEqual(signless([-1, 2, -3]), own);
    const dot = (other: Float32Array) => own.reduce((sum, value, i) => sum + value * other[i]!, 0);
    // (1 · 1 + 2 · 2 − 3 · 3)² / 14 = 16 / 14, where with itself it is 14.
    near(dot(signless([1, -2, -3])), 16 / 14, 1e-4);
    near(dot(own), 14, 1e-4);
  });

  test("of nothing are nothing", () => {
    assert.deepEqual([...signless([0, 0])], [0, 0, 0]);
    assert.equal(signless([]).length, 0);
  });
});

describe("the palette", () => {
  const of = (colour: readonly [number, number, number]) =>
    paletteOf(toOklab(Float32Array.from({ length: 3 * SIDE * SIDE }, (_, i) => colour[i % 3]!)));

  test("shares out the whole picture", () => {
    for (const colour of [
      [255, 0, 0],
      [3, 3, 3],
      [255, 255, 255],
      [90, 120, 80],
    ] as const) {
      const shares = of(colour);
      assert.equal(shares.length, PALETTE_SIZE);
      near(
        shares.reduce((sum, share) => sum + share, 0),
        1,
        1e-3,
      );
      assert.ok(shares.every((share) => share >= 0));
    }
  });

  test("knows greys from colours", () => {
    const greys = (shares: Float32Array) => shares.subarray(24).reduce((sum, share) => sum + share, 0);
    assert.ok(greys(of([128, 128, 128])) > 0.99);
    assert.ok(greys(of([255, 0, 0])) < 0.01);
  });
});
