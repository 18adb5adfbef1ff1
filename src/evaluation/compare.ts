import { seededRandom } from "../random.ts";
import { SEED } from "./evaluate.ts";
import { KINDS, type Kind } from "./gold.ts";
import type { Measured, RelevanceMeasure } from "./measure.ts";
import { average, bootstrapMean, type Interval, pairedRandomisationTest } from "./statistics.ts";

/** What comparing needs of an outcome. */
export interface Comparable {
  readonly id: string;
  readonly kind: Kind;
  readonly measured: Pick<Measured, RelevanceMeasure>;
}

/** One measure of two systems, over the queries that both answered. */
export interface Comparison {
  readonly measure: RelevanceMeasure;
  readonly kind: Kind | "overall";
  readonly queries: number;
  readonly a: number;
  readonly b: number;
  /** Of b − a, query by query: its mean and the central 95% of its bootstrap. */
  readonly difference: Interval;
  /** How likely a difference this large is where there is none; see `pairedRandomisationTest`. */
  readonly p: number;
}

export const COMPARED: readonly RelevanceMeasure[] = ["ndcg@10", "mrr@10", "precision@10", "violations"];

/** Compares what two systems did with the same queries, overall and per kind. Outcomes pair by id. */
export function compare(
  a: readonly Comparable[],
  b: readonly Comparable[],
  names: readonly RelevanceMeasure[] = COMPARED,
): Comparison[] {
  const other = new Map(b.map((outcome) => [outcome.id, outcome]));
  const pairs = a.flatMap((outcome) => {
    const match = other.get(outcome.id);
    return match === undefined ? [] : [{ kind: outcome.kind, a: outcome.measured, b: match.measured }];
  });
  return (["overall", ...KINDS] as const).flatMap((kind) => {
    const own = pairs.filter((pair) => kind === "overall" || pair.kind === kind);
    if (own.length === 0) return [];
    return names.map((measure) => {
      const [as, bs] = [own.map((pair) => pair.a[measure]), own.map((pair) => pair.b[measure])];
      const differences = bs.map((value, i) => value - as[i]!);
      return {
        measure,
        kind,
        queries: own.length,
        a: average(as),
        b: average(bs),
        difference: bootstrapMean(differences, seededRandom(SEED)),
        p: pairedRandomisationTest(as, bs, seededRandom(SEED)),
      };
    });
  });
}
