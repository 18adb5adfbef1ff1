import type { SparseVector } from "../port.ts";
import { sharedFloat32, sharedUint32 } from "./arrays.ts";
import { Bitmap } from "./bitmap.ts";
import { Postings } from "./postings.ts";

/**
 * Gathers the sparse vectors of one space, row by row, in flat arrays. Terms become codes as they come, so that
 * inverting them is one pass without a look-up.
 */
export class SparseBuilder {
  readonly #codeOf = new Map<number, number>();
  /** Postings per code. */
  #counts = new Uint32Array(256);
  #codes = new Uint32Array(256);
  #weights = new Float32Array(256);
  #length = 0;
  readonly #rows: number[] = [];
  readonly #ends: number[] = [];

  get vectors(): number {
    return this.#rows.length;
  }

  get byteLength(): number {
    return 8 * this.#length + 16 * this.#rows.length;
  }

  /** Adds the vector of a row; rows come in ascending order. Weights of 0 are left out. */
  add(row: number, { indices, values }: SparseVector): void {
    const most = this.#length + indices.length;
    this.#codes = withRoom(this.#codes, most, Uint32Array);
    this.#weights = withRoom(this.#weights, most, Float32Array);
    for (let i = 0; i < indices.length; i++) {
      if (!(values[i]! > 0)) continue;
      let code = this.#codeOf.get(indices[i]!);
      if (code === undefined) {
        code = this.#codeOf.size;
        this.#codeOf.set(indices[i]!, code);
        this.#counts = withRoom(this.#counts, code + 1, Uint32Array);
      }
      this.#counts[code]!++;
      this.#codes[this.#length] = code;
      this.#weights[this.#length++] = values[i]!;
    }
    this.#rows.push(row);
    this.#ends.push(this.#length);
  }

  /** The inverted lists over `rows` rows; the builder may not be added to afterwards. */
  build(rows: number): Postings {
    const terms = sharedUint32(this.#codeOf.size);
    terms.set([...this.#codeOf.keys()]);
    terms.sort();
    const offsets = sharedUint32(terms.length + 1);
    const maxima = sharedFloat32(terms.length);
    const placeOf = new Uint32Array(terms.length);
    for (let t = 0; t < terms.length; t++) {
      const code = this.#codeOf.get(terms[t]!)!;
      placeOf[code] = t;
      offsets[t + 1] = offsets[t]! + this.#counts[code]!;
    }
    const members = sharedUint32(this.#length);
    const weights = sharedFloat32(this.#length);
    const present = Bitmap.shared(rows);
    const next = new Uint32Array(offsets);
    let at = 0;
    for (let i = 0; i < this.#rows.length; i++) {
      const row = this.#rows[i]!;
      present.add(row);
      for (const end = this.#ends[i]!; at < end; at++) {
        const t = placeOf[this.#codes[at]!]!;
        const weight = this.#weights[at]!;
        const place = next[t]!;
        next[t] = place + 1;
        members[place] = row;
        weights[place] = weight;
        if (weight > maxima[t]!) maxima[t] = weight;
      }
    }
    return Postings.fromDescriptor({
      rows,
      terms,
      offsets,
      members,
      weights,
      maxima,
      present: present.words,
    });
  }
}

/** The array, or a copy of at least twice its length where it holds less than `length`. */
function withRoom<T extends Uint32Array | Float32Array>(
  array: T,
  length: number,
  Kind: new (n: number) => T,
): T {
  if (length <= array.length) return array;
  const grown = new Kind(Math.max(2 * array.length, length));
  grown.set(array);
  return grown;
}
