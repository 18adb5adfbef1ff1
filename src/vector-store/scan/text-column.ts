import type { Condition } from "../filter.ts";
import type { ColumnValue } from "../port.ts";
import { wordsOf, wordsWanted } from "../words.ts";
import { arrayNamed, type NamedArrays, type TypedArray } from "./arrays.ts";
import { Bitmap, numberRows } from "./bitmap.ts";
import { type Column, unanswerable } from "./column.ts";
import { type ForwardLists, type InvertedLists, invertLists, RowSets } from "./inverted-lists.ts";
import { StringTable } from "./string-table.ts";

const AS_IS = (word: string) => word;

/** The words of texts, one or many texts a row: which rows hold a word. The texts themselves are not kept. */
export class TextColumn implements Column {
  readonly type = "text";
  readonly rows: number;
  readonly present: Bitmap;
  readonly #words: StringTable;
  readonly #inverted: InvertedLists;
  readonly #sets: RowSets;
  /** Words by row, made when a row's words are first asked for. */
  #forward: ForwardLists | undefined;

  private constructor(words: StringTable, inverted: InvertedLists, present: Bitmap) {
    this.rows = present.rows;
    this.present = present;
    this.#words = words;
    this.#inverted = inverted;
    this.#sets = new RowSets(this.rows, inverted);
  }

  /** The column of values row by row. */
  static build(values: readonly (ColumnValue | undefined)[]): TextColumn {
    const present = new Bitmap(values.length);
    const drafts = new Map<string, number[]>();
    for (let row = 0; row < values.length; row++) {
      const value = values[row];
      const texts = value === undefined ? [] : Array.isArray(value) ? value : [String(value)];
      if (texts.length > 0) present.add(row);
      for (const text of texts) {
        for (const word of wordsOf(text)) {
          const list = drafts.get(word);
          if (list === undefined) drafts.set(word, [row]);
          else if (list[list.length - 1] !== row) list.push(row);
        }
      }
    }
    return TextColumn.#fromLists(drafts, present);
  }

  /** See `Columns.merge`. */
  static merge(
    parts: readonly { readonly source: TextColumn; readonly keep: Bitmap }[],
    rows: number,
  ): TextColumn {
    const present = new Bitmap(rows);
    const drafts = new Map<string, number[]>();
    let first = 0;
    for (const { source, keep } of parts) {
      const numbers = numberRows(keep, first);
      first += keep.count();
      source.present
        .copy()
        .and(keep)
        .forEach((row) => {
          present.add(numbers[row]!);
        });
      const { offsets, members } = source.#inverted;
      for (let code = 0; code + 1 < offsets.length; code++) {
        const word = source.#words.at(code);
        const list = drafts.get(word) ?? [];
        for (let i = offsets[code]!; i < offsets[code + 1]!; i++) {
          if (keep.has(members[i]!)) list.push(numbers[members[i]!]!);
        }
        if (list.length > 0) drafts.set(word, list);
      }
    }
    return TextColumn.#fromLists(drafts, present);
  }

  static #fromLists(drafts: ReadonlyMap<string, readonly number[]>, present: Bitmap): TextColumn {
    const words = [...drafts.keys()].sort();
    const offsets = new Uint32Array(words.length + 1);
    for (let i = 0; i < words.length; i++) offsets[i + 1] = offsets[i]! + drafts.get(words[i]!)!.length;
    const members = new Uint32Array(offsets[words.length]!);
    for (let i = 0; i < words.length; i++) members.set(drafts.get(words[i]!)!, offsets[i]!);
    return new TextColumn(StringTable.of(words), { offsets, members }, present);
  }

  static fromArrays(arrays: NamedArrays, rows: number): TextColumn {
    const offsets = arrayNamed(arrays, "offsets", "Uint32Array");
    const members = arrayNamed(arrays, "members", "Uint32Array");
    const present = arrayNamed(arrays, "present", "Uint32Array");
    if (offsets.at(-1) !== members.length || present.length !== Bitmap.wordCount(rows)) {
      throw new RangeError("a text column's lengths disagree");
    }
    const words = StringTable.fromBytes(arrayNamed(arrays, "words", "Uint8Array"), offsets.length - 1);
    return new TextColumn(words, { offsets, members }, new Bitmap(rows, present));
  }

  toArrays(): NamedArrays {
    return new Map<string, TypedArray>([
      ["offsets", this.#inverted.offsets],
      ["members", this.#inverted.members],
      ["present", this.present.words],
      ["words", this.#words.bytes],
    ]);
  }

  get byteLength(): number {
    let bytes = 0;
    for (const array of this.toArrays().values()) bytes += array.byteLength;
    return bytes;
  }

  estimate(condition: Condition): number {
    if ("words" in condition) return this.#rarest(condition.words);
    return "exists" in condition && !condition.exists ? this.rows - this.present.count() : this.rows;
  }

  match(condition: Condition): Bitmap {
    if ("exists" in condition) return condition.exists ? this.present.copy() : this.present.copy().not();
    const matched = this.present.copy();
    this.narrow(condition, matched);
    return matched;
  }

  narrow(condition: Condition, candidates: Bitmap): void {
    if ("exists" in condition) {
      if (condition.exists) candidates.and(this.present);
      else candidates.andNot(this.present);
      return;
    }
    if (!("words" in condition)) throw unanswerable(this.type, condition);
    const wanted = wordsWanted(condition.words);
    if (wanted.size === 0) candidates.clear();
    for (const word of wanted) {
      const code = this.#codeOf(word);
      if (code === -1) {
        candidates.clear();
        return;
      }
      this.#sets.keepOnly(candidates, code, code + 1);
    }
  }

  /** The row's words as a list of texts: the same column comes of them. */
  valueAt(row: number): ColumnValue | undefined {
    if (!this.present.has(row)) return undefined;
    this.#forward ??= forwardOf(this.#inverted, this.rows);
    const { offsets, codes } = this.#forward;
    const words: string[] = [];
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) words.push(this.#words.at(codes[i]!));
    // A text without words is a value all the same.
    return words.length === 0 ? "" : words;
  }

  #rarest(text: string): number {
    let least = this.rows;
    for (const word of wordsWanted(text)) {
      const code = this.#codeOf(word);
      least = Math.min(least, code === -1 ? 0 : this.#sets.count(code, code + 1));
    }
    return least;
  }

  #codeOf(word: string): number {
    const code = this.#words.lowerBound(word, AS_IS);
    return code < this.#words.length && this.#words.at(code) === word ? code : -1;
  }
}

/** The lists the other way round: words by row. */
function forwardOf({ offsets, members }: InvertedLists, rows: number): ForwardLists {
  const lists = invertLists({ offsets, codes: members }, rows);
  return { offsets: lists.offsets, codes: lists.members };
}
