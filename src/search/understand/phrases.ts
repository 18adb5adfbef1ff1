import type { Token } from "./tokens.ts";

interface Node<T> {
  value?: T;
  readonly next: Map<string, Node<T>>;
}

/** Phrases by their words; the longest that begins at a place is found in as many steps as it has words. */
export class Phrases<T> {
  readonly #root: Node<T> = { next: new Map() };

  /** Keeps what stands there already; true where the phrase is new. A phrase without words is none. */
  add(words: readonly string[], value: T): boolean {
    if (words.length === 0) return false;
    let node = this.#root;
    for (const word of words) {
      let next = node.next.get(word);
      if (next === undefined) {
        next = { next: new Map() };
        node.next.set(word, next);
      }
      node = next;
    }
    if (node.value !== undefined) return false;
    node.value = value;
    return true;
  }

  /** The longest phrase that begins with `tokens[at]` and does not reach over punctuation or past `end`. */
  longest(
    tokens: readonly Token[],
    at: number,
    end: number,
    form: (word: string) => string = same,
  ): { readonly value: T; readonly length: number } | undefined {
    let node = this.#root;
    let found: { value: T; length: number } | undefined;
    for (let i = at; i < end; i++) {
      const token = tokens[i]!;
      if (i > at && token.breaks) break;
      const next = node.next.get(form(token.text));
      if (next === undefined) break;
      node = next;
      if (node.value !== undefined) found = { value: node.value, length: i - at + 1 };
    }
    return found;
  }

  get(words: readonly string[]): T | undefined {
    let node: Node<T> | undefined = this.#root;
    for (const word of words) node = node?.next.get(word);
    return node?.value;
  }
}

/** A phrase in the singular and in the plural, whichever of them it is written in. */
export function numbersOf(words: readonly string[]): string[][] {
  const last = words.at(-1);
  if (last === undefined || last.length < 3 || !isAsciiWord(last)) return [[...words]];
  const before = words.slice(0, -1);
  return [last, ...(isPlural(last) ? singulars(last) : [plural(last)])].map((form) => [...before, form]);
}

/** One key for a phrase's singular and plural. */
export function numberKey(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  const least = isAsciiWord(last) && isPlural(last) ? (singulars(last)[0] ?? last) : last;
  return [...words.slice(0, -1), least].join(" ");
}

function plural(word: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}

function isPlural(word: string): boolean {
  return word.length > 3 && word.endsWith("s") && !/(?:ss|us|is|ness)$/.test(word);
}

function singulars(word: string): string[] {
  if (word.endsWith("ies") && word.length > 4) return [`${word.slice(0, -3)}y`];
  if (/(?:sses|xes|ches|shes)$/.test(word)) return [word.slice(0, -2)];
  return [word.slice(0, -1)];
}

function isAsciiWord(word: string): boolean {
  return /^[a-z]+$/.test(word);
}

function same(word: string): string {
  return word;
}
