import type { Clause } from "../../vector-store/filter.ts";
import { any } from "./sense.ts";
import { list } from "./wording.ts";

/** `genres` to have, each or one of those between bars, and those that do not go with the mood. */
function felt(genres: string, not: string): Clause {
  return {
    must: list(genres).map((one) => any("genres", one.split("|"))),
    must_not: [any("genres", list(not))],
  };
}

const TENSE = "Action, Horror, Psychological, Suspense, Thriller, Ecchi";

/**
 * What shows a mood where nothing else is asked for: `sad anime that will make me cry`. Few entries have tags of how they
 * feel, but nearly all have genres, and what is missing among them tells as much: fights, riddles and jokes in a sad drama.
 */
export const MOOD_DEMANDS: ReadonlyMap<string, Clause> = new Map([
  ["sad", felt("Drama", `${TENSE}, Mecha, Mystery, Sports, Comedy`)],
  ["wholesome", felt("Slice of Life", `${TENSE}, Drama`)],
  ["calm", felt("Slice of Life", `${TENSE}, Drama, Romance`)],
  ["dark", felt("Psychological|Horror", "Comedy, Slice of Life")],
  ["lighthearted", felt("Comedy", "Drama, Horror, Psychological, Suspense, Thriller, Ecchi")],
  ["cute", felt("Slice of Life, Comedy", `${TENSE}, Drama, Romance`)],
  ["exciting", felt("Action", "Slice of Life, Romance, Ecchi")],
  ["thoughtful", felt("Psychological", "Comedy, Ecchi")],
  ["weird", felt("Avant Garde", "Slice of Life")],
]);

/** Of what its tags are worth: less where the mood is demanded, for few have them. */
const DEMANDED = 0.25;
/** More beside a model: `like X but funnier` asks for it, though likeness has many voices. */
const BESIDE_MODEL = 2;

/** How much what a mood prefers counts. */
export function moodEmphasis(isDemanded: boolean, compares: boolean): number {
  if (isDemanded) return DEMANDED;
  return compares ? BESIDE_MODEL : 1;
}
