import type { AnimeEntry } from "./entry.ts";
import { PLATFORMS, type Platform } from "./statistics.ts";

/** The computed fields of an entry. */
export interface ComputedScores {
  readonly popularity_score: number;
  readonly content_richness_score: number;
  readonly search_boost_factor: number;
  readonly character_count: number;
}

/**
 * How the catalogue's counts are spread, fitted once and kept with an index: for each signal (`mal.members`, …) the
 * values at evenly spaced ranks, ascending. Plain data, fit for JSON.
 */
export interface PopularityFit {
  readonly version: 1;
  /** The largest audience of an entry. */
  readonly audience: number;
  readonly breakpoints: Readonly<Record<string, readonly number[]>>;
}

/** A count that tells how many people know an anime. Larger is more. */
interface Signal {
  readonly name: string;
  readonly of: (entry: AnimeEntry) => number | undefined;
}

const signal = (platform: Platform, field: "members" | "scored_by" | "favorites"): Signal => ({
  name: `${platform}.${field}`,
  of: (entry) => entry.statistics?.[platform]?.[field],
});

/** A place by popularity, negated so that larger is more. */
const place = (platform: Platform): Signal => ({
  name: `${platform}.popularity_rank`,
  of: (entry) => {
    const rank = entry.statistics?.[platform]?.popularity_rank;
    return rank === undefined || rank === 0 ? undefined : -rank;
  },
});

/** What popularity is read from: the first that an entry has. Members come first, MyAnimeList's before all. */
const SIGNALS: readonly Signal[] = [
  ...PLATFORMS.map((platform) => signal(platform, "members")),
  ...PLATFORMS.map(place),
  ...PLATFORMS.map((platform) => signal(platform, "scored_by")),
  ...PLATFORMS.map((platform) => signal(platform, "favorites")),
];

const MAX_BREAKPOINTS = 1001;

/** Fits the spread of the catalogue's counts. Of more than 1,001 values of a signal, 1,001 evenly spaced ranks stay. */
export function fitPopularity(entries: Iterable<AnimeEntry>): PopularityFit {
  const values = SIGNALS.map((): number[] => []);
  let audience = 0;
  for (const entry of entries) {
    audience = Math.max(audience, audienceOf(entry));
    SIGNALS.forEach(({ of }, at) => {
      const value = of(entry);
      if (value !== undefined) values[at]!.push(value);
    });
  }
  const breakpoints: Record<string, number[]> = {};
  SIGNALS.forEach(({ name }, at) => {
    const sorted = values[at]!.sort((a, b) => a - b);
    if (sorted.length > 0) breakpoints[name] = thin(sorted);
  });
  return { version: 1, audience, breakpoints };
}

function thin(sorted: readonly number[]): number[] {
  if (sorted.length <= MAX_BREAKPOINTS) return [...sorted];
  const step = (sorted.length - 1) / (MAX_BREAKPOINTS - 1);
  return Array.from({ length: MAX_BREAKPOINTS }, (_, at) => sorted[Math.round(at * step)]!);
}

/**
 * The percentile rank, 0..1, of an entry's MyAnimeList members among the catalogue's; where it has none, of the first
 * other signal among the catalogue's of that signal: members elsewhere, place by popularity, number of scores,
 * favourites. 0 for an entry of which nothing is known.
 *
 * The rank of v among n values is (values below v + half of those equal to v) / n.
 */
export function popularityScore(entry: AnimeEntry, fit: PopularityFit): number {
  for (const { name, of } of SIGNALS) {
    const value = of(entry);
    const breakpoints = fit.breakpoints[name];
    if (value !== undefined && breakpoints !== undefined) return percentileRank(value, breakpoints);
  }
  return 0;
}

function percentileRank(value: number, sorted: readonly number[]): number {
  const below = countBelow(sorted, (other) => other < value);
  const upTo = countBelow(sorted, (other) => other <= value);
  return (below + (upTo - below) / 2) / sorted.length;
}

/** How many leading values satisfy a condition that holds for a first part of the list and not after it. */
function countBelow(sorted: readonly number[], holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * What a count of members without a count of scores is multiplied by. Real sources count members in two ways that
 * differ by a factor of about seven, within one platform: by all who list an anime, or by a part of them; scores are
 * always all there are. Entries without a count of scores are of the second kind, in which scores outnumber members:
 * by 2.8 in the median of 4,753 entries of a real catalogue of 25,804 that have both.
 */
const SCORES_PER_MEMBER = 3;

/** Fewer scores a member were counted before anybody could have seen it, as at its announcement: they say nothing. */
const LEAST_SCORES_PER_MEMBER = 1e-3;

/**
 * How many people know an anime, as far as its own entry tells, in people who have scored it: the largest count of
 * scores on any platform; without one, or where it is far behind the members, what the largest count of members stands
 * for, else the favourites, else 0.
 */
export function audienceOf(entry: Pick<AnimeEntry, "statistics">): number {
  const largest = (field: "members" | "scored_by" | "favorites") =>
    Math.max(...PLATFORMS.map((platform) => entry.statistics?.[platform]?.[field] ?? 0));
  const [scores, members] = [largest("scored_by"), largest("members")];
  const counted = scores >= LEAST_SCORES_PER_MEMBER * members ? scores : 0;
  return counted || SCORES_PER_MEMBER * members || largest("favorites");
}

/** What makes an entry rich: a weight, and how much of it is there, 0..1. The weights sum to 1. */
const RICHNESS: readonly (readonly [weight: number, share: (entry: AnimeEntry) => number])[] = [
  [0.25, (entry) => full((entry.synopsis ?? "").length, 500)],
  [0.03, (entry) => full((entry.background ?? "").length, 200)],
  [
    0.05,
    (entry) =>
      full(Number(entry.title_english !== undefined) + Number(entry.title_japanese !== undefined), 2),
  ],
  [0.04, (entry) => full(entry.synonyms?.length, 5)],
  [0.08, (entry) => full(entry.genres?.length, 3)],
  [0.07, (entry) => full((entry.tags?.length ?? 0) + (entry.themes?.length ?? 0), 10)],
  [0.12, (entry) => full(entry.characters?.length, 8)],
  [0.1, (entry) => full(staffRoles(entry), 5)],
  [0.08, (entry) => full(entry.episode_details?.length, Math.min(Math.max(entry.episodes ?? 1, 1), 12))],
  [0.05, (entry) => full(Object.values(entry.images ?? {}).filter(isFilled).length, 2)],
  [0.05, (entry) => full(Object.keys(entry.statistics ?? {}).length, 3)],
  [0.03, (entry) => full((entry.related_anime?.length ?? 0) + (entry.relations?.length ?? 0), 2)],
  [0.03, (entry) => full(entry.aired_dates === undefined ? 0 : 1, 1)],
  [0.02, (entry) => full((entry.opening_themes?.length ?? 0) + (entry.ending_themes?.length ?? 0), 2)],
];

/** The share of `enough` that is there, at most 1. */
const full = (amount: number | undefined, enough: number) => Math.min((amount ?? 0) / enough, 1);

const isFilled = (value: unknown) => Array.isArray(value) && value.length > 0;

function staffRoles(entry: AnimeEntry): number {
  const { production_staff: roles, studios, producers, voice_actors: voices } = entry.staff_data ?? {};
  return (
    Object.keys(roles ?? {}).length +
    [studios, producers].filter(isFilled).length +
    Object.keys(voices ?? {}).length
  );
}

/**
 * How much an entry says, 0..1: a weighted sum over its parts, each counted up to an amount that is enough
 * (a synopsis of 500 characters: 0.25; 8 characters: 0.12; 5 staff roles: 0.10; 3 genres: 0.08; …).
 */
export function contentRichness(entry: AnimeEntry): number {
  return RICHNESS.reduce((sum, [weight, share]) => sum + weight * share(entry), 0);
}

/**
 * A factor for ranking, 1..2: `1 + reach³`, with `reach = log(1 + audience) / log(1 + largest audience)`. The cube
 * sets the few hundred that everybody knows apart and leaves the many others nearly alike; of the forms tried on
 * plot descriptions it ranked the well-known best at the least cost to the lesser-known.
 */
export function searchBoost(audience: number, largest: number): number {
  if (largest <= 0) return 1;
  return 1 + Math.min(1, Math.log1p(audience) / Math.log1p(largest)) ** 3;
}

/** The computed fields of an entry. */
export function computeScores(entry: AnimeEntry, fit: PopularityFit): ComputedScores {
  const popularity = popularityScore(entry, fit);
  return {
    popularity_score: round(popularity),
    content_richness_score: round(contentRichness(entry)),
    search_boost_factor: round(searchBoost(audienceOf(entry), fit.audience)),
    character_count: entry.characters?.length ?? 0,
  };
}

/** Four decimals: more would change with every entry that is added. */
const round = (value: number) => Math.round(value * 10_000) / 10_000;

/** The score over all platforms, 0..10: the median, else a mean, else MyAnimeList's, else the first platform's. */
export function averageScore(entry: AnimeEntry): number | undefined {
  const { median, arithmetic_mean: mean, arithmetic_geometric_mean: other } = entry.score ?? {};
  const platform = PLATFORMS.map((name) => entry.statistics?.[name]?.score).find(
    (score) => score !== undefined,
  );
  return median ?? mean ?? other ?? platform;
}

/** What an entry is, beside its genres: what `metadata_sparse` and preferences speak of. */
export interface Traits {
  /** popularity_score from 0.95. */
  readonly popular: boolean;
  /** Airing and from 0.90, or rising in popularity_trends. */
  readonly trending: boolean;
  /** A score over 8. */
  readonly highly_rated: boolean;
  /** By its awards, or the genre Award Winning. */
  readonly award_winner: boolean;
  /** one_cour: 10 to 14 episodes; two_cours: 20 to 28; long_running: over 50. */
  readonly length: "one_cour" | "two_cours" | "long_running" | undefined;
  /** `1990s`. */
  readonly decade: string | undefined;
}

/** The traits of an entry. */
export function traitsOf(entry: AnimeEntry, popularity: number): Traits {
  const score = averageScore(entry);
  return {
    popular: popularity >= 0.95,
    trending: (entry.status === "ONGOING" && popularity >= 0.9) || isRising(entry.popularity_trends),
    highly_rated: score !== undefined && score > 8,
    award_winner: (entry.awards ?? []).length > 0 || (entry.genres ?? []).includes("Award Winning"),
    length: lengthOf(entry.episodes ?? 0),
    decade: entry.year === undefined ? undefined : decadeOf(entry.year),
  };
}

/** `1990s` for 1990 to 1999. */
export const decadeOf = (year: number) => `${Math.floor(year / 10) * 10}s`;

function lengthOf(episodes: number): Traits["length"] {
  if (episodes >= 10 && episodes <= 14) return "one_cour";
  if (episodes >= 20 && episodes <= 28) return "two_cours";
  return episodes > 50 ? "long_running" : undefined;
}

/** Whether popularity rises: by its direction where that is told, else its change, else its first and last count. */
function isRising(trends: AnimeEntry["popularity_trends"]): boolean {
  if (trends?.direction !== undefined) return /^(?:rising|up|increasing)$/i.test(trends.direction);
  if (trends?.change !== undefined) return trends.change > 0;
  const counts = (trends?.history ?? []).flatMap(({ members }) => (members === undefined ? [] : [members]));
  return counts.length > 1 && counts.at(-1)! > counts[0]!;
}
