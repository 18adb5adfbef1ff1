import assert from "node:assert/strict";
import { test } from "node:test";
import { coherence, type Described, featureWeight } from "./coherence.ts";

const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);
const anime = (features: Record<string, number>, franchise: string | null = null): Described => ({
  features: new Map(Object.entries(features)),
  franchise,
});

test("the mean of all pairs, each the cosine of the features", () => {
  const drama = anime({ drama: 1 });
  // ‖both‖ = √2, so cos(drama, both) = 1/√2; the two equal ones have 1: (1 + 1/√2 + 1/√2) / 3.
  const both = anime({ drama: 1, school: 1 });
  close(coherence([drama, anime({ drama: 1 }), both]), (1 + Math.SQRT2) / 3);
  close(coherence([drama, anime({ racing: 1 })]), 0);
});

test("a rare feature in common makes more alike than a common one", () => {
  // Shared weight 3 of lengths √(3² + 1²) each: 9/10; shared weight 1 of the same: 1/10.
  close(coherence([anime({ go: 3, a: 1 }), anime({ go: 3, b: 1 })]), 0.9);
  close(coherence([anime({ go: 1, a: 3 }), anime({ go: 1, b: 3 })]), 0.1);
});

test("works of one franchise are alike whatever their features; none is no franchise", () => {
  close(coherence([anime({ drama: 1 }, "f"), anime({ racing: 1 }, "f")]), 1);
  close(coherence([anime({}, "f"), anime({}, "f")]), 1);
  close(coherence([anime({}), anime({})]), 0);
});

test("less than two results cohere; features of weight 0 make nothing alike", () => {
  assert.equal(coherence([]), 1);
  assert.equal(coherence([anime({})]), 1);
  close(coherence([anime({ all: 0 }), anime({ all: 0 })]), 0);
});

test("a feature weighs by how few have it, and never less than nothing", () => {
  close(featureWeight(1, 100), Math.log(100));
  close(featureWeight(50, 100), Math.log(2));
  assert.equal(featureWeight(100, 100), 0);
  assert.equal(featureWeight(101, 100), 0);
  close(featureWeight(0, 100), Math.log(100));
});
