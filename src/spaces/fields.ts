import { isAdult } from "../anime/adult.ts";
import type { CatalogueEntry } from "../anime/entry.ts";
import type { Episode } from "../anime/episode.ts";
import { readSourceUrl } from "../anime/source-url.ts";
import { PLATFORMS, type PlatformStatistics } from "../anime/statistics.ts";
import type { CollectionSchema, ColumnType, ColumnValue, DenseSpace } from "../vector-store/port.ts";
import type { Recalled } from "./recollections.ts";
import type { ConfiguredSpaces } from "./spaces.ts";
import { episodeText, titlesOf } from "./texts/space-texts.ts";
import { decadeOfEntry, instant, yearOf } from "./texts/time-words.ts";

/** A key that callers filter, sort and count by: its type, what it means, and its value for an item. */
export interface Field<Item> {
  readonly type: ColumnType;
  readonly description: string;
  /** Undefined where the item has no value. Keywords keep their spelling; they compare case-folded. */
  readonly of: (item: Item) => ColumnValue | undefined;
}

export type Fields<Item> = Readonly<Record<string, Field<Item>>>;

/** An entry with its computed fields (`popularity_score` and so on) filled in. */
type Entry = Recalled<CatalogueEntry>;

function keyword<Item>(description: string, of: (item: Item) => string | readonly string[] | undefined) {
  return { type: "keyword", description, of: (item: Item) => distinct(of(item)) } as const;
}

/** A whole number; `least` leaves out the 0 that sources write for "unknown". */
function integer<Item>(description: string, of: (item: Item) => number | undefined, least = 0) {
  return { type: "integer", description, of: (item: Item) => atLeast(of(item), least) } as const;
}

function float<Item>(description: string, of: (item: Item) => number | undefined) {
  return {
    type: "float",
    description,
    of: (item: Item) => atLeast(of(item), Number.NEGATIVE_INFINITY),
  } as const;
}

function bool<Item>(description: string, of: (item: Item) => boolean | undefined) {
  return { type: "bool", description, of } as const;
}

function datetime<Item>(description: string, of: (item: Item) => string | undefined) {
  return { type: "datetime", description, of: (item: Item) => instant(of(item)) } as const;
}

function words<Item>(description: string, of: (item: Item) => string | readonly string[] | undefined) {
  return { type: "text", description, of: (item: Item) => distinct(of(item)) } as const;
}

/** The filterable keys of an anime, in the order of the API document. */
export const FIELDS: Fields<Entry> = {
  id: keyword("The id", (entry) => entry.id),
  slug: keyword("The readable id", (entry) => entry.slug),
  franchise_id: keyword("What all works of a franchise share", (entry) => entry.franchise_id),
  type: keyword("TV, MOVIE, OVA, ONA, SPECIAL, MUSIC, PV, UNKNOWN", (entry) => entry.type),
  status: keyword("FINISHED, ONGOING, UPCOMING, UNKNOWN", (entry) => entry.status),
  season: keyword("WINTER, SPRING, SUMMER, FALL", (entry) => entry.season),
  month: keyword("The month of the premiere: April", (entry) => entry.month),
  decade: keyword("The decade of the premiere: 1990s", decadeOfEntry),
  source_material: keyword(
    "ORIGINAL, MANGA, LIGHT NOVEL, GAME, MIXED MEDIA, OTHER, UNKNOWN",
    (entry) => entry.source_material,
  ),
  rating: keyword("The age rating: PG-13 - Teens 13 or older", (entry) => entry.rating),
  genres: keyword("Genres", (entry) => entry.genres),
  demographics: keyword("Shounen, Shoujo, Seinen, Josei, Kids", (entry) => entry.demographics),
  tags: keyword("Tags", (entry) => entry.tags),
  themes: keyword("Names of themes", (entry) => entry.themes?.map((theme) => theme.name)),
  known_for: keyword(
    "What people remember it for, as the program's recollections have it",
    (entry) => entry.recollection?.known_for,
  ),
  content_warnings: keyword("Content warnings", (entry) => entry.content_warnings),
  studios: keyword("Animation studios", (entry) => namesIn(entry.staff_data?.studios)),
  producers: keyword("Producing companies", (entry) => namesIn(entry.staff_data?.producers)),
  licensors: keyword("Licensing companies", (entry) => namesIn(entry.staff_data?.licensors)),
  directors: keyword("Directors", (entry) => staffOf(entry, /^(?:(?:chief|series)_)?directors?$/)),
  writers: keyword("Series composition and scripts", (entry) =>
    staffOf(entry, /^(?:series_|screen|script_)?(?:writers?|composition|scripts?|screenplay|play)$/),
  ),
  original_creators: keyword("Authors of the original", (entry) =>
    staffOf(entry, /^original_(?:creators?|story|work|author|plan|concept)$/),
  ),
  composers: keyword("Composers of the music", (entry) =>
    staffOf(entry, /^(?:music|(?:music_)?composers?|music_composition)$/),
  ),
  character_designers: keyword("Character designers", (entry) =>
    staffOf(entry, /^(?:(?:original|animation|sub)_)?character_design(?:s|ers?)?$/),
  ),
  voice_actors: keyword("Voice actors in any language, given name first", voiceActors),
  characters: keyword("Names of characters", (entry) => namesIn(entry.characters)),
  theme_artists: keyword("Who performs the opening and ending themes", (entry) =>
    [...(entry.opening_themes ?? []), ...(entry.ending_themes ?? [])].map((theme) => theme.artist ?? ""),
  ),
  streaming_platforms: keyword("Where it can be streamed", (entry) =>
    entry.streaming_info?.map((offer) => offer.platform),
  ),
  streaming_regions: keyword("Regions of the streaming offers", (entry) =>
    entry.streaming_info?.map((offer) => offer.region ?? ""),
  ),
  subtitle_languages: keyword("Languages of the subtitles", (entry) =>
    entry.streaming_info?.flatMap((offer) => offer.subtitle_languages ?? []),
  ),
  providers: keyword("Providers that know it: myanimelist, anilist, anidb, kitsu, …", (entry) =>
    entry.sources?.map((url) => readSourceUrl(url)?.provider ?? ""),
  ),
  "broadcast.day": keyword("Day of the broadcast: Saturdays", (entry) => entry.broadcast?.day),

  year: integer("The year of the premiere", yearOf, 1),
  episodes: integer("Episodes, where known", (entry) => entry.episodes, 1),
  duration: integer("Seconds of an episode", (entry) => entry.duration, 1),
  character_count: integer(
    "Characters listed",
    (entry) => entry.character_count ?? entry.characters?.length ?? 0,
  ),

  "score.median": float("Median of the platforms' scores, 0..10", (entry) => entry.score?.median),
  "score.arithmetic_mean": float(
    "Mean of the platforms' scores, 0..10",
    (entry) => entry.score?.arithmetic_mean,
  ),
  "score.arithmetic_geometric_mean": float(
    "Arithmetic-geometric mean of the platforms' scores, 0..10",
    (entry) => entry.score?.arithmetic_geometric_mean,
  ),
  ...statisticsFields(),
  popularity_score: float("Percentile rank by members, 0..1", (entry) => entry.popularity_score),
  content_richness_score: float("How much the entry says, 0..1", (entry) => entry.content_richness_score),
  search_boost_factor: float("Factor around 1 for ranking", (entry) => entry.search_boost_factor),

  nsfw: bool("For adults only", isAdult),
  has_synopsis: bool("Has a synopsis", (entry) => Boolean(entry.synopsis?.trim())),
  has_image: bool("Has a cover, poster or banner", (entry) =>
    [entry.images?.covers, entry.images?.posters, entry.images?.banners].some((list) => list?.length),
  ),
  has_episodes: bool("Lists its episodes", (entry) => (entry.episode_details?.length ?? 0) > 0),
  dub_available: bool("Can be streamed with a dub", (entry) =>
    anyOffer(entry, (offer) => offer.dub_available),
  ),
  free_to_stream: bool("Can be streamed without paying", (entry) =>
    anyOffer(entry, (offer) => offer.free ?? (offer.premium_required === false ? true : undefined)),
  ),

  "aired_dates.from": datetime("First day", (entry) => entry.aired_dates?.from),
  "aired_dates.to": datetime("Last day", (entry) => entry.aired_dates?.to),
  "premiere_dates.original": datetime("Original premiere", (entry) => entry.premiere_dates?.original),
  "premiere_dates.sub": datetime("Premiere with subtitles", (entry) => entry.premiere_dates?.sub),
  "premiere_dates.dub": datetime("Premiere of the dub", (entry) => entry.premiere_dates?.dub),

  title: words("Words of all titles and synonyms", titlesOf),
  synopsis: words("Words of the synopsis", (entry) => entry.synopsis),
  background: words("Words of the background", (entry) => entry.background),
};

/** An episode and the entry that it belongs to. */
export interface EpisodeItem {
  readonly episode: Episode;
  readonly anime: Entry;
}

/** The filterable keys of an episode. */
export const EPISODE_FIELDS: Fields<EpisodeItem> = {
  id: keyword("The episode's id", ({ episode }) => episode.id),
  anime_id: keyword("The anime's id", ({ anime }) => anime.id),
  anime_slug: keyword("The anime's slug", ({ anime }) => anime.slug),
  franchise_id: keyword("The anime's franchise", ({ anime }) => anime.franchise_id),
  number: float(
    "Number within the season; 12.5 lies between 12 and 13",
    ({ episode }) => episode.episode_number,
  ),
  season: float("Season; 0 holds specials", ({ episode }) => episode.season_number),
  score: float("Mean score as its source scales it", ({ episode }) => episode.score),
  duration: integer("Seconds", ({ episode }) => episode.duration, 1),
  aired: datetime("First broadcast", ({ episode }) => episode.aired),
  filler: bool("Filler", ({ episode }) => episode.filler ?? false),
  recap: bool("A recap", ({ episode }) => episode.recap ?? false),
  nsfw: bool("The anime is for adults only", ({ anime }) => isAdult(anime)),
  has_synopsis: bool("Has a synopsis", ({ episode }) =>
    Boolean((episode.synopsis ?? episode.description)?.trim()),
  ),
  title: words("Words of the titles", ({ episode }) =>
    [episode.title, episode.title_romaji, episode.title_japanese].filter((title) => title !== undefined),
  ),
  text: words("Words of title and synopsis", ({ episode }) => episodeText(episode)),
};

/** Key to type, as the filter, sort and facet validation want it. */
export const ANIME_KEYS: ReadonlyMap<string, ColumnType> = keysOf(FIELDS);
export const EPISODE_KEYS: ReadonlyMap<string, ColumnType> = keysOf(EPISODE_FIELDS);

/** The columns of an item: a value for each field that has one. */
export function columnsOf<Item>(fields: Fields<Item>, item: Item): Record<string, ColumnValue> {
  const columns: Record<string, ColumnValue> = {};
  for (const key of Object.keys(fields)) {
    const value = fields[key]!.of(item);
    if (value !== undefined) columns[key] = value;
  }
  return columns;
}

/** The schema of the anime or the episode collection; an episode has one text vector and its BM25 vector. */
export function collectionSchema(of: "anime" | "episodes", spaces: ConfiguredSpaces): CollectionSchema {
  const { episode_vector } = spaces.dense;
  const dense = of === "anime" ? spaces.dense : { episode_vector };
  return {
    dense: Object.fromEntries(
      Object.entries(dense).map(([name, { dimension, distance, priority }]): [string, DenseSpace] => [
        name,
        { dimension, distance, priority },
      ]),
    ),
    sparse: of === "anime" ? spaces.sparse : ["text_sparse"],
    columns: Object.fromEntries(of === "anime" ? ANIME_KEYS : EPISODE_KEYS),
  };
}

function keysOf<Item>(fields: Fields<Item>): ReadonlyMap<string, ColumnType> {
  return new Map(Object.entries(fields).map(([key, { type }]) => [key, type]));
}

function statisticsFields(): Fields<Entry> {
  const counts = {
    scored_by: ["Users who scored it", 0],
    rank: ["Place by score, from 1", 1],
    popularity_rank: ["Place by popularity, from 1", 1],
    members: ["Users who list it", 0],
    favorites: ["Users who call it a favourite", 0],
  } as const satisfies Partial<Record<keyof PlatformStatistics, readonly [string, number]>>;
  const fields: Record<string, Field<Entry>> = {};
  for (const platform of PLATFORMS) {
    // A score of 0 is how sources write that nobody scored it.
    fields[`statistics.${platform}.score`] = float(
      `Mean score on ${platform}, 0..10`,
      (entry) => entry.statistics?.[platform]?.score || undefined,
    );
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) {
      const [description, least] = counts[name];
      fields[`statistics.${platform}.${name}`] = integer(
        `${description} (${platform})`,
        (entry) => entry.statistics?.[platform]?.[name],
        least,
      );
    }
  }
  return fields;
}

/** Values without empty ones and repeats (in any case); undefined where none is left. */
function distinct(values: string | readonly string[] | undefined): string | readonly string[] | undefined {
  if (typeof values === "string") return values.trim() === "" ? undefined : values;
  if (values === undefined || values.length === 0) return undefined;
  const unique = new Map<string, string>();
  for (const value of values) {
    const key = value.trim().toLowerCase();
    if (key !== "" && !unique.has(key)) unique.set(key, value);
  }
  return unique.size === 0 ? undefined : [...unique.values()];
}

function atLeast(value: number | undefined, least: number): number | undefined {
  return value !== undefined && Number.isFinite(value) && value >= least ? value : undefined;
}

function namesIn(named: readonly { readonly name: string }[] | undefined): string[] | undefined {
  return named?.map((one) => one.name);
}

/** Names of those whose role (`directors`, `director`, `chief_director`, …) fits. */
function staffOf(entry: Entry, role: RegExp): string[] {
  return Object.entries(entry.staff_data?.production_staff ?? {}).flatMap(([name, people]) =>
    role.test(name) ? people.map((person) => person.name) : [],
  );
}

function voiceActors(entry: Entry): string[] {
  const listed = Object.values(entry.staff_data?.voice_actors ?? {}).flat();
  const voices = (entry.characters ?? []).flatMap((character) => character.voice_actors ?? []);
  // MyAnimeList writes "Hanazawa, Kana", the others "Kana Hanazawa".
  return [...listed, ...voices].map(({ name }) => name.replace(/^([^,]+),\s*([^,]+)$/, "$2 $1"));
}

type Offer = NonNullable<Entry["streaming_info"]>[number];

/** True where any offer says so, false where some deny it and none affirms, undefined where none speaks of it. */
function anyOffer(entry: Entry, says: (offer: Offer) => boolean | undefined): boolean | undefined {
  const said = (entry.streaming_info ?? []).map(says).filter((value) => value !== undefined);
  return said.length === 0 ? undefined : said.includes(true);
}
