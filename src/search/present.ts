import { AnimeEntry, type CatalogueEntry } from "../anime/entry.ts";
import { picturesOf } from "../anime/pictures.ts";
import { type ErrorField, fail } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { LISTING_FIELDS } from "../spaces/listing.ts";
import { describe } from "../validation.ts";
import type { VectorStore } from "../vector-store/port.ts";
import type { Entries, Generation } from "./catalogue.ts";
import { wholeEntry } from "./entry.ts";
import type { SearchResult } from "./request.ts";

/** Which fields a payload shows: the listing's, those named, or the whole entry. */
export type FieldSelection =
  | { readonly kind: "listing" }
  | { readonly kind: "full" }
  | { readonly kind: "some"; readonly names: readonly string[]; readonly listed: boolean };

const SELECTABLE: ReadonlySet<string> = new Set([
  ...LISTING_FIELDS,
  "cover_generated",
  ...Object.keys(AnimeEntry.properties),
]);

/** Reads the `fields` of a request. Throws FIELD_UNKNOWN with the nearest known name. */
export function readFields(fields: "full" | readonly string[] | undefined): FieldSelection {
  if (fields === undefined) return { kind: "listing" };
  if (fields === "full") return { kind: "full" };
  const wrong: ErrorField[] = [];
  fields.forEach((name, i) => {
    if (SELECTABLE.has(name)) return;
    const near = nearest(name, [...SELECTABLE]);
    wrong.push({
      path: `fields[${i}]`,
      got: name,
      expected: "a field of an entry",
      ...(near ? { nearest: near } : {}),
    });
  });
  if (wrong.length > 0) throw fail("FIELD_UNKNOWN", describe(wrong), { fields: wrong });
  return { kind: "some", names: fields, listed: fields.every((name) => LISTING_FIELDS.has(name)) };
}

/** What results are shown from. */
export interface Presentation {
  readonly store: VectorStore;
  readonly entries: Entries;
  readonly generation: Generation;
  readonly drawsCovers: boolean;
}

/**
 * The results of one page, in its order. What was deleted since the list was made is left out, and so is what has
 * become adult since, unless that was asked for. `more` adds what else a result shows, by its place on the page.
 */
export async function present(
  page: { readonly ids: readonly string[]; readonly scores: ArrayLike<number> },
  { fields, includeNsfw }: { readonly fields: FieldSelection; readonly includeNsfw: boolean },
  presentation: Presentation,
  more: (place: number, id: string) => Pick<SearchResult, "group" | "explanation"> = () => ({}),
): Promise<SearchResult[]> {
  const { store, entries, generation } = presentation;
  const listings = await store.payloads(generation.anime, page.ids);
  const whole = fields.kind === "full" || (fields.kind === "some" && !fields.listed);
  const recorded = whole ? entries.readMany(page.ids) : [];
  const results: SearchResult[] = [];
  page.ids.forEach((id, i) => {
    const listed = listings[i];
    if (!listed || (listed.nsfw === true && !includeNsfw)) return;
    const listing = withCover(listed, id, presentation, fields);
    const { slug, title, ...rest } = listing;
    const payload = whole ? fullPayload(recorded[i], generation) : rest;
    if (payload === undefined) return;
    results.push({
      id,
      slug: String(slug),
      title: String(title),
      score: page.scores[i]!,
      payload: fields.kind === "some" ? pick({ ...listing, ...payload }, fields.names) : payload,
      ...more(i, id),
    });
  });
  return results;
}

/** A listing without the address of a picture gets that of the cover that this service has for the entry. */
function withCover(
  listing: Readonly<Record<string, unknown>>,
  id: string,
  { entries, drawsCovers }: Presentation,
  fields: FieldSelection,
): Readonly<Record<string, unknown>> {
  if (!drawsCovers || listing.cover_image !== null) return listing;
  const adult = listing.nsfw === true ? "?include_nsfw=true" : "";
  const cover_image = `/api/v1/anime/${id}/cover${adult}`;
  if (fields.kind !== "some" || !fields.names.includes("cover_generated")) return { ...listing, cover_image };
  const entry = entries.read(id);
  const isDrawn = entry !== null && picturesOf(entry).image_vector.length === 0;
  return { ...listing, cover_image, cover_generated: isDrawn };
}

function fullPayload(recorded: CatalogueEntry | null | undefined, generation: Generation) {
  return recorded ? wholeEntry(recorded, generation.fit) : undefined;
}

function pick(from: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) if (Object.hasOwn(from, name)) picked[name] = from[name];
  return picked;
}
