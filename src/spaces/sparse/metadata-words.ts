import { folded } from "./words.ts";

/** What a feature says of an anime; `value` is a key as `keyOf` makes it. */
export interface FeatureName {
  readonly kind: "genre" | "demographic" | "studio" | "source" | "decade" | "format" | "trait";
  readonly value: string;
}

/** The words of a text as people wrote them; apostrophes stay inside a word. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu) ?? [];
}

/** One word for comparing: `Boys’` is `boys`, `PA` is `pa`. */
export function wordKey(word: string): string {
  return folded(word).replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * What spellings of one name share: folded, without spaces and punctuation. `Sci-Fi`, `sci fi` and `SciFi` are
 * `scifi`; `P.A. Works` and `P.A.WORKS` are `paworks`.
 */
export function keyOf(name: string): string {
  return wordsOf(name).map(wordKey).join("");
}

/** Other names of genres and demographics, with the key that features are named after. */
export const ALIASES: readonly (readonly [name: string, key: string])[] = Object.entries({
  scifi: "science fiction, sf, sciencefiction",
  sliceoflife: "sol",
  magicalgirl: "mahou shoujo, maho shoujo, mahou shojo",
  boyslove: "boy's love, bl, yaoi, shounen ai, shonen ai",
  girlslove: "girl's love, gl, yuri, shoujo ai, shojo ai",
  romance: "romantic, love story, romcom",
  comedy: "comedic, funny, hilarious, romcom",
  horror: "scary",
  sports: "sport",
  music: "musical",
  mecha: "giant robot, robot anime",
  mystery: "whodunit",
  gourmet: "cooking, food anime",
  avantgarde: "experimental, dementia",
  thriller: "thrilling",
  shounen: "shonen",
  shoujo: "shojo",
  kids: "children, kodomo, kid",
}).flatMap(([key, names]) => names.split(", ").map((name) => [name, key] as const));

const CANONICAL = new Map(ALIASES.map(([name, key]) => [keyOf(name), key]));

/** The key that a genre's or a demographic's feature is named after. */
export function classKey(name: string): string {
  const key = keyOf(name);
  return CANONICAL.get(key) ?? key;
}

const CORPORATE = new Set(
  "studio studios animation animations anime production productions pictures film films entertainment company co ltd inc llc corporation group".split(
    " ",
  ),
);

/** A studio's words without `Studio`, `Animation`, `Co., Ltd.` and the like, which catalogues add and leave out. */
export function studioCore(name: string): readonly string[] {
  const words = wordsOf(name).map(wordKey);
  let from = 0;
  let to = words.length;
  while (from < to && CORPORATE.has(words[from]!)) from++;
  while (to > from && CORPORATE.has(words[to - 1]!)) to--;
  const core = words.slice(from, to);
  return core.join("").length < 2 ? words : core;
}

/** True where a name holds a word that companies carry: nobody says "Kyoto Animation" and means something else. */
export function soundsCorporate(name: string): boolean {
  const words = wordsOf(name).map(wordKey);
  return words.some((word) => CORPORATE.has(word)) && words.some((word) => !CORPORATE.has(word));
}

/** Studios whose names are English words, whatever the catalogue's synopses hold. */
export const ENGLISH_WORDS: ReadonlySet<string> = new Set(
  (
    "actas,arms,bones,bridge,connect,drive,dwarf,feel,gallop,gathering,gonzo,magicbus,nomad,orange,opera,pieinthesky," +
    "robot,seven,shaft,signal,silverlink,sunrise,tokyokids,trigger,whitefox,wit"
  ).split(","),
);

/** When words in a query mean a feature; see `MetadataVocabulary`. */
export type Cue = "always" | "by" | "based on" | "for";

/** Words and the features they mean in any catalogue. */
export const FIXED_WORDS: readonly (readonly [
  words: string,
  kind: FeatureName["kind"],
  value: string,
  cue: Cue,
])[] = [
  ["movie", "format", "movie", "always"],
  ["film", "format", "movie", "always"],
  ["feature film", "format", "movie", "always"],
  ["ova", "format", "ova", "always"],
  ["oav", "format", "ova", "always"],
  ["ona", "format", "ona", "always"],
  ["web anime", "format", "ona", "always"],
  ["tv special", "format", "special", "always"],
  ["tv series", "format", "tv", "always"],
  ["tv show", "format", "tv", "always"],
  ["tv anime", "format", "tv", "always"],
  ["television series", "format", "tv", "always"],
  ["music video", "format", "music", "always"],
  ["manga", "source", "manga", "based on"],
  ["light novel", "source", "lightnovel", "based on"],
  ["novel", "source", "lightnovel", "based on"],
  ["novel", "source", "other", "based on"],
  ["book", "source", "other", "based on"],
  ["game", "source", "game", "based on"],
  ["video game", "source", "game", "based on"],
  ["visual novel", "source", "game", "based on"],
  ["original anime", "source", "original", "always"],
  ["anime original", "source", "original", "always"],
  ["award winning", "trait", "awardwinner", "always"],
  ["award winner", "trait", "awardwinner", "always"],
  ["prize winning", "trait", "awardwinner", "always"],
  ["oscar winning", "trait", "awardwinner", "always"],
  ["highly rated", "trait", "highlyrated", "always"],
  ["high rated", "trait", "highlyrated", "always"],
  ["top rated", "trait", "highlyrated", "always"],
  ["best rated", "trait", "highlyrated", "always"],
  ["highest rated", "trait", "highlyrated", "always"],
  ["critically acclaimed", "trait", "highlyrated", "always"],
  ["acclaimed", "trait", "highlyrated", "always"],
  ["masterpiece", "trait", "highlyrated", "always"],
  ["best", "trait", "highlyrated", "for"],
  ["popular", "trait", "popular", "always"],
  ["most watched", "trait", "popular", "always"],
  ["well known", "trait", "popular", "always"],
  ["trending", "trait", "trending", "always"],
  ["currently popular", "trait", "trending", "always"],
  ["one cour", "trait", "onecour", "always"],
  ["single cour", "trait", "onecour", "always"],
  ["1 cour", "trait", "onecour", "always"],
  ["two cour", "trait", "twocours", "always"],
  ["2 cour", "trait", "twocours", "always"],
  ["long running", "trait", "longrunning", "always"],
];

/** Decades in words. */
export const DECADE_WORDS: Readonly<Record<string, string>> = {
  twenties: "1920s",
  thirties: "1930s",
  forties: "1940s",
  fifties: "1950s",
  sixties: "1960s",
  seventies: "1970s",
  eighties: "1980s",
  nineties: "1990s",
  noughties: "2000s",
};
