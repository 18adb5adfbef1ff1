import { type ErrorCode, fail } from "../../errors.ts";
import { type Clause, type Filter, isCondition } from "../filter.ts";
import type { ColumnType, ColumnValue } from "../port.ts";
import type { NamedArrays, TypedArray } from "./arrays.ts";
import { Bitmap } from "./bitmap.ts";
import { BoolColumn } from "./bool-column.ts";
import type { Column } from "./column.ts";
import { KeywordColumn } from "./keyword-column.ts";
import { NumericColumn } from "./numeric-column.ts";
import { TextColumn } from "./text-column.ts";

export type AnyColumn = KeywordColumn | NumericColumn | BoolColumn | TextColumn;
type Types = Readonly<Record<string, ColumnType>>;
type Part<C> = { readonly source: C; readonly keep: Bitmap };

/** The columns of a segment by name: its filters, sorts and facets. Never changes. */
export class Columns {
  readonly rows: number;
  readonly #columns: ReadonlyMap<string, AnyColumn>;
  readonly #groups = new WeakMap<Filter, Bitmap>();

  /** Columns of `rows` rows each. */
  constructor(rows: number, columns: ReadonlyMap<string, AnyColumn>) {
    this.rows = rows;
    this.#columns = columns;
  }

  /**
   * The columns of several segments as one: the kept rows of the first, then those of the second, and so on,
   * numbered anew without gaps.
   */
  static merge(types: Types, parts: readonly Part<Columns>[]): Columns {
    const rows = parts.reduce((sum, { keep }) => sum + keep.count(), 0);
    const columns = new Map<string, AnyColumn>();
    for (const [name, type] of Object.entries(types)) {
      const sources = parts.map(({ source, keep }) => ({ source: source.column(name), keep }));
      columns.set(name, mergeColumn(type, sources, rows));
    }
    return new Columns(rows, columns);
  }

  /** The arrays of all columns, each named `column/array`. */
  toArrays(): NamedArrays {
    const arrays = new Map<string, TypedArray>();
    for (const [name, column] of this.#columns) {
      for (const [part, array] of column.toArrays()) arrays.set(`${name}/${part}`, array);
    }
    return arrays;
  }

  /** Reads what `toArrays` gave; throws a RangeError where arrays are missing or have the wrong lengths. */
  static fromArrays(types: Types, arrays: NamedArrays, rows: number): Columns {
    const byColumn = new Map<string, Map<string, TypedArray>>();
    for (const [name, array] of arrays) {
      const slash = name.lastIndexOf("/");
      const column = name.slice(0, slash);
      const own = byColumn.get(column) ?? new Map<string, TypedArray>();
      byColumn.set(column, own.set(name.slice(slash + 1), array));
    }
    const columns = new Map<string, AnyColumn>();
    for (const [name, type] of Object.entries(types)) {
      const column = readColumn(type, byColumn.get(name) ?? new Map(), rows);
      if (column.rows !== rows)
        throw new RangeError(`the column ${name} has ${column.rows} rows, not ${rows}`);
      columns.set(name, column);
    }
    return new Columns(rows, columns);
  }

  get byteLength(): number {
    let bytes = 0;
    for (const column of this.#columns.values()) bytes += column.byteLength;
    return bytes;
  }

  /** The column of a name; throws FILTER_INVALID, or the code given, where there is none. */
  column(name: string, code: ErrorCode = "FILTER_INVALID"): AnyColumn {
    const column = this.#columns.get(name);
    if (column === undefined) throw fail(code, `no column is named ${JSON.stringify(name)}`);
    return column;
  }

  /** A row's values, from which the same columns can be built again. Text comes back as the list of its words. */
  valuesAt(row: number): Record<string, ColumnValue> {
    const values: [string, ColumnValue][] = [];
    for (const [name, column] of this.#columns) {
      const value = column.valueAt(row);
      if (value !== undefined) values.push([name, value]);
    }
    return Object.fromEntries(values);
  }

  /** The rows' numbers in a numeric or bool column (dates in ms, bools as 0 and 1), NaN where a row has none. */
  numbersAt(name: string, rows: ArrayLike<number>): Float64Array {
    const column = this.column(name, "FIELD_UNKNOWN");
    if (!(column instanceof NumericColumn || column instanceof BoolColumn)) {
      throw fail("FIELD_UNKNOWN", `${name} is of type ${column.type}, which has no numbers`);
    }
    return column.numbersAt(rows);
  }

  /**
   * The rows that the filter keeps, as a bitmap of the caller's own. Conditions that keep few rows go first, and
   * the others then look at those rows only. Throws FILTER_INVALID.
   */
  filter(filter: Filter): Bitmap {
    const must = this.#inOrder(filter.must ?? []);
    const should = filter.should ?? [];
    let kept: Bitmap | undefined;
    for (const clause of must) kept = kept === undefined ? this.#match(clause) : this.#narrow(clause, kept);
    if (should.length > 0) {
      const some = this.#match(should[0]!);
      for (const clause of should.slice(1)) some.or(this.#match(clause));
      kept = kept === undefined ? some : kept.and(some);
    }
    kept ??= Bitmap.full(this.rows);
    for (const clause of filter.must_not ?? []) kept.andNot(this.#match(clause));
    return kept;
  }

  #match(clause: Clause): Bitmap {
    return isCondition(clause) ? this.#of(clause.key).match(clause) : this.#group(clause).copy();
  }

  /** The rows of a clause within a filter; not to be changed. Of two filters with the same object in them it is made once. */
  #group(clause: Filter): Bitmap {
    const known = this.#groups.get(clause) ?? this.filter(clause);
    this.#groups.set(clause, known);
    return known;
  }

  #narrow(clause: Clause, candidates: Bitmap): Bitmap {
    if (!isCondition(clause)) return candidates.and(this.#group(clause));
    this.#of(clause.key).narrow(clause, candidates);
    return candidates;
  }

  #inOrder(clauses: readonly Clause[]): readonly Clause[] {
    if (clauses.length < 2) return clauses;
    return clauses
      .map((clause) => ({
        clause,
        rows: isCondition(clause) ? this.#of(clause.key).estimate(clause) : this.rows,
      }))
      .sort((a, b) => a.rows - b.rows)
      .map(({ clause }) => clause);
  }

  #of(name: string): Column {
    return this.column(name);
  }
}

/** Gathers the values of points, row by row, into columns. */
export class ColumnsBuilder {
  readonly #types: Types;
  readonly #values: ReadonlyMap<string, (ColumnValue | undefined)[]>;

  constructor(types: Types) {
    this.#types = types;
    this.#values = new Map(Object.keys(types).map((name) => [name, []]));
  }

  /** Takes the values that the schema has a column for. */
  add(row: number, values: Readonly<Record<string, ColumnValue>>): void {
    for (const [name, column] of this.#values) {
      while (column.length < row) column.push(undefined);
      column[row] = Object.hasOwn(values, name) ? values[name] : undefined;
    }
  }

  /** The columns of rows 0..rows-1; rows that were not added have no values. */
  build(rows: number): Columns {
    const columns = new Map<string, AnyColumn>();
    for (const [name, values] of this.#values) {
      while (values.length < rows) values.push(undefined);
      columns.set(name, buildColumn(this.#types[name]!, values));
    }
    return new Columns(rows, columns);
  }
}

function buildColumn(type: ColumnType, values: readonly (ColumnValue | undefined)[]): AnyColumn {
  switch (type) {
    case "keyword":
      return KeywordColumn.build(values);
    case "text":
      return TextColumn.build(values);
    case "bool":
      return BoolColumn.build(values);
    default:
      return NumericColumn.build(type, values);
  }
}

function mergeColumn(type: ColumnType, parts: readonly Part<AnyColumn>[], rows: number): AnyColumn {
  switch (type) {
    case "keyword":
      return KeywordColumn.merge(parts as readonly Part<KeywordColumn>[], rows);
    case "text":
      return TextColumn.merge(parts as readonly Part<TextColumn>[], rows);
    case "bool":
      return BoolColumn.merge(parts as readonly Part<BoolColumn>[], rows);
    default:
      return NumericColumn.merge(type, parts as readonly Part<NumericColumn>[], rows);
  }
}

function readColumn(type: ColumnType, arrays: NamedArrays, rows: number): AnyColumn {
  switch (type) {
    case "keyword":
      return KeywordColumn.fromArrays(arrays);
    case "text":
      return TextColumn.fromArrays(arrays, rows);
    case "bool":
      return BoolColumn.fromArrays(arrays, rows);
    default:
      return NumericColumn.fromArrays(type, arrays, rows);
  }
}
