import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../compare.ts";
import { legsReport, type Part } from "../legs.ts";
import { evaluationOf, outcome } from "../testing.ts";
import { changedQueries } from "./report.ts";
import {
  comparisonText,
  evaluationText,
  failuresText,
  fallenText,
  headline,
  legsText,
  reportText,
  signed,
} from "./text.ts";

const ids = ["p1", "p2", "p3"];
const good = evaluationOf(ids.map((id) => outcome(id, "plot", { "ndcg@10": 1, "mrr@10": 1 })));
const bad = evaluationOf(
  ids.map((id) =>
    outcome(
      id,
      "plot",
      { "ndcg@10": 0.25, violations: 1 },
      {
        results: [
          { id: "1", title: "Right", grade: 3, forbidden: false },
          { id: "2", title: "Wrong", grade: 0, forbidden: true },
        ],
      },
    ),
  ),
);

test("the head says what was asked of what", () => {
  assert.equal(
    headline({ ...good, skipped: 7 }),
    "3 queries (test half, 7 skipped) over 500 anime, a part of the whole, generation anime@000001",
  );
  const full = { ...good, half: "both" as const, catalogue: { ...good.catalogue, full: true } };
  assert.equal(headline(full), "3 queries (both halves, 0 skipped) over 500 anime, generation anime@000001");
});

test("the table has a line for each kind and one for all, under columns of one width", () => {
  const lines = evaluationText(good).split("\n");
  const table = lines.slice(2, 5);
  assert.match(table[1]!, /^plot +3 /);
  assert.match(table[2]!, /^overall +3 /);
  assert.equal(new Set(table.map((line) => line.length)).size, 1);
});

test("a comparison shows both means, the difference with its interval, and the queries that moved", () => {
  const text = comparisonText({
    a: "one",
    b: "other",
    rows: compare(good.outcomes, bad.outcomes, ["ndcg@10"]),
    changed: changedQueries(good.outcomes, bad.outcomes),
  });
  assert.match(text, /^a: one\nb: other\n/);
  assert.match(text, /overall +ndcg@10 +3 +1\.000 +0\.250 +−0\.750 +−0\.750…−0\.750 +p \d/);
  assert.match(text, /b loses the most ndcg@10 in\n {2}1\.00 → 0\.25 {2}p1/);
  assert.doesNotMatch(text, /gains/);
});

test("failures show grades, and what must not be there", () => {
  assert.match(failuresText(bad), /^p1 {2}ndcg 0\.25 {2}p@10 0\.00 {2}query p1\n {4}3:Right \| ✗:Wrong$/m);
  assert.equal(failuresText(good), "");
});

test("legs: the best one of each kind, and a sentence that says where the whole is worse", () => {
  const part = (evaluation: typeof good): Part => ({ name: "text_sparse", role: "leg", evaluation });
  const worse = legsReport(bad, [part(good)]);
  assert.match(legsText(bad, worse), /worse than its best leg .* plot by ndcg@10 \(text_sparse\)/);
  const better = legsReport(good, [part(bad)]);
  assert.match(legsText(good, better), /nowhere worse/);
});

test("what fell is listed with what was recorded, allowed and reached", () => {
  assert.equal(fallenText([]), "nothing is below its floor");
  const text = fallenText([{ kind: "plot", measure: "mrr@10", recorded: 0.9, allowed: 0.88, now: 0.5 }]);
  assert.match(text, /^1 below the floor\n/);
  assert.match(text, /plot +mrr@10 +0\.900 +0\.880 +0\.500$/);
});

test("the whole text holds figures, comparison and failures", () => {
  const comparison = { a: "x", b: "y", rows: compare(bad.outcomes, good.outcomes), changed: [] };
  const text = reportText({ evaluation: bad, comparison });
  for (const piece of [evaluationText(bad), comparisonText(comparison), failuresText(bad)])
    assert.ok(text.includes(piece));
  assert.equal(reportText({ evaluation: good }), evaluationText(good));
});

test("numbers carry their sign", () => {
  assert.deepEqual([0.5, 0, -0.25].map(signed), ["+0.500", "+0.000", "−0.250"]);
});
