import assert from "node:assert/strict";
import { test } from "node:test";
import { clipsOf } from "./clips.ts";

for (const [name, clip] of [
  ["ハチミツとクローバー", "はちくろ"],
  ["クレヨンしんちゃん", "くれしん"],
  ["約束のネバーランド", "約ねば"],
  ["スパイファミリー ミッション", "すぱみっ"],
  ["とある科学のレールガン", "科れる"],
] as const) {
  test(`${name}: ${clip}`, () => assert.ok(clipsOf(name).includes(clip), clipsOf(name).join()));
}

test("a name of one piece, or of other scripts, has none", () => {
  for (const name of ["ナルト", "Steins;Gate", "鬼滅の刃", ""]) assert.deepEqual(clipsOf(name), [], name);
});
