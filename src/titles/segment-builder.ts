import { isAdult } from "../anime/adult.ts";
import type { CatalogueEntry } from "../anime/entry.ts";
import { audienceOf } from "../anime/scores.ts";
import { clipsOf } from "./clips.ts";
import { type FoldedText, foldWords, initialsOf, joinWords, numberedWords } from "./fold.ts";
import { gramsOf, letterSet, textHash } from "./grams.ts";
import { NAME_KINDS, RESPELT, type SegmentArrays } from "./segment.ts";

import { lowered } from "./title-query.ts";

/** What the index keeps of an entry. */
export interface TitledEntry {
  readonly id: string;
  readonly audience: number;
  readonly adult: boolean;
  /** Names as written, each with its place in NAME_KINDS. */
  readonly names: readonly { readonly text: string; readonly kind: number }[];
}

/** Names of an entry that are kept; an entry of the shared catalogue has 60 at most. */
const MOST_NAMES = 300;

/** What the index of titles keeps of an entry: its names, each once. */
export function titlesOf(entry: CatalogueEntry): TitledEntry {
  const seen = new Set<string>();
  const names: { text: string; kind: number }[] = [];
  const add = (text: string | undefined, kind: (typeof NAME_KINDS)[number]) => {
    if (text === undefined || names.length >= MOST_NAMES) return;
    const folded = lowered(text);
    if (folded === "" || seen.has(folded)) return;
    seen.add(folded);
    names.push({ text, kind: NAME_KINDS.indexOf(kind) });
  };
  add(entry.title, "title");
  add(entry.title_english, "english");
  add(entry.title_japanese, "japanese");
  for (const synonym of entry.synonyms ?? []) add(synonym, "synonym");
  return { id: entry.id, audience: audienceOf(entry), adult: isAdult(entry), names };
}

interface Name extends FoldedText {
  readonly entry: number;
  readonly kind: number;
  readonly text: string;
}

/** A segment of the index of titles over these entries; the same entries, in any order, give the same arrays. */
export function buildSegment(given: readonly TitledEntry[]): SegmentArrays {
  const entries = given.toSorted((a, b) => b.audience - a.audience || (a.id < b.id ? -1 : 1));
  const names: Name[] = [];
  const initials: { key: number; name: number }[] = [];
  entries.forEach((entry, at) => {
    for (const { text, kind } of entry.names) addName(at, text, kind, names, initials);
  });
  const letterOffsets = offsetsOf(names.map(({ letters }) => letters.length));
  const letters = new Uint16Array(letterOffsets.at(-1)!);
  const wordStarts = new Uint8Array(Math.ceil(letters.length / 8));
  const inner: number[] = [];
  names.forEach((name, at) => {
    const from = letterOffsets[at]!;
    for (let i = 0; i < name.letters.length; i++) letters[from + i] = name.letters.charCodeAt(i);
    for (const start of name.starts) {
      wordStarts[(from + start) >> 3]! |= 1 << ((from + start) & 7);
      if (start > 0) inner.push(at * 0x100 + start);
    }
  });
  const order = new LetterOrder(letters, letterOffsets);
  const sortedNames = order.sort(names.map((_, at) => at * 0x100));
  const sortedInner = order.sort(inner);
  const encoder = new TextEncoder();
  const texts = names.map(({ text }) => encoder.encode(text));
  initials.sort((a, b) => a.key - b.key || a.name - b.name);
  return {
    audience: Float64Array.from(entries, ({ audience }) => audience),
    adult: Uint8Array.from(entries, ({ adult }) => (adult ? 1 : 0)),
    ids: encoder.encode(entries.map(({ id }) => `${id}\n`).join("")),
    nameEntry: Uint32Array.from(names, ({ entry }) => entry),
    nameKind: Uint8Array.from(names, ({ kind }) => kind),
    textOffsets: offsetsOf(texts.map(({ length }) => length)),
    text: concatenated(texts),
    letterOffsets,
    letters,
    wordStarts,
    ...gramPostings(names),
    letterSets: Uint32Array.from(names, (_, at) =>
      letterSet(letters, letterOffsets[at]!, letterOffsets[at + 1]!),
    ),
    namesByLength: Uint32Array.from(
      names
        .map((name, at) => ({ at, length: name.letters.length }))
        .sort((a, b) => a.length - b.length || a.at - b.at),
      ({ at }) => at,
    ),
    sortedNames: Uint32Array.from(sortedNames, (place) => place / 0x100),
    innerNames: Uint32Array.from(sortedInner, (place) => place / 0x100),
    innerPlaces: Uint8Array.from(sortedInner, (place) => place % 0x100),
    initialKeys: Uint32Array.from(initials, ({ key }) => key),
    initialNames: Uint32Array.from(initials, ({ name }) => name),
  };
}

function addName(
  entry: number,
  text: string,
  kind: number,
  names: Name[],
  initials: { key: number; name: number }[],
): void {
  const words = foldWords(text);
  const plain = joinWords(words);
  if (plain.letters === "") return;
  const name = names.length;
  names.push({ entry, kind, text, ...plain });
  const numbered = numberedWords(words);
  // Of `&` some make `and`, and some nothing.
  const withoutAnd = /[&＆]/.test(text) ? foldWords(text.replace(/[&＆]/g, " ")) : null;
  for (const other of [numbered, withoutAnd]) {
    const folded = joinWords(other ?? []);
    if (folded.letters !== plain.letters && folded.letters !== "") {
      names.push({ entry, kind: kind | RESPELT, text, ...folded });
    }
  }
  const abbreviations = new Set<string | null>([initialsOf(words), initialsOf(numbered ?? words)]);
  // `Fullmetal Alchemist: Brotherhood` is known by the initials of its first part, too.
  const [beforeColon] = text.split(/[:：]/, 1);
  if (beforeColon !== text) abbreviations.add(initialsOf(foldWords(beforeColon!)));
  for (const clip of clipsOf(text)) abbreviations.add(clip);
  for (const abbreviation of abbreviations) {
    if (abbreviation !== null) initials.push({ key: textHash(abbreviation), name });
  }
}

/** Sorts places in names, each as name × 256 + place, by the letters from there to the name's end. */
class LetterOrder {
  readonly #letters: Uint16Array;
  readonly #offsets: Uint32Array;

  constructor(letters: Uint16Array, offsets: Uint32Array) {
    this.#letters = letters;
    this.#offsets = offsets;
  }

  sort(places: readonly number[]): number[] {
    // Most comparisons are settled by the first three letters, as one number.
    const heads = Float64Array.from(places, (place) => this.#head(place));
    const order = Uint32Array.from(places, (_, i) => i);
    order.sort((a, b) => heads[a]! - heads[b]! || this.#compare(places[a]!, places[b]!));
    return Array.from(order, (i) => places[i]!);
  }

  #head(place: number): number {
    const from = this.#start(place);
    const to = this.#end(place);
    let head = 0;
    for (let i = 0; i < 3; i++) head = head * 0x10000 + (from + i < to ? this.#letters[from + i]! : 0);
    return head;
  }

  #compare(a: number, b: number): number {
    const letters = this.#letters;
    const from = this.#start(a);
    const other = this.#start(b);
    const length = this.#end(a) - from;
    const otherLength = this.#end(b) - other;
    const common = Math.min(length, otherLength);
    for (let i = 3; i < common; i++) {
      const difference = letters[from + i]! - letters[other + i]!;
      if (difference !== 0) return difference;
    }
    return length - otherLength || a - b;
  }

  #start(place: number): number {
    return this.#offsets[Math.floor(place / 0x100)]! + (place % 0x100);
  }

  #end(place: number): number {
    return this.#offsets[Math.floor(place / 0x100) + 1]!;
  }
}

function gramPostings(names: readonly FoldedText[]) {
  const gramCounts = new Uint16Array(names.length);
  const postings = new Map<number, number[]>();
  names.forEach((folded, name) => {
    const grams = gramsOf(folded);
    gramCounts[name] = grams.size;
    for (const gram of grams) {
      const list = postings.get(gram);
      if (list === undefined) postings.set(gram, [name]);
      else list.push(name);
    }
  });
  const gramKeys = Uint32Array.from(postings.keys()).sort();
  const gramOffsets = offsetsOf(Array.from(gramKeys, (key) => postings.get(key)!.length));
  const gramNames = new Uint32Array(gramOffsets.at(-1)!);
  gramKeys.forEach((key, at) => {
    gramNames.set(postings.get(key)!, gramOffsets[at]!);
  });
  return { gramCounts, gramKeys, gramOffsets, gramNames };
}

/** Where parts of these lengths start, one after another, and the end of the last. */
function offsetsOf(lengths: readonly number[]): Uint32Array {
  const offsets = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, i) => {
    offsets[i + 1] = offsets[i]! + length;
  });
  return offsets;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
