import type { QuantisedVector } from "./quantise.ts";
import { paddedDimension } from "./rotation.ts";

/** Codes per piece of the growing list: pieces of about 4 MB, so that growing never copies. */
const PIECE_BYTES = 4 << 20;

/**
 * Collects codes row by row and keeps equal ones once: many entries say exactly the same thing in a space
 * ("Spring 2016"), equal codes have equal scores, and kept apart they would crowd the candidates.
 */
export class CodeBuilder {
  readonly #width: number;
  readonly #perPiece: number;
  readonly #pieces: Int8Array[] = [];
  readonly #scales: number[] = [];
  readonly #squares: number[] = [];
  readonly #rows: number[] = [];
  readonly #ordinals: number[] = [];
  /** Open addressing: ordinal + 1 by hash of the code, 0 where free. */
  #slots = new Uint32Array(64);
  readonly #hashes: number[] = [];

  constructor(dimension: number) {
    this.#width = paddedDimension(dimension);
    this.#perPiece = Math.max(1, Math.floor(PIECE_BYTES / this.#width));
  }

  get vectorCount(): number {
    return this.#rows.length;
  }

  get distinct(): number {
    return this.#scales.length;
  }

  /** Adds the code of a row; rows come in ascending order. */
  add(row: number, vector: QuantisedVector): void {
    const scale = Math.fround(vector.scale);
    const square = Math.fround(vector.square);
    const words = new Int32Array(vector.codes.buffer, vector.codes.byteOffset, this.#width / 4);
    const hash = hashOf(words, scale, square);
    let slot = hash & (this.#slots.length - 1);
    let ordinal = -1;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & (this.#slots.length - 1)) {
      const held = (this.#slots[slot] as number) - 1;
      if (this.#hashes[held] === hash && this.#equal(held, words, scale, square)) {
        ordinal = held;
        break;
      }
    }
    if (ordinal < 0) {
      ordinal = this.distinct;
      this.#append(vector.codes);
      this.#scales.push(scale);
      this.#squares.push(square);
      this.#hashes.push(hash);
      this.#slots[slot] = ordinal + 1;
      if (this.distinct * 2 > this.#slots.length) this.#grow();
    }
    this.#rows.push(row);
    this.#ordinals.push(ordinal);
  }

  /** Writes the sections out; the builder lets go of its codes while it does and is not used again. */
  writeTo(sections: {
    readonly codes: Int8Array;
    readonly scales: Float32Array;
    readonly norms: Float32Array | null;
    readonly starts: Uint32Array | null;
    readonly rows: Uint32Array | null;
  }): void {
    const { codes, scales, norms, starts, rows } = sections;
    const pieceBytes = this.#perPiece * this.#width;
    for (let at = 0, piece = this.#pieces.shift(); piece; piece = this.#pieces.shift()) {
      codes.set(piece.subarray(0, Math.min(pieceBytes, codes.length - at)), at);
      at += pieceBytes;
    }
    scales.set(this.#scales);
    norms?.set(this.#squares);
    if (!starts || !rows) return;
    for (const ordinal of this.#ordinals) starts[ordinal + 1] = (starts[ordinal + 1] as number) + 1;
    for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number);
    const next = starts.slice();
    for (const [i, ordinal] of this.#ordinals.entries()) {
      const at = next[ordinal] as number;
      rows[at] = this.#rows[i] as number;
      next[ordinal] = at + 1;
    }
  }

  #append(codes: Int8Array): void {
    const place = this.distinct % this.#perPiece;
    if (place === 0) {
      // The first piece starts small: most writes are of a few points.
      const first = this.#pieces.length === 0;
      this.#pieces.push(new Int8Array((first ? Math.min(16, this.#perPiece) : this.#perPiece) * this.#width));
    }
    let piece = this.#pieces.at(-1) as Int8Array;
    if ((place + 1) * this.#width > piece.length) {
      const larger = new Int8Array(Math.min(piece.length * 2, this.#perPiece * this.#width));
      larger.set(piece);
      piece = larger;
      this.#pieces[this.#pieces.length - 1] = larger;
    }
    piece.set(codes, place * this.#width);
  }

  #equal(ordinal: number, words: Int32Array, scale: number, square: number): boolean {
    if (this.#scales[ordinal] !== scale || this.#squares[ordinal] !== square) return false;
    const piece = this.#pieces[Math.floor(ordinal / this.#perPiece)] as Int8Array;
    const held = new Int32Array(piece.buffer, (ordinal % this.#perPiece) * this.#width, words.length);
    for (let i = 0; i < words.length; i++) if (held[i] !== words[i]) return false;
    return true;
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    for (const [ordinal, hash] of this.#hashes.entries()) {
      let slot = hash & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = ordinal + 1;
    }
    this.#slots = slots;
  }
}

const numberBits = new Float32Array(2);
const numberWords = new Int32Array(numberBits.buffer);

/** FNV-1a over 32-bit words, with a final mix because the table takes the low bits. */
function hashOf(words: Int32Array, scale: number, square: number): number {
  numberBits[0] = scale;
  numberBits[1] = square;
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ (words[i] as number), 0x01000193);
  hash = Math.imul(hash ^ (numberWords[0] as number), 0x01000193);
  hash = Math.imul(hash ^ (numberWords[1] as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
