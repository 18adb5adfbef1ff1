import type { Clause } from "../../vector-store/filter.ts";
import { ATTRIBUTES } from "./attributes.ts";
import { CONCEPTS } from "./concepts.ts";
import { COMPOUNDS, type Concept } from "./genres.ts";
import { MOOD_DEMANDS } from "./moods.ts";
import { narrowerThan } from "./narrower.ts";
import { PEOPLE_FIELDS, People } from "./people.ts";
import { numberKey, numbersOf, Phrases } from "./phrases.ts";
import { all, any, either, type Preferred, type Sense, sense } from "./sense.ts";
import { readStudios, type Studios } from "./studios.ts";
import { UNTOLD_TAGS } from "./themes.ts";
import { wordsOfPhrase } from "./tokens.ts";
import { phrasesOf } from "./wording.ts";
import { KNOWN_WORKS } from "./works.ts";

/** Where the catalogue's own words come from: the values of a field with how many entries have them. */
export interface LexiconSource {
  facet(field: string, size: number): Promise<readonly { readonly value: string; readonly count: number }[]>;
  /**
   * The works so called, what keeps them, `whole` with all of their franchises, and how many entries that is.
   */
  works(
    titles: readonly string[],
    whole: boolean,
  ): Promise<{ readonly ids: readonly string[]; readonly fits: Clause; readonly count: number }>;
}

/** Values asked for per field; a catalogue of 25,000 has 2,000 tags and 1,600 studios. */
const MOST_VALUES = 5000;

/** A tag of fewer entries is more likely a slip than a word people search by. */
const LEAST_TAGGED = 5;

/** What being remembered for it adds to a theme, beside what tags and words give (see `sharper`), and to a mood. */
const KNOWN = 0.4;
const KNOWN_MOOD = 0.5;

/** Of a theme with so many tags, what is only known for it need not be shown: the tags find enough, and are facts. */
const ENOUGH_TAGGED = 300;

/** The phrases that a catalogue understands: our tables, filled and extended by its own values. */
export class Lexicon {
  /** Phrases that mean something wherever they stand. */
  readonly phrases: Phrases<readonly Sense[]>;
  /** All studios by all their names; those with everyday names want a cue beside them. */
  readonly studios: Studios;
  readonly people: People;
  /** How many entries have a tag, by its name in lower case. */
  readonly tagged: ReadonlyMap<string, number>;
  /** How many entries are known for something. */
  readonly knownFor: ReadonlyMap<string, number>;

  private constructor(
    phrases: Phrases<readonly Sense[]>,
    studios: Studios,
    people: People,
    tagged: ReadonlyMap<string, number>,
    knownFor: ReadonlyMap<string, number>,
  ) {
    this.tagged = tagged;
    this.knownFor = knownFor;
    this.phrases = phrases;
    this.studios = studios;
    this.people = people;
  }

  /** Asks for a dozen facets, once per generation. Passes on what the source throws. */
  static async load(source: LexiconSource): Promise<Lexicon> {
    const [genres, demographics, tags, themes, studios, knownFor] = await Promise.all(
      ["genres", "demographics", "tags", "themes", "studios", "known_for"].map((field) =>
        source.facet(field, MOST_VALUES),
      ),
    );
    const people = new People();
    for (const field of PEOPLE_FIELDS) {
      for (const { value, count } of await source.facet(field, MOST_VALUES)) people.add(field, value, count);
    }
    for (const { person, field, titles, whole } of KNOWN_WORKS) {
      const works = await source.works(titles, whole);
      if (works.count > 0) people.addWorks(field, person, works.fits, works);
    }
    const known: Known = {
      genres: namesOf(genres!),
      demographics: namesOf(demographics!),
      tags: countsOf([...tags!, ...themes!]),
      knownFor: countsOf(knownFor!),
    };
    const phrases = new Phrases<readonly Sense[]>();
    addAudiences(phrases);
    for (const { phrases: written, sense } of ATTRIBUTES) addPhrases(phrases, written, [sense]);
    addConcepts(phrases, known);
    const named = readStudios(studios!);
    for (const [words, studio] of named.unmistakable) phrases.add(words, [studio]);
    addTags(phrases, [...themes!, ...tags!]);
    return new Lexicon(phrases, named, people, countsOf(tags!), known.knownFor);
  }
}

function countsOf(
  values: readonly { readonly value: string; readonly count: number }[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { value, count } of values) {
    const name = value.toLowerCase();
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return counts;
}

function addPhrases(
  to: Phrases<readonly Sense[]>,
  written: readonly string[],
  senses: readonly Sense[],
): void {
  for (const phrase of written) {
    for (const words of numbersOf(wordsOfPhrase(phrase))) to.add(words, senses);
  }
}

function attributeOf(id: string): Sense | undefined {
  return ATTRIBUTES.find(({ sense }) => sense.id === id)?.sense;
}

/** `family movie`, `kids film`: who it is for and what it is, in one. */
function addAudiences(to: Phrases<readonly Sense[]>): void {
  const kids = conceptSense({ kind: "demographic", name: "Kids", demographics: ["Kids"] });
  for (const [whom, sense] of [
    ["family", attributeOf("rating:family-friendly")!],
    ["kids", kids],
    ["kid", kids],
    ["children", kids],
    ["childrens", kids],
  ] as const) {
    for (const [format, id] of [
      ["movie", "movie"],
      ["film", "movie"],
      ["ova", "ova"],
      ["ona", "ona"],
      ["special", "special"],
      ["tv series", "tv"],
      ["tv show", "tv"],
    ] as const) {
      addPhrases(to, [`${whom} ${format}`], [sense, attributeOf(`format:${id}`)!]);
    }
  }
}

/** The values that the catalogue has, in lower case. */
interface Known {
  readonly genres: ReadonlySet<string>;
  readonly demographics: ReadonlySet<string>;
  /** Tags and themes, with how many entries have them. */
  readonly tags: ReadonlyMap<string, number>;
  /** What anime are remembered for, with how many are. */
  readonly knownFor: ReadonlyMap<string, number>;
}

function namesOf(values: readonly { readonly value: string }[]): ReadonlySet<string> {
  return new Set(values.map(({ value }) => value.toLowerCase()));
}

function addConcepts(to: Phrases<readonly Sense[]>, known: Known): void {
  const told = new Map<string, Supported>();
  for (const concept of CONCEPTS) {
    const supported = supportedBy(concept, known);
    if (supported !== undefined) told.set(concept.name, supported);
  }
  const senses = new Map<string, Sense>();
  for (const [name, concept] of told) {
    const narrower = narrowerThan(name).flatMap((one) => told.get(one) ?? []);
    senses.set(name, conceptSense(concept, narrower));
  }
  for (const [phrase, names] of Object.entries(COMPOUNDS)) {
    const parts = names
      .map((name) => senses.get(name) ?? attributeOf(name))
      .filter((part) => part !== undefined);
    if (parts.length === names.length) addPhrases(to, phrasesOf(phrase), parts);
  }
  const cult = attributeOf("quality:cult")!;
  for (const { name, kind, phrases } of CONCEPTS) {
    const meant = senses.get(name);
    // `cult horror`: no sect is meant.
    if (meant !== undefined && (kind === "genre" || kind === "demographic"))
      addPhrases(
        to,
        phrases.map((phrase) => `cult ${phrase}`),
        [cult, meant],
      );
    if (meant !== undefined) addPhrases(to, phrases, [meant]);
  }
}

/** A concept as a catalogue can tell it. */
interface Supported extends Omit<Concept, "phrases"> {
  /** Conditions that only together tell the concept. */
  readonly together?: readonly Clause[];
  /** Its name among what anime are known for, where some are. */
  readonly label?: string;
  /** Entries with its tags, counted once for each. */
  readonly count?: number;
}

/** The concept with the values that the catalogue has; undefined where it has none of them and no words tell. */
function supportedBy(concept: Concept, known: Known): Supported | undefined {
  const kept = (values: readonly string[] | undefined, of: Pick<ReadonlySet<string>, "has">) =>
    (values ?? []).filter((value) => of.has(value.toLowerCase()));
  const named = concept.kind === "demographic" ? [concept.name] : [];
  const label = labelOf(concept);
  const supported = {
    ...concept,
    genres: kept(concept.genres, known.genres),
    demographics: kept(concept.demographics, known.demographics),
    tags: kept([...(concept.tags ?? []), ...named], known.tags),
    together: (concept.tags ?? []).flatMap((written) => togetherOf(written, known)),
    ...(known.knownFor.has(label) ? { label } : {}),
    count: (concept.tags ?? []).reduce((sum, tag) => sum + (known.tags.get(tag.toLowerCase()) ?? 0), 0),
  };
  const { genres, demographics, tags, together, words = [], weakWords = [] } = supported;
  const reasons = [genres, demographics, tags, together, words, weakWords];
  return supported.label !== undefined || reasons.some((some) => some.length > 0) ? supported : undefined;
}

/** What `known_for` calls a concept. */
function labelOf({ kind, name }: Pick<Concept, "kind" | "name">): string {
  return (kind === "mood" ? `mood ${name}` : name).toLowerCase();
}

/** `Idol + Shoujo`: what has both, each as genre, demographic or tag; nothing where the catalogue lacks one. */
function togetherOf(written: string, known: Known): Clause[] {
  const values = written.split(" + ");
  if (values.length < 2) return [];
  const conditions = values.map((value) => {
    const name = value.toLowerCase();
    return [
      ...(known.genres.has(name) ? [any("genres", [value])] : []),
      ...(known.demographics.has(name) ? [any("demographics", [value])] : []),
      ...(known.tags.has(name) ? tagged([value]) : []),
    ];
  });
  return conditions.every((fields) => fields.length > 0) ? [all(conditions.map(either))] : [];
}

/** Words of title and synopsis, in the singular and in the plural. */
function toldBy(words: readonly string[]): Clause[] {
  return words
    .flatMap((word) => numbersOf(wordsOfPhrase(word)))
    .flatMap((forms) => [
      { key: "title", words: forms.join(" ") },
      { key: "synopsis", words: forms.join(" ") },
    ]);
}

/** What a query means by a concept; where it is denied, what is a kind of it is denied with it. */
function conceptSense(concept: Supported, narrower: readonly Supported[] = []): Sense {
  const { kind, name, genres = [], demographics = [], tags = [], together = [] } = concept;
  const {
    words = [],
    weakWords = [],
    denied = [],
    deniedRatings = [],
    neverTypes = [],
    neverDemographics = [],
    label,
    count = 0,
  } = concept;
  const known = knownFor(label === undefined ? [] : [label]);
  const values: Clause[] = [
    ...(genres.length > 0 ? [any("genres", genres)] : []),
    ...(demographics.length > 0 ? [any("demographics", demographics)] : []),
    ...tagged(tags),
    ...together,
  ];
  const field = genres.length > 0 ? "genres" : demographics.length > 0 ? "demographics" : "tags";
  const value = genres.length > 0 ? genres : demographics.length > 0 ? demographics : tags;
  if (kind === "mood") {
    const demand = MOOD_DEMANDS.get(name);
    return sense("mood", kind, field, name, {
      value,
      prefers: [
        ...(tags.length > 0 ? [{ condition: either(tagged(tags)), weight: 0.6 }] : []),
        ...(genres.length > 0 ? [{ condition: any("genres", genres), weight: 0.3 }] : []),
        ...known.map((condition) => ({ condition, weight: KNOWN_MOOD })),
      ],
      rules: [...known, ...tagged(tags), ...allOf(narrower)],
      ...(demand === undefined ? {} : { fits: either([...known, demand]) }),
    });
  }
  const told = toldBy(words);
  const hinted = toldBy(weakWords);
  // Weak words stand in for tags only where an entry has none: half of the catalogue, most of it little known; and
  // where the catalogue has no such tag.
  const untagged: Clause[] =
    hinted.length === 0
      ? []
      : values.length === 0
        ? hinted
        : [{ must: [{ key: "tags", exists: false }, { should: hinted }] }];
  return sense(kind === "theme" ? "theme" : "genre", kind, field, name, {
    value: value.length > 0 ? value : words,
    fits: either([...values, ...(count > ENOUGH_TAGGED ? [] : known), ...told, ...untagged]),
    prefers: [
      ...known.map((condition) => ({ condition, weight: KNOWN })),
      ...(kind === "theme" ? sharper(values, tags, [...told, ...hinted]) : []),
    ],
    never: [
      ...(neverTypes.length > 0 ? [any("type", neverTypes)] : []),
      ...(neverDemographics.length > 0 ? [any("demographics", neverDemographics)] : []),
    ],
    // Tags say more often than genres that there is some of it.
    rules: [
      ...values,
      ...known,
      ...told,
      ...hinted,
      ...tagged([...genres, ...denied]),
      ...allOf(narrower),
      ...(deniedRatings.length > 0 ? [any("rating", deniedRatings)] : []),
    ],
  });
}

/**
 * An entry that the tags call so comes before one that only its words do, and the tag of that name first; whose title or
 * synopsis speaks of it is more about it than one that has it somewhere.
 */
function sharper(values: readonly Clause[], tags: readonly string[], told: readonly Clause[]): Preferred[] {
  if (values.length === 0) return [];
  const own = tags.length > 1 ? [{ condition: either(tagged(tags.slice(0, 1))), weight: 0.3 }] : [];
  const spoken = told.length > 0 ? [{ condition: either(told), weight: 0.4 }] : [];
  return [{ condition: either(values), weight: 0.7 }, ...own, ...spoken];
}

/** Whatever has one of the concepts by a value of its own; words of title and synopsis say too little for that. */
function allOf(concepts: readonly Supported[]): Clause[] {
  const genres = concepts.flatMap((concept) => concept.genres ?? []);
  return [
    ...(genres.length > 0 ? [any("genres", genres)] : []),
    ...tagged(concepts.flatMap((concept) => concept.tags ?? [])),
    ...knownFor(concepts.flatMap(({ label }) => label ?? [])),
  ];
}

function knownFor(names: readonly string[]): Clause[] {
  return names.length > 0 ? [any("known_for", names)] : [];
}

function tagged(tags: readonly string[]): Clause[] {
  return tags.length > 0 ? [any("tags", tags), any("themes", tags)] : [];
}

/** Tags and themes that no table names, by their own name; spellings that differ in case or number are one. */
function addTags(
  to: Phrases<readonly Sense[]>,
  values: readonly { readonly value: string; readonly count: number }[],
): void {
  const merged = new Map<string, { words: string[]; values: Set<string>; count: number }>();
  for (const { value, count } of values) {
    const words = wordsOfPhrase(value);
    if (words.length === 0 || UNTOLD_TAGS.has(value.toLowerCase())) continue;
    const key = numberKey(words);
    const one = merged.get(key) ?? { words, values: new Set<string>(), count: 0 };
    one.values.add(value);
    one.count += count;
    merged.set(key, one);
  }
  for (const { words, values, count } of merged.values()) {
    if (count < LEAST_TAGGED || words.join("").length < 3 || isMadeOfGenres(words, to)) continue;
    const name = words.join(" ");
    const concept = { kind: "theme" as const, name, phrases: [name], tags: [...values] };
    const single = words.length === 1 ? { words } : {};
    addPhrases(
      to,
      [name],
      [{ ...conceptSense({ ...concept, ...single }), id: `tag:${words.join("-")}`, kind: "tag" }],
    );
  }
}

/** `action comedy` as a tag is two genres, which the catalogue keeps better. */
function isMadeOfGenres(words: readonly string[], phrases: Phrases<readonly Sense[]>): boolean {
  if (words.length < 2) return false;
  return words.every((word) => phrases.get([word])?.every(({ field }) => field === "genres") ?? false);
}
