import { lettersHash, textHash } from "./grams.ts";
import { popularityPrior } from "./scoring.ts";
import { RESPELT, type SegmentArrays } from "./segment.ts";
import type { TitledEntry } from "./segment-builder.ts";

/** A run of places in one of the sorted lists. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const EMPTY = new Uint32Array(0);
/** Of 157,000 names this many-th part have fewer than 200 grams, whose bits take 3.5 MB. */
const COMMON = 64;

/** Reads the arrays of a segment; entries that have been replaced or deleted since are marked as gone. */
export class TitleSegment {
  readonly arrays: SegmentArrays;
  readonly names: number;
  readonly entries: number;
  /** Popularity prior of each entry, 0..1. */
  readonly prior: Float32Array;
  readonly gone: Uint8Array;
  readonly #ids: readonly string[];
  #seen: Uint32Array | null = null;
  #unordered: Uint32Array | null = null;
  readonly #holders = new Map<number, Uint32Array>();
  #live: number;
  #numbers: Map<string, number> | null = null;

  /** `largestAudience` is that of the best known entry of the catalogue. */
  constructor(arrays: SegmentArrays, largestAudience: number) {
    this.arrays = arrays;
    this.names = arrays.nameEntry.length;
    this.entries = arrays.audience.length;
    this.#ids = new TextDecoder().decode(arrays.ids).split("\n");
    this.#live = this.entries;
    this.gone = new Uint8Array(this.entries);
    this.prior = Float32Array.from(arrays.audience, (people) => popularityPrior(people, largestAudience));
  }

  /** Entries that are not gone. */
  get live(): number {
    return this.#live;
  }

  id(entry: number): string {
    return this.#ids[entry]!;
  }

  text(name: number): string {
    const { text, textOffsets } = this.arrays;
    return new TextDecoder().decode(text.subarray(textOffsets[name]!, textOffsets[name + 1]!));
  }

  letterCount(name: number): number {
    const { letterOffsets } = this.arrays;
    return letterOffsets[name + 1]! - letterOffsets[name]!;
  }

  /** Marks an entry as replaced or deleted. */
  remove(id: string): void {
    this.#numbers ??= new Map(Array.from({ length: this.entries }, (_, entry) => [this.#ids[entry]!, entry]));
    const entry = this.#numbers.get(id);
    if (entry === undefined || this.gone[entry] === 1) return;
    this.gone[entry] = 1;
    this.#live--;
  }

  /** The entries that are not gone, as they were given. */
  *titled(): Generator<TitledEntry> {
    const { nameEntry, nameKind, audience, adult } = this.arrays;
    let name = 0;
    for (let entry = 0; entry < this.entries; entry++) {
      const names: { text: string; kind: number }[] = [];
      for (; name < this.names && nameEntry[name] === entry; name++) {
        if (this.gone[entry] === 1 || (nameKind[name]! & RESPELT) !== 0) continue;
        names.push({ text: this.text(name), kind: nameKind[name]! });
      }
      if (this.gone[entry] === 1) continue;
      yield { id: this.id(entry), audience: audience[entry]!, adult: adult[entry] === 1, names };
    }
  }

  /** Places in `sortedNames` of the names that begin with these letters; names that equal them come first. */
  beginning(letters: Uint16Array): Range {
    return this.#range(letters, this.arrays.sortedNames, null);
  }

  /** Places in `innerNames` of the words, not the first of their name, from which on a name reads like this. */
  within(letters: Uint16Array): Range {
    return this.#range(letters, this.arrays.innerNames, this.arrays.innerPlaces);
  }

  /** The names whose letters are these: of those that begin with them the first, so one search finds them. */
  equalTo(letters: Uint16Array): Uint32Array {
    if (!this.#mayHold(letters)) return EMPTY;
    const { sortedNames } = this.arrays;
    const from = lowerBound(sortedNames.length, (at) => this.#compare(letters, sortedNames[at]!, 0) < 0);
    let to = from;
    while (
      to < sortedNames.length &&
      this.letterCount(sortedNames[to]!) === letters.length &&
      this.#compare(letters, sortedNames[to]!, 0) === 0
    )
      to++;
    return sortedNames.subarray(from, to);
  }

  /** False for nearly all letters that are no name: most runs of words that a search asks for are none. */
  #mayHold(letters: Uint16Array): boolean {
    this.#seen ??= this.#hashedNames();
    return has(this.#seen, lettersHash(letters));
  }

  #hashedNames(): Uint32Array {
    const { letters, letterOffsets } = this.arrays;
    return bloom(this.names, (name) => lettersHash(letters, letterOffsets[name]!, letterOffsets[name + 1]!));
  }

  /** The names that have a gram of `gramsOf`, ascending. */
  withGram(gram: number): Uint32Array {
    const { gramKeys, gramOffsets, gramNames } = this.arrays;
    const at = lowerBound(gramKeys.length, (i) => gramKeys[i]! < gram);
    if (gramKeys[at] !== gram) return EMPTY;
    return gramNames.subarray(gramOffsets[at]!, gramOffsets[at + 1]!);
  }

  /** Whether a gram is in so many names that it is worth a bit for each name of the segment. */
  isCommon(names: Uint32Array): boolean {
    return names.length > this.names / COMMON;
  }

  /** A common gram's names as bits, 32 a word; made when first asked for, and kept. */
  holders(gram: number, names: Uint32Array): Uint32Array {
    let bits = this.#holders.get(gram);
    if (bits === undefined) {
      bits = new Uint32Array(Math.ceil(this.names / 32));
      for (const name of names) bits[name >>> 5]! |= 1 << (name & 31);
      this.#holders.set(gram, bits);
    }
    return bits;
  }

  /** The names with these initials, ascending. */
  withInitials(initials: string): Uint32Array {
    const { initialKeys, initialNames } = this.arrays;
    const key = textHash(initials);
    const from = lowerBound(initialKeys.length, (i) => initialKeys[i]! < key);
    const to = lowerBound(initialKeys.length, (i) => initialKeys[i]! <= key);
    return initialNames.subarray(from, to);
  }

  /** The names of `least` to `most` letters. */
  ofLength(least: number, most: number): Uint32Array {
    const { namesByLength } = this.arrays;
    const from = lowerBound(namesByLength.length, (i) => this.letterCount(namesByLength[i]!) < least);
    const to = lowerBound(namesByLength.length, (i) => this.letterCount(namesByLength[i]!) <= most);
    return namesByLength.subarray(from, to);
  }

  /** Whether some name reads like this from the start of one of its words on. */
  holdsRun(letters: Uint16Array): boolean {
    return [this.beginning(letters), this.within(letters)].some(({ from, to }) => to > from);
  }

  /** False where no name has these letters in some other order of its words; rarely true where none has. */
  mayHoldReordered(letters: Uint16Array): boolean {
    this.#unordered ??= this.#unorderedNames();
    return has(this.#unordered, unorderedHash(letters, 0, letters.length));
  }

  #unorderedNames(): Uint32Array {
    const { letters, letterOffsets } = this.arrays;
    return bloom(this.names, (name) =>
      unorderedHash(letters, letterOffsets[name]!, letterOffsets[name + 1]!),
    );
  }

  isWordStart(letter: number): boolean {
    return (this.arrays.wordStarts[letter >> 3]! & (1 << (letter & 7))) !== 0;
  }

  #range(wanted: Uint16Array, names: Uint32Array, places: Uint8Array | null): Range {
    const compare = (at: number): number => this.#compare(wanted, names[at]!, places?.[at] ?? 0);
    const from = lowerBound(names.length, (at) => compare(at) < 0);
    const to = lowerBound(names.length, (at) => compare(at) <= 0);
    return { from, to };
  }

  /** How a name from a place on compares with letters, 0 where it begins with them. */
  #compare(wanted: Uint16Array, name: number, place: number): number {
    const { letters, letterOffsets } = this.arrays;
    const start = letterOffsets[name]! + place;
    const end = letterOffsets[name + 1]!;
    for (let i = 0; i < wanted.length; i++) {
      if (start + i >= end) return -1;
      const difference = letters[start + i]! - wanted[i]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }
}

const VOWELS = new Set(Array.from("aeiou", (vowel) => vowel.charCodeAt(0)));

/** The same for the same letters in any order, without vowels: where two words meet, folding makes one of two. */
function unorderedHash(letters: Uint16Array, from: number, to: number): number {
  let hash = 0;
  for (let i = from; i < to; i++) {
    if (!VOWELS.has(letters[i]!)) hash = (hash + lettersHash(letters, i, i + 1)) >>> 0;
  }
  return hash;
}

/** A Bloom filter of one hash: at least 16 bits a name, so that it errs on at most one text in 16. */
function bloom(names: number, hashOf: (name: number) => number): Uint32Array {
  const bits = 2 ** Math.ceil(Math.log2(Math.max(32, 16 * names)));
  const filter = new Uint32Array(bits / 32);
  for (let name = 0; name < names; name++) {
    const bit = hashOf(name) & (bits - 1);
    filter[bit >>> 5]! |= 1 << (bit & 31);
  }
  return filter;
}

function has(filter: Uint32Array, hash: number): boolean {
  const bit = hash & (filter.length * 32 - 1);
  return (filter[bit >>> 5]! & (1 << (bit & 31))) !== 0;
}

/** How many leading places satisfy a condition that holds for a first part of them and not after it. */
export function lowerBound(count: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
