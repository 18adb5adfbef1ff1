import type { Character } from "../../anime/characters.ts";
import type { AnimeEntry } from "../../anime/entry.ts";
import type { EpisodeDetail } from "../../anime/episode.ts";
import type { Recalled } from "../recollections.ts";
import type { TextSpace } from "../spaces.ts";
import { plainText, sentences } from "./plain-text.ts";
import { receptionText } from "./reception-words.ts";
import { timeText } from "./time-words.ts";

/** A text per space; an entry with nothing to say in a space has none there. */
export type SpaceTexts = Partial<Record<Exclude<TextSpace, "episode_vector">, string>> & {
  /** One text per episode, each embedded by itself and averaged with equal weight. */
  episode_vector?: readonly string[];
};

/** Names beyond these tell an encoder nothing new and drown what stands before them. */
const MOST_SYNONYMS = 12;
const MOST_CHARACTERS = 40;
const MOST_STAFF = 60;
const MOST_RELATIONS = 40;
const LONGEST_DESCRIPTION = 600;

/**
 * What an entry says in each text space, without markup and credit lines, the most telling first (an encoder may
 * read a few hundred words only). `popularity_score` is read where the entry carries it.
 */
export function spaceTexts(entry: Recalled<AnimeEntry>): SpaceTexts {
  const texts: Record<string, string | readonly string[] | undefined> = {
    title_vector: titleText(entry),
    character_vector: characterText(entry.characters ?? []),
    genre_vector: genreText(entry),
    review_vector: receptionText(entry),
    staff_vector: staffText(entry),
    temporal_vector: timeText(entry),
    streaming_vector: streamingText(entry),
    related_vector: relatedText(entry),
    franchise_vector: mediaText(entry),
  };
  const episodes = (entry.episode_details ?? []).map(episodeText).filter((text) => text !== undefined);
  if (episodes.length > 0) texts.episode_vector = episodes;
  for (const name of Object.keys(texts)) if (texts[name] === undefined) delete texts[name];
  return texts as SpaceTexts;
}

/** All titles of an entry, the main one first, each once. */
export function titlesOf(
  entry: Pick<AnimeEntry, "title" | "title_english" | "title_japanese" | "synonyms">,
): string[] {
  const all = [entry.title, entry.title_english, entry.title_japanese, ...(entry.synonyms ?? [])];
  return [...new Set(all.filter((title) => title !== undefined).map((title) => title.trim()))].filter(
    (title) => title !== "",
  );
}

/** What an episode says; undefined where it has nothing but a number ("Episode 5"). */
export function episodeText(
  episode: Pick<EpisodeDetail, "title" | "title_japanese" | "synopsis" | "description">,
): string | undefined {
  const title = namesEpisode(episode.title) ? episode.title : undefined;
  const story = sentences([plain(episode.synopsis), plain(episode.description)]);
  if (title === undefined && story === undefined) {
    return namesEpisode(episode.title_japanese) ? episode.title_japanese : undefined;
  }
  return sentences([title, story]);
}

/** False for no title and for one that only counts: `Episode 5`, `Ep. 12`, `第3話`, `#7`. */
export function namesEpisode(title: string | undefined): title is string {
  if (title === undefined || title.trim() === "") return false;
  return !/^\s*(?:episode|ep\.?|#|no\.?|第)?\s*\d{1,5}\s*(?:話|回)?\s*$/i.test(title);
}

/**
 * The story under its two main titles. The other titles are found by their words; here, in a dozen languages, they
 * would outweigh the story.
 */
function titleText(entry: Recalled<AnimeEntry>): string | undefined {
  const titles = titlesOf(entry);
  const english = entry.title_english?.trim();
  const story = [plain(entry.synopsis), plain(entry.background), entry.recollection?.text];
  if (story.every((text) => text === undefined)) return sentences([list(titles.slice(0, MOST_SYNONYMS))]);
  return sentences([titles[0], english === titles[0] ? undefined : english, ...story]);
}

function genreText(entry: AnimeEntry): string | undefined {
  return sentences([
    list(entry.genres),
    list(entry.demographics),
    list(entry.themes?.map((theme) => theme.name)),
    list(entry.tags),
    list(entry.content_warnings),
    ...(entry.themes ?? []).map((theme) => plain(theme.description)),
  ]);
}

const ROLES = ["main", "supporting", "secondary", "background"];

function characterText(characters: readonly Character[]): string | undefined {
  const rank = (character: Character) => {
    const at = ROLES.indexOf(character.role?.toLowerCase() ?? "");
    return at < 0 ? ROLES.length : at;
  };
  const told = [...characters].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_CHARACTERS);
  return sentences(told.map(oneCharacter));
}

function oneCharacter(character: Character): string {
  const also = [...(character.nicknames ?? []), ...(character.name_variations ?? [])].filter(
    (name) => name !== character.name,
  );
  const looks = [
    character.gender,
    character.age && `age ${character.age}`,
    character.hair_color && `${character.hair_color} hair`,
    character.eye_color && `${character.eye_color} eyes`,
    ...(character.character_traits ?? []),
  ].filter(Boolean);
  const what = [
    character.role && `${character.role.toLowerCase()} character`,
    also.length > 0 && `also called ${[...new Set(also)].slice(0, 4).join(", ")}`,
    looks.length > 0 && looks.join(", "),
  ].filter(Boolean);
  const about = plain(character.description)?.slice(0, LONGEST_DESCRIPTION).toWellFormed();
  return [[character.name, ...what].join(", "), about].filter(Boolean).join(": ");
}

function staffText(entry: AnimeEntry): string | undefined {
  const { production_staff = {}, studios, producers, licensors, voice_actors = {} } = entry.staff_data ?? {};
  const roles = Object.entries(production_staff).map(([role, people]) => {
    const names = list(people.map((person) => person.name).slice(0, MOST_STAFF));
    return names && `${role.replaceAll("_", " ")}: ${names}`;
  });
  const voices = Object.entries(voice_actors).map(([language, people]) => {
    const names = list(people.map((person) => person.name).slice(0, MOST_STAFF));
    return names && `${language === "other" ? "" : `${language} `}voice actors: ${names}`;
  });
  const companies = [
    ["animation studio", studios],
    ["producers", producers],
    ["licensors", licensors],
  ] as const;
  return sentences([
    ...companies.map(([role, named]) => {
      const names = list(named?.map((company) => company.name));
      return names && `${role}: ${names}`;
    }),
    ...roles,
    ...voices,
  ]);
}

function streamingText(entry: AnimeEntry): string | undefined {
  const offers = (entry.streaming_info ?? []).map((offer) =>
    [
      `Watch on ${offer.platform}`,
      offer.region && `in ${offer.region}`,
      offer.free === true && "for free",
      offer.premium_required === true && "with a subscription",
      offer.dub_available === true && "dubbed",
      offer.subtitle_languages?.length ? `subtitles in ${offer.subtitle_languages.join(", ")}` : undefined,
    ]
      .filter(Boolean)
      .join(" "),
  );
  const licences = list(entry.streaming_licenses);
  return sentences([...offers, licences && `Licensed by ${licences}`]);
}

function relatedText(entry: AnimeEntry): string | undefined {
  const related = [...(entry.related_anime ?? []), ...(entry.relations ?? [])].slice(0, MOST_RELATIONS);
  return sentences(
    related
      .filter((relation) => relation.title)
      .map(({ title, relation_type }) => `${relation_type.toLowerCase().replaceAll("_", " ")}: ${title}`),
  );
}

function mediaText(entry: AnimeEntry): string | undefined {
  const songs = (kind: string, themes: AnimeEntry["opening_themes"]) =>
    (themes ?? []).map(({ title, artist }) => `${kind} ${title}${artist ? ` by ${artist}` : ""}`);
  return sentences([
    ...songs("Opening", entry.opening_themes),
    ...songs("Ending", entry.ending_themes),
    ...(entry.trailers ?? []).map((trailer) => plain(trailer.title)),
  ]);
}

function plain(text: string | undefined): string | undefined {
  return text === undefined ? undefined : plainText(text);
}

function list(items: readonly string[] | undefined): string | undefined {
  const unique = [...new Set(items)].filter((item) => item.trim() !== "");
  return unique.length === 0 ? undefined : unique.join(", ");
}
