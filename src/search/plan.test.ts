import assert from "node:assert/strict";
import { test } from "node:test";
import { isFailure } from "../errors.ts";
import { type KnownSpaces, planSpaces, type RankingDefaults, type SpaceKind } from "./plan.ts";

const known: KnownSpaces = new Map<string, SpaceKind>([
  ["title_vector", "text"],
  ["genre_vector", "text"],
  ["image_vector", "image"],
  ["text_sparse", "sparse"],
]);
const defaults: RankingDefaults = {
  weights: { title_vector: 0.5, text_sparse: 1 },
  fusion: { method: "relative", k: 60 },
  popularity: 1,
  sharpness: 1,
  leastCosine: 0,
  window: 10,
};
const names = (request: Parameters<typeof planSpaces>[0]) =>
  planSpaces(request, known, defaults).map(({ name }) => name);

test("the mode chooses among the fitted spaces", () => {
  assert.deepEqual(names({ mode: "auto" }), ["title_vector", "text_sparse"]);
  assert.deepEqual(names({ mode: "hybrid" }), ["title_vector", "text_sparse"]);
  assert.deepEqual(names({ mode: "dense" }), ["title_vector"]);
  assert.deepEqual(names({ mode: "sparse" }), ["text_sparse"]);
});

test("spaces that are named replace the fitted ones; a weight of 0 switches off", () => {
  const spaces = [
    { name: "genre_vector", weight: 2 },
    { name: "text_sparse", weight: 0 },
  ];
  assert.deepEqual(planSpaces({ mode: "auto", spaces }, known, defaults), [
    { name: "genre_vector", kind: "text", weight: 2 },
  ]);
});

test("what cannot be searched is refused by name", () => {
  const refusal = (spaces: { name: string; weight: number }[], mode: "auto" | "dense" = "auto") => {
    try {
      planSpaces({ mode, spaces }, known, defaults);
    } catch (error) {
      return isFailure(error) ? [error.code, error.fields[0]?.path, error.fields[0]?.nearest] : error;
    }
    return "accepted";
  };
  assert.deepEqual(refusal([{ name: "titel_vector", weight: 1 }]), [
    "SPACE_UNKNOWN",
    "spaces[0].name",
    "title_vector",
  ]);
  assert.deepEqual(refusal([{ name: "__proto__", weight: 1 }]), [
    "SPACE_UNKNOWN",
    "spaces[0].name",
    undefined,
  ]);
  assert.deepEqual(refusal([{ name: "image_vector", weight: 1 }]), [
    "SPACE_NOT_SEARCHABLE",
    "spaces[0].name",
    undefined,
  ]);
  assert.deepEqual(refusal([{ name: "text_sparse", weight: 1 }], "dense"), [
    "SPACE_NOT_SEARCHABLE",
    "spaces[0].name",
    undefined,
  ]);
  assert.deepEqual(refusal([{ name: "title_vector", weight: 0 }]), ["WEIGHTS_ALL_ZERO", "spaces", undefined]);
  assert.deepEqual(refusal([]), ["WEIGHTS_ALL_ZERO", "spaces", undefined]);
  const twice = [
    { name: "title_vector", weight: 1 },
    { name: "title_vector", weight: 2 },
  ];
  assert.deepEqual(refusal(twice), ["SPACE_NOT_SEARCHABLE", "spaces[1].name", undefined]);
});
