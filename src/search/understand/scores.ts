import { type Bounds, boundsName, range, type Sense, sense } from "./sense.ts";
import type { Reading } from "./times.ts";
import type { Token } from "./tokens.ts";
import { readNumber } from "./words.ts";

/** Scores are of 0 to 10. */
const HIGHEST = 10;
/** Of what is said out of ten: less is no praise, and hardly an anime has more. */
const LEAST_OF_TEN = 7;
const BEST_OF_TEN = 8.5;

const NOUNS = new Set(["score", "scores", "rating", "ratings"]);
const VERBS = new Set(["scored", "scoring", "rated"]);
/** What may stand between `score` and the number. */
const BEFORE_NUMBER = new Set(["of", "is", "a", "an", "imdb", "mal", "average", "mean"]);
/** What may stand before `score`. */
const BEFORE_NOUN = new Set(["with", "a", "an", "average", "mean", "mal", "imdb", "anilist", "myanimelist"]);
/** Where it was scored: one score counts over all platforms. */
const PLACES = new Set(["on", "mal", "myanimelist", "anilist", "anidb", "kitsu", "out", "of", "10", "stars"]);

const COMPARISONS: readonly (readonly [words: readonly string[], of: (score: number) => Bounds])[] = (
  [
    ["higher than", "gt"],
    ["more than", "gt"],
    ["better than", "gt"],
    ["greater than", "gt"],
    ["over", "gt"],
    ["above", "gt"],
    ["at least", "gte"],
    ["minimum", "gte"],
    ["lower than", "lt"],
    ["less than", "lt"],
    ["worse than", "lt"],
    ["under", "lt"],
    ["below", "lt"],
    ["at most", "lte"],
    ["up to", "lte"],
    ["nothing below", "gte"],
    ["nothing under", "gte"],
    ["nothing lower than", "gte"],
    ["nothing less than", "gte"],
    ["no lower than", "gte"],
  ] as const
).map(([words, bound]) => [words.split(" "), (score: number) => ({ [bound]: score })] as const);

/** With what they begin: most words of a query compare nothing. */
const COMPARED = new Set(COMPARISONS.map(([words]) => words[0]));
const LEAST = new Set(["nothing", "no"]);

/** Nothing is counted behind it. */
function ends(tokens: readonly Token[], at: number): boolean {
  return at >= tokens.length || tokens[at]!.breaks;
}

const OR_MORE = new Set(["higher", "more", "above", "better", "over", "up", "greater"]);
const OR_LESS = new Set(["lower", "less", "below", "worse", "under"]);

/** What score is asked for at `at`: `score above 8.5`, `rated 9 or higher`, `8+ rating`, `over 8 on mal`. */
export function readScore(tokens: readonly Token[], at: number): Reading | undefined {
  const ofTen = outOfTen(tokens, at);
  if (ofTen !== undefined) return ofTen;
  const text = word(tokens, at);
  let next = at;
  let named = NOUNS.has(text) || VERBS.has(text);
  if (named) next++;
  else if (BEFORE_NOUN.has(text)) {
    while (BEFORE_NOUN.has(word(tokens, next))) next++;
    if (!NOUNS.has(word(tokens, next))) return undefined;
    named = true;
    next++;
  }
  while (named && BEFORE_NUMBER.has(word(tokens, next))) next++;
  const compared = COMPARED.has(word(tokens, next))
    ? COMPARISONS.find(([words]) => words.every((one, i) => word(tokens, next + i) === one))
    : undefined;
  if (compared !== undefined) {
    next += compared[0].length;
    if (word(tokens, next) === "a") next++;
  }
  const number = numberAt(tokens, next);
  if (number === undefined) return undefined;
  next = number.next;
  const after = afterNumber(tokens, next);
  next = after.next;
  // `above 8 on mal`, `8+ rating`: what is counted is said behind the number.
  if (!named) {
    if (NOUNS.has(word(tokens, next)) || VERBS.has(word(tokens, next))) next++;
    else if (word(tokens, next) !== "on" || !PLACES.has(word(tokens, next + 1))) {
      // `8.2 or higher`: few other numbers have a point. `nothing below a 7` ends with it.
      const isLeast = compared !== undefined && LEAST.has(compared[0][0]!) && ends(tokens, next);
      if (!number.isDecimal && !isLeast) return undefined;
    }
  }
  const bound =
    compared?.[1](number.value) ??
    after.of?.(number.value) ??
    (number.plus ? { gte: number.value } : undefined);
  if (bound === undefined) return undefined;
  while (PLACES.has(word(tokens, next)) && !tokens[next]!.breaks) next++;
  return { length: next - at, senses: [scoreSense(bound)], cued: true };
}

/** `10/10`, `9 out of 10`: as good as can be, which over all viewers is less. */
function outOfTen(tokens: readonly Token[], at: number): Reading | undefined {
  const score = readNumber(word(tokens, at));
  if (score === undefined || score < LEAST_OF_TEN || score > HIGHEST) return undefined;
  const [number, next] = [tokens[at]!, tokens[at + 1]];
  const isFraction = next?.text === "10" && !next.breaks && next.start - number.end === 1;
  const isSaid = next?.text === "out" && word(tokens, at + 2) === "of" && word(tokens, at + 3) === "10";
  if (!isFraction && !isSaid) return undefined;
  const senses = [scoreSense({ gte: Math.min(score, BEST_OF_TEN) })];
  return { length: isFraction ? 2 : 4, senses, cued: true };
}

function afterNumber(tokens: readonly Token[], at: number): { next: number; of?: (score: number) => Bounds } {
  const link = word(tokens, at);
  if (link !== "or" && link !== "and") return { next: at };
  const more = word(tokens, at + 1);
  if (OR_MORE.has(more)) return { next: at + 2, of: (score) => ({ gte: score }) };
  if (OR_LESS.has(more)) return { next: at + 2, of: (score) => ({ lte: score }) };
  return { next: at };
}

/** `8`, `8+`, and `8.5`, which is cut at its point. */
function numberAt(
  tokens: readonly Token[],
  at: number,
): { value: number; isDecimal: boolean; plus: boolean; next: number } | undefined {
  const [whole, part] = [tokens[at], tokens[at + 1]];
  if (whole === undefined) return undefined;
  const plus = whole.text.endsWith("+");
  const value = readNumber(plus ? whole.text.slice(0, -1) : whole.text);
  if (value === undefined) return undefined;
  const digits = part?.text.replace(/\+$/, "") ?? "";
  const isDecimal =
    !plus && part !== undefined && part.start - whole.end === 1 && !part.breaks && /^\d{1,2}$/.test(digits);
  const score = isDecimal ? Number(`${value}.${digits}`) : value;
  if (score < 1 || score > HIGHEST) return undefined;
  return {
    value: score,
    isDecimal,
    plus: plus || (isDecimal && part.text.endsWith("+")),
    next: at + (isDecimal ? 2 : 1),
  };
}

function scoreSense(bounds: Bounds): Sense {
  const low = bounds.gte ?? bounds.gt;
  const order = {
    column: "score.median",
    order: bounds.lt === undefined && bounds.lte === undefined ? "desc" : "asc",
  } as const;
  return sense("attribute", "quality", "score.median", boundsName(bounds), {
    value: bounds,
    fits: range("score.median", bounds),
    // Where hardly any entry reaches it, those that come near it.
    prefers:
      low === undefined
        ? []
        : [0.4, 0.9].map((less) => ({ condition: range("score.median", { gte: low - less }), weight: 0.35 })),
    order,
  });
}

function word(tokens: readonly Token[], at: number): string {
  return tokens[at]?.text ?? "";
}
