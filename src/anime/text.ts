/** Control characters but tab and line feed, and the byte-order mark; U+2028 and U+2029 are ordinary line separators. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ALL_UNWANTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]/g;

/**
 * Text fit to be stored: well-formed (a lone surrogate becomes U+FFFD), without control characters, line ends as `\n`,
 * without white space at its ends. Otherwise as written: no normalisation form is forced on it.
 */
export function cleanText(text: string): string {
  let clean = text.isWellFormed() ? text : text.toWellFormed();
  if (UNWANTED.test(clean)) clean = clean.replace(/\r\n?/g, "\n").replace(ALL_UNWANTED, "");
  return clean.trim();
}

/**
 * What two spellings of one name have in common: lower case, without diacritics, punctuation and white space;
 * letters and digits of every script stay. A text of punctuation alone is compared as it is.
 */
export function foldName(name: string): string {
  const folded = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}|[^\p{L}\p{N}]/gu, "");
  return folded === "" ? name.trim().toLowerCase() : folded;
}

/**
 * What two spellings of one title have in common: lower case, Latin letters without diacritics, white space as one
 * space. Punctuation stays (`K` and `K!` are two titles), and so do the marks of other scripts (か and が differ).
 */
export function foldTitle(title: string): string {
  return title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/(?<=\p{Script=Latin})[\u0300-\u036f]+/gu, "")
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .trim();
}
