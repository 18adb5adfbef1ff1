import type { CatalogueEntry } from "../anime/entry.ts";
import { FIELDS } from "../spaces/fields.ts";
import type { Clause, Filter } from "../vector-store/filter.ts";
import { familyOf, withFamily } from "./family.ts";
import type { Interpreter } from "./interpret.ts";
import type { MakerField } from "./understand/makers.ts";
import { any } from "./understand/sense.ts";
import type { Understood } from "./understand/understand.ts";

/** What the makers of an anime have made beside it and its franchise. */
export interface MadeByThem {
  readonly filter: Filter;
  /** Says, of what was understood, by which field they were found. */
  readonly say: (understood: Understood) => Understood;
}

/**
 * By the first of the fields that tells who made an anime and that somebody made something else; undefined where none
 * does. `id` is that of what was understood.
 */
export async function madeByMakersOf(
  entry: CatalogueEntry,
  id: string,
  fields: readonly MakerField[],
  { entries, lexicon, store, generation }: Interpreter,
): Promise<MadeByThem | undefined> {
  for (const field of fields) {
    // A series has one author; each of its parts may have a director of its own.
    const ids = field === "directors" ? [] : familyOf(entry.id, entries);
    const works = worksOf(entry, [entry.id, ...ids], field, lexicon);
    if (works === undefined) continue;
    const filter: Filter = { must: [works], must_not: withFamily(entry.id, entries) };
    if ((await store.count(generation.anime, filter)) === 0) continue;
    return {
      filter,
      say: (one) => (one.id === id ? { ...one, kind: "makers", field, effect: "filter" } : one),
    };
  }
  return undefined;
}

function worksOf(
  entry: CatalogueEntry,
  ids: readonly string[],
  field: MakerField,
  { people }: Interpreter["lexicon"],
): Clause | undefined {
  const credited = FIELDS[field]?.of(entry);
  const names = Array.isArray(credited) ? credited.map(String) : [];
  if (field !== "studios") return people.worksOfMakers(field, names, ids);
  return names.length > 0 ? any(field, names) : undefined;
}
