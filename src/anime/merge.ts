import type { AnimeEntry } from "./entry.ts";
import { contentRichness } from "./scores.ts";
import { compareText } from "./source-url.ts";
import { foldName, foldTitle } from "./text.ts";

/** The catalogue formats, the one whose word counts most first: the operator's own. One that is not listed comes last. */
export const FORMATS = ["admin", "anime-entry", "myanimelist-csv", "anime-offline-database"] as const;

/** What one source says of an anime, normalised. */
export interface Contribution {
  /** The file or collection. */
  readonly source: string;
  /** The format it came in: one of FORMATS, or another. */
  readonly format: string;
  readonly entry: AnimeEntry;
}

/** For each field of the merged entry the source it comes from; the sources, best first, where several gave parts. */
export type Provenance = Readonly<Record<string, string | readonly string[]>>;

/** What is given or computed once an entry is merged, and so is never taken from a source. */
const OWN_FIELDS = new Set([
  "id",
  "slug",
  "franchise_id",
  "popularity_score",
  "content_richness_score",
  "search_boost_factor",
  "character_count",
]);

/**
 * One entry out of what all sources say. A single value comes from the first source that has it: by format, then by
 * richness, then by name; `UNKNOWN`, and 0 episodes, give way to any other. Objects merge key by key. Lists unite: the
 * first source's items in its order, then what the others add, items being the same by name, address or number
 * (`Pokemon` adds nothing to `Pokémon`). Titles that were not chosen become synonyms. The entry has no id, slug,
 * franchise or computed field.
 *
 * Depends on the set of contributions only: not on their order, nor on repeats.
 *
 * @param contributions at least one
 */
export function mergeContributions(contributions: readonly Contribution[]): {
  entry: AnimeEntry;
  provenance: Provenance;
} {
  const ordered = orderContributions(contributions);
  const entry: Record<string, unknown> = {};
  const provenance: Record<string, string | string[]> = {};
  const fields = new Set(ordered.flatMap((contribution) => Object.keys(contribution.entry)));
  for (const field of fields) {
    if (OWN_FIELDS.has(field)) continue;
    const said = ordered.flatMap(({ entry: from }, by): Said[] => {
      const value = (from as Record<string, unknown>)[field];
      return value === undefined ? [] : [{ value, by }];
    });
    const used = new Set<number>();
    entry[field] = mergeValues(field, said, used);
    provenance[field] = credit(used, ordered);
  }
  const merged = entry as AnimeEntry;
  const retitled = [...addOtherTitles(merged, ordered)].map((by) => ordered[by]!.source);
  if (retitled.length > 0) provenance.synonyms = brief([...[provenance.synonyms ?? []].flat(), ...retitled]);
  return { entry: merged, provenance };
}

/** Best first, the same whatever order they came in. */
function orderContributions(contributions: readonly Contribution[]): readonly Contribution[] {
  if (contributions.length === 1) return contributions;
  const rank = (format: string) => {
    const at = (FORMATS as readonly string[]).indexOf(format);
    return at < 0 ? FORMATS.length : at;
  };
  return contributions
    .map((contribution) => ({
      contribution,
      rank: rank(contribution.format),
      richness: contentRichness(contribution.entry),
    }))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        b.richness - a.richness ||
        compareText(a.contribution.format, b.contribution.format) ||
        compareText(a.contribution.source, b.contribution.source) ||
        compareText(JSON.stringify(a.contribution.entry), JSON.stringify(b.contribution.entry)),
    )
    .map(({ contribution }) => contribution);
}

function credit(used: ReadonlySet<number>, ordered: readonly Contribution[]): string | string[] {
  return brief([...used].sort((a, b) => a - b).map((by) => ordered[by]!.source));
}

function brief(sources: readonly string[]): string | string[] {
  const distinct = [...new Set(sources)];
  return distinct.length === 1 ? distinct[0]! : distinct;
}

/** A value and the place of its contribution among the ordered ones. */
interface Said {
  readonly value: unknown;
  readonly by: number;
}

function mergeValues(path: string, said: readonly Said[], used: Set<number>): unknown {
  const first = said.find(({ value }) => !isWeak(path, value)) ?? said[0]!;
  if (said.length === 1) {
    used.add(first.by);
    return first.value;
  }
  if (Array.isArray(first.value)) return mergeLists(path, said, used);
  if (isObject(first.value)) return mergeObjects(path, said, used);
  used.add(first.by);
  return first.value;
}

/** A value that says as much as none. */
function isWeak(path: string, value: unknown): boolean {
  return value === "UNKNOWN" || (path === "episodes" && value === 0);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function mergeObjects(path: string, said: readonly Said[], used: Set<number>): Record<string, unknown> {
  const objects = said.filter((one): one is { value: Record<string, unknown>; by: number } =>
    isObject(one.value),
  );
  const merged: Record<string, unknown> = {};
  for (const key of new Set(objects.flatMap(({ value }) => Object.keys(value)))) {
    const values = objects.filter(({ value }) => Object.hasOwn(value, key) && value[key] !== undefined);
    if (values.length === 0) continue;
    merged[key] = mergeValues(
      `${path}.${key}`,
      values.map(({ value, by }) => ({ value: value[key], by })),
      used,
    );
  }
  return merged;
}

/**
 * The union of lists. The second item of a key in one list meets the second of that key in another, so that a list
 * that repeats a key (two songs of one title) stays as it is. Of texts, a list adds those whose key no list before it
 * has.
 */
function mergeLists(path: string, said: readonly Said[], used: Set<number>): unknown[] {
  const keyOf = keyFor(path);
  const union = new Map<string, Said[]>();
  for (const { value, by } of said) {
    if (!Array.isArray(value)) continue;
    const before = new Set(union.keys());
    const times = new Map<string, number>();
    for (const item of value) {
      const plain = keyOf(item);
      const time = times.get(plain) ?? 0;
      times.set(plain, time + 1);
      const key = time === 0 ? plain : `${plain}\n${time}`;
      if (!isObject(item) && before.has(plain)) continue;
      const present = union.get(key);
      if (present === undefined) union.set(key, [{ value: item, by }]);
      else present.push({ value: item, by });
    }
  }
  return [...union.values()].map((items) => mergeValues(`${path}[]`, items, used));
}

/** What makes two items of a list the same, by the list's path. */
function keyFor(path: string): (item: unknown) => string {
  const list = path.slice(path.lastIndexOf(".") + 1);
  const keyOfObject = KEYS.get(list) ?? (path.startsWith("staff_data.") ? personKey : undefined);
  return (item) => {
    if (typeof item === "string")
      return EXACT.has(list) ? item : list === "synonyms" ? foldTitle(item) : foldName(item);
    if (isObject(item) && keyOfObject !== undefined) return keyOfObject(item);
    return stableJson(item);
  };
}

const EXACT = new Set(["sources", "covers", "posters", "banners", "images", "thumbnails"]);

type ItemKey = (item: Record<string, unknown>) => string;

const byName: ItemKey = ({ name }) => foldName(String(name));
const bySong: ItemKey = ({ title }) => foldName(String(title));

/** A person's name in whichever order its parts stand: `Spiegel, Spike` is `Spike Spiegel`. */
function personName(name: unknown): string {
  return String(name)
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(foldName)
    .sort(compareText)
    .join(" ");
}

const personKey: ItemKey = ({ name, role }) => `${personName(name)}\n${foldName(String(role ?? ""))}`;

const byAddress: ItemKey = ({ url, title, relation_type: kind }) =>
  typeof url === "string" ? url : `${foldTitle(String(title))}\n${String(kind)}`;

const KEYS: ReadonlyMap<string, ItemKey> = new Map(
  Object.entries<ItemKey>({
    studios: byName,
    producers: byName,
    licensors: byName,
    themes: byName,
    characters: ({ name }) => personName(name),
    voice_actors: ({ name, language }) => `${personName(name)}\n${foldName(String(language ?? ""))}`,
    awards: ({ name, year, category }) =>
      `${foldName(String(name))}\n${String(year)}\n${foldName(String(category))}`,
    opening_themes: bySong,
    ending_themes: bySong,
    episode_details: ({ season_number: season, episode_number: number, title }) =>
      number === undefined ? foldTitle(String(title)) : `${String(season ?? 1)}\n${String(number)}`,
    related_anime: byAddress,
    relations: byAddress,
    trailers: byAddress,
    streaming_info: ({ platform, url, region }) =>
      `${foldName(String(platform))}\n${String(url)}\n${String(region)}`,
    contextual_ranks: ({ rank: _, ...context }) => stableJson(context),
    history: ({ date }) => String(date),
  }),
);

/** JSON with keys in one order. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compareText(a, b))) : part,
  );
}

/** Adds the titles that were not chosen to the synonyms; returns the places of the contributions they come from. */
function addOtherTitles(entry: AnimeEntry, ordered: readonly Contribution[]): Set<number> {
  const from = new Set<number>();
  if (ordered.length === 1) return from;
  const named = [entry.title, entry.title_english, entry.title_japanese, ...(entry.synonyms ?? [])];
  const known = new Set(named.filter((title) => title !== undefined).map(foldTitle));
  ordered.forEach(({ entry: { title, title_english, title_japanese } }, by) => {
    for (const other of [title, title_english, title_japanese]) {
      if (other === undefined || known.has(foldTitle(other))) continue;
      known.add(foldTitle(other));
      entry.synonyms = [...(entry.synonyms ?? []), other];
      from.add(by);
    }
  });
  return from;
}
