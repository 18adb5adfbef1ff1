import { seededRandom } from "../random.ts";
import type { SearchRequest } from "../search/request.ts";
import type { AnimeSearch } from "../search/search.ts";
import { coherence, type Described } from "./coherence.ts";
import { halfOf, KINDS, type Kind } from "./gold.ts";
import type { Judgement } from "./judge.ts";
import { MEASURES, type Measure, type Measured, measure, RESULTS } from "./measure.ts";
import { bootstrapMean, type Interval } from "./statistics.ts";

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
  /** Milliseconds that the answer took. The one thing that differs from run to run. */
  readonly took_ms: number;
}

/** Figures of a group of queries. */
export interface Group {
  readonly queries: number;
  readonly measures: Readonly<Record<Measure, Interval>>;
}

export type Half = "tuning" | "test" | "both";

/** What the judgements of an evaluation were made on. */
export interface JudgedSet {
  readonly catalogue: {
    readonly anime: number;
    readonly generation: string;
    /** Whether every query can be asked of it, or only those about what it has. */
    readonly full: boolean;
    /** The coherence of lists drawn from it by chance. */
    readonly chance_coherence: number;
  };
  readonly half: Half;
  readonly judgements: readonly Judgement[];
  /** Queries about anime that this catalogue lacks: they say nothing of the search. */
  readonly skipped: number;
  /** What coherence knows of each of the results, in their order. */
  describe(ids: readonly string[]): Promise<readonly Described[]>;
}

export interface Evaluation {
  readonly catalogue: JudgedSet["catalogue"];
  readonly half: Half;
  readonly skipped: number;
  readonly overall: Group;
  readonly kinds: Readonly<Partial<Record<Kind, Group>>>;
  /** Of the queries that have a sort within their kind, by `kind/sort`. */
  readonly sorts: Readonly<Record<string, Group>>;
  readonly outcomes: readonly Outcome[];
}

/** What of a request is the same for all queries of an evaluation. */
export type Configuration = Partial<Pick<SearchRequest, "mode" | "spaces" | "fusion" | "boost">>;

/** Anything that answers a query with a list, best first, of at most ten. */
export type Ranker = (query: string) => Promise<{
  readonly results: readonly { readonly id: string; readonly title: string }[];
  readonly no_good_match: boolean;
}>;

export const SEED = 20_260_101;

/** The search as callers have it, with what a configuration changes. */
export function searchRanker(search: AnimeSearch, configuration: Configuration): Ranker {
  const request = { mode: "auto", limit: RESULTS, include_nsfw: false, ...configuration } as const;
  return (query) => search.search({ ...request, query });
}

/** Asks a ranker every judged query, one after the other, and measures the answers. `now` gives milliseconds. */
export async function evaluate(
  set: JudgedSet,
  ranker: Ranker,
  { now, signal }: { readonly now: () => number; readonly signal?: AbortSignal | undefined },
): Promise<Evaluation> {
  const outcomes: Outcome[] = [];
  for (const judgement of set.judgements) {
    signal?.throwIfAborted();
    const { query, grades, forbidden } = judgement;
    const began = now();
    const answer = await ranker(query.query);
    const took_ms = Math.round((now() - began) * 1000) / 1000;
    const ids = answer.results.map(({ id }) => id);
    outcomes.push({
      id: query.id,
      kind: query.kind,
      ...(query.sort === undefined ? {} : { sort: query.sort }),
      query: query.query,
      half: halfOf(query),
      measured: {
        ...measure(judgement, ids, answer.no_good_match),
        "coherence@10": coherence(await set.describe(ids)),
      },
      results: answer.results.map(({ id, title }) => ({
        id,
        title,
        grade: grades.get(id) ?? 0,
        forbidden: forbidden.has(id),
      })),
      took_ms,
    });
  }
  const { catalogue, half, skipped } = set;
  return { catalogue, half, skipped, ...figures(outcomes), outcomes };
}

/** The figures of all outcomes, of each kind among them and of each sort. */
export function figures(outcomes: readonly Outcome[]): Pick<Evaluation, "overall" | "kinds" | "sorts"> {
  const kinds = Object.fromEntries(
    KINDS.map((kind) => [kind, outcomes.filter((outcome) => outcome.kind === kind)] as const)
      .filter(([, of]) => of.length > 0)
      .map(([kind, of]) => [kind, summarise(of)]),
  );
  const sorted = Map.groupBy(
    outcomes.filter(({ sort }) => sort !== undefined),
    ({ kind, sort }) => `${kind}/${sort}`,
  );
  const sorts = Object.fromEntries(
    [...sorted].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, of]) => [name, summarise(of)]),
  );
  return { overall: summarise(outcomes), kinds, sorts };
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

/** The kinds that an evaluation has, in their order, and all of it at the end. */
export function groupsOf({ kinds, overall }: Pick<Evaluation, "kinds" | "overall">): [string, Group][] {
  return [...Object.entries(kinds), ["overall", overall]];
}
