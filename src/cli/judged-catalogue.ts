import type { openCatalogue } from "../compose.ts";
import { coherence, type Described, featureWeight } from "../evaluation/coherence.ts";
import { type JudgedSet, type Ranker, SEED } from "../evaluation/evaluate.ts";
import type { GoldQuery } from "../evaluation/gold.ts";
import { type JudgedCatalogue, knowsEnough, MOST, namedAnime } from "../evaluation/judge.ts";
import { RESULTS } from "../evaluation/measure.ts";
import { average } from "../evaluation/statistics.ts";
import { seededRandom } from "../random.ts";

type Opened = Awaited<ReturnType<typeof openCatalogue>>;

/** Where the features stand whose likeness makes a list coherent. */
const FEATURE_FIELDS = ["genres", "themes", "demographics", "tags"] as const;

/**
 * The live catalogue as judgements read it. Whether it is full is told by how much of the reference it knows, or
 * said by `full`.
 */
export function judgedCatalogue(
  { record, index, search }: Opened,
  { reference, full }: { readonly reference: readonly GoldQuery[]; readonly full?: boolean | undefined },
): JudgedCatalogue & { readonly anime: number; readonly generation: string } {
  const live = index.live();
  const { entries, contributions } = record;
  const idOf = (url: string): string | undefined => {
    for (const entry of contributions.entriesWith(url)) {
      const { id, deleted } = entries.row(entry);
      if (!deleted) return id;
    }
    return undefined;
  };
  const named = namedAnime(reference);
  return {
    store: search.store,
    collection: live.anime,
    keys: search.animeKeys,
    anime: entries.counts().anime,
    generation: live.name,
    full: full ?? knowsEnough(named.filter((url) => idOf(url) !== undefined).length, named.length),
    idOf,
    franchiseOf(id) {
      const [franchise] = entries.franchises([id]);
      return franchise == null ? [id] : entries.franchise(franchise);
    },
  };
}

/** What coherence needs of results, each anime read once. */
export function describedBy({ record, index, search }: Opened): JudgedSet["describe"] {
  const { entries } = record;
  const { anime } = index.live();
  const all = entries.counts().anime;
  const weights = new Map<string, number>();
  const known = new Map<string, Described>();

  async function weightOf(feature: string): Promise<number> {
    const having = { should: FEATURE_FIELDS.map((key) => ({ key, any: [feature] })) };
    const weight = weights.get(feature) ?? featureWeight(await search.store.count(anime, having), all);
    weights.set(feature, weight);
    return weight;
  }

  return async (ids) => {
    const described: Described[] = [];
    for (const id of ids) {
      let one = known.get(id);
      if (one === undefined) {
        const entry = entries.read(id);
        const { genres = [], themes = [], demographics = [], tags = [], franchise_id } = entry ?? {};
        const names = [...genres, ...themes.map(({ name }) => name), ...demographics, ...tags];
        const features = new Map<string, number>();
        for (const name of names) features.set(name.toLowerCase(), await weightOf(name.toLowerCase()));
        one = { features, franchise: franchise_id ?? null };
        known.set(id, one);
      }
      described.push(one);
    }
    return described;
  };
}

/** Lists of anime drawn by chance, from which to tell how coherent a list is that means nothing. */
const CHANCE_LISTS = 50;

/** The mean coherence of lists of ten that are drawn by chance, by a fixed seed. */
export async function chanceCoherence(
  { index, search }: Opened,
  describe: JudgedSet["describe"],
): Promise<number> {
  const { ids } = await search.store.scroll(index.live().anime, { limit: MOST });
  const random = seededRandom(SEED);
  const drawn = () => ids[Math.floor(random() * ids.length)]!;
  const values: number[] = [];
  for (let list = 0; list < CHANCE_LISTS; list++) {
    values.push(coherence(await describe(Array.from({ length: RESULTS }, drawn))));
  }
  return average(values);
}

/** Names alone: the anime whose names are nearest to the query. */
export function titlesRanker({ index, search }: Opened): Ranker {
  const { titles, anime } = index.live();
  return async (query) => {
    const ids = titles.lookup(query, RESULTS).map(({ id }) => id);
    const listings = await search.store.payloads(anime, ids);
    const results = ids.map((id, i) => ({ id, title: String(listings[i]?.title ?? id) }));
    return { results, no_good_match: results.length === 0 };
  };
}

/** The spaces that words can be searched in and that hold something. */
export async function searchableSpaces({ index, search }: Opened): Promise<string[]> {
  const { spaces } = await search.store.info(index.live().anime);
  return [...search.spaces]
    .filter(([name, kind]) => kind !== "image" && (spaces[name] ?? 0) > 0)
    .map(([name]) => name);
}
