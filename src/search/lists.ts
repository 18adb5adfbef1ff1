import { fail } from "../errors.ts";
import { type Cursor, decodeCursor, encodeCursor } from "./cursor.ts";

/** A ranked list that pages are cut from. It does not change once made. */
export interface FrozenList {
  readonly generation: string;
  readonly request: string;
  /** The change of the record that the generation had reached: a later write makes another list. */
  readonly sequence: number;
  readonly ids: readonly string[];
  readonly scores: ArrayLike<number>;
  readonly total: { readonly value: number; readonly relation: "eq" | "gte" };
}

export interface Page<List extends FrozenList = FrozenList> {
  readonly list: List;
  /** The place of the page's first result in the list. */
  readonly offset: number;
  readonly ids: readonly string[];
  readonly scores: readonly number[];
  readonly nextCursor: string | undefined;
}

/** How a list is made, and for which request. */
export interface ListSource<List extends FrozenList = FrozenList> {
  readonly request: string;
  /** Generation to make a first page from. */
  readonly live: string;
  /** True while the generation is live or kept for rollback. */
  kept(generation: string): Promise<boolean>;
  make(generation: string): Promise<List>;
}

/**
 * Cuts pages from frozen lists and remembers the lists whose cursors were given out, the most recently used
 * `capacity` of them. A list that was forgotten (or lost in a restart) is made again from the same generation
 * and continued behind the last result that its cursor has seen; the same data gives the same list again.
 */
export class FrozenLists<List extends FrozenList = FrozenList> {
  readonly #lists = new Map<string, List>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /**
   * The page behind the cursor, or the first one. Throws CURSOR_INVALID, CURSOR_MISMATCH (the cursor belongs to
   * another request) and CURSOR_EXPIRED (its generation is gone).
   */
  async page(source: ListSource<List>, cursorText: string | undefined, limit: number): Promise<Page<List>> {
    if (cursorText === undefined) return this.#cut(await source.make(source.live), 0, limit);
    const cursor = decodeCursor(cursorText);
    if (cursor.request !== source.request) {
      throw fail(
        "CURSOR_MISMATCH",
        "the cursor belongs to another request; repeat the request it came from, with it",
        {
          fields: [{ path: "cursor", expected: "the cursor of this very request" }],
        },
      );
    }
    const remembered = this.#lists.get(key(cursor));
    if (remembered) return this.#cut(remembered, Math.min(cursor.offset, remembered.ids.length), limit);
    if (!(await source.kept(cursor.generation))) {
      throw fail(
        "CURSOR_EXPIRED",
        "the index was built anew since and the old one is gone; start again without a cursor",
        {
          fields: [{ path: "cursor", expected: "a cursor of a generation that is still kept" }],
        },
      );
    }
    const list = await source.make(cursor.generation);
    return this.#cut(list, resumeAt(list, cursor), limit);
  }

  #cut(list: List, offset: number, limit: number): Page<List> {
    const end = Math.min(offset + limit, list.ids.length);
    const ids = list.ids.slice(offset, end);
    const scores = ids.map((_, i) => list.scores[offset + i]!);
    const more = end < list.ids.length && ids.length > 0;
    const nextCursor = more
      ? encodeCursor({
          generation: list.generation,
          request: list.request,
          sequence: list.sequence,
          offset: end,
          lastScore: list.scores[end - 1]!,
          lastId: list.ids[end - 1]!,
        })
      : undefined;
    if (nextCursor !== undefined) this.#remember(list);
    return { list, offset, ids, scores, nextCursor };
  }

  #remember(list: List): void {
    const name = key(list);
    this.#lists.delete(name);
    this.#lists.set(name, list);
    if (this.#lists.size > this.#capacity) this.#lists.delete(this.#lists.keys().next().value!);
  }
}

function key(list: { generation: string; request: string; sequence: number }): string {
  return `${list.generation} ${list.sequence} ${list.request}`;
}

/**
 * Where a list made again continues: behind the cursor's last result or, where a write removed that, among the
 * results of its score, as near to the cursor's position as they allow.
 */
function resumeAt(list: FrozenList, cursor: Cursor): number {
  const at = list.ids.indexOf(cursor.lastId);
  if (at >= 0) return at + 1;
  let above = 0;
  while (above < list.ids.length && list.scores[above]! > cursor.lastScore) above++;
  let end = above;
  while (end < list.ids.length && list.scores[end]! >= cursor.lastScore) end++;
  return Math.min(Math.max(cursor.offset, above), end);
}
