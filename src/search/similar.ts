import { fail } from "../errors.ts";
import { describe } from "../validation.ts";
import type { Clause, Filter } from "../vector-store/filter.ts";
import { findEntry } from "./entry.ts";
import { knowsPictures, NO_PICTURES } from "./picture-query.ts";
import { planSpaces, SIMILAR_WEIGHTS, type WeightedSpace } from "./plan.ts";
import { present } from "./present.ts";
import { rank } from "./rank.ts";
import type { SearchAnswer, SimilarQueryString } from "./request.ts";
import { checkLimit, NOT_ADULT, round, type SearchDependencies } from "./search.ts";

/** Popularity counts little among similar entries: a hidden gem is what one asks this for. */
const POPULARITY = 0.15;
const WINDOW = 200;

/**
 * Entries like the given one, best first, without itself; by the spaces that describe its story, or by those named.
 * Throws ANIME_NOT_FOUND, SPACE_UNKNOWN and SPACE_NOT_SEARCHABLE.
 */
export async function similarAnime(
  deps: SearchDependencies,
  idOrSlug: string,
  request: SimilarQueryString,
  signal?: AbortSignal,
): Promise<SearchAnswer> {
  const started = deps.now();
  checkLimit(request.limit, deps.maxResults);
  const seed = findEntry(deps.entries, idOrSlug, request.include_nsfw);
  const generation = deps.generations.live();
  const spaces = similarSpaces(deps, request);
  const excluded: Clause[] = [{ key: "id", any: [seed.id] }];
  if (request.exclude_franchise && seed.franchise_id !== undefined) {
    excluded.push({ key: "franchise_id", any: [seed.franchise_id] });
  }
  const filter: Filter = { must_not: excluded, ...(request.include_nsfw ? {} : { must: [NOT_ADULT] }) };
  const answer = await deps.store.query(generation.anime, {
    legs: spaces.map(({ name }) => ({ space: name, limit: WINDOW, like: [seed.id] })),
    filter,
    columns: ["popularity_score", "search_boost_factor"],
    ...(signal ? { signal } : {}),
  });
  const ranked = rank(
    {
      ids: answer.ids,
      // By pictures the score is the cosine, as it is for a picture that is sent.
      legs: answer.scores.map((scores, i) => ({
        scores,
        weight: spaces[i]!.weight,
        asIs: request.by === "visual",
      })),
      popularity: answer.columns.popularity_score!,
      boostFactor: answer.columns.search_boost_factor!,
    },
    deps.ranking.fusion,
    // How a picture looks has nothing to do with how many know the anime.
    request.by === "visual" ? 0 : POPULARITY,
    deps.maxResults,
  );
  const page = { ids: ranked.ids.slice(0, request.limit), scores: ranked.scores };
  const shown = { fields: { kind: "listing" }, includeNsfw: request.include_nsfw } as const;
  const results = await present(page, shown, { ...deps, generation });
  const full = answer.full.some((isFull) => isFull);
  return {
    query: null,
    results,
    total: { value: ranked.ids.length, relation: full ? "gte" : "eq" },
    understood: [],
    no_good_match: ranked.ids.length === 0,
    took_ms: round(deps.now() - started),
    ...(request.by === "visual" && !knowsPictures(generation, deps.images)
      ? { degraded: [NO_PICTURES] }
      : {}),
  };
}

function similarSpaces(deps: SearchDependencies, request: SimilarQueryString): WeightedSpace[] {
  const names =
    request.spaces
      ?.split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "") ?? [];
  if ((request.by === "spaces") !== names.length > 0) {
    const expected =
      request.by === "spaces" ? "names of spaces, separated by commas" : "left out unless by=spaces";
    const field = { path: "spaces", got: request.spaces, expected };
    throw fail("REQUEST_INVALID", describe([field]), { fields: [field] });
  }
  if (request.by === "visual") return [{ name: "image_vector", kind: "image", weight: 1 }];
  if (request.by === "semantic") {
    return planSpaces({ mode: "auto" }, deps.spaces, { ...deps.ranking, weights: SIMILAR_WEIGHTS });
  }
  return planSpaces(
    { mode: "auto", spaces: names.map((name) => ({ name, weight: 1 })) },
    deps.spaces,
    deps.ranking,
  );
}
