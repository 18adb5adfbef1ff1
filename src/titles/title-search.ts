import { lacking, letterSet } from "./grams.ts";
import { matchWords } from "./match-words.ts";
import { allowedEdits, EXACT, leastQuality, type MatchKind, partialScore } from "./scoring.ts";
import { isDigit, type TitleQuery } from "./title-query.ts";
import type { Range, TitleSegment } from "./title-segment.ts";

/** An entry that a query found in one segment. */
export interface Found {
  readonly entry: number;
  readonly name: number;
  readonly kind: MatchKind;
  readonly score: number;
}

const KINDS: readonly MatchKind[] = ["exact", "abbreviation", "prefix", "words", "fuzzy"];
/** Names of a list of beginnings that are looked at, the best known. */
const MOST_BEGINNING = 6_000;
/** Names that are compared letter by letter. */
const COMPARED = 200;
/** Grams of a query that are looked up, the rarest. */
const MOST_GRAMS = 48;
/**
 * Names that share fewer of the query's grams than this are not looked at: two misspellings leave little of a short name,
 * and most of a long one.
 */
const LEAST_SHARED = { short: 0.25, long: 0.42 };
const LONG_QUERY = 16;
/** A query so short may have lost every gram to one edit: names of about its length are all compared. */
const SHORT = { unspaced: 4, spaced: 7 };
/** And the beginnings of so many names of the best known. */
const KNOWN_NAMES = 8_000;
/** What explains less of a query is not what was meant by it. */
const LEAST_QUALITY = 0.6;
/** How sure initials are, as a quality; of two letters less so. */
const INITIALS_QUALITY = 0.93;
const TWO_INITIALS_QUALITY = 0.8;

/** Looks up titles in one segment; holds the scratch space for that, so one search at a time. */
export class TitleSearch {
  readonly segment: TitleSegment;
  readonly #score: Float32Array;
  readonly #name: Uint32Array;
  readonly #kind: Uint8Array;
  #touched: number[] = [];
  /** At most MOST_GRAMS each: a byte keeps them all in the processor's cache. */
  readonly #shared: Uint8Array;
  readonly #candidates: Uint32Array;
  readonly #promise: Uint8Array;
  #includeAdult = false;
  #leastQuality = LEAST_QUALITY;

  constructor(segment: TitleSegment) {
    this.segment = segment;
    this.#score = new Float32Array(segment.entries);
    this.#name = new Uint32Array(segment.entries);
    this.#kind = new Uint8Array(segment.entries);
    this.#shared = new Uint8Array(segment.names);
    this.#candidates = new Uint32Array(segment.names);
    this.#promise = new Uint8Array(segment.names);
  }

  /**
   * The best `limit` entries, best first; ties by popularity. Those that score below `least` may be missing, and it is
   * quicker the higher that is.
   */
  find(query: TitleQuery, limit: number, includeAdult: boolean, least = 0): Found[] {
    if (query.isEmpty) return [];
    this.#includeAdult = includeAdult;
    this.#leastQuality = Math.max(LEAST_QUALITY, leastQuality(least));
    this.#equal(query);
    this.#beginning(query);
    this.#initials(query);
    if (query.letters.length > 2 || query.unspaced) this.#similar(query);
    return this.#best(limit);
  }

  /** Only the entries of which this is a name, best first. */
  equal(query: TitleQuery, includeAdult: boolean): Found[] {
    if (query.isEmpty) return [];
    this.#includeAdult = includeAdult;
    this.#equal(query);
    return this.#best(Number.POSITIVE_INFINITY);
  }

  #equal(query: TitleQuery): void {
    const { nameEntry, nameKind } = this.segment.arrays;
    for (const letters of [query.letters, query.numbered]) {
      if (letters === null) continue;
      for (const name of this.segment.equalTo(letters)) {
        const prior = this.segment.prior[nameEntry[name]!]!;
        const score = query.exactScore(this.segment.text(name), nameKind[name]!, prior);
        this.#offer(name, "exact", score);
      }
    }
  }

  #beginning(query: TitleQuery): void {
    const { sortedNames, innerNames, innerPlaces } = this.segment.arrays;
    const length = query.letters.length;
    this.#offerRange(this.segment.beginning(query.letters), sortedNames, null, length);
    if (length < 2 && !query.unspaced) return;
    this.#offerRange(this.segment.within(query.letters), innerNames, innerPlaces, length);
  }

  #offerRange({ from, to }: Range, names: Uint32Array, places: Uint8Array | null, length: number): void {
    const { segment } = this;
    const { letterOffsets } = segment.arrays;
    // Names are numbered by popularity: of a long list, those below a number are the best known.
    const share = Math.min(1, MOST_BEGINNING / (to - from));
    const below = share * segment.names;
    for (let at = from; at < to; at++) {
      const name = names[at]!;
      if (name >= below) continue;
      const completeness = length / segment.letterCount(name);
      const end = letterOffsets[name]! + (places?.[at] ?? 0) + length;
      const atWordEnd = end === letterOffsets[name + 1]! || segment.isWordStart(end);
      this.#offer(name, "prefix", this.#partial(name, 1, completeness, places === null, atWordEnd));
    }
  }

  #initials({ initials }: TitleQuery): void {
    if (initials === null) return;
    const quality = initials.length > 2 ? INITIALS_QUALITY : TWO_INITIALS_QUALITY;
    for (const name of this.segment.withInitials(initials)) {
      this.#offer(name, "abbreviation", this.#partial(name, quality, 1, true, true));
    }
  }

  #similar(query: TitleQuery): void {
    const sharing = this.#sharingGrams(query);
    const promising = this.#promising(query, sharing);
    const set = letterSet(query.letters);
    for (let i = 0; i < promising; i++) this.#compare(query, set, this.#candidates[i]!);
    const short = query.unspaced ? SHORT.unspaced : SHORT.spaced;
    if (query.letters.length <= short) this.#compareAll(query);
  }

  /**
   * Leaves in front of `#candidates` the names that share enough of the query's grams, with their counts in `#shared`,
   * which has to be cleared after; returns how many.
   */
  #sharingGrams(query: TitleQuery): number {
    const { segment } = this;
    const shared = this.#shared;
    const names = this.#candidates;
    const lists = query.grams
      .map((gram) => ({ gram, list: segment.withGram(gram) }))
      .filter(({ list }) => list.length > 0)
      .sort((a, b) => a.list.length - b.list.length)
      .slice(0, MOST_GRAMS);
    const asked = Math.min(query.grams.length, MOST_GRAMS);
    const least = leastShared(asked) * asked;
    let touched = 0;
    let next = 0;
    for (; next < lists.length && lists.length - next >= least; next++) {
      const { list } = lists[next]!;
      for (let at = 0; at < list.length; at++) {
        const name = list[at]!;
        names[touched] = name;
        if (shared[name]!++ === 0) touched++;
      }
    }
    // A name first met later, in the longest lists, cannot share enough any more: those are only counted in.
    for (; next < lists.length && !segment.isCommon(lists[next]!.list); next++) {
      const { list } = lists[next]!;
      for (let at = 0; at < list.length; at++) shared[list[at]!]!++;
    }
    // The longest are but asked for the names that can still share enough, soon a few hundred.
    let sharing = this.#keepSharing(touched, least - (lists.length - next));
    for (; next < lists.length; next++) {
      const { gram, list } = lists[next]!;
      const holders = segment.holders(gram, list);
      for (let i = 0; i < sharing; i++) {
        const name = names[i]!;
        shared[name]! += (holders[name >>> 5]! >>> (name & 31)) & 1;
      }
      sharing = this.#keepSharing(sharing, least - (lists.length - next - 1));
    }
    return sharing;
  }

  /** Keeps of the first names in `#candidates` those that share so many grams; returns how many. */
  #keepSharing(candidates: number, least: number): number {
    const shared = this.#shared;
    const names = this.#candidates;
    let kept = 0;
    for (let i = 0; i < candidates; i++) {
      const name = names[i]!;
      if (shared[name]! >= least) names[kept++] = name;
    }
    return kept;
  }

  /**
   * Leaves in front of `#candidates` those that hold the largest share of the query's grams, shorter and better known
   * ones before others; returns how many. Names of about the query's length are compared with it at once.
   */
  #promising(query: TitleQuery, sharing: number): number {
    const { segment } = this;
    const { nameEntry, gramCounts, letterSets } = segment.arrays;
    const shared = this.#shared;
    const names = this.#candidates;
    const promise = this.#promise;
    // Sorted by counting: the promise of a name is one of 256 steps.
    const steps = new Uint32Array(256);
    const set = letterSet(query.letters);
    const length = query.letters.length;
    const most = allowedEdits(length);
    const asked = Math.min(query.grams.length, MOST_GRAMS);
    for (let i = 0; i < sharing; i++) {
      const name = names[i]!;
      const count = shared[name]!;
      const jaccard = count / (asked + gramCounts[name]! - count);
      const known = segment.prior[nameEntry[name]!]!;
      const step = Math.min(
        255,
        1 + Math.floor(255 * (0.62 * (count / asked) + 0.28 * jaccard + 0.1 * known)),
      );
      promise[i] = step;
      steps[step]!++;
      if (Math.abs(segment.letterCount(name) - length) > most) continue;
      const other = letterSets[name]!;
      if (lacking(set, other) <= most && lacking(other, set) <= most) this.#compareWhole(query, name);
    }
    shared.fill(0);
    let lowest = 255;
    for (let kept = steps[255]!; lowest > 1 && kept < COMPARED; lowest--) kept += steps[lowest - 1]!;
    let kept = 0;
    for (let i = 0; i < sharing && kept < 2 * COMPARED; i++) {
      if (promise[i]! >= lowest) names[kept++] = names[i]!;
    }
    return kept;
  }

  /** Compares a short query with all names of about its length, and with the beginnings of the best known. */
  #compareAll(query: TitleQuery): void {
    const { segment } = this;
    const { letterSets } = segment.arrays;
    const length = query.letters.length;
    const most = allowedEdits(length);
    if (most === 0) return;
    const set = letterSet(query.letters);
    const known = Math.min(KNOWN_NAMES, segment.names);
    for (let name = 0; name < known; name++) {
      if (lacking(set, letterSets[name]!) <= most) this.#compareWhole(query, name);
    }
    for (const name of segment.ofLength(length - most, length + most)) {
      const other = letterSets[name]!;
      if (name < known || lacking(set, other) > most || lacking(other, set) > most) continue;
      this.#compareWhole(query, name);
    }
  }

  #compareWhole(query: TitleQuery, name: number): void {
    const { letterOffsets, letters } = this.segment.arrays;
    const { pattern } = query;
    pattern.measure(letters, letterOffsets[name]!, letterOffsets[name + 1]!);
    this.#offerEdited(query, name, pattern.whole, pattern.best);
  }

  /** `set`: which letters the query has. */
  #compare(query: TitleQuery, set: number, name: number): void {
    const { segment } = this;
    const { letterOffsets, letters, letterSets } = segment.arrays;
    const length = query.letters.length;
    const named = segment.letterCount(name);
    const most = allowedEdits(length);
    // A letter that the name lacks costs an edit wherever the query stands in it.
    const isNear = lacking(set, letterSets[name]!) <= most;
    // Those of the query's length and letters have been compared as a whole.
    const isCompared = named <= length + most && lacking(letterSets[name]!, set) <= most;
    if (isNear && !isCompared) this.#compareWhole(query, name);
    if (query.words.length > 1) {
      const { quality, completeness, edits } = matchWords(query.words, segment, name, this.#leastQuality);
      // Out of order, or with others in between.
      const score = this.#partial(name, 0.98 * quality, completeness, completeness === 1, true);
      this.#offer(name, edits === 0 ? "words" : "fuzzy", score);
    }
    if (!isNear || length >= named || (length <= 5 && !query.unspaced)) return;
    query.pattern.measure(letters, letterOffsets[name]!, letterOffsets[name + 1]!, true);
    const inside = query.pattern.best;
    if (inside === 0 || inside > most) return;
    const quality = 0.97 - (1.3 * inside) / length;
    this.#offer(name, "fuzzy", this.#partial(name, quality, length / named, false, false));
  }

  /** Offers a name that differs from the query as a whole, and at its beginning, by so many edits. */
  #offerEdited(query: TitleQuery, name: number, whole: number, beginning: number): void {
    // An unedited beginning has been found as such.
    if (beginning === 0) return;
    const length = query.letters.length;
    const named = this.segment.letterCount(name);
    const most = allowedEdits(length);
    if (whole <= most) {
      // Nobody misspells a number: `hell girll` is not `Hell Girl 2`.
      const likeness = (1 - whole / Math.max(length, named)) * (this.#sameDigits(query, name) ? 1 : 0.95);
      this.#offer(name, "fuzzy", this.#partial(name, likeness, 1, true, true));
    }
    if (beginning <= most && length < named) {
      const quality = 1 - (1.2 * beginning) / length;
      this.#offer(name, "fuzzy", this.#partial(name, quality, length / named, true, false));
    }
  }

  #sameDigits({ digits }: TitleQuery, name: number): boolean {
    const { letterOffsets, letters } = this.segment.arrays;
    let at = 0;
    for (let i = letterOffsets[name]!; i < letterOffsets[name + 1]!; i++) {
      if (isDigit(letters[i]!) && letters[i] !== digits[at++]) return false;
    }
    return at === digits.length;
  }

  /** Score of a name that explains so much of the query; 0 for too little. */
  #partial(
    name: number,
    quality: number,
    completeness: number,
    atStart: boolean,
    atWordEnd: boolean,
  ): number {
    if (quality < this.#leastQuality) return 0;
    const prior = this.segment.prior[this.segment.arrays.nameEntry[name]!]!;
    return Math.min(EXACT - 1e-6, partialScore({ quality, completeness, atStart, atWordEnd, prior }));
  }

  #offer(name: number, kind: MatchKind, score: number): void {
    const entry = this.segment.arrays.nameEntry[name]!;
    if (score <= this.#score[entry]!) return;
    if (this.segment.gone[entry] === 1 || (!this.#includeAdult && this.segment.arrays.adult[entry] === 1))
      return;
    if (this.#score[entry] === 0) this.#touched.push(entry);
    this.#score[entry] = score;
    this.#name[entry] = name;
    this.#kind[entry] = KINDS.indexOf(kind);
  }

  /** Takes the best from the scratch space and leaves it empty. */
  #best(limit: number): Found[] {
    const best: Found[] = [];
    const isBefore = (entry: number, score: number, other: Found) =>
      score > other.score || (score === other.score && entry < other.entry);
    for (const entry of this.#touched) {
      const score = this.#score[entry]!;
      this.#score[entry] = 0;
      const last = best.at(-1);
      if (best.length >= limit && last !== undefined && !isBefore(entry, score, last)) continue;
      let at = best.length;
      while (at > 0 && isBefore(entry, score, best[at - 1]!)) at--;
      best.splice(at, 0, { entry, name: this.#name[entry]!, kind: KINDS[this.#kind[entry]!]!, score });
      if (best.length > limit) best.pop();
    }
    this.#touched = [];
    return best;
  }
}

/** Of so many grams of a query, the share that a name must have. */
function leastShared(asked: number): number {
  return asked < LONG_QUERY ? LEAST_SHARED.short : LEAST_SHARED.long;
}
