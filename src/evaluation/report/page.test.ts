import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { compare } from "../compare.ts";
import type { Outcome } from "../evaluate.ts";
import { legsReport, type Part } from "../legs.ts";
import { evaluationOf, outcome } from "../testing.ts";
import { reportPage } from "./page.ts";
import { changedQueries } from "./report.ts";

const HOSTILE = `</title><script>alert(1)</script><img src=x onerror="alert(2)">`;
const results = [
  { id: "1", title: HOSTILE, grade: 3, forbidden: true },
  { id: "2", title: "Fine", grade: 0, forbidden: false },
];
const outcomes = (ndcg: number): Outcome[] =>
  (["plot", "title", "like"] as const).flatMap((kind) =>
    ["tuning" as const, "test" as const].map((half, i) =>
      outcome(
        `${kind}-${half}`,
        kind,
        { "ndcg@10": ndcg, "mrr@10": [1, 1 / 3][i]!, "hit@10": 1, violations: kind === "like" ? 1 : 0 },
        { half, query: HOSTILE, results, took_ms: 0.5 + i },
      ),
    ),
  );
const evaluation = evaluationOf(outcomes(0.5), { half: "both" });
const other = evaluationOf(outcomes(0.75), { half: "both" });
const parts: Part[] = [
  { name: "text_sparse", role: "leg", evaluation: other },
  { name: "whole, rrf", role: "fusion", evaluation: other },
];
const whole = {
  evaluation,
  comparison: {
    a: HOSTILE,
    b: "{}",
    rows: compare(evaluation.outcomes, other.outcomes),
    changed: changedQueries(evaluation.outcomes, other.outcomes),
  },
  legs: legsReport(evaluation, parts),
};
const page = reportPage(whole);
const { document } = parseHTML(page);

test("nothing runs and nothing is fetched, whatever stands in queries, titles and names", () => {
  assert.equal(document.querySelectorAll("script, img, link, iframe, object, embed, form").length, 0);
  const attributes = [...document.querySelectorAll("*")].flatMap((element) =>
    [...element.attributes].map(({ name, value }) => `${name}=${value}`),
  );
  assert.deepEqual(
    attributes.filter((attribute) => /^(?:on\w+|src|href|xlink:href)=/i.test(attribute)),
    [],
  );
  assert.doesNotMatch(page, /url\(|@import/);
  assert.match(page, /Content-Security-Policy" content="default-src &#39;none&#39;/);
  assert.ok(document.body.textContent!.includes(HOSTILE), "the query is shown as it was typed");
});

test("each part of the report is there, with a plot that says what it shows", () => {
  const titles = [...document.querySelectorAll("h2")].map((title) => title.textContent);
  assert.deepEqual(titles, [
    "By kind of query",
    "Where the first right result stands",
    "Tuning half and test half",
    "a and b beside each other",
    "The whole search and its legs",
    "Violations",
    "Queries that went wrong",
    "How long answers took",
  ]);
  const plots = [...document.querySelectorAll("figure > svg")];
  assert.equal(plots.length, 7);
  for (const plot of plots) assert.ok((plot.getAttribute("aria-label") ?? "").length > 10);
});

test("no coordinate of a drawing is missing", () => {
  assert.doesNotMatch(page, /NaN|undefined|Infinity/);
});

test("the places of a kind fill its bar", () => {
  const [, bars] = [...document.querySelectorAll("figure > svg")];
  const titles = [...bars!.querySelectorAll("title")].map((title) => title.textContent!);
  // Of each kind one query has its first right result at 1 and one at 3.
  assert.ok(titles.includes("plot, 1st: 50.0%"));
  assert.ok(titles.includes("plot, 2nd or 3rd: 50.0%"));
  assert.ok(titles.includes("plot, not among ten: 0.0%"));
});

test("one half, one query, no time at all and no failure make a page, too", () => {
  const single = evaluationOf([
    outcome("p", "plot", { "ndcg@10": 1, "mrr@10": 1, "hit@10": 1 }, { took_ms: 0 }),
  ]);
  const small = reportPage({ evaluation: single });
  assert.doesNotMatch(small, /NaN|undefined|Infinity/);
  assert.doesNotMatch(small, /Tuning half and test half|beside each other|its legs|went wrong/);
  assert.match(small, /None: nothing was shown that must not be\./);
});
