import type { AnimeEntry } from "./entry.ts";

const MAX_LENGTH = 80;

/** Latin letters that no decomposition takes apart, and signs that are read aloud. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ı: "i",
  ŋ: "ng",
  "&": " and ",
  "×": "x",
  "@": "a",
};

/** Lower-case ASCII words joined by hyphens, at most 80 characters; empty where the text has no Latin letter or digit. */
export function slugify(text: string): string {
  const words = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[ßæœøđðþłħıŋ&×@]/g, (letter) => LETTERS[letter]!)
    .replace(/['’‘ʼ`´]|\p{M}/gu, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  let slug = "";
  for (const word of words) {
    const longer = slug === "" ? word.slice(0, MAX_LENGTH) : `${slug}-${word}`;
    if (longer.length > MAX_LENGTH) break;
    slug = longer;
  }
  return slug;
}

/** Whether the Latin alphabet carries the title: more than half of its letters, digits aside, are Latin. */
function isLatin(title: string): boolean {
  const letters = title.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter));
  return letters.length === 0 ? /\d/.test(title) : latin.length * 2 > letters.length;
}

type Titled = Pick<AnimeEntry, "title" | "title_english" | "synonyms" | "type" | "year">;

/**
 * The slugs an entry may have, best first: of its title, or of the English title or the first synonym where the title
 * is in another script than Latin, or `anime-<8 characters of its id>`; then with type, year, both, and from 2 on a
 * number. Never ends: the first that is free is the one to take. Given to new entries most popular first, the best known
 * anime of a title has it alone.
 */
export function* slugCandidates(entry: Titled, id: string): Generator<string> {
  const titles = [entry.title, entry.title_english ?? "", ...(entry.synonyms ?? [])];
  const title = titles.find((candidate) => isLatin(candidate) && slugify(candidate) !== "");
  const base = title === undefined ? `anime-${id.slice(0, 8)}` : slugify(title);
  yield base;
  const type = entry.type === undefined || entry.type === "UNKNOWN" ? undefined : entry.type.toLowerCase();
  if (type !== undefined) yield `${base}-${type}`;
  if (entry.year !== undefined) yield `${base}-${entry.year}`;
  if (type !== undefined && entry.year !== undefined) yield `${base}-${type}-${entry.year}`;
  for (let number = 2; ; number++) yield `${base}-${number}`;
}
