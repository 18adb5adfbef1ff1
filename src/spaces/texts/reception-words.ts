import type { AnimeEntry } from "../../anime/entry.ts";
import { averageScore, traitsOf } from "../../anime/scores.ts";
import { PLATFORMS } from "../../anime/statistics.ts";
import { plainText, sentences } from "./plain-text.ts";

/** Scores of 0..10 in words, from the bound on up. */
const SCORES: readonly (readonly [number, string])[] = [
  [9, "A masterpiece, critically acclaimed, one of the best rated anime ever"],
  [8.5, "Critically acclaimed, excellent, among the best rated"],
  [8, "Highly rated, great, loved by viewers"],
  [7, "Well received, good reviews"],
  [6, "Decent, average, mixed reviews"],
  [5, "Below average, weak reviews"],
  [0, "Badly received, poor, low rated"],
];

/** Popularity as a percentile rank of 0..1 in words, from the bound on up. */
const POPULARITY: readonly (readonly [number, string])[] = [
  [0.99, "Hugely popular, a hit that everybody knows"],
  [0.95, "Very popular, widely watched"],
  [0.8, "Popular, well known"],
  [0.5, "Known to some"],
  [0.2, "Little known"],
  [0, "Obscure, hardly known"],
];

/** What a score says of few votes is chance: fewer viewers than this make no gem. */
const GEM_SCORE = 7.8;
const GEM_POPULARITY = [0.5, 0.9] as const;

/**
 * What critics and viewers think, in words: awards, scores, ranks, popularity and where it is heading, and the
 * background. Undefined where no one has said anything.
 */
export function receptionText(entry: AnimeEntry): string | undefined {
  // A score of 0 is how sources write that nobody scored it.
  const score = averageScore(entry) || undefined;
  const popularity = audience(entry) ? entry.popularity_score : undefined;
  return sentences([
    ...awards(entry),
    score === undefined ? undefined : wordsFor(score, SCORES),
    popularity === undefined ? undefined : wordsFor(popularity, POPULARITY),
    isHiddenGem(score, popularity) ? "A hidden gem, underrated" : undefined,
    isDivided(entry) ? "Viewers are divided, controversial" : undefined,
    isFavourite(entry) ? "A fan favourite, cult following" : undefined,
    rankWords(entry),
    ...contextualRanks(entry),
    trend(entry),
    entry.background === undefined ? undefined : plainText(entry.background),
  ]);
}

function wordsFor(value: number, table: readonly (readonly [number, string])[]): string | undefined {
  return table.find(([bound]) => value >= bound)?.[1];
}

/** True where some platform counted viewers: without any, a popularity of 0 says nothing. */
function audience(entry: AnimeEntry): boolean {
  return PLATFORMS.some((platform) => entry.statistics?.[platform]?.members !== undefined);
}

function isHiddenGem(score: number | undefined, popularity: number | undefined): boolean {
  if (score === undefined || popularity === undefined) return false;
  return score >= GEM_SCORE && popularity >= GEM_POPULARITY[0] && popularity < GEM_POPULARITY[1];
}

/** Platforms whose scores lie more than two points apart disagree about it. */
function isDivided(entry: AnimeEntry): boolean {
  const scores = PLATFORMS.filter((platform) => (entry.statistics?.[platform]?.scored_by ?? 0) >= 100)
    .map((platform) => entry.statistics?.[platform]?.score)
    .filter((score) => score !== undefined);
  return scores.length > 1 && Math.max(...scores) - Math.min(...scores) > 2;
}

/** One viewer in forty calls few anime a favourite. */
function isFavourite(entry: AnimeEntry): boolean {
  const { favorites = 0, members = 0 } = entry.statistics?.mal ?? {};
  return members >= 1_000 && favorites / members >= 0.025;
}

function awards(entry: AnimeEntry): string[] {
  const named = (entry.awards ?? []).map(({ name, year, category }) =>
    ["Won", name, year, category && `for ${category}`].filter(Boolean).join(" "),
  );
  const wins = named.length > 0 || (entry.genres ?? []).some((genre) => /^award winning$/i.test(genre));
  return wins ? ["Award winning", ...named] : [];
}

function rankWords(entry: AnimeEntry): string | undefined {
  const rank = entry.statistics?.mal?.rank;
  if (rank === undefined || rank === 0) return undefined;
  const tier = [10, 50, 100, 250, 500, 1_000].find((bound) => rank <= bound);
  return tier === undefined ? undefined : `In the top ${tier} of all time`;
}

function contextualRanks(entry: AnimeEntry): string[] {
  return PLATFORMS.flatMap((platform) => entry.statistics?.[platform]?.contextual_ranks ?? [])
    .filter(({ rank }) => rank > 0 && rank <= 100)
    .map(({ rank, type, format, season, year, all_time }) => {
      const what = type === "POPULAR" ? "most popular" : "highest rated";
      const when =
        all_time === true ? "of all time" : [season?.toLowerCase(), year].filter(Boolean).join(" ");
      return [`Number ${rank} ${what}`, format, when].filter(Boolean).join(" ");
    });
}

function trend(entry: AnimeEntry): string | undefined {
  const { direction, change } = entry.popularity_trends ?? {};
  if (traitsOf(entry, 0).trending) return "Trending, rising in popularity";
  const falls =
    direction === undefined ? (change ?? 0) < 0 : /^(?:falling|down|decreasing)$/i.test(direction);
  return falls ? "Falling in popularity" : undefined;
}
