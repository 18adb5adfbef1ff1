/**
 * Title queries made from real titles, by a seed: 120 of each of eight sorts, as people get titles wrong. What is right
 * for one is the entry that it was made from, and any other with the same name.
 */
import { foldName } from "../src/anime/text.ts";
import { type Random, seededRandom } from "../src/random.ts";
import type { Entry } from "./catalogue.ts";

export const TITLE_SORTS = [
  "exact",
  "one misspelling",
  "two misspellings",
  "joined words",
  "reordered words",
  "partial",
  "Japanese or Chinese",
  "other scripts",
] as const;
export type TitleSort = (typeof TITLE_SORTS)[number];

export interface TitleQueryCase {
  readonly sort: TitleSort;
  readonly query: string;
  /** The name that it was made from. */
  readonly name: string;
  readonly right: ReadonlySet<string>;
}

interface MadeQuery {
  readonly query: string;
  readonly name: string;
  readonly isPart?: boolean;
}

const PER_SORT = 120;
/** Results among which the right one must be. */
export const LOOKED_AT = 5;
const HAN_OR_KANA = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const LATIN = /^[\p{Script=Latin}\p{N}\p{P}\p{S}\s]+$/u;

export function titleQueries(entries: readonly Entry[], seed: number, perSort = PER_SORT): TitleQueryCase[] {
  const random = seededRandom(seed);
  const owners = new Map<string, Set<string>>();
  for (const entry of entries) {
    for (const name of namesOf(entry)) {
      const key = foldName(name);
      if (!owners.has(key)) owners.set(key, new Set());
      owners.get(key)!.add(entry.id!);
    }
  }
  return TITLE_SORTS.flatMap((sort) => {
    const cases: TitleQueryCase[] = [];
    const seen = new Set<string>();
    while (cases.length < perSort) {
      const made = makeQuery(sort, random.pick(entries), random);
      if (made === null || seen.has(made.query)) continue;
      seen.add(made.query);
      // A part that more anime have in common than are looked at is nobody's title in particular.
      if (made.isPart === true && holders(made.query, owners).size > LOOKED_AT) continue;
      cases.push({ sort, ...made, right: owners.get(foldName(made.name))! });
    }
    return cases;
  });
}

/** The entries that have a name with these letters in it, or a few more than are looked at. */
function holders(part: string, owners: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const letters = foldName(part);
  const found = new Set<string>();
  for (const [name, ids] of owners) {
    if (name.includes(letters)) for (const id of ids) found.add(id);
    if (found.size > LOOKED_AT) break;
  }
  return found;
}

/** All names of an entry. */
export function namesOf(entry: Entry): string[] {
  const { title, title_english, title_japanese, synonyms } = entry;
  return [title, title_english, title_japanese, ...(synonyms ?? [])].filter(
    (name): name is string => typeof name === "string" && name.trim() !== "",
  );
}

function makeQuery(sort: TitleSort, entry: Entry, random: Random): MadeQuery | null {
  const names = namesOf(entry);
  if (sort === "exact") {
    const name = random.pick(names);
    return { query: name, name };
  }
  if (sort === "Japanese or Chinese") {
    const name = random.pick(names.filter((other) => HAN_OR_KANA.test(other)));
    if (name === undefined || [...name].length < 3) return null;
    const query = unspacedQuery(name, random);
    return { query, name, isPart: name.startsWith(query) && name !== query };
  }
  if (sort === "other scripts") {
    const other = names.filter((name) => !LATIN.test(name) && !HAN_OR_KANA.test(name) && /\p{L}/u.test(name));
    const name = random.pick(other);
    if (name === undefined) return null;
    const long = [...name].filter((letter) => /\p{L}/u.test(letter)).length >= 8;
    return { query: long && random() < 0.5 ? misspell(name, random) : name, name };
  }
  const main = [entry.title, entry.title_english].filter(
    (name) => typeof name === "string" && LATIN.test(name),
  );
  const name = random.pick(main as string[]);
  if (name === undefined) return null;
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = name.replace(/[^\p{L}]/gu, "").length;
  switch (sort) {
    case "one misspelling":
      return letters < 5 ? null : { query: misspell(name, random), name };
    case "two misspellings":
      return letters < 9 ? null : { query: misspell(misspell(name, random), random), name };
    case "joined words":
      return words.length < 2 ? null : { query: words.join("").toLowerCase(), name };
    case "reordered words":
      return words.length < 2 ? null : { query: shuffled(words, random).join(" "), name };
    case "partial": {
      if (words.length < 3) return null;
      const count = Math.max(2, Math.ceil(words.length * (0.5 + 0.3 * random())));
      const from = Math.floor(random() * (words.length - count + 1));
      const query = words.slice(from, from + count).join(" ");
      return query.replace(/[^\p{L}]/gu, "").length < 7 ? null : { query, name, isPart: true };
    }
  }
}

/** As it stands, its first half and more, or with one character left out, doubled in a swap, or replaced. */
function unspacedQuery(name: string, random: Random): string {
  const letters = [...name];
  const choice = random();
  if (choice < 0.4) return name;
  if (choice < 0.7) return letters.slice(0, Math.max(3, Math.ceil(letters.length * 0.6))).join("");
  if (letters.length < 5) return name;
  const at = Math.floor(random() * letters.length);
  if (random() < 0.5) letters.splice(at, 1);
  else letters[at] = random.pick([...name]);
  return letters.join("");
}

/** One letter left out, doubled, replaced, added or swapped with its neighbour, anywhere but in front. */
function misspell(name: string, random: Random): string {
  const letters = [...name];
  const places = letters.flatMap((letter, i) => (i > 0 && /\p{L}/u.test(letter) ? [i] : []));
  const at = random.pick(places);
  if (at === undefined) return name;
  const letter = letters[at]!;
  const any = random.pick(letters.filter((other) => /\p{L}/u.test(other))).toLowerCase();
  const kind = Math.floor(random() * 5);
  if (kind === 0) letters.splice(at, 1);
  else if (kind === 1) letters.splice(at, 0, letter);
  else if (kind === 2) letters[at] = any;
  else if (kind === 3) letters.splice(at, 0, any);
  else [letters[at], letters[at - 1]] = [letters[at - 1]!, letter];
  const misspelt = letters.join("");
  return misspelt === name ? misspell(name, random) : misspelt;
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order.every((item, i) => item === items[i]) && new Set(items).size > 1
    ? shuffled(items, random)
    : order;
}
