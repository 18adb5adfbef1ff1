import { type CatalogueEntry, isAdult } from "../anime/entry.ts";
import { computeScores } from "../anime/scores.ts";
import { fail } from "../errors.ts";
import type { CatalogueFit } from "../spaces/fit.ts";
import type { Entries, Generations } from "./catalogue.ts";

/** An entry as callers see it: what the record holds, and what is computed from it and from the whole catalogue. */
export function wholeEntry(entry: CatalogueEntry, fit: CatalogueFit): Record<string, unknown> {
  return { ...entry, ...computeScores(entry, fit.popularity) };
}

/** The recorded entry. Throws ANIME_NOT_FOUND, also for an adult entry that was not asked for. */
export function findEntry(entries: Entries, idOrSlug: string, includeNsfw: boolean): CatalogueEntry {
  const entry = entries.read(idOrSlug.toWellFormed());
  if (entry !== null && (includeNsfw || !isAdult(entry))) return entry;
  const detail = "no anime has this id or slug; adult entries are shown with include_nsfw=true only";
  throw fail("ANIME_NOT_FOUND", detail, {
    fields: [
      { path: "id", got: idOrSlug.slice(0, 100).toWellFormed(), expected: "the id or slug of an entry" },
    ],
  });
}

/** One entry whole. Throws ANIME_NOT_FOUND. */
export function showEntry(
  deps: { readonly entries: Entries; readonly generations: Pick<Generations, "live"> },
  idOrSlug: string,
  includeNsfw: boolean,
): Record<string, unknown> {
  return wholeEntry(findEntry(deps.entries, idOrSlug, includeNsfw), deps.generations.live().fit);
}
