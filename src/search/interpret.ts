import { EXACT, type TitleIndex } from "../titles/title-index.ts";
import type { Clause, Filter } from "../vector-store/filter.ts";
import type { Sort, VectorStore } from "../vector-store/port.ts";
import type { Entries, Generation } from "./catalogue.ts";
import { LARGEST_FAMILY } from "./family.ts";
import { watchOrder } from "./group.ts";
import { likenessTo } from "./likeness.ts";
import type { Lexicon } from "./understand/lexicon.ts";
import type { Now } from "./understand/times.ts";
import { type Understanding, type Understood, understand } from "./understand/understand.ts";

/** A query as it is searched for: what it demands, what it would rather have, and what is left to search by meaning. */
export interface Interpretation {
  readonly understood: readonly Understood[];
  readonly filter: Filter;
  readonly preferences: readonly {
    readonly id: string;
    readonly condition: Clause;
    readonly weight: number;
  }[];
  /** Text for the spaces; empty when everything was understood. */
  readonly rest: string;
  /** An anime that the results shall be like. */
  readonly like: { readonly id: string; readonly title: string } | null;
  /** Anime that the query speaks of in other words than their names, with what that adds to their scores. */
  readonly meant: ReadonlyMap<string, number>;
  readonly order: Sort | undefined;
  /** A title that was looked for in vain, with the nearest known one. */
  readonly suggestion: { readonly text: string; readonly id: string; readonly title: string } | null;
}

export interface Interpreter {
  readonly lexicon: Lexicon;
  readonly generation: Generation;
  readonly entries: Entries;
  readonly store: VectorStore;
  readonly now: Now;
}

/** Letters of the longest query that may be a misspelt title. */
const LONGEST_MISSPELT = 24;

/** A title match that a comparison or a part may stand on; below it the nearest is only suggested. */
const SURE = 0.6;
/**
 * Which demands become wishes where fewer than `enough` entries meet them all. Themes first: tags are incomplete, and a
 * page of results is worth more than the few that have one; genres, studios and times only where nothing is left.
 */
const RELAXED: readonly { readonly kinds?: ReadonlySet<string>; readonly enough: number }[] = [
  { kinds: new Set(["theme", "tag"]), enough: 10 },
  { enough: 1 },
];

const NO_DEMANDS: typeof RELAXED = [{ enough: Number.POSITIVE_INFINITY }];

/** What the very part of a series adds, beyond any other reason, and what the other parts of that series add. */
const THE_PART = 12;
const SAME_SERIES = 4;

/**
 * Reads a query: see `understand`. Titles in it are looked up; demands that too little in the catalogue meets under the
 * caller's own filter become wishes, so that a misreading costs little.
 */
export async function interpret(
  query: string,
  options: {
    readonly ignore: readonly string[];
    readonly filter: Filter;
    readonly includeNsfw: boolean;
    /** Every demand becomes a wish, because something else than the query has its say, too; exclusions stay. */
    readonly wishesOnly?: boolean;
  },
  interpreter: Interpreter,
): Promise<Interpretation> {
  const { lexicon, generation, store, now } = interpreter;
  const { titles } = generation;
  const lookup = { includeAdult: options.includeNsfw };
  const whole = query.trim();
  // A misspelt title is looked for as a whole query only, and not in what is too long to be one: within a query, every
  // run of words is asked for.
  const isTitle = (text: string) =>
    titles.isTitle(text, {
      ...lookup,
      exactly: text.length < whole.length || text.length > LONGEST_MISSPELT,
    });
  const given = { ignore: [...options.ignore], now, isTitle };
  let understanding = understand(query, lexicon, given);
  // `highest rated ova` is no part of a series: there is none that is called so.
  const { part } = understanding;
  if (part !== undefined && seriesCalled(part.title, titles, lookup) === undefined) {
    given.ignore.push(part.id);
    understanding = understand(query, lexicon, given);
  }
  const prefer: string[] = [];
  for (const { kinds, enough } of options.wishesOnly ? NO_DEMANDS : RELAXED) {
    const demands = understanding.understood.filter(
      ({ kind, effect }) => effect === "filter" && (kinds === undefined || kinds.has(kind)),
    );
    if (demands.length === 0) continue;
    const demanded: Filter = { must: [options.filter, understanding.filter] };
    if ((await store.count(generation.anime, demanded)) >= enough) break;
    prefer.push(...demands.map(({ id }) => id));
    understanding = understand(query, lexicon, { ...given, prefer });
  }
  return conclude(understanding, titles, lookup, interpreter);
}

function conclude(
  understanding: Understanding,
  titles: TitleIndex,
  lookup: { readonly includeAdult: boolean },
  { entries, generation, lexicon }: Interpreter,
): Interpretation {
  const find = (text: string) => titles.lookup(text, 1, lookup)[0];
  const forbidden: Clause[] = [];
  const alike: Interpretation["preferences"][number][] = [];
  let like: Interpretation["like"] = null;
  let suggestion: Interpretation["suggestion"] = null;
  if (understanding.like !== undefined) {
    const { text } = understanding.like;
    const match = find(text);
    if (match !== undefined && match.score >= SURE) like = { id: match.id, title: match.name };
    else if (match !== undefined) suggestion = { text, id: match.id, title: match.name };
    const model = like === null ? null : entries.read(like.id);
    if (model !== null) {
      const of = (tag: string) => lexicon.tagged.get(tag) ?? 0;
      const likeness = likenessTo(model, of, generation.fit.animeText.documents);
      alike.push(...likeness.preferences);
      forbidden.push(...withFamily(model.id, entries), ...likeness.forbidden);
    }
  }
  for (const { text } of understanding.without ?? []) {
    const match = find(text);
    if (match !== undefined && match.score >= SURE) forbidden.push(...withFamily(match.id, entries));
    // A franchise of hundreds is known by its name in the catalogue, too: Pokémon is Pocket Monsters there.
    const called = match !== undefined && match.score > EXACT ? entries.read(match.id)?.title : undefined;
    if (called !== undefined) forbidden.push({ key: "title", words: called });
  }
  return {
    understood: understanding.understood,
    filter:
      forbidden.length > 0 ? { must: [understanding.filter], must_not: forbidden } : understanding.filter,
    preferences: [...understanding.preferences, ...alike],
    rest: understanding.rest,
    like,
    meant:
      understanding.part === undefined ? new Map() : meantParts(understanding.part, titles, lookup, entries),
    order: understanding.order,
    suggestion,
  };
}

/** Conditions that hold for an anime and its franchise. */
function withFamily(id: string, entries: Entries): Clause[] {
  const [franchise] = entries.franchises([id]);
  const own: Clause = { key: "id", any: [id] };
  if (franchise == null || entries.franchise(franchise).length > LARGEST_FAMILY) return [own];
  return [own, { key: "franchise_id", any: [franchise] }];
}

/** The entry that a part's title means; undefined where the catalogue has none of that name. */
function seriesCalled(title: string, titles: TitleIndex, lookup: { readonly includeAdult: boolean }) {
  const [match] = titles.lookup(title, 1, lookup);
  return match !== undefined && match.score >= SURE ? match : undefined;
}

type Part = NonNullable<Understanding["part"]>;

/** The entries that "second season of X" or "X movies" speak of, with what that adds to their scores. */
function meantParts(
  part: Part,
  titles: TitleIndex,
  lookup: { readonly includeAdult: boolean },
  entries: Entries,
): ReadonlyMap<string, number> {
  const meant = new Map<string, number>();
  const match = seriesCalled(part.title, titles, lookup);
  if (match === undefined) return meant;
  const [franchise] = entries.franchises([match.id]);
  const ids = franchise == null ? [match.id] : entries.franchise(franchise);
  const named = new Set(
    titles
      .lookup(part.title, 100, lookup)
      .filter(({ score }) => score >= SURE)
      .map(({ id }) => id),
  );
  // In a chain of crossovers only what carries the name is the series.
  const own = ids.length > LARGEST_FAMILY ? ids.filter((id) => named.has(id)) : ids;
  const members = watchOrder(entries.readMany(own).filter((entry) => entry !== null));
  const series = members.filter(({ type }) => type === "TV" || type === "ONA");
  const at = series.findIndex(({ id }) => id === match.id);
  for (const { id } of members) meant.set(id, SAME_SERIES / 2);
  const chosen = (() => {
    const { relation, ordinal } = part;
    if (relation === "movie") return members.filter(({ type }) => type === "MOVIE");
    if (relation === "ova") return members.filter(({ type }) => type === "OVA");
    if (relation === "special") return members.filter(({ type }) => type === "SPECIAL");
    if (relation === "last") return series.slice(-1);
    if (relation === "first" || ordinal === 1) return members.filter(({ id }) => id === match.id);
    if (ordinal !== undefined) return numbered(series.slice(Math.max(0, at)), ordinal);
    if (relation === "sequel") return at < 0 ? [] : series.slice(at + 1, at + 2);
    if (relation === "prequel") return at <= 0 ? [] : series.slice(at - 1, at);
    return [];
  })();
  for (const { id } of chosen) meant.set(id, THE_PART);
  return meant;
}

/** The season that says its number, else the one of that place in the order they were shown. */
function numbered<
  Entry extends {
    readonly title: string;
    readonly title_english?: string | undefined;
    readonly synonyms?: readonly string[] | undefined;
  },
>(series: readonly Entry[], ordinal: number): Entry[] {
  const roman = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"][ordinal];
  const says = new RegExp(
    `(?:season|part|s)\\s*${ordinal}(?!\\d)|(?<!\\d)${ordinal}(?:st|nd|rd|th)\\s+season|第${ordinal}期${roman ? `|\\s${roman}$` : ""}|\\s${ordinal}$`,
    "i",
  );
  const saying = series.filter((entry) =>
    [entry.title, entry.title_english ?? "", ...(entry.synonyms ?? [])].some((name) => says.test(name)),
  );
  return saying.length > 0 ? saying.slice(0, 2) : series.slice(ordinal - 1, ordinal);
}
