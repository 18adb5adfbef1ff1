import { all, any, type Bounds, boundsName, either, range, type Sense, sense } from "./sense.ts";
import type { Reading } from "./times.ts";
import type { Token } from "./tokens.ts";
import { MEDIUM, readNumber, SOMEBODY } from "./words.ts";

const UNITS: Readonly<Record<string, readonly [kind: "episodes" | "duration", scale: number]>> = {
  episode: ["episodes", 1],
  episodes: ["episodes", 1],
  ep: ["episodes", 1],
  eps: ["episodes", 1],
  episodios: ["episodes", 1],
  話: ["episodes", 1],
  minute: ["duration", 60],
  minutes: ["duration", 60],
  min: ["duration", 60],
  mins: ["duration", 60],
  minutos: ["duration", 60],
  分: ["duration", 60],
  hour: ["duration", 3600],
  hours: ["duration", 3600],
  hr: ["duration", 3600],
  hrs: ["duration", 3600],
};

type Direction = "over" | "least" | "under" | "most";

const COMPARISONS: readonly (readonly [words: readonly string[], direction: Direction])[] = (
  [
    ["more than", "over"],
    ["longer than", "over"],
    ["over", "over"],
    ["above", "over"],
    ["mas de", "over"],
    ["plus de", "over"],
    ["at least", "least"],
    ["minimum", "least"],
    ["less than", "under"],
    ["fewer than", "under"],
    ["shorter than", "under"],
    ["under", "under"],
    ["below", "under"],
    ["menos de", "under"],
    ["moins de", "under"],
    ["at most", "most"],
    ["no more than", "most"],
    ["not more than", "most"],
    ["up to", "most"],
    ["no longer than", "most"],
    ["maximum", "most"],
  ] as const
).map(([words, direction]) => [words.split(" "), direction] as const);

/** One broadcast season of about 13 weeks, and its multiples, in episodes. */
const COURS: Readonly<Record<number, Bounds>> = {
  1: { gte: 10, lte: 14 },
  2: { gte: 20, lte: 28 },
  3: { gte: 34, lte: 41 },
  4: { gte: 45, lte: 54 },
};

/** What is told in one season, of one cour or two. */
const ONE_SEASON: Bounds = { gte: 8, lte: 28 };

const SHORT_EPISODE = range("duration", { lte: 900 });

const SHORTS = sense("attribute", "format", "type", "short", {
  value: ["MOVIE", "OVA", "ONA", "SPECIAL"],
  fits: all([any("type", ["MOVIE", "OVA", "ONA", "SPECIAL"]), range("duration", { lt: 2400 })]),
  group: "type",
});

/** What length is named at `at`: `over 100 episodes`, `12 episodes`, `under half an hour`, `two cour`, `short`. */
export function readLength(tokens: readonly Token[], at: number): Reading | undefined {
  return readCompared(tokens, at) ?? readBetween(tokens, at) ?? readPlain(tokens, at) ?? readWord(tokens, at);
}

function readCompared(tokens: readonly Token[], at: number): Reading | undefined {
  for (const [words, direction] of COMPARISONS) {
    if (!words.every((one, i) => word(tokens, at + i) === one)) continue;
    const amount = amountAt(tokens, at + words.length);
    if (amount === undefined) continue;
    return reading(amount.next - at, lengthSense(amount.kind, bounded(direction, amount.value)));
  }
  return undefined;
}

/** `between 20 and 30 episodes`, `24-26 episodes`, `10 to 13 eps`. */
function readBetween(tokens: readonly Token[], at: number): Reading | undefined {
  const first = word(tokens, at) === "between" ? at + 1 : at;
  const low = readNumber(tokens[first]?.text);
  if (low === undefined) return undefined;
  const link = word(tokens, first + 1);
  const second = link === "and" || link === "to" || link === "or" ? first + 2 : first + 1;
  const high = amountAt(tokens, second);
  if (high === undefined || low * high.scale >= high.value) return undefined;
  return reading(high.next - at, lengthSense(high.kind, { gte: low * high.scale, lte: high.value }));
}

/** `100+ episodes`, `12 episodes`, `20 minute episodes`, `12 episodes or less`, `one cour`. */
function readPlain(tokens: readonly Token[], at: number): Reading | undefined {
  const cours = courAt(tokens, at);
  if (cours !== undefined) return cours;
  const amount = amountAt(tokens, at);
  if (amount === undefined) return undefined;
  const { kind, value, scale, next } = amount;
  if (word(tokens, next) === "or") {
    const more = word(tokens, next + 1);
    if (more === "more" || more === "longer") {
      return reading(next + 2 - at, lengthSense(kind, { gte: value }));
    }
    if (more === "less" || more === "fewer" || more === "shorter") {
      return reading(next + 2 - at, lengthSense(kind, { lte: value }));
    }
  }
  const exact = kind === "episodes" ? { gte: value, lte: value } : around(value, scale);
  return reading(next - at, lengthSense(kind, amount.plus ? { gte: value } : exact));
}

/** A length in minutes is said in round figures. */
function around(seconds: number, scale: number): Bounds {
  const slack = Math.max(scale === 60 ? 120 : 600, Math.round(seconds * 0.1));
  return { gte: seconds - slack, lte: seconds + slack };
}

function courAt(tokens: readonly Token[], at: number): Reading | undefined {
  if ((word(tokens, at) === "one" || word(tokens, at) === "single") && word(tokens, at + 1) === "season") {
    return reading(2, lengthSense("episodes", ONE_SEASON));
  }
  const count =
    word(tokens, at) === "single" ? 1 : word(tokens, at) === "double" ? 2 : readNumber(tokens[at]?.text);
  const unit = word(tokens, at + 1);
  const bounds = count === undefined ? undefined : COURS[count];
  if (bounds === undefined || !(unit === "cour" || unit === "cours")) return undefined;
  return reading(
    2,
    sense("attribute", "episodes", "episodes", `${count} cour`, {
      value: bounds,
      fits: all([range("episodes", bounds), any("type", ["TV", "ONA"])]),
    }),
  );
}

function readWord(tokens: readonly Token[], at: number): Reading | undefined {
  const text = word(tokens, at);
  const next = word(tokens, at + 1);
  if ((text === "long" && RUNNING.has(next)) || text === "longrunning") {
    const fits = range("episodes", { gt: 50 });
    return reading(
      text === "long" ? 2 : 1,
      sense("attribute", "episodes", "episodes", "long running", { value: { gt: 50 }, fits }),
    );
  }
  if (text === "long" && MEDIUM.has(next)) {
    const prefers = [{ condition: range("episodes", { gt: 24 }), weight: 0.5 }];
    return reading(1, sense("hint", "episodes", "episodes", "long", { value: { gt: 24 }, prefers }));
  }
  if (text === "short" && (next === "animation" || next === "animations"))
    return { ...reading(2, SHORTS), cued: false };
  if (text === "shorts") return { ...reading(1, SHORTS), cued: false };
  if (text !== "short" && text !== "bite") return undefined;
  if (next === "episodes" || next === "episode" || next === "eps" || (text === "bite" && next === "sized")) {
    return reading(
      2,
      sense("attribute", "duration", "duration", "short episodes", {
        value: { lte: 900 },
        fits: all([SHORT_EPISODE, any("type", ["TV", "ONA", "OVA"])]),
        prefers: [{ condition: range("duration", { lte: 600 }), weight: 0.5 }],
      }),
    );
  }
  if (text === "bite" || (next !== "story" && SOMEBODY.has(next))) return undefined;
  const short = reading(
    1,
    sense("attribute", "episodes", "episodes", "short", {
      value: { lte: 13 },
      // A film is one episode, however long.
      fits: either([
        SHORT_EPISODE,
        { must: [range("episodes", { lte: 13 })], must_not: [any("type", ["MOVIE"])] },
      ]),
      prefers: [{ condition: SHORT_EPISODE, weight: 0.3 }],
    }),
  );
  return { ...short, cued: false };
}

const RUNNING = new Set(["running", "runner", "runners"]);

interface Amount {
  readonly kind: "episodes" | "duration";
  readonly value: number;
  readonly scale: number;
  readonly plus: boolean;
  readonly next: number;
}

function amountAt(tokens: readonly Token[], at: number): Amount | undefined {
  if (word(tokens, at) === "hundreds" && word(tokens, at + 1) === "of") {
    const unit = UNITS[word(tokens, at + 2)];
    if (unit?.[0] === "episodes") return { kind: "episodes", value: 100, scale: 1, plus: true, next: at + 3 };
  }
  if (word(tokens, at) === "half" && UNITS[word(tokens, at + 1)]?.[1] === 3600) return halfHour(at + 2);
  if (word(tokens, at) === "half" && word(tokens, at + 1) === "an" && word(tokens, at + 2) === "hour")
    return halfHour(at + 3);
  const text = word(tokens, at);
  const article = text === "an" || text === "a";
  const plus = text.endsWith("+");
  const count = article ? 1 : readNumber(plus ? text.slice(0, -1) : text);
  const unit = UNITS[word(tokens, at + 1)];
  if (count === undefined || unit === undefined || (article && unit[1] !== 3600)) return undefined;
  const [kind, scale] = unit;
  return { kind, value: count * scale, scale, plus, next: at + 2 };
}

function halfHour(next: number): Amount {
  return { kind: "duration", value: 1800, scale: 60, plus: false, next };
}

function bounded(direction: Direction, value: number): Bounds {
  if (direction === "over") return { gt: value };
  if (direction === "least") return { gte: value };
  return direction === "under" ? { lt: value } : { lte: value };
}

function lengthSense(kind: "episodes" | "duration", bounds: Bounds): Sense {
  const high = bounds.lte ?? bounds.lt;
  // Who asks for few episodes does not mean films.
  const prefers =
    kind === "episodes" && high !== undefined
      ? [{ condition: any("type", ["TV", "ONA", "OVA"]), weight: 0.5 }]
      : [];
  return sense("attribute", kind, kind, boundsName(bounds), {
    value: bounds,
    fits: range(kind, bounds),
    prefers,
  });
}

function reading(length: number, only: Sense): Reading {
  return { length, senses: [only], cued: true };
}

function word(tokens: readonly Token[], at: number): string {
  return tokens[at]?.text ?? "";
}
