import type { Comparison } from "../compare.ts";
import { type Evaluation, type Group, groupsOf } from "../evaluate.ts";
import type { Fallen } from "../floor.ts";
import { JUDGED_BY, type LegsReport } from "../legs.ts";
import { MEASURES } from "../measure.ts";
import { type Changed, failures, percentile, type Report, type ReportedComparison } from "./report.ts";

/** How many queries of each direction a comparison lists. */
const CHANGED = 10;

/** The whole report as text. */
export function reportText({ evaluation, comparison, legs }: Report): string {
  const wrong = failures(evaluation);
  return [
    evaluationText(evaluation),
    ...(comparison === undefined ? [] : [comparisonText(comparison)]),
    ...(legs === undefined ? [] : [legsText(evaluation, legs)]),
    ...(wrong.length === 0 ? [] : [`Queries that went wrong\n\n${failuresText(evaluation)}`]),
  ].join("\n\n");
}

/** The figures as a table: one line per kind, mean and half of the 95% interval of each measure. */
export function evaluationText(evaluation: Evaluation): string {
  const { outcomes } = evaluation;
  const sorts = Object.entries(evaluation.sorts);
  const columns = ["kind".padEnd(24), "n".padStart(4), ...MEASURES.map((name) => name.padStart(13))].join(
    " ",
  );
  const times = outcomes.map(({ took_ms }) => took_ms);
  const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
  return [
    headline(evaluation),
    "",
    columns,
    ...groupsOf(evaluation).map(([name, group]) => line(name, group)),
    "",
    ...sorts.map(([name, group]) => line(name, group)),
    ...(sorts.length === 0 ? [] : [""]),
    `coherence@10 of lists drawn by chance is ${evaluation.catalogue.chance_coherence.toFixed(3)}`,
    `an answer took ${p50.toFixed(2)} ms (median), ${p95.toFixed(2)} ms (95% of them no longer)`,
  ].join("\n");
}

/** What was asked of what: `630 queries (test half, 0 skipped) over 25804 anime, generation 000004`. */
export function headline({ catalogue, half, skipped, overall }: Evaluation): string {
  const which = catalogue.full ? "" : ", a part of the whole";
  const halves = half === "both" ? "both halves" : `${half} half`;
  const asked = `${overall.queries} queries (${halves}, ${skipped} skipped)`;
  return `${asked} over ${catalogue.anime} anime${which}, generation ${catalogue.generation}`;
}

function line(name: string, { queries, measures }: Group): string {
  const cells = MEASURES.map((measure) => {
    const { mean, low, high } = measures[measure];
    return `${mean.toFixed(3)} ±${((high - low) / 2).toFixed(3)}`.padStart(13);
  });
  return [name.padEnd(24), String(queries).padStart(4), ...cells].join(" ");
}

/** Two systems side by side, and the queries that differ the most. */
export function comparisonText({ a, b, rows, changed }: ReportedComparison): string {
  const lost = changed.filter((query) => query.b < query.a).slice(0, CHANGED);
  const gained = changed
    .filter((query) => query.b > query.a)
    .slice(-CHANGED)
    .reverse();
  return [
    `a: ${a}`,
    `b: ${b}`,
    "",
    "kind                      measure          n      a      b   b − a   95% interval      paired randomisation test",
    ...rows.map(comparisonLine),
    ...(lost.length === 0 ? [] : ["", "b loses the most ndcg@10 in", ...lost.map(changedLine)]),
    ...(gained.length === 0 ? [] : ["", "b gains the most ndcg@10 in", ...gained.map(changedLine)]),
  ].join("\n");
}

function comparisonLine({ kind, measure, queries, a, b, difference, p }: Comparison): string {
  return [
    kind.padEnd(24),
    measure.padEnd(13),
    String(queries).padStart(4),
    a.toFixed(3),
    b.toFixed(3),
    signed(b - a).padStart(6),
    `${signed(difference.low)}…${signed(difference.high)}`,
    `p ${p.toFixed(4)}`,
  ].join("  ");
}

function changedLine({ id, query, a, b }: Changed): string {
  return `  ${a.toFixed(2)} → ${b.toFixed(2)}  ${id}  ${query}`;
}

/** Each leg and each way to fuse by kind, and how the whole stands beside its best leg. */
export function legsText(whole: Evaluation, legs: LegsReport): string {
  const { parts, verdicts, fusions } = legs;
  const kinds = groupsOf(whole).map(([kind]) => kind);
  const systems = [{ name: "whole, as it ships", evaluation: whole }, ...parts];
  const tables = JUDGED_BY.map((measure) =>
    [
      `${measure} of the whole search, of each leg by itself and of other ways to fuse`,
      "",
      ["".padEnd(20), ...kinds.map((kind) => kind.slice(0, 11).padStart(11))].join(" "),
      ...systems.map(({ name, evaluation }) => {
        const groups = new Map(groupsOf(evaluation));
        const cells = kinds.map((kind) => groups.get(kind)!.measures[measure].mean.toFixed(3).padStart(11));
        return [name.padEnd(20), ...cells].join(" ");
      }),
    ].join("\n"),
  );
  const rows = verdicts.map(({ kind, measure, leg, comparison: { a, b, difference }, verdict }) =>
    [
      kind.padEnd(24),
      measure.padEnd(13),
      b.toFixed(3),
      `${leg} ${a.toFixed(3)}`.padEnd(26),
      signed(b - a).padStart(6),
      `${signed(difference.low)}…${signed(difference.high)}`,
      verdict,
    ].join("  "),
  );
  return [
    ...tables.flatMap((table) => [table, ""]),
    "The whole beside the best leg of each kind: the paired difference and its 95% interval",
    "",
    ...rows,
    "",
    conclusion(legs),
    "",
    "The whole beside other ways to fuse, over all queries",
    "",
    ...fusions.flatMap(({ name, rows }) =>
      rows.map(({ measure, a, b, difference, p }) =>
        [
          name.padEnd(20),
          measure.padEnd(13),
          b.toFixed(3),
          a.toFixed(3),
          signed(b - a).padStart(6),
          `${signed(difference.low)}…${signed(difference.high)}`,
          `p ${p.toFixed(4)}`,
        ].join("  "),
      ),
    ),
  ].join("\n");
}

/** What the verdicts come to, in a sentence. */
export function conclusion({ verdicts }: LegsReport): string {
  const worse = verdicts.filter(({ verdict }) => verdict === "worse");
  if (worse.length === 0)
    return "The whole search is nowhere worse than its best leg by more than the interval.";
  const where = worse.map(({ kind, measure, leg }) => `${kind} by ${measure} (${leg})`);
  return `The whole search is worse than its best leg by more than the interval in: ${where.join(", ")}.`;
}

/** What fell below the floor. */
export function fallenText(fell: readonly Fallen[]): string {
  if (fell.length === 0) return "nothing is below its floor";
  return [
    `${fell.length} below the floor`,
    "",
    "kind                      measure        recorded   allowed       now",
    ...fell.map(({ kind, measure, recorded, allowed, now }) =>
      [kind.padEnd(24), measure.padEnd(13), ...[recorded, allowed, now].map(figure)].join("  "),
    ),
  ].join("\n");
}

/** The queries that went wrong, the worst first, with what was shown. */
export function failuresText(evaluation: Evaluation): string {
  return failures(evaluation)
    .map(({ id, query, measured, results }) => {
      const shown = results
        .slice(0, 5)
        .map(({ title, grade, forbidden }) => `${forbidden ? "✗" : grade}:${title}`);
      const figures = `ndcg ${measured["ndcg@10"].toFixed(2)}  p@10 ${measured["precision@10"].toFixed(2)}`;
      return `${id}  ${figures}  ${query}\n    ${shown.join(" | ")}`;
    })
    .join("\n");
}

function figure(value: number): string {
  return (Number.isInteger(value) ? String(value) : value.toFixed(3)).padStart(8);
}

export function signed(value: number): string {
  return `${value >= 0 ? "+" : "−"}${Math.abs(value).toFixed(3)}`;
}
