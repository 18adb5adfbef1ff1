import type { CatalogueFit } from "../spaces/fit.ts";
import { EXACT } from "../titles/title-index.ts";
import type { Filter } from "../vector-store/filter.ts";
import type { Leg, QueryAnswer, Sort } from "../vector-store/port.ts";
import type { Generation } from "./catalogue.ts";
import type { RankingTrace } from "./explain.ts";
import { familyGains, familyOf } from "./family.ts";
import type { FusionLeg } from "./fuse.ts";
import { queryLegs, type SparseQueries } from "./legs.ts";
import { fitsNothing } from "./no-good-match.ts";
import { LIST_LIMIT, SIMILAR_WEIGHTS } from "./plan.ts";
import { type Ranked, rank } from "./rank.ts";
import type { RankedList, SearchDependencies, SearchPlan } from "./search.ts";
import { TITLE_MATCHES, titleLeg } from "./title-leg.ts";

/** Numbers that ranking reads of every candidate. */
const COLUMNS = ["popularity_score", "search_boost_factor"];
/** The best known come first where nothing else decides. */
const BY_REACH: readonly Sort[] = [{ column: "search_boost_factor", order: "desc" }];
/** Candidates where a query says nothing but what its filter holds. */
const BROWSED = 150;
/** What the words of a query weigh that its filter has understood: enough to part equals. */
const ATTRIBUTES_SHARE = 0.05;
/** What they weigh where there are themes among them: tags do not say whether a story is about what it has in it. */
const THEMES_SHARE = 1;
/** What the rest of a query weighs beside demands that its filter has seen to already. */
const DEMANDED_SHARE = 0.5;
/** Characters of the longest query that is looked up as a part of a name or a misspelt one: descriptions are longer. */
const LONGEST_NAME = 36;
/** How much likeness to a named anime weighs beside what else the query says. */
const LIKENESS = 1.5;
/** What of the popularity prior counts among what is like a named anime: who asks for more knows the best known. */
const LIKENESS_POPULARITY = 0.5;

const NOTHING: RankedList = { ids: [], scores: [], total: { value: 0, relation: "eq" } };

/** One reason for a score: a leg of the fusion, and its name in explanations. */
interface Reason extends FusionLeg {
  readonly source: string;
  readonly kind: string;
}

/** Searches every space for what is left of the query, adds names, wishes and likeness, and ranks what was found. */
export async function rankQuery(
  deps: SearchDependencies,
  plan: SearchPlan,
  generation: Generation,
  signal: AbortSignal | undefined,
): Promise<RankedList> {
  const { store } = deps;
  const { interpretation } = plan;
  const query = plan.query ?? "";
  const like = interpretation?.like ?? null;
  // A model that no title was found for is not understood: its words are searched for.
  const understood = interpretation?.understood.filter(({ kind }) => kind !== "like") ?? [];
  const constrained = like === null && understood.length > 0;
  const isAttributesOnly = constrained && interpretation?.rest === "";
  const names = plan.named
    ? generation.titles.lookup(query, TITLE_MATCHES, {
        includeAdult: plan.includeNsfw,
        exactly: isAttributesOnly || query.length > LONGEST_NAME,
      })
    : [];
  const exact = names.filter(({ score }) => score > EXACT);
  const filter = filterOf(
    plan,
    exact.map(({ id }) => id),
  );
  const sort = isAttributesOnly && interpretation?.order ? [interpretation.order] : BY_REACH;
  const demanding = constrained && understood.some(({ effect }) => effect === "filter");
  const browsed =
    demanding || isAttributesOnly
      ? await store.scroll(generation.anime, { filter, sort, limit: BROWSED })
      : null;
  const isThemed = understood.some(({ kind }) => kind === "theme" || kind === "tag");
  const told = isThemed ? THEMES_SHARE : ATTRIBUTES_SHARE;
  const share = isAttributesOnly ? told : demanding ? DEMANDED_SHARE : 1;
  const spaceLegs = (await legsOf(deps, plan, generation)).map((leg) => ({
    ...leg,
    weight: leg.weight * share,
  }));
  const titles = titleLeg(isAttributesOnly ? exact : names);
  const preferences = interpretation?.preferences ?? [];
  const meant = interpretation?.meant ?? new Map<string, number>();
  // A name or a plot: it means one anime, and those that belong with it.
  const isOfOne = plan.named && !constrained && like === null && meant.size === 0;
  const answer = await store.query(generation.anime, {
    legs: spaceLegs.map(({ leg }) => leg),
    filter,
    include: [
      ...titles.ids,
      ...(isOfOne && titles.ids[0] !== undefined ? familyOf(titles.ids[0], deps.entries) : []),
      ...meant.keys(),
      ...(browsed?.ids ?? []),
    ],
    fits: preferences.map(({ condition }) => ({ must: [condition] })),
    columns: COLUMNS,
    ...(signal ? { signal } : {}),
  });
  // Who says which spaces count, or where to look, wants what is nearest there, however far.
  if (plan.named && plan.filters.length === 0) {
    const isUnderstood = like !== null || understood.length > 0 || titles.ids.length > 0 || meant.size > 0;
    const at = spaceLegs.findIndex(({ source }) => source === "text_sparse");
    const leg = spaceLegs[at]?.leg;
    const words = leg !== undefined && "sparse" in leg ? leg.sparse.values : [];
    const { documents } = generation.fit.animeText;
    if (fitsNothing({ isUnderstood, words, scores: answer.scores[at] ?? [], documents })) return NOTHING;
  }
  const each = (of: (id: string) => number) => {
    const values = new Float64Array(answer.ids.length);
    for (let i = 0; i < values.length; i++) values[i] = of(answer.ids[i]!);
    return values;
  };
  const places = new Map(browsed?.ids.map((id, place) => [id, place]));
  const reasons: Reason[] = [
    ...spaceLegs.map(({ leg, source, kind, weight }, i) => ({
      source,
      kind,
      weight,
      scores: answer.scores[i]!,
      leg,
    })),
    { source: "title", kind: "name", weight: 1, scores: each((id) => titles.adds.get(id) ?? 0), asIs: true },
    { source: "part", kind: "name", weight: 1, scores: each((id) => meant.get(id) ?? 0), asIs: true },
    ...preferences.map(({ id, weight }, i) => ({
      source: id,
      kind: "preference",
      weight,
      scores: answer.fits[i]!,
      asIs: true,
    })),
    {
      source: "attributes",
      kind: "filter",
      weight: 1,
      scores: each((id) => (isAttributesOnly ? attributes(places.get(id), sort) : 0)),
      asIs: true,
    },
  ];
  const popularity = sort === BY_REACH ? plan.popularity * (like === null ? 1 : LIKENESS_POPULARITY) : 0;
  const rankBy = (legs: readonly Reason[]) =>
    rank(candidates(answer, legs), plan.fusion, popularity, LIST_LIMIT);
  let ranked = rankBy(reasons);
  const gains = isOfOne ? familyGains(ranked, answer.ids, deps.entries) : undefined;
  if (gains !== undefined) {
    reasons.push({ source: "family", kind: "name", weight: 1, scores: gains, asIs: true });
    ranked = rankBy(reasons);
  }
  // Where the demands are all there is, the list is what meets them; else it is what the search found.
  const met = isAttributesOnly && demanding ? browsed?.total : undefined;
  return listOf(ranked, reasons, answer, met, plan.explained);
}

/** The caller's filter and what the query demands; what the query names exactly need not meet its own demands. */
function filterOf({ filter, interpretation }: SearchPlan, exact: readonly string[]): Filter {
  if (interpretation === null) return filter;
  const demanded = interpretation.filter;
  return { must: [filter, exact.length > 0 ? { should: [demanded, { key: "id", any: exact }] } : demanded] };
}

/** What an entry gains from fitting a query of attributes alone: its place decides where the query asks for an order. */
function attributes(place: number | undefined, sort: readonly Sort[]): number {
  if (place === undefined) return 0;
  return sort === BY_REACH ? 1 : 10 * (BROWSED - place);
}

function candidates(answer: QueryAnswer, legs: readonly Reason[]) {
  return {
    ids: answer.ids,
    legs,
    popularity: answer.columns.popularity_score!,
    boostFactor: answer.columns.search_boost_factor!,
  };
}

interface SpaceLeg {
  readonly leg: Leg;
  readonly source: string;
  readonly kind: string;
  readonly weight: number;
}

/** What the spaces of words and meaning are searched for: what is left of the query, or all of it where nothing is. */
export function searchedText({ interpretation, query = "" }: SearchPlan): string {
  if (interpretation === null) return query;
  if (interpretation.rest !== "") return interpretation.rest;
  return interpretation.like === null ? query : "";
}

/** The legs over the spaces: for what is left of the query, and for what a named anime is like. */
async function legsOf(
  { embedder, ranking, spaces }: SearchDependencies,
  plan: SearchPlan,
  generation: Generation,
): Promise<SpaceLeg[]> {
  const { interpretation, query = "" } = plan;
  const asked = await queryLegs(
    searchedText(plan),
    plan.spaces,
    ranking.window,
    embedder,
    sparseOf(generation.fit, query),
  );
  const legs = asked.map(({ leg, kind, weight }) => ({
    leg,
    source: leg.space,
    kind: kind as string,
    weight,
  }));
  const like = interpretation?.like ?? null;
  if (like === null) return legs;
  const alike = Object.entries(SIMILAR_WEIGHTS).filter(([space]) => spaces.has(space));
  return [
    ...legs,
    ...alike.map(([space, weight]) => ({
      leg: { space, limit: ranking.window, like: like.id },
      source: `like:${space}`,
      kind: "likeness",
      weight: LIKENESS * weight,
    })),
  ];
}

/** Words are searched in what is left of the query, features in all of it. */
function sparseOf(fit: CatalogueFit, query: string): SparseQueries {
  return {
    text_sparse: (text) => fit.animeText.queryVector(text),
    metadata_sparse: () => fit.metadata.queryVector(query),
  };
}

function listOf(
  ranked: Ranked,
  reasons: readonly Reason[],
  answer: QueryAnswer,
  met: number | undefined,
  explained: boolean,
): RankedList {
  const full = answer.full.some((isFull) => isFull) || ranked.ids.length === LIST_LIMIT;
  const list: RankedList = {
    ids: ranked.ids,
    scores: ranked.scores,
    total:
      met === undefined
        ? { value: ranked.ids.length, relation: full ? "gte" : "eq" }
        : { value: met, relation: "eq" },
  };
  if (!explained) return list;
  const of = (values: ArrayLike<number>) => Float64Array.from(ranked.places, (place) => values[place]!);
  const trace: RankingTrace = {
    legs: reasons.map(({ source, kind, weight }) => ({ source, kind, weight })),
    raw: reasons.map(({ scores }) => of(scores)),
    parts: ranked.parts.map(of),
    boosts: of(ranked.boosts),
  };
  return { ...list, trace };
}
