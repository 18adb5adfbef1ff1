import type { Sense } from "./sense.ts";
import { isLoose, type Span, spanIndex } from "./spans.ts";
import type { Token } from "./tokens.ts";
import { FILLERS, LINKS, MEDIUM } from "./words.ts";

/** How much of what a query says in words of attributes is meant as a condition. */
export type Effect = "filter" | "preference" | "mention" | "nothing";

/**
 * What the policy knows of a query: its tokens, what was recognised as meant positively, and which tokens are spoken
 * for in other ways (negations, a title that it compares with).
 */
export interface Reading {
  readonly tokens: readonly Token[];
  readonly spans: readonly Span[];
  readonly spoken: Uint8Array;
  /** The query is a title by itself: whatever it says may be only its name. */
  readonly titled: boolean;
  /** Whether it is could be asked; if it could and it is none, themes alone are meant. */
  readonly checked: boolean;
  /** Something is said that only a wish says: a negation, a model. */
  readonly anchored: boolean;
  /** It compares with a title. */
  readonly compares: boolean;
}

/** How a query is made: of attributes alone, of attributes and other words, of a plot or a title. */
export type Manner = "attributes" | "mixed" | "description";

export interface Decision {
  /** Per span. */
  readonly effects: readonly Effect[];
  readonly manner: Manner;
}

/** More loose words than this tell a plot, whatever else is said beside it. */
const MOST_LOOSE = 3;
/** As many words make a sentence; then one loose word is enough, unless it begins with what is looked for. */
const SENTENCE = 10;
const MOST_LOOSE_IN_SENTENCE = 1;

/**
 * When to constrain, when to prefer, when to leave alone.
 *
 * A *loose* word is one that nothing explains: no attribute, no filler, no title spoken of.
 * - **Attributes**: no loose word. All is meant: genres, formats, times, studios constrain. A theme (`ghost`,
 *   `school`) constrains only beside something that cannot be part of a title: a genre, a format, a time, a negation,
 *   `anime`. Themes alone are wishes: `Vampire Knight`, `Space Pirate`.
 * - **Mixed**: up to three loose words, in a sentence of ten words or more that does not begin with what is looked for
 *   one. What stands in one phrase with what is looked for (`mecha anime about …`,
 *   `horror movies from the 80s …`) or is said with a cue (`by Ghibli`, `over 100 episodes`, `since 2010`)
 *   constrains; so does praise in several words (`highest rated`); other genres constrain where they and attributes
 *   make up two thirds of a query that is known to be no title, and are wishes otherwise; a year is always a wish, since titles differ by it.
 * - **Description**: more loose words. Nothing constrains, for what one remembers is often wrong by a format or a few
 *   years; what stands in one phrase with what is looked for, at the very beginning, is a wish, and so is
 *   how many episodes it has; other themes are mentioned: they count for less.
 *
 * Hints are never more than wishes. Moods are demands only where nothing but attributes stands beside them: `sad movies`.
 * In a query that is a title by itself everything is a wish.
 */
export function effects(reading: Reading): Decision {
  const { tokens, spans, spoken, titled, anchored } = reading;
  const of = spanIndex(tokens, spans);
  const loose = tokens.filter((token, i) => !spoken[i] && isLoose(token, of[i]!)).length;
  const heads = headPhrases(tokens, spans, of, spoken);
  if (loose === 0) {
    const sure =
      anchored ||
      (reading.checked && !speaksOfOne(tokens)) ||
      heads.medium ||
      spans.some((span) =>
        span.senses.some(({ role }) => role !== "theme" && role !== "mood" && role !== "hint"),
      );
    const isOfMood =
      !reading.compares &&
      spans.every(({ senses }) => senses.every(({ role }) => role !== "genre" && role !== "theme"));
    const decided = spans.map((span): Effect => {
      if (titled || isFormatFirst(tokens, spans, span)) return "preference";
      return mostly(span, ({ role }) => {
        if (role === "mood") return isOfMood ? "filter" : "preference";
        return role === "theme" && !sure ? "preference" : "filter";
      });
    });
    const named = titled || spans.some((span) => isFormatFirst(tokens, spans, span));
    return { effects: decided, manner: named ? "description" : "attributes" };
  }
  if (titled) return { effects: spans.map(() => "nothing"), manner: "description" };
  const words = (of: readonly Span[]) => of.reduce((sum, span) => sum + span.end - span.start, 0);
  const covered = words(spans);
  const asked = words(spans.filter(isAsked));
  const isSentence = tokens.length >= SENTENCE && !heads.begins;
  if (loose <= (isSentence ? MOST_LOOSE_IN_SENTENCE : MOST_LOOSE) && !(isSentence && isTold(spans, heads))) {
    const decided = spans.map((span, i): Effect => {
      if (heads.all.has(i) || isCued(span)) {
        return mostly(span, ({ role }) => (role === "mood" ? "preference" : "filter"));
      }
      if (span.senses.some((sense) => sense.role === "time")) return "preference";
      if (!reading.checked) return covered > loose || anchored ? "preference" : "nothing";
      return asked >= 2 * loose && isGenre(span) ? "filter" : "preference";
    });
    return { effects: decided, manner: "mixed" };
  }
  return {
    effects: spans.map((span, i) => {
      if (heads.first.has(i) || isOfLength(span) || isTimeOfMedium(tokens, span)) return "preference";
      return span.senses.every(({ role }) => role === "theme") ? "mention" : "nothing";
    }),
    manner: "description",
  };
}

/** `anime from the 60s` is not `in 1960s Tokyo`. */
function isTimeOfMedium(tokens: readonly Token[], { start, cued, senses }: Span): boolean {
  return cued && senses.every(({ role }) => role === "time") && MEDIUM.has(tokens[start - 1]?.text ?? "");
}

/** `100+ episodes` is said of anime, however much else is told. */
function isOfLength({ cued, senses }: Span): boolean {
  return cued && senses.every(({ kind }) => kind === "episodes");
}

/** A sentence of themes alone, which nothing in it asks for: a plot, however many of its words are tags. */
function isTold(spans: readonly Span[], { medium }: Heads): boolean {
  return (
    !medium && spans.every(({ senses }) => senses.every(({ role }) => role === "theme" || role === "mood"))
  );
}

/** `the one with the robot` means a certain anime, of which a theme is remembered. */
function speaksOfOne(tokens: readonly Token[]): boolean {
  return (
    tokens.length > 1 &&
    tokens[1]!.text === "one" &&
    (tokens[0]!.text === "the" || tokens[0]!.text === "that")
  );
}

function mostly(span: Span, effect: (sense: Sense) => Effect): Effect {
  if (span.senses.every((sense) => sense.fits === undefined)) return "preference";
  return span.senses.map(effect).find((one) => one !== "filter") ?? "filter";
}

function isGenre(span: Span): boolean {
  return span.senses.every((sense) => sense.role === "genre");
}

/** What is said of anime, not in a story: genres and attributes, but no themes. */
function isAsked(span: Span): boolean {
  return span.senses.every(({ role }) => role === "genre" || role === "attribute" || role === "time");
}

/** What no plot and hardly a title says. */
const CUED_KINDS = new Set(["status", "studio", "source"]);

function isCued(span: Span): boolean {
  // `highest rated`, `award winning`, `nobody talks about`: praise in so many words is said of anime.
  if (span.end - span.start > 1 && span.senses.every(({ kind }) => kind === "quality")) return true;
  // Nobody but its maker is called by both names.
  if (span.end - span.start > 1 && span.senses.every(({ kind }) => kind === "person")) return true;
  return span.cued || span.senses.some(({ kind, role }) => role === "attribute" && CUED_KINDS.has(kind));
}

/** `Movie War`, `Film Noir`: in English what is looked for stands last, or has a preposition behind it. */
function isFormatFirst(tokens: readonly Token[], spans: readonly Span[], span: Span): boolean {
  if (spans.length !== 2 || tokens.length !== spans[0]!.end + spans[1]!.end - spans[1]!.start) return false;
  const [first, second] = spans as readonly [Span, Span];
  if (first.start !== 0 || second.start !== first.end) return false;
  return (
    (span === first || span === second) &&
    first.senses[0]!.kind === "format" &&
    second.senses.every((sense) => sense.role === "theme") &&
    first.end === 1
  );
}

interface Heads {
  /** Spans in one phrase with what is looked for. */
  readonly all: ReadonlySet<number>;
  /** Those of the phrase that the query begins with. */
  readonly first: ReadonlySet<number>;
  /** What is looked for stands at the very beginning: `mecha anime …`, `movies …`. */
  readonly begins: boolean;
  /** `anime`, `show`, … stands in the query, or a format that says as much. */
  readonly medium: boolean;
}

/** What follows a genre that stands for an anime of it: `isekai where …`, `comedy about …`. */
const AFTER_HEAD = new Set(["where", "about", "with", "set", "featuring", "without", "like"]);

function headPhrases(
  tokens: readonly Token[],
  spans: readonly Span[],
  of: Int16Array,
  spoken: Uint8Array,
): Heads {
  const all = new Set<number>();
  const first = new Set<number>();
  let medium = false;
  let beginning = false;
  for (let at = 0; at < tokens.length; at++) {
    if (spoken[at]) continue;
    if (MEDIUM.has(tokens[at]!.text)) medium = true;
    if (!isHead(tokens, spans, of, at)) continue;
    const phrase = new Set<number>();
    if (of[at]! >= 0) phrase.add(of[at]!);
    let left = of[at]! >= 0 ? spans[of[at]!]!.start - 1 : at - 1;
    while (left >= 0 && !spoken[left]) {
      const span = of[left]!;
      if (span >= 0) {
        phrase.add(span);
        left = spans[span]!.start - 1;
      } else if (LINKS.has(tokens[left]!.text)) left--;
      else break;
    }
    const begins =
      left < 0 || tokens.slice(0, left + 1).every((token, i) => FILLERS.has(token.text) && of[i]! < 0);
    let right = of[at]! >= 0 ? spans[of[at]!]!.end : at + 1;
    // Behind it only what is said with a preposition of its own: `from the 80s`, `by Ghibli`.
    while (right < tokens.length && !spoken[right]) {
      const span = of[right]!;
      if (span >= 0 && belongsBehind(spans[span]!)) {
        phrase.add(span);
        right = spans[span]!.end;
      } else break;
    }
    // `the adventure of X`: a genre stands for an anime only where the query begins with it.
    const genre = of[at]! >= 0 && spans[of[at]!]!.senses[0]!.role === "genre";
    if (genre && !begins) continue;
    if (begins) beginning = true;
    for (const span of phrase) {
      all.add(span);
      if (begins) first.add(span);
    }
  }
  return { all, first, begins: beginning, medium };
}

function isHead(tokens: readonly Token[], spans: readonly Span[], of: Int16Array, at: number): boolean {
  const index = of[at]!;
  const next = tokens[index >= 0 ? spans[index]!.end : at + 1];
  const nextSpan = index >= 0 ? of[spans[index]!.end] : of[at + 1];
  // `anime club`, `film star`: half of something else.
  const alone = next === undefined || next.breaks || FILLERS.has(next.text) || (nextSpan ?? -1) >= 0;
  if (index < 0) return MEDIUM.has(tokens[at]!.text) && alone;
  const span = spans[index]!;
  if (span.end !== at + 1) return false;
  const { kind, role } = span.senses[0]!;
  if (kind === "format" || (span.end - span.start > 1 && MEDIUM.has(tokens[at]!.text))) return alone;
  return role === "genre" && (next === undefined ? false : AFTER_HEAD.has(next.text) || next.breaks);
}

function belongsBehind(span: Span): boolean {
  return span.cued || span.senses.some((sense) => sense.role === "time" || sense.kind === "studio");
}
