import type { Comparison } from "../compare.ts";
import type { Evaluation, Outcome } from "../evaluate.ts";
import type { LegsReport } from "../legs.ts";

/** Everything that a report may tell. */
export interface Report {
  readonly evaluation: Evaluation;
  readonly comparison?: ReportedComparison;
  readonly legs?: LegsReport;
}

/** Two systems side by side; the report's own evaluation is `b` where the other one is older, else `a`. */
export interface ReportedComparison {
  readonly a: string;
  readonly b: string;
  readonly rows: readonly Comparison[];
  /** Queries whose ndcg@10 differs, the greatest loss of b first. */
  readonly changed: readonly Changed[];
}

export interface Changed {
  readonly id: string;
  readonly query: string;
  readonly a: number;
  readonly b: number;
}

type Asked = Pick<Outcome, "id" | "query"> & { readonly measured: { readonly "ndcg@10": number } };

/** The queries of both whose ndcg@10 differs. */
export function changedQueries(a: readonly Asked[], b: readonly Asked[]): Changed[] {
  const other = new Map(b.map((outcome) => [outcome.id, outcome.measured["ndcg@10"]]));
  return a
    .flatMap(({ id, query, measured }) => {
      const now = other.get(id);
      const was = measured["ndcg@10"];
      return now === undefined || now === was ? [] : [{ id, query, a: was, b: now }];
    })
    .sort((x, y) => x.b - x.a - (y.b - y.a));
}

/** The queries that went wrong, the worst first: ndcg@10 below 0.9, or something that must not be there. */
export function failures({ outcomes }: Evaluation): Outcome[] {
  return outcomes
    .filter(({ measured }) => measured["ndcg@10"] < 0.9 || measured.violations > 0)
    .sort(
      (a, b) =>
        b.measured.violations - a.measured.violations || a.measured["ndcg@10"] - b.measured["ndcg@10"],
    );
}

/** The place of the first result of the best grade, from 1; null where none is among the ten. */
export function placeOf({ measured }: Outcome): number | null {
  const reciprocal = measured["mrr@10"];
  return reciprocal === 0 ? null : Math.round(1 / reciprocal);
}

/** Which of the milliseconds a share of the answers stays under: nearest rank (ISO 3534-1). NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
