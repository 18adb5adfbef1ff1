/**
 * The best k of the rows offered: higher scores first, of equal scores the lower row. A binary heap with the worst
 * kept row at its root, in arrays that are reused from search to search.
 */
export class TopRows {
  #capacity = 0;
  #size = 0;
  #scores = new Float32Array(0);
  #rows = new Uint32Array(0);

  /** Starts anew. */
  reset(capacity: number): void {
    this.#capacity = capacity;
    this.#size = 0;
    if (this.#scores.length < capacity) {
      this.#scores = new Float32Array(capacity);
      this.#rows = new Uint32Array(capacity);
    }
  }

  get full(): boolean {
    return this.#size === this.#capacity;
  }

  /** The score below which nothing is kept any more: the worst kept, or -Infinity while there is room. */
  get threshold(): number {
    return this.full && this.#size > 0 ? this.#scores[0]! : Number.NEGATIVE_INFINITY;
  }

  offer(exact: number, row: number): void {
    if (this.#capacity === 0) return;
    // Compared as it will be returned, so that rows equal in the answer are in row order there.
    const score = Math.fround(exact);
    const scores = this.#scores;
    const rows = this.#rows;
    if (this.#size < this.#capacity) {
      this.#rise(this.#size++, score, row);
    } else if (score > scores[0]! || (score === scores[0]! && row < rows[0]!)) {
      this.#sink(0, score, row);
    }
  }

  /** The kept rows, best first. */
  take(): { rows: Uint32Array; scores: Float32Array } {
    const size = this.#size;
    const rows = new Uint32Array(size);
    const scores = new Float32Array(size);
    for (let at = size - 1; at >= 0; at--) {
      rows[at] = this.#rows[0]!;
      scores[at] = this.#scores[0]!;
      this.#size--;
      if (at > 0) this.#sink(0, this.#scores[at]!, this.#rows[at]!);
    }
    return { rows, scores };
  }

  #rise(from: number, score: number, row: number): void {
    const scores = this.#scores;
    const rows = this.#rows;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (scores[parent]! < score || (scores[parent] === score && rows[parent]! > row)) break;
      scores[at] = scores[parent]!;
      rows[at] = rows[parent]!;
      at = parent;
    }
    scores[at] = score;
    rows[at] = row;
  }

  #sink(from: number, score: number, row: number): void {
    const scores = this.#scores;
    const rows = this.#rows;
    const size = this.#size;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      const right = child + 1;
      if (
        right < size &&
        (scores[right]! < scores[child]! || (scores[right] === scores[child] && rows[right]! > rows[child]!))
      ) {
        child = right;
      }
      if (scores[child]! > score || (scores[child] === score && rows[child]! < row)) break;
      scores[at] = scores[child]!;
      rows[at] = rows[child]!;
      at = child;
    }
    scores[at] = score;
    rows[at] = row;
  }
}
