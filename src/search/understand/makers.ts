import type { Likeness } from "./likeness.ts";
import type { PeopleField } from "./people.ts";
import { Phrases } from "./phrases.ts";
import { type Token, wordsOfPhrase } from "./tokens.ts";

/** Where an entry says who made it. */
export type MakerField = PeopleField | "studios";

const STUDIO: readonly MakerField[] = ["studios"];
/** A catalogue seldom credits directors; a studio's other works come nearest to theirs. */
const DIRECTOR: readonly MakerField[] = ["directors", "studios"];
const AUTHOR: readonly MakerField[] = ["original_creators", "writers"];
const MAKERS: readonly MakerField[] = ["studios", "directors"];

const roles = (text: string, fields: readonly MakerField[]) =>
  wordsOfPhrase(text).map((word) => [word, fields] as const);
const ROLES: ReadonlyMap<string, readonly MakerField[]> = new Map([
  ...roles("studio studios", STUDIO),
  ...roles("director directors", DIRECTOR),
  ...roles("author authors mangaka creator creators writer writers", AUTHOR),
  ...roles("composer composers", ["composers"]),
  ...roles("maker makers team people guys folks crew company minds staff animators", MAKERS),
]);

/** What joins the makers to their work. */
const JOINTS = new Phrases<true>();
for (const joint of ["of", "behind", "for", "responsible for", "as", "as in", "as on"]) {
  JOINTS.add(wordsOfPhrase(joint), true);
}
for (const who of ["that", "who", "which"]) {
  JOINTS.add([who, "brought", "us"], true);
  JOINTS.add([who, "gave", "us"], true);
  for (const did of "made did animated produced directed wrote created drew composed".split(" ")) {
    JOINTS.add([who, did], true);
    JOINTS.add([who, "also", did], true);
    JOINTS.add([who, did, "the", "anime"], true);
  }
}
JOINTS.add(wordsOfPhrase("who worked on"), true);
JOINTS.add(wordsOfPhrase("that worked on"), true);

/** Before the makers, said of them: `other works by the same studio as X`. */
const BEFORE = new Set(wordsOfPhrase("the same from by of did do has have else what other more original"));
/** Behind their work: `what else did the studio behind X make`. */
const AFTER = new Set(
  wordsOfPhrase("make made do did direct directed write wrote create animate produce work on"),
);

/** The title whose makers are asked for: `same studio as X`, `from the director of X`, `other works by the team behind X`. */
export function readMakers(
  tokens: readonly Token[],
  titleAt: (first: number) => { readonly end: number; readonly text: string } | undefined,
): Likeness | undefined {
  for (let at = 0; at < tokens.length - 2; at++) {
    const makers = ROLES.get(tokens[at]!.text);
    const joint = makers && JOINTS.longest(tokens, at + 1, tokens.length);
    if (makers === undefined || joint === undefined) continue;
    const isSame = tokens[at - 1]?.text === "same";
    // `a team as strong as …` compares something else.
    if (tokens[at + 1]!.text === "as" && !isSame) continue;
    const title = titleAt(at + 1 + joint.length);
    if (title === undefined) continue;
    let [start, end] = [at, title.end];
    while (start > 0 && BEFORE.has(tokens[start - 1]!.text)) start--;
    // `the people of Aria` are its characters.
    const isAsked = tokens.slice(start, at).some(({ text }) => text !== "the");
    if (makers === MAKERS && tokens[at + 1]!.text === "of" && !isAsked) continue;
    while (end < tokens.length && !tokens[end]!.breaks && AFTER.has(tokens[end]!.text)) end++;
    return { start, end, text: title.text, makers };
  }
  return undefined;
}
