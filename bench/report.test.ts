import assert from "node:assert/strict";
import { test } from "node:test";
import { isMet, tableMarkdown } from "./report.ts";

test("columns are the keys of all rows; numbers are short, gaps are dashes, bars do not break cells", () => {
  assert.equal(
    tableMarkdown([
      { a: "x|y", b: 0.123456 },
      { b: 12345.6, c: null },
      { a: 0, c: Number.NaN },
    ]),
    [
      "| a | b | c |",
      "| --- | --- | --- |",
      "| x\\|y | 0.123 | – |",
      "| – | 12,346 | – |",
      "| 0 | – | – |",
    ].join("\n"),
  );
});

test("a goal is met at its bound, missed beyond it and by what could not be measured", () => {
  const goal = { what: "time", unit: "ms" };
  assert.ok(isMet({ ...goal, measured: 4, most: 4 }));
  assert.ok(!isMet({ ...goal, measured: 4.1, most: 4 }));
  assert.ok(isMet({ ...goal, measured: 0.97, least: 0.97 }));
  assert.ok(!isMet({ ...goal, measured: 0.96, least: 0.97 }));
  assert.ok(!isMet({ ...goal, measured: Number.NaN, least: 0.97 }));
});
