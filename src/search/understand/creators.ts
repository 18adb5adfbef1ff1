import type { Lexicon } from "./lexicon.ts";
import { PEOPLE_FIELDS, PERSON_CUES, type PeopleField } from "./people.ts";
import { Phrases } from "./phrases.ts";
import { type Sense, sense } from "./sense.ts";
import type { Reading } from "./times.ts";
import { type Token, wordsOfPhrase } from "./tokens.ts";

const CUES = new Phrases<readonly PeopleField[]>();
for (const [cue, fields] of PERSON_CUES) CUES.add(wordsOfPhrase(cue), fields);

/** Cues after which a studio may stand as well as a person. */
const STUDIO_CUES = new Set(["by", "from", "von", "por", "par"]);
const AFTER_STUDIO = new Set(["studio", "studios", "productions", "studios"]);
const WORKS = new Set(["anime", "animes", "movie", "movies", "film", "films", "works", "shows", "series"]);

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
  if (best !== undefined) return { length: next - at + best.length, senses: [best.value], cued: true };
  return person && { length: next - at + person.length, senses: [person.sense], cued: true };
}

function readStudio(tokens: readonly Token[], at: number, lexicon: Lexicon): Reading | undefined {
  const studio = lexicon.studios.byName.longest(tokens, at, tokens.length);
  if (studio === undefined) return readMisspelt(tokens, at, lexicon);
  const { length } = studio;
  const next = tokens[at + length];
  if (next !== undefined && !next.breaks && AFTER_STUDIO.has(next.text)) {
    return { length: length + 1, senses: [studio.value], cued: true };
  }
  const everyday = {
    length,
    // Said without a cue it is no surer than any other noun.
    senses: [
      lexicon.studios.wellKnown.has(studio.value)
        ? { ...studio.value, role: "theme" as const }
        : wish(studio.value),
    ],
    cued: false,
  };
  if (at > 0) return undefined;
  if (next === undefined) return everyday;
  if (next.breaks) return undefined;
  // `bones anime`: perhaps about bones.
  if (WORKS.has(next.text)) return tokens.length === length + 1 ? everyday : undefined;
  const kind = lexicon.phrases.longest(tokens, at + length, tokens.length)?.value[0];
  const said = kind?.role === "genre" || kind?.kind === "format" || (length > 1 && kind?.role === "theme");
  return said ? everyday : undefined;
}

/** `studio perrot` */
function readMisspelt(tokens: readonly Token[], at: number, lexicon: Lexicon): Reading | undefined {
  const word = tokens[at + 1];
  if (tokens[at]!.text !== "studio" || word === undefined || word.breaks) return undefined;
  const studio = lexicon.studios.near(word.text);
  return studio && { length: 2, senses: [studio], cued: true };
}

function readPerson(tokens: readonly Token[], at: number, lexicon: Lexicon): Reading | undefined {
  const full = lexicon.people.find(tokens, at, tokens.length, PEOPLE_FIELDS, { family: false });
  if (full !== undefined) return { length: full.length, senses: [full.sense], cued: false };
  const next = tokens[at + 1];
  if (at > 0 || next === undefined || next.breaks || !WORKS.has(next.text)) return undefined;
  const family = lexicon.people.find(tokens, at, at + 1, ["directors"], { family: true });
  return family && { length: 1, senses: [wish(family.sense)], cued: false };
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
