import { joinWords } from "../titles/fold.ts";
import type { TitleMatch } from "../titles/title-index.ts";
import { type Token, tokenise } from "./understand/tokens.ts";

/** Matches looked at: a name that is meant comes first, or nearly. */
const LOOKED_AT = 3;
/** What the match of a misspelt name has at least. */
const MISSPELT = 0.7;
/** Letters that it may be longer or shorter by. */
const MOST_LETTERS = 3;
/** Of a part of a name: words, and their share of the name's letters. Fewer words are attributes as likely. */
const LEAST_WORDS = 3;
const LEAST_SHARE = 0.5;

/**
 * Whether a query says one of the names that it was matched with, if not letter by letter: all of its words in another
 * order (`car battle watch power`), most of them in a row (`dog and the boy`), or, where it has words that no entry is
 * written with, a name misspelt. It may look like nothing but attributes all the same.
 */
export function isNearlyNamed(query: string, matches: readonly TitleMatch[], hasUnheard: boolean): boolean {
  const tokens = tokenise(query);
  const asked = wordsOf(tokens);
  if (asked.length < 2) return false;
  // Without spaces each character is a token: a row of them may be any word.
  const hasWords = tokens.every(({ wide }) => !wide);
  return matches.slice(0, LOOKED_AT).some(({ name, score }) => {
    const named = wordsOf(tokenise(name));
    return (
      [...asked].sort().join(" ") === [...named].sort().join(" ") ||
      (hasWords && isMostOf(asked, named)) ||
      (hasUnheard &&
        score >= MISSPELT &&
        Math.abs(lettersOf(asked).length - lettersOf(named).length) <= MOST_LETTERS)
    );
  });
}

function isMostOf(asked: readonly string[], named: readonly string[]): boolean {
  if (asked.length < LEAST_WORDS) return false;
  if (lettersOf(asked).length < LEAST_SHARE * lettersOf(named).length) return false;
  return ` ${named.join(" ")} `.includes(` ${asked.join(" ")} `);
}

/** Folded as titles are, so that `Tō` and `Tou` are one. */
function wordsOf(tokens: readonly Token[]): string[] {
  return tokens.map(({ text }) => joinWords([text]).letters);
}

function lettersOf(words: readonly string[]): string {
  return words.join("");
}
