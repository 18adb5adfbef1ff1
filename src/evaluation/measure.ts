import type { Judgement } from "./judge.ts";
import { hitAt, ndcgAt, precisionAt, RELEVANT, recallAt, reciprocalRank } from "./metrics.ts";

/** How many results are measured. */
export const RESULTS = 10;

/** What compares a list with judgements. */
export const RELEVANCE_MEASURES = [
  "precision@10",
  "recall@10",
  "ndcg@10",
  "mrr@10",
  "hit@1",
  "hit@5",
  "hit@10",
  "violations",
] as const;
export type RelevanceMeasure = (typeof RELEVANCE_MEASURES)[number];

export const MEASURES = [...RELEVANCE_MEASURES, "coherence@10"] as const;
export type Measure = (typeof MEASURES)[number];
export type Measured = Readonly<Record<Measure, number>>;

/** The measures of one list of results, best first. Where nothing fits, all but violations tell whether none was shown. */
export function measure(
  { query, grades, forbidden }: Judgement,
  results: readonly string[],
  noGoodMatch: boolean,
): Readonly<Record<RelevanceMeasure, number>> {
  const shown = results.slice(0, RESULTS);
  const violations = shown.filter((id) => forbidden.has(id)).length;
  if (query.nothing_fits) {
    const right = noGoodMatch || results.length === 0 ? 1 : 0;
    return {
      "precision@10": right,
      "recall@10": right,
      "ndcg@10": right,
      "mrr@10": right,
      "hit@1": right,
      "hit@5": right,
      "hit@10": right,
      violations,
    };
  }
  const list = shown.map((id) => grades.get(id) ?? 0);
  const ideal = [...grades.values()];
  const best = Math.max(...ideal);
  const relevant = ideal.filter((grade) => grade >= RELEVANT).length;
  return {
    "precision@10": precisionAt(10, list, relevant),
    "recall@10": recallAt(10, list, relevant),
    "ndcg@10": ndcgAt(10, list, ideal),
    "mrr@10": reciprocalRank(list, best),
    "hit@1": hitAt(1, list, best),
    "hit@5": hitAt(5, list, best),
    "hit@10": hitAt(10, list, best),
    violations,
  };
}
