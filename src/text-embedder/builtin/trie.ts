/**
 * The vocabulary as a trie in flat arrays: finding the longest token at a position walks its letters once,
 * allocates nothing, and costs at most the longest token's length, whatever the text.
 */

/** Tokens that start a word hang under WORD_ROOT, those written "##…" that continue one under PIECE_ROOT. */
export const WORD_ROOT = 0;
export const PIECE_ROOT = 1;

const NO_NODE = -1;

export class VocabularyTrie {
  /** Per node: the token that ends there (−1: none), the letter that leads there, and the node before. */
  private tokens = new Int32Array(1 << 17).fill(-1);
  private letters = new Int32Array(1 << 17);
  private parents = new Int32Array(1 << 17).fill(NO_NODE);
  private nodes = 2;
  /** Open addressing over (parent, letter), linear probing, at most half full. */
  private slots = new Int32Array(1 << 18).fill(NO_NODE);

  constructor(vocabulary: readonly string[]) {
    for (let token = 0; token < vocabulary.length; token++) this.insert(vocabulary[token]!, token);
  }

  /** The child of `node` by `letter` (a code point), or −1. */
  child(node: number, letter: number): number {
    const mask = this.slots.length - 1;
    let slot = edgeHash(node, letter) & mask;
    for (;;) {
      const child = this.slots[slot]!;
      if (child === NO_NODE || (this.parents[child] === node && this.letters[child] === letter)) return child;
      slot = (slot + 1) & mask;
    }
  }

  /** The token that ends at `node`, or −1. */
  tokenAt(node: number): number {
    return this.tokens[node]!;
  }

  private insert(text: string, token: number): void {
    const continues = text.length > 2 && text.startsWith("##");
    let node = continues ? PIECE_ROOT : WORD_ROOT;
    for (let i = continues ? 2 : 0; i < text.length; i++) {
      const letter = text.codePointAt(i)!;
      if (letter > 0xffff) i++;
      const child = this.child(node, letter);
      node = child === NO_NODE ? this.append(node, letter) : child;
    }
    this.tokens[node] = token;
  }

  private append(parent: number, letter: number): number {
    if (this.nodes === this.tokens.length) this.grow();
    const node = this.nodes++;
    this.parents[node] = parent;
    this.letters[node] = letter;
    this.link(node);
    return node;
  }

  private link(node: number): void {
    const mask = this.slots.length - 1;
    let slot = edgeHash(this.parents[node]!, this.letters[node]!) & mask;
    while (this.slots[slot] !== NO_NODE) slot = (slot + 1) & mask;
    this.slots[slot] = node;
  }

  private grow(): void {
    const size = this.tokens.length * 2;
    this.tokens = resized(this.tokens, size);
    this.letters = resized(this.letters, size);
    this.parents = resized(this.parents, size);
    this.slots = new Int32Array(size * 2).fill(NO_NODE);
    for (let node = 2; node < this.nodes; node++) this.link(node);
  }
}

function edgeHash(node: number, letter: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(letter, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function resized(values: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size).fill(-1);
  larger.set(values);
  return larger;
}
