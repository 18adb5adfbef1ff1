/**
 * Pairs of a query and the text that it means, made from the catalogue: what somebody remembers of a story, and the
 * rest of that story. They teach which words stand for one another; the teachers' vectors alone do not.
 */
import type { Random } from "../src/random.ts";
import type { SparseMatrix } from "./linear-algebra.ts";
import type { CountedTokens } from "./sparse-rows.ts";
import { countTokens, sparseRows } from "./sparse-rows.ts";

/** An entry's text in tokens. */
export interface Story {
  /** All of the text, as it is indexed. */
  readonly text: CountedTokens;
  /** Each sentence of the story, as it stands there and without names: nobody remembers those. */
  readonly sentences: readonly { readonly said: readonly number[]; readonly nameless: readonly number[] }[];
  /** Entries of one family tell one story, so that none is a wrong answer for another's query. */
  readonly family: number;
}

/** What a person wrote of an anime, in tokens. */
export interface Description {
  readonly tokens: readonly number[];
  /** The entry, by its place among the stories. */
  readonly story: number;
}

export interface PairSources {
  readonly stories: readonly Story[];
  readonly descriptions: readonly Description[];
  /** What people say around a description ("what is it called"), in tokens. */
  readonly chatter: readonly (readonly number[])[];
  readonly vocabulary: number;
}

/** How pairs are made. Shares are in 0..1. */
export interface PairRecipe {
  readonly batch: number;
  /** Of a batch, written by people. */
  readonly descriptions: number;
  /** Of the others: single words from all over a story, rather than one or two sentences. */
  readonly scattered: number;
  /** Of the others: without names. */
  readonly nameless: number;
  /** The most of a query's words that are left out, of a description's, too. */
  readonly forgotten: number;
  /** The most phrases of chatter around a query. */
  readonly chatter: number;
}

/** `documents` row i is what `queries` row i means, and no other of the batch; values are √ of the counts. */
export interface PairBatch {
  readonly queries: SparseMatrix;
  readonly documents: SparseMatrix;
}

const FEWEST_TOKENS = 4;
const SCATTERED = [8, 27] as const;

interface Pair {
  readonly query: readonly number[];
  readonly story: number;
  /** What of the story went into the query, and is taken out of it. */
  readonly taken: readonly number[];
}

/** Endless batches; the same random numbers give the same ones. */
export function* pairBatches(
  sources: PairSources,
  recipe: PairRecipe,
  random: Random,
): Generator<PairBatch, never> {
  const { stories, descriptions, chatter } = sources;
  const told = indexesOf(stories, ({ sentences }) => sentences.length >= 2);
  const rich = indexesOf(
    stories,
    ({ sentences }) => sentences.reduce((sum, { nameless }) => sum + nameless.length, 0) >= 2 * SCATTERED[0],
  );
  const written = Math.round(recipe.batch * recipe.descriptions);

  const draw = (place: number): Pair => {
    if (place < written) return described(random.pick(descriptions), recipe.forgotten, random);
    const pair =
      random() < recipe.scattered
        ? scatteredWords(stories, random.pick(rich), random)
        : sentencesOf(stories, random.pick(told), recipe.nameless, random);
    const query = forget(pair.query, recipe.forgotten, random);
    for (let n = random.integer(0, recipe.chatter); n > 0; n--) query.push(...random.pick(chatter));
    return { ...pair, query };
  };

  for (;;) {
    const pairs: Pair[] = [];
    const families = new Set<number>();
    while (pairs.length < recipe.batch) {
      const pair = draw(pairs.length);
      const { family } = stories[pair.story]!;
      if (families.has(family) || pair.query.length < FEWEST_TOKENS) continue;
      families.add(family);
      pairs.push(pair);
    }
    yield {
      queries: sparseRows(
        pairs.map(({ query }) => countTokens(query)),
        sources.vocabulary,
      ),
      documents: sparseRows(
        pairs.map(({ story, taken }) => countTokens(taken, stories[story]!.text)),
        sources.vocabulary,
      ),
    };
  }
}

function described({ tokens, story }: Description, forgotten: number, random: Random): Pair {
  return { query: forget(tokens, forgotten, random), story, taken: [] };
}

/** One or two sentences; at least one is left in the story. */
function sentencesOf(stories: readonly Story[], story: number, nameless: number, random: Random): Pair {
  const { sentences } = stories[story]!;
  const first = random.integer(0, sentences.length - 1);
  const most = Math.min(2, sentences.length - 1);
  const chosen = sentences.slice(first, first + random.integer(1, most));
  const named = random() >= nameless;
  return {
    query: chosen.flatMap((sentence) => (named ? sentence.said : sentence.nameless)),
    story,
    taken: chosen.flatMap(({ said }) => said),
  };
}

/** Words from all over the story, in no order. */
function scatteredWords(stories: readonly Story[], story: number, random: Random): Pair {
  const all = stories[story]!.sentences.flatMap(({ nameless }) => nameless);
  const count = Math.min(Math.floor(all.length / 2), random.integer(...SCATTERED));
  for (let i = 0; i < count; i++) {
    const j = random.integer(i, all.length - 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  const query = all.slice(0, count);
  return { query, story, taken: query };
}

/** Leaves out a share of the tokens, drawn between none and `most`. */
function forget(tokens: readonly number[], most: number, random: Random): number[] {
  const share = random() * most;
  return tokens.filter(() => random() >= share);
}

function indexesOf<T>(items: readonly T[], fits: (item: T) => boolean): number[] {
  return items.flatMap((item, index) => (fits(item) ? [index] : []));
}
