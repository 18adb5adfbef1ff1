import type { Filter } from "../filter.ts";
import type { Bitmap } from "./bitmap.ts";

const MAX_BYTES = 4 << 20;
/** Filters written longer than this (lists of ids) hardly come twice. */
const MAX_KEY = 2048;
/** Of filters that come as the same object again. */
const written = new WeakMap<Filter, string>();

/** Bitmaps of the filters that one segment was asked for lately, the least recently used dropped first. */
export class FilterCache {
  readonly #bitmaps = new Map<string, Bitmap>();
  #bytes = 0;

  /** The filter's bitmap, made by `make` where it is not at hand; neither is to be changed. */
  get(filter: Filter, make: () => Bitmap): Bitmap {
    let key = written.get(filter);
    if (key === undefined) {
      key = canonical(filter);
      written.set(filter, key);
    }
    if (key.length > MAX_KEY) return make();
    const held = this.#bitmaps.get(key);
    if (held !== undefined) {
      this.#bitmaps.delete(key);
      this.#bitmaps.set(key, held);
      return held;
    }
    const made = make();
    this.#bitmaps.set(key, made);
    this.#bytes += made.words.byteLength;
    for (const [oldest, bitmap] of this.#bitmaps) {
      if (this.#bytes <= MAX_BYTES || oldest === key) break;
      this.#bitmaps.delete(oldest);
      this.#bytes -= bitmap.words.byteLength;
    }
    return made;
  }
}

/** The filter as JSON that two filters share only where they are the same: infinities, which JSON lacks, by name. */
function canonical(filter: Filter): string {
  const text = JSON.stringify(filter);
  // Looking at every value takes longer, and most filters hold no infinity.
  if (!text.includes("null")) return text;
  return JSON.stringify(filter, (_, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value,
  );
}
