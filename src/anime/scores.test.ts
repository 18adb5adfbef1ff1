import assert from "node:assert/strict";
import { test } from "node:test";
import type { AnimeEntry } from "./entry.ts";
import {
  audienceOf,
  averageScore,
  computeScores,
  contentRichness,
  fitPopularity,
  popularityScore,
  searchBoost,
  traitsOf,
} from "./scores.ts";

const withMembers = (members: number, platform = "mal"): AnimeEntry => ({
  title: "T",
  statistics: { [platform]: { members } },
});

test("popularity is the percentile rank of members", () => {
  const fit = fitPopularity([1, 2, 2, 10].map((members) => withMembers(members)));
  // Below 2 is one of four, equal are two: (1 + 2 / 2) / 4.
  assert.equal(popularityScore(withMembers(2), fit), 0.5);
  assert.equal(popularityScore(withMembers(10), fit), (3 + 0.5) / 4);
  assert.equal(popularityScore(withMembers(0), fit), 0);
  assert.equal(popularityScore(withMembers(99), fit), 1);
});

test("another platform's members stand in, by their own percentiles, then places and other counts", () => {
  const fit = fitPopularity([
    withMembers(1_000_000),
    withMembers(2_000_000),
    withMembers(10, "kitsu"),
    withMembers(20, "kitsu"),
    { title: "T", statistics: { mal: { popularity_rank: 1 } } },
    { title: "T", statistics: { mal: { popularity_rank: 100 } } },
  ]);
  // Above one of two and equal to the other: (1 + 0.5) / 2.
  assert.equal(popularityScore(withMembers(20, "kitsu"), fit), 0.75);
  assert.equal(popularityScore({ title: "T", statistics: { mal: { popularity_rank: 1 } } }, fit), 0.75);
  assert.equal(popularityScore({ title: "T", statistics: { mal: { popularity_rank: 0 } } }, fit), 0);
  assert.equal(popularityScore({ title: "T" }, fit), 0);
  assert.equal(popularityScore(withMembers(5), fitPopularity([])), 0);
});

test("a fit of many values keeps 1,001 of them and stays within a thousandth, and survives JSON", () => {
  const fit = fitPopularity(Array.from({ length: 20_000 }, (_, at) => withMembers(at)));
  assert.equal(fit.breakpoints["mal.members"]?.length, 1001);
  const kept = JSON.parse(JSON.stringify(fit));
  for (const members of [0, 1, 777, 10_000, 19_999]) {
    assert.ok(Math.abs(popularityScore(withMembers(members), kept) - (members + 0.5) / 20_000) < 0.001);
  }
});

test("richness is 0 for a bare title, grows with every part, and is 1 for all of them", () => {
  assert.equal(contentRichness({ title: "T" }), 0);
  assert.equal(contentRichness({ title: "T", synopsis: "x".repeat(250) }), 0.125);
  const list = (length: number) =>
    Array.from({ length }, (_, at) => ({ name: String(at), title: String(at) }));
  const everything = {
    title: "T",
    title_english: "T",
    title_japanese: "T",
    synopsis: "x".repeat(500),
    background: "x".repeat(200),
    synonyms: list(5),
    genres: list(3),
    tags: list(10),
    characters: list(8),
    staff_data: { studios: list(1), producers: list(1), production_staff: { a: [], b: [], c: [] } },
    episodes: 100,
    episode_details: list(12),
    images: { covers: ["a"], banners: ["b"] },
    statistics: { mal: {}, kitsu: {}, anilist: {} },
    related_anime: list(2),
    aired_dates: { from: "1998" },
    opening_themes: list(1),
    ending_themes: list(1),
  } as unknown as AnimeEntry;
  assert.ok(Math.abs(contentRichness(everything) - 1) < 1e-9);
});

test("the boost goes from 1 for the unknown to 2 for the best known, late", () => {
  assert.equal(searchBoost(0, 1_000_000), 1);
  assert.equal(searchBoost(1_000_000, 1_000_000), 2);
  // ln(1 + 999) / ln(1 + 999,999) = 3 / 6, cubed 1/8.
  assert.ok(Math.abs(searchBoost(999, 999_999) - 1.125) < 1e-12);
  assert.equal(searchBoost(5, 0), 1);
  assert.equal(searchBoost(7, 5), 2);
});

test("computed fields are rounded to four decimals", () => {
  const entry = { ...withMembers(2), characters: [{ name: "A" }, { name: "B" }] };
  const fit = fitPopularity([1, 2, 3].map((members) => withMembers(members)));
  // Popularity 1.5 / 3. Richness: 2 of 8 characters at 0.12, one of 3 platforms at 0.05: 0.03 + 0.016667.
  // Boost: three for each member, reach ln 7 / ln 10 = 0.845098, cubed 0.603568.
  assert.deepEqual(computeScores(entry, fit), {
    popularity_score: 0.5,
    content_richness_score: 0.0467,
    search_boost_factor: 1.6036,
    character_count: 2,
  });
});

test("the average score is the median, else a mean, else a platform's; 0 is a score", () => {
  assert.equal(averageScore({ title: "T", score: { median: 0, arithmetic_mean: 5 } }), 0);
  assert.equal(averageScore({ title: "T", score: { arithmetic_mean: 5 } }), 5);
  assert.equal(averageScore({ title: "T", statistics: { kitsu: { score: 6 }, mal: { score: 7 } } }), 7);
  assert.equal(averageScore({ title: "T" }), undefined);
});

test("audience is the largest count of scores, without one three for each member, else the favourites", () => {
  assert.equal(
    audienceOf({ statistics: { mal: { members: 900, scored_by: 4 }, anidb: { scored_by: 3 } } }),
    4,
  );
  // Scores counted before anything was shown.
  assert.equal(audienceOf({ statistics: { mal: { members: 52_000, scored_by: 7 } } }), 156_000);
  assert.equal(audienceOf({ statistics: { mal: { members: 5, favorites: 99 }, kitsu: { members: 7 } } }), 21);
  assert.equal(audienceOf({ statistics: { mal: { favorites: 4 } } }), 4);
  assert.equal(audienceOf({}), 0);
});

test("traits hold from their thresholds on", () => {
  const traits = (entry: Partial<AnimeEntry>, popularity = 0) =>
    traitsOf({ title: "T", ...entry }, popularity);
  assert.equal(traits({}, 0.95).popular, true);
  assert.equal(traits({}, 0.9499).popular, false);
  assert.equal(traits({ status: "ONGOING" }, 0.9).trending, true);
  assert.equal(traits({ status: "FINISHED" }, 1).trending, false);
  assert.equal(traits({ popularity_trends: { direction: "rising" } }).trending, true);
  assert.equal(traits({ popularity_trends: { history: [{ members: 2 }, { members: 1 }] } }).trending, false);
  assert.equal(traits({ score: { median: 8 } }).highly_rated, false);
  assert.equal(traits({ score: { median: 8.01 } }).highly_rated, true);
  assert.equal(traits({ awards: [{ name: "A" }] }).award_winner, true);
  assert.equal(traits({ genres: ["Award Winning"] }).award_winner, true);
  const lengths = [0, 9, 10, 14, 15, 19, 20, 28, 29, 50, 51].map((episodes) => traits({ episodes }).length);
  const [none, one, two, long] = [undefined, "one_cour", "two_cours", "long_running"] as const;
  assert.deepEqual(lengths, [none, none, one, one, none, none, two, two, none, none, long]);
  assert.equal(traits({ year: 1999 }).decade, "1990s");
  assert.equal(traits({ year: 2000 }).decade, "2000s");
});
