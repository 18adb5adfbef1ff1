import { Phrases } from "./phrases.ts";
import { type Token, wordsOfPhrase } from "./tokens.ts";
import { list } from "./wording.ts";

/** `tight` ones take the next word alone: `no romance action anime` wants action. */
export const NEGATORS = new Phrases<"tight" | "wide">();
for (const [reach, cues] of [
  [
    "tight",
    "no, non, without, w o, w out, sans, sin, sem, ohne, kein, keine, senza, без, with no, free of, hold the, skip, skip the, with nothing, nothing, lacking, lacks, leaving out, devoid of, avoiding, avoid, avoids, skipping, skips, omitting, omits, ignoring, outside, outside of, steering clear of, steer clear of, steers clear of, staying away from, stay away from, stays away from, keeping out, keep out, drop the, ditch the, missing, in place of, i hate, i dislike, i cant stand, tired of, sick of, fed up with, had enough of, done with, zero, with zero, less, with less, fewer, little or no, little to no, barely any, hardly any, free from, spare me, spare me the, pas de, pas d, keinen, keinem, nicht, nada de, zonder, bez, none of that, none of the, none of those, nobody, nobody gets, nobody is, no one, no one gets, no one is, none of, none of it, none of them, none for, none about, none with, none by, none from, не, нет, que no sea, que no sean, que no tenga, qui nest pas, qui ne soit pas, das nicht, die nicht",
  ],
  [
    "wide",
    "not, neither, isnt, arent, wasnt, doesnt, dont, wont, except, except for, excluding, exclude, excludes, excepto, sauf, besides, other than, apart from, aside from, anything but, everything but, all but, but not, but no, minus, minus the, instead of, rather than, leave out, not including, никаких, кроме, never, must not, should not, shouldnt, cant, cannot",
  ],
] as const) {
  for (const cue of cues.split(",")) NEGATORS.add(wordsOfPhrase(cue), reach);
}

/** What takes one thing out of its kind, which may be a name made of attributes: `cooking anime other than Food Wars`. */
export const EXCEPTING = new Set([
  "other than",
  "besides",
  "apart from",
  "aside from",
  "except",
  "except for",
]);

const TAKES_OUT = new Set(wordsOfPhrase("except excluding without besides minus sans sauf excepto"));

/** Within a query something is taken out, as no name says it: `fate but not stay night`. */
export function takesOut(tokens: readonly Token[]): boolean {
  return tokens.some(
    ({ text }, at) =>
      at > 0 &&
      (TAKES_OUT.has(text) ||
        (text !== "no" && (NEGATORS.longest(tokens, at, tokens.length)?.length ?? 0) > 1)),
  );
}

/** What may stand between a negator and what it negates. */
export const BETWEEN = new Set(
  wordsOfPhrase(
    "a an the any too so much many more please set aimed meant intended targeted somewhere anywhere primarily mainly aired airing shown broadcast released in at on take takes taking place made make by from directed being be about for with have has having contain contains containing include includes including involve involves to do does like that kind of stuff another yet want anything про о a la el los las un una de des du le les not no really very just overly heavy only all thats is are focused featuring involving",
  ),
);

/** What joins one denial to the next; `ni` in Spanish and French, `noch` in German. */
export const OR = new Set(wordsOfPhrase("or nor ni ou oder noch или ни"));

export const BOUNDARIES = new Set(
  wordsOfPhrase("or nor but with pero mais aber only instead please where who which"),
);
/** What says no of the attribute before it: `harem excluded`, `where romance isn't the point`. */
export const DENIALS = new Phrases<true>();
for (const denial of "excluded,didnt direct,did not direct,didnt make,did not make,had nothing to do with,not included,left out,omitted,aside,not allowed,not welcome,not wanted,removed,need not apply,isnt the point,isnt the focus,isnt the main focus,isnt the main thing,isnt a focus,isnt important,isnt involved,is not the point,is not the focus,is not the main focus,is not the main thing,is not important,takes a back seat,is absent".split(
  ",",
)) {
  DENIALS.add(wordsOfPhrase(denial), true);
}
/** The same behind it, in Japanese, by its characters. */
export const SUFFIXES = list(
  "以外, なし, 無し, 抜き, じゃない, ではない, でない, が出てこない, の出てこない, が出ない, がない, のない",
).map(wordsOfPhrase);
/** What stands behind what is denied and adds nothing. */
export const FLUFF = new Set(
  wordsOfPhrase(
    "nonsense stuff crap bs bullshit rubbish bits scenes scene moments content elements tropes trope cliches shenanigans business again whatsoever subplot subplots plotline plotlines angle storyline storylines kram zeug cosas trucs please",
  ),
);
