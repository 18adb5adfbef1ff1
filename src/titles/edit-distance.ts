/**
 * Edit distances from one pattern to many texts: insertions, deletions, substitutions and transpositions of
 * neighbours count one each, and nothing is edited twice (optimal string alignment).
 *
 * Bit-parallel, a word of bits a letter of the text: H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and
 * Damerau edit distances" (Nordic Journal of Computing 10, 2003), after G. Myers (JACM 46, 1999). Patterns of more
 * than 32 letters take the rows of the dynamic programme (P. Sellers, 1980, for occurrences within a text).
 */
export class EditPattern {
  /** Of each letter, the places in the pattern at which it stands; shared, so only one pattern is set at a time. */
  static readonly #table = new Int32Array(0x10000);
  static #set: EditPattern | null = null;

  readonly #letters: Uint16Array;
  /** The last measured distance to a text as a whole; see `measure`. */
  whole = 0;
  /** The last measured least distance to a beginning, or a part, of a text. */
  best = 0;

  constructor(letters: Uint16Array) {
    this.#letters = letters;
  }

  get length(): number {
    return this.#letters.length;
  }

  /**
   * Sets `whole` to the distance to `text[from, to)`, and `best` to the least distance to any of its beginnings; with
   * `anywhere`, to the least to any of its parts that end where the text does, and to any of its parts at all.
   */
  measure(text: Uint16Array, from: number, to: number, anywhere = false): void {
    if (this.length === 0) {
      this.whole = anywhere ? 0 : to - from;
      this.best = 0;
    } else if (this.length <= 32) {
      this.#bitParallel(text, from, to, anywhere);
    } else {
      this.#byRows(text, from, to, anywhere);
    }
  }

  #bitParallel(text: Uint16Array, from: number, to: number, anywhere: boolean): void {
    const places = this.#places();
    const last = 1 << (this.length - 1);
    const carry = anywhere ? 0 : 1;
    let positive = -1;
    let negative = 0;
    let diagonal = 0;
    let before = 0;
    let whole = this.length;
    let best = whole;
    for (let i = from; i < to; i++) {
      const here = places[text[i]!]!;
      const swapped = ((~diagonal & here) << 1) & before;
      diagonal = ((((here & positive) + positive) | 0) ^ positive) | here | negative | swapped;
      const increase = negative | ~(diagonal | positive);
      const decrease = diagonal & positive;
      if ((increase & last) !== 0) whole++;
      else if ((decrease & last) !== 0) whole--;
      if (whole < best) best = whole;
      const shifted = (increase << 1) | carry;
      positive = (decrease << 1) | ~(diagonal | shifted);
      negative = shifted & diagonal;
      before = here;
    }
    this.whole = whole;
    this.best = best;
  }

  #byRows(text: Uint16Array, from: number, to: number, anywhere: boolean): void {
    const pattern = this.#letters;
    const width = pattern.length + 1;
    let twoBack = new Int32Array(width);
    let back = Int32Array.from({ length: width }, (_, i) => i);
    let row = new Int32Array(width);
    let best = pattern.length;
    for (let j = from; j < to; j++) {
      row[0] = anywhere ? 0 : j - from + 1;
      for (let i = 1; i < width; i++) {
        const same = pattern[i - 1] === text[j];
        let least = Math.min(back[i - 1]! + (same ? 0 : 1), back[i]! + 1, row[i - 1]! + 1);
        const swaps = i > 1 && j > from && pattern[i - 1] === text[j - 1] && pattern[i - 2] === text[j];
        if (swaps) least = Math.min(least, twoBack[i - 2]! + 1);
        row[i] = least;
      }
      best = Math.min(best, row[width - 1]!);
      [twoBack, back, row] = [back, row, twoBack];
    }
    this.whole = back[width - 1]!;
    this.best = best;
  }

  #places(): Int32Array {
    const places = EditPattern.#table;
    if (EditPattern.#set === this) return places;
    const former = EditPattern.#set;
    if (former !== null) for (const letter of former.#letters) places[letter] = 0;
    for (let i = 0; i < this.length; i++) places[this.#letters[i]!]! |= 1 << i;
    EditPattern.#set = this;
    return places;
  }
}
