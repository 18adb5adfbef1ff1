import Type, { type Static } from "typebox";
import { count, label, listOf, moment, text, url } from "./schema-parts.ts";

export const EpisodeDetail = Type.Object(
  {
    episode_number: Type.Optional(
      Type.Number({ description: "The number within its season; 12.5 is a recap between 12 and 13" }),
    ),
    season_number: Type.Optional(Type.Number({ description: "The season; 0 holds specials" })),
    title: Type.Optional(label("The title")),
    title_japanese: Type.Optional(label("The title in Japanese")),
    title_romaji: Type.Optional(label("The Japanese title in Latin script")),
    aired: Type.Optional(moment("When it aired first")),
    duration: Type.Optional(count("Seconds")),
    synopsis: Type.Optional(text("What happens")),
    description: Type.Optional(text("A description, where a source gives it apart from the synopsis")),
    filler: Type.Optional(Type.Boolean({ description: "Whether it is filler" })),
    recap: Type.Optional(Type.Boolean({ description: "Whether it is a recap" })),
    score: Type.Optional(Type.Number({ description: "The mean score, as the source scales it" })),
    thumbnails: Type.Optional(listOf(url("A picture"), "Pictures of the episode")),
    streaming: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: "Where to watch the episode, by platform" }),
    ),
    episode_pages: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: "The episode's page at each provider" }),
    ),
  },
  { description: "An episode within its anime's entry" },
);
export type EpisodeDetail = Static<typeof EpisodeDetail>;

export const Episode = Type.Object(
  {
    ...EpisodeDetail.properties,
    id: Type.String({ description: "`<anime id>#s<season>e<number>`, unique and stable" }),
    anime_id: Type.String({ description: "The anime's id" }),
    anime_slug: Type.String({ description: "The anime's slug" }),
    position: count("The place in the anime's list of episodes, from 0"),
  },
  { description: "An episode as an item of the episode collection" },
);
export type Episode = Static<typeof Episode>;

/**
 * The episodes of an entry as items of their own, in the entry's order. An id is `<anime id>#s<season>e<number>`,
 * with season 1 where none is given and `e0` where there is no number; where a list repeats a number, the second
 * carries `~2`, the third `~3`, so that ids are unique and stay as long as the list keeps its order.
 */
export function episodesOf(anime: {
  readonly id: string;
  readonly slug: string;
  readonly episode_details?: readonly EpisodeDetail[];
}): Episode[] {
  const seen = new Map<string, number>();
  return (anime.episode_details ?? []).map((detail, position) => {
    const key = `${anime.id}#s${detail.season_number ?? 1}e${detail.episode_number ?? 0}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    // `~`, not `.`: episode 1 seen a fifth time and episode 1.5 are different things.
    const id = times === 1 ? key : `${key}~${times}`;
    return { ...detail, id, anime_id: anime.id, anime_slug: anime.slug, position };
  });
}
