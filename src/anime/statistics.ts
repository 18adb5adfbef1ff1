import Type, { type Static } from "typebox";
import { count, label, listOf, moment } from "./schema-parts.ts";

/** The platforms with statistics, in the order in which they stand in for a missing one. */
export const PLATFORMS = ["mal", "anilist", "anidb", "animeplanet", "kitsu", "animeschedule"] as const;
export type Platform = (typeof PLATFORMS)[number];

export const ContextualRank = Type.Object(
  {
    rank: count("The place, from 1"),
    type: Type.Optional(label("RATED or POPULAR")),
    format: Type.Optional(label("Among which format")),
    year: Type.Optional(Type.Integer({ description: "Among which year" })),
    season: Type.Optional(label("Among which season")),
    all_time: Type.Optional(Type.Boolean({ description: "Whether the rank counts all years" })),
  },
  { description: "A rank within a year, a season or a format" },
);

export const PlatformStatistics = Type.Object(
  {
    score: Type.Optional(Type.Number({ description: "The mean score, 0..10" })),
    scored_by: Type.Optional(count("How many users scored it")),
    rank: Type.Optional(count("The place by score, from 1")),
    popularity_rank: Type.Optional(count("The place by popularity, from 1")),
    members: Type.Optional(count("How many users have it in their list")),
    favorites: Type.Optional(count("How many users call it a favourite")),
    contextual_ranks: Type.Optional(listOf(ContextualRank, "Ranks within a year, a season or a format")),
  },
  { description: "The statistics of one platform" },
);
export type PlatformStatistics = Static<typeof PlatformStatistics>;

export const Statistics = Type.Object(
  {
    mal: Type.Optional(PlatformStatistics),
    anilist: Type.Optional(PlatformStatistics),
    anidb: Type.Optional(PlatformStatistics),
    animeplanet: Type.Optional(PlatformStatistics),
    kitsu: Type.Optional(PlatformStatistics),
    animeschedule: Type.Optional(PlatformStatistics),
  },
  { description: "Statistics by platform" },
);
export type Statistics = Static<typeof Statistics>;

export const Score = Type.Object(
  {
    arithmetic_mean: Type.Optional(Type.Number({ description: "The mean of the platforms' scores, 0..10" })),
    arithmetic_geometric_mean: Type.Optional(
      Type.Number({ description: "Their arithmetic-geometric mean, 0..10" }),
    ),
    median: Type.Optional(Type.Number({ description: "Their median, 0..10" })),
  },
  { description: "The score over all platforms" },
);

export const PopularityTrends = Type.Object(
  {
    direction: Type.Optional(label("rising, falling or stable")),
    change: Type.Optional(Type.Number({ description: "The relative change: 0.1 is a tenth more" })),
    history: Type.Optional(
      listOf(
        Type.Object({
          date: Type.Optional(moment("When it was counted")),
          members: Type.Optional(count("Members at that time")),
          popularity_rank: Type.Optional(count("The place by popularity at that time")),
        }),
        "Counts over time, oldest first",
      ),
    ),
  },
  { description: "How popularity moves" },
);
export type PopularityTrends = Static<typeof PopularityTrends>;
