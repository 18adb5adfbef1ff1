import type { Entries } from "./catalogue.ts";
import { findEntry } from "./entry.ts";

export interface EpisodePage {
  readonly anime: { readonly id: string; readonly slug: string; readonly title: string };
  readonly episodes: readonly Record<string, unknown>[];
  readonly total: number;
}

/** Episodes of one anime as the record holds them, from `offset` on. Throws ANIME_NOT_FOUND. */
export function episodePage(
  entries: Entries,
  idOrSlug: string,
  page: { limit: number; offset: number; include_nsfw: boolean },
): EpisodePage {
  const entry = findEntry(entries, idOrSlug, page.include_nsfw);
  const all = entry.episode_details ?? [];
  return {
    anime: { id: entry.id, slug: entry.slug, title: entry.title },
    episodes: all.slice(page.offset, page.offset + page.limit) as Record<string, unknown>[],
    total: all.length,
  };
}
