import { type Clause, type Condition, type Filter, isCondition } from "../filter.ts";
import type { ColumnType, ColumnValue } from "../port.ts";
import { foldKeyword, wordsOf, wordsWanted } from "../words.ts";

type Types = Readonly<Record<string, ColumnType>>;
type Values = Readonly<Record<string, ColumnValue>>;

/** Whether the filter keeps a point with these column values; filter.ts word for word. */
export function keeps(filter: Filter, values: Values, types: Types): boolean {
  const { must = [], should = [], must_not = [] } = filter;
  return (
    must.every((clause) => clauseHolds(clause, values, types)) &&
    (should.length === 0 || should.some((clause) => clauseHolds(clause, values, types))) &&
    !must_not.some((clause) => clauseHolds(clause, values, types))
  );
}

function clauseHolds(clause: Clause, values: Values, types: Types): boolean {
  if (!isCondition(clause)) return keeps(clause, values, types);
  const value = Object.hasOwn(values, clause.key) ? values[clause.key] : undefined;
  const list = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return conditionHolds(clause, list, types[clause.key]!);
}

function conditionHolds(condition: Condition, values: readonly ColumnValue[], type: ColumnType): boolean {
  if ("exists" in condition) return values.length > 0 === condition.exists;
  if ("words" in condition) {
    const wanted = wordsWanted(condition.words);
    const held = new Set(values.flatMap((text) => [...wordsOf(text as string)]));
    return wanted.size > 0 && [...wanted].every((word) => held.has(word));
  }
  if ("range" in condition) {
    const { gt, gte, lt, lte } = condition.range;
    return values.some((value) => {
      const number = value as number;
      return (
        (gt === undefined || number > gt) &&
        (gte === undefined || number >= gte) &&
        (lt === undefined || number < lt) &&
        (lte === undefined || number <= lte)
      );
    });
  }
  const same = (a: unknown, b: unknown) =>
    type === "keyword" ? foldKeyword(a as string) === foldKeyword(b as string) : a === b;
  if ("any" in condition) return values.some((value) => condition.any.some((wanted) => same(value, wanted)));
  return values.some((value) => !condition.except.some((unwanted) => same(value, unwanted)));
}
