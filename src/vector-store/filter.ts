/** A filter as data: all of `must`, at least one of `should` where there is any, none of `must_not`. */
export interface Filter {
  readonly must?: readonly Clause[];
  readonly should?: readonly Clause[];
  readonly must_not?: readonly Clause[];
}

export type Clause = Condition | Filter;

/**
 * One condition on one column. On a column of many values a condition holds when any of them fits, and
 * `except` when any value stands outside the list (as Qdrant has it). Keywords compare case-folded; `words`
 * holds when every word of the text stands in the column, after the store's word splitting (words.ts); a text
 * without words fits nothing. `any` and `except` of an empty list fit nothing and everything that has a value;
 * a range without bounds fits everything that has a value. An empty list of strings is no value.
 */
export type Condition = { readonly key: string } & (
  | { readonly any: readonly (string | number | boolean)[] }
  | { readonly except: readonly (string | number | boolean)[] }
  | { readonly words: string }
  | {
      readonly range: {
        readonly gt?: number;
        readonly gte?: number;
        readonly lt?: number;
        readonly lte?: number;
      };
    }
  | { readonly exists: boolean }
);

/** True for a condition, false for a nested filter. */
export function isCondition(clause: Clause): clause is Condition {
  return "key" in clause;
}
