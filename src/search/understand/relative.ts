import { list } from "./genres.ts";
import { Phrases } from "./phrases.ts";
import { all, either, range, type Sense, sense } from "./sense.ts";
import type { Now, Reading } from "./times.ts";
import { type Token, wordsOfPhrase } from "./tokens.ts";

/** Reach takes years to grow: what came out lately is not overlooked, only new. */
const SETTLED_YEARS = 5;

const byScore = { column: "score.median", order: "desc" } as const;
const reach = (bounds: { readonly gte?: number; readonly lte?: number }) => range("popularity_score", bounds);

/** Words whose meaning moves with the year. */
const MEANINGS = {
  old: () => aged("old", { lt: 2000 }, {}),
  classic: () =>
    aged("classic", { lt: 2005 }, { prefers: [{ condition: reach({ gte: 0.8 }), weight: 0.5 }] }),
  recent: ({ year }: Now) =>
    aged("recent", { gte: year - 3 }, { order: { column: "aired_dates.from", order: "desc" } }),
  underrated: (now: Now) =>
    sense("attribute", "quality", "popularity_score", "underrated", {
      value: { gte: 0.1, lte: 0.86 },
      fits: all([range("score.median", { gte: 7.3 }), reach({ gte: 0.1, lte: 0.86 }), settled(now)]),
      order: byScore,
    }),
  "lesser known": (now: Now) =>
    sense("attribute", "quality", "popularity_score", "lesser known", {
      value: { lte: 0.85 },
      fits: all([reach({ gte: 0.1, lte: 0.85 }), settled(now)]),
      order: byScore,
    }),
  obscure: (now: Now) =>
    sense("attribute", "quality", "popularity_score", "obscure", {
      value: { lte: 0.6 },
      fits: all([reach({ lte: 0.6 }), settled(now)]),
      order: byScore,
    }),
} satisfies Record<string, (now: Now) => Sense>;

const WORDS = new Phrases<keyof typeof MEANINGS>();
for (const [meaning, phrases] of [
  ["old", "old, older, old school, oldschool, vintage, retro, viejo, antiguo"],
  [
    "classic",
    "classic, classics, cult classic, cult classics, all time classic, clásico, clásicos, klassiker",
  ],
  [
    "recent",
    "recent, recently released, newer, new, newest, latest, modern, brand new, reciente, récent, neue, 最新, 最近",
  ],
  [
    "underrated",
    "underrated, hidden gem, hidden gems, underappreciated, overlooked, sleeper hit, sleeper hits, underwatched, slept on, under the radar, infravalorado",
  ],
  ["lesser known", "lesser known, less known, not well known, unpopular, niche, not so popular"],
  ["obscure", "obscure, little known, unknown, rarely seen, rare, forgotten"],
] as const) {
  for (const phrase of list(phrases)) WORDS.add(wordsOfPhrase(phrase), meaning);
}

/** `old`, `recent`, `underrated`: what is meant depends on when it is asked. */
export function readRelativeWord(tokens: readonly Token[], at: number, now: Now): Reading | undefined {
  const found = WORDS.longest(tokens, at, tokens.length);
  return found && { length: found.length, senses: [MEANINGS[found.value](now)], cued: false };
}

function aged(
  name: string,
  bounds: { readonly gte?: number; readonly lt?: number },
  more: Partial<Pick<Sense, "prefers" | "order">>,
): Sense {
  return sense("time", "year", "year", name, { value: bounds, fits: range("year", bounds), ...more });
}

function settled({ year }: Now) {
  return either([range("year", { lte: year - SETTLED_YEARS }), { key: "year", exists: false }]);
}
