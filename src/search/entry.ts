import { isAdult } from "../anime/adult.ts";
import { computeScores } from "../anime/scores.ts";
import { fail } from "../errors.ts";
import type { CatalogueFit } from "../spaces/fit.ts";
import type { Entries, Generations, RecordedEntry } from "./catalogue.ts";

/** An entry as callers see it: what the record holds, its slug and franchise, and what is computed from it. */
export function wholeEntry(recorded: RecordedEntry, fit: CatalogueFit): Record<string, unknown> {
  const { id, slug, franchiseId, entry } = recorded;
  return { ...entry, id, slug, franchise_id: franchiseId, ...computeScores(entry, fit.popularity) };
}

/** The recorded entry. Throws ANIME_NOT_FOUND, also for an adult entry that was not asked for. */
export function findEntry(entries: Entries, idOrSlug: string, includeNsfw: boolean): RecordedEntry {
  const recorded = entries.find(idOrSlug);
  if (recorded && (includeNsfw || !isAdult(recorded.entry))) return recorded;
  const detail = "no anime has this id or slug; adult entries are shown with include_nsfw=true only";
  throw fail("ANIME_NOT_FOUND", detail, {
    fields: [
      { path: "id", got: idOrSlug.slice(0, 100).toWellFormed(), expected: "the id or slug of an entry" },
    ],
  });
}

/** One entry whole. Throws ANIME_NOT_FOUND. */
export function showEntry(
  deps: { entries: Entries; generations: Generations },
  idOrSlug: string,
  includeNsfw: boolean,
): Record<string, unknown> {
  return wholeEntry(findEntry(deps.entries, idOrSlug, includeNsfw), deps.generations.live().fit);
}
