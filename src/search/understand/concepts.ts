import { ARCHETYPES } from "./archetypes.ts";
import { type Concept, STORY_KINDS } from "./genres.ts";
import { THEMES } from "./themes.ts";

/** All that the tables know; where two share a phrase, the earlier has it. */
export const CONCEPTS: readonly Concept[] = [...STORY_KINDS, ...ARCHETYPES, ...THEMES];
