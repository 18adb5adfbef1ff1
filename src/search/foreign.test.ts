import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isForeign } from "./foreign.ts";

describe("a text in another language", () => {
  for (const text of [
    "ein Junge findet ein Heft",
    "Un lycéen trouve un cahier et il tue des gens",
    "un estudiante encuentra un cuaderno y muere todo aquel que está en él",
    "um estudante acha um caderno e não sabe de quem é",
    "una ragazza che vive nel bosco con gli spiriti",
    "高校生がノートを拾う",
    "школьник находит тетрадь",
    "소년이 공책을 줍는다",
    "ولد يجد دفترا",
  ]) {
    test(text, () => assert.ok(isForeign(text)));
  }
});

describe("not one", () => {
  for (const text of [
    "",
    "a boy finds a notebook and dies in the end",
    "Kimi no Na wa",
    "Ore no Imouto ga Konna ni Kawaii Wake ga Nai",
    "Yahari Ore no Seishun Love Comedy wa Machigatteiru",
    "El Cazador de la Bruja",
    "Le Chevalier d'Eon",
    "Das Experiment",
    "Re:Zero kara Hajimeru Isekai Seikatsu",
    "café owner with a naïve cat",
    "Romeo x Juliet",
    "α wave",
    "asdfgh qwerty",
    "🎌🎌",
    "123",
  ]) {
    test(JSON.stringify(text), () => assert.ok(!isForeign(text)));
  }
});
