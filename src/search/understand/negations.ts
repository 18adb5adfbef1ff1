import { deniedAt } from "./denied.ts";
import { isKnownTitle, negatedTitle, titleAt, titleTogether, wordsUpTo } from "./denied-titles.ts";
import { type IsTitle, type Likeness, textOf } from "./likeness.ts";
import { BETWEEN, DENIALS, EXCEPTING, FLUFF, NEGATORS, OR, SUFFIXES } from "./negators.ts";
import type { Part } from "./parts.ts";
import { isLoose, outside, type Span, spanIndex } from "./spans.ts";
import { type Token, wordsOfPhrase } from "./tokens.ts";
import { CONJUNCTIONS, FILLERS, MEDIUM } from "./words.ts";

/** What a query wants to be spared: recognised spans, or a title. Tokens `[start, end)` say so. */
export interface Negation {
  readonly start: number;
  readonly end: number;
  readonly spans: readonly Span[];
  /** As written, where what is negated is no attribute: `except dragon ball`. */
  readonly title?: string;
  /** The title is one that the catalogue has. */
  readonly isKnown?: boolean;
  /** It is one of those that are called as what stands before it: `fate but not stay night`. */
  readonly isOfNamed?: true;
}

/** Words of an item of a list, and what stands behind all of it. */
const LONGEST_ITEM = 6;
const BEHIND_LIST = new Set(wordsOfPhrase("but with where that which who for from only"));
const THOSE = new Set(["that", "those", "this", "these"]);
const MOST_BETWEEN = 8;
const LONGEST_NEGATOR = 4;

/** Negations count beside something that is wanted, or where an attribute is negated: `No Game No Life` is a name. */
export function wantedNegations(
  query: string,
  tokens: readonly Token[],
  spans: readonly Span[],
  { like, part }: { readonly like: Likeness | undefined; readonly part: Part | undefined },
  isTitle: IsTitle | undefined,
): Negation[] {
  const read = readNegations(query, tokens, spans, isTitle).filter(
    // `hidan no aria season 2`: what a model or a part of a series is called denies nothing.
    ({ start, end }) =>
      [like, part].every((said) => said === undefined || end <= said.start || start >= said.end),
  );
  const wanted =
    like !== undefined ||
    part !== undefined ||
    tokens.some((token) => MEDIUM.has(token.text)) ||
    outside(spans, read).length > 0 ||
    read.some((negation) => negation.spans.length > 0 || negation.isOfNamed) ||
    (read.length > 0 && read[0]!.start > 0 && (isTitle?.(textOf(query, tokens, 0, read[0]!.start)) ?? false));
  if (!wanted) return [];
  return like === undefined && part === undefined && outside(spans, read).length === 0
    ? withSomethingLeft(tokens, read)
    : read;
}

/** `… but not One Piece`: a known name of several words, or capitals as in `MHA`; one word may be any. */
export function isOfName({ title = "", isKnown }: Negation): boolean {
  return (isKnown === true && title.includes(" ")) || /^[A-Z]{3,5}$/.test(title);
}

/** `not isekai fantasy`: where nothing else is wanted, the last of what stands in one phrase is. */
function withSomethingLeft(tokens: readonly Token[], negations: readonly Negation[]): Negation[] {
  const last = negations.at(-1);
  const wanted = last?.spans.at(-1);
  const before = last?.spans.at(-2);
  if (last === undefined || wanted === undefined || before?.end !== wanted.start) return [...negations];
  const asked = wanted.senses[0]!.role === "genre" || wanted.senses[0]!.kind === "format";
  if (!asked || tokens[wanted.start]!.breaks || last.end !== wanted.end) return [...negations];
  return [...negations.slice(0, -1), { ...last, end: wanted.start, spans: last.spans.slice(0, -1) }];
}

/** Every negation of the query, left to right. */
function readNegations(
  query: string,
  tokens: readonly Token[],
  spans: readonly Span[],
  isTitle: IsTitle | undefined,
): Negation[] {
  const of = spanIndex(tokens, spans);
  const negations: Negation[] = [];
  for (let at = 0; at < tokens.length; ) {
    const mayBegin = (of[at]! < 0 || spans[of[at]!]!.start === at) && suffixLength(tokens, at) === 0;
    const said = mayBegin ? negatorAt(tokens, at, of, spans) : undefined;
    const name = said === undefined ? 0 : titleAt(query, tokens, at, isTitle);
    if (said !== undefined && name > said.length) {
      at += name;
      continue;
    }
    // `nothing special`, `non linear`: an attribute that begins with a word that denies elsewhere.
    const own = startingAt(at, of, spans);
    const cue = said !== undefined && own !== undefined && own.end > at + said.length ? undefined : said;
    const found =
      denialOf(tokens, at, cue?.length ?? 0, of, spans) ??
      (cue && negationAfter(query, tokens, at, at + cue.length, cue.value, of, spans, isTitle)) ??
      (hasMinus(query, tokens[at]!)
        ? negationAfter(query, tokens, at, at, "tight", of, spans, isTitle)
        : undefined) ??
      negationBefore(tokens, at, of, spans);
    if (found !== undefined) negations.push(found);
    at = Math.max(at + 1, found?.end ?? 0);
    while (found !== undefined) {
      const other = anotherAt(query, tokens, at, found, of, spans, isTitle);
      if (other === undefined) break;
      negations.push(other);
      at = other.end;
    }
  }
  return negations;
}

/** Whether what stands at a place is denied right before it: `skip the movies`. */
export function isDenied(tokens: readonly Token[], at: number): boolean {
  const end = tokens[at - 1]?.text === "the" ? at - 1 : at;
  for (let start = Math.max(0, end - LONGEST_NEGATOR); start < end; start++) {
    const length = NEGATORS.longest(tokens, start, at)?.length ?? 0;
    if (start + length >= end) return true;
  }
  return false;
}

/** `no levels, stats or dungeons`: what stands between commas is the list's, too. */
function endsInOr(tokens: readonly Token[], at: number): boolean {
  const end = Math.min(tokens.length, at + LONGEST_ITEM);
  for (let i = at; i < end && !(i > at && tokens[i]!.breaks) && !BEHIND_LIST.has(tokens[i]!.text); i++) {
    if (OR.has(tokens[i]!.text)) return true;
  }
  return false;
}

/** `not gundam or macross`; without `or` only names that are known: `no naruto, bleach and one piece`. */
function anotherAt(
  query: string,
  tokens: readonly Token[],
  at: number,
  { title }: Negation,
  of: Int16Array,
  spans: readonly Span[],
  isTitle: IsTitle | undefined,
): Negation | undefined {
  const link = tokens[at];
  if (link === undefined) return undefined;
  if (OR.has(link.text)) {
    return negationAfter(query, tokens, at, at + 1, "tight", of, spans, isTitle);
  }
  // `no fma no hero academia`: the second is no Japanese particle.
  if (link.text === "no" && tokens[at + 1] !== undefined) {
    const next = negationAfter(query, tokens, at + 1, at + 1, "tight", of, spans, isTitle);
    const words = title === undefined ? 0 : wordsUpTo(tokens, at + 1);
    if (next !== undefined || words < 2) return next;
    // Beside one name another may be made of words that are attributes elsewhere.
    const end = at + 1 + words;
    return { start: at, end, spans: [], title: textOf(query, tokens, at + 1, end), isKnown: false };
  }
  if (link.breaks && of[at]! < 0 && endsInOr(tokens, at)) {
    return negationAfter(query, tokens, at, at, "tight", of, spans, isTitle);
  }
  const first = link.text === "and" ? at + 1 : at;
  if (title === undefined || first >= tokens.length) return undefined;
  const other = negatedTitle(query, tokens, first, of, isTitle);
  // `besides LOGH and Yamato`: with nothing behind it, what no one is called is meant for a name, too.
  const isLast = first > at && other?.end === tokens.length;
  if (other === undefined || !(other.isKnown || isLast)) return undefined;
  return { start: at, end: other.end, spans: [], title: other.text, isKnown: other.isKnown };
}

/** `-isekai`, `!isekai`, as in search engines: a space before the sign, none behind it. */
function hasMinus(query: string, { start }: Token): boolean {
  const sign = query[start - 1];
  return (sign === "-" || sign === "!") && (start === 1 || query[start - 2] === " ");
}

/** The longest negator that leaves the beginning of an attribute alone: `except` in `except for kids`. */
function negatorAt(tokens: readonly Token[], at: number, of: Int16Array, spans: readonly Span[]) {
  const longest = NEGATORS.longest(tokens, at, tokens.length);
  // Three words that say no leave nothing open: `que no sea` has no sea in it.
  if (longest === undefined || longest.length === 1 || longest.length > 2) return longest;
  const last = at + longest.length - 1;
  return startingAt(last, of, spans) === undefined ? longest : NEGATORS.longest(tokens, at, last);
}

function negationAfter(
  query: string,
  tokens: readonly Token[],
  start: number,
  after: number,
  reach: "tight" | "wide",
  of: Int16Array,
  spans: readonly Span[],
  isTitle: IsTitle | undefined,
): Negation | undefined {
  // `less than 10k viewers`
  if (tokens[after]?.text === "than") return undefined;
  let first = after;
  while (
    first < Math.min(tokens.length, after + MOST_BETWEEN) &&
    startingAt(first, of, spans) === undefined &&
    BETWEEN.has(tokens[first]!.text)
  ) {
    if (isKnownTitle(query, tokens, first, of, isTitle)) break;
    first++;
  }
  if (first >= tokens.length || (first > after && tokens[first]!.breaks && !tokens[first - 1]!.wide))
    return undefined;
  const together = titleTogether(query, tokens, start, first, of, isTitle);
  if (together !== undefined) {
    const { text: title, isKnown } = together;
    return { start, end: pastFluff(tokens, together.end), spans: [], title, isKnown, isOfNamed: true };
  }
  // `none of that food wars fanservice`: the name says only what kind is meant.
  const known = THOSE.has(tokens[first - 1]?.text ?? "") ? titleAt(query, tokens, first, isTitle, true) : 0;
  if (known > 1 && startingAt(first + known, of, spans) !== undefined) first += known;
  // `about schoolgirls` says more where it is denied than the theme that begins with `about`.
  const denied =
    deniedAt(tokens, first) ?? (BETWEEN.has(tokens[first]!.text) ? deniedAt(tokens, first + 1) : undefined);
  if (denied !== undefined && denied.end >= (startingAt(first, of, spans)?.end ?? 0)) {
    return { start, end: pastFluff(tokens, denied.end), spans: [denied] };
  }
  const cue = tokens.slice(start, after).map(({ text }) => text);
  const title = negatedTitle(query, tokens, first, of, isTitle, EXCEPTING.has(cue.join(" ")));
  if (title !== undefined) {
    if (isParticle(tokens, start, of, spans) && !title.isKnown) return undefined;
    return { start, end: title.end, spans: [], title: title.text, isKnown: title.isKnown };
  }
  if (isParticle(tokens, start, of, spans) && of[start - 1]! < 0) return undefined;
  const negated: Span[] = [];
  let end = first;
  for (let at = first; at < tokens.length; ) {
    const span = startingAt(at, of, spans);
    if (span === undefined || (at > first && tokens[at]!.breaks && !continuesList(tokens, at, of, spans)))
      break;
    // `no harem from the 90s`: a time after the first is a wish again.
    if (negated.length > 0 && span.senses.some((sense) => sense.role === "time")) break;
    negated.push(span);
    end = span.end;
    at = pastConjunction(tokens, span.end, of, spans, reach);
  }
  return negated.length > 0 ? { start, end: pastFluff(tokens, end), spans: negated } : undefined;
}

/** `the harem nonsense`, `no love stuff`. */
function pastFluff(tokens: readonly Token[], at: number): number {
  let end = at;
  while (end < tokens.length && !tokens[end]!.breaks && FLUFF.has(tokens[end]!.text)) end++;
  return end;
}

/** `Kimi no Na wa`: `no` between words that are no fillers may be Japanese. */
function isParticle(tokens: readonly Token[], at: number, of: Int16Array, spans: readonly Span[]): boolean {
  const before = tokens[at - 1];
  if (tokens[at]!.text !== "no" || before === undefined || tokens[at]!.breaks) return false;
  const span = spans[of[at - 1]!];
  return isLoose(before, of[at - 1]!) || (span?.senses.every(({ role }) => role !== "hint") ?? false);
}

/** `romance-free`, `harem-less`, `ロボット以外`. */
function negationBefore(
  tokens: readonly Token[],
  at: number,
  of: Int16Array,
  spans: readonly Span[],
): Negation | undefined {
  const length = suffixLength(tokens, at);
  // `before 1990 less famous`: what begins an attribute of its own denies none.
  const span = length > 0 && at > 0 && of[at]! < 0 ? spans[of[at - 1]!] : undefined;
  return span && { start: span.start, end: at + length, spans: [span] };
}

/** `romance with harem excluded`: the attribute before the denial; `aside from` says more than `aside`. */
function denialOf(
  tokens: readonly Token[],
  at: number,
  cue: number,
  of: Int16Array,
  spans: readonly Span[],
): Negation | undefined {
  const denial = tokens[at]!.breaks ? undefined : DENIALS.longest(tokens, at, tokens.length);
  const span = denial && denial.length >= cue ? spans[of[at - 1] ?? -1] : undefined;
  return denial && span && { start: span.start, end: at + denial.length, spans: [span] };
}

function suffixLength(tokens: readonly Token[], at: number): number {
  const { text, wide, breaks, start } = tokens[at]!;
  if (text === "free" && tokens[at + 1]?.text === "of") return 0;
  if (text === "free" || text === "less") {
    const before = tokens[at - 1];
    return before !== undefined && !breaks && start - before.end === 1 && !FILLERS.has(before.text) ? 1 : 0;
  }
  if (!wide) return 0;
  for (const characters of SUFFIXES) {
    if (characters.every((character, i) => tokens[at + i]?.text === character)) return characters.length;
  }
  return 0;
}

function startingAt(at: number, of: Int16Array, spans: readonly Span[]): Span | undefined {
  const span = spans[of[at] ?? -1];
  return span?.start === at ? span : undefined;
}

/** Where the list of what is negated goes on: past `or`, a comma of a list, or nothing for a wide negator. */
function pastConjunction(
  tokens: readonly Token[],
  end: number,
  of: Int16Array,
  spans: readonly Span[],
  reach: "tight" | "wide",
): number {
  let next = end;
  if (CONJUNCTIONS.has(tokens[next]?.text ?? "")) {
    next++;
    while (
      next < tokens.length &&
      startingAt(next, of, spans) === undefined &&
      BETWEEN.has(tokens[next]!.text)
    )
      next++;
    return startingAt(next, of, spans) === undefined ? tokens.length : next;
  }
  if (next < tokens.length && tokens[next]!.breaks)
    return continuesList(tokens, next, of, spans) ? next : tokens.length;
  return reach === "wide" ? next : tokens.length;
}

/** `no romance, harem or ecchi`: what follows the comma ends in `or` and one more. */
function continuesList(
  tokens: readonly Token[],
  at: number,
  of: Int16Array,
  spans: readonly Span[],
): boolean {
  const span = startingAt(at, of, spans);
  if (span === undefined) return false;
  const link = tokens[span.end];
  if (link === undefined) return false;
  if (OR.has(link.text)) return true;
  return link.breaks && continuesList(tokens, span.end, of, spans);
}
