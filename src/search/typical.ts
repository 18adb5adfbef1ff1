import type { Leg } from "../vector-store/port.ts";
import type { SearchPlan } from "./search.ts";

/**
 * Where it shows how typical an entry is of what is asked for. Tags do not say how much of a story is what they say: many
 * a well-known anime has robots, or cute girls, in one scene.
 */
const SPACES = ["title_vector", "genre_vector"];
/** Fewer models have no mean worth the name. */
const FEWEST_MODELS = 5;
/** What it weighs in each space beside having what is asked for, which is 1. */
const WEIGHT = 0.7;
/**
 * What stories are alike by; those with the same thing in them (a theme, a tag) need not be, and of moods only sadness is
 * much the same everywhere.
 */
const OF_STORIES: ReadonlySet<string> = new Set(["genre", "demographic"]);
const SAD = "mood:sad";

/**
 * Legs that score how near candidates are to the mean of `models`, the best known of the anime that meet a query of
 * attributes: relevance feedback (Rocchio 1971), with what meets the demands for what a reader has marked.
 * None where nothing is asked that stories are alike by.
 */
export function typicalLegs(
  { interpretation }: SearchPlan,
  models: readonly string[],
  known: ReadonlyMap<string, unknown>,
): { leg: Leg; source: string; kind: string; weight: number }[] {
  const isOfStories = interpretation?.understood.some(({ id, kind }) => OF_STORIES.has(kind) || id === SAD);
  if (!isOfStories || models.length < FEWEST_MODELS) return [];
  return SPACES.filter((space) => known.has(space)).map((space) => ({
    leg: { space, limit: 0, like: models },
    source: `typical:${space}`,
    kind: "likeness",
    weight: WEIGHT,
  }));
}
