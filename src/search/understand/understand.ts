import type { Clause, Filter } from "../../vector-store/filter.ts";
import type { Sort } from "../../vector-store/port.ts";
import type { Now } from "./calendar.ts";
import type { Lexicon } from "./lexicon.ts";
import { type IsTitle, type Likeness, likeId, readLikeness, textOf } from "./likeness.ts";
import type { MakerField } from "./makers.ts";
import { moodEmphasis } from "./moods.ts";
import { namedWithin } from "./named-within.ts";
import { isOfName, type Negation, wantedNegations } from "./negations.ts";
import { takesOut } from "./negators.ts";
import { type Part, partId, partName, type Relation, readPart } from "./parts.ts";
import { type Effect, effects, type Manner } from "./policy.ts";
import { any, either, type Role, type Sense, senseId } from "./sense.ts";
import { shield } from "./shield.ts";
import { asksThroughout, outside, type Span, spokenTokens } from "./spans.ts";
import { readSpelled } from "./spelling.ts";
import { type Token, tokenise } from "./tokens.ts";
import { FILLERS, MEDIUM, REST_EDGES } from "./words.ts";

/** One thing that was understood, as answers show it and as callers take it back by its id. */
export interface Understood {
  readonly id: string;
  readonly kind: string;
  /** The words that say it, as written. */
  readonly text: string;
  readonly field: string;
  readonly value: unknown;
  readonly effect: "filter" | "preference";
}

export interface Understanding {
  readonly understood: readonly Understood[];
  /** Hard constraints, for the store. */
  readonly filter: Filter;
  /** Soft ones: candidates that fit gain the weight; 1 is worth as much as the best match by meaning. */
  readonly preferences: readonly {
    readonly id: string;
    readonly condition: Clause;
    readonly weight: number;
  }[];
  /** Ids of what a description only mentions. */
  readonly mentioned: readonly string[];
  /** What is left to search by meaning; "" when everything was understood. */
  readonly rest: string;
  /** `like X`, `by the makers of X`: the title as written, for the caller to look up. */
  readonly like?: { readonly id: string; readonly text: string; readonly makers?: readonly MakerField[] };
  /** `second season of X`, `X movies`: advice; where no such title is found, search for the rest. */
  readonly part?: {
    readonly id: string;
    readonly title: string;
    readonly ordinal?: number;
    readonly relation?: Relation;
  };
  /** A known name of which the rest of the query says attributes. */
  readonly named?: string;
  /** Titles to leave out with their franchises; the filter forbids their words already. */
  readonly without?: readonly { readonly id: string; readonly text: string }[];
  /** The order that `best`, `popular` or `newest` ask for where nothing is left to search by meaning. */
  readonly order?: Sort;
}

export interface UnderstandOptions extends ReadOptions {
  /** Ids that are to be preferences even where they were demanded: for a caller whom a filter left too little. */
  readonly prefer?: readonly string[];
}

export interface ReadOptions {
  /** Ids that the caller took back; their words are searched for by meaning again. */
  readonly ignore?: readonly string[];
  readonly now: Now;
  /** Whether a text is a name of some anime; then nothing inside it is understood. */
  readonly isTitle?: IsTitle;
  /** Whether a text is nearly a name; asked of the whole query alone. */
  readonly isMisspelt?: IsTitle;
  /** Whether some entry is written with a word; words of none are taken for attributes misspelt. */
  readonly isWord?: (word: string) => boolean;
}

/** A query of more words is read no further: it is a text, not a wish. */
const MOST_TOKENS = 64;
/** Kinds whose words tell the search by meaning nothing. */
const MEANINGLESS = new Set([
  "format",
  "season",
  "year",
  "decade",
  "quality",
  "status",
  "rating",
  "demographic",
  "episodes",
  "duration",
]);

/** What a theme that a description mentions weighs beside a wish for it. */
const MENTIONED = 0.4;

const SOFT_WEIGHT: Readonly<Record<Role, number>> = {
  genre: 0.6,
  theme: 0.5,
  mood: 0.5,
  attribute: 0.7,
  time: 0.7,
  hint: 0.3,
};

/**
 * What a query asks for beyond its meaning: constraints, preferences, titles it compares with. By rules and the
 * catalogue's vocabulary alone; the same answer for the same question; linear in the query but for the title lookups.
 * When a phrase constrains, when it is preferred and when it is left alone: see policy.ts.
 */
export function understand(query: string, lexicon: Lexicon, options: UnderstandOptions): Understanding {
  return concluded(readQuery(query, lexicon, options), options.prefer);
}

/** A query as it was read, before it is put together what follows from that. */
export interface ReadQuery {
  readonly query: string;
  readonly tokens: readonly Token[];
  readonly ignore: readonly string[];
  /** Null where there is nothing to understand. */
  readonly said: {
    readonly manner: Manner;
    readonly spans: readonly Span[];
    readonly effects: readonly Effect[];
    readonly negations: readonly Negation[];
    readonly like: Likeness | undefined;
    readonly part: Part | undefined;
    readonly named: string | undefined;
  } | null;
}

/** What a reading comes to, with `prefer` as in `UnderstandOptions`: costs little beside the reading. */
export function concluded(read: ReadQuery, prefer: readonly string[] = []): Understanding {
  if (read.said === null)
    return { understood: [], filter: {}, preferences: [], mentioned: [], rest: read.query.trim() };
  return new Conclusion(read, read.said.manner, prefer).of(read.said);
}

/** The first step of `understand`, and nearly all of its work. */
export function readQuery(query: string, lexicon: Lexicon, options: ReadOptions): ReadQuery {
  const { isTitle, isMisspelt, isWord, ignore = [] } = options;
  const written = tokenise(query, MOST_TOKENS);
  const text = query.trim();
  if (written.length === 0 || written.length > MOST_TOKENS)
    return { query, tokens: written, ignore, said: null };
  const titled =
    isTitle?.(text) ||
    (isMisspelt?.(text) && !takesOut(written) && !asksThroughout(written, lexicon, options.now)) ||
    false;
  const isKnown = titled ? undefined : isWord;
  const { tokens, spans: read } = readSpelled(written, lexicon, options.now, isKnown);
  const found = titled ? undefined : readLikeness(query, tokens, read, isTitle);
  const like = found && !ignore.includes(likeId(found)) ? found : undefined;
  let spans = outside(read, like ? [like] : []);
  const told = titled || like ? undefined : readPart(query, tokens, spans, isTitle);
  const part = told && !ignore.includes(partId(told)) ? told : undefined;
  if (part !== undefined) spans = outside(spans, [part]);
  if (!titled) spans = shield(query, tokens, spans, isTitle);
  const negations = titled ? [] : wantedNegations(query, tokens, spans, { like, part }, isTitle);
  spans = outside(spans, negations);
  const spoken = spokenTokens(tokens.length, [like, part, ...negations]);
  const decided = effects({
    tokens,
    spans,
    spoken,
    titled,
    checked: isTitle !== undefined,
    anchored: like !== undefined || negations.length > 0,
    compares: like !== undefined && like.makers === undefined,
  });
  // `a girl without a name who …`: in a description a negation belongs to the plot, but for names that are no words.
  const kept = decided.manner === "description" && !like ? negations.filter(isOfName) : negations;
  const isPlain = !titled && !like && !part && kept.length === 0;
  const named = isPlain ? namedWithin(query, tokens, spans, isTitle) : undefined;
  return { query, tokens, ignore, said: { ...decided, spans, negations: kept, like, part, named } };
}

/** Puts together what was decided. */
class Conclusion {
  readonly #query: string;
  readonly #tokens: readonly Token[];
  readonly #manner: Manner;
  readonly #ignored: ReadonlySet<string>;
  readonly #preferred: ReadonlySet<string>;
  readonly #understood: Understood[] = [];
  readonly #preferences: { id: string; condition: Clause; weight: number }[] = [];
  readonly #must: { readonly sense: Sense; readonly span: Span }[] = [];
  readonly #mustNot: Clause[] = [];
  /** Tokens that are searched by meaning no more. */
  readonly #done: Uint8Array;
  readonly #mentioned: string[] = [];
  readonly #seen = new Set<string>();
  readonly #denied = new Set<string>();
  #formats = 0;
  #order: Sort | undefined;
  #compares = false;

  constructor({ query, tokens, ignore }: ReadQuery, manner: Manner, prefer: readonly string[]) {
    this.#query = query;
    this.#tokens = tokens;
    this.#manner = manner;
    this.#ignored = new Set(ignore);
    this.#preferred = new Set(prefer);
    this.#done = new Uint8Array(tokens.length);
  }

  of({
    spans,
    effects: decided,
    negations,
    like,
    part,
    named,
  }: NonNullable<ReadQuery["said"]>): Understanding {
    this.#compares = like !== undefined && like.makers === undefined;
    for (const { senses } of negations.flatMap((negation) => negation.spans)) {
      for (const { id } of senses) this.#denied.add(id);
    }
    this.#formats = spans.filter(({ senses }) => senses.some(({ kind }) => kind === "format")).length;
    spans.forEach((span, i) => {
      this.#take(span, decided[i]!);
    });
    const without = negations.flatMap((negation) => this.#forbid(negation));
    const compared = like && this.#compare(like);
    const meant = part && this.#name(part);
    const rest = this.#rest();
    return {
      understood: this.#understood,
      filter: this.#filter(),
      preferences: this.#preferences,
      mentioned: this.#mentioned,
      rest,
      ...(compared ? { like: compared } : {}),
      ...(meant ? { part: meant } : {}),
      ...(named ? { named } : {}),
      ...(without.length > 0 ? { without } : {}),
      ...(this.#order !== undefined && rest === "" ? { order: this.#order } : {}),
    };
  }

  #take(span: Span, effect: Effect): void {
    if (effect === "nothing") return;
    const text = textOf(this.#query, this.#tokens, span.start, span.end);
    let removed = true;
    for (const sense of span.senses) {
      // `none of the mainstream stuff everyone has seen` says the same twice.
      if (this.#denied.has(sense.id)) continue;
      if (this.#ignored.has(sense.id)) {
        removed = false;
        continue;
      }
      const hard = effect === "filter" && sense.fits !== undefined && !this.#preferred.has(sense.id);
      // What is only wished for is searched by meaning too, but for words that have none: `good`, `series`.
      // Beside a model a mood only says how the others shall differ from it.
      const isSaid =
        (this.#compares && sense.role === "mood") ||
        (this.#manner === "attributes" && MEANINGLESS.has(sense.kind));
      if (!hard && !isSaid) removed = false;
      if (this.#seen.has(sense.id)) continue;
      this.#seen.add(sense.id);
      // `shows and movies` rules no films out.
      const isOneFormat = sense.kind !== "format" || this.#formats < 2;
      if (this.#manner !== "description" && isOneFormat) this.#mustNot.push(...sense.never);
      if (hard) this.#must.push({ sense, span });
      else if (sense.fits !== undefined && sense.role !== "mood") {
        const share = effect === "mention" ? MENTIONED : 1;
        this.#prefer(sense.id, sense.fits, SOFT_WEIGHT[sense.role] * share);
      }
      if (effect === "mention") this.#mentioned.push(sense.id);
      const emphasis = sense.role === "mood" ? moodEmphasis(hard, this.#compares) : 1;
      // Beside other words a wish counts once: what sharpens a demand would drown them.
      const countsOnce =
        !hard && sense.fits !== undefined && sense.role !== "mood" && this.#manner !== "attributes";
      for (const { condition, weight } of countsOnce ? [] : sense.prefers) {
        this.#prefer(sense.id, condition, weight * emphasis);
      }
      // What too few meet still says what comes first.
      if (effect === "filter") this.#order ??= sense.order;
      this.#say(sense, sense.id, text, hard ? "filter" : "preference");
    }
    if (removed) this.#done.fill(1, span.start, span.end);
  }

  #forbid(negation: Negation): { id: string; text: string }[] {
    const text = textOf(this.#query, this.#tokens, negation.start, negation.end);
    this.#done.fill(1, negation.start, negation.end);
    if (negation.title !== undefined) {
      const id = `not:${senseId("title", negation.title)}`;
      if (this.#ignored.has(id)) return [];
      this.#mustNot.push({ key: "title", words: negation.title });
      this.#understood.push({
        id,
        kind: "not",
        text,
        field: "title",
        value: negation.title,
        effect: "filter",
      });
      return [{ id, text: negation.title }];
    }
    for (const sense of negation.spans.flatMap((span) => span.senses)) {
      const id = `not:${sense.id}`;
      if (this.#ignored.has(id) || sense.rules.length === 0 || this.#seen.has(id)) continue;
      this.#seen.add(id);
      this.#mustNot.push(...sense.rules);
      this.#say({ ...sense, kind: "not" }, id, text, "filter");
    }
    return [];
  }

  #compare(like: Likeness): NonNullable<Understanding["like"]> {
    const id = likeId(like);
    this.#done.fill(1, like.start, like.end);
    const text = textOf(this.#query, this.#tokens, like.start, like.end);
    this.#understood.push({ id, kind: "like", text, field: "title", value: like.text, effect: "preference" });
    return { id, text: like.text, ...(like.makers ? { makers: like.makers } : {}) };
  }

  #name(part: Part): NonNullable<Understanding["part"]> {
    const { marker, title, ordinal, relation } = part;
    const name = partName(part);
    const id = partId(part);
    const text = textOf(this.#query, this.#tokens, part.start, part.end);
    this.#done.fill(1, marker[0], marker[1]);
    const type =
      relation === "movie"
        ? "MOVIE"
        : relation === "ova"
          ? "OVA"
          : relation === "special"
            ? "SPECIAL"
            : undefined;
    if (type !== undefined) this.#prefer(id, any("type", [type]), 1);
    this.#understood.push({ id, kind: "part", text, field: "title", value: name, effect: "preference" });
    return {
      id,
      title,
      ...(ordinal === undefined ? {} : { ordinal }),
      ...(relation === undefined ? {} : { relation }),
    };
  }

  #prefer(id: string, condition: Clause, weight: number): void {
    this.#preferences.push({ id, condition, weight });
  }

  #say({ kind, field, value }: Sense, id: string, text: string, effect: Understood["effect"]): void {
    this.#understood.push({ id, kind, text, field, value, effect });
  }

  /** All of what is demanded; alternatives where one field cannot hold two values, or where `or` stands between. */
  #filter(): Filter {
    const groups: { readonly group: string | undefined; readonly end: number; readonly clauses: Clause[] }[] =
      [];
    for (const { sense, span } of this.#must) {
      const joined = groups.find(
        ({ group, end }) =>
          (sense.group !== undefined && group === sense.group) ||
          (end <= span.start && this.#areAlternatives(end, span.start, sense)),
      );
      if (joined === undefined) groups.push({ group: sense.group, end: span.end, clauses: [sense.fits!] });
      else joined.clauses.push(sense.fits!);
    }
    return {
      ...(groups.length > 0 ? { must: groups.map(({ clauses }) => either(clauses)) } : {}),
      ...(this.#mustNot.length > 0 ? { must_not: this.#mustNot } : {}),
    };
  }

  /** `mystery or thriller`, `bones / trigger`; `spies and assassins`, which few stories have both of. */
  #areAlternatives(from: number, to: number, { role }: Sense): boolean {
    const gap = this.#query.slice(this.#tokens[from - 1]!.end, this.#tokens[from]!.start);
    if (from === to) return gap.includes("/");
    const between = this.#tokens.slice(from, to).map((token) => token.text);
    return between.every((word) => word === "or" || (word === "and" && role === "theme"));
  }

  /** The words that are left, as written; "" where only fillers are. */
  #rest(): string {
    const kept: string[] = [];
    for (let at = 0; at < this.#tokens.length; ) {
      if (this.#done[at]) {
        at++;
        continue;
      }
      let end = at;
      while (end < this.#tokens.length && !this.#done[end]) end++;
      if (at === 0 && end === this.#tokens.length) return this.#query.trim();
      let [from, to] = [at, end];
      if (this.#tokens.slice(at, end).some(({ text }) => !FILLERS.has(text) && !MEDIUM.has(text))) {
        while (REST_EDGES.has(this.#tokens[from]!.text)) from++;
        while (REST_EDGES.has(this.#tokens[to - 1]!.text)) to--;
        kept.push(textOf(this.#query, this.#tokens, from, to));
      }
      at = end;
    }
    return kept.join(" ");
  }
}
