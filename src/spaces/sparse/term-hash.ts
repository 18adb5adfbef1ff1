/**
 * MurmurHash3_x86_32 (Austin Appleby, public domain, github.com/aappleby/smhasher) of `length` bytes, as an
 * unsigned 32-bit number.
 */
export function murmur3(bytes: Uint8Array, length = bytes.length, seed = 0): number {
  let hash = seed | 0;
  const blocks = length & ~3;
  for (let at = 0; at < blocks; at += 4) {
    const block = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    hash ^= scrambled(block);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let at = length - 1; at >= blocks; at--) tail = (tail << 8) | bytes[at]!;
  hash ^= scrambled(tail) ^ length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scrambled(block: number): number {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

const encoder = new TextEncoder();
let scratch = new Uint8Array(256);

/** The index of a term in a sparse vector: MurmurHash3 (seed 0) of its UTF-8 bytes. */
export function termHash(term: string): number {
  if (scratch.length < term.length * 3) scratch = new Uint8Array(term.length * 3);
  // Most terms are short and ASCII, where a loop beats the call into the encoder.
  for (let i = 0; i < term.length; i++) {
    const unit = term.charCodeAt(i);
    if (unit >= 0x80) return murmur3(scratch, encoder.encodeInto(term, scratch).written);
    scratch[i] = unit;
  }
  return murmur3(scratch, term.length);
}
