const ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split(" ");
const ROMAN = ["", "", "ii", "iii", "iv", "", "vi", "vii", "viii", "ix"];
const HAN_DIGITS = "一二三四五六七八九十";
const PARTS = new Set([
  "season",
  "seasons",
  "part",
  "cour",
  "saison",
  "staffel",
  "temporada",
  "stagione",
  "сезон",
]);
const LATIN = /^[a-z]+$/;
const COUNTED = /第?([0-9]{1,2}|[一二三四五六七八九十])(?:期|季|部|기|くる|しずん)/g;

/**
 * Folded words with every way to say which season it is as a plain number: `2nd season`, `second season`, `season 2`,
 * `s2`, `ii`, `第2期` are all `2`; the first season is that of no number. Null where nothing changes.
 */
export function withSeasonNumber(words: readonly string[]): string[] | null {
  if (!words.some(mayCount)) return null;
  const numbered: string[] = [];
  let changed = false;
  const count = (number: number) => {
    changed = true;
    if (number > 1) numbered.push(String(number));
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const next = words[i + 1];
    const ordinal = ordinalOf(word);
    // `86 part 2`: the number after counts, the one before is a name.
    const isCounted = /^[0-9]+$/.test(word) && cardinalOf(words[i + 2] ?? "") > 0;
    if (ordinal > 0 && next !== undefined && PARTS.has(next) && !isCounted) {
      count(ordinal);
      i++;
    } else if (PARTS.has(word) && next !== undefined && cardinalOf(next) > 0) {
      count(cardinalOf(next));
      i++;
    } else if (i > 0 && /^s[0-9]{1,2}$/.test(word)) {
      count(Number(word.slice(1)));
    } else if (i > 0 && ROMAN.indexOf(word) > 0) {
      count(ROMAN.indexOf(word));
    } else {
      const counted = word.replace(COUNTED, (_, number: string) => {
        const value = HAN_DIGITS.indexOf(number) + 1 || Number(number);
        return value > 1 ? String(value) : "";
      });
      changed ||= counted !== word;
      if (counted !== "") numbered.push(counted);
    }
  }
  // `Second Season` by itself: the number alone is no name.
  const isName = numbered.length > 1 || (numbered.length === 1 && !/^[0-9]+$/.test(numbered[0]!));
  return changed && isName ? numbered : null;
}

/** Whether a word may be the one that counts: most are not, and that is seen at once. */
function mayCount(word: string): boolean {
  return PARTS.has(word) || ROMAN.indexOf(word) > 0 || !LATIN.test(word);
}

/** The number that an ordinal, or a numeral before `season`, stands for; 0 for other words. */
function ordinalOf(word: string): number {
  const digits = /^([0-9]{1,2})(?:st|nd|rd|th|ª|º|a|o|e|ème|eme)?$/.exec(word);
  return digits === null ? ORDINALS.indexOf(word) + 1 : Number(digits[1]);
}

function cardinalOf(word: string): number {
  if (/^[0-9]{1,2}$/.test(word)) return Number(word);
  return word === "i" ? 1 : Math.max(0, ROMAN.indexOf(word));
}
