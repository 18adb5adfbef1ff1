import { editDistance } from "../../nearest.ts";
import { Phrases } from "./phrases.ts";
import { any, type Sense, sense } from "./sense.ts";
import { wordsOfPhrase } from "./tokens.ts";
import { list } from "./wording.ts";

/** What people call studios, and the studio's name in the catalogue. */
const NICKNAMES: Readonly<Record<string, string>> = {
  kyoani: "Kyoto Animation",
  "kyo ani": "Kyoto Animation",
  京アニ: "Kyoto Animation",
  京都アニメーション: "Kyoto Animation",
  ghibli: "Studio Ghibli",
  "ghibli studio": "Studio Ghibli",
  ジブリ: "Studio Ghibli",
  スタジオジブリ: "Studio Ghibli",
  "a-1": "A-1 Pictures",
  a1: "A-1 Pictures",
  "a1 pictures": "A-1 Pictures",
  "pa works": "P.A. Works",
  paworks: "P.A. Works",
  "p.a.works": "P.A. Works",
  "production ig": "Production I.G",
  "prod ig": "Production I.G",
  "jc staff": "J.C.Staff",
  jcstaff: "J.C.Staff",
  toei: "Toei Animation",
  東映アニメーション: "Toei Animation",
  pierrot: "Studio Pierrot",
  deen: "Studio Deen",
  "silver link": "SILVER LINK.",
  silverlink: "SILVER LINK.",
  cloverworks: "CloverWorks",
  "clover works": "CloverWorks",
  lidenfilms: "LIDENFILMS",
  "liden films": "LIDENFILMS",
  "doga kobo": "Doga Kobo",
  dogakobo: "Doga Kobo",
  ufotable: "ufotable",
  mappa: "MAPPA",
  gainax: "Gainax",
  khara: "Studio Khara",
  "eight bit": "8bit",
  "8 bit": "8bit",
  "kyoto animations": "Kyoto Animation",
  kyotoani: "Kyoto Animation",
  "nippon anime": "Nippon Animation",
  diomedea: "Diomedéa",
  "mushi productions": "Mushi Production",
  "studio kai": "Studio KAI",
  "tokyo movie": "TMS Entertainment",
  haoliners: "Haoliners Animation",

  tatsunoko: "Tatsunoko Production",
  "mushi pro": "Mushi Production",
  tms: "TMS Entertainment",
  "shin-ei": "Shin-Ei Animation",
  "shin ei": "Shin-Ei Animation",
  "science saru": "Science SARU",
  saru: "Science SARU",
  "comix wave": "CoMix Wave Films",
  "wit studio": "Wit Studio",
  "studio 4c": "Studio 4°C",
  "studio 4 c": "Studio 4°C",
  "4c": "Studio 4°C",
  chizu: "Studio Chizu",
  ponoc: "Studio Ponoc",
  "david production": "David Production",
  "brains base": "Brain's Base",
  "kinema citrus": "Kinema Citrus",
  "passione studio": "Passione",
  satelight: "Satelight",
  xebec: "Xebec",
  shaft: "Shaft",
  sunrise: "Sunrise",
  madhouse: "Madhouse",
  olm: "OLM",
  aic: "AIC",
  bones: "Bones",
  trigger: "Trigger",
  sanzigen: "SANZIGEN",
  "polygon pictures": "Polygon Pictures",
  "studio trigger": "Trigger",
  "studio bones": "Bones",
  "studio shaft": "Shaft",
  "studio madhouse": "Madhouse",
  "studio mappa": "MAPPA",
  "studio wit": "Wit Studio",
};

/** Names that mean nothing else: understood without `by` or `studio` beside them. */
const UNMISTAKABLE: ReadonlySet<string> = new Set(
  list(
    "kyoani, kyo ani, ghibli, a1 pictures, a 1 pictures, a1, pa works, paworks, p a works, production ig, production i g, jc staff, jcstaff, j c staff, toei, ufotable, mappa, gainax, cloverworks, clover works, lidenfilms, liden films, doga kobo, dogakobo, tatsunoko, science saru, comix wave, satelight, xebec, sanzigen, kinema citrus, brains base, silverlink, silver link, madhouse, pierrot, 京アニ, ジブリ, スタジオジブリ, 京都アニメーション, 東映アニメーション, studio 4c, studio 4 c, diomedea, bakken record, zexcs, bandai namco pictures, shin ei, mushi pro, pine jam, cygames pictures, yostar pictures, signal md, c2c, enishiya, khara, 8bit, 8 bit, eight bit, lerche, olm, manglobe, artland, gonzo, haoliners, sanzigen, kyoto animations, kyotoani, deen, tms, project no 9, david production, white fox, wit studio, studio hibari, tnk, lay duce, shuka, troyca",
  ).map((name) => wordsOfPhrase(name).join(" ")),
);

/** Words in a name that show it to be a company's: `Nippon Animation`, `Studio Hibari`, `Mushi Production`. */
const COMPANY_WORDS: ReadonlySet<string> = new Set(
  list("studio, studios, animation, production, productions, pictures, entertainment, films, animations"),
);

export interface Studios {
  /** Every studio by its names, nicknames, and with or without `Studio` before them. */
  readonly byName: Phrases<Sense>;
  /** Names that are a studio's wherever they stand. */
  readonly unmistakable: readonly (readonly [words: readonly string[], studio: Sense])[];
  /** Studios of so many works that their names are known, however everyday: Bones, Trigger, Shaft. */
  readonly wellKnown: ReadonlySet<Sense>;
  /** The well-known studio of one word that a misspelt word means with so many slips at most, if any. */
  near(word: string, slips: number): Sense | undefined;
  /** The well-known studio whose name that is, written in one word; long names with two slips at most. */
  whole(letters: string): Sense | undefined;
}

const LONGEST_NAME = 20;
/** Letters of the shortest name of several words that is known misspelt: `kyoto animaton`. */
const SHORTEST_MISSPELT = 12;
/** Letters of the shortest name that is known when it is cut in two: `mad house`. */
const SHORTEST_WHOLE = 8;

/** Works that make a studio well known. */
const MANY = 20;

/** The studios of a catalogue; spellings that differ in spaces, case and punctuation only are one studio. */
export function readStudios(values: readonly { readonly value: string; readonly count: number }[]): Studios {
  const spellings = new Map<string, string[]>();
  const counts = new Map<string, number>();
  for (const { value, count } of values) {
    const key = keyOf(value);
    counts.set(key, (counts.get(key) ?? 0) + count);
    const spelt = spellings.get(key);
    if (spelt === undefined) spellings.set(key, [value]);
    else spelt.push(value);
  }
  const byName = new Phrases<Sense>();
  const unmistakable: (readonly [readonly string[], Sense])[] = [];
  const studios = new Map<string, Sense>();
  const add = (words: readonly string[], studio: Sense) => {
    byName.add(words, studio);
    if (UNMISTAKABLE.has(words.join(" ")) || isCompany(words)) unmistakable.push([words, studio]);
  };
  for (const [key, spelt] of spellings) {
    if (key === "") continue;
    const studio = sense("attribute", "studio", "studios", spelt[0]!, {
      value: spelt,
      fits: any("studios", spelt),
      group: "studio",
    });
    studios.set(key, studio);
    for (const name of spelt) add(wordsOfPhrase(name), studio);
  }
  for (const [nickname, name] of Object.entries(NICKNAMES)) {
    const studio = studios.get(keyOf(name));
    if (studio !== undefined) add(wordsOfPhrase(nickname), studio);
  }
  // Last, so that `Comet` does not take the name of a studio that is called so.
  for (const [key, spelt] of spellings) {
    const words = wordsOfPhrase(spelt[0]!);
    if (key === "" || words.length === 0) continue;
    add(words[0] === "studio" ? words.slice(1) : ["studio", ...words], studios.get(key)!);
  }
  const wellKnown = new Set(
    [...studios].filter(([key]) => counts.get(key)! >= MANY).map(([, studio]) => studio),
  );
  const single = new Map<string, Sense>();
  const long = new Map<string, Sense>();
  for (const studio of wellKnown) {
    const words = wordsOfPhrase((studio.value as readonly string[])[0]!).filter((word) => word !== "studio");
    if (words.length === 1) single.set(words[0]!, studio);
  }
  for (const [key, studio] of studios) {
    if (wellKnown.has(studio) && key.length >= SHORTEST_MISSPELT) long.set(key, studio);
  }
  const [singles, longs] = [byInitial(single), byInitial(long)];
  const whole = (letters: string) => {
    const studio = letters.length < SHORTEST_WHOLE ? undefined : studios.get(letters);
    if (studio !== undefined) return wellKnown.has(studio) ? studio : undefined;
    return nearStudio(letters, 2, longs);
  };
  return { byName, unmistakable, wellKnown, whole, near: (word, slips) => nearStudio(word, slips, singles) };
}

/** One slip, more in a long name only; the first letter is seldom wrong. */
function nearStudio(word: string, slips: number, studios: ByInitial): Sense | undefined {
  if (word.length < 4 || word.length > LONGEST_NAME) return undefined;
  const near = studios.get(word.charAt(0))?.find(([name]) => {
    const difference = Math.abs(name.length - word.length);
    if (difference > slips) return false;
    const allowed = name.length >= 7 ? slips : name.length >= (slips > 1 ? 5 : 6) ? 1 : 0;
    return difference <= allowed && editDistance(word, name) <= allowed;
  });
  return near?.[1];
}

/** Studios by the first letter of their names: nearly every pair of words in a query is compared with some. */
type ByInitial = ReadonlyMap<string, readonly (readonly [name: string, studio: Sense])[]>;

function byInitial(names: ReadonlyMap<string, Sense>): ByInitial {
  return Map.groupBy(names, ([name]) => name.charAt(0));
}

function keyOf(name: string): string {
  return wordsOfPhrase(name).join("");
}

/** `Nippon Animation`, `Studio Hibari`; but neither `Studio` nor `Animation` alone. */
function isCompany(words: readonly string[]): boolean {
  return (
    words.length > 1 &&
    words.some((word) => COMPANY_WORDS.has(word)) &&
    !words.every((word) => COMPANY_WORDS.has(word))
  );
}
