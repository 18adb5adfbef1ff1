import type { CatalogueFit } from "../spaces/fit.ts";
import { WORDED_SPACE } from "../spaces/spaces.ts";
import { embedderOf } from "../text-embedder/port.ts";
import { EXACT } from "../titles/title-index.ts";
import type { Clause, Filter } from "../vector-store/filter.ts";
import type { Leg, QueryAnswer, Sort } from "../vector-store/port.ts";
import type { Entries, Generation } from "./catalogue.ts";
import type { RankingTrace } from "./explain.ts";
import { familyGains, familyOf, spreadFamilies } from "./family.ts";
import { isForeign } from "./foreign.ts";
import type { FusionLeg } from "./fuse.ts";
import { BY_REACH, type Intent, intentOf, isOfMany, shareOf } from "./intent.ts";
import { queryLegs, type SparseQueries } from "./legs.ts";
import { fitsNothing, isAboutSomebody } from "./no-good-match.ts";
import { contrast, knowsPictures } from "./picture-query.ts";
import { LIST_LIMIT, SIMILAR_WEIGHTS } from "./plan.ts";
import { type Ranked, rank, rankUpTo, rankWith } from "./rank.ts";
import type { RankedList, SearchDependencies, SearchPlan } from "./search.ts";
import { LEAST_TITLE, LONGEST_NAME, mayBeName, TITLE_MATCHES, type TitleLeg, titleLeg } from "./title-leg.ts";
import { typicalLegs } from "./typical.ts";

/** Numbers that ranking reads of every candidate. */
const COLUMNS = ["popularity_score", "search_boost_factor"];
/** Candidates where a query says nothing but what its filter holds. */
const BROWSED = 150;
/** What words count of a query in a language that the embedder understands and the catalogue is not in. */
const FOREIGN_WORDS = 0.4;
/** How much likeness to a named anime weighs beside what else the query says. */
const LIKENESS = 1.5;
/** What of the popularity prior counts among what is like a named anime: who asks for more knows the best known. */
const LIKENESS_POPULARITY = 0.4;
/** How the scores of likeness are sharpened: of what is a little like a model there is too much. */
const LIKENESS_SHARPNESS = 2;

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
  const intent = intentOf(plan);
  const found = await retrieve(deps, plan, intent, generation, signal);
  if (!isBeyondWords(deps, plan) && isNothing(plan, intent, found, generation)) return NOTHING;
  const { answer } = found;
  // A picture beside the text takes its share from all that the text says; how well known an anime is it does not ask.
  const share = found.picture === null ? 1 : 1 - found.picture.weight;
  const prior = share * (intent.like === null ? plan.popularity : plan.popularity * LIKENESS_POPULARITY);
  const popularity = intent.sort === BY_REACH ? prior : 0;
  const told = reasonsOf(plan, intent, found).map((reason) => ({
    ...reason,
    weight: reason.weight * share,
  }));
  const reasons = found.picture === null ? told : [...told, pictureReason(plan, found.picture, deps)];
  const among = candidates(answer, reasons);
  const isName = found.titles.ids.length > 0;
  const isTold = !isName && (plan.query?.length ?? 0) > LONGEST_NAME;
  // What is called just so comes first, and nothing of its franchise in its place.
  const hasFamily = (isName || !intent.isTimed) && !(found.isExact && isOfMany(intent));
  // What is meant as one has the family of the best: to find that takes no sorting.
  const looked = hasFamily && intent.isOfOne ? 1 : LIST_LIMIT;
  const first = rank(among, plan.fusion, popularity, looked);
  const family = hasFamily ? familyReason(intent, first, answer.ids, isTold, deps.entries) : undefined;
  // Where demands are all there is, the total is what meets them; else it is what the search found.
  const met = intent.isAttributesOnly && intent.isDemanding ? found.browsed?.total : undefined;
  if (family === undefined) {
    const ranked = looked === LIST_LIMIT ? first : rankUpTo(LIST_LIMIT, first, among);
    return listOf(ranked, reasons, answer, met, plan.explained);
  }
  const ranked = rankWith(
    first,
    among,
    family.scores.map((score) => score * share),
    LIST_LIMIT,
  );
  return listOf(ranked, [...reasons, { ...family, weight: share }], answer, met, plan.explained);
}

/** A reason whose scores are added as they are. */
interface AddedReason extends Reason {
  readonly scores: Float64Array;
}

/** What the first ranking says of franchises: the best result's is meant as a whole, or each shall have its turn. */
function familyReason(
  intent: Intent,
  ranked: Ranked,
  candidates: readonly string[],
  isTold: boolean,
  entries: Entries,
): AddedReason | undefined {
  const added = { kind: "name", weight: 1, asIs: true } as const;
  if (intent.isOfOne) {
    const scores = familyGains(ranked, candidates, entries, isTold);
    return scores && { source: "family", scores, ...added };
  }
  if (!isOfMany(intent)) return undefined;
  const scores = spreadFamilies(ranked, candidates, entries);
  return scores && { source: "spread", scores, ...added };
}

/** What the store and the names gave for a query. */
interface Found {
  readonly spaceLegs: readonly SpaceLeg[];
  readonly titles: TitleLeg;
  /** Some entry is called just so. */
  readonly isExact: boolean;
  readonly browsed: { readonly ids: readonly string[]; readonly total: number } | null;
  readonly answer: QueryAnswer;
  /** How near the candidates' pictures are to the one that the query brings; null where it brings none. */
  readonly picture: FoundPicture | null;
}

interface FoundPicture {
  readonly space: string;
  readonly weight: number;
  readonly cosines: ArrayLike<number>;
}

/** The picture weighs as much as all spaces of the text together, each by its share. */
function pictureReason(
  { spaces }: SearchPlan,
  { space, weight, cosines }: FoundPicture,
  { ranking }: SearchDependencies,
): Reason {
  const text = spaces.reduce((sum, planned) => sum + planned.weight, 0);
  return { source: space, kind: "image", weight: weight * text, scores: contrast(cosines, ranking.window) };
}

async function retrieve(
  deps: SearchDependencies,
  plan: SearchPlan,
  intent: Intent,
  generation: Generation,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const { query = "", interpretation } = plan;
  const { animeText } = generation.fit;
  const unheard = plan.named ? animeText.unheardOf(query) : 0;
  const isNamed = interpretation?.isNamed === true;
  const exactly = intent.isAttributesOnly || intent.like !== null || !mayBeName(query, { isNamed, unheard });
  const lookup = { includeAdult: plan.includeNsfw, exactly, least: LEAST_TITLE };
  const names = plan.named
    ? generation.titles.lookup(interpretation?.named ?? query, TITLE_MATCHES, lookup)
    : [];
  const titles = titleLeg(names, { isNamed, unheard, documents: animeText.documents });
  const exact = names.filter(({ score }) => score > EXACT).map(({ id }) => id);
  // Attributes that are said beside a name hold for it, too.
  const filter = filterOf(plan, interpretation?.named === undefined ? exact : []);
  const browses = intent.isDemanding || intent.isAttributesOnly;
  const browsed = browses
    ? await deps.store.scroll(generation.anime, { filter, sort: intent.sort, limit: BROWSED })
    : null;
  const share = shareOf(intent);
  const asked = (await legsOf(deps, plan, generation)).map((leg) => ({ ...leg, weight: leg.weight * share }));
  const isOfAKind = intent.like === null && isOfMany(intent);
  const typical = isOfAKind ? typicalLegs(plan, browsed?.ids ?? [], deps.spaces) : [];
  const spaceLegs = [...asked, ...typical];
  const [nearest] = titles.ids;
  const picture = plan.picture !== undefined && knowsPictures(generation, deps.images) ? plan.picture : null;
  const looks =
    picture === null
      ? []
      : [{ space: picture.space, limit: deps.ranking.window, dense: picture.vector } satisfies Leg];
  const answer = await deps.store.query(generation.anime, {
    legs: [...spaceLegs.map(({ leg }) => leg), ...looks],
    filter,
    include: [
      ...titles.ids,
      ...(intent.isOfOne && nearest !== undefined ? familyOf(nearest, deps.entries) : []),
      ...(interpretation?.meant.keys() ?? []),
      ...(browsed?.ids ?? []),
    ],
    fits: (interpretation?.preferences ?? []).map(({ condition }) => alone(condition)),
    columns: COLUMNS,
    ...(signal ? { signal } : {}),
  });
  return {
    spaceLegs,
    titles,
    isExact: exact.length > 0,
    browsed,
    answer,
    picture: picture && { ...picture, cosines: answer.scores[spaceLegs.length]! },
  };
}

/** Conditions as filters, the same object for the same one: most are the lexicon's, and stores know them again. */
const filters = new WeakMap<Clause, Filter>();

function alone(condition: Clause): Filter {
  const made = filters.get(condition) ?? { must: [condition] };
  filters.set(condition, made);
  return made;
}

/**
 * Whether words cannot say that nothing fits: the query is in another language, which the embedder understands, or the
 * weights of words are a model's own, of which nothing is known.
 */
function isBeyondWords(
  { embedder, isMultilingual }: SearchDependencies,
  { query = "" }: SearchPlan,
): boolean {
  if (embedderOf(embedder, WORDED_SPACE.anime).embedWithLexical !== undefined) return true;
  return isMultilingual === true && isForeign(query);
}

/** Whether the catalogue holds nothing that fits: see `fitsNothing`. */
function isNothing(plan: SearchPlan, intent: Intent, found: Found, { fit }: Generation): boolean {
  // Who says which spaces count, or where to look, wants what is nearest there, however far.
  if (!plan.named || plan.filters.length > 0 || found.picture !== null) return false;
  const { spaceLegs, titles, answer } = found;
  const isMeant = titles.ids.length > 0 || (plan.interpretation?.meant.size ?? 0) > 0;
  const at = spaceLegs.findIndex(({ source }) => source === "text_sparse");
  const leg = spaceLegs[at]?.leg;
  return fitsNothing({
    isUnderstood: intent.like !== null || intent.isAboutStories || isMeant,
    words: leg !== undefined && "sparse" in leg ? leg.sparse.values : [],
    scores: answer.scores[at] ?? [],
    documents: fit.animeText.documents,
    isOfSomebody: isAboutSomebody(plan.query ?? ""),
  });
}

/** Everything that adds to a candidate's score, under the name that explanations use. */
function reasonsOf({ interpretation }: SearchPlan, intent: Intent, found: Found): Reason[] {
  const { spaceLegs, titles, browsed, answer } = found;
  const each = (of: (id: string) => number) => {
    const values = new Float64Array(answer.ids.length);
    for (let i = 0; i < values.length; i++) values[i] = of(answer.ids[i]!);
    return values;
  };
  const meant = interpretation?.meant;
  const places = new Map(intent.isAttributesOnly ? browsed?.ids.map((id, place) => [id, place]) : []);
  const asIs = { weight: 1, asIs: true } as const;
  return [
    ...spaceLegs.map(({ source, kind, weight, sharpness = 1, least = 0 }, i) => ({
      source,
      kind,
      weight,
      scores: answer.scores[i]!,
      sharpness,
      least,
    })),
    ...(titles.adds.size > 0
      ? [{ source: "title", kind: "name", scores: each((id) => titles.adds.get(id) ?? 0), ...asIs }]
      : []),
    ...(meant !== undefined && meant.size > 0
      ? [{ source: "part", kind: "name", scores: each((id) => meant.get(id) ?? 0), ...asIs }]
      : []),
    ...(interpretation?.preferences ?? []).map(({ id, weight }, i) => ({
      source: id,
      kind: "preference",
      scores: answer.fits[i]!,
      weight,
      asIs: true,
    })),
    ...(places.size > 0
      ? [
          {
            source: "attributes",
            kind: "filter",
            scores: each((id) => attributes(places.get(id), intent.sort)),
            ...asIs,
          },
        ]
      : []),
  ];
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
  /** 1 and 0 unless said. */
  readonly sharpness?: number;
  readonly least?: number;
}

/** What the spaces of words and meaning are searched for: what is left of the query, or all of it where nothing is. */
export function searchedText({ interpretation, query = "" }: SearchPlan): string {
  if (interpretation === null) return query;
  if (interpretation.rest !== "") return interpretation.rest;
  return interpretation.like === null ? query : "";
}

/** How the cosines of a space of texts are taken: what was fitted to the builtin embedder's holds for nobody else's. */
function takenAs({ embedder, ranking }: SearchDependencies, space: string) {
  const isBuiltin = embedderOf(embedder, space).identity.provider === "builtin";
  return isBuiltin ? { sharpness: ranking.sharpness, least: ranking.leastCosine } : {};
}

/** The legs over the spaces: for what is left of the query, and for what a named anime is like. */
async function legsOf(
  deps: SearchDependencies,
  plan: SearchPlan,
  generation: Generation,
): Promise<SpaceLeg[]> {
  const { embedder, isMultilingual, ranking, spaces } = deps;
  const { interpretation, query = "" } = plan;
  const asked = await queryLegs(
    searchedText(plan),
    plan.spaces,
    ranking.window,
    { embedder, wordedSpace: WORDED_SPACE.anime },
    sparseOf(generation.fit, query),
  );
  const isForeignQuery = isMultilingual === true && isForeign(query);
  const legs = asked.map(({ leg, kind, weight }) => ({
    leg,
    source: leg.space,
    kind: kind as string,
    ...(kind === "text" ? takenAs(deps, leg.space) : {}),
    weight: isForeignQuery && kind === "sparse" ? weight * FOREIGN_WORDS : weight,
  }));
  const like = interpretation?.like ?? null;
  if (like === null) return legs;
  const alike = Object.entries(SIMILAR_WEIGHTS).filter(([space]) => spaces.has(space));
  return [
    ...legs,
    ...alike.map(([space, weight]) => ({
      leg: { space, limit: ranking.window, like: [like.id] },
      source: `like:${space}`,
      kind: "likeness",
      weight: LIKENESS * weight,
      sharpness: LIKENESS_SHARPNESS,
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
