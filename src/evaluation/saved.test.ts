import assert from "node:assert/strict";
import { test } from "node:test";
import { isFailure } from "../errors.ts";
import { readSavedReport } from "./saved.ts";
import { evaluationOf, outcome } from "./testing.ts";

test("what was written can be read, with whatever an older or newer version writes besides", () => {
  const evaluation = evaluationOf([outcome("p1", "plot", { "ndcg@10": 0.5 })]);
  const saved = readSavedReport(JSON.stringify({ ...evaluation, colour: "blue" }), "old.json");
  assert.equal(saved.catalogue.anime, 500);
  assert.equal(saved.outcomes[0]?.measured["ndcg@10"], 0.5);
});

test("what is no report is refused with the name of the file", () => {
  const unknownKind = evaluationOf([{ ...outcome("p1", "plot", {}), kind: "poem" as never }]);
  const noMeasure = { ...evaluationOf([]), outcomes: [{ id: "p1", kind: "plot", query: "q", measured: {} }] };
  for (const text of ["", "{", "[]", "null", "{}", JSON.stringify(unknownKind), JSON.stringify(noMeasure)]) {
    assert.throws(
      () => readSavedReport(text, "old.json"),
      (error) => isFailure(error, "INPUT_UNREADABLE") && error.message.startsWith("old.json"),
      text,
    );
  }
});
