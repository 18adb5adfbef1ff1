import type { CatalogueEntry } from "../anime/entry.ts";
import { audienceOf } from "../anime/scores.ts";
import { EXACT, type TitleIndex } from "../titles/title-index.ts";
import type { Clause, Filter } from "../vector-store/filter.ts";
import type { Sort, VectorStore } from "../vector-store/port.ts";
import type { Entries, Generation } from "./catalogue.ts";
import { LARGEST_FAMILY, withFamily } from "./family.ts";
import { watchOrder } from "./group.ts";
import { likenessTo } from "./likeness.ts";
import { type MadeByThem, madeByMakersOf } from "./makers.ts";
import { isNearlyNamed } from "./nearly-named.ts";
import { partsOfSeries } from "./series.ts";
import { LEAST_TITLE, TITLE_MATCHES } from "./title-leg.ts";
import type { Now } from "./understand/calendar.ts";
import type { Lexicon } from "./understand/lexicon.ts";
import { isFormat } from "./understand/parts.ts";
import { concluded, readQuery, type Understanding, type Understood } from "./understand/understand.ts";

/** A query as it is searched for: what it demands, what it would rather have, and what is left to search by meaning. */
export interface Interpretation {
  readonly understood: readonly Understood[];
  readonly filter: Filter;
  readonly preferences: readonly {
    readonly id: string;
    readonly condition: Clause;
    readonly weight: number;
  }[];
  /** Ids of what is understood, but only mentioned in a description. */
  readonly mentioned: readonly string[];
  /** Text for the spaces; empty when everything was understood. */
  readonly rest: string;
  /** A name that the query says attributes of. */
  readonly named?: string;
  /** The query as a whole says a name, but not letter by letter. */
  readonly isNamed: boolean;
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
/** Letters of the longest query that may say a name, if not letter by letter. */
const LONGEST_NEARLY_NAMED = 64;

/** What people say beside a name: `anime Monster`, `dungon meshi anime`. */
const MEDIUM_BESIDE = /^(?:the )?anime\s+(?=\S)|(?<=\S)\s+(?:the )?(?:anime|アニメ|аниме)$/giu;

/** A title match that a comparison or a part may stand on; below it the nearest is only suggested. */
const SURE = 0.6;
/**
 * Which demands become wishes where fewer than `enough` entries meet them all. Themes first: tags are incomplete, and a
 * page of results is worth more than the few that have one; then praise, which is a matter of degree, and lengths; where
 * still nothing is left formats, then times, and all of them last.
 */
const RELAXED: readonly {
  readonly kinds?: ReadonlySet<string>;
  readonly enough: number;
  /** Only where nothing but attributes is said: words beside them may be a name, which is surer than a year. */
  readonly bare?: true;
}[] = [
  { kinds: new Set(["theme", "tag", "mood"]), enough: 10 },
  { kinds: new Set(["quality"]), enough: 10 },
  { kinds: new Set(["duration", "episodes"]), enough: 1 },
  { kinds: new Set(["format"]), enough: 1, bare: true },
  { kinds: new Set(["year", "decade", "season"]), enough: 1, bare: true },
  { enough: 1 },
];

const NO_DEMANDS: typeof RELAXED = [{ enough: Number.POSITIVE_INFINITY }];

/** Entries called like a series that are read: each is read whole, and a page shows ten. */
const MOST_PARTS = 40;

/** Names looked at for the franchise that a query speaks of beside what it denies. */
const MOST_CALLED = 5;

/** What is called like a series adds, where it is none of its franchise: catalogues do not link them all. */
const SAME_NAME = 1;

/**
 * Reads a query: see `understand/`. Titles in it are looked up; demands that too little in the catalogue meets under the
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
  // Every run of words within a query is asked for; once, however often the query is read.
  const known = new Map<string, boolean>();
  const isTitle = (text: string) => {
    let answer = known.get(text);
    if (answer === undefined) {
      answer = titles.isTitle(text, { ...lookup, exactly: true });
      known.set(text, answer);
    }
    return answer;
  };
  // A misspelt title is looked for as a whole query only, and not in what is too long to be one.
  const isMisspelt = (text: string) => text.length <= LONGEST_MISSPELT && titles.isTitle(text, lookup);
  // `dungon meshi anime`: the name is what stands before it, unless all of it is one.
  const called = isTitle(whole) ? whole : whole.replace(MEDIUM_BESIDE, "");
  const isWord = (word: string) => generation.fit.animeText.unheardOf(word) === 0;
  const given = { ignore: [...options.ignore], now, isTitle, isMisspelt, isWord };
  let read = readQuery(query, lexicon, given);
  let understanding = concluded(read);
  // `highest rated ova` is no part of a series: there is none that is called so.
  const { part } = understanding;
  if (part !== undefined && seriesCalled(part.title, titles, lookup) === undefined) {
    given.ignore.push(part.id);
    read = readQuery(query, lexicon, given);
    understanding = concluded(read);
  }
  const isNamed = known.get(whole) !== true && read.tokens.length > 1 && isNearly(called, generation, lookup);
  // Read again as the title that it is.
  if (isNamed) {
    known.set(whole, true);
    understanding = concluded(readQuery(query, lexicon, given));
  }
  const made = await madeByThem(understanding.like, lookup, interpreter);
  const prefer: string[] = [];
  for (const { kinds, enough, bare } of options.wishesOnly ? NO_DEMANDS : RELAXED) {
    if (bare && understanding.rest !== "") continue;
    const demands = understanding.understood.filter(
      ({ kind, effect }) => effect === "filter" && (kinds === undefined || kinds.has(kind)),
    );
    if (demands.length === 0) continue;
    const demanded: Filter = { must: [options.filter, understanding.filter, made?.filter ?? {}] };
    if ((await store.count(generation.anime, demanded)) >= enough) break;
    prefer.push(...demands.map(({ id }) => id));
    understanding = concluded(read, prefer);
  }
  const asked = conclude(understanding, made, titles, lookup, interpreter);
  // `vampire anime` are those with vampires, though one is called so.
  const isCalled = called !== whole && asked.rest !== "";
  return { ...(isCalled ? { named: called } : {}), ...asked, isNamed };
}

/** What is asked for with `by the makers of X`; undefined where nothing is, or nothing is known of them. */
async function madeByThem(
  like: Understanding["like"],
  lookup: { readonly includeAdult: boolean },
  interpreter: Interpreter,
): Promise<MadeByThem | undefined> {
  if (like?.makers === undefined) return undefined;
  const [match] = interpreter.generation.titles.lookup(like.text, 1, lookup);
  const entry = match !== undefined && match.score >= SURE ? interpreter.entries.read(match.id) : null;
  return entry === null ? undefined : madeByMakersOf(entry, like.id, like.makers, interpreter);
}

function isNearly(
  text: string,
  { titles, fit }: Generation,
  lookup: { readonly includeAdult: boolean },
): boolean {
  if (text.length > LONGEST_NEARLY_NAMED) return false;
  const hasUnheard = fit.animeText.unheardOf(text) > 0;
  if (!hasUnheard && !titles.mayHoldWords(text)) return false;
  const matches = titles.lookup(text, TITLE_MATCHES, { ...lookup, least: LEAST_TITLE });
  return isNearlyNamed(text, matches, hasUnheard);
}

function conclude(
  understanding: Understanding,
  made: MadeByThem | undefined,
  titles: TitleIndex,
  lookup: { readonly includeAdult: boolean },
  { entries, generation, lexicon }: Interpreter,
): Omit<Interpretation, "isNamed"> {
  const find = (text: string) => titles.lookup(text, 1, lookup)[0];
  const forbidden: Clause[] = [];
  const alike: Interpretation["preferences"][number][] = [];
  let like: Interpretation["like"] = null;
  let suggestion: Interpretation["suggestion"] = null;
  if (understanding.like !== undefined && made === undefined) {
    const { text } = understanding.like;
    const match = find(text);
    if (match !== undefined && match.score >= SURE) like = { id: match.id, title: match.name };
    else if (match !== undefined) suggestion = { text, id: match.id, title: match.name };
    const model = like === null ? null : entries.read(like.id);
    if (model !== null) {
      const counts = {
        tagged: (tag: string) => lexicon.tagged.get(tag) ?? 0,
        knownFor: (label: string) => lexicon.knownFor.get(label) ?? 0,
      };
      const { fit } = generation;
      const likeness = likenessTo(fit.complete(model), counts, fit.animeText.documents);
      alike.push(...likeness.preferences);
      forbidden.push(...withFamily(model.id, entries), ...likeness.forbidden);
    }
  }
  const { rest, without = [] } = understanding;
  const franchiseOf = (match: { readonly id: string } | undefined) =>
    (match && entries.franchises([match.id])[0]) ?? null;
  // More than one: of what is called `Fate` the best match is an anime of its own.
  const called = without.length > 0 && rest !== "" ? titles.lookup(rest, MOST_CALLED, lookup) : [];
  const asked = new Set(called.filter(({ score }) => score >= SURE).map(franchiseOf));
  for (const { text } of without) {
    const match = find(text);
    // `naruto but no boruto`: of one franchise only what is called so.
    const franchise = franchiseOf(match);
    const isOfOne = franchise !== null && asked.has(franchise);
    if (match !== undefined && match.score >= SURE && !isOfOne)
      forbidden.push(...withFamily(match.id, entries));
    // A franchise of hundreds is known by its name in the catalogue, too: Pokémon is Pocket Monsters there.
    const title = match !== undefined && match.score > EXACT ? entries.read(match.id)?.title : undefined;
    if (title !== undefined) forbidden.push({ key: "title", words: title });
  }
  const filter = made === undefined ? understanding.filter : { must: [understanding.filter, made.filter] };
  return {
    understood: made === undefined ? understanding.understood : understanding.understood.map(made.say),
    filter: forbidden.length > 0 ? { must: [filter], must_not: forbidden } : filter,
    preferences: [...understanding.preferences, ...alike],
    mentioned: understanding.mentioned,
    rest: understanding.rest,
    ...(understanding.named === undefined ? {} : { named: understanding.named }),
    like,
    meant:
      understanding.part === undefined ? new Map() : meantParts(understanding.part, titles, lookup, entries),
    order: understanding.order,
    suggestion,
  };
}

/** The entry that a part's title means; undefined where the catalogue has none of that name. */
function seriesCalled(title: string, titles: TitleIndex, lookup: { readonly includeAdult: boolean }) {
  // As many as its parts are: they are asked for next.
  const [match] = titles.lookup(title, MOST_PARTS, lookup);
  return match !== undefined && match.score >= SURE ? match : undefined;
}

/** The entries that "second season of X" or "X movies" speak of, with what that adds to their scores. */
function meantParts(
  part: NonNullable<Understanding["part"]>,
  titles: TitleIndex,
  lookup: { readonly includeAdult: boolean },
  entries: Entries,
): ReadonlyMap<string, number> {
  const match = seriesCalled(part.title, titles, lookup);
  if (match === undefined) return new Map();
  const sure = titles.lookup(part.title, MOST_PARTS, lookup).filter(({ score }) => score >= SURE);
  const called = sure.map(({ id }) => id);
  const [franchise] = entries.franchises([match.id]);
  const named = new Set(called);
  const ids = franchise == null ? [match.id] : entries.franchise(franchise);
  // In a chain of crossovers only what carries the name is the series.
  const own = ids.length > LARGEST_FAMILY ? ids.filter((id) => named.has(id)) : ids;
  // All parts are of what is called so, be it a franchise or a part of one; so is its first or last film.
  const counts = part.ordinal !== undefined && isFormat(part.relation);
  const counted = counts ? own.filter((id) => named.has(id)) : own;
  const asked = entries
    .readMany(part.relation === "all" ? called : counted)
    .filter((entry) => entry !== null);
  const members = watchOrder(part.relation === "all" ? bestKnownFranchise(asked, entries) : asked);
  const meant = new Map(partsOfSeries(part, match.id, members));
  for (const { id, score } of sure) if (score > EXACT && !meant.has(id)) meant.set(id, SAME_NAME);
  return meant;
}

/** Of entries that are called alike those of the franchise that most people know. */
function bestKnownFranchise(called: readonly CatalogueEntry[], entries: Entries): readonly CatalogueEntry[] {
  const franchises = entries.franchises(called.map(({ id }) => id));
  const reach = new Map<string, number>();
  called.forEach((entry, i) => {
    const name = franchises[i] ?? entry.id;
    reach.set(name, (reach.get(name) ?? 0) + audienceOf(entry));
  });
  const [best] = [...reach].reduce((one, other) => (other[1] > one[1] ? other : one), ["", -1]);
  return called.filter((entry, i) => (franchises[i] ?? entry.id) === best);
}
