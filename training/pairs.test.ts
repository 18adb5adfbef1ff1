import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { seededRandom } from "../src/random.ts";
import type { SparseMatrix } from "./linear-algebra.ts";
import { type PairRecipe, type PairSources, pairBatches, type Story } from "./pairs.ts";
import { countTokens, sparseRows } from "./sparse-rows.ts";
import { indexedText, namesAmong, readStories, withoutNames } from "./stories.ts";

/** A story whose tokens are ten times its number and more: a title, and two sentences of eight tokens, the first a name. */
function story(number: number, family = number): Story {
  const token = (n: number) => number * 20 + n;
  const sentences = [0, 1].map((s) => {
    const said = Array.from({ length: 9 }, (_, i) => token(1 + s * 9 + i));
    return { said, nameless: said.slice(1) };
  });
  return { text: countTokens([token(0), ...sentences.flatMap(({ said }) => said)]), sentences, family };
}

const SOURCES: PairSources = {
  stories: [story(0), story(1), story(2), story(3, 2)],
  descriptions: [{ tokens: [90, 91, 92, 93, 94, 95, 96, 97], story: 1 }],
  chatter: [[99]],
  vocabulary: 100,
};
const RECIPE: PairRecipe = {
  batch: 3,
  descriptions: 0,
  scattered: 0,
  nameless: 1,
  forgotten: 0,
  chatter: 0,
};

function tokensOf(x: SparseMatrix, row: number): number[] {
  return [...x.columns.subarray(x.offsets[row]!, x.offsets[row + 1]!)];
}

function firstBatches(recipe: Partial<PairRecipe>, count: number, seed = 5) {
  const batches = pairBatches(SOURCES, { ...RECIPE, ...recipe }, seededRandom(seed));
  return Array.from({ length: count }, () => batches.next().value);
}

describe("pairs of a query and its text", () => {
  for (const scattered of [0, 1]) {
    it(`takes ${scattered === 0 ? "sentences" : "words"} out of the story that the query is made of`, () => {
      for (const { queries, documents } of firstBatches({ scattered }, 20)) {
        for (let i = 0; i < queries.rows; i++) {
          const [query, text] = [tokensOf(queries, i), tokensOf(documents, i)];
          const of = Math.floor(query[0]! / 20);
          assert.ok(query.length >= 4 && query.every((token) => Math.floor(token / 20) === of));
          assert.ok(text.length >= 2 && text.every((token) => Math.floor(token / 20) === of));
          assert.ok(!query.some((token) => text.includes(token)), "a word of the query is left in the text");
        }
      }
    });
  }

  it("leaves names out, and keeps them where the recipe says so", () => {
    const names = (nameless: number) =>
      firstBatches({ nameless }, 20).flatMap(({ queries }) =>
        [...queries.columns].filter((token) => token % 20 === 1 || token % 20 === 10),
      );
    assert.equal(names(1).length, 0);
    assert.ok(names(0).length > 0);
  });

  it("has each family once in a batch", () => {
    for (const { documents } of firstBatches({}, 20)) {
      const stories = [0, 1, 2].map((i) => Math.floor(tokensOf(documents, i)[0]! / 20));
      assert.equal(new Set(stories.map((n) => SOURCES.stories[n]!.family)).size, 3);
    }
  });

  it("puts descriptions by people first, beside the whole text", () => {
    for (const { queries, documents } of firstBatches({ descriptions: 1 / 3 }, 20)) {
      assert.ok(tokensOf(queries, 0).every((token) => token >= 90 && token < 99));
      assert.deepEqual(tokensOf(documents, 0), [...SOURCES.stories[1]!.text.keys()]);
    }
  });

  it("forgets words and adds chatter", () => {
    const lengths = (recipe: Partial<PairRecipe>) =>
      firstBatches(recipe, 50).reduce((sum, { queries }) => sum + queries.columns.length, 0);
    assert.ok(lengths({ forgotten: 0.5 }) < lengths({}));
    const talks = firstBatches({ chatter: 2 }, 20).flatMap(({ queries }) => [...queries.columns]);
    assert.ok(talks.includes(99));
  });

  it("gives the same pairs for the same seed", () => {
    assert.deepEqual(firstBatches({ forgotten: 0.5 }, 3), firstBatches({ forgotten: 0.5 }, 3));
    assert.notDeepEqual(firstBatches({}, 3), firstBatches({}, 3, 6));
  });
});

describe("counted tokens", () => {
  it("counts, and takes away no more than there is", () => {
    assert.deepEqual(
      [...countTokens([3, 1, 3])],
      [
        [3, 2],
        [1, 1],
      ],
    );
    assert.deepEqual([...countTokens([3, 1, 1, 2], countTokens([3, 1, 3]))], [[3, 1]]);
  });

  it("become rows of square roots", () => {
    const rows = sparseRows([countTokens([2, 2, 2, 2, 0]), countTokens([])], 3);
    assert.deepEqual([...rows.offsets], [0, 2, 2]);
    assert.deepEqual([...rows.columns], [2, 0]);
    assert.deepEqual([...rows.values], [2, 1]);
  });
});

describe("stories", () => {
  const row = {
    title: "Kiki",
    title_english: "Kiki's Job",
    synopsis: "A witch flies. [Written by X]",
    sources: [],
  };

  it("are what is indexed: two titles and the story", () => {
    assert.equal(indexedText(row), "Kiki. Kiki's Job. A witch flies.");
    assert.equal(indexedText({ title: "Kiki", title_english: "Kiki", sources: [] }), "Kiki.");
  });

  it("are told without names and signs", () => {
    const isName = namesAmong([
      "The witch meets Tombo. A boy, Tombo, waves.",
      "the rose",
      "Rose and the rose",
    ]);
    assert.equal(
      withoutNames("The witch (and Tombo!) gave Rose a rose", isName),
      "The witch and gave Rose a rose",
    );
  });

  it("come sentence by sentence, without short ones", () => {
    const ids = new Map<string, number>();
    const tokenise = (texts: readonly string[]) =>
      texts.map((text) =>
        text.split(/[\s.]+/).flatMap((word) => {
          if (word === "") return [];
          if (!ids.has(word)) ids.set(word, ids.size);
          return [ids.get(word)!];
        }),
      );
    const long = {
      ...row,
      synopsis: "She delivers parcels to the town. Short. Then Tombo crashes a flying machine.",
    };
    const [read] = readStories([long], tokenise);
    assert.equal(read!.sentences.length, 2);
    assert.equal(read!.sentences[0]!.said.length, 6);
    // "Tombo" is written with a capital only; so are "She" and "Then" here.
    assert.equal(read!.sentences[1]!.said.length - read!.sentences[1]!.nameless.length, 2);
  });
});

describe("the descriptions that people wrote", () => {
  const read = (path: URL) =>
    readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { query: string; id: string; relevant?: { anime: string }[] });
  const own = read(new URL("descriptions.jsonl", import.meta.url));

  it("are many, none twice, of each anime two at most", () => {
    assert.ok(own.length >= 5000);
    assert.equal(new Set(own.map(({ query }) => query)).size, own.length);
    const of = new Map<string, number>();
    for (const { id } of own) of.set(id, (of.get(id) ?? 0) + 1);
    assert.ok(Math.max(...of.values()) <= 2);
  });

  it("mean none that the embedder or the search is measured on", () => {
    const gold = new URL("../evaluation/gold/", import.meta.url);
    const measured = [
      ...read(new URL("plots.jsonl", import.meta.url)).map(({ id }) => id),
      ...readdirSync(gold)
        .filter((name) => name.startsWith("plot"))
        .flatMap((name) => read(new URL(name, gold)))
        .flatMap(({ relevant = [] }) => relevant.map(({ anime }) => anime)),
    ];
    assert.ok(measured.length > 300);
    const known = new Set(own.map(({ id }) => id));
    assert.deepEqual(
      measured.filter((url) => known.has(url)),
      [],
    );
  });
});
