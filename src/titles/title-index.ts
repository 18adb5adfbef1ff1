import type { CatalogueEntry } from "../anime/entry.ts";
import { allowedEdits, EXACT, type MatchKind } from "./scoring.ts";
import { type SegmentArrays, segmentFromBytes, segmentToBytes } from "./segment.ts";
import { buildSegment, type TitledEntry, titlesOf } from "./segment-builder.ts";
import { findSpans, isTelling, type KnownMatch, type TitleSpan } from "./spans.ts";
import { TitleQuery } from "./title-query.ts";
import { type Found, TitleSearch } from "./title-search.ts";
import { TitleSegment } from "./title-segment.ts";

export type { MatchKind, TitleSpan };

/** An entry found by one of its names. */
export interface TitleMatch {
  readonly id: string;
  /** The name that matched, as the catalogue writes it. */
  readonly name: string;
  readonly kind: MatchKind;
  /** 0..1; above 0.95 for exact matches only. */
  readonly score: number;
}

export interface LookupOptions {
  readonly includeAdult?: boolean;
  /** Names exactly, without partial and misspelt ones; a hundred times as quick. */
  readonly exactly?: boolean;
  /** Matches that score less may be left out; 0 unless said. The higher, the quicker. */
  readonly least?: number;
}

/** Matches looked up where a text is tested for being a title: as many as a search asks for next. */
const NEAREST = 30;
/** What such a text scores at least: two edits in twelve letters of a name that nobody knows. */
const TITLE_LIKE = 0.5;

/** Segments of changes do not grow beyond so many entries by merging, which searches would have to wait for. */
const MOST_MERGED = 1_000;

/** Answers of a segment that are kept: of several searches at once each asks for the same text two or three times. */
const REMEMBERED = 128;

/** What a segment was asked lately, and what it found. */
interface Asked {
  readonly limit: number;
  readonly least: number;
  readonly found: readonly Found[];
}

/** Collects the names of a catalogue as its entries pass by, in any order. */
export class TitleIndexBuilder {
  readonly #entries: TitledEntry[] = [];

  add(entry: CatalogueEntry): void {
    this.#entries.push(titlesOf(entry));
  }

  /** The index as a blob for `TitleIndex.fromBytes`; the same entries give the same bytes. */
  finish(): Uint8Array {
    return segmentToBytes(buildSegment(this.#entries));
  }
}

/**
 * All names of all entries of a catalogue, to be found however they are written: exactly, by initials, by their
 * beginning, by some of their words in any order, with words joined or split, and with misspellings; in any script.
 *
 * As in a search engine, an unchanging segment holds the catalogue as it was when it was built, and small ones hold what
 * has changed since; a replaced entry is marked as gone in the segment that held it. Of two neighbouring small
 * segments the larger one stays more than twice as large as the smaller one, so that a change costs little.
 */
export class TitleIndex {
  readonly #searches: TitleSearch[];
  readonly #largestAudience: number;
  /** By text, the oldest first. */
  readonly #asked = new WeakMap<TitleSearch, Map<string, Asked>>();

  private constructor(arrays: SegmentArrays) {
    this.#largestAudience = arrays.audience[0] ?? 0;
    this.#searches = [new TitleSearch(new TitleSegment(arrays, this.#largestAudience))];
  }

  /** Reads what the builder made. Throws INDEX_DAMAGED and INDEX_VERSION_UNSUPPORTED. */
  static fromBytes(bytes: Uint8Array): TitleIndex {
    return new TitleIndex(segmentFromBytes(bytes));
  }

  /** Replaces entries that have changed, adds new ones, and removes the deleted. Doing it twice does no harm. */
  apply(changed: readonly CatalogueEntry[], deleted: readonly string[] = []): void {
    for (const search of this.#searches) this.#asked.delete(search);
    const entries = new Map(changed.map((entry) => [entry.id, titlesOf(entry)]));
    for (const id of [...deleted, ...entries.keys()]) {
      for (const { segment } of this.#searches) segment.remove(id);
    }
    if (entries.size === 0) return;
    const merged = [...entries.values()];
    while (this.#searches.length > 1) {
      const { live } = this.#searches.at(-1)!.segment;
      if (live > 2 * merged.length || live + merged.length > MOST_MERGED) break;
      merged.push(...this.#searches.pop()!.segment.titled());
    }
    const segment = new TitleSegment(buildSegment(merged), this.#largestAudience);
    this.#searches.push(new TitleSearch(segment));
  }

  /** How many entries can be found. */
  get entries(): number {
    return this.#searches.reduce((sum, { segment }) => sum + segment.live, 0);
  }

  /** The best `limit` entries that a text may name, each once, best first; ties by popularity, then by id. */
  lookup(text: string, limit: number, options: LookupOptions = {}): TitleMatch[] {
    const query = new TitleQuery(text);
    const { includeAdult = false, least = 0 } = options;
    const found = this.#merged((search) =>
      options.exactly
        ? search.equal(query, includeAdult)
        : this.#find(search, query, text, { limit, includeAdult, least }),
    );
    return found.slice(0, limit).map(({ id, name, kind, score }) => ({ id, name, kind, score }));
  }

  /**
   * Whether a text as a whole is a title: one of the names exactly, whatever its punctuation and romanisation, or with a
   * single edit in six letters or more, or two in twelve. A single word is only where the entry is well known: there are
   * anime called `Comedy` and `Romance`, of which few who write that think.
   */
  isTitle(text: string, options: LookupOptions = {}): boolean {
    const query = new TitleQuery(text);
    if (query.isEmpty) return false;
    const includeAdult = options.includeAdult ?? false;
    const named = this.#merged((search) => search.equal(query, includeAdult));
    if (named.length > 0) return isTelling(query, Math.max(...named.map(({ known }) => known)));
    if (options.exactly) return false;
    const letters = query.letters.length;
    const most = letters < 6 ? 0 : letters < 12 ? 1 : Math.min(2, allowedEdits(letters));
    if (most === 0) return false;
    return this.#searches.some((search) =>
      this.#find(search, query, text, { limit: NEAREST, includeAdult, least: TITLE_LIKE })
        .slice(0, 5)
        .some(({ entry, name }) => {
          const { arrays, prior } = search.segment;
          query.pattern.measure(arrays.letters, arrays.letterOffsets[name]!, arrays.letterOffsets[name + 1]!);
          return query.pattern.whole <= most && isTelling(query, prior[entry]!);
        }),
    );
  }

  /**
   * Whether some name may be these words in another order, or have them in a row: false for most of what people write,
   * at a fraction of what a look-up takes, which finds misspelt words, too.
   */
  mayHoldWords(text: string): boolean {
    const query = new TitleQuery(text);
    if (query.isEmpty) return false;
    return this.#searches.some(
      ({ segment }) => segment.mayHoldReordered(query.letters) || segment.holdsRun(query.letters),
    );
  }

  /**
   * Names that stand within a longer text, word for word, the longest where they overlap, in the order of the text:
   * names of two words or more, and single words that are the name of something well known. A common word may be one
   * (`Another`, `Free!`): what stands around it must tell.
   */
  spans(text: string, options: LookupOptions = {}): TitleSpan[] {
    return findSpans(text, (query) =>
      this.#merged((search) => search.equal(query, options.includeAdult ?? false)),
    );
  }

  /** A segment's answer; kept for a while, since a search asks for the same text as a title and as a query. */
  #find(
    search: TitleSearch,
    query: TitleQuery,
    text: string,
    { limit, includeAdult, least }: Required<Omit<LookupOptions, "exactly">> & { readonly limit: number },
  ): readonly Found[] {
    const asked = this.#asked.get(search) ?? new Map<string, Asked>();
    this.#asked.set(search, asked);
    const key = includeAdult ? `+${text}` : `-${text}`;
    const known = asked.get(key);
    if (known !== undefined && known.limit >= limit && known.least <= least)
      return known.found.slice(0, limit);
    const found = search.find(query, limit, includeAdult, least);
    asked.delete(key);
    asked.set(key, { limit, least, found });
    if (asked.size > REMEMBERED) asked.delete(asked.keys().next().value!);
    return found;
  }

  /** What the segments find as one list. */
  #merged(find: (search: TitleSearch) => readonly Found[]): KnownMatch[] {
    const found = this.#searches.flatMap((search) =>
      find(search).map(({ entry, name, kind, score }) => ({
        match: {
          id: search.segment.id(entry),
          name: search.segment.text(name),
          kind,
          score,
          known: search.segment.prior[entry]!,
        },
        audience: search.segment.arrays.audience[entry]!,
      })),
    );
    found.sort(
      (a, b) =>
        b.match.score - a.match.score || b.audience - a.audience || (a.match.id < b.match.id ? -1 : 1),
    );
    return found.map(({ match }) => match);
  }
}

export { EXACT };
