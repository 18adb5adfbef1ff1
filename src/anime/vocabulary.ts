import {
  MONTHS,
  type RATINGS,
  type SEASONS,
  type SOURCE_MATERIALS,
  type STATUSES,
  type TYPES,
} from "./entry.ts";

/** A spelling's letters and digits, in lower case: `Sci-Fi`, `sci fi` and `SciFi` share one key. */
function keyOf(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/&/g, "and")
    .replace(/[^\p{L}\p{N}+]/gu, "");
}

function table<T extends string>(rows: Record<T, string>): ReadonlyMap<string, T> {
  const keys = new Map<string, T>();
  for (const [name, variants] of Object.entries(rows) as [T, string][]) {
    keys.set(keyOf(name), name);
    for (const variant of variants.split(",")) if (variant !== "") keys.set(keyOf(variant), name);
  }
  return keys;
}

const TYPE_KEYS = table<(typeof TYPES)[number]>({
  TV: "tv series,tv show,series,television,tv short",
  MOVIE: "film,feature film,theatrical,anime film",
  OVA: "oav,oad,original video animation,dvd special",
  ONA: "web,web anime,original net animation,net animation",
  SPECIAL: "specials,tv special,tvsp,sp",
  MUSIC: "music video,mv,amv",
  PV: "cm,promo,promotional video,promotion video,trailer,commercial",
  UNKNOWN: "other,undefined",
});

const STATUS_KEYS = table<(typeof STATUSES)[number]>({
  FINISHED: "finished airing,completed,complete,ended,finished airing tv,aired",
  ONGOING: "currently airing,airing,current,releasing,hiatus,on hiatus,continuing",
  UPCOMING: "not yet aired,not yet released,not aired yet,unreleased,tba,announced,planned,in production",
  UNKNOWN: "cancelled,canceled,undefined",
});

const SEASON_KEYS = table<(typeof SEASONS)[number]>({ WINTER: "", SPRING: "", SUMMER: "", FALL: "autumn" });

const SOURCE_KEYS = table<(typeof SOURCE_MATERIALS)[number]>({
  ORIGINAL: "original work,anime original,original creation",
  MANGA: "web manga,digital manga,4-koma manga,4 koma manga,comic,web comic,manhwa,manhua,doujinshi,one shot",
  "LIGHT NOVEL": "light novels,ln",
  GAME: "video game,visual novel,card game,mobile game,games",
  "MIXED MEDIA": "mixed media project,multimedia project,mixed",
  OTHER: "novel,web novel,book,picture book,music,radio,live action,anime,movie,comics",
  UNKNOWN: "undefined",
});

const RATING_KEYS = table<(typeof RATINGS)[number]>({
  "G - All Ages": "g,all ages,general audiences",
  "PG - Children": "pg,children",
  "PG-13 - Teens 13 or older": "pg-13,pg13,teens 13 or older,teens 13 and older",
  "R - 17+ (violence & profanity)": "r,r-17,r-17+,r17+,17+,r - 17+",
  "R+ - Mild Nudity": "r+,mild nudity,r+ - profanity & nudity",
  "Rx - Hentai": "rx,hentai",
});

/**
 * Genres and themes by their one spelling, with what else is written for them. MyAnimeList's present names win over
 * its former ones (Dementia, Shounen Ai); words that only resemble each other (Suspense, Thriller) stay apart.
 */
const GENRE_KEYS = table<string>({
  Action: "",
  Adventure: "",
  "Avant Garde": "avantgarde,dementia,experimental",
  "Award Winning": "award-winner,award winner",
  "Boys Love": "boy's love,boys' love,bl,shounen ai,shonen ai",
  Comedy: "comedies",
  Drama: "dramas",
  Ecchi: "",
  Erotica: "",
  Fantasy: "",
  "Girls Love": "girl's love,girls' love,gl,shoujo ai,shojo ai",
  Gourmet: "",
  Hentai: "",
  Horror: "",
  "Mahou Shoujo": "magical girl,magical girls,maho shoujo",
  Mecha: "mechas",
  Music: "musical",
  Mystery: "mysteries",
  Psychological: "",
  Romance: "romantic",
  "Sci-Fi": "science fiction,scifi,sf",
  "Slice of Life": "sol",
  Sports: "sport",
  Supernatural: "",
  Suspense: "",
  Thriller: "",
});

const DEMOGRAPHIC_KEYS = table<string>({
  Shounen: "shonen,shōnen",
  Shoujo: "shojo,shōjo",
  Seinen: "",
  Josei: "",
  Kids: "children,kodomo,kodomomuke",
});

/** MyAnimeList's themes: what a catalogue without fields of its own for them lists among tags. */
const THEME_KEYS = table<string>({
  "Adult Cast": "primarily adult cast",
  Anthropomorphic: "anthropomorphism",
  CGDCT: "cute girls doing cute things",
  Childcare: "",
  "Combat Sports": "",
  Crossdressing: "",
  Delinquents: "delinquent",
  Detective: "",
  Educational: "",
  "Gag Humor": "",
  Gore: "",
  Harem: "",
  "High Stakes Game": "",
  Historical: "",
  "Idols (Female)": "",
  "Idols (Male)": "",
  Isekai: "",
  Iyashikei: "",
  "Love Polygon": "",
  "Martial Arts": "martial art",
  Medical: "",
  Military: "",
  Mythology: "",
  "Organized Crime": "",
  "Otaku Culture": "",
  Parody: "",
  "Performing Arts": "",
  Pets: "",
  Racing: "",
  Reincarnation: "",
  "Reverse Harem": "",
  Samurai: "",
  School: "",
  Showbiz: "",
  Space: "",
  "Strategy Game": "",
  "Super Power": "super powers,superpower",
  Survival: "",
  "Team Sports": "",
  "Time Travel": "",
  "Urban Fantasy": "",
  Vampire: "vampires",
  "Video Game": "",
  Villainess: "",
  "Visual Arts": "",
  Workplace: "",
});

const RELATION_KEYS = table<string>({
  SEQUEL: "",
  PREQUEL: "",
  PARENT: "parent story,full story",
  SIDE_STORY: "",
  SUMMARY: "recap,compilation",
  ALTERNATIVE: "alternative version,alternative setting,alternate version,alternate setting",
  SPIN_OFF: "",
  CHARACTER: "same characters",
  ADAPTATION: "",
  OTHER: "others",
});

/** Words with which sources say that they do not know. */
const NOTHING =
  /^(?:unknown|none|null|nil|nan|n\/?a|undefined|tba|tbd|not available|no data|add some|none found(?:, add some)?|-+|\?+)$/i;

/** True for the words with which sources say that they do not know: `Unknown`, `N/A`, `?`, `TBA`, … */
export const saysNothing = (text: string) => NOTHING.test(text.trim());

/** The format; UNKNOWN for one that is not known here. */
export const readType = (text: string) => TYPE_KEYS.get(keyOf(text)) ?? "UNKNOWN";

/** The status; UNKNOWN for one that is not known here. */
export const readStatus = (text: string) => STATUS_KEYS.get(keyOf(text)) ?? "UNKNOWN";

/** The source material; OTHER for one that is not known here, UNKNOWN where the text says so. */
export const readSourceMaterial = (text: string) =>
  SOURCE_KEYS.get(keyOf(text)) ?? (saysNothing(text) ? "UNKNOWN" : "OTHER");

/** A season out of `SPRING`, `autumn` or `Fall 2020`. */
export function readSeason(text: string): (typeof SEASONS)[number] | undefined {
  return SEASON_KEYS.get(keyOf(text.replace(/\d+/g, "")));
}

/** A month out of its name, its first three letters or its number. */
export function readMonth(text: string): (typeof MONTHS)[number] | undefined {
  if (/^\d{1,2}$/.test(text)) return MONTHS[Number(text) - 1];
  const key = text.toLowerCase().replace(/\.$/, "");
  return key.length < 3 ? undefined : MONTHS.find((month) => month.toLowerCase().startsWith(key));
}

/** MyAnimeList's full name of a rating (`G`, `PG-13`, `R+ …`); one that it does not have stays as it is. */
export function readRating(text: string): string {
  const known = RATING_KEYS.get(keyOf(text)) ?? RATING_KEYS.get(keyOf(text.split(/\s+[-–—]\s+|\s+\(|:/)[0]!));
  return known ?? text;
}

/** A genre in its one spelling; an unlisted one in title case where it is written all small. */
export const readGenre = (text: string) =>
  knownGenre(text) ?? knownDemographic(text) ?? knownTheme(text) ?? titleCase(text);

/** The genre that a word means, if any. */
export const knownGenre = (text: string) => GENRE_KEYS.get(keyOf(text));

/** The demographic that a word means, if any. */
export const knownDemographic = (text: string) => DEMOGRAPHIC_KEYS.get(keyOf(text));

/** MyAnimeList's theme that a word means, if any. */
export const knownTheme = (text: string) => THEME_KEYS.get(keyOf(text));

/** A demographic in its one spelling. */
export const readDemographic = (text: string) => knownDemographic(text) ?? titleCase(text);

/** A kind of relation in capitals: `Side story` is SIDE_STORY, `Parent story` PARENT, `Alternative setting` ALTERNATIVE. */
export function readRelation(text: string): string {
  return RELATION_KEYS.get(keyOf(text)) ?? text.toUpperCase().replace(/[\s-]+/g, "_");
}

const SMALL = new Set([
  "a",
  "an",
  "and",
  "at",
  "but",
  "by",
  "for",
  "from",
  "in",
  "of",
  "on",
  "or",
  "the",
  "to",
  "with",
]);

/** Words with a first capital, where a text is written all small; others stay as they are. */
export function titleCase(text: string): string {
  if (text !== text.toLowerCase()) return text;
  return text.replace(/[\p{L}\p{N}][\p{L}\p{N}'’]*/gu, (word, at: number) =>
    at > 0 && SMALL.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1),
  );
}
