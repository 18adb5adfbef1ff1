import assert from "node:assert/strict";
import { test } from "node:test";
import { legsReport, otherFusions, type Part, singleLegs, verdicts } from "./legs.ts";
import { evaluationOf, outcome } from "./testing.ts";

const IDS = Array.from({ length: 30 }, (_, i) => `p${i}`);
const system = (ndcg: (i: number) => number) =>
  evaluationOf(IDS.map((id, i) => outcome(id, "plot", { "ndcg@10": ndcg(i) })));
const leg = (name: string, ndcg: (i: number) => number): Part => ({
  name,
  role: "leg",
  evaluation: system(ndcg),
});
const ndcgVerdict = (whole: (i: number) => number, ...legs: Part[]) =>
  verdicts(system(whole), legs).find(({ kind, measure }) => kind === "plot" && measure === "ndcg@10")!;

test("the best leg of a kind is what the whole is held against", () => {
  const {
    leg: best,
    verdict,
    comparison,
  } = ndcgVerdict(
    () => 0.6,
    leg("weak", () => 0.1),
    leg("strong", () => 0.5),
    leg("middling", () => 0.3),
  );
  assert.equal(best, "strong");
  assert.equal(verdict, "better");
  assert.deepEqual(
    [comparison.a, comparison.b].map((mean) => Math.round(mean * 10)),
    [5, 6],
  );
});

test("worse is what is worse by more than the interval; within it the two are even", () => {
  assert.equal(
    ndcgVerdict(
      () => 0.4,
      leg("strong", () => 0.5),
    ).verdict,
    "worse",
  );
  // Half of the queries gain 0.1, the other half lose 0.12: a mean of −0.01, its interval some ±0.04.
  const even = ndcgVerdict(
    (i) => (i % 2 === 0 ? 0.6 : 0.38),
    leg("strong", () => 0.5),
  );
  assert.ok(even.comparison.difference.mean < 0);
  assert.equal(even.verdict, "even");
  assert.equal(
    ndcgVerdict(
      () => 0.5,
      leg("same", () => 0.5),
    ).verdict,
    "even",
  );
});

test("other fusions are no legs: they are held against the whole over all queries", () => {
  const fusion: Part = { name: "whole, rrf", role: "fusion", evaluation: system(() => 0.9) };
  const report = legsReport(
    system(() => 0.6),
    [leg("strong", () => 0.5), fusion],
  );
  assert.ok(report.verdicts.every((verdict) => verdict.leg === "strong"));
  assert.deepEqual(
    report.fusions.map(({ name, rows }) => [name, rows.map(({ kind, measure }) => `${kind} ${measure}`)]),
    [["whole, rrf", ["overall ndcg@10", "overall mrr@10", "overall precision@10"]]],
  );
  assert.ok(report.fusions[0]!.rows[0]!.difference.high < 0, "the whole is 0.3 worse");
});

test("without legs there is no verdict", () => {
  assert.deepEqual(
    verdicts(
      system(() => 1),
      [],
    ),
    [],
  );
});

test("each space is a leg; the shipped method is not measured twice as a whole", () => {
  assert.deepEqual(singleLegs(["text_sparse"]), [
    { name: "text_sparse", configuration: { spaces: [{ name: "text_sparse", weight: 1 }] } },
  ]);
  const names = otherFusions({ text_sparse: 1 }, "rrf").map(({ name }) => name);
  assert.deepEqual(names, [
    "whole, relative",
    "whole, dbsf",
    "spaces, relative",
    "spaces, rrf",
    "spaces, dbsf",
    "0.6 : 0.4, rrf",
  ]);
});
