import type { Condition } from "../filter.ts";
import type { ColumnValue } from "../port.ts";
import { foldKeyword } from "../words.ts";
import { arrayNamed, type NamedArrays, narrowArray, type TypedArray } from "./arrays.ts";
import { Bitmap } from "./bitmap.ts";
import { type CountableColumn, mostRows, type SortableColumn, unanswerable } from "./column.ts";
import { type ForwardLists, type InvertedLists, invertLists, RowSets } from "./inverted-lists.ts";
import { StringTable } from "./string-table.ts";

/** A spelling while a column is made; its code is known once all are. */
interface Draft {
  readonly folded: string;
  code: number;
}

/**
 * Keywords, one or many a row. Every spelling is a code; codes ascend by folded keyword, then by spelling, so that
 * the spellings of one keyword are neighbours: a group. Filters and sorts work on groups, facets count spellings.
 */
export class KeywordColumn implements SortableColumn, CountableColumn {
  readonly type = "keyword";
  readonly rows: number;
  readonly present: Bitmap;
  readonly #spellings: StringTable;
  /** The group of each code. */
  readonly #groups: Uint32Array;
  readonly #forward: ForwardLists;
  readonly #inverted: InvertedLists;
  readonly #sets: RowSets;

  private constructor(spellings: StringTable, groups: Uint32Array, forward: ForwardLists) {
    this.rows = forward.offsets.length - 1;
    this.#spellings = spellings;
    this.#groups = groups;
    this.#forward = forward;
    this.#inverted = invertLists(forward, spellings.length);
    this.#sets = new RowSets(this.rows, this.#inverted);
    this.present = new Bitmap(this.rows);
    for (let row = 0; row < this.rows; row++) {
      if (forward.offsets[row + 1]! > forward.offsets[row]!) this.present.add(row);
    }
  }

  /** The column of values row by row. */
  static build(values: readonly (ColumnValue | undefined)[]): KeywordColumn {
    const drafts = new Map<string, Draft>();
    const offsets = new Uint32Array(values.length + 1);
    const codes: Draft[] = [];
    for (let row = 0; row < values.length; row++) {
      const seen = new Set<string>();
      for (const spelling of listOf(values[row])) {
        const draft = draftOf(drafts, spelling);
        if (seen.has(draft.folded)) continue;
        seen.add(draft.folded);
        codes.push(draft);
      }
      offsets[row + 1] = codes.length;
    }
    return KeywordColumn.#fromDrafts(drafts, offsets, codes);
  }

  /** See `Columns.merge`. */
  static merge(
    parts: readonly { readonly source: KeywordColumn; readonly keep: Bitmap }[],
    rows: number,
  ): KeywordColumn {
    const drafts = new Map<string, Draft>();
    const offsets = new Uint32Array(rows + 1);
    const codes: Draft[] = [];
    let next = 0;
    for (const { source, keep } of parts) {
      const known: (Draft | undefined)[] = new Array(source.#spellings.length);
      keep.forEach((row) => {
        for (let i = source.#forward.offsets[row]!; i < source.#forward.offsets[row + 1]!; i++) {
          const code = source.#forward.codes[i]!;
          known[code] ??= draftOf(drafts, source.#spellings.at(code));
          codes.push(known[code]);
        }
        offsets[++next] = codes.length;
      });
    }
    return KeywordColumn.#fromDrafts(drafts, offsets, codes);
  }

  static #fromDrafts(
    drafts: ReadonlyMap<string, Draft>,
    offsets: Uint32Array,
    entries: readonly Draft[],
  ): KeywordColumn {
    const sorted = [...drafts].sort(
      ([a, { folded: foldedA }], [b, { folded: foldedB }]) => compare(foldedA, foldedB) || compare(a, b),
    );
    const groups = new Uint32Array(sorted.length);
    for (const [code, [, draft]] of sorted.entries()) {
      draft.code = code;
      const before = sorted[code - 1];
      if (before !== undefined)
        groups[code] = groups[code - 1]! + (before[1].folded === draft.folded ? 0 : 1);
    }
    const codes = narrowArray(entries.length, sorted.length);
    for (let i = 0; i < codes.length; i++) codes[i] = entries[i]!.code;
    return new KeywordColumn(StringTable.of(sorted.map(([spelling]) => spelling)), groups, {
      offsets,
      codes,
    });
  }

  static fromArrays(arrays: NamedArrays): KeywordColumn {
    const groups = arrayNamed(arrays, "groups", "Uint32Array");
    const codes = arrays.get("codes");
    if (!(codes instanceof Uint8Array || codes instanceof Uint16Array || codes instanceof Uint32Array)) {
      throw new RangeError("a keyword column has no codes");
    }
    const offsets = arrayNamed(arrays, "offsets", "Uint32Array");
    if (offsets.at(-1) !== codes.length) throw new RangeError("a keyword column's lengths disagree");
    const spellings = StringTable.fromBytes(arrayNamed(arrays, "spellings", "Uint8Array"), groups.length);
    return new KeywordColumn(spellings, groups, { offsets, codes });
  }

  toArrays(): NamedArrays {
    return new Map<string, TypedArray>([
      ["offsets", this.#forward.offsets],
      ["codes", this.#forward.codes],
      ["groups", this.#groups],
      ["spellings", this.#spellings.bytes],
    ]);
  }

  get byteLength(): number {
    const { offsets, members } = this.#inverted;
    let bytes = offsets.byteLength + members.byteLength;
    for (const array of this.toArrays().values()) bytes += array.byteLength;
    return bytes;
  }

  estimate(condition: Condition): number {
    if ("any" in condition) {
      let rows = 0;
      for (const value of condition.any) {
        const { from, to } = this.#codesOf(value);
        rows += this.#sets.count(from, to);
      }
      return rows;
    }
    return "exists" in condition && !condition.exists ? this.rows - this.present.count() : this.rows;
  }

  match(condition: Condition): Bitmap {
    if ("any" in condition) {
      const matched = new Bitmap(this.rows);
      for (const value of condition.any) {
        const { from, to } = this.#codesOf(value);
        if (from < to) this.#sets.addTo(matched, from, to);
      }
      return matched;
    }
    if ("except" in condition) return this.#except(condition.except);
    if ("exists" in condition) return condition.exists ? this.present.copy() : this.present.copy().not();
    throw unanswerable(this.type, condition);
  }

  narrow(condition: Condition, candidates: Bitmap): void {
    if ("any" in condition && condition.any.length === 1) {
      const { from, to } = this.#codesOf(condition.any[0]!);
      if (from < to) this.#sets.keepOnly(candidates, from, to);
      else candidates.clear();
    } else if ("except" in condition && candidates.count() * 4 < this.rows) {
      const excluded = this.#groupsOf(condition.except);
      for (const row of candidates.toRows()) if (!this.#holdsOther(row, excluded)) candidates.remove(row);
    } else {
      candidates.and(this.match(condition));
    }
  }

  /** Rows with a value outside the list: all that have one, less those whose every value is in the list. */
  #except(values: readonly (string | number | boolean)[]): Bitmap {
    const excluded = this.#groupsOf(values);
    const touched = new Bitmap(this.rows);
    for (const value of values) {
      const { from, to } = this.#codesOf(value);
      if (from < to) this.#sets.addTo(touched, from, to);
    }
    const matched = this.present.copy();
    for (const row of touched.toRows()) if (!this.#holdsOther(row, excluded)) matched.remove(row);
    return matched;
  }

  #groupsOf(values: readonly (string | number | boolean)[]): Set<number> {
    const groups = new Set<number>();
    for (const value of values) {
      const { from, to } = this.#codesOf(value);
      if (from < to) groups.add(this.#groups[from]!);
    }
    return groups;
  }

  /** Whether the row has a value outside the groups. */
  #holdsOther(row: number, groups: ReadonlySet<number>): boolean {
    const { offsets, codes } = this.#forward;
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      if (!groups.has(this.#groups[codes[i]!]!)) return true;
    }
    return false;
  }

  /** The codes of a keyword's spellings; from = to where no row has it. */
  #codesOf(value: string | number | boolean): { from: number; to: number } {
    const folded = foldKeyword(String(value));
    const from = this.#spellings.lowerBound(folded, foldKeyword);
    let to = from;
    while (to < this.#spellings.length && foldKeyword(this.#spellings.at(to)) === folded) to++;
    return { from, to };
  }

  valueAt(row: number): ColumnValue | undefined {
    const { offsets, codes } = this.#forward;
    const values: string[] = [];
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) values.push(this.#spellings.at(codes[i]!));
    return values.length === 0 ? undefined : values;
  }

  sortKeys(rows: Uint32Array, order: "asc" | "desc"): Float64Array {
    const keys = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const code = this.#extremeCode(rows[i]!, order);
      if (code === -1) keys[i] = Number.POSITIVE_INFINITY;
      else keys[i] = order === "asc" ? this.#groups[code]! : -this.#groups[code]!;
    }
    return keys;
  }

  sortValue(row: number, order: "asc" | "desc"): string | null {
    const code = this.#extremeCode(row, order);
    return code === -1 ? null : foldKeyword(this.#spellings.at(code));
  }

  /** The code of the row's least keyword for ascending order, of its greatest for descending; -1 for none. */
  #extremeCode(row: number, order: "asc" | "desc"): number {
    const { offsets, codes } = this.#forward;
    let extreme = -1;
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      const code = codes[i]!;
      if (extreme === -1 || (order === "asc" ? code < extreme : code > extreme)) extreme = code;
    }
    return extreme;
  }

  /** Counts per spelling. */
  countValues(among: Bitmap): Map<string, number> {
    const counts = new Int32Array(this.#spellings.length);
    if (mostRows(among)) {
      const { offsets } = this.#inverted;
      for (let code = 0; code < counts.length; code++) counts[code] = offsets[code + 1]! - offsets[code]!;
      this.#addCounts(counts, among.copy().not(), -1);
    } else {
      this.#addCounts(counts, among, 1);
    }
    const values = new Map<string, number>();
    for (let code = 0; code < counts.length; code++) {
      if (counts[code]! > 0) values.set(this.#spellings.at(code), counts[code]!);
    }
    return values;
  }

  #addCounts(counts: Int32Array, among: Bitmap, step: 1 | -1): void {
    const { offsets, codes } = this.#forward;
    const rows = among.toRows();
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]!;
      for (let i = offsets[row]!; i < offsets[row + 1]!; i++) counts[codes[i]!]! += step;
    }
  }
}

function draftOf(drafts: Map<string, Draft>, spelling: string): Draft {
  let draft = drafts.get(spelling);
  if (draft === undefined) {
    draft = { folded: foldKeyword(spelling), code: 0 };
    drafts.set(spelling, draft);
  }
  return draft;
}

function listOf(value: ColumnValue | undefined): readonly string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [String(value)];
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
