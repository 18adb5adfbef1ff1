import type { Lexicon } from "./lexicon.ts";
import { PEOPLE_FIELDS, PERSON_CUES, type PeopleField } from "./people.ts";
import { Phrases } from "./phrases.ts";
import { type Sense, sense } from "./sense.ts";
import type { Reading } from "./times.ts";
import { type Token, wordsOfPhrase } from "./tokens.ts";
import { FILLERS } from "./words.ts";

const CUES = new Phrases<readonly PeopleField[]>();
for (const [cue, fields] of PERSON_CUES) CUES.add(wordsOfPhrase(cue), fields);

/** Cues after which a studio may stand as well as a person. */
const STUDIO_CUES = new Set(["by", "from", "von", "por", "par"]);
const AFTER_STUDIO = new Set(["studio", "studios", "productions", "studios"]);
const WORKS = new Set(["anime", "animes", "movie", "movies", "film", "films", "works", "shows", "series"]);

/** `80s sunrise mecha`, `best bones shows`. */
const BEFORE_STUDIO =
  /^(?:\d{2,4}s?|best|top|classic|old|early|late|popular|famous|underrated|iconic|recent|new|newest)$/;

/** Who made it, at `at`: `by Ghibli`, `directed by Shinichiro Watanabe`, `Bones studio`, `Makoto Shinkai`. */
export function readCreator(tokens: readonly Token[], at: number, lexicon: Lexicon): Reading | undefined {
  return readCued(tokens, at, lexicon) ?? readStudio(tokens, at, lexicon) ?? readPerson(tokens, at, lexicon);
}

function readCued(tokens: readonly Token[], at: number, lexicon: Lexicon): Reading | undefined {
  const cue = CUES.longest(tokens, at, tokens.length);
  if (cue === undefined) return undefined;
  const fields = cue.value;
  let next = at + cue.length;
  if (tokens[next]?.text === "the" || tokens[next]?.text === "director") next++;
  const person = lexicon.people.find(tokens, next, tokens.length, fields, { family: true });
  const studio =
    STUDIO_CUES.has(tokens[next - 1]?.text ?? "") || cue.length === 1
      ? lexicon.studios.byName.longest(tokens, next, tokens.length)
      : undefined;
  const best = (studio?.length ?? 0) >= (person?.length ?? 0) ? studio : undefined;
  if (studio === undefined && person === undefined && cue.length > 1 && next < tokens.length) {
    const meant = STUDIO_CUES.has(tokens[next - 1]!.text) && lexicon.studios.near(tokens[next]!.text, 2);
    if (meant) return { length: next - at + 1, senses: [meant], cued: true };
  }
  if (best !== undefined) return { length: next - at + best.length, senses: [best.value], cued: true };
  return person && { length: next - at + person.length, senses: [person.sense], cued: true };
}

function readStudio(tokens: readonly Token[], at: number, lexicon: Lexicon): Reading | undefined {
  const named = lexicon.studios.byName.longest(tokens, at, tokens.length);
  const studio = named ?? joined(tokens, at, lexicon);
  if (studio === undefined) return readMisspelt(tokens, at, lexicon);
  const { length } = studio;
  const next = tokens[at + length];
  if (next !== undefined && !next.breaks && AFTER_STUDIO.has(next.text)) {
    return { length: length + 1, senses: [studio.value], cued: true };
  }
  const isWellKnown = lexicon.studios.wellKnown.has(studio.value);
  const everyday = {
    length,
    // Said without a cue it is no surer than any other noun.
    senses: [isWellKnown ? { ...studio.value, role: "theme" as const } : wish(studio.value)],
    cued: false,
  };
  if (named === undefined) return everyday;
  if (!tokens.slice(0, at).every(({ text }) => FILLERS.has(text) || BEFORE_STUDIO.test(text)))
    return undefined;
  if (next === undefined) return everyday;
  if (next.breaks) return undefined;
  // `bones anime`: perhaps about bones; `bones shows that …` hardly.
  if (WORKS.has(next.text)) {
    const after = tokens[at + length + 1];
    return after === undefined || (isWellKnown && (after.breaks || FILLERS.has(after.text)))
      ? everyday
      : undefined;
  }
  const kind = lexicon.phrases.longest(tokens, at + length, tokens.length);
  const [meant] = kind?.value ?? [];
  // `sunrise space anime` is said of space anime; `sunrise school` may be a school.
  const before = tokens[at + length + (kind?.length ?? 0)];
  const said =
    meant?.role === "genre" ||
    meant?.kind === "format" ||
    (meant?.role === "theme" &&
      (length > 1 || (isWellKnown && before !== undefined && WORKS.has(before.text))));
  return said ? everyday : undefined;
}

/** `mad house`, `kyoto animaton`: a well-known name cut in two, or misspelt. */
function joined(tokens: readonly Token[], at: number, lexicon: Lexicon) {
  const next = tokens[at + 1];
  const value = next && !next.breaks ? lexicon.studios.whole(tokens[at]!.text + next.text) : undefined;
  return value && { value, length: 2 };
}

/** `studio perrot`, `triger studio`, `made by madhose`, `madhose anime`. */
function readMisspelt(tokens: readonly Token[], at: number, lexicon: Lexicon): Reading | undefined {
  const [first, next] = [tokens[at]!, tokens[at + 1]];
  if (first.text === "studio") {
    const studio = next && !next.breaks ? lexicon.studios.near(next.text, 2) : undefined;
    return studio && { length: 2, senses: [studio], cued: true };
  }
  if (next?.text === "studio" && !next.breaks) {
    const studio = lexicon.studios.near(first.text, 1);
    if (studio !== undefined) return { length: 2, senses: [studio], cued: true };
  }
  if (at > 0 || next === undefined || next.breaks || !WORKS.has(next.text)) return undefined;
  const studio = lexicon.studios.near(first.text, 1);
  return studio && { length: 1, senses: [studio], cued: false };
}

function readPerson(tokens: readonly Token[], at: number, lexicon: Lexicon): Reading | undefined {
  const full = lexicon.people.find(tokens, at, tokens.length, PEOPLE_FIELDS, { family: false });
  if (full !== undefined) return { length: full.length, senses: [full.sense], cued: false };
  const next = tokens[at + 1];
  const isWork = next !== undefined && !next.breaks && WORKS.has(next.text);
  const renowned = lexicon.people.renowned(tokens[at]!.text) ?? lexicon.people.renowned(ownerOf(tokens[at]!));
  if (renowned !== undefined) {
    return {
      length: 1,
      senses: [at === 0 && (isWork || next === undefined) ? renowned : wish(renowned)],
      cued: false,
    };
  }
  if (at > 0 || !isWork) return undefined;
  const family = lexicon.people.find(tokens, at, at + 1, ["directors"], { family: true });
  return family && { length: 1, senses: [wish(family.sense)], cued: false };
}

/** `Hosoda's` is one word, without its apostrophe. */
function ownerOf({ text, start, end }: Token): string {
  return end - start > text.length && text.endsWith("s") ? text.slice(0, -1) : "";
}

/** The same as a wish. */
function wish(of: Sense): Sense {
  const { role: _, kind, field, value, fits } = of;
  if (fits === undefined) return of;
  return {
    ...sense("hint", kind, field, "", { value, prefers: [{ condition: fits, weight: 1 }], rules: of.rules }),
    id: of.id,
  };
}
