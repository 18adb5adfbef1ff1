import { MEASURES } from "./evaluate.ts";
import type { Comparison, Evaluation, Group } from "./run.ts";

/** The figures as a table: one line per kind, mean and the bounds of the 95% interval for the main measures. */
export function evaluationText({ catalogue, half, skipped, overall, kinds }: Evaluation): string {
  const head = `${overall.queries} queries (${half} half, ${skipped} skipped) over ${catalogue.anime} anime, generation ${catalogue.generation}`;
  const columns = ["kind".padEnd(24), "n".padStart(4), ...MEASURES.map((name) => name.padStart(13))].join(
    " ",
  );
  const rows = [...Object.entries(kinds), ["overall", overall] as const].map(([name, group]) =>
    line(name, group as Group),
  );
  return [head, "", columns, ...rows].join("\n");
}

function line(name: string, { queries, measures }: Group): string {
  const cells = MEASURES.map((measure) => {
    const { mean, low, high } = measures[measure];
    return `${mean.toFixed(3)} ±${((high - low) / 2).toFixed(3)}`.padStart(13);
  });
  return [name.padEnd(24), String(queries).padStart(4), ...cells].join(" ");
}

export function comparisonText(comparison: readonly Comparison[]): string {
  const rows = comparison.map(({ kind, measure, a, b, p }) =>
    [
      kind.padEnd(24),
      measure.padEnd(13),
      a.toFixed(3),
      b.toFixed(3),
      `${b >= a ? "+" : ""}${(b - a).toFixed(3)}`.padStart(7),
      `p ${p.toFixed(4)}`,
    ].join("  "),
  );
  return [
    "kind                      measure        a      b      b − a    paired randomisation test",
    ...rows,
  ].join("\n");
}

/** The queries that went wrong, the worst first, with what was shown. */
export function failuresText({ outcomes }: Evaluation): string {
  return outcomes
    .filter(({ measured }) => measured["ndcg@10"] < 0.9 || measured.violations > 0)
    .sort((a, b) => a.measured["ndcg@10"] - b.measured["ndcg@10"])
    .map(({ id, query, measured, results }) => {
      const shown = results
        .slice(0, 5)
        .map(({ title, grade, forbidden }) => `${forbidden ? "✗" : grade}:${title}`);
      return `${id}  ndcg ${measured["ndcg@10"].toFixed(2)}  p@10 ${measured["precision@10"].toFixed(2)}  ${query}\n    ${shown.join(" | ")}`;
    })
    .join("\n");
}
