import { hash } from "node:crypto";
import type { CatalogueEntry } from "../anime/entry.ts";
import { identify, linksOf } from "../anime/identity.ts";
import { type Normalised, normaliseEntry } from "../anime/normalise.ts";
import { type ErrorField, fail } from "../errors.ts";
import type { CatalogueRecord } from "../record/record.ts";
import { describe, shorten } from "../validation.ts";
import { ADMIN } from "./merge-entry.ts";
import { appendMergePatch, applyMergePatch, type MergePatch } from "./merge-patch.ts";
import { linksForEntry, resolveEntries } from "./resolve.ts";
import { settleEntries } from "./settle.ts";

export interface AcceptedEntries {
  /** New or changed, and durable. */
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: readonly { readonly index: number; readonly errors: readonly ErrorField[] }[];
}

type Valid = Extract<Normalised, { errors?: undefined }>;

/**
 * Takes entries from the operator, whose word outranks every file's: what he posts again replaces what he posted
 * before, and undoes his patches and his deletion of that anime. Invalid ones are named, the others are durable when
 * it returns.
 */
export function acceptEntries(record: CatalogueRecord, entries: readonly unknown[]): AcceptedEntries {
  const rejected: { index: number; errors: readonly ErrorField[] }[] = [];
  let accepted = 0;
  let unchanged = 0;
  record.transaction(() => {
    const source = record.contributions.sourceNumber(ADMIN);
    const touched = new Set<number>();
    entries.forEach((raw, index) => {
      const normalised = normaliseEntry(raw);
      if (normalised.errors !== undefined) {
        rejected.push({ index, errors: normalised.errors });
        return;
      }
      const contribution = putOwn(record, source, normalised);
      if (contribution === null) unchanged++;
      else {
        accepted++;
        touched.add(contribution);
      }
    });
    if (touched.size === 0) return;
    resolveEntries(record, touched, formerEntries(record, touched));
    const overridden = [...formerEntries(record, touched)].filter(
      (entry) => record.contributions.override(entry).length > 0,
    );
    if (overridden.length > 0) {
      for (const entry of overridden) record.contributions.setOverride(entry, []);
      resolveEntries(record, [], overridden);
    }
    settleEntries(record);
  });
  return { accepted, unchanged, rejected };
}

/** Writes the operator's contribution; null where he said the same before and nothing has been laid over it since. */
function putOwn(record: CatalogueRecord, source: number, { entry, notes }: Valid): number | null {
  const { contributions } = record;
  const links = linksForEntry(entry, linksOf(entry));
  const key = ownKey(record, source, links) ?? identify(entry);
  const digest = hash("sha256", JSON.stringify([entry, notes.original]), "buffer");
  const present = contributions.byKey(source, key);
  if (present !== undefined && contributions.byHash(source, digest) === present.contribution) {
    const overridden = present.entry !== null && contributions.override(present.entry).length > 0;
    if (!overridden) return null;
  }
  const { original } = notes;
  return contributions.put(source, {
    key,
    format: ADMIN,
    line: null,
    hash: digest,
    body: entry,
    original,
    links,
  });
}

/** The key under which the operator spoke of this anime before, whatever id or page he names it by now. */
function ownKey(record: CatalogueRecord, source: number, links: readonly string[]): string | undefined {
  const { contributions, entries } = record;
  const meant = new Set(links.flatMap((link) => contributions.entriesWith(link)));
  for (const link of links) {
    const named = link.startsWith("urn:uuid:") ? entries.findId(link.slice("urn:uuid:".length)) : undefined;
    if (named !== undefined) meant.add(named.entry);
  }
  // Where the links mean several anime, it is not for a key to say which.
  if (meant.size !== 1) return undefined;
  const [entry] = meant;
  return contributions.keysIn(source, entry!)[0];
}

function formerEntries(record: CatalogueRecord, contributions: Iterable<number>): Set<number> {
  const entries = new Set<number>();
  for (const contribution of contributions) {
    const entry = record.contributions.entryOf(contribution);
    if (entry !== null) entries.add(entry);
  }
  return entries;
}

/** What the catalogue gives an entry and nobody else can. */
const GIVEN = [
  "id",
  "slug",
  "franchise_id",
  "popularity_score",
  "content_richness_score",
  "search_boost_factor",
  "character_count",
];

/**
 * Applies a merge patch (RFC 7396) to an entry. It is kept beside the sources, so that it survives every later
 * ingest. Returns the entry as it is now; durable then. Throws ANIME_NOT_FOUND, and ENTRY_INVALID with one field per
 * problem.
 */
export function patchEntry(record: CatalogueRecord, idOrSlug: string, patch: unknown): CatalogueEntry {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) {
    throw invalid([{ path: "", got: shorten(patch), expected: "an object of the fields to change" }]);
  }
  const given = patch as MergePatch;
  return record.transaction(() => {
    const { entry } = present(record, idOrSlug);
    const before = record.entries.readRow(entry)!;
    const fixed = Object.keys(given).filter((field) => GIVEN.includes(field));
    if (fixed.length > 0) {
      throw invalid(
        fixed.map((path) => ({
          path,
          got: shorten(given[path]),
          expected: "nothing: the catalogue gives it",
        })),
      );
    }
    const after = normaliseEntry(applyMergePatch(before, given));
    if (after.errors !== undefined) throw invalid(after.errors);
    const lost = Object.keys(given).filter(
      (field) => saysSomething(given[field]) && !Object.hasOwn(after.entry, field),
    );
    if (lost.length > 0) {
      throw invalid(
        lost.map((path) => ({
          path,
          got: shorten(given[path]),
          expected: "a value that the field can hold",
        })),
      );
    }
    const override = record.contributions.override(entry);
    const patches = override === "deleted" ? [] : override;
    record.contributions.setOverride(entry, appendMergePatch(patches as readonly MergePatch[], given));
    resolveEntries(record, [], [entry]);
    settleEntries(record);
    return record.entries.readRow(entry)!;
  });
}

/**
 * Deletes an entry; durable when it returns. The operator's deletion outranks the files as his patches do: an ingest
 * of a file that holds the anime does not bring it back, posting it again does. Throws ANIME_NOT_FOUND.
 */
export function deleteEntry(record: CatalogueRecord, idOrSlug: string): { readonly id: string } {
  return record.transaction(() => {
    const { entry, id } = present(record, idOrSlug);
    const { contributions } = record;
    const source = contributions.sourceNumber(ADMIN);
    for (const key of contributions.keysIn(source, entry)) {
      contributions.remove(contributions.byKey(source, key)!.contribution);
    }
    contributions.setOverride(entry, "deleted");
    resolveEntries(record, [], [entry]);
    settleEntries(record);
    return { id };
  });
}

function present(record: CatalogueRecord, idOrSlug: string) {
  const row = record.entries.find(idOrSlug);
  if (row !== undefined && !row.deleted) return row;
  throw fail("ANIME_NOT_FOUND", "no anime has this id or slug", {
    fields: [{ path: "id", got: shorten(idOrSlug), expected: "the id or slug of an entry" }],
  });
}

function saysSomething(value: unknown): boolean {
  if (value === null || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

function invalid(fields: readonly ErrorField[]) {
  return fail("ENTRY_INVALID", describe(fields), { fields });
}
