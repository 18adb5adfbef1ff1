/** Credit lines that end a synopsis: `[Written by MAL Rewrite]`, `(Source: ANN)`, `Source: Crunchyroll`. */
const CREDITS = [
  /[[(]\s*(?:written by|sources?|adapted from|from|via)\b[^()[\]]{0,200}[\])]/gi,
  /^\s*(?:sources?|written by)\s*:.{0,200}$/gim,
];
const LINK = /!?\[([^[\]]{1,500})\]\((?:[^()\s]|\([^()\s]{0,200}\)){1,2000}\)/g;
const ADDRESS = /\bhttps?:\/\/[^\s<>"')\]]{1,2000}/gi;
const TAG = /<\/?[a-z][^<>]{0,300}>/gi;
const BBCODE = /\[\/?(?:b|i|u|s|url|img|quote|spoiler|center|size|color)(?:=[^[\]]{0,200})?\]/gi;
const SPOILER = /~!|!~|\|\|/g;
const EMPHASIS = /\*{1,3}|_{2,3}|~~|`{1,3}|^#{1,6}\s|^\s*[-+>]\s/gm;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  quot: '"',
  apos: "'",
  lt: "<",
  gt: ">",
  nbsp: " ",
  hellip: "…",
  mdash: "—",
  ndash: "–",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
};

/**
 * Running text without Markdown, HTML, BBCode, spoiler marks (what they hide stays), web addresses and credit
 * lines, with single spaces between words.
 */
export function plainText(text: string): string {
  // Most texts hold none of it.
  if (!/[[\](){}<>&*_~`#|]|https?:|sources?:/i.test(text)) return text.replace(/\s+/g, " ").trim();
  let plain = text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
  plain = plain.replace(LINK, "$1");
  for (const credit of CREDITS) plain = plain.replace(credit, " ");
  return plain
    .replace(TAG, " ")
    .replace(BBCODE, "")
    .replace(ADDRESS, " ")
    .replace(SPOILER, "")
    .replace(EMPHASIS, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The texts as sentences of one text; empty and repeated ones are left out. Undefined where nothing is left. */
export function sentences(parts: readonly (string | undefined)[]): string | undefined {
  const said = new Set<string>();
  for (const part of parts) {
    const text = part?.trim();
    if (text) said.add(/[.!?。！？…]$/.test(text) ? text : `${text}.`);
  }
  return said.size === 0 ? undefined : [...said].join(" ");
}
