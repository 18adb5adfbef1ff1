import { type CatalogueEntry, isAdult } from "../anime/entry.ts";
import type { Entries } from "./catalogue.ts";
import type { Group } from "./request.ts";

/** The places of the list that stay when of every franchise only its best result does; those of none all stay. */
export function firstOfEachFranchise(franchises: readonly (string | null)[]): number[] {
  const seen = new Set<string>();
  const places: number[] = [];
  franchises.forEach((franchise, place) => {
    if (franchise !== null) {
      if (seen.has(franchise)) return;
      seen.add(franchise);
    }
    places.push(place);
  });
  return places;
}

/** Works that tell the story; specials, music and trailers go with them. */
const MAIN = new Set(["TV", "MOVIE", "OVA", "ONA"]);

/**
 * The members of a franchise in the order to watch them: as they were first shown, what has no date last, but begun
 * by the first series or film rather than by a trailer or a special that happened to come before it.
 */
export function watchOrder(members: readonly CatalogueEntry[]): CatalogueEntry[] {
  const shown = [...members].sort(
    (a, b) => compare(firstShown(a), firstShown(b)) || rankOfType(a) - rankOfType(b) || compare(a.id, b.id),
  );
  const start = shown.find(({ type }) => type === "TV" || type === "MOVIE") ?? shown.find(isMain);
  return start === undefined ? shown : [start, ...shown.filter((member) => member !== start)];
}

/** The group that a result stands for; undefined for an entry of no franchise. */
export function groupOf(franchise: string | null, entries: Entries, includeNsfw: boolean): Group | undefined {
  if (franchise === null) return undefined;
  const members = entries
    .readMany(entries.franchise(franchise))
    .filter((entry) => entry !== null)
    .filter((entry) => includeNsfw || !isAdult(entry));
  return {
    franchise_id: franchise,
    size: members.length,
    members: watchOrder(members).map(({ id, slug, title, type, year }) => ({
      id,
      slug,
      title,
      type: type ?? null,
      year: year ?? null,
    })),
  };
}

function isMain({ type }: CatalogueEntry): boolean {
  return MAIN.has(type ?? "");
}

function rankOfType(entry: CatalogueEntry): number {
  return isMain(entry) ? 0 : 1;
}

/** ISO 8601 text, which sorts by time; what has no date sorts behind all that have. */
function firstShown({ aired_dates, year }: CatalogueEntry): string {
  return aired_dates?.from ?? (year === undefined ? "9999" : String(year));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
