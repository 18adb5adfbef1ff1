import type { AnimeEntry } from "../../anime/entry.ts";
import type { EpisodeDetail } from "../../anime/episode.ts";
import type { Recalled } from "../recollections.ts";
import { plainText } from "../texts/plain-text.ts";
import { namesEpisode, titlesOf } from "../texts/space-texts.ts";
import type { Bm25Parameters, Bm25Texts } from "./bm25.ts";

/**
 * Titles and names are lists of short texts of which the best counts: see `Bm25Field.values`. The small weights
 * of people and studios let their names be found without letting them outweigh a story.
 *
 * On 25,804 anime, with 30 plots in a fan's words as queries: a story's b of 0.4 rather than the usual 0.75 takes
 * MRR@10 from 0.457 to 0.519 (long synopses are thorough, not wordy), and a title's b of 0.75 rather than 0.4 takes
 * English titles that find their own entry first from 77% to 82%.
 */
export const ANIME_BM25: Bm25Parameters = {
  k1: 1.2,
  fields: {
    titles: { weight: 2, b: 0.75, values: "best" },
    story: { weight: 1, b: 0.4, values: "sum" },
    recollection: { weight: 1, b: 0.4, values: "sum" },
    genres: { weight: 2, b: 0.3, values: "sum" },
    studios: { weight: 0.8, b: 0.3, values: "best" },
    characters: { weight: 0.8, b: 0.3, values: "best" },
    staff: { weight: 0.5, b: 0.3, values: "best" },
  },
};

export const EPISODE_BM25: Bm25Parameters = {
  k1: 1.2,
  fields: {
    titles: { weight: 2, b: 0.75, values: "best" },
    story: { weight: 1, b: 0.4, values: "sum" },
    anime: { weight: 1, b: 0.75, values: "best" },
  },
};

/** The texts of an anime by BM25 field. */
export function animeBm25Texts(entry: Recalled<AnimeEntry>): Bm25Texts {
  const { text, names = [], known_for = [] } = entry.recollection ?? {};
  const { production_staff = {}, studios = [], voice_actors = {} } = entry.staff_data ?? {};
  const people = [...Object.values(production_staff), ...Object.values(voice_actors)].flat();
  return {
    titles: titlesOf(entry),
    story: [entry.synopsis, entry.background].filter((text) => text !== undefined).map(plainText),
    recollection: text === undefined ? [] : [text],
    genres: [
      ...(entry.genres ?? []),
      ...(entry.demographics ?? []),
      ...(entry.themes ?? []).map((theme) => theme.name),
      ...(entry.tags ?? []),
      ...known_for,
    ],
    studios: studios.map((studio) => studio.name),
    characters: [
      ...(entry.characters ?? []).flatMap((character) => [
        character.name,
        ...(character.name_native === undefined ? [] : [character.name_native]),
        ...(character.name_variations ?? []),
        ...(character.nicknames ?? []),
      ]),
      ...names,
    ],
    staff: people.flatMap((person) =>
      person.native_name === undefined ? [person.name] : [person.name, person.native_name],
    ),
  };
}

/** The texts of an episode by BM25 field; `anime` is the entry that it belongs to. */
export function episodeBm25Texts(
  episode: EpisodeDetail,
  anime: Pick<AnimeEntry, "title" | "title_english" | "title_japanese">,
): Bm25Texts {
  const titles = [episode.title, episode.title_romaji, episode.title_japanese];
  return {
    titles: titles.filter(namesEpisode),
    story: [episode.synopsis, episode.description].filter((text) => text !== undefined).map(plainText),
    anime: [anime.title, anime.title_english, anime.title_japanese].filter((title) => title !== undefined),
  };
}
