import type { AnimeEntry } from "../anime/entry.ts";
import { franchiseLinks } from "../anime/franchise.ts";
import { mergeContributions } from "../anime/merge.ts";
import { normaliseEntry } from "../anime/normalise.ts";
import { audienceOf } from "../anime/scores.ts";
import { slugCandidates } from "../anime/slug.ts";
import { orderSources } from "../anime/source-url.ts";
import type { Contribution } from "../record/contributions.ts";
import type { MergedEntry } from "../record/entries.ts";
import { applyMergePatch, type MergePatch } from "./merge-patch.ts";

/** The source under which the operator's own word stands, and its format. */
export const ADMIN = "admin";

/** Slugs kept with an entry: plain, with type, with year, with both. Numbered ones are made when they are needed. */
const SLUGS = 4;

/** What all sources say of one anime as one entry, with the operator's patches over it. */
export function mergeEntry(
  id: string,
  members: readonly Contribution[],
  patches: readonly MergePatch[],
): MergedEntry {
  const { entry, provenance } = mergeContributions(
    members.map(({ source, format, body }) => ({ source, format, entry: body })),
  );
  if (entry.sources !== undefined) entry.sources = orderSources(entry.sources);
  const body = patched(entry, patches);
  return {
    body,
    provenance: { ...provenance, ...creditPatches(body, patches) },
    relations: franchiseLinks(body),
    slugs: [...slugCandidates(body, id).take(SLUGS)],
    popularity: audienceOf(body),
  };
}

function patched(entry: AnimeEntry, patches: readonly MergePatch[]): AnimeEntry {
  if (patches.length === 0) return entry;
  const after = normaliseEntry(patches.reduce<unknown>(applyMergePatch, entry));
  // A patch is checked when it is given. Where the sources have since changed so that it no longer fits, they stand.
  return after.entry ?? entry;
}

function creditPatches(body: AnimeEntry, patches: readonly MergePatch[]): Record<string, string> {
  const fields = new Set(patches.flatMap((patch) => Object.keys(patch)));
  return Object.fromEntries(
    [...fields].filter((field) => Object.hasOwn(body, field)).map((field) => [field, ADMIN]),
  );
}
