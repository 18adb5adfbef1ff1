import assert from "node:assert/strict";
import { test } from "node:test";
import { murmur3, termHash } from "./term-hash.ts";

test("murmur3 gives the verification value of its reference (SMHasher)", () => {
  // SMHasher's VerificationTest: hash the keys {}, {0}, {0, 1}, … of length i with seed 256 − i, write the 256
  // results as little-endian numbers, hash these with seed 0: 0xB0F57EE3 for MurmurHash3_x86_32.
  const key = Uint8Array.from({ length: 256 }, (_, i) => i);
  const results = new DataView(new ArrayBuffer(256 * 4));
  for (let i = 0; i < 256; i++) results.setUint32(i * 4, murmur3(key, i, 256 - i), true);
  assert.equal(murmur3(new Uint8Array(results.buffer)), 0xb0f57ee3);
});

test("a term is hashed as UTF-8 with seed 0, whatever its letters", () => {
  // Published vectors of MurmurHash3_x86_32, seed 0.
  assert.equal(termHash(""), 0);
  assert.equal(termHash("test"), 0xba6bd213);
  assert.equal(termHash("Hello, world!"), 0xc0363e43);
  for (const term of ["進撃", "é", "aé", "x".repeat(1_000), "猫".repeat(1_000), "a\u{1f600}"]) {
    assert.equal(termHash(term), murmur3(new TextEncoder().encode(term)), term.slice(0, 8));
  }
});
