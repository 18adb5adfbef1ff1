import { COMPARED } from "../compare.ts";
import { type Evaluation, type Group, groupsOf, type Outcome } from "../evaluate.ts";
import { JUDGED_BY, type LegsReport } from "../legs.ts";
import { MEASURES } from "../measure.ts";
import { html, type Markup, raw } from "./markup.ts";
import {
  differencesPlot,
  halvesPlot,
  latencyPlot,
  legsPlot,
  measuresPlot,
  PLACE_COLOURS,
  PLACES,
  placesPlot,
  SERIES,
  verdictsPlot,
} from "./plots.ts";
import { failures, percentile, type Report, type ReportedComparison } from "./report.ts";
import { STYLE } from "./style.ts";
import { conclusion, headline, signed } from "./text.ts";

/** How many of the queries that went wrong a page lists. */
const WORST = 60;
/** How many queries of each direction a comparison lists. */
const CHANGED = 15;

/** The report as one page: nothing is fetched, nothing runs, whatever stands in queries and titles is text. */
export function reportPage(report: Report): string {
  const { evaluation, comparison, legs } = report;
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Kotodama: how good the search is</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<h1>How good the search is</h1>
<p class="soft">${headline(evaluation)}. Behind ± stands half of the 95% interval (bootstrap over the queries).</p>
${figuresSection(evaluation)}
${placesSection(evaluation)}
${halvesSection(evaluation)}
${comparison === undefined ? "" : comparisonSection(comparison)}
${legs === undefined ? "" : legsSection(evaluation, legs)}
${violationsSection(evaluation)}
${worstSection(evaluation)}
${latencySection(evaluation)}
</body>
</html>
`.text;
}

function figuresSection(evaluation: Evaluation): Markup {
  const sorts = Object.entries(evaluation.sorts);
  const chance = evaluation.catalogue.chance_coherence.toFixed(3);
  return html`<section><h2>By kind of query</h2>
${figure(
  measuresPlot(evaluation),
  `Dots are means, bars their 95% intervals. Lists drawn by chance have a coherence of ${chance}.`,
)}
${groupsTable("kind", groupsOf(evaluation))}
${sorts.length === 0 ? "" : html`<h3>By sort within a kind</h3>${groupsTable("sort", sorts)}`}</section>`;
}

function groupsTable(first: string, groups: readonly (readonly [string, Group])[]): Markup {
  const rows = groups.map(
    ([name, { queries, measures }]) => html`<tr${name === "overall" ? raw(' class="total"') : ""}>
<td>${name}</td><td>${queries}</td>${MEASURES.map((measure) => {
      const { mean, low, high } = measures[measure];
      return html`<td>${mean.toFixed(3)} <span class="half">±${((high - low) / 2).toFixed(3)}</span></td>`;
    })}</tr>`,
  );
  return html`<div class="scroll"><table><thead><tr><th>${first}</th><th>n</th>${MEASURES.map(
    (name) => html`<th>${name}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function placesSection(evaluation: Evaluation): Markup {
  return html`<section><h2>Where the first right result stands</h2>
${keys(PLACES.map((name, i) => [name, PLACE_COLOURS[i]!]))}
${figure(
  placesPlot(evaluation),
  "Right is what has the best grade that the query has. Where nothing fits, showing nothing is right.",
)}</section>`;
}

function halvesSection(evaluation: Evaluation): Markup | string {
  const plot = halvesPlot(evaluation);
  if (plot === undefined) return "";
  return html`<section><h2>Tuning half and test half</h2>
${keys([
  ["tuning", SERIES[1]],
  ["test", SERIES[0]],
])}
${figure(
  plot,
  "Weights are fitted on the tuning half. Far better there than on the test half would mean that they were fitted to the queries.",
)}</section>`;
}

const VERDICT_KEYS: readonly [string, string][] = [
  ["better", "var(--better)"],
  ["even: the interval holds 0", "var(--even)"],
  ["worse", "var(--worse)"],
];

function comparisonSection({ a, b, rows, changed }: ReportedComparison): Markup {
  const lost = changed.filter((query) => query.b < query.a).slice(0, CHANGED);
  const gained = changed
    .filter((query) => query.b > query.a)
    .slice(-CHANGED)
    .reverse();
  return html`<section><h2>a and b beside each other</h2>
<p>a: <code>${a}</code><br>b: <code>${b}</code></p>
${keys(VERDICT_KEYS)}
${figure(
  differencesPlot(rows, COMPARED),
  "b − a, query by query: mean and 95% interval. Fewer violations are better.",
)}
<div class="scroll"><table><thead><tr><th>kind</th><th class="text">measure</th><th>n</th><th>a</th><th>b</th>
<th>b − a</th><th>95% interval</th><th>p (paired randomisation)</th></tr></thead><tbody>${rows.map(
    (row) => html`<tr><td>${row.kind}</td><td class="text">${row.measure}</td><td>${row.queries}</td>
<td>${row.a.toFixed(3)}</td><td>${row.b.toFixed(3)}</td><td>${signed(row.b - row.a)}</td>
<td>${signed(row.difference.low)} … ${signed(row.difference.high)}</td><td>${row.p.toFixed(4)}</td></tr>`,
  )}</tbody></table></div>
${changedTable("b loses the most in", lost)}${changedTable("b gains the most in", gained)}</section>`;
}

function changedTable(title: string, changed: ReportedComparison["changed"]): Markup | string {
  if (changed.length === 0) return "";
  return html`<h3>${title}</h3><div class="scroll"><table><thead><tr><th>id</th><th class="text">query</th>
<th>ndcg@10 of a</th><th>of b</th></tr></thead><tbody>${changed.map(
    ({ id, query, a, b }) =>
      html`<tr><td>${id}</td><td class="long">${query}</td><td>${a.toFixed(2)}</td><td>${b.toFixed(2)}</td></tr>`,
  )}</tbody></table></div>`;
}

function legsSection(evaluation: Evaluation, legs: LegsReport): Markup {
  return html`<section><h2>The whole search and its legs</h2>
<p>A leg is one space, or the names, by itself. The popularity prior counts for spaces as it does for the whole.
"Whole" with another method fuses everything as shipped but by that method; "spaces" fuses the shipped spaces and
weights without names or what was understood of the query.</p>
${figure(legsPlot(evaluation, legs), "ndcg@10 by kind.")}
<h3>The whole minus its best leg</h3>
<p><strong>${conclusion(legs)}</strong></p>
${keys(VERDICT_KEYS)}
${figure(verdictsPlot(legs.verdicts), "Paired difference: mean and 95% interval. The best leg is chosen anew for each kind and measure.")}
<div class="scroll"><table><thead><tr><th>kind</th><th class="text">measure</th><th>whole</th><th class="text">best leg</th>
<th>leg</th><th>difference</th><th>95% interval</th><th class="text">verdict</th></tr></thead><tbody>${JUDGED_BY.flatMap(
    (name) => legs.verdicts.filter(({ measure }) => measure === name),
  ).map(
    ({ kind, measure, leg, verdict, comparison: { a, b, difference } }) =>
      html`<tr><td>${kind}</td><td class="text">${measure}</td><td>${b.toFixed(3)}</td><td class="text">${leg}</td>
<td>${a.toFixed(3)}</td><td>${signed(b - a)}</td><td>${signed(difference.low)} … ${signed(difference.high)}</td>
<td class="text ${verdict}">${verdict}</td></tr>`,
  )}</tbody></table></div>
<h3>The whole beside other ways to fuse, over all queries</h3>
<div class="scroll"><table><thead><tr><th>fusion</th><th class="text">measure</th><th>whole</th><th>it</th><th>difference</th>
<th>95% interval</th><th>p (paired randomisation)</th></tr></thead><tbody>${legs.fusions.flatMap(
    ({ name, rows }) =>
      rows.map(
        ({ measure, a, b, difference, p }) =>
          html`<tr><td>${name}</td><td class="text">${measure}</td><td>${b.toFixed(3)}</td><td>${a.toFixed(3)}</td>
<td>${signed(b - a)}</td><td>${signed(difference.low)} … ${signed(difference.high)}</td><td>${p.toFixed(4)}</td></tr>`,
      ),
  )}</tbody></table></div></section>`;
}

function violationsSection({ outcomes }: Evaluation): Markup {
  const violated = outcomes.filter(({ measured }) => measured.violations > 0);
  if (violated.length === 0)
    return html`<section><h2>Violations</h2><p>None: nothing was shown that must not be.</p></section>`;
  return html`<section><h2>Violations</h2>
<p>${violated.length} queries show what must not be among the ten.</p>
<div class="scroll"><table><thead><tr><th>id</th><th class="text">query</th><th>how many</th><th class="text">which</th></tr></thead>
<tbody>${violated.map(
    ({ id, query, measured, results }) => html`<tr><td>${id}</td><td class="long">${query}</td>
<td>${measured.violations}</td><td class="long">${results
      .filter(({ forbidden }) => forbidden)
      .map(({ title }) => title)
      .join(" · ")}</td></tr>`,
  )}</tbody></table></div></section>`;
}

function worstSection(evaluation: Evaluation): Markup | string {
  const wrong = failures(evaluation);
  if (wrong.length === 0) return "";
  return html`<section><h2>Queries that went wrong</h2>
<p>${wrong.length} of ${evaluation.overall.queries} have an ndcg@10 below 0.9 or a violation; the worst ${Math.min(WORST, wrong.length)}:</p>
<div class="scroll"><table><thead><tr><th>id</th><th class="text">query</th><th>ndcg@10</th><th>p@10</th>
<th class="text">first five, each with its grade; ✗: must not be there</th></tr></thead><tbody>${wrong
    .slice(0, WORST)
    .map(worstRow)}</tbody></table></div></section>`;
}

function worstRow({ id, query, measured, results }: Outcome): Markup {
  const shown = results
    .slice(0, 5)
    .map(({ title, grade, forbidden }) => `${forbidden ? "✗" : grade} ${title}`)
    .join(" · ");
  return html`<tr><td>${id}</td><td class="long">${query}</td><td>${measured["ndcg@10"].toFixed(2)}</td>
<td>${measured["precision@10"].toFixed(2)}</td><td class="long">${shown === "" ? "nothing" : shown}</td></tr>`;
}

const SHARES = [0.5, 0.9, 0.95, 0.99] as const;

function latencySection(evaluation: Evaluation): Markup {
  const rows = groupsOf(evaluation).map(([kind]) => {
    const times = evaluation.outcomes
      .filter((outcome) => kind === "overall" || outcome.kind === kind)
      .map(({ took_ms }) => took_ms);
    return html`<tr${kind === "overall" ? raw(' class="total"') : ""}><td>${kind}</td>${SHARES.map(
      (share) => html`<td>${percentile(times, share).toFixed(2)}</td>`,
    )}<td>${Math.max(...times).toFixed(2)}</td></tr>`;
  });
  return html`<section><h2>How long answers took</h2>
<p>Milliseconds, one query after the other in one process and thread, on whatever machine this was. The benchmark
measures speed; this shows which kinds of query take longer.</p>
${figure(latencyPlot(evaluation), "Answers by milliseconds, on a logarithmic axis.")}
<div class="scroll"><table><thead><tr><th>kind</th>${SHARES.map(
    (share) => html`<th>p${Math.round(share * 100)}</th>`,
  )}<th>longest</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function figure(plot: Markup, caption: string): Markup {
  return html`<figure><figcaption>${caption}</figcaption>${plot}</figure>`;
}

function keys(entries: readonly (readonly [string, string])[]): Markup {
  return html`<ul class="keys">${entries.map(
    ([name, colour]) => html`<li><i style="background:${colour}"></i>${name}</li>`,
  )}</ul>`;
}
