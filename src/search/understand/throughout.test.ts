import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { testLexicon } from "./fixtures.ts";
import type { Lexicon } from "./lexicon.ts";
import { understand } from "./understand.ts";

let lexicon: Lexicon;
before(async () => {
  lexicon = await testLexicon();
});

/** What is asked for, as people say it, by what it stands for. */
const QUALITIES = {
  "quality:best": "best, highest rated, critically acclaimed, must-see, top 10, well reviewed, celebrated",
  "quality:popular": "popular, most popular, famous, iconic, big name, best-selling, fan favorite",
  "quality:underrated": "underrated, hidden gem, overlooked, slept on, unsung",
  "quality:lesser-known": "lesser-known, rarely talked about",
  "quality:bad": "worst, low rated, badly reviewed",
  "quality:award-winning": "award-winning, oscar-winning, prize-winning",
};
const KINDS = {
  "genre:horror": "horror",
  "genre:boys-love": "boys love",
  "genre:slice-of-life": "slice of life",
  "genre:mecha": "mecha",
  "demographic:josei": "josei",
  "theme:war": "war",
};
const FORMATS = {
  "format:movie": "movies, films, motion pictures, theatrical releases",
  "format:short-film": "short films, short anime films",
  "format:ova": "OVAs, direct-to-video releases",
  "format:tv": "TV series",
};
const TIMES = {
  "decade:1980s": "from the 1980s, of the 80s, in the eighties",
  "year:2012": "of 2012",
  "year:<1990": "before 1990",
  "year:2016-2026": "of the last ten years",
};

/** The orders that they are said in. */
const ORDERS: readonly ((quality: string, kind: string, format: string, time: string) => string)[] = [
  (quality, kind, format, time) => `${quality} ${kind} ${format} ${time}`,
  (quality, kind, format, time) => `show me ${quality} ${kind} ${format} ${time}`,
  (quality, kind, format, time) => `${kind} ${format} ${time} that are ${quality}`,
  (quality, kind, format, time) => `${quality} ${format} ${time} about ${kind}`,
  (quality, kind, format, time) => `${kind} ${format}, ${quality}, ${time}`,
];

function phrasesOf(table: Readonly<Record<string, string>>): [id: string, phrase: string][] {
  return Object.entries(table).flatMap(([id, phrases]) =>
    phrases.split(", ").map((phrase): [string, string] => [id, phrase]),
  );
}

describe("whatever is asked for is demanded, in whatever order it is said", () => {
  for (const [quality, praise] of phrasesOf(QUALITIES)) {
    it(praise, () => {
      const missed: string[] = [];
      for (const [kind, what] of phrasesOf(KINDS)) {
        for (const [format, form] of phrasesOf(FORMATS)) {
          for (const [time, when] of phrasesOf(TIMES)) {
            for (const said of ORDERS) {
              const query = said(praise, what, form, when);
              const { understood, rest } = understand(query, lexicon, {
                now: { year: 2026, season: "SUMMER" },
                isTitle: () => false,
              });
              const demanded = understood.filter(({ effect }) => effect === "filter").map(({ id }) => id);
              const isWhole = [quality, kind, format, time].every((id) => demanded.includes(id));
              if (!isWhole || rest !== "") missed.push(`${query} => ${demanded.join(" ")} | ${rest}`);
            }
          }
        }
      }
      assert.deepEqual(missed, []);
    });
  }
});
