import type { AnimeEntry } from "../../anime/entry.ts";
import { fail } from "../../errors.ts";
import type { SparseVector } from "../../vector-store/port.ts";
import { ByteReader, ByteWriter } from "../bytes.ts";
import { decadeOfEntry } from "../texts/time-words.ts";
import { eachTermHash } from "./analyse.ts";
import { DocumentFrequencies } from "./document-frequencies.ts";
import { featureIndex } from "./metadata.ts";
import {
  ALIASES,
  type Cue,
  classKey,
  DECADE_WORDS,
  ENGLISH_WORDS,
  type FeatureName,
  FIXED_WORDS,
  keyOf,
  soundsCorporate,
  studioCore,
  wordKey,
  wordsOf,
} from "./metadata-words.ts";
import { sparseVector } from "./sparse-vector.ts";

const KINDS = ["genre", "demographic", "studio", "decade"] as const;
type Kind = (typeof KINDS)[number];

/** A name that the catalogue uses; `common` where its words are ordinary ones in the catalogue's synopses. */
interface Name {
  readonly kind: Kind;
  readonly spelling: string;
  readonly common: boolean;
}

/** Synopses, as a share of all, that may hold a name of one word by chance and leave it a name. */
const ORDINARY_WORD = 0.0005;
/** Synopses in which the words of a longer name are expected together, were they independent. */
const ORDINARY_PHRASE = 0.5;

/** Collects the names that queries may use, over a stream of entries in any order. */
export class MetadataFitter {
  private readonly spellings = new Set<string>();
  private readonly stories = new DocumentFrequencies();
  private count = 0;

  add(entry: AnimeEntry): void {
    const note = (kind: Kind, name: string | undefined) => {
      if (name !== undefined) this.spellings.add(`${kind}:${name.normalize("NFC").trim()}`);
    };
    for (const genre of entry.genres ?? []) note("genre", genre);
    for (const name of entry.demographics ?? []) note("demographic", name);
    for (const studio of entry.staff_data?.studios ?? []) note("studio", studio.name);
    note("decade", decadeOfEntry(entry));
    if (entry.synopsis === undefined) return;
    const story = ++this.count;
    eachTermHash(entry.synopsis, (hash) => this.stories.count(hash, story));
  }

  finish(): MetadataVocabulary {
    const { hashes, counts } = this.stories.sorted(2);
    const frequencies = new Map(Array.from(hashes, (hash, i) => [hash, counts[i]!]));
    const names = [...this.spellings].sort().map((item): Name => {
      const at = item.indexOf(":");
      const kind = item.slice(0, at) as Kind;
      const spelling = item.slice(at + 1);
      return { kind, spelling, common: kind === "studio" && this.isOrdinary(spelling, frequencies) };
    });
    return new MetadataVocabulary(names);
  }

  /**
   * True where synopses use the words of a studio's name for other things. Its frequency is estimated from those
   * of its words, stop words being everywhere; three words in a row are no accident.
   */
  private isOrdinary(name: string, frequencies: ReadonlyMap<number, number>): boolean {
    const core = studioCore(name);
    if (core.length > 2) return false;
    let expected = this.count;
    eachTermHash(core.join(" "), (hash) => {
      expected *= (frequencies.get(hash) ?? 1) / this.count;
    });
    return expected > (core.length === 1 ? Math.max(1, this.count * ORDINARY_WORD) : ORDINARY_PHRASE);
  }
}

/** A meaning of some words, and what must stand beside them for it to hold. */
interface Reading {
  /** Words of the name as the catalogue writes it. */
  readonly words: number;
  readonly index: number;
  readonly kind: FeatureName["kind"];
  readonly cue: Cue;
  /** Spellings with capitals that need no cue. */
  readonly spellings: readonly string[];
}

const FORMAT = 1;
/** Letters of the shortest name that is also found where the query splits it in other places. */
const SHORTEST_SPLIT = 5;
/** Code units of a query that are read: names stand at no such distance from its beginning. */
const LONGEST_QUERY = 10_000;
/** Words of the longest name that is looked for. */
const LONGEST = 6;

/**
 * The catalogue's genres, demographics, studios and decades, and how queries name them. The longest name wins;
 * plurals count; a name behind "no", "not" or "without" does not.
 *
 * A studio whose name is made of ordinary words (Bones, Orange, White Fox: words that the catalogue's synopses
 * use, or that a short list knows) counts only with a cue: behind "by" or "studio", before "studio", in a list
 * with such a one ("by Bones and Trigger"), or written with its capitals inside a query that has small letters.
 * "Based on a", "adapted from" or "adaptation" make a source out of "manga" and "novel"; "for kids", "kids anime"
 * a demographic out of "kids".
 */
export class MetadataVocabulary {
  private readonly names: readonly Name[];
  private readonly readings = new Map<string, Reading[]>();
  private readonly decades = new Set<string>();

  constructor(names: readonly Name[]) {
    this.names = names;
    for (const name of names) this.learn(name);
    for (const [words, kind, value, cue] of FIXED_WORDS) this.read(words, { kind, value }, cue);
    for (const [alias, key] of ALIASES) {
      for (const { index, kind, cue } of this.readings.get(key) ?? []) {
        if (kind === "genre" || kind === "demographic")
          this.put(keyOf(alias), { index, kind, cue, words: wordsOf(alias).length, spellings: [] });
      }
    }
  }

  /** The features that the words of a query name, each with the value 1; empty where they name none. */
  queryVector(text: string): SparseVector {
    const words = wordsOf(text.slice(0, LONGEST_QUERY));
    const keys = words.map(wordKey);
    const found = new Map<number, number>();
    let studioEnd = -1;
    for (let at = 0; at < keys.length; ) {
      const match = this.longestAt(at, words, keys, studioEnd);
      if (match === undefined) {
        at++;
        continue;
      }
      if (!/^(?:no|not|non|without|except|minus)$/.test(keys[at - 1] ?? "")) {
        for (const index of match.indexes) found.set(index, 1);
      }
      at += match.length;
      if (match.studio) studioEnd = at;
    }
    return sparseVector(found);
  }

  toBytes(): Uint8Array {
    const writer = new ByteWriter();
    writer.varint(FORMAT);
    writer.varint(this.names.length);
    for (const { kind, spelling, common } of this.names) {
      writer.varint(KINDS.indexOf(kind) * 2 + (common ? 1 : 0));
      writer.text(spelling);
    }
    return writer.done();
  }

  /** Throws INDEX_VERSION_UNSUPPORTED for another format and INDEX_DAMAGED for bytes that cannot be read. */
  static fromBytes(bytes: Uint8Array): MetadataVocabulary {
    const reader = new ByteReader(bytes);
    const format = reader.varint();
    if (format !== FORMAT) {
      const detail = `the metadata vocabulary has format ${format}; this version reads ${FORMAT}`;
      throw fail("INDEX_VERSION_UNSUPPORTED", detail);
    }
    const size = reader.varint();
    const names: Name[] = [];
    for (let i = 0; i < size; i++) {
      const tag = reader.varint();
      const kind = KINDS[tag >> 1];
      if (kind === undefined)
        throw fail("INDEX_DAMAGED", `the metadata vocabulary holds an unknown kind ${tag}`);
      names.push({ kind, spelling: reader.text(), common: tag % 2 === 1 });
    }
    return new MetadataVocabulary(names);
  }

  private learn({ kind, spelling, common }: Name): void {
    if (kind === "decade") {
      this.decades.add(spelling);
      return;
    }
    if (kind !== "studio") {
      const value = classKey(spelling);
      const cue = value === "kids" ? "for" : "always";
      this.read(spelling, { kind, value }, cue);
      this.read(value, { kind, value }, cue);
      return;
    }
    const core = studioCore(spelling);
    const value = core.join("");
    const ordinary = common || ENGLISH_WORDS.has(value);
    const distinctive = !ordinary || soundsCorporate(spelling);
    this.read(spelling, { kind, value }, distinctive ? "always" : "by", true);
    if (keyOf(spelling) !== value) this.read(core.join(" "), { kind, value }, ordinary ? "by" : "always");
  }

  private read(name: string, feature: FeatureName, cue: Cue, capitals = false): void {
    const key = keyOf(name);
    if (key === "") return;
    const words = wordsOf(name).length;
    const spellings = capitals ? [name] : [];
    this.put(key, { index: featureIndex(feature), kind: feature.kind, words, cue, spellings });
  }

  private put(key: string, reading: Reading): void {
    const known = this.readings.get(key);
    if (known === undefined) this.readings.set(key, [reading]);
    else if (!known.some((other) => other.index === reading.index && other.cue === "always"))
      known.push(reading);
  }

  private longestAt(at: number, words: readonly string[], keys: readonly string[], studioEnd: number) {
    let key = keys.slice(at, at + LONGEST).join("");
    for (let end = Math.min(at + LONGEST, keys.length); end > at; end--) {
      const meanings = this.meanings(key);
      key = key.slice(0, key.length - keys[end - 1]!.length);
      if (meanings.length === 0) continue;
      const span: Span = { at, end, words, keys, studioEnd };
      const readings = meanings.filter((reading) => holds(reading, span));
      if (readings.length > 0) {
        const indexes = readings.map((reading) => reading.index);
        return { indexes, length: end - at, studio: readings.some((reading) => reading.kind === "studio") };
      }
    }
    const timed = this.timeAt(at, keys);
    return timed && { ...timed, studio: false };
  }

  private meanings(key: string): readonly Reading[] {
    const exact = this.readings.get(key);
    if (exact !== undefined) return exact;
    if (!key.endsWith("s")) return [];
    return this.readings.get(key.slice(0, -1)) ?? this.readings.get(key.replace(/ies$/, "y")) ?? [];
  }

  /** `1990s`, `90s`, `nineties`, `1998`, `24 episodes`. */
  private timeAt(at: number, keys: readonly string[]): { indexes: number[]; length: number } | undefined {
    const key = keys[at]!;
    if (!/^\d/.test(key) && !Object.hasOwn(DECADE_WORDS, key)) return undefined;
    const decade = decadeNamed(key, keys.slice(Math.max(0, at - 2), at));
    if (decade !== undefined && this.decades.has(decade)) {
      return { indexes: [featureIndex({ kind: "decade", value: decade })], length: 1 };
    }
    if (/^\d{1,4}$/.test(key) && /^(?:episodes?|eps?)$/.test(keys[at + 1] ?? "")) {
      const trait = lengthNamed(Number(key));
      if (trait !== undefined) return { indexes: [featureIndex({ kind: "trait", value: trait })], length: 2 };
    }
    return undefined;
  }
}

interface Span {
  readonly at: number;
  readonly end: number;
  readonly words: readonly string[];
  readonly keys: readonly string[];
  /** Where the last studio ended; -1 before the first. */
  readonly studioEnd: number;
}

function holds(reading: Reading, span: Span): boolean {
  const { at, end, keys } = span;
  // Names are found however they are split ("sci fi", "jc staff"), but "on a" is no ONA.
  const split = end - at > 1 && end - at !== reading.words;
  if (split && keys.slice(at, end).join("").length < SHORTEST_SPLIT) return false;
  const before = keys[at - 1] ?? "";
  const after = keys[end] ?? "";
  switch (reading.cue) {
    case "always":
      return true;
    case "by":
      return (
        /^(?:by|studios?)$/.test(before) ||
        /^studios?$/.test(after) ||
        continuesList(span) ||
        keepsCapitals(reading, span)
      );
    case "based on": {
      const near = keys.slice(Math.max(0, at - 3), at).join(" ");
      return (
        /(?:based on|adapted from|adaptations? of)(?: an?| the)?$/.test(near) ||
        /^(?:adaptations?|adapted|based)$/.test(after)
      );
    }
    case "for":
      return (
        before === "for" ||
        end - at === keys.length ||
        /^(?:anime|shows?|series|movies?|films?|cartoons?)$/.test(after)
      );
  }
}

/** "by Bones and Trigger": between this studio and the one before stand commas (no words at all), "and" or "or". */
function continuesList({ at, keys, studioEnd }: Span): boolean {
  return studioEnd >= 0 && keys.slice(studioEnd, at).every((key) => key === "and" || key === "or");
}

/** Capitals tell a name from a word only past the beginning of a query that is not written in capitals throughout. */
function keepsCapitals({ spellings }: Reading, { at, end, words }: Span): boolean {
  const written = words.slice(at, end).join(" ");
  const others = [...words.slice(0, at), ...words.slice(end)];
  if (at === 0 || !others.some((word) => /^\p{Ll}/u.test(word)) || !/\p{Lu}/u.test(written)) return false;
  return spellings.some((spelling) => wordsOf(spelling).join(" ") === written);
}

function decadeNamed(key: string, before: readonly string[]): string | undefined {
  if (/^(?:19|20)\d0s$/.test(key)) return key;
  if (/^(?:19|20)\d\d$/.test(key)) return `${key.slice(0, 3)}0s`;
  // "in her (early) 20s" is an age.
  if (/^\d0s$/.test(key) && !before.some((word) => /^(?:his|her|their|my|your)$/.test(word))) {
    return key < "30s" ? `20${key}` : `19${key}`;
  }
  return Object.hasOwn(DECADE_WORDS, key) ? DECADE_WORDS[key] : undefined;
}

function lengthNamed(episodes: number): string | undefined {
  if (episodes >= 10 && episodes <= 14) return "onecour";
  if (episodes >= 20 && episodes <= 28) return "twocours";
  return episodes > 50 ? "longrunning" : undefined;
}
