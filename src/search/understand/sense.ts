import type { Clause, Condition } from "../../vector-store/filter.ts";
import type { Sort } from "../../vector-store/port.ts";
import { wordsOfPhrase } from "./tokens.ts";

/**
 * What a phrase may be taken for; it decides how sure we can be of it (policy.ts).
 * - genre: a kind of story (`mecha`, `isekai`, `josei`), seldom said of anything else
 * - theme: a thing that stories are about (`vampire`, `school`), as likely part of a plot or of a title
 * - mood: how it feels; no field tells for sure
 * - attribute: type, status, length, source, rating, studio, person, quality
 * - time: year, decade, season
 * - hint: weak evidence, never more than a preference, but for what it can never mean (`never`)
 */
export type Role = "genre" | "theme" | "mood" | "attribute" | "time" | "hint";

export interface Preferred {
  readonly condition: Clause;
  /** 1 is worth as much as the best possible match by meaning. */
  readonly weight: number;
}

/** One meaning of a phrase. */
export interface Sense {
  readonly role: Role;
  readonly kind: string;
  readonly field: string;
  readonly value: unknown;
  /** Short and stable: kind and value. */
  readonly id: string;
  /** What an entry must satisfy; absent for what can only be wished for. */
  readonly fits?: Clause;
  /** What to put first beyond that. */
  readonly prefers: readonly Preferred[];
  /** What an entry must not satisfy when the phrase is negated. */
  readonly rules: readonly Clause[];
  /** What an entry must not satisfy even where the phrase is only a wish. */
  readonly never: readonly Clause[];
  /** Senses of one group are alternatives: a type cannot be film and OVA at once. */
  readonly group?: string;
  /** The order that the phrase asks for where nothing is left to search by meaning. */
  readonly order?: Sort;
}

export interface SenseParts {
  readonly value?: unknown;
  readonly fits?: Clause;
  readonly prefers?: readonly Preferred[];
  readonly rules?: readonly Clause[];
  readonly never?: readonly Clause[];
  readonly group?: string;
  readonly order?: Sort;
}

/** A sense by its parts; where nothing else is said, its negation forbids what it demands. */
export function sense(role: Role, kind: string, field: string, name: string, parts: SenseParts): Sense {
  return {
    role,
    kind,
    field,
    value: parts.value ?? name,
    id: senseId(kind, name),
    prefers: parts.prefers ?? [],
    rules: parts.rules ?? (parts.fits ? [parts.fits] : []),
    never: parts.never ?? [],
    ...(parts.fits ? { fits: parts.fits } : {}),
    ...(parts.group ? { group: parts.group } : {}),
    ...(parts.order ? { order: parts.order } : {}),
  };
}

const LONGEST_ID = 60;

/** `genre:slice-of-life`; the signs of ranges (`<1990`, `>100`) stay. */
export function senseId(kind: string, name: string): string {
  const sign = name.startsWith("<") || name.startsWith(">") ? name[0]! : "";
  return `${kind}:${sign}${wordsOfPhrase(name).join("-")}`.slice(0, LONGEST_ID);
}

export const any = (key: string, values: readonly (string | number | boolean)[]): Condition => ({
  key,
  any: values,
});

/** All of them, without a needless level around a single one. */
export function all(clauses: readonly Clause[]): Clause {
  return clauses.length === 1 ? clauses[0]! : { must: clauses };
}

/** At least one of them, without a needless level around a single one. */
export function either(clauses: readonly Clause[]): Clause {
  return clauses.length === 1 ? clauses[0]! : { should: clauses };
}

/** Whoever asks for the good, however many are wanted, is not shown what most viewers think little of. */
export const DISLIKED: readonly Clause[] = [{ key: "score.median", range: { lt: 6.5, gt: 0 } }];

/** Bounds of a range, as the filter has them. */
export type Bounds = Extract<Condition, { range: unknown }>["range"];

export const range = (key: string, bounds: Bounds): Condition => ({ key, range: bounds });

/** `1995-1999`, `<1990`, `>100`, `2016`: a range as part of an id. */
export function boundsName({ gt, gte, lt, lte }: Bounds): string {
  const low = gte ?? gt;
  const high = lte ?? lt;
  if (low !== undefined && high !== undefined) return low === high ? `${low}` : `${low}-${high}`;
  return low !== undefined ? `>${low}` : `<${high}`;
}
