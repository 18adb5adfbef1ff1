/**
 * How many documents hold each term, by term hash: an open-addressing table over typed arrays, because a
 * catalogue has half a million terms and a Map of them costs ten times the memory.
 */
export class DocumentFrequencies {
  private hashes = new Uint32Array(1 << 12);
  private counts = new Uint32Array(1 << 12);
  private lastDocument = new Uint32Array(1 << 12);
  private used = 0;

  /** Counts the term for a document; again within the same document does nothing. Documents are numbered from 1. */
  count(hash: number, document: number): void {
    const slot = this.slotOf(hash);
    if (this.lastDocument[slot] === document) return;
    if (this.counts[slot] === 0) {
      if (this.used * 2 >= this.hashes.length) {
        this.grow();
        this.count(hash, document);
        return;
      }
      this.hashes[slot] = hash;
      this.used++;
    }
    this.counts[slot]!++;
    this.lastDocument[slot] = document;
  }

  /** Hashes, ascending, and counts of the terms that at least `least` documents hold. */
  sorted(least: number): { hashes: Uint32Array; counts: Uint32Array } {
    let kept = 0;
    const hashes = new Uint32Array(this.used);
    for (let slot = 0; slot < this.hashes.length; slot++) {
      const count = this.counts[slot]!;
      if (count > 0 && count >= least) hashes[kept++] = this.hashes[slot]!;
    }
    const ordered = hashes.slice(0, kept).sort();
    return { hashes: ordered, counts: ordered.map((hash) => this.counts[this.slotOf(hash)]!) };
  }

  private slotOf(hash: number): number {
    const mask = this.hashes.length - 1;
    // The hashes are well mixed already: their low bits choose the slot.
    let slot = hash & mask;
    while (this.counts[slot] !== 0 && this.hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { hashes, counts, lastDocument } = this;
    this.hashes = new Uint32Array(hashes.length * 2);
    this.counts = new Uint32Array(hashes.length * 2);
    this.lastDocument = new Uint32Array(hashes.length * 2);
    for (let from = 0; from < hashes.length; from++) {
      if (counts[from] === 0) continue;
      const slot = this.slotOf(hashes[from]!);
      this.hashes[slot] = hashes[from]!;
      this.counts[slot] = counts[from]!;
      this.lastDocument[slot] = lastDocument[from]!;
    }
  }
}
