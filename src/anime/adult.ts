import type { AnimeEntry } from "./entry.ts";

/**
 * True for an entry for adults: when its own `nsfw` flag says so; where there is no flag, when its rating begins
 * with Rx or its genres hold Hentai.
 */
export function isAdult(entry: Pick<AnimeEntry, "nsfw" | "rating" | "genres">): boolean {
  if (entry.nsfw !== undefined) return entry.nsfw;
  if (/^rx\b/i.test(entry.rating ?? "")) return true;
  return (entry.genres ?? []).some((genre) => genre.toLowerCase() === "hentai");
}
