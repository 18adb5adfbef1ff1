import { type Comparison, compare } from "./compare.ts";
import type { Configuration, Evaluation } from "./evaluate.ts";
import type { Kind } from "./gold.ts";
import type { RelevanceMeasure } from "./measure.ts";

/** What a search is made of, by itself: a space, the names; or another way to fuse them. */
export interface Part {
  readonly name: string;
  readonly role: "leg" | "fusion";
  readonly evaluation: Evaluation;
}

/** Whether the whole is as good as the best of its legs in one kind, by one measure. */
export interface Verdict {
  readonly kind: Kind | "overall";
  readonly measure: RelevanceMeasure;
  /** The leg that is best in this kind by this measure. */
  readonly leg: string;
  /** `a` is that leg, `b` the whole search. */
  readonly comparison: Comparison;
  /** Worse: even the upper bound of the paired difference is below 0. Better: the lower one is above. */
  readonly verdict: "better" | "even" | "worse";
}

/** The whole search beside another way to fuse, over all queries. */
export interface FusionComparison {
  readonly name: string;
  /** `a` is the other fusion, `b` the whole as it ships; a row per measure. */
  readonly rows: readonly Comparison[];
}

export interface LegsReport {
  readonly parts: readonly Part[];
  readonly verdicts: readonly Verdict[];
  readonly fusions: readonly FusionComparison[];
}

/** What a verdict is given on. */
export const JUDGED_BY: readonly RelevanceMeasure[] = ["ndcg@10", "mrr@10", "precision@10"];

/** Rank fusion of meaning and words as many do it: 0.6 to 0.4, blind to how much better the best is. */
export const BASELINE: Configuration = {
  spaces: [
    { name: "title_vector", weight: 0.6 },
    { name: "text_sparse", weight: 0.4 },
  ],
  fusion: { method: "rrf", k: 60 },
};

/** Configurations that search one space each. */
export function singleLegs(spaces: readonly string[]): { name: string; configuration: Configuration }[] {
  return spaces.map((name) => ({ name, configuration: { spaces: [{ name, weight: 1 }] } }));
}

/** Other ways to fuse: the whole search by another method, the bare spaces by each, and the baseline. */
export function otherFusions(
  weights: Readonly<Record<string, number>>,
  shipped: "relative" | "rrf" | "dbsf",
): { name: string; configuration: Configuration }[] {
  const methods = ["relative", "rrf", "dbsf"] as const;
  const spaces = Object.entries(weights).map(([name, weight]) => ({ name, weight }));
  return [
    ...methods
      .filter((method) => method !== shipped)
      .map((method) => ({ name: `whole, ${method}`, configuration: { fusion: { method, k: 60 } } })),
    ...methods.map((method) => ({
      name: `spaces, ${method}`,
      configuration: { spaces, fusion: { method, k: 60 } },
    })),
    { name: "0.6 : 0.4, rrf", configuration: BASELINE },
  ];
}

/** What the parts say of the whole. */
export function legsReport(whole: Evaluation, parts: readonly Part[]): LegsReport {
  return {
    parts,
    verdicts: verdicts(
      whole,
      parts.filter(({ role }) => role === "leg"),
    ),
    fusions: parts
      .filter(({ role }) => role === "fusion")
      .map(({ name, evaluation }) => ({
        name,
        rows: compare(evaluation.outcomes, whole.outcomes, JUDGED_BY).filter(
          ({ kind }) => kind === "overall",
        ),
      })),
  };
}

/** Compares the whole search with the best leg of each kind, by each of the measures of `JUDGED_BY`. */
export function verdicts(whole: Evaluation, legs: readonly Part[]): Verdict[] {
  const compared = legs.map(({ name, evaluation }) => ({
    name,
    rows: compare(evaluation.outcomes, whole.outcomes, JUDGED_BY),
  }));
  const [first] = compared;
  return (first?.rows ?? []).map((_, row) => {
    const best = compared.reduce((a, b) => (b.rows[row]!.a > a.rows[row]!.a ? b : a));
    const comparison = best.rows[row]!;
    const { low, high } = comparison.difference;
    const verdict = high < 0 ? "worse" : low > 0 ? "better" : "even";
    return { kind: comparison.kind, measure: comparison.measure, leg: best.name, comparison, verdict };
  });
}
