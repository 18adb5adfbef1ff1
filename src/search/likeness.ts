import type { CatalogueEntry } from "../anime/entry.ts";
import type { Recalled } from "../spaces/recollections.ts";
import type { Clause } from "../vector-store/filter.ts";
import type { Interpretation } from "./interpret.ts";
import { any, either, range } from "./understand/sense.ts";
import { UNTOLD_TAGS } from "./understand/themes.ts";

/** What one who asks for anime like a certain one wants besides likeness in meaning. */
export interface Likeness {
  readonly preferences: Interpretation["preferences"];
  /** What is too unlike, whatever its meaning. */
  readonly forbidden: readonly Clause[];
}

/** So many of the model's tags count, the rarest first: they say what sets it apart. */
const MOST_TAGS = 12;
/** Rarer tags are chance, commoner ones say nothing; in entries of a catalogue. */
const LEAST_TAGGED = 8;
const MOST_TAGGED = 1500;
/** What having all of these tags is worth; the rarer the tag, the larger its part of that (by its idf). */
const TAGS = 1;
/** The same of what it is known for. */
const KNOWN_FOR = 1;
/** Who liked something of a time likes others of that time: years before and after, and what that is worth. */
const NEAR_YEARS = 8;
const OF_ITS_TIME = 0.5;
/** People recommend what they think well of. */
const WELL_SCORED = 7.5;
const RECOMMENDED = 0.5;
/** Genres that say nothing of a story. */
const NO_STORY = new Set(["Award Winning"]);

/** How many entries have a value. */
type Count = (value: string) => number;

/**
 * What the facts of a model add to the likeness of its vectors: shared tags, its time and a good score are wished for;
 * what shares none of its genres, is for small children where the model is not, or is a mere clip, is forbidden.
 * `counts` are of entries with a value, of a catalogue of `entries`.
 */
export function likenessTo(
  model: Recalled<CatalogueEntry>,
  counts: { readonly tagged: Count; readonly knownFor: Count },
  entries: number,
): Likeness {
  const preferences: { id: string; condition: Clause; weight: number }[] = [];
  const wish = (what: string, condition: Clause, weight: number) =>
    preferences.push({ id: `like:${what}`, condition, weight });
  const tags = (model.tags ?? []).map((tag) => tag.toLowerCase()).filter((tag) => !UNTOLD_TAGS.has(tag));
  for (const { value, share } of rarest(tags, counts.tagged, entries)) {
    wish(`tag:${value}`, either([any("tags", [value]), any("themes", [value])]), TAGS * share);
  }
  for (const { value, share } of rarest(model.recollection?.known_for ?? [], counts.knownFor, entries)) {
    wish(`known-for:${value}`, any("known_for", [value]), KNOWN_FOR * share);
  }
  if (model.year !== undefined) {
    wish("time", range("year", { gte: model.year - NEAR_YEARS, lte: model.year + NEAR_YEARS }), OF_ITS_TIME);
  }
  wish("well-scored", range("score.median", { gte: WELL_SCORED }), RECOMMENDED);
  const genres = (model.genres ?? []).filter((genre) => !NO_STORY.has(genre));
  const forbidden: Clause[] = [];
  if (genres.length > 0) {
    forbidden.push({ must: [{ key: "genres", exists: true }], must_not: [any("genres", genres)] });
  }
  if (!model.demographics?.includes("Kids")) forbidden.push(any("demographics", ["Kids"]));
  const clips = ["MUSIC", "PV"].filter((type) => type !== model.type);
  forbidden.push(any("type", clips));
  return { preferences, forbidden };
}

/** The rarest of the model's values, with what each is of all of them by its idf. */
function rarest(values: readonly string[], countOf: Count, entries: number) {
  const chosen = [...new Set(values)]
    .map((value) => ({ value, count: countOf(value) }))
    .filter(({ count }) => count >= LEAST_TAGGED && count <= MOST_TAGGED)
    .sort((a, b) => a.count - b.count || (a.value < b.value ? -1 : 1))
    .slice(0, MOST_TAGS)
    .map(({ value, count }) => ({ value, idf: Math.log(1 + entries / count) }));
  const sum = chosen.reduce((total, { idf }) => total + idf, 0);
  return chosen.map(({ value, idf }) => ({ value, share: idf / sum }));
}
