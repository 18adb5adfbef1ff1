import type { Clause } from "../../vector-store/filter.ts";
import { Phrases } from "./phrases.ts";
import { any, either, type Sense, sense } from "./sense.ts";
import type { Token } from "./tokens.ts";
import { wordsOfPhrase } from "./tokens.ts";

/** Fields that name people. */
export const PEOPLE_FIELDS = [
  "directors",
  "writers",
  "original_creators",
  "composers",
  "character_designers",
  "voice_actors",
  "theme_artists",
] as const;
export type PeopleField = (typeof PEOPLE_FIELDS)[number];

/** What stands before a name and says what the person does. Longer cues first where one begins another. */
export const PERSON_CUES: readonly (readonly [cue: string, fields: readonly PeopleField[]])[] = [
  ...cues("directed by, director, dir by, dirigida por, dirigido por, réalisé par", ["directors"]),
  ...cues("written by, script by, screenplay by, writer, scripted by, series composition by", [
    "writers",
    "original_creators",
  ]),
  ...cues(
    "created by, creator, original creator, manga by, novel by, novels by, based on the manga by, story by",
    ["original_creators", "writers"],
  ),
  ...cues("music by, composed by, composer, soundtrack by, score by, ost by, música de", ["composers"]),
  ...cues("character designs by, character design by, characters designed by, designed by", [
    "character_designers",
  ]),
  ...cues("voiced by, starring, voice actor, voice actress, seiyuu, dubbed by", ["voice_actors"]),
  ...cues("opening by, ending by, theme song by, songs by, op by, ed by", ["theme_artists"]),
  ...cues(
    "by, made by, animated by, produced by, from the director of, from the creator of, from director, from, von, por, par",
    ["directors", "original_creators", "writers", "composers"],
  ),
];

function cues(text: string, fields: readonly PeopleField[]) {
  return text.split(",").map((cue) => [cue.trim(), fields] as const);
}

interface Person {
  /** Spellings per field, with how many entries name the person there. */
  readonly names: Map<PeopleField, string[]>;
  /** What else is known to be theirs, whatever the credits say. */
  readonly works: Map<PeopleField, Clause>;
  count: number;
}

/**
 * The people of the catalogue, by full name in either order and by family name. Names are written with the given
 * name first; long vowels count as short (`Shinichirou` is `Shinichiro`).
 */
export class People {
  readonly #full = new Phrases<Person>();
  readonly #families = new Map<string, Person[]>();
  /** Those whose works are known beyond the credits, by family name or only name. */
  readonly #renowned = new Map<string, Person[]>();
  /** Those whose known works an entry, by its id, is one of. */
  readonly #makers = new Map<string, { readonly field: PeopleField; readonly person: Person }[]>();

  add(field: PeopleField, name: string, count: number): void {
    // Credits such as "Somebody (Episode Director" are not names.
    const person = name.includes("(") ? undefined : this.#called(name);
    if (person === undefined) return;
    person.count += count;
    const spelt = person.names.get(field);
    if (spelt === undefined) person.names.set(field, [name]);
    else spelt.push(name);
  }

  /** Works of somebody, `count` of them, whom few or no entries credit; `ids` are the best known of them. */
  addWorks(
    field: PeopleField,
    name: string,
    works: Clause,
    { count, ids }: { readonly count: number; readonly ids: readonly string[] },
  ): void {
    const person = this.#called(name);
    if (person === undefined) return;
    person.count += count;
    person.works.set(field, works);
    for (const id of ids) this.#makers.set(id, [...(this.#makers.get(id) ?? []), { field, person }]);
    const last = shortVowels(wordsOfPhrase(name).at(-1)!);
    const others = this.#renowned.get(last) ?? [];
    if (!others.includes(person)) this.#renowned.set(last, [...others, person]);
  }

  /** Somebody whose works are known, by the family name alone: `Miyazaki`, `Clamp`. */
  renowned(word: string): Sense | undefined {
    const people = word.length < SHORTEST_FAMILY ? undefined : this.#renowned.get(shortVowels(word));
    return people && personSense(people, PEOPLE_FIELDS, word);
  }

  /** What those have made who are credited with that, or are known to have made one of `ids`. */
  worksOfMakers(field: PeopleField, credited: readonly string[], ids: readonly string[]): Clause | undefined {
    const known = ids.flatMap((id) => this.#makers.get(id) ?? []).filter((maker) => maker.field === field);
    const named = credited.flatMap((name) => this.#full.get(wordsOfPhrase(name).map(shortVowels)) ?? []);
    const people = new Set([...known.map(({ person }) => person), ...named]);
    return people.size === 0 ? undefined : personSense([...people], [field], field)?.rules[0];
  }

  #called(name: string): Person | undefined {
    const words = wordsOfPhrase(name).map(shortVowels);
    if (words.length === 0 || words.length > 4) return undefined;
    let person = this.#full.get(words);
    if (person === undefined) {
      person = { names: new Map(), works: new Map(), count: 0 };
      this.#full.add(words, person);
      if (words.length === 2) this.#full.add([words[1]!, words[0]!], person);
      if (words.length > 1) {
        const family = words.at(-1)!;
        const relatives = this.#families.get(family);
        if (relatives === undefined) this.#families.set(family, [person]);
        else relatives.push(person);
      }
    }
    return person;
  }

  /** Someone called by the full name at that place, or by the family name alone, in one of the fields. */
  find(
    tokens: readonly Token[],
    at: number,
    end: number,
    fields: readonly PeopleField[],
    options: { readonly family: boolean },
  ): { readonly sense: Sense; readonly length: number } | undefined {
    const full = this.#full.longest(tokens, at, end, shortVowels);
    // A single word is a pen name, or a common noun.
    if (full !== undefined && (full.length > 1 || options.family)) {
      const known = personSense([full.value], fields, wordsAt(tokens, at, full.length));
      if (known !== undefined) return { sense: known, length: full.length };
    }
    if (!options.family || at >= end) return undefined;
    const family = this.#families.get(shortVowels(tokens[at]!.text));
    const known = family && personSense(family, fields, tokens[at]!.text);
    return known && { sense: known, length: 1 };
  }
}

/** Shorter family names are words of other things: Oda, Anno, Ito. */
const SHORTEST_FAMILY = 5;

/** Fewer credits than this are a gap in the data, not a body of work: then a name is a wish. */
const ENOUGH = 3;

function personSense(
  people: readonly Person[],
  fields: readonly PeopleField[],
  name: string,
): Sense | undefined {
  const credits = fields.flatMap((field) => {
    const names = people.flatMap((person) => person.names.get(field) ?? []);
    return names.length === 0 ? [] : [{ field, names }];
  });
  const worked = fields.filter((field) => people.some((person) => person.works.has(field)));
  const field = credits[0]?.field ?? worked[0];
  if (field === undefined) return undefined;
  const value = credits[0]?.names ?? name;
  const fits = either([
    ...credits.map((credit) => any(credit.field, credit.names)),
    ...worked.flatMap((one) => people.flatMap((person) => person.works.get(one) ?? [])),
  ]);
  const count = people.reduce((sum, person) => sum + person.count, 0);
  return count >= ENOUGH
    ? sense("attribute", "person", field, name, { value, fits, group: "person" })
    : sense("hint", "person", field, name, {
        value,
        prefers: [{ condition: fits, weight: 1 }],
        rules: [fits],
      });
}

function wordsAt(tokens: readonly Token[], at: number, length: number): string {
  return tokens
    .slice(at, at + length)
    .map((token) => token.text)
    .join(" ");
}

/** `ou`, `oo` and `uu` as one vowel. */
function shortVowels(word: string): string {
  return word.replaceAll("ou", "o").replaceAll("oo", "o").replaceAll("uu", "u");
}
