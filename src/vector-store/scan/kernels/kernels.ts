/**
 * The dense kernels, in AssemblyScript (not TypeScript: `npm run kernels` compiles this file). Over 400 lines,
 * since one module must hold all that shares its globals and its memory's layout.
 *
 * Everything works on an imported, shared memory whose layout the host decides; an instance is told once, by
 * `bind` and `bindScratch`, where things lie. Globals belong to the instance, so several workers run their own
 * instances over one memory at the same time, each with its own scratch area, and nothing needs a lock:
 * bound sections are only read.
 *
 * Terms: D is the padded dimension, a multiple of 64. An ordinal numbers a distinct code. A block is 32
 * ordinals. The 1-bit codes of a block are stored per group of four dimensions as 16 bytes: byte j holds the
 * group's four bits of ordinal j in its low half and of ordinal j + 16 in its high half, so that one byte
 * shuffle looks up 16 ordinals at once (Andre, Kermarrec & Le Scouarnec, "Cache locality is not enough", VLDB
 * 2015; RaBitQ, SIGMOD 2024, doi 10.1145/3654970, section 3.3.2).
 *
 * One file, though long: an instance's globals are visible in one module only.
 */

const NONE: u32 = 0xffffffff;
const BLOCK: u32 = 32;
const BINS: u32 = 128;
/** Blocks whose sums wait to be looked at. */
const PENDING: u32 = 16;
/** Candidates scored at a time. */
const BATCH: u32 = 256;
/** Of so many blocks one is looked at to learn how high the best keys are. */
const SAMPLE_STEP: u32 = 16;
/** √(1 − 2/π): see `search`. */
const DEVIATION: f32 = 0.6028;

// Sections of the bound codes; a pointer of 0 stands for "not there".
let D: u32 = 0;
let count: u32 = 0; // ordinals
let rowCount: u32 = 0; // rows of the collection, with or without a vector
let codes: usize = 0; // i8[count padded to 32][D]
let scales: usize = 0; // f32[count]: a code times its scale is the vector
let norms: usize = 0; // f32[count]: squared lengths; there for euclid only
let bits: usize = 0; // u8[2][blocks][D / 8][16]: first the first halves of all blocks
let factors: usize = 0; // f32[count padded to 32]
let starts: usize = 0; // u32[count + 1]: where an ordinal's rows begin in `rows`
let rows: usize = 0; // u32[]: rows per ordinal, ascending
let ordinalOf: usize = 0; // u32[rowCount]: NONE where a row has no vector

// Scratch of this instance.
let table: usize = 0; // u8[D / 4][16]: the query's look-up table
let query: usize = 0; // i16[D]: the query
let filter: usize = 0; // u32[ceil(rowCount / 32)]: the rows that may be found
let ids: usize = 0; // u32[capacity]: candidates
let keys: usize = 0; // f32[capacity]: their estimates, then their scores
let spare: usize = 0; // f32[BINS + capacity + 1]
let pending: usize = 0; // u32[PENDING]: blocks; u16[PENDING][32]: the sums of their ordinals
let heapIds: usize = 0; // u32[heap capacity]
let heapScores: usize = 0; // f32[heap capacity]
let capacity: u32 = 0;

/** 15 in every byte: no constant, which V8 would make anew for every 16 bytes of codes. */
let lowNibbles: v128 = i8x16.splat(0);
/** What `fetch` read: exported, or else the compiler would drop what nobody reads. */
export let fetched: u32 = 0;

// The query: see `bindQuery`.
let unit: f32 = 0;
let querySquare: f32 = 0;
let middle: f32 = 0;
let middleOfHalf: f32 = 0;
let keyUnit: f32 = 0;
let deviation: f32 = 0;
let largestFactor: f32 = 0;
let heapSize: u32 = 0;

// What `scan` has gathered: how many, and what the keys of those left out are at most.
let found: u32 = 0;
let threshold: f32 = 0;

export function bind(
  dimension: u32, distinct: u32, allRows: u32, codesAt: usize, scalesAt: usize, normsAt: usize,
  bitsAt: usize, factorsAt: usize, startsAt: usize, rowsAt: usize, ordinalOfAt: usize,
): void {
  D = dimension;
  count = distinct;
  rowCount = allRows;
  codes = codesAt;
  scales = scalesAt;
  norms = normsAt;
  bits = bitsAt;
  factors = factorsAt;
  starts = startsAt;
  rows = rowsAt;
  ordinalOf = ordinalOfAt;
}

export function bindScratch(
  tableAt: usize, queryAt: usize, filterAt: usize, idsAt: usize, keysAt: usize, spareAt: usize,
  pendingAt: usize, heapIdsAt: usize, heapScoresAt: usize, candidates: u32,
): void {
  table = tableAt;
  query = queryAt;
  filter = filterAt;
  ids = idsAt;
  keys = keysAt;
  spare = spareAt;
  pending = pendingAt;
  heapIds = heapIdsAt;
  heapScores = heapScoresAt;
  capacity = candidates;
  lowNibbles = i8x16.splat(15);
}

/** Once the factors are there (`pack`). */
export function bindFactors(): void {
  largestFactor = 0;
  for (let i: usize = 0, end: usize = <usize>count << 2; i < end; i += 4) {
    largestFactor = max(largestFactor, load<f32>(factors + i));
  }
}

/**
 * `unitOfQuery`: what a step of the 16-bit query is worth; `square`: the query's squared length (euclid);
 * `stepOfTable` and `middleOfTable`: what `prepare` wrote; `length`: the query's, or 1 where scores are of the
 * unit query.
 */
export function bindQuery(
  unitOfQuery: f32, square: f32, stepOfTable: f32, middleOfTable: f32, middleOfItsHalf: f32, length: f32,
): void {
  unit = unitOfQuery;
  querySquare = square;
  middle = middleOfTable * <f32>0.5;
  middleOfHalf = middleOfItsHalf * <f32>0.5;
  const step = stepOfTable * length;
  // For the zero vector every table entry is 0 and any unit does.
  keyUnit = step > 0 ? <f32>0.25 / step : <f32>1;
  deviation = stepOfTable > 0 ? <f32>0.5 * DEVIATION / stepOfTable : 0;
}

// ---------------------------------------------------------------------------------------------- rotation

/** Flips the sign of x[i] where signs[i] is 0x80000000. */
export function flip(x: usize, signs: usize, d: u32): void {
  for (let i: usize = 0, end: usize = <usize>d << 2; i < end; i += 16) {
    v128.store(x + i, v128.xor(v128.load(x + i), v128.load(signs + i)));
  }
}

/** Walsh-Hadamard transform, unscaled, of each `block` (a power of two, at least 8) of x[0 .. d). */
export function hadamard(x: usize, d: u32, block: u32): void {
  const end: usize = <usize>d << 2;
  // Distances 1 and 2 stay inside one register.
  for (let i: usize = 0; i < end; i += 16) {
    let v = v128.load(x + i);
    let swapped = v128.shuffle<u32>(v, v, 1, 0, 3, 2);
    v = f32x4.add(v128.xor(v, i32x4(0, 0x80000000, 0, 0x80000000)), swapped);
    swapped = v128.shuffle<u32>(v, v, 2, 3, 0, 1);
    v = f32x4.add(v128.xor(v, i32x4(0, 0, 0x80000000, 0x80000000)), swapped);
    v128.store(x + i, v);
  }
  for (let h: usize = 16, size: usize = <usize>block << 2; h < size; h <<= 1) {
    for (let base: usize = 0; base < end; base += h << 1) {
      for (let i: usize = x + base, last: usize = i + h; i < last; i += 16) {
        const a = v128.load(i);
        const b = v128.load(i + h);
        v128.store(i, f32x4.add(a, b));
        v128.store(i + h, f32x4.sub(a, b));
      }
    }
  }
}

/** Deals the blocks of x out like cards: to[i] = x[(i mod m) · block + ⌊i / m⌋], m = d / block. */
export function deal(x: usize, to: usize, d: u32, block: u32): void {
  const m = d / block;
  let out = to;
  for (let i: u32 = 0; i < block; i++) {
    for (let j: u32 = 0; j < m; j++, out += 4) {
      store<f32>(out, load<f32>(x + ((<usize>(j * block + i)) << 2)));
    }
  }
}

/** Three rounds of signs, Hadamard and deal, scaled to be orthonormal; x is changed in place. */
export function rotate(x: usize, signs: usize, other: usize, d: u32, block: u32): void {
  for (let round: u32 = 0; round < 3; round++) {
    flip(x, signs + (<usize>(round * d) << 2), d);
    hadamard(x, d, block);
    if (block < d && round < 2) {
      deal(x, other, d, block);
      memory.copy(x, other, <usize>d << 2);
    }
  }
  const scale = f32x4.splat(<f32>(1.0 / Math.sqrt(<f64>block * <f64>block * <f64>block)));
  for (let i: usize = x, end: usize = x + (<usize>d << 2); i < end; i += 16) {
    v128.store(i, f32x4.mul(v128.load(i), scale));
  }
}

// ------------------------------------------------------------------------------------------ quantisation

// @ts-expect-error: decorator
@inline
function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

// @ts-expect-error: decorator
@inline
function largest(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

// @ts-expect-error: decorator
@inline
function toNearest(v: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(v));
}

/**
 * x[d] → i8 codes; returns the scale s = ‖x‖² / ⟨c, x⟩, which makes s · ⟨c, q⟩ an unbiased estimate of ⟨x, q⟩
 * over random rotations (RaBitQ, theorem 3.2, with codes of eight bits); 0 for the zero vector.
 */
export function quantise(x: usize, to: usize, d: u32): f32 {
  const end: usize = <usize>d << 2;
  let top = f32x4.splat(0);
  for (let i: usize = 0; i < end; i += 16) top = f32x4.max(top, f32x4.abs(v128.load(x + i)));
  const high = largest(top);
  if (!(high > 0)) {
    memory.fill(to, 0, d);
    return 0;
  }
  const inverse = f32x4.splat(<f32>127 / high);
  let square = f32x4.splat(0);
  let product = f32x4.splat(0);
  for (let i: usize = 0; i < end; i += 32) {
    const a = v128.load(x + i);
    const b = v128.load(x + i, 16);
    const ra = f32x4.nearest(f32x4.mul(a, inverse));
    const rb = f32x4.nearest(f32x4.mul(b, inverse));
    square = f32x4.add(square, f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)));
    product = f32x4.add(product, f32x4.add(f32x4.mul(a, ra), f32x4.mul(b, rb)));
    const narrow = i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(ra), i32x4.trunc_sat_f32x4_s(rb));
    v128.store64_lane(to + (i >> 2), i8x16.narrow_i16x8_s(narrow, narrow), 0);
  }
  return sum(square) / sum(product);
}

/**
 * Derives the 1-bit codes and their factors from the int8 codes of the blocks [from, to). A bit is the sign
 * (Charikar, STOC 2002); the factor f = ‖x‖² / ⟨sign(x), x⟩ makes f · ⟨sign(x), q⟩ estimate ⟨x, q⟩ without
 * bias (RaBitQ, theorem 3.2). In codes: s · Σc² / Σ|c|.
 */
export function pack(from: u32, to: u32): void {
  const half: usize = <usize>D << 1;
  const second = <usize>((count + BLOCK - 1) / BLOCK) * half;
  for (let block = from; block < to; block++) {
    const out = bits + <usize>block * half;
    memory.fill(out, 0, half);
    memory.fill(out + second, 0, half);
    for (let j: u32 = 0; j < BLOCK; j++) {
      const ordinal = block * BLOCK + j;
      const code = codes + <usize>ordinal * D;
      const shift: u32 = (j >> 4) << 2;
      let square = i32x4.splat(0);
      let absolute = i32x4.splat(0);
      let at = out + (j & 15);
      for (let i: usize = 0; i < <usize>D; i += 16, at += 64) {
        if (i == <usize>D >> 1) at += second - half;
        const c = v128.load(code + i);
        const low = i16x8.extend_low_i8x16_s(c);
        const high = i16x8.extend_high_i8x16_s(c);
        square = i32x4.add(square, i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high)));
        absolute = i32x4.add(
          absolute,
          i32x4.extadd_pairwise_i16x8_s(i16x8.add(i16x8.abs(low), i16x8.abs(high))),
        );
        const positive: u32 = ~i8x16.bitmask(c);
        store<u8>(at, load<u8>(at) | <u8>((positive & 15) << shift));
        store<u8>(at + 16, load<u8>(at + 16) | <u8>(((positive >> 4) & 15) << shift));
        store<u8>(at + 32, load<u8>(at + 32) | <u8>(((positive >> 8) & 15) << shift));
        store<u8>(at + 48, load<u8>(at + 48) | <u8>(((positive >> 12) & 15) << shift));
      }
      let factor: f32 = 0;
      if (ordinal < count) {
        const taken = sum(f32x4.convert_i32x4_s(absolute));
        if (taken > 0) {
          factor = (load<f32>(scales + (<usize>ordinal << 2)) * sum(f32x4.convert_i32x4_s(square))) / taken;
        }
      }
      store<f32>(factors + (<usize>ordinal << 2), factor);
    }
  }
}

/**
 * A rotated query x[d] → its look-up table (four bits a group: 16 groups fit a byte's sum) and its 16-bit form.
 * Writes [step of the table, Σ|x| / step, step of the 16-bit form, Σ|x| / step of the first half] to `out`.
 *
 * Table entry m of group g: Σ |x_i| / step over the group's dimensions whose sign agrees with bit i of m,
 * rounded, so that summed over the groups 2 · Σ − Σ|x| / step is ⟨sign code, x⟩ / step. The rounding (step / √12 a
 * group) is a tenth of the noise of the 1-bit code itself.
 */
export function prepare(x: usize, d: u32, tableTo: usize, queryTo: usize, out: usize): void {
  const end: usize = <usize>d << 2;
  let most: f32 = 0;
  let total: f64 = 0;
  let first: f64 = 0;
  let top = f32x4.splat(0);
  for (let i: usize = 0; i < end; i += 16) {
    if (i == end >> 1) first = total;
    const v = f32x4.abs(v128.load(x + i));
    top = f32x4.max(top, v);
    const group = sum(v);
    most = max(most, group);
    total += group;
  }
  if (!(most > 0)) {
    memory.fill(tableTo, 0, <usize>d << 2);
    memory.fill(queryTo, 0, <usize>d << 1);
    store<f32>(out, 0);
    store<f32>(out, 0, 4);
    store<f32>(out, 0, 8);
    store<f32>(out, 0, 12);
    return;
  }
  const step = most / <f32>15;
  const inverse = f32x4.splat(<f32>1 / step);
  const zero = f32x4.splat(0);
  const highest = i8x16.splat(15);
  for (let i: usize = 0; i < end; i += 16) {
    const v = f32x4.mul(v128.load(x + i), inverse);
    // What each dimension is worth where its bit is 0, and where it is 1; then sums of two, by their two bits.
    const unset = f32x4.pmax(zero, f32x4.neg(v));
    const set = f32x4.pmax(zero, v);
    const low = f32x4.add(v128.shuffle<u32>(unset, set, 0, 4, 0, 4), v128.shuffle<u32>(unset, set, 1, 1, 5, 5));
    const high = f32x4.add(v128.shuffle<u32>(unset, set, 2, 6, 2, 6), v128.shuffle<u32>(unset, set, 3, 3, 7, 7));
    const m0 = toNearest(f32x4.add(low, v128.shuffle<u32>(high, high, 0, 0, 0, 0)));
    const m1 = toNearest(f32x4.add(low, v128.shuffle<u32>(high, high, 1, 1, 1, 1)));
    const m2 = toNearest(f32x4.add(low, v128.shuffle<u32>(high, high, 2, 2, 2, 2)));
    const m3 = toNearest(f32x4.add(low, v128.shuffle<u32>(high, high, 3, 3, 3, 3)));
    const entry = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(m0, m1), i16x8.narrow_i32x4_s(m2, m3));
    v128.store(tableTo + i, i8x16.min_u(entry, highest));
  }
  // No sum of products with int8 codes may leave 32 bits: 127 · Σ|q| < 2³¹.
  const fine = <f32>min(32767.0 / <f64>largest(top), 16800000.0 / total);
  const scale = f32x4.splat(fine);
  for (let i: usize = 0; i < end; i += 32) {
    const a = toNearest(f32x4.mul(v128.load(x + i), scale));
    const b = toNearest(f32x4.mul(v128.load(x + i, 16), scale));
    v128.store(queryTo + (i >> 1), i16x8.narrow_i32x4_s(a, b));
  }
  store<f32>(out, step);
  store<f32>(out, <f32>(total / <f64>step), 4);
  store<f32>(out, <f32>1 / fine, 8);
  store<f32>(out, <f32>(first / <f64>step), 12);
}

// -------------------------------------------------------------------------------------------- first pass

// @ts-expect-error: decorator
@inline
function lookUp(entries: v128, nibbles: v128): v128 {
  // The indices are below 16, where both instructions agree on every machine; the relaxed one is one
  // instruction less.
  if (ASC_FEATURE_RELAXED_SIMD) return i8x16.relaxed_swizzle(entries, nibbles);
  return i8x16.swizzle(entries, nibbles);
}

/** Reads a byte of every cache line of four places, so that all of them are waited for at once. */
// @ts-ignore: decorator
@inline
function fetch(a: usize, b: usize, c: usize, d: usize, length: usize): void {
  let read: u32 = 0;
  for (let line: usize = 0; line < length; line += 64) {
    read |= load<u8>(a + line) | load<u8>(b + line) | load<u8>(c + line) | load<u8>(d + line);
  }
  fetched = read;
}

/** Whether any row of the ordinal may be found. */
function allowed(ordinal: u32): bool {
  if (!rows) return ((load<u32>(filter + ((<usize>ordinal >> 5) << 2)) >> (ordinal & 31)) & 1) != 0;
  let at = rows + (<usize>load<u32>(starts + (<usize>ordinal << 2)) << 2);
  const end = rows + (<usize>load<u32>(starts + (<usize>ordinal << 2), 4) << 2);
  for (; at < end; at += 4) {
    const row = load<u32>(at);
    if ((load<u32>(filter + ((<usize>row >> 5) << 2)) >> (row & 31)) & 1) return true;
  }
  return false;
}

/** The want-th largest of values[0 .. n), which is reordered (Hoare's quickselect). */
function select(values: usize, n: i32, want: i32): f32 {
  let left = 0;
  let right = n - 1;
  const target = want - 1;
  while (left < right) {
    const pivot = load<f32>(values + (<usize>((left + right) >> 1) << 2));
    let i = left;
    let j = right;
    while (i <= j) {
      while (load<f32>(values + (<usize>i << 2)) > pivot) i++;
      while (load<f32>(values + (<usize>j << 2)) < pivot) j--;
      if (i <= j) {
        const held = load<f32>(values + (<usize>i << 2));
        store<f32>(values + (<usize>i << 2), load<f32>(values + (<usize>j << 2)));
        store<f32>(values + (<usize>j << 2), held);
        i++;
        j--;
      }
    }
    if (target <= j) right = j;
    else if (target >= i) left = i;
    else break;
  }
  return load<f32>(values + (<usize>target << 2));
}

/**
 * The want-th largest of keys[0 .. n): a histogram finds the bin that holds it, quickselect its place there, which
 * is several times faster than quickselect over all.
 */
function leastOfBest(n: u32, want: u32): f32 {
  const end: usize = <usize>n << 2;
  let low: f32 = load<f32>(keys);
  let high = low;
  for (let i: usize = 4; i < end; i += 4) {
    const key = load<f32>(keys + i);
    low = min(low, key);
    high = max(high, key);
  }
  if (!(high > low)) return low;
  // The highest bin must not overflow by rounding.
  const scale: f32 = (<f32>BINS - <f32>0.01) / (high - low);
  memory.fill(spare, 0, BINS << 2);
  for (let i: usize = 0; i < end; i += 4) {
    const bin = spare + (<usize>binOf(load<f32>(keys + i), low, scale) << 2);
    store<u32>(bin, load<u32>(bin) + 1);
  }
  let bin: u32 = BINS - 1;
  let above: u32 = 0;
  for (; ; bin--) {
    const held = load<u32>(spare + (<usize>bin << 2));
    if (above + held >= want) break;
    above += held;
  }
  const members = spare + (BINS << 2);
  let count: usize = 0;
  for (let i: usize = 0; i < end; i += 4) {
    const key = load<f32>(keys + i);
    store<f32>(members + count, key);
    count += <usize>(binOf(key, low, scale) == bin) << 2;
  }
  return select(members, <i32>(count >> 2), <i32>(want - above));
}

// @ts-ignore: decorator
@inline
function binOf(key: f32, low: f32, scale: f32): u32 {
  return min(<u32>((key - low) * scale), BINS - 1);
}

/** Keeps the `want` best of n candidates, in order, the earlier of equal ones; returns the least key kept. */
function keepBest(n: u32, want: u32): f32 {
  const least = leastOfBest(n, want);
  let above: u32 = 0;
  for (let i: usize = 0, end: usize = <usize>n << 2; i < end; i += 4) above += u32(load<f32>(keys + i) > least);
  let equal = want - above;
  let to: usize = 0;
  for (let i: usize = 0, end: usize = <usize>n << 2; i < end; i += 4) {
    const key = load<f32>(keys + i);
    if (key < least) continue;
    if (key == least) {
      if (!equal) continue;
      equal--;
    }
    store<f32>(keys + to, key);
    store<u32>(ids + to, load<u32>(ids + i));
    to += 4;
  }
  return least;
}

/**
 * What a sum must exceed for a key above the threshold even with the largest factor: most blocks hold none such and
 * need no keys. One less than the exact bound, so that rounding does not count; -1 where any sum may do.
 */
function barOf(halved: bool): v128 {
  if (!(threshold > 0)) return i16x8.splat(-1);
  const sum = halved ? middleOfHalf + threshold / (largestFactor * <f32>2) : middle + threshold / largestFactor;
  return i16x8.splat(<i16>(min(sum, <f32>32767) - <f32>1));
}

/**
 * Takes in the pending blocks: leaves in `ids` and `keys` those of their ordinals that the filter allows and whose key is
 * above the threshold, the want-th best so far; a full buffer is cut to the `want` best, which raises it.
 */
function collect(pendingBlocks: u32, want: u32, filtered: bool, halved: bool): void {
  const half = f32x4.splat(halved ? middleOfHalf : middle);
  const share = f32x4.splat(halved ? 2 : 1);
  const back = f32x4.splat(keyUnit);
  const lowest = f32x4.splat(-f32.MAX_VALUE);
  // Cut at twice the wanted number: later would leave the threshold low, sooner would cut too often.
  const full = min(capacity - BLOCK, 2 * want + BLOCK);
  for (let i: u32 = 0; i < pendingBlocks; i++) {
    const block = load<u32>(pending + (<usize>i << 2));
    const sums = pending + (PENDING << 2) + (<usize>i << 6);
    const limit = f32x4.splat(threshold);
    let wanted: u32 = 0;
    // `spare` is free until the next cut.
    for (let j: usize = 0; j < BLOCK; j += 4) {
      const at = (<usize>block << 7) + (j << 2);
      const sum = f32x4.convert_i32x4_u(v128.load_ext<u16>(sums + (j << 1)));
      let key = f32x4.mul(f32x4.mul(f32x4.sub(sum, half), share), v128.load(factors + at));
      // Never -Infinity, which no threshold lets in: a vector immensely far away is still a vector.
      if (norms) key = f32x4.max(f32x4.sub(key, f32x4.mul(back, v128.load(norms + at))), lowest);
      v128.store(spare + (j << 2), key);
      wanted |= <u32>i32x4.bitmask(f32x4.gt(key, limit)) << <u32>j;
    }
    if (filtered && !rows) wanted &= load<u32>(filter + (<usize>block << 2));
    if (block == count >> 5) wanted &= (<u32>1 << (count & 31)) - 1;
    for (; wanted; wanted &= wanted - 1) {
      const j = ctz(wanted);
      const ordinal = (block << 5) | j;
      if (filtered && rows && !allowed(ordinal)) continue;
      store<u32>(ids + (<usize>found << 2), ordinal);
      store<f32>(keys + (<usize>found << 2), load<f32>(spare + (<usize>j << 2)));
      found++;
    }
    if (found > full) {
      threshold = keepBest(found, want);
      found = want;
    }
  }
}

/**
 * Estimates the ordinals of every `step`-th block from their 1-bit codes and leaves in `ids`, ascending, those that the
 * filter allows and whose key is above `floor`; where they are more than 2 · want + 32, the best of them, at least
 * `want`. Their keys in `keys`, what the others have at most in `threshold`. Returns how many. `capacity` must be at
 * least 2 · want + 64, or the count + 32.
 *
 * The key of an ordinal is f · (sum − S / 2), S = Σ|q| / step: its inner product in units of 2 · step; with euclid
 * less ‖x‖² / (4 · step), which orders by distance. With `halved` the first half of the dimensions is summed only, and
 * counts twice: a random rotation spreads the inner product evenly.
 *
 * Blocks that may hold candidates are noted and taken in some at a time: whether one does cannot be foretold, and a
 * branch that guessed wrong would throw away what the processor had begun of the next block's sums.
 */
function scan(want: u32, floor: f32, filtered: bool, halved: bool, step: u32): u32 {
  const nibble = lowNibbles;
  const parts = halved ? 1 : 2;
  const tableAt = table;
  const halfBytes: usize = <usize>D << 1;
  const second = <usize>((count + BLOCK - 1) / BLOCK) * halfBytes;
  const blocks = (count + BLOCK - 1) / BLOCK;
  const sums = pending + (PENDING << 2);
  found = 0;
  threshold = floor;
  let bar = barOf(halved);
  let noted: u32 = 0;
  for (let block: u32 = 0; block < blocks; block += step) {
    if (filtered && !rows && !load<u32>(filter + (<usize>block << 2))) continue;
    let at: usize = bits + <usize>block * halfBytes;
    if (step > 1) {
      // Blocks that lie apart are not read ahead.
      const last = halved ? at : at + second;
      fetch(at, at + halfBytes / 2, last, last + halfBytes / 2, halfBytes / 2);
    }
    let entry: usize = tableAt;
    let s0 = i16x8.splat(0);
    let s1 = i16x8.splat(0);
    let s2 = i16x8.splat(0);
    let s3 = i16x8.splat(0);
    for (let part = 0; part < parts; part++, at += second - halfBytes) {
      for (const end: usize = at + halfBytes; at < end; ) {
        let low = i8x16.splat(0);
        let high = i8x16.splat(0);
        for (const stop: usize = at + 256; at < stop; at += 32, entry += 32) {
          let v = v128.load(at);
          let t = v128.load(entry);
          low = i8x16.add(low, lookUp(t, v128.and(v, nibble)));
          high = i8x16.add(high, lookUp(t, v128.and(i16x8.shr_u(v, 4), nibble)));
          v = v128.load(at, 16);
          t = v128.load(entry, 16);
          low = i8x16.add(low, lookUp(t, v128.and(v, nibble)));
          high = i8x16.add(high, lookUp(t, v128.and(i16x8.shr_u(v, 4), nibble)));
        }
        s0 = i16x8.add(s0, i16x8.extend_low_i8x16_u(low));
        s1 = i16x8.add(s1, i16x8.extend_high_i8x16_u(low));
        s2 = i16x8.add(s2, i16x8.extend_low_i8x16_u(high));
        s3 = i16x8.add(s3, i16x8.extend_high_i8x16_u(high));
      }
    }
    store<u32>(pending + (<usize>noted << 2), block);
    v128.store(sums + (<usize>noted << 6), s0);
    v128.store(sums + (<usize>noted << 6), s1, 16);
    v128.store(sums + (<usize>noted << 6), s2, 32);
    v128.store(sums + (<usize>noted << 6), s3, 48);
    noted += u32(v128.any_true(i16x8.gt_s(i16x8.max_s(i16x8.max_s(s0, s1), i16x8.max_s(s2, s3)), bar)));
    if (noted == PENDING) {
      collect(noted, want, filtered, halved);
      bar = barOf(halved);
      noted = 0;
    }
  }
  collect(noted, want, filtered, halved);
  return found;
}

/**
 * A key that about 5/4 · want ordinals exceed, as every 16th block tells: with it from the start, `scan` need not
 * collect and cut the many that are good only among the first. -Infinity where there are too few to sample.
 */
function sampledFloor(want: u32, filtered: bool, halved: bool): f32 {
  if (count < 4 * want) return -Infinity;
  const rank = ((want * 5) >> 2) / SAMPLE_STEP + 4;
  scan(rank, -Infinity, filtered, halved, SAMPLE_STEP);
  return found < rank ? -Infinity : leastOfBest(found, rank);
}

// --------------------------------------------------------------------------------------------- rescoring

// @ts-ignore: decorator
@inline
function total(v: v128): i32 {
  return (
    i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + (i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3))
  );
}

/** Adds the products of 16 codes with q0 and q1, eight numbers of the query each. */
// @ts-ignore: decorator
@inline
function addProducts(to: v128, code: usize, q0: v128, q1: v128): v128 {
  const c = v128.load(code);
  return i32x4.add(
    i32x4.add(to, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(c), q0)),
    i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(c), q1),
  );
}

/**
 * cosine and dot: the inner product; euclid: 1 / (1 + distance). `product` is ⟨code, query⟩ in integers, exact, so
 * a score does not depend on the order of summing.
 */
// @ts-ignore: decorator
@inline
function score(ordinal: u32, product: i32): f32 {
  const inner = <f32>product * unit * load<f32>(scales + (<usize>ordinal << 2));
  if (!norms) return inner;
  const square = querySquare + load<f32>(norms + (<usize>ordinal << 2)) - inner - inner;
  return <f32>1 / (<f32>1 + sqrt<f32>(max(square, <f32>0)));
}

/** to[i] = score of ordinal from[i], i < n. Four at a time, since candidates lie far apart. */
function scoreIds(from: usize, to: usize, n: u32): void {
  let i: u32 = 0;
  for (; i + 4 <= n; i += 4) {
    const at: usize = <usize>i << 2;
    const o0 = load<u32>(from + at);
    const o1 = load<u32>(from + at, 4);
    const o2 = load<u32>(from + at, 8);
    const o3 = load<u32>(from + at, 12);
    let c0 = codes + <usize>o0 * D;
    let c1 = codes + <usize>o1 * D;
    let c2 = codes + <usize>o2 * D;
    let c3 = codes + <usize>o3 * D;
    fetch(c0, c1, c2, c3, D);
    let s0 = i32x4.splat(0);
    let s1 = i32x4.splat(0);
    let s2 = i32x4.splat(0);
    let s3 = i32x4.splat(0);
    for (let q = query, end = query + (<usize>D << 1); q < end; q += 32) {
      const q0 = v128.load(q);
      const q1 = v128.load(q, 16);
      s0 = addProducts(s0, c0, q0, q1);
      s1 = addProducts(s1, c1, q0, q1);
      s2 = addProducts(s2, c2, q0, q1);
      s3 = addProducts(s3, c3, q0, q1);
      c0 += 16;
      c1 += 16;
      c2 += 16;
      c3 += 16;
    }
    store<f32>(to + at, score(o0, total(s0)));
    store<f32>(to + at, score(o1, total(s1)), 4);
    store<f32>(to + at, score(o2, total(s2)), 8);
    store<f32>(to + at, score(o3, total(s3)), 12);
  }
  for (; i < n; i++) {
    const ordinal = load<u32>(from + (<usize>i << 2));
    let c = codes + <usize>ordinal * D;
    let s = i32x4.splat(0);
    for (let q = query, end = query + (<usize>D << 1); q < end; q += 32, c += 16) {
      s = addProducts(s, c, v128.load(q), v128.load(q, 16));
    }
    store<f32>(to + (<usize>i << 2), score(ordinal, total(s)));
  }
}

// @ts-ignore: decorator
@inline
function ordinalOfRow(row: u32): u32 {
  if (row >= rowCount) return NONE;
  return ordinalOf ? load<u32>(ordinalOf + (<usize>row << 2)) : row;
}

/** keys[i] = score of row ids[i], NaN where it has no vector. There must be at least one vector. */
export function scoreRows(n: u32): void {
  for (let i: usize = 0, end: usize = <usize>n << 2; i < end; i += 4) {
    const ordinal = ordinalOfRow(load<u32>(ids + i));
    store<u32>(spare + i, ordinal);
    store<u32>(ids + i, ordinal == NONE ? 0 : ordinal);
  }
  scoreIds(ids, keys, n);
  for (let i: usize = 0, end: usize = <usize>n << 2; i < end; i += 4) {
    if (load<u32>(spare + i) == NONE) store<f32>(keys + i, f32.NaN);
  }
}

/** How many rows the filter keeps. */
export function countFilter(): u32 {
  let total: u32 = 0;
  for (let i: usize = filter, end: usize = filter + ((<usize>(rowCount + 31) >> 5) << 2); i < end; i += 4) {
    total += popcnt(load<u32>(i));
  }
  return total;
}

// ------------------------------------------------------------------------------------------------- top k

// @ts-expect-error: decorator
@inline
function worse(scoreA: f32, idA: u32, scoreB: f32, idB: u32): bool {
  return scoreA < scoreB || (scoreA == scoreB && idA > idB);
}

/** Sinks (score, id) from position `at` of a heap of `size` whose root is the worst. */
function sink(at: u32, size: u32, itsScore: f32, id: u32): void {
  for (;;) {
    let child = at * 2 + 1;
    if (child >= size) break;
    if (child + 1 < size) {
      const l: usize = <usize>child << 2;
      if (worse(load<f32>(heapScores + l, 4), load<u32>(heapIds + l, 4), load<f32>(heapScores + l), load<u32>(heapIds + l))) child++;
    }
    const c: usize = <usize>child << 2;
    const childScore = load<f32>(heapScores + c);
    const childId = load<u32>(heapIds + c);
    if (!worse(childScore, childId, itsScore, id)) break;
    store<f32>(heapScores + (<usize>at << 2), childScore);
    store<u32>(heapIds + (<usize>at << 2), childId);
    at = child;
  }
  store<f32>(heapScores + (<usize>at << 2), itsScore);
  store<u32>(heapIds + (<usize>at << 2), id);
}

// @ts-expect-error: decorator
@inline
function offer(itsScore: f32, id: u32, k: u32): void {
  if (heapSize == k) {
    if (worse(load<f32>(heapScores), load<u32>(heapIds), itsScore, id)) sink(0, k, itsScore, id);
    return;
  }
  let at = heapSize++;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const p: usize = <usize>parent << 2;
    const parentScore = load<f32>(heapScores + p);
    const parentId = load<u32>(heapIds + p);
    if (!worse(itsScore, id, parentScore, parentId)) break;
    store<f32>(heapScores + (<usize>at << 2), parentScore);
    store<u32>(heapIds + (<usize>at << 2), parentId);
    at = parent;
  }
  store<f32>(heapScores + (<usize>at << 2), itsScore);
  store<u32>(heapIds + (<usize>at << 2), id);
}

/** Sorts the heap best first and returns its size. */
function drain(): u32 {
  const total = heapSize;
  for (let last = total; last > 1; ) {
    last--;
    const l: usize = <usize>last << 2;
    const worstScore = load<f32>(heapScores);
    const worstId = load<u32>(heapIds);
    const movedScore = load<f32>(heapScores + l);
    const movedId = load<u32>(heapIds + l);
    store<f32>(heapScores + l, worstScore);
    store<u32>(heapIds + l, worstId);
    sink(0, last, movedScore, movedId);
  }
  heapSize = 0;
  return total;
}

function offerBatch(n: u32, k: u32): void {
  const scores = spare + (BATCH << 2);
  scoreIds(spare, scores, n);
  for (let i: usize = 0, end: usize = <usize>n << 2; i < end; i += 4) {
    offer(load<f32>(scores + i), load<u32>(spare + i), k);
  }
}

/** The k-th best score so far as a key; -Infinity while there are fewer. */
function worstKept(k: u32): f32 {
  if (heapSize < k) return -Infinity;
  const least = load<f32>(heapScores);
  if (!norms) return least * <f32>2 * keyUnit;
  const distance = <f32>1 / least - <f32>1;
  return (querySquare - distance * distance) * keyUnit;
}

/** Scores the candidates with the 2 · k + 32 best keys, then those others that may still be among the k best. */
function refine(n: u32, k: u32, margin: f32): void {
  const first: u32 = 2 * k + 32;
  const sure: f32 = n > first ? leastOfBest(n, first) : -Infinity;
  const end: usize = <usize>n << 2;
  let batch: u32 = 0;
  for (let i: usize = 0; i < end; i += 4) {
    if (load<f32>(keys + i) < sure) continue;
    store<u32>(spare + (<usize>batch << 2), load<u32>(ids + i));
    if (++batch == BATCH) {
      offerBatch(batch, k);
      batch = 0;
    }
  }
  offerBatch(batch, k);
  batch = 0;
  let worst = worstKept(k);
  for (let i: usize = 0; i < end; i += 4) {
    const key = load<f32>(keys + i);
    if (key >= sure) continue;
    const id = load<u32>(ids + i);
    if (key + load<f32>(factors + (<usize>id << 2)) * margin <= worst) continue;
    store<u32>(spare + (<usize>batch << 2), id);
    if (++batch == BATCH) {
      offerBatch(batch, k);
      batch = 0;
      worst = worstKept(k);
    }
  }
  offerBatch(batch, k);
}

/** Scores every ordinal that the filter allows; the k best in the heap arrays, best first. Returns how many. */
export function searchAll(k: u32, filtered: bool): u32 {
  let batch: u32 = 0;
  for (let ordinal: u32 = 0; ordinal < count; ordinal++) {
    if (filtered && !allowed(ordinal)) continue;
    store<u32>(spare + (<usize>batch << 2), ordinal);
    if (++batch == BATCH) {
      offerBatch(batch, k);
      batch = 0;
    }
  }
  offerBatch(batch, k);
  return drain();
}

/**
 * The k best ordinals that the filter allows, best first, in the heap arrays; returns how many.
 *
 * The 1-bit estimate of ⟨x, q⟩ is off by a nearly Gaussian error of deviation ‖x‖ · ‖q‖ · √((1 − c²) / c²) / √D,
 * c = ⟨sign(x), x⟩ / (√D · ‖x‖) (RaBitQ, theorem 3.2); f = ‖x‖ / (√D · c) and c² ≈ 2/π make that √(1 − 2/π) · f · ‖q‖.
 * So a vector is scored only if its estimate plus `deviations` of these reaches the k-th best score so far:
 * few where the best stand out, many where they do not. At two deviations one in forty of those right at the
 * k-th score is missed, and fewer of the better ones.
 *
 * About the `want` best estimates are looked at first; where the margin reaches below them, the codes are scanned
 * again for all of it, up to `most`. So how many these are is a matter of time, not of recall.
 *
 * From p of the D dimensions the error is √(π / 2p − 1 / D) in place of √((π / 2 − 1) / D), since these hold a random
 * share of the inner product: with half of them (`halved`) √((π − 1) / (π / 2 − 1)) = 1.937 times as large.
 */
export function search(want: u32, most: u32, k: u32, deviations: f32, filtered: bool, halved: bool): u32 {
  const margin = deviations * deviation * (halved ? <f32>1.937 : <f32>1);
  refine(scan(want, sampledFloor(want, filtered, halved), filtered, halved, 1), k, margin);
  const reach = worstKept(k) - largestFactor * margin;
  if (threshold > reach && want < most) {
    heapSize = 0;
    refine(scan(most, reach, filtered, halved, 1), k, margin);
  }
  return drain();
}

function offerRows(n: u32, k: u32): void {
  scoreIds(ids, keys, n);
  for (let i: usize = 0, end: usize = <usize>n << 2; i < end; i += 4) {
    offer(load<f32>(keys + i), load<u32>(spare + i), k);
  }
}

/** Scores every row that the filter keeps and leaves the k best rows, best first; returns how many. */
export function bestOfFilter(k: u32): u32 {
  // Piece by piece, the ordinals in `ids` and their rows in `spare`.
  const piece = min(capacity, <u32>1024);
  let n: u32 = 0;
  for (let base: u32 = 0; base < rowCount; base += 32) {
    let word = load<u32>(filter + ((<usize>base >> 5) << 2));
    while (word) {
      const row = base + ctz(word);
      word &= word - 1;
      const ordinal = ordinalOfRow(row);
      if (ordinal == NONE) continue;
      store<u32>(ids + (<usize>n << 2), ordinal);
      store<u32>(spare + (<usize>n << 2), row);
      if (++n == piece) {
        offerRows(n, k);
        n = 0;
      }
    }
  }
  offerRows(n, k);
  return drain();
}
