import type { SearchRequest } from "../search/request.ts";
import type { AnimeSearch } from "../search/search.ts";
import {
  type JudgedCatalogue,
  type Judgement,
  judge,
  MEASURES,
  type Measure,
  type Measured,
  measure,
} from "./evaluate.ts";
import { type GoldQuery, halfOf, KINDS, type Kind } from "./gold.ts";
import { bootstrapMean, type Interval, pairedRandomisationTest, seededRandom } from "./statistics.ts";

/** One query's outcome. */
export interface Outcome {
  readonly id: string;
  readonly kind: Kind;
  readonly sort?: string;
  readonly query: string;
  readonly half: "tuning" | "test";
  readonly measured: Measured;
  /** The first ten results with their grades, for whoever wants to know why. */
  readonly results: readonly {
    readonly id: string;
    readonly title: string;
    readonly grade: number;
    readonly forbidden: boolean;
  }[];
}

/** Figures of a group of queries. */
export interface Group {
  readonly queries: number;
  readonly measures: Readonly<Record<Measure, Interval>>;
}

export interface Evaluation {
  readonly catalogue: { readonly anime: number; readonly generation: string };
  readonly half: "tuning" | "test" | "both";
  /** Queries whose anime this catalogue lacks: they say nothing of the search. */
  readonly skipped: number;
  readonly overall: Group;
  readonly kinds: Readonly<Partial<Record<Kind, Group>>>;
  readonly outcomes: readonly Outcome[];
}

/** What of a request is the same for all queries of an evaluation. */
export type Configuration = Partial<Pick<SearchRequest, "mode" | "spaces" | "fusion" | "boost">>;

const SEED = 20_260_101;
const RESULTS = 10;

/**
 * Sends every judged query of a half to the search and measures the answers. Queries about anime that the
 * catalogue lacks are left out and counted. Repeats to the last digit on the same catalogue.
 */
export async function evaluate(
  gold: readonly GoldQuery[],
  catalogue: JudgedCatalogue & { readonly anime: number; readonly generation: string },
  search: AnimeSearch,
  options: {
    readonly half: "tuning" | "test" | "both";
    readonly configuration?: Configuration;
    readonly signal?: AbortSignal;
  },
): Promise<Evaluation> {
  const asked = gold.filter((query) => options.half === "both" || halfOf(query) === options.half);
  const outcomes: Outcome[] = [];
  for (const query of asked) {
    options.signal?.throwIfAborted();
    const judgement = await judge(query, catalogue);
    if (judgement !== undefined) outcomes.push(await ask(judgement, search, options.configuration ?? {}));
  }
  const kinds = Object.fromEntries(
    KINDS.map((kind) => [kind, outcomes.filter((outcome) => outcome.kind === kind)] as const)
      .filter(([, of]) => of.length > 0)
      .map(([kind, of]) => [kind, summarise(of)]),
  );
  const { anime, generation } = catalogue;
  return {
    catalogue: { anime, generation },
    half: options.half,
    skipped: asked.length - outcomes.length,
    overall: summarise(outcomes),
    kinds,
    outcomes,
  };
}

async function ask(
  judgement: Judgement,
  search: AnimeSearch,
  configuration: Configuration,
): Promise<Outcome> {
  const { query, grades, forbidden } = judgement;
  const answer = await search.search({
    mode: "auto",
    limit: RESULTS,
    include_nsfw: false,
    ...configuration,
    query: query.query,
  });
  const ids = answer.results.map(({ id }) => id);
  return {
    id: query.id,
    kind: query.kind,
    ...(query.sort === undefined ? {} : { sort: query.sort }),
    query: query.query,
    half: halfOf(query),
    measured: measure(judgement, ids, answer.no_good_match),
    results: answer.results.map(({ id, title }) => ({
      id,
      title,
      grade: grades.get(id) ?? 0,
      forbidden: forbidden.has(id),
    })),
  };
}

function summarise(outcomes: readonly Outcome[]): Group {
  const measures = Object.fromEntries(
    MEASURES.map((name) => [
      name,
      bootstrapMean(
        outcomes.map(({ measured }) => measured[name]),
        seededRandom(SEED),
      ),
    ]),
  ) as Record<Measure, Interval>;
  return { queries: outcomes.length, measures };
}

/** One measure under two configurations, over the queries that both answered. */
export interface Comparison {
  readonly measure: Measure;
  readonly kind: Kind | "overall";
  readonly a: number;
  readonly b: number;
  /** How likely a difference this large is where there is none; see `pairedRandomisationTest`. */
  readonly p: number;
}

/** Compares two evaluations of the same queries, overall and per kind. */
export function compare(
  a: Evaluation,
  b: Evaluation,
  names: readonly Measure[] = ["ndcg@10", "mrr@10", "precision@10"],
): Comparison[] {
  const other = new Map(b.outcomes.map((outcome) => [outcome.id, outcome]));
  const pairs = a.outcomes.flatMap((outcome) => {
    const match = other.get(outcome.id);
    return match === undefined ? [] : [{ kind: outcome.kind, a: outcome.measured, b: match.measured }];
  });
  return (["overall", ...KINDS] as const).flatMap((kind) => {
    const own = pairs.filter((pair) => kind === "overall" || pair.kind === kind);
    if (own.length === 0) return [];
    return names.map((name) => {
      const [as, bs] = [own.map((pair) => pair.a[name]), own.map((pair) => pair.b[name])];
      const mean = (values: readonly number[]) =>
        values.reduce((sum, value) => sum + value, 0) / values.length;
      return {
        measure: name,
        kind,
        a: mean(as),
        b: mean(bs),
        p: pairedRandomisationTest(as, bs, seededRandom(SEED)),
      };
    });
  });
}
