import { type ErrorField, fail } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { describe, shorten } from "../validation.ts";
import type { Clause, Condition, Filter } from "../vector-store/filter.ts";
import type { ColumnType } from "../vector-store/port.ts";

export const MAX_FILTER_DEPTH = 5;
export const MAX_FILTER_CONDITIONS = 100;
const MAX_LIST = 1000;
const MAX_TEXT = 1000;
const RANGE_KEYS = ["gt", "gte", "lt", "lte"] as const;
const MATCH_KEYS = ["value", "any", "except", "text"] as const;

/** The filterable keys and their types. */
export type FilterKeys = ReadonlyMap<string, ColumnType>;

/**
 * Reads a filter as callers write it — `{must, should, must_not}` with conditions, the short form
 * `{genres: ["Action"], year: {gte: 2020}}`, or both — into the store's filter.
 * Datetimes become ms since 1970. Throws FILTER_INVALID with a field for every problem: unknown keys with the
 * nearest known one, wrong types, numbers that are not finite, more than 5 levels or 100 conditions.
 */
export function parseFilter(raw: unknown, keys: FilterKeys): Filter {
  const parser = new FilterParser(keys);
  const filter = parser.filter(raw, "filter", 1);
  if (parser.conditions > MAX_FILTER_CONDITIONS) {
    parser.wrong.push({
      path: "filter",
      got: `${parser.conditions} conditions`,
      expected: `at most ${MAX_FILTER_CONDITIONS}`,
    });
  }
  if (parser.wrong.length > 0) {
    const fields = parser.wrong.slice(0, 20);
    throw fail("FILTER_INVALID", describe(fields), { fields });
  }
  return filter;
}

class FilterParser {
  readonly wrong: ErrorField[] = [];
  conditions = 0;
  readonly #keys: FilterKeys;

  constructor(keys: FilterKeys) {
    this.#keys = keys;
  }

  filter(raw: unknown, path: string, depth: number): Filter {
    if (!isObject(raw)) {
      return this.#reject(path, raw, 'an object such as {"genres": ["Action"]} or {"must": […]}', {});
    }
    if (depth > MAX_FILTER_DEPTH) {
      return this.#reject(path, `${depth} levels`, `at most ${MAX_FILTER_DEPTH} levels of nesting`, {});
    }
    const must: Clause[] = [];
    const filter: { must: Clause[]; should?: Clause[]; must_not?: Clause[] } = { must };
    for (const [key, value] of Object.entries(raw)) {
      if (key === "must") must.push(...this.#clauses(value, `${path}.must`, depth));
      else if (key === "should" || key === "must_not")
        filter[key] = this.#clauses(value, `${path}.${key}`, depth);
      else must.push(...this.#short(key, value, `${path}.${key.slice(0, 100)}`));
    }
    return filter;
  }

  #clauses(raw: unknown, path: string, depth: number): Clause[] {
    // One clause without its brackets is what people write by hand, and can mean only one thing.
    const list = Array.isArray(raw) ? raw : [raw];
    if (list.length > MAX_FILTER_CONDITIONS) {
      return this.#reject(path, `${list.length} conditions`, `at most ${MAX_FILTER_CONDITIONS}`, []);
    }
    return list.flatMap((clause, i) => {
      const at = `${path}[${i}]`;
      return isObject(clause) && "key" in clause
        ? this.#long(clause, at)
        : [this.filter(clause, at, depth + 1)];
    });
  }

  /** `{key, match | range | exists}`. */
  #long(raw: Record<string, unknown>, path: string): Clause[] {
    const { key, match, range, exists, ...rest } = raw;
    for (const name of Object.keys(rest)) {
      const near = nearest(name, ["key", "match", "range", "exists"]);
      this.wrong.push({
        path: `${path}.${name.slice(0, 100)}`,
        got: shorten(rest[name]),
        expected: "only key and one of match, range, exists",
        ...(near ? { nearest: near } : {}),
      });
    }
    if ([match, range, exists].filter((part) => part !== undefined).length !== 1) {
      return this.#reject(path, "a condition", "key and exactly one of match, range, exists", []);
    }
    if (match !== undefined) return this.#match(key, match, path, `${path}.match`);
    if (range !== undefined) return this.#range(key, range, path, `${path}.range`);
    return this.#exists(key, exists, path, `${path}.exists`);
  }

  /** `key: value`, `key: [values]`, `key: {gte: …}`, `key: {except: […]}` or `key: {exists: …}`. */
  #short(key: string, value: unknown, path: string): Clause[] {
    if (Array.isArray(value)) return this.#match(key, { any: value }, path, path);
    if (!isObject(value))
      return this.#match(key, { [this.#keys.get(key) === "text" ? "text" : "value"]: value }, path, path);
    const names = Object.keys(value);
    if (names.length > 0 && names.every((name) => (RANGE_KEYS as readonly string[]).includes(name))) {
      return this.#range(key, value, path, path);
    }
    if (names.length === 1 && names[0] === "exists")
      return this.#exists(key, value.exists, path, `${path}.exists`);
    if (names.length === 1 && (MATCH_KEYS as readonly string[]).includes(names[0]!)) {
      return this.#match(key, value, path, path);
    }
    return this.#reject(
      path,
      value,
      "a value, a list of values, {gt, gte, lt, lte}, {except: […]} or {exists: true}",
      [],
    );
  }

  #match(rawKey: unknown, raw: unknown, keyPath: string, path: string): Clause[] {
    const column = this.#column(rawKey, keyPath);
    if (column === undefined) return [];
    if (!isObject(raw) || Object.keys(raw).length !== 1) {
      return this.#reject(path, raw, `exactly one of ${MATCH_KEYS.join(", ")}`, []);
    }
    const [kind, value] = Object.entries(raw)[0]!;
    switch (kind) {
      case "value": {
        if (column.type === "text")
          return this.#reject(`${path}.value`, value, "match.text: the key holds words", []);
        const one = this.#value(value, column, path);
        return one === undefined ? [] : this.#condition({ key: column.key, any: [one] });
      }
      case "any":
      case "except": {
        if (column.type === "text")
          return this.#reject(`${path}.${kind}`, value, "match.text: the key holds words", []);
        if (!Array.isArray(value) || value.length > MAX_LIST) {
          return this.#reject(`${path}.${kind}`, value, `a list of at most ${MAX_LIST} values`, []);
        }
        const values = value.map((item, i) => this.#value(item, column, `${path}[${i}]`));
        if (values.some((item) => item === undefined)) return [];
        const list = values as (string | number | boolean)[];
        return this.#condition(
          kind === "any" ? { key: column.key, any: list } : { key: column.key, except: list },
        );
      }
      case "text":
        if (column.type !== "text")
          return this.#reject(
            `${path}.text`,
            value,
            "value, any or except: only title, synopsis and background hold words",
            [],
          );
        if (typeof value !== "string" || value.length > MAX_TEXT) {
          return this.#reject(path, value, `a text of at most ${MAX_TEXT} characters`, []);
        }
        return this.#condition({ key: column.key, words: value.toWellFormed() });
      default:
        return this.#reject(`${path}.${kind.slice(0, 100)}`, value, `one of ${MATCH_KEYS.join(", ")}`, []);
    }
  }

  #range(rawKey: unknown, raw: unknown, keyPath: string, path: string): Clause[] {
    const column = this.#column(rawKey, keyPath);
    if (column === undefined) return [];
    if (column.type !== "integer" && column.type !== "float" && column.type !== "datetime") {
      return this.#reject(
        path,
        shorten(raw),
        `a match: ${column.key} is of type ${column.type}, which has no range`,
        [],
      );
    }
    if (!isObject(raw) || Object.keys(raw).length === 0) {
      return this.#reject(path, raw, `an object with ${RANGE_KEYS.join(", ")}`, []);
    }
    const range: Partial<Record<(typeof RANGE_KEYS)[number], number>> = {};
    for (const [name, bound] of Object.entries(raw)) {
      const side = RANGE_KEYS.find((known) => known === name);
      if (side === undefined) {
        this.#reject(`${path}.${name.slice(0, 100)}`, bound, `one of ${RANGE_KEYS.join(", ")}`, []);
        continue;
      }
      const number = column.type === "datetime" ? this.#value(bound, column, `${path}.${name}`) : bound;
      if (typeof number !== "number" || !Number.isFinite(number)) {
        if (number !== undefined) this.#reject(`${path}.${name}`, bound, "a finite number", []);
        continue;
      }
      range[side] = number;
    }
    return this.#condition({ key: column.key, range });
  }

  #exists(rawKey: unknown, exists: unknown, keyPath: string, path: string): Clause[] {
    const column = this.#column(rawKey, keyPath);
    if (column === undefined) return [];
    if (typeof exists !== "boolean") return this.#reject(path, exists, "true or false", []);
    return this.#condition({ key: column.key, exists });
  }

  #column(key: unknown, path: string): { key: string; type: ColumnType } | undefined {
    const type = typeof key === "string" ? this.#keys.get(key) : undefined;
    if (typeof key === "string" && type !== undefined) return { key, type };
    const near = typeof key === "string" ? nearest(key, [...this.#keys.keys()]) : undefined;
    this.wrong.push({
      path,
      got: shorten(key),
      expected: "a filterable key (GET /openapi.json lists them)",
      ...(near ? { nearest: near } : {}),
    });
    return undefined;
  }

  #value(value: unknown, column: { type: ColumnType }, path: string): string | number | boolean | undefined {
    switch (column.type) {
      case "keyword":
        if (typeof value === "string") return value.toWellFormed();
        return this.#reject(path, value, "a text", undefined);
      case "integer":
        if (Number.isInteger(value)) return value as number;
        return this.#reject(path, value, "a whole number", undefined);
      case "float":
        if (Number.isFinite(value)) return value as number;
        return this.#reject(path, value, "a finite number", undefined);
      case "bool":
        if (typeof value === "boolean") return value;
        return this.#reject(path, value, "true or false", undefined);
      case "datetime": {
        const time = typeof value === "string" ? parseTime(value) : Number.NaN;
        if (!Number.isNaN(time)) return time;
        return this.#reject(path, value, "an ISO 8601 date or time, such as 2016-04-03", undefined);
      }
      case "text":
        return this.#reject(path, value, "match.text", undefined);
    }
  }

  #condition(condition: Condition): Clause[] {
    this.conditions++;
    return [condition];
  }

  #reject<T>(path: string, got: unknown, expected: string, instead: T): T {
    this.wrong.push({ path, got: shorten(got), expected });
    return instead;
  }
}

/** ms since 1970 of an ISO 8601 date (`2016`, `2016-04`, `2016-04-03`) or date and time; NaN for anything else. */
function parseTime(text: string): number {
  const iso = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;
  if (!iso.test(text)) return Number.NaN;
  // A time without an offset is UTC here; Date.parse would take the machine's own zone.
  return Date.parse(text.includes("T") && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
