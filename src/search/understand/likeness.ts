import { type MakerField, readMakers } from "./makers.ts";
import { Phrases } from "./phrases.ts";
import { senseId } from "./sense.ts";
import { isLoose, type Span, spanIndex } from "./spans.ts";
import { type Token, wordsOfPhrase } from "./tokens.ts";
import { FILLERS, MEDIUM } from "./words.ts";

export type IsTitle = (text: string) => boolean;

/** A title that the query speaks of, and the tokens `[start, end)` that do so. */
export interface Likeness {
  readonly start: number;
  readonly end: number;
  /** As written. */
  readonly text: string;
  /** Not what is like it is asked for, but what those made who made it; the first that is known counts. */
  readonly makers?: readonly MakerField[];
}

/** By what callers take it back. */
export function likeId({ text, makers }: Likeness): string {
  return senseId(makers ? "makers" : "like", text);
}

const CUES = new Phrases<true>();
for (const cue of [
  "similar to",
  "in the vein of",
  "in the style of",
  "in the spirit of",
  "reminds me of",
  "remind me of",
  "that remind me of",
  "reminiscent of",
  "with the vibe of",
  "with the vibes of",
  "same vibe as",
  "same vibes as",
  "with vibes of",
  "comparable to",
  "akin to",
  "resembling",
  "for fans of",
  "fans of",
  "if i like",
  "if i liked",
  "if i love",
  "if i loved",
  "if i enjoyed",
  "if you like",
  "if you liked",
  "if you love",
  "if you loved",
  "if you enjoyed",
  "because i liked",
  "because i loved",
  "since i liked",
  "just finished",
  "to watch after",
  "watch next after",
  "in the mood of",
  "along the lines of",
  "same feel as",
  "same feeling as",
  "same energy as",
  "like i did at",
  "like i did with",
  "like i did watching",
  "like i did after",
  "as good as",
  "more like",
  "much like",
  "alternative to",
  "alternatives to",
  "parecido a",
  "parecida a",
  "parecidos a",
  "parecidas a",
  "similar a",
  "similares a",
  "estilo",
  "semblable a",
  "semblables a",
  "dans le style de",
  "dans le genre de",
  "ahnlich wie",
  "so wie",
  "похожие на",
  "похожее на",
  "вроде",
]) {
  CUES.add(wordsOfPhrase(cue), true);
}

/** After these, `like` compares what is seen or felt, and wishes. */
const NOT_BEFORE_LIKE = new Set(
  wordsOfPhrase(
    "look looks looked looking feel feels felt sound sounds act acts seem seems is was be are were would id i you they we he she people who smell dress dressed behave treated exactly",
  ),
);
const ACTUALLY = new Set(["actually", "really", "truly", "seriously", "literally"]);
const LIKE = new Set(["like", "como", "comme", "wie"]);
const BEFORE_TITLE = new Set([
  "the",
  "anime",
  "show",
  "series",
  "movie",
  "film",
  "watching",
  "titles",
  "such",
  "as",
]);
/** Words with which something else begins. */
const ENDS_TITLE = new Set(
  wordsOfPhrase(
    "but with without where except for what which whats any recommend recommendations only pero sin aber mais please then i because",
  ),
);
/** Words that deny what stands behind them. */
const DENIALS = new Set(["not", "no", "without", "minus", "except"]);
/** Behind a known title these make it a model: `Aria vibes`, `for a Nana fan`. */
const AFTER_TITLE = new Set(
  wordsOfPhrase("vibe vibes type style styled fan fans alternative alternatives clone clones energy"),
);
/** What stands for a title that was named before: `finished X, need another like it`. */
const PRONOUNS = new Set(["it", "this", "that", "them", "these", "those"]);
const WIDE_AFTER = ["みたい", "のような", "っぽい", "に似た"].map(wordsOfPhrase);
const LONGEST_TITLE = 12;
/** Past so many words a query is a description, in which `like` compares whatever it likes. */
const DESCRIPTION = 14;

/** `like X`, `similar to X`, `X lookalikes`, `X but lighter`, `from the makers of X`. */
export function readLikeness(
  query: string,
  tokens: readonly Token[],
  spans: readonly Span[],
  isTitle: IsTitle | undefined,
): Likeness | undefined {
  const of = spanIndex(tokens, spans);
  const made = readMakers(tokens, (first) => knownTitle(query, tokens, first, isTitle));
  if (made !== undefined) return made;
  for (let at = 0; at < tokens.length; at++) {
    const cue = CUES.longest(tokens, at, tokens.length);
    const plain = cue === undefined && LIKE.has(tokens[at]!.text) && likeSuffix(query, tokens, at) === 0;
    const asMuch = tokens[at]!.text === "as" && tokens[at - 2]?.text === "as";
    if (cue === undefined && !plain && !asMuch) continue;
    if (plain && isExample(tokens, at, of)) continue;
    if (plain && PRONOUNS.has(tokens[at + 1]?.text ?? "")) {
      const named = namedBefore(query, tokens, at, of, isTitle);
      if (named !== undefined) return named;
    }
    const certain = plain ? certainLike(tokens, at, of) : cue !== undefined;
    if (certain === undefined) continue;
    // `comedies people swear by, like actually funny` says it again in other words.
    const says = plain && ACTUALLY.has(tokens[at + 1]?.text ?? "");
    if (says) continue;
    const found = titleAfter(query, tokens, at, at + (cue?.length ?? 1), of, isTitle);
    if (found === undefined) continue;
    const asked = !certain || tokens.length > DESCRIPTION;
    if (asked && !isTitle?.(found.text)) continue;
    return found;
  }
  return titleBefore(query, tokens, of, isTitle) ?? titleBeforeBut(query, tokens, of, isTitle);
}

/** `sports shows, like boxing or tennis`, `like 100+ eps`: an attribute is no title. */
function isExample(tokens: readonly Token[], at: number, of: Int16Array): boolean {
  const next = tokens[at + 1];
  if (next === undefined) return false;
  return /^\d+\+$/.test(next.text) || (tokens[at]!.breaks && of[at + 1]! >= 0);
}

/** True where `like` must compare titles, false where it may, undefined where it does not. */
function certainLike(tokens: readonly Token[], at: number, of: Int16Array): boolean | undefined {
  const before = tokens[at - 1];
  // `Comme les nuages` is a title; `like X` is a query.
  if (before === undefined) return tokens[at]!.text === "like";
  if (NOT_BEFORE_LIKE.has(before.text)) return undefined;
  if (MEDIUM.has(before.text) || of[at - 1]! >= 0 || before.text === "one") return true;
  return tokens.slice(0, at).every((token) => FILLERS.has(token.text));
}

function titleAfter(
  query: string,
  tokens: readonly Token[],
  start: number,
  after: number,
  of: Int16Array,
  isTitle: IsTitle | undefined,
): Likeness | undefined {
  let first = after;
  // Not past `the` of a title that begins so.
  const known = knownTitle(query, tokens, first, isTitle);
  if (known !== undefined) {
    return { start, ...withOthers(query, tokens, withRest(query, tokens, first, known, of), isTitle) };
  }
  while (first < tokens.length && BEFORE_TITLE.has(tokens[first]!.text)) first++;
  const behind = first > after ? knownTitle(query, tokens, first, isTitle) : undefined;
  if (behind !== undefined) return { start, ...withOthers(query, tokens, behind, isTitle) };
  let end = first;
  while (end < tokens.length && end - first <= LONGEST_TITLE) {
    const token = tokens[end]!;
    if (end > first && (token.breaks || ENDS_TITLE.has(token.text) || token.text === "or")) break;
    end++;
  }
  if (end === first || end - first > LONGEST_TITLE) return undefined;
  return { start, end, text: textOf(query, tokens, first, end) };
}

/** `fullmetal alchmist`: a known title that goes on in a word of no other meaning is half of a misspelt one. */
function withRest(
  query: string,
  tokens: readonly Token[],
  first: number,
  known: { readonly end: number; readonly text: string },
  of: Int16Array,
): { readonly end: number; readonly text: string } {
  const next = tokens[known.end];
  const after = tokens[known.end + 1];
  const goesOn = next !== undefined && !next.breaks && !next.wide && isLoose(next, of[known.end]!);
  const isLast = after === undefined || after.breaks || ENDS_TITLE.has(after.text);
  if (!goesOn || !isLast || ENDS_TITLE.has(next.text) || next.text === "or" || next.text === "and")
    return known;
  return { end: known.end + 1, text: textOf(query, tokens, first, known.end + 1) };
}

function knownTitle(query: string, tokens: readonly Token[], first: number, isTitle: IsTitle | undefined) {
  if (isTitle === undefined) return undefined;
  for (let end = Math.min(tokens.length, first + LONGEST_TITLE); end > first; end--) {
    const text = textOf(query, tokens, first, end);
    if (isTitle(text)) return { end, text };
  }
  return undefined;
}

/** `like X or Y`: the first is looked up, the others are not searched for as words. */
function withOthers(
  query: string,
  tokens: readonly Token[],
  known: { readonly end: number; readonly text: string },
  isTitle: IsTitle | undefined,
): { end: number; text: string } {
  let end = known.end;
  while (tokens[end]?.text === "or" || tokens[end]?.text === "and") {
    const other = knownTitle(query, tokens, end + 1, isTitle);
    if (other === undefined) break;
    end = other.end;
  }
  return { end, text: known.text };
}

/** The longest known title before a place that says more than attributes. */
function namedBefore(
  query: string,
  tokens: readonly Token[],
  at: number,
  of: Int16Array,
  isTitle: IsTitle | undefined,
): Likeness | undefined {
  for (let start = 0; start < at; start++) {
    const known = isLoose(tokens[start]!, of[start]!) ? knownTitle(query, tokens, start, isTitle) : undefined;
    if (known !== undefined && known.end <= at) return { start, ...known };
  }
  return undefined;
}

/** `X lookalikes`, `X-like`, `X vibes`, `Xみたいな`. */
function titleBefore(
  query: string,
  tokens: readonly Token[],
  of: Int16Array,
  isTitle: IsTitle | undefined,
): Likeness | undefined {
  if (tokens.length > DESCRIPTION) return undefined;
  for (let at = 1; at < tokens.length; at++) {
    const length = likeSuffix(query, tokens, at);
    const isLoosely = length === 0 && AFTER_TITLE.has(tokens[at]!.text);
    if (length === 0 && !isLoosely) continue;
    let first = at;
    while (first > 0 && at - first < LONGEST_TITLE && !(first < at && tokens[first]!.breaks)) first--;
    for (let from = first; from < at; from++) {
      const text = textOf(query, tokens, from, at);
      const says = tokens.slice(from, at).some((token, i) => isLoose(token, of[from + i]!));
      if ((says || !isLoosely) && isTitle?.(text))
        return { start: from, end: at + Math.max(1, length), text };
    }
    if (isLoosely) continue;
    while (first < at && FILLERS.has(tokens[first]!.text)) first++;
    if (!tokens.slice(first, at).some((token, i) => isLoose(token, of[first + i]!))) continue;
    return { start: first, end: at + length, text: textOf(query, tokens, first, at) };
  }
  return undefined;
}

/** How many tokens at `at` say that what stands before is a model; 0 where none do. */
function likeSuffix(query: string, tokens: readonly Token[], at: number): number {
  const { text, wide } = tokens[at]!;
  if (text === "lookalike" || text === "lookalikes" || text === "esque") return 1;
  if (text === "like" && at > 0 && query.slice(tokens[at - 1]!.end, tokens[at]!.start) === "-") return 1;
  if (!wide) return 0;
  for (const characters of WIDE_AFTER) {
    if (characters.every((character, i) => tokens[at + i]?.text === character)) return characters.length;
  }
  return 0;
}

/** `X but lighter`, where X is known for a title. */
function titleBeforeBut(
  query: string,
  tokens: readonly Token[],
  of: Int16Array,
  isTitle: IsTitle | undefined,
): Likeness | undefined {
  const but = tokens.findIndex((token) => token.text === "but");
  if (but < 1 || but > LONGEST_TITLE || isTitle === undefined) return undefined;
  // `fruits basket but the old one` is that very title.
  const last = tokens.at(-1)!.text;
  if (tokens[but + 1]?.text === "the" && (last === "one" || last === "version")) return undefined;
  // `gundam but not seed` wants Gundam; `gundam but not sad` wants what is like it. What is forbidden is read elsewhere.
  const denies = DENIALS.has(tokens[but + 1]?.text ?? "");
  if (denies && (of[but + 2] ?? -1) < 0) return undefined;
  for (let first = 0; first < but; first++) {
    const text = textOf(query, tokens, first, but);
    const names = tokens.slice(first, but).some((token, i) => isLoose(token, of[first + i]!));
    if (names && isTitle(text)) return { start: first, end: denies ? but : but + 1, text };
    if (!FILLERS.has(tokens[first]!.text)) break;
  }
  return undefined;
}

/** The words as written. */
export function textOf(query: string, tokens: readonly Token[], from: number, to: number): string {
  return query.slice(tokens[from]!.start, tokens[to - 1]!.end);
}
