import type { Now } from "./calendar.ts";
import { Phrases } from "./phrases.ts";
import { all, DISLIKED, either, range, type Sense, sense } from "./sense.ts";
import type { Reading } from "./times.ts";
import { type Token, wordsOfPhrase } from "./tokens.ts";
import { list } from "./wording.ts";

/** Reach takes years to grow: what came out lately is not overlooked, only new. */
const SETTLED_YEARS = 5;

const byScore = { column: "score.median", order: "desc" } as const;
const reach = (bounds: { readonly gte?: number; readonly lte?: number }) => range("popularity_score", bounds);

/** What nobody would call overlooked, however few fit the rest of what is asked. */
const FAMOUS = [reach({ gte: 0.93 })];

/** What nobody would call a classic, however old. */
const FORGETTABLE = [range("score.median", { lt: 6, gt: 0 })];

/** Words whose meaning moves with the year. */
const MEANINGS = {
  old: () => aged("old", { lt: 2000 }, {}),
  classic: () =>
    aged(
      "classic",
      { lt: 2005 },
      { prefers: [{ condition: reach({ gte: 0.8 }), weight: 0.5 }], never: FORGETTABLE },
    ),
  recent: ({ year }: Now) =>
    aged(
      "recent",
      { gte: year - 3 },
      { except: "UPCOMING", order: { column: "aired_dates.from", order: "desc" } },
    ),
  underrated: (now: Now) =>
    sense("attribute", "quality", "popularity_score", "underrated", {
      value: { gte: 0.1, lte: 0.86 },
      fits: all([range("score.median", { gte: 7.3 }), reach({ gte: 0.1, lte: 0.86 }), settled(now)]),
      never: [...DISLIKED, ...FAMOUS],
      order: byScore,
    }),
  "lesser known": (now: Now) =>
    sense("attribute", "quality", "popularity_score", "lesser known", {
      value: { lte: 0.85 },
      fits: all([reach({ gte: 0.1, lte: 0.85 }), settled(now)]),
      never: FAMOUS,
      order: byScore,
    }),
  obscure: (now: Now) =>
    sense("attribute", "quality", "popularity_score", "obscure", {
      value: { lte: 0.6 },
      fits: all([reach({ lte: 0.6 }), settled(now)]),
      never: FAMOUS,
      order: byScore,
    }),
} satisfies Record<string, (now: Now) => Sense>;

const TABLE = [
  ["old", "old, older, old school, oldschool, vintage, retro, viejo, antiguo"],
  [
    "classic",
    "classic, classics, old but gold, oldie but goodie, oldies but goodies, cult classic, cult classics, all time classic, clásico, clásicos, klassiker",
  ],
  [
    "recent",
    "recent, recently released, newer, new, newest, latest, modern, brand new, reciente, récent, neue, 最新, 最近",
  ],
  [
    "underrated",
    "underrated, underated, under rated, criminally underrated, underrated gem, underrated gems, underated gem, underated gems, hidden gem, hidden gems, lost gem, lost gems, hidden treasure, hidden treasures, underappreciated, under appreciated, unappreciated, overlooked, sleeper hit, sleeper hits, underwatched, under watched, underseen, undervalued, unsung, underhyped, unjustly forgotten, unfairly forgotten, slept on, under the radar, flew under the radar, deserves more attention, deserve more attention, deserves more love, deserve more love, deserved more attention, deserved more love, deserves better, deserve better, deserved better, more people should watch, infravalorado, infravalorada, infravalorados, sous estime, unterschatzt, недооцененные",
  ],
  [
    "lesser known",
    `lesser known, less known, less famous, lesser famous, rarely talked about, seldom talked about, rarely mentioned, lesser seen, less popular, not well known, not widely known, not very popular, low popularity, with low popularity, but low popularity, few members, few watchers, few viewers, few fans, small fanbase, small audience, tiny audience, few have seen, few people have seen, not so popular, not that popular, not so famous, not that famous, not very famous, not too famous, not so well known, not that well known, not very well known, few views, not many views, unpopular, niche, ${nobody("nobody, no one, noone, few people, not many people")}`,
  ],
  [
    "obscure",
    `${nobody("hardly anyone, hardly anybody, barely anyone, barely anybody, almost nobody, almost no one")}, obscure, little known, little seen, littleknown, barely known, hardly known, unknown, unheard of, rarely seen, rare, forgotten, deep cut, deep cuts`,
  ],
] as const;

const WORDS = new Phrases<keyof typeof MEANINGS>();
for (const [meaning, phrases] of TABLE) {
  for (const phrase of list(phrases)) WORDS.add(wordsOfPhrase(phrase), meaning);
}

/** All of them by what they mean. */
export const RELATIVE_WORDS = TABLE.map(([name, phrases]) => ({ name, phrases: list(phrases) }));

/** `nobody talks about`, `no one has seen`. */
function nobody(who: string): string {
  const does = list(
    "talks about, talk about, talked about, saw, have seen, ever saw, have watched, ever watched, ever talks about, cares about, knows, knows about, watched, watches, has seen, has watched, has heard of, heard of, remembers, mentions, seems to know",
  );
  return list(who)
    .flatMap((one) => does.map((what) => `${one} ${what}`))
    .join(", ");
}

/** `old`, `recent`, `underrated`: what is meant depends on when it is asked. */
export function readRelativeWord(tokens: readonly Token[], at: number, now: Now): Reading | undefined {
  const found = WORDS.longest(tokens, at, tokens.length);
  return found && { length: found.length, senses: [MEANINGS[found.value](now)], cued: false };
}

function aged(
  name: string,
  bounds: { readonly gte?: number; readonly lt?: number },
  { except, ...more }: Partial<Pick<Sense, "prefers" | "order" | "never">> & { readonly except?: string },
): Sense {
  const within = range("year", bounds);
  const fits =
    except === undefined ? within : { must: [within], must_not: [{ key: "status", any: [except] }] };
  return sense("time", "year", "year", name, { value: bounds, fits, ...more });
}

function settled({ year }: Now) {
  return either([range("year", { lte: year - SETTLED_YEARS }), { key: "year", exists: false }]);
}
