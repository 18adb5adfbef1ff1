import Type, { type Static } from "typebox";
import { Character } from "./characters.ts";
import { EpisodeDetail } from "./episode.ts";
import { Award, Images, Relation, StreamingOffer, Theme, ThemeSong, Trailer } from "./media.ts";
import { count, label, listOf, moment, text, url } from "./schema-parts.ts";
import { StaffData } from "./staff.ts";
import { PopularityTrends, Score, Statistics } from "./statistics.ts";

export const TYPES = ["TV", "MOVIE", "OVA", "ONA", "SPECIAL", "MUSIC", "PV", "UNKNOWN"] as const;
export const STATUSES = ["FINISHED", "ONGOING", "UPCOMING", "UNKNOWN"] as const;
export const SEASONS = ["WINTER", "SPRING", "SUMMER", "FALL"] as const;
export const SOURCE_MATERIALS = [
  "ORIGINAL",
  "MANGA",
  "LIGHT NOVEL",
  "GAME",
  "MIXED MEDIA",
  "OTHER",
  "UNKNOWN",
] as const;
export const RATINGS = [
  "G - All Ages",
  "PG - Children",
  "PG-13 - Teens 13 or older",
  "R - 17+ (violence & profanity)",
  "R+ - Mild Nudity",
  "Rx - Hentai",
] as const;
export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const override = Type.Object({
  override_episode: Type.Optional(Type.Integer()),
  episodes_aired: Type.Optional(Type.Integer()),
  override_date: Type.Optional(Type.String()),
});

const names = (item: string, description: string) => Type.Optional(listOf(label(item), description));

/** One anime. Only a title is required; fields that are not listed are kept, at every level. */
export const AnimeEntry = Type.Object(
  {
    // Identity
    id: Type.Optional(Type.String({ description: "A UUID; once given it does not change", maxLength: 100 })),
    slug: Type.Optional(
      Type.String({ description: "A readable, unique name for addresses", maxLength: 200 }),
    ),
    franchise_id: Type.Optional(
      Type.String({ description: "What all works of one franchise share", maxLength: 200 }),
    ),
    title: Type.String({ description: "The main title", minLength: 1, maxLength: 1_000 }),
    title_english: Type.Optional(label("The English title")),
    title_japanese: Type.Optional(label("The Japanese title, in its own script")),
    synonyms: names("A title", "Other titles, in any language and script"),
    sources: Type.Optional(listOf(url("A page"), "Pages of the providers that know this anime")),

    // Classification
    type: Type.Optional(Type.Enum([...TYPES], { description: "The format" })),
    status: Type.Optional(Type.Enum([...STATUSES], { description: "Whether it has aired" })),
    episodes: Type.Optional(count("How many episodes; 0 where unknown")),
    duration: Type.Optional(count("Seconds of an episode")),
    year: Type.Optional(
      Type.Integer({ description: "The year of the premiere", minimum: 1, maximum: 9_999 }),
    ),
    season: Type.Optional(Type.Enum([...SEASONS], { description: "The season of the premiere" })),
    month: Type.Optional(Type.Enum([...MONTHS], { description: "The month of the premiere" })),
    source_material: Type.Optional(Type.Enum([...SOURCE_MATERIALS], { description: "What it is based on" })),
    rating: Type.Optional(label(`The age rating as MyAnimeList writes it: ${RATINGS.join("; ")}`)),
    nsfw: Type.Optional(Type.Boolean({ description: "Whether it is for adults only" })),
    genres: names("A genre", "Genres"),
    demographics: names("A demographic", "Shounen, Shoujo, Seinen, Josei, Kids"),
    themes: Type.Optional(listOf(Theme, "Themes, with what they mean")),
    tags: names("A tag", "Tags, as users give them"),
    content_warnings: names("A warning", "What viewers may want to know before"),
    awards: Type.Optional(listOf(Award, "Awards won")),

    // Text
    synopsis: Type.Optional(text("What it is about")),
    background: Type.Optional(text("How it came to be")),

    // People and parts
    characters: Type.Optional(listOf(Character, "Characters")),
    staff_data: Type.Optional(StaffData),
    episode_details: Type.Optional(listOf(EpisodeDetail, "Episodes")),
    episode_overrides: Type.Optional(
      Type.Object(
        {
          main_override: Type.Optional(override),
          sub_override: Type.Optional(override),
          dub_override: Type.Optional(override),
        },
        { description: "Corrections of the count of episodes aired" },
      ),
    ),
    opening_themes: Type.Optional(listOf(ThemeSong, "Opening themes")),
    ending_themes: Type.Optional(listOf(ThemeSong, "Ending themes")),
    related_anime: Type.Optional(listOf(Relation, "Related anime")),
    relations: Type.Optional(listOf(Relation, "Related works of any kind")),

    // Time
    aired_dates: Type.Optional(
      Type.Object(
        {
          from: Type.Optional(moment("The first day")),
          to: Type.Optional(moment("The last day")),
          string: Type.Optional(label("The dates as written")),
        },
        { description: "When it aired" },
      ),
    ),
    broadcast: Type.Optional(
      Type.Object(
        {
          day: Type.Optional(label("The day of the week, in the plural: Saturdays")),
          time: Type.Optional(label("The time of day, HH:MM")),
          timezone: Type.Optional(label("The time zone, such as Asia/Tokyo")),
        },
        { description: "The weekly broadcast" },
      ),
    ),
    broadcast_schedule: Type.Optional(
      Type.Object(
        {
          jpn_time: Type.Optional(moment("Next original broadcast")),
          sub_time: Type.Optional(moment("Next subtitled broadcast")),
          dub_time: Type.Optional(moment("Next dubbed broadcast")),
        },
        { description: "The next broadcasts" },
      ),
    ),
    premiere_dates: Type.Optional(
      Type.Object(
        {
          original: Type.Optional(moment("First original broadcast")),
          sub: Type.Optional(moment("First subtitled broadcast")),
          dub: Type.Optional(moment("First dubbed broadcast")),
        },
        { description: "The premieres" },
      ),
    ),
    delay_information: Type.Optional(
      Type.Object(
        {
          delayed_timetable: Type.Optional(Type.Boolean({ description: "Whether the broadcast is delayed" })),
          delayed_from: Type.Optional(moment("Delayed from")),
          delayed_until: Type.Optional(moment("Delayed until")),
          delay_reason: Type.Optional(text("Why")),
        },
        { description: "Delays of the broadcast" },
      ),
    ),

    // Where to see it
    streaming_info: Type.Optional(listOf(StreamingOffer, "Where it can be watched")),
    streaming_licenses: names("A platform", "Who holds a streaming licence"),
    trailers: Type.Optional(listOf(Trailer, "Trailers")),
    images: Type.Optional(Images),
    cover_color: Type.Optional(
      Type.String({ description: "The cover's main colour: #f16b50", maxLength: 32 }),
    ),
    external_links: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: "Other pages, by name: official, twitter, …",
      }),
    ),

    // Reception
    statistics: Type.Optional(Statistics),
    score: Type.Optional(Score),
    popularity_trends: Type.Optional(PopularityTrends),
    enrichment_metadata: Type.Optional(
      Type.Object(
        {
          source: Type.Optional(label("Who enriched the entry")),
          enriched_at: Type.Optional(moment("When")),
          success: Type.Optional(Type.Boolean({ description: "Whether everything was found" })),
          error_message: Type.Optional(text("What went wrong")),
        },
        { description: "How the entry was enriched" },
      ),
    ),

    // Computed
    popularity_score: Type.Optional(
      Type.Number({ description: "Percentile rank by members, 0..1", minimum: 0, maximum: 1 }),
    ),
    content_richness_score: Type.Optional(
      Type.Number({ description: "How much the entry says, 0..1", minimum: 0, maximum: 1 }),
    ),
    search_boost_factor: Type.Optional(
      Type.Number({ description: "A factor around 1 for ranking: above 1 for known and rich entries" }),
    ),
    character_count: Type.Optional(count("How many characters the entry lists")),
  },
  { description: "An anime" },
);
export type AnimeEntry = Static<typeof AnimeEntry>;

/** An entry of the catalogue: one that has been given its id and slug. */
export const CatalogueEntry = Type.Object(
  { ...AnimeEntry.properties, id: Type.String({ description: "A UUID" }), slug: Type.String() },
  { description: "An anime of the catalogue" },
);
export type CatalogueEntry = Static<typeof CatalogueEntry>;

export { isAdult } from "./adult.ts";
