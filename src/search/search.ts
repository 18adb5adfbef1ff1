import { type ErrorField, fail } from "../errors.ts";
import type { CatalogueFit } from "../spaces/fit.ts";
import type { TextEmbedder } from "../text-embedder/port.ts";
import { describe } from "../validation.ts";
import type { Filter } from "../vector-store/filter.ts";
import type { Leg, Sort, SparseVector, VectorStore } from "../vector-store/port.ts";
import type { Entries, Generation, Generations } from "./catalogue.ts";
import { requestHash } from "./cursor.ts";
import { type FilterKeys, parseFilter } from "./filter.ts";
import type { Fusion } from "./fuse.ts";
import { type FrozenList, FrozenLists } from "./lists.ts";
import {
  type KnownSpaces,
  LIST_LIMIT,
  planSpaces,
  type RankingDefaults,
  type WeightedSpace,
} from "./plan.ts";
import { present, readFields } from "./present.ts";
import { rank } from "./rank.ts";
import type { SearchAnswer, SearchRequest } from "./request.ts";
import { parseSort } from "./sort.ts";

/** What the search services stand on. */
export interface SearchDependencies {
  readonly store: VectorStore;
  readonly generations: Generations;
  readonly entries: Entries;
  readonly embedder: TextEmbedder;
  readonly spaces: KnownSpaces;
  readonly animeKeys: FilterKeys;
  readonly episodeKeys: FilterKeys;
  readonly ranking: RankingDefaults;
  readonly episodeRanking: RankingDefaults;
  /** Most results on one page. */
  readonly maxResults: number;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** Lists whose pages are remembered; one holds up to 1,000 ids. */
const REMEMBERED_LISTS = 500;

/** Entries that are not adult, whatever else is asked. */
export const NOT_ADULT: Filter = { must_not: [{ key: "nsfw", any: [true] }] };

export class AnimeSearch {
  readonly #deps: SearchDependencies;
  readonly #lists = new FrozenLists(REMEMBERED_LISTS);

  constructor(deps: SearchDependencies) {
    this.#deps = deps;
  }

  /**
   * One page of a search (a query, with or without a filter) or of browsing (a filter or a sort alone).
   * Throws the errors of the catalogue for requests that make no sense, and whatever the store throws.
   */
  async search(request: SearchRequest, signal?: AbortSignal): Promise<SearchAnswer> {
    const { store, generations, entries, maxResults, now } = this.#deps;
    const started = now();
    checkLimit(request.limit, maxResults);
    const fields = readFields(request.fields);
    const plan = this.#plan(request);
    const page = await this.#lists.page(
      {
        request: plan.hash,
        live: generations.live().name,
        kept: async (name) => (await generations.kept(name)) !== undefined,
        make: (name) => this.#list(plan, name, signal),
      },
      request.cursor,
      request.limit,
    );
    const shown = { fields, includeNsfw: request.include_nsfw };
    const results = await present(page, shown, store, generations.live(), entries);
    return {
      query: plan.query ?? null,
      results,
      total: { ...page.list.total },
      understood: [],
      no_good_match: plan.query !== undefined && page.list.ids.length === 0,
      ...(page.nextCursor === undefined ? {} : { next_cursor: page.nextCursor }),
      took_ms: round(now() - started),
    };
  }

  /** Ids that the query ranks under the filter, best first, at most 1,000; for facets over a query's results. */
  async rankedIds(query: string, filter: Filter, signal?: AbortSignal): Promise<readonly string[]> {
    const { generations, ranking, spaces } = this.#deps;
    const generation = generations.live();
    const plan: SearchPlan = {
      query,
      filter,
      sort: [],
      spaces: planSpaces({ mode: "auto" }, spaces, ranking),
      fusion: ranking.fusion,
      popularity: ranking.popularity,
      hash: "",
    };
    return (await this.#ranked(plan, generation, signal)).ids;
  }

  #plan(request: SearchRequest): SearchPlan {
    const { animeKeys, spaces, ranking } = this.#deps;
    const query = cleanQuery(request.query);
    const filter = request.filter === undefined ? {} : parseFilter(request.filter, animeKeys);
    const sort = parseSort(request.sort ?? [], animeKeys);
    if (query === undefined && request.filter === undefined && sort.length === 0) {
      const field = { path: "query", expected: "a query, a filter or a sort" };
      throw fail("NOTHING_TO_SEARCH", describe([field]), { fields: [field] });
    }
    const { limit: _limit, cursor: _cursor, fields: _fields, ...deciding } = request;
    return {
      query,
      filter: request.include_nsfw ? filter : { must: [filter, NOT_ADULT] },
      sort,
      spaces: planSpaces(request, spaces, ranking),
      fusion: request.fusion ?? ranking.fusion,
      popularity: request.boost?.popularity ?? ranking.popularity,
      hash: requestHash(deciding),
    };
  }

  async #list(
    plan: SearchPlan,
    generationName: string,
    signal: AbortSignal | undefined,
  ): Promise<FrozenList> {
    const generation = await this.#generation(generationName);
    if (plan.query === undefined) return this.#browse(plan, generation);
    const ranked = await this.#ranked(plan, generation, signal);
    if (plan.sort.length === 0) return frozen(plan, generation, ranked);
    return frozen(plan, generation, await this.#sorted(plan, generation, ranked));
  }

  async #generation(name: string): Promise<Generation> {
    const generation = await this.#deps.generations.kept(name);
    if (generation === undefined)
      throw fail("CURSOR_EXPIRED", "the index was built anew while the page was made");
    return generation;
  }

  async #browse(plan: SearchPlan, generation: Generation): Promise<FrozenList> {
    const { ids, total } = await this.#deps.store.scroll(generation.anime, {
      filter: plan.filter,
      sort: plan.sort.length > 0 ? plan.sort : BY_POPULARITY,
      limit: LIST_LIMIT,
    });
    const scores = new Float64Array(ids.length);
    return { ...identity(plan, generation), ids, scores, total: { value: total, relation: "eq" } };
  }

  /** What the query found, in the order of the sort; what it did not find stays out. */
  async #sorted(plan: SearchPlan, generation: Generation, ranked: RankedList): Promise<RankedList> {
    const { ids } = await this.#deps.store.scroll(generation.anime, {
      filter: { must: [plan.filter, { key: "id", any: ranked.ids }] },
      sort: plan.sort,
      limit: LIST_LIMIT,
    });
    const scoreOf = new Map(ranked.ids.map((id, i) => [id, ranked.scores[i]!]));
    return { ids, scores: ids.map((id) => scoreOf.get(id) ?? 0), full: ranked.full };
  }

  async #ranked(
    plan: SearchPlan,
    generation: Generation,
    signal: AbortSignal | undefined,
  ): Promise<RankedList> {
    const { store, ranking, embedder } = this.#deps;
    const { legs, weights } = await queryLegs(
      plan.query ?? "",
      plan.spaces,
      ranking.window,
      embedder,
      sparseOf(generation.fit),
    );
    const answer = await store.query(generation.anime, {
      legs,
      filter: plan.filter,
      columns: ["popularity_score", "search_boost_factor"],
      ...(signal ? { signal } : {}),
    });
    const ranked = rank(
      {
        ids: answer.ids,
        legs: answer.scores.map((scores, i) => ({ scores, weight: weights[i]! })),
        popularity: answer.columns.popularity_score!,
        boostFactor: answer.columns.search_boost_factor!,
      },
      plan.fusion,
      plan.popularity,
      LIST_LIMIT,
    );
    return { ...ranked, full: answer.full.some((full) => full) };
  }
}

interface SearchPlan {
  readonly query: string | undefined;
  readonly filter: Filter;
  readonly sort: readonly Sort[];
  readonly spaces: readonly WeightedSpace[];
  readonly fusion: Fusion;
  readonly popularity: number;
  readonly hash: string;
}

interface RankedList {
  readonly ids: readonly string[];
  readonly scores: ArrayLike<number>;
  /** Some space had more candidates than its window: the list is a lower bound of what there is. */
  readonly full: boolean;
}

const BY_POPULARITY: readonly Sort[] = [{ column: "popularity_score", order: "desc" }];

/** How a sparse space turns a query's text into a vector. */
export type SparseQueries = Readonly<Record<string, (text: string) => SparseVector>>;

function sparseOf(fit: CatalogueFit): SparseQueries {
  return {
    text_sparse: (text) => fit.animeText.queryVector(text),
    metadata_sparse: (text) => fit.metadata.queryVector(text),
  };
}

/**
 * One leg per space that has something to say about the text, with its weight; a text without a known word has
 * no legs. The text is embedded once for all dense spaces.
 */
export async function queryLegs(
  text: string,
  spaces: readonly WeightedSpace[],
  window: number,
  embedder: TextEmbedder,
  sparse: SparseQueries,
): Promise<{ legs: Leg[]; weights: number[] }> {
  const legs: Leg[] = [];
  const weights: number[] = [];
  const dense = spaces.some((space) => space.kind === "text")
    ? await embedder.embed([text], "query")
    : undefined;
  const meaningful = dense?.some((component) => component !== 0) ?? false;
  for (const { name, kind, weight } of spaces) {
    if (kind === "text" && meaningful) legs.push({ space: name, limit: window, dense: dense! });
    const vector = kind === "sparse" ? sparse[name]?.(text) : undefined;
    if (vector && vector.indices.length > 0) legs.push({ space: name, limit: window, sparse: vector });
    if (weights.length < legs.length) weights.push(weight);
  }
  return { legs, weights };
}

function frozen(plan: SearchPlan, generation: Generation, ranked: RankedList): FrozenList {
  const full = ranked.full || ranked.ids.length === LIST_LIMIT;
  const total = { value: ranked.ids.length, relation: full ? ("gte" as const) : ("eq" as const) };
  return { ...identity(plan, generation), ids: ranked.ids, scores: ranked.scores, total };
}

function identity(plan: SearchPlan, generation: Generation) {
  return { generation: generation.name, request: plan.hash, sequence: generation.sequence };
}

/** The query without lone surrogates and outer white space; undefined when nothing is left. */
export function cleanQuery(query: string | undefined): string | undefined {
  const clean = query?.toWellFormed().trim();
  return clean === "" ? undefined : clean;
}

/** Throws REQUEST_INVALID for a limit above the service's own. */
export function checkLimit(limit: number, most: number): void {
  if (limit <= most) return;
  const field: ErrorField = { path: "limit", got: limit, expected: `at most ${most} (MAX_RESULTS)` };
  throw fail("REQUEST_INVALID", describe([field]), { fields: [field] });
}

/** Milliseconds to a hundredth. */
export function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
