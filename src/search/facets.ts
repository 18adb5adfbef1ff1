import { type ErrorField, fail } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { describe } from "../validation.ts";
import type { Filter } from "../vector-store/filter.ts";
import type { FacetRequest } from "../vector-store/port.ts";
import { type FilterKeys, parseFilter } from "./filter.ts";
import type { FacetsAnswer, FacetsRequest } from "./request.ts";
import { type AnimeSearch, cleanQuery, NOT_ADULT, type SearchDependencies } from "./search.ts";

const DEFAULT_SIZE = 20;

/**
 * Counts per value over the entries that the filter keeps; with a query, over the (at most 1,000) results that
 * a search for it would rank. Throws FILTER_INVALID and FACET_INVALID.
 */
export async function facetCounts(
  deps: SearchDependencies,
  search: AnimeSearch,
  request: FacetsRequest,
  signal?: AbortSignal,
): Promise<FacetsAnswer> {
  const given = request.filter === undefined ? {} : parseFilter(request.filter, deps.animeKeys);
  const filter: Filter = request.include_nsfw ? given : { must: [given, NOT_ADULT] };
  const requests = parseFacets(request.facets, deps.animeKeys);
  const query = cleanQuery(request.query);
  const narrowed = request.filter !== undefined;
  const ids = query === undefined ? undefined : await search.rankedIds(query, filter, { narrowed, signal });
  const { total, facets } = await deps.store.facets(deps.generations.live().anime, requests, {
    filter,
    ...(ids ? { ids } : {}),
  });
  return { total, facets: Object.fromEntries(requests.map(({ column }, i) => [column, [...facets[i]!]])) };
}

function parseFacets(facets: FacetsRequest["facets"], keys: FilterKeys): FacetRequest[] {
  const wrong: ErrorField[] = [];
  const requests = facets.map(({ field, size, interval }, i): FacetRequest => {
    const type = keys.get(field);
    const path = `facets[${i}]`;
    const numeric = type === "integer" || type === "float" || type === "datetime";
    if (type === undefined) {
      const near = nearest(field, [...keys.keys()]);
      wrong.push({
        path: `${path}.field`,
        got: field,
        expected: "a filterable key",
        ...(near ? { nearest: near } : {}),
      });
    } else if (type === "text") {
      wrong.push({ path: `${path}.field`, got: field, expected: "a key with values, not words" });
    } else if (facets.findIndex((other) => other.field === field) < i) {
      wrong.push({ path: `${path}.field`, got: field, expected: "each field once" });
    } else if (interval !== undefined && !numeric) {
      wrong.push({ path: `${path}.interval`, got: interval, expected: `size: ${field} is of type ${type}` });
    } else if (interval !== undefined && size !== undefined) {
      wrong.push({ path, got: "size and interval", expected: "one of them" });
    } else if (interval === undefined && (type === "float" || type === "datetime")) {
      wrong.push({ path, got: field, expected: `an interval: ${field} is of type ${type}` });
    }
    return interval === undefined
      ? { column: field, size: size ?? DEFAULT_SIZE }
      : { column: field, interval };
  });
  if (wrong.length > 0) throw fail("FACET_INVALID", describe(wrong), { fields: wrong });
  return requests;
}
