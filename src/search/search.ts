import { type ErrorField, fail } from "../errors.ts";
import type { ImageEmbedder } from "../image-embedder/port.ts";
import type { TextEmbedder } from "../text-embedder/port.ts";
import { describe } from "../validation.ts";
import type { Filter } from "../vector-store/filter.ts";
import type { Sort, VectorStore } from "../vector-store/port.ts";
import type { Entries, Generation, Generations } from "./catalogue.ts";
import { canonical, requestHash } from "./cursor.ts";
import { explain, type RankingTrace } from "./explain.ts";
import { type FilterKeys, parseFilter } from "./filter.ts";
import type { Fusion } from "./fuse.ts";
import { firstOfEachFranchise, groupOf } from "./group.ts";
import { type Interpretation, interpret } from "./interpret.ts";
import { Lexicons } from "./lexicons.ts";
import { type FrozenList, FrozenLists } from "./lists.ts";
import { knowsPictures, NO_PICTURES, type PictureQuery, rankByPicture } from "./picture-query.ts";
import {
  type KnownSpaces,
  LIST_LIMIT,
  planSpaces,
  type RankingDefaults,
  type WeightedSpace,
} from "./plan.ts";
import { present, readFields } from "./present.ts";
import { rankQuery, searchedText } from "./rank-query.ts";
import type { Explanation, Group, SearchAnswer, SearchRequest } from "./request.ts";
import { parseSort } from "./sort.ts";
import type { Now } from "./understand/calendar.ts";

/** What the search services stand on. */
export interface SearchDependencies {
  readonly store: VectorStore;
  readonly generations: Generations;
  readonly entries: Entries;
  readonly embedder: TextEmbedder;
  /** Whether the embedder understands queries in other languages than the catalogue's. */
  readonly isMultilingual?: boolean;
  readonly images: ImageEmbedder;
  /** Whether the service draws covers for entries that have no picture. */
  readonly drawsCovers: boolean;
  readonly spaces: KnownSpaces;
  readonly animeKeys: FilterKeys;
  readonly episodeKeys: FilterKeys;
  readonly ranking: RankingDefaults;
  readonly episodeRanking: RankingDefaults;
  /** Most results on one page. */
  readonly maxResults: number;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** What "this season" means. */
  readonly today: () => Now;
}

/** Lists whose pages are remembered; one holds up to 1,000 ids. */
const REMEMBERED_LISTS = 500;

/** One query of each sort that takes its own way: a story, a wish, a title. */
const WARM_UP = ["two friends travel through a strange land", "mecha from the 1980s", "cowboy bebop"];

/** Entries that are not adult, whatever else is asked. */
export const NOT_ADULT: Filter = { must_not: [{ key: "nsfw", any: [true] }] };

export class AnimeSearch {
  readonly #deps: SearchDependencies;
  readonly #lists = new FrozenLists<AnimeList>(REMEMBERED_LISTS);
  readonly #lexicons: Lexicons;

  constructor(deps: SearchDependencies) {
    this.#deps = deps;
    this.#lexicons = new Lexicons(deps.store);
  }

  /** Does once what the first search would otherwise be slow for: the lexicon, and every step of a search. */
  async warmUp(): Promise<void> {
    const request = { limit: 1, mode: "auto", include_nsfw: false } as const;
    for (const query of WARM_UP) await this.search({ ...request, query });
  }

  /**
   * One page of a search (a query, with or without a filter) or of browsing (a filter or a sort alone).
   * With a picture it is a search by that, or by both where there is a query, too.
   * Throws the errors of the catalogue for requests that make no sense, and whatever the store throws.
   */
  async search(request: SearchRequest, signal?: AbortSignal, picture?: PictureQuery): Promise<SearchAnswer> {
    const { generations, maxResults, now } = this.#deps;
    const started = now();
    checkLimit(request.limit, maxResults);
    const fields = readFields(request.fields);
    const plan = await this.#plan(request, picture);
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
    const generation = generations.live();
    const shown = { fields, includeNsfw: request.include_nsfw };
    const more = (place: number, id: string) => ({
      ...this.#group(page.list, page.offset + place, request.include_nsfw),
      ...this.#explanation(plan, page.list, page.offset + place, id, generation),
    });
    return {
      query: plan.query ?? null,
      results: await present(page, shown, { ...this.#deps, generation }, more),
      total: { ...page.list.total },
      understood: [...(plan.interpretation?.understood ?? [])],
      ...(plan.interpretation?.suggestion ? { suggestion: plan.interpretation.suggestion } : {}),
      no_good_match: (plan.query !== undefined || plan.picture !== undefined) && page.list.ids.length === 0,
      ...(page.nextCursor === undefined ? {} : { next_cursor: page.nextCursor }),
      took_ms: round(now() - started),
      ...(plan.picture === undefined || knowsPictures(generation, this.#deps.images)
        ? {}
        : {
            degraded: [NO_PICTURES],
          }),
    };
  }

  /**
   * Ids that the query ranks under the filter, best first, at most 1,000; for facets over a query's results. A caller
   * who has narrowed the search himself is shown the nearest, however far.
   */
  async rankedIds(
    query: string,
    filter: Filter,
    options: { readonly narrowed: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<readonly string[]> {
    const { generations, ranking, spaces } = this.#deps;
    const generation = generations.live();
    const plan: SearchPlan = {
      query,
      interpretation: await this.#interpret(query, filter, { ignore: [], includeNsfw: true }),
      filter,
      sort: [],
      spaces: planSpaces({ mode: "auto" }, spaces, ranking),
      fusion: ranking.fusion,
      popularity: ranking.popularity,
      picture: undefined,
      named: true,
      includeNsfw: true,
      grouped: false,
      explained: false,
      filters: options.narrowed ? [canonical(filter)] : [],
      hash: "",
    };
    return (await rankQuery(this.#deps, plan, generation, options.signal)).ids;
  }

  async #plan(request: SearchRequest, picture: PictureQuery | undefined): Promise<SearchPlan> {
    const { animeKeys, spaces, ranking } = this.#deps;
    const query = cleanQuery(request.query);
    const filter = request.filter === undefined ? {} : parseFilter(request.filter, animeKeys);
    const sort = parseSort(request.sort ?? [], animeKeys);
    if (query === undefined && request.filter === undefined && sort.length === 0 && picture === undefined) {
      const field = { path: "query", expected: "a query, a filter or a sort" };
      throw fail("NOTHING_TO_SEARCH", describe([field]), { fields: [field] });
    }
    const { limit: _limit, cursor: _cursor, fields: _fields, ...deciding } = request;
    const allowed: Filter = request.include_nsfw ? filter : { must: [filter, NOT_ADULT] };
    // Who says which spaces count, or how, has understood his query himself.
    const named =
      request.spaces === undefined &&
      (request.mode === "auto" || request.mode === "hybrid") &&
      picture?.weight !== 1;
    return {
      query,
      interpretation:
        query !== undefined && named
          ? await this.#interpret(query, allowed, {
              ignore: request.ignore_understood ?? [],
              includeNsfw: request.include_nsfw,
              wishesOnly: picture !== undefined && picture.weight > 0,
            })
          : null,
      filter: allowed,
      sort,
      spaces: planSpaces(request, spaces, ranking),
      fusion: request.fusion ?? ranking.fusion,
      popularity: request.boost?.popularity ?? ranking.popularity,
      // A picture of no weight is none.
      picture: picture?.weight === 0 ? undefined : picture,
      named,
      includeNsfw: request.include_nsfw,
      grouped: request.group_by === "franchise",
      explained: request.explain === true && query !== undefined,
      filters: request.filter === undefined ? [] : [canonical(request.filter)],
      hash: requestHash(
        picture === undefined
          ? deciding
          : { ...deciding, picture: [picture.digest, picture.space, picture.weight] },
      ),
    };
  }

  #group({ franchises }: AnimeList, place: number, includeNsfw: boolean): { group?: Group } {
    const group = groupOf(franchises?.[place] ?? null, this.#deps.entries, includeNsfw);
    return group === undefined ? {} : { group };
  }

  #explanation(
    plan: SearchPlan,
    { trace }: AnimeList,
    place: number,
    id: string,
    { fit }: Generation,
  ): { explanation?: Explanation } {
    const entry = trace === undefined ? null : this.#deps.entries.read(id);
    if (trace === undefined || entry === null) return {};
    const { query = "", filters } = plan;
    return { explanation: explain(trace, place, { entry, fit, query, words: searchedText(plan), filters }) };
  }

  async #interpret(
    query: string,
    filter: Filter,
    options: Omit<Parameters<typeof interpret>[1], "filter">,
  ): Promise<Interpretation> {
    const { generations, entries, store, today } = this.#deps;
    const generation = generations.live();
    const lexicon = await this.#lexicons.of(generation);
    return interpret(query, { ...options, filter }, { lexicon, generation, entries, store, now: today() });
  }

  async #list(plan: SearchPlan, generationName: string, signal: AbortSignal | undefined): Promise<AnimeList> {
    const generation = await this.#generation(generationName);
    const ranked = await this.#ordered(plan, generation, signal);
    const { name, sequence } = generation;
    const list = plan.grouped ? this.#grouped(ranked) : ranked;
    return { ...list, generation: name, sequence, request: plan.hash };
  }

  async #generation(name: string): Promise<Generation> {
    const generation = await this.#deps.generations.kept(name);
    if (generation !== undefined) return generation;
    throw fail("CURSOR_EXPIRED", "the index was built anew while the page was made");
  }

  async #ordered(
    plan: SearchPlan,
    generation: Generation,
    signal: AbortSignal | undefined,
  ): Promise<RankedList> {
    if (plan.picture !== undefined && (plan.query === undefined || plan.picture.weight === 1)) {
      return rankByPicture(this.#deps, plan, generation, signal);
    }
    if (plan.query === undefined) return this.#browse(plan, generation);
    const ranked = await rankQuery(this.#deps, plan, generation, signal);
    return plan.sort.length === 0 ? ranked : this.#sorted(plan, generation, ranked);
  }

  async #browse(plan: SearchPlan, generation: Generation): Promise<RankedList> {
    const { ids, total } = await this.#deps.store.scroll(generation.anime, {
      filter: plan.filter,
      sort: plan.sort.length > 0 ? plan.sort : BY_POPULARITY,
      limit: LIST_LIMIT,
    });
    return { ids, scores: new Float64Array(ids.length), total: { value: total, relation: "eq" } };
  }

  /** What the query found, in the order of the sort; what it did not find stays out. */
  async #sorted(plan: SearchPlan, generation: Generation, ranked: RankedList): Promise<RankedList> {
    const { ids } = await this.#deps.store.scroll(generation.anime, {
      filter: { must: [plan.filter, { key: "id", any: ranked.ids }] },
      sort: plan.sort,
      limit: LIST_LIMIT,
    });
    const placeOf = new Map(ranked.ids.map((id, i) => [id, i]));
    return {
      ...picked(
        ranked,
        ids.flatMap((id) => placeOf.get(id) ?? []),
      ),
      total: ranked.total,
    };
  }

  /** Of every franchise its best result. Totals then count franchises. */
  #grouped(ranked: RankedList): RankedList {
    const franchises = this.#deps.entries.franchises(ranked.ids);
    const places = firstOfEachFranchise(franchises);
    // A list that was cut at its limit may miss franchises.
    const cut = ranked.total.relation === "gte" || ranked.total.value > ranked.ids.length;
    return {
      ...picked(ranked, places),
      franchises: places.map((place) => franchises[place]!),
      total: { value: places.length, relation: cut ? "gte" : "eq" },
    };
  }
}

/** A search request as it is carried out. */
export interface SearchPlan {
  readonly query: string | undefined;
  /** Null where the query is not to be interpreted, or there is none. */
  readonly interpretation: Interpretation | null;
  readonly filter: Filter;
  readonly sort: readonly Sort[];
  readonly spaces: readonly WeightedSpace[];
  readonly fusion: Fusion;
  readonly popularity: number;
  /** What entries' pictures are compared with, beside the query or alone. */
  readonly picture: PictureQuery | undefined;
  /** Whether names count beside the spaces: not where the caller says which spaces do. */
  readonly named: boolean;
  readonly includeNsfw: boolean;
  readonly grouped: boolean;
  readonly explained: boolean;
  /** The filters in words, for explanations. */
  readonly filters: readonly string[];
  readonly hash: string;
}

/** What ranking gives. */
export interface RankedList {
  readonly ids: readonly string[];
  readonly scores: ArrayLike<number>;
  readonly total: FrozenList["total"];
  /** The franchise of each result, where the list is grouped. */
  readonly franchises?: readonly (string | null)[];
  /** How the list was ranked, where that is to be explained. */
  readonly trace?: RankingTrace;
}

/** A list of anime, frozen for its pages. */
export interface AnimeList extends RankedList, FrozenList {}

/** The list with only some of its places, in the order given. */
function picked(list: RankedList, places: readonly number[]): Omit<RankedList, "total"> {
  const of = (values: ArrayLike<number>) => Float64Array.from(places, (place) => values[place]!);
  const { trace } = list;
  return {
    ids: places.map((place) => list.ids[place]!),
    scores: of(list.scores),
    ...(trace
      ? {
          trace: {
            legs: trace.legs,
            raw: trace.raw.map(of),
            parts: trace.parts.map(of),
            boosts: of(trace.boosts),
          },
        }
      : {}),
  };
}

const BY_POPULARITY: readonly Sort[] = [{ column: "popularity_score", order: "desc" }];

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
