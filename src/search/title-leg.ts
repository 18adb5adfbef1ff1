import { EXACT, type TitleMatch } from "../titles/title-index.ts";

/** What a query says of titles: entries that it may name, and how much that adds to their fused scores. */
export interface TitleLeg {
  readonly ids: readonly string[];
  readonly adds: ReadonlyMap<string, number>;
}

/** Names looked up: more than these no query means. */
export const TITLE_MATCHES = 30;

/** A match below this says nothing: descriptions share a word or two with many names. */
export const LEAST_TITLE = 0.5;
/** Characters of the longest query that is looked up as a part of a name or a misspelt one: descriptions are longer. */
export const LONGEST_NAME = 36;
/** The same where it has words that no entry is written with. */
const LONGEST_MISSPELT = 80;
/** What the best match that is not exact adds to words that are known: more than all spaces together can, so that a name beats a likeness. */
const MOST_PARTIAL = 5;
/** What an exact match adds at least: more than anything else can, so that exact titles come first, always. */
const LEAST_EXACT = 25;
/** Between exact matches the index' own order decides: its scores differ in the second decimal. */
const EXACT_STEP = 100;

/** How much more names count in a query of words that the catalogue does not have: what else could they be but misspelt? */
const UNHEARD = 3;
/** What the faintest match adds where a name is said or no word is known: more than what is alike by chance. */
const FAINT = 4;
/** How much more the best match counts than others where a name is said: a sequel that is better liked is still the next best. */
const NAMED = 12;
/** In a catalogue of fewer entries most words stand in one text or none, and that says less. */
const ENOUGH_DOCUMENTS = 10_000;

/** How sure it is that a name is meant. */
export interface Sureness {
  /** The query says one, if not letter by letter: see nearly-named.ts. */
  readonly isNamed: boolean;
  /** Of the query's words, those that the catalogue's texts do not have, 0..1. */
  readonly unheard: number;
  readonly documents: number;
}

/** The title matches that count, with what each adds. */
export function titleLeg(
  matches: readonly TitleMatch[],
  { isNamed, unheard, documents }: Sureness,
): TitleLeg {
  const misspelt = unheard * Math.min(1, documents / ENOUGH_DOCUMENTS);
  const trust = 1 + UNHEARD * misspelt;
  const adds = new Map<string, number>();
  for (const { id, score } of matches) {
    if (score >= LEAST_TITLE)
      adds.set(
        id,
        score > EXACT
          ? LEAST_EXACT + EXACT_STEP * (score - EXACT)
          : partial(score) * (isNamed ? NAMED : trust) + (isNamed ? FAINT : FAINT * misspelt),
      );
  }
  return { ids: [...adds.keys()], adds };
}

/** Rises with the square, so that a half match adds little. */
function partial(score: number): number {
  return MOST_PARTIAL * ((score - LEAST_TITLE) / (EXACT - LEAST_TITLE)) ** 2;
}

/** Whether a query may be a part of a name or a misspelt one. */
export function mayBeName(query: string, { isNamed, unheard }: Omit<Sureness, "documents">): boolean {
  return isNamed || query.length <= (unheard > 0 ? LONGEST_MISSPELT : LONGEST_NAME);
}
