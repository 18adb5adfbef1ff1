import type { AnimeEntry } from "./entry.ts";

/** Where an entry's pictures are, for each of the spaces of pictures; each once, best first. */
export interface EntryPictures {
  readonly image_vector: readonly string[];
  readonly character_image_vector: readonly string[];
}

/** Past so many the mean of an entry's pictures says nothing new, and whoever serves them is asked for less. */
const MOST_PICTURES = 12;
const MOST_CHARACTERS = 30;

/** Covers, posters, banners and the trailers' pictures; of each character the first picture. */
export function picturesOf(entry: AnimeEntry): EntryPictures {
  const { covers = [], posters = [], banners = [] } = entry.images ?? {};
  const thumbnails = (entry.trailers ?? []).flatMap(({ thumbnail_url }) => thumbnail_url ?? []);
  const characters = (entry.characters ?? []).flatMap(({ images = [] }) => images[0] ?? []);
  return {
    image_vector: [...new Set([...covers, ...posters, ...banners, ...thumbnails])].slice(0, MOST_PICTURES),
    character_image_vector: [...new Set(characters)].slice(0, MOST_CHARACTERS),
  };
}
