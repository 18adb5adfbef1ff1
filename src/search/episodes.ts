import { isAdult } from "../anime/entry.ts";
import { fail } from "../errors.ts";
import { WORDED_SPACE } from "../spaces/spaces.ts";
import { describe } from "../validation.ts";
import type { Clause, Filter } from "../vector-store/filter.ts";
import type { Generation } from "./catalogue.ts";
import { requestHash } from "./cursor.ts";
import { findEntry } from "./entry.ts";
import type { EpisodeResult, EpisodeSearchAnswer, EpisodeSearchRequest } from "./episode-request.ts";
import { parseFilter } from "./filter.ts";
import { queryLegs } from "./legs.ts";
import { type FrozenList, FrozenLists } from "./lists.ts";
import { LIST_LIMIT, planSpaces } from "./plan.ts";
import { rank } from "./rank.ts";
import { checkLimit, cleanQuery, NOT_ADULT, round, type SearchDependencies } from "./search.ts";

const REMEMBERED_LISTS = 100;

export class EpisodeSearch {
  readonly #deps: SearchDependencies;
  readonly #lists = new FrozenLists(REMEMBERED_LISTS);

  constructor(deps: SearchDependencies) {
    this.#deps = deps;
  }

  /**
   * Episodes for a query, within one anime where it is named, else over the whole catalogue; without a query, in
   * the order of season and number. `max_episode` keeps out what a viewer has not reached.
   */
  async search(request: EpisodeSearchRequest, signal?: AbortSignal): Promise<EpisodeSearchAnswer> {
    const { generations, maxResults, now } = this.#deps;
    const started = now();
    checkLimit(request.limit, maxResults);
    const query = cleanQuery(request.query);
    const filter = this.#filter(request, query);
    const { limit: _limit, cursor: _cursor, ...deciding } = request;
    const hash = requestHash({ episodes: deciding });
    const page = await this.#lists.page(
      {
        request: hash,
        live: generations.live().name,
        kept: async (name) => (await generations.kept(name)) !== undefined,
        make: (name) => this.#list(name, hash, query, filter, signal),
      },
      request.cursor,
      request.limit,
    );
    const payloads = await this.#deps.store.payloads(generations.live().episodes, page.ids);
    const results: EpisodeResult[] = [];
    payloads.forEach((payload, i) => {
      const { anime, episode } = (payload ?? {}) as Partial<EpisodeResult>;
      if (anime && episode) results.push({ anime, episode, score: page.scores[i]! });
    });
    return {
      query: query ?? null,
      results: request.include_nsfw || request.cursor === undefined ? results : this.#withoutAdult(results),
      total: { ...page.list.total },
      ...(page.nextCursor === undefined ? {} : { next_cursor: page.nextCursor }),
      took_ms: round(now() - started),
    };
  }

  /** Without episodes of anime that have become adult since the list was made. */
  #withoutAdult(results: readonly EpisodeResult[]): EpisodeResult[] {
    const entries = this.#deps.entries.readMany(results.map(({ anime }) => anime.id));
    return results.filter((_, i) => {
      const entry = entries[i];
      return entry && !isAdult(entry);
    });
  }

  #filter(request: EpisodeSearchRequest, query: string | undefined): Filter {
    const must: Clause[] = [];
    if (request.filter !== undefined) must.push(parseFilter(request.filter, this.#deps.episodeKeys));
    if (request.anime !== undefined) {
      const anime = findEntry(this.#deps.entries, request.anime, request.include_nsfw);
      must.push({ key: "anime_id", any: [anime.id] });
    }
    if (query === undefined && must.length === 0) {
      const field = { path: "query", expected: "a query, an anime or a filter" };
      throw fail("NOTHING_TO_SEARCH", describe([field]), { fields: [field] });
    }
    if (request.max_episode !== undefined) must.push({ key: "number", range: { lte: request.max_episode } });
    if (!request.include_nsfw) must.push(NOT_ADULT);
    return { must };
  }

  async #list(
    name: string,
    hash: string,
    query: string | undefined,
    filter: Filter,
    signal: AbortSignal | undefined,
  ): Promise<FrozenList> {
    const generation = await this.#deps.generations.kept(name);
    if (generation === undefined)
      throw fail("CURSOR_EXPIRED", "the index was built anew while the page was made");
    const made =
      query === undefined
        ? await this.#browse(generation, filter)
        : await this.#rank(generation, query, filter, signal);
    return { ...made, generation: generation.name, sequence: generation.sequence, request: hash };
  }

  async #browse(generation: Generation, filter: Filter) {
    const { ids, total } = await this.#deps.store.scroll(generation.episodes, {
      filter,
      sort: [
        { column: "anime_slug", order: "asc" },
        { column: "season", order: "asc" },
        { column: "number", order: "asc" },
      ],
      limit: LIST_LIMIT,
    });
    return { ids, scores: new Float64Array(ids.length), total: { value: total, relation: "eq" as const } };
  }

  async #rank(generation: Generation, query: string, filter: Filter, signal: AbortSignal | undefined) {
    const { store, episodeRanking: ranking, spaces, embedder } = this.#deps;
    const planned = planSpaces({ mode: "auto" }, spaces, ranking);
    const asked = await queryLegs(
      query,
      planned,
      ranking.window,
      { embedder, wordedSpace: WORDED_SPACE.episodes },
      {
        text_sparse: (text) => generation.fit.episodeText.queryVector(text),
      },
    );
    const answer = await store.query(generation.episodes, {
      legs: asked.map(({ leg }) => leg),
      filter,
      ...(signal ? { signal } : {}),
    });
    const ranked = rank(
      {
        ids: answer.ids,
        legs: answer.scores.map((scores, i) => ({ scores, weight: asked[i]!.weight })),
        popularity: [],
        boostFactor: [],
      },
      ranking.fusion,
      0,
      LIST_LIMIT,
    );
    const full = answer.full.some((isFull) => isFull) || ranked.ids.length === LIST_LIMIT;
    const relation = full ? ("gte" as const) : ("eq" as const);
    return { ids: ranked.ids, scores: ranked.scores, total: { value: ranked.ids.length, relation } };
  }
}
