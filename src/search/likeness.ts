import type { CatalogueEntry } from "../anime/entry.ts";
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
/** Who liked something of a time likes others of that time: years before and after, and what that is worth. */
const NEAR_YEARS = 8;
const OF_ITS_TIME = 0.5;
/** People recommend what they think well of. */
const WELL_SCORED = 7.5;
const RECOMMENDED = 0.5;
/** Genres that say nothing of a story. */
const NO_STORY = new Set(["Award Winning"]);

/**
 * What the facts of a model add to the likeness of its vectors: shared tags, its time and a good score are wished for;
 * what shares none of its genres, is for small children where the model is not, or is a mere clip, is forbidden.
 * `tagged` gives the number of entries of a catalogue of `entries` that have a tag.
 */
export function likenessTo(
  model: CatalogueEntry,
  tagged: (tag: string) => number,
  entries: number,
): Likeness {
  const preferences: { id: string; condition: Clause; weight: number }[] = [];
  const wish = (what: string, condition: Clause, weight: number) =>
    preferences.push({ id: `like:${what}`, condition, weight });
  const tags = [...new Set((model.tags ?? []).map((tag) => tag.toLowerCase()))]
    .map((tag) => ({ tag, count: tagged(tag) }))
    .filter(({ tag, count }) => count >= LEAST_TAGGED && count <= MOST_TAGGED && !UNTOLD_TAGS.has(tag))
    .sort((a, b) => a.count - b.count || (a.tag < b.tag ? -1 : 1))
    .slice(0, MOST_TAGS)
    .map(({ tag, count }) => ({ tag, idf: Math.log(1 + entries / count) }));
  const sum = tags.reduce((total, { idf }) => total + idf, 0);
  for (const { tag, idf } of tags) {
    wish(`tag:${tag}`, either([any("tags", [tag]), any("themes", [tag])]), (TAGS * idf) / sum);
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
