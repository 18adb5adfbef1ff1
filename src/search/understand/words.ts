import { wordsOfPhrase } from "./tokens.ts";

const words = (text: string): ReadonlySet<string> => new Set(wordsOfPhrase(text));

/** Words that carry no content of their own: what stands around attributes when people ask for something. */
export const FILLERS = words(`
  a an the any some something anything one ones stuff thing things kind kinds type types sort of from in on at with about
  for to by and or but that thats which who whom whose what where when is are was were be been being its it this these those
  there here i im ive id me my we us our you your can could would should will do does did have has had am please pls plz
  want wanna need looking look find finding recommend recommended recommendation recommendations recommends suggest suggestion
  suggestions give show shows list watch watching binge binging bingeing bingeworthy marathon worth seen see like liked love loved enjoy enjoyed set also else other more
  than very really quite pretty most much many few lot lots too so as just only ever all both good nice decent great
  featuring feature features involving involve contains containing having full themed theme themes based story stories
  tale tales plot plots anime animes animated animation animations cartoon cartoons series title titles japanese japan made
  produced aired airing broadcast released came come coming out during through around their his her they them he she
  get got make makes focused focus focusing centered centred heavy elements element genre genres years year era age time
  characters character protagonist protagonists main lead leads cast tv television episode episodes ep eps season seasons
  battle battles fight fights fighting hero heroes twist vibe vibes mood tone style flavour flavor feel feels girl girls boy boys guy guys kid teen teens teenager
  teenagers man men woman women people person young little ones place places really any anyone know
  started starts starting premiered premiering list half
  mc mcs gems winners winner filmography oeuvre bibliography direct absolute absolutely truly genuinely imdb myanimelist anilist anidb letterboxd
  decade even out arc arcs setting settings scene scenes whats per each danimation japonais japonaise japones japonesa japanisch japanische
  produce studio studios works work company not no without non nothing do dont doesnt isnt arent
  de del la el los las un una unos unas con por para y o que en les des le du et ou pour avec der die das und mit von aus
  der ein eine einen fur auf os as um uma com e do da аниме про с и о в
  の が は を に で と な も から まで や へ ア ニ メ 作 品 系 も の お す す め
`);

/** What attributes are said of: `mecha anime`, `something funny`. */
export const MEDIUM = words(
  "anime animes show shows series cartoon cartoons title titles something anything stuff ones",
);

/** Fillers that are cut off where the words around them were understood; others may begin a title (`Full Metal Panic`). */
export const REST_EDGES = words(
  "a an the any some of in on at with about for to by from and or but that which where who whose when is are anime animes show shows series something stuff ones please want looking i la el un una de con y の が は を に で と な",
);

/** What `short`, `old` and the like are said of where they are not said of anime. */
export const SOMEBODY = words(
  "man men woman women boy boys girl girls guy guys lady ladies kid kids child children people person friend friends hair haired couple brother sister father mother grandfather grandmother king queen teacher master dog cat house story tempered sword",
);

/** Words that may stand between an attribute and what it is said of. */
export const LINKS = words("and or a an the good great nice japanese some any really very of");

export const CONJUNCTIONS = words("and or nor y o et ou");

export const NUMBERS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fifteen: 15,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    ninety: 90,
    hundred: 100,
  }),
);

export const ORDINALS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    first: 1,
    second: 2,
    third: 3,
    fourth: 4,
    fifth: 5,
    sixth: 6,
    seventh: 7,
    eighth: 8,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
    "6th": 6,
    "7th": 7,
    "8th": 8,
    "9th": 9,
    "10th": 10,
  }),
);

/** A whole number written in digits (at most 6) or as an English word; undefined for anything else. */
export function readNumber(word: string | undefined): number | undefined {
  if (word === undefined || word.length === 0) return undefined;
  const spelt = NUMBERS.get(word);
  if (spelt !== undefined) return spelt;
  if (word.length > 6) return undefined;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code < 48 || code > 57) return undefined;
  }
  return Number(word);
}
