import { instantiateKernels, type Kernels } from "./kernel-module.ts";

/**
 * A seeded random rotation, and the two quantisers that work on rotated vectors.
 *
 * Three rounds of (random signs, Walsh–Hadamard transform) are a fast pseudo-random rotation (Ailon & Chazelle,
 * "The fast Johnson–Lindenstrauss transform", SIAM J. Comput. 2009; three rounds: Andoni et al., "Practical and
 * optimal LSH for angular distance", NIPS 2015): afterwards every coordinate of any vector is nearly Gaussian
 * with σ = length / √D, which is what one-bit and int8 codes want.
 *
 * A vector is padded with zeros to D, the next multiple of 128. Where D is no power of two, D = m · b with b its
 * largest power of two, each of the m blocks is transformed by itself, and between rounds the blocks are dealt
 * out like cards, so that each new block takes b / m coordinates from every old one. Signs, transform (scaled
 * by 1/√b) and dealing are orthonormal, so inner products are kept.
 */
export interface PreparedQuery {
  /** `[D / 4 × 16]` sums of the query per group of four signs, in steps. */
  readonly table: Uint8Array;
  /** `[D]` the unit query in 16 bits. */
  readonly codes: Int16Array;
  /** What one step of the table is worth, of the unit query. */
  readonly step: number;
  /** Σ|q| / step. */
  readonly middle: number;
  /** The same over the first half of the dimensions. */
  readonly middleOfHalf: number;
  /** What one step of `codes` is worth, of the unit query. */
  readonly unit: number;
  /** The length of the query as it was given. */
  readonly norm: number;
}

/** Larger ones would overflow the 16-bit sums of the first pass (15 · D / 4 < 2¹⁵). */
export const MAX_DIMENSION = 8192;

/** Part of the format: other signs make other codes. */
const SEED = 0x4b6f746f;

export function paddedDimension(dimension: number): number {
  return Math.ceil(dimension / 128) * 128;
}

/** The signs of three rounds, `[3 × d]`, as masks of the float's sign bit; splitmix32 of the seed. */
function signMasks(d: number): Uint32Array {
  const masks = new Uint32Array(3 * d);
  let state = SEED;
  for (let i = 0; i < masks.length; i++) {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    masks[i] = (z ^ (z >>> 15)) & 0x80000000;
  }
  return masks;
}

export class Rotation {
  readonly dimension: number;
  /** The padded dimension, D. */
  readonly width: number;
  readonly #block: number;
  readonly #kernels: Kernels;
  readonly #at: { signs: number; x: number; other: number; table: number; query: number; out: number };
  readonly #x: Float32Array;
  readonly #codes: Int8Array;
  readonly #table: Uint8Array;
  readonly #query: Int16Array;
  readonly #out: Float32Array;
  readonly #buffer: ArrayBufferLike;

  constructor(dimension: number) {
    this.dimension = dimension;
    const d = paddedDimension(dimension);
    this.width = d;
    this.#block = d & -d;
    const signs = 64;
    const x = signs + 12 * d;
    const other = x + 4 * d;
    const table = other + 4 * d;
    const query = table + 4 * d;
    const out = query + 2 * d;
    this.#at = { signs, x, other, table, query, out };
    const memory = new WebAssembly.Memory({
      initial: Math.ceil((out + 64) / 65536),
      maximum: 65536,
      shared: true,
    });
    this.#buffer = memory.buffer;
    this.#kernels = instantiateKernels(memory);
    new Uint32Array(memory.buffer, signs, 3 * d).set(signMasks(d));
    this.#x = new Float32Array(memory.buffer, x, d);
    this.#codes = new Int8Array(memory.buffer, other, d);
    this.#table = new Uint8Array(memory.buffer, table, 4 * d);
    this.#query = new Int16Array(memory.buffer, query, d);
    this.#out = new Float32Array(memory.buffer, out, 4);
  }

  /** Brings `vector`, scaled by `factor`, into the working area, rotated. */
  #load(vector: Float32Array, factor: number): void {
    const x = this.#x;
    const length = this.dimension;
    for (let i = 0; i < length; i++) x[i] = (vector[i] as number) * factor;
    x.fill(0, length);
    this.#kernels.rotate(this.#at.x, this.#at.signs, this.#at.other, this.width, this.#block);
  }

  /** `[dimension]` → `[D]`. */
  rotate(vector: Float32Array): Float32Array {
    this.#load(vector, 1);
    return this.#x.slice();
  }

  /** `[D]` → `[dimension]`, the inverse of `rotate`. */
  unrotate(rotated: Float32Array): Float32Array {
    const { x, other, signs } = this.#at;
    const d = this.width;
    this.#x.set(rotated);
    for (let round = 2; round >= 0; round--) {
      if (round < 2 && this.#block < d) {
        this.#kernels.deal(x, other, d, d / this.#block);
        this.#x.set(new Float32Array(this.#buffer, other, d));
      }
      this.#kernels.hadamard(x, d, this.#block);
      this.#kernels.flip(x, signs + round * d * 4, d);
    }
    const scale = this.#block ** -1.5;
    return this.#x.slice(0, this.dimension).map((value) => value * scale);
  }

  /**
   * The int8 code of `vector · factor`: `codes` is a view that the next call overwrites, and code times `scale`
   * is the rotated vector. A vector of zeros has scale 0.
   */
  quantise(vector: Float32Array, factor: number): { codes: Int8Array; scale: number } {
    this.#load(vector, factor);
    const scale = this.#kernels.quantise(this.#at.x, this.#at.other, this.width);
    return { codes: this.#codes, scale };
  }

  /**
   * A query of the given length, ready for every segment of a space; `norm` 0 stands for the zero vector. Takes the
   * arrays of one that is `spent`, where there is one of the same width: new ones for every leg keep the collector busy.
   */
  prepare(query: Float32Array, norm: number, spent?: PreparedQuery): PreparedQuery {
    const { x, table, query: codes, out } = this.#at;
    this.#load(query, norm > 0 ? 1 / norm : 0);
    this.#kernels.prepare(x, this.width, table, codes, out);
    const [step, middle, unit, middleOfHalf] = this.#out as unknown as [number, number, number, number];
    const held =
      spent?.codes.length === this.width
        ? spent
        : { table: new Uint8Array(4 * this.width), codes: new Int16Array(this.width) };
    held.table.set(this.#table);
    held.codes.set(this.#query);
    return {
      table: held.table,
      codes: held.codes,
      step,
      middle,
      middleOfHalf,
      unit,
      norm,
    };
  }
}

const rotations = new Map<number, Rotation>();

/** The rotation of a dimension; it depends on nothing else. */
export function rotationOf(dimension: number): Rotation {
  let rotation = rotations.get(dimension);
  if (!rotation) {
    rotation = new Rotation(dimension);
    rotations.set(dimension, rotation);
  }
  return rotation;
}
