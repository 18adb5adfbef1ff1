import { isAdult } from "../anime/adult.ts";
import type { AnimeEntry, CatalogueEntry } from "../anime/entry.ts";
import type { Episode } from "../anime/episode.ts";
import { averageScore } from "../anime/scores.ts";
import { yearOf } from "./texts/time-words.ts";

/** What a list of results shows of an anime: null and empty lists where the entry says nothing. */
export interface Listing {
  readonly slug: string;
  readonly title: string;
  readonly title_english: string | null;
  readonly title_japanese: string | null;
  readonly type: string | null;
  readonly status: string | null;
  readonly year: number | null;
  readonly season: string | null;
  readonly episodes: number | null;
  readonly genres: readonly string[];
  readonly demographics: readonly string[];
  readonly studios: readonly string[];
  readonly rating: string | null;
  readonly nsfw: boolean;
  /** The median of the platforms' scores, 0..10. */
  readonly average_score: number | null;
  readonly popularity_score: number | null;
  /** The address of a picture. */
  readonly cover_image: string | null;
  readonly synopsis: string | null;
}

/** Characters (code points) of the synopsis that a listing shows. */
const SYNOPSIS_LENGTH = 300;

/** The listing of an entry that carries its computed `popularity_score`. */
export function listing(entry: CatalogueEntry): Listing {
  return {
    slug: entry.slug,
    title: entry.title,
    title_english: entry.title_english ?? null,
    title_japanese: entry.title_japanese ?? null,
    type: entry.type ?? null,
    status: entry.status ?? null,
    year: yearOf(entry) ?? null,
    season: entry.season ?? null,
    episodes: entry.episodes || null,
    genres: entry.genres ?? [],
    demographics: entry.demographics ?? [],
    studios: (entry.staff_data?.studios ?? []).map((studio) => studio.name),
    rating: entry.rating ?? null,
    nsfw: isAdult(entry),
    average_score: averageScore(entry) ?? null,
    popularity_score: entry.popularity_score ?? null,
    cover_image: coverImage(entry) ?? null,
    synopsis: entry.synopsis === undefined ? null : firstCharacters(entry.synopsis, SYNOPSIS_LENGTH),
  };
}

/** The names of the listing's fields. */
export const LISTING_FIELDS: ReadonlySet<string> = new Set(
  Object.keys(listing({ id: "", slug: "", title: "" })),
);

/** What a list of results shows of an episode. */
export interface EpisodeListing {
  readonly anime: { readonly id: string; readonly slug: string; readonly title: string };
  readonly episode: {
    readonly number: number | null;
    readonly season: number | null;
    readonly title: string | null;
    readonly aired: string | null;
    readonly filler: boolean;
    readonly recap: boolean;
  };
}

export function episodeListing(
  episode: Episode,
  anime: Pick<CatalogueEntry, "id" | "slug" | "title">,
): EpisodeListing {
  return {
    anime: { id: anime.id, slug: anime.slug, title: anime.title },
    episode: {
      number: episode.episode_number ?? null,
      season: episode.season_number ?? null,
      title: episode.title ?? null,
      aired: episode.aired ?? null,
      filler: episode.filler ?? false,
      recap: episode.recap ?? false,
    },
  };
}

function coverImage(entry: AnimeEntry): string | undefined {
  const { covers = [], posters = [], banners = [] } = entry.images ?? {};
  // A picture that stands in the entry, or in a file, has no address that a reader could use.
  return [...covers, ...posters, ...banners].find((address) => !/^(data|file):/.test(address));
}

/** The text's first code points: a character outside the basic plane is not cut in half. */
function firstCharacters(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (let count = 0; count < most && end < text.length; count++) {
    end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}
