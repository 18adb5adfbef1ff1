import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { all, chunksOf } from "../fixtures.ts";
import { decompress, packingOf } from "./decompress.ts";

const CONTENT = Buffer.concat([randomBytes(300_000), Buffer.alloc(300_000, "abc")]);
const PACKED = { gzip: gzipSync(CONTENT), zstd: zstdCompressSync(CONTENT) };

async function unpack(bytes: Uint8Array, size?: number) {
  const damage: string[] = [];
  const parts = await all(
    decompress(chunksOf(bytes, size), packingOf(bytes), (reason) => damage.push(reason)),
  );
  return { bytes: Buffer.concat(parts), damage };
}

test("what is packed shows in the first bytes, and is unpacked whole", async () => {
  for (const packed of [PACKED.gzip, PACKED.zstd, Buffer.concat([PACKED.gzip, PACKED.gzip]), CONTENT]) {
    const { bytes, damage } = await unpack(packed, 10_000);
    assert.equal(bytes.subarray(0, CONTENT.length).equals(CONTENT), true);
    assert.deepEqual(damage, []);
  }
  assert.equal(packingOf(Buffer.from("{}")), "none");
  assert.equal(packingOf(Buffer.alloc(0)), "none");
});

test("of a truncated or damaged file everything before the damage is given, and the damage told", async () => {
  for (const packing of ["gzip", "zstd"] as const) {
    const packed = PACKED[packing];
    const truncated = await unpack(packed.subarray(0, 200_000), 10_000);
    assert.equal(CONTENT.subarray(0, truncated.bytes.length).equals(truncated.bytes), true);
    assert.ok(truncated.bytes.length > 100_000, `${packing}: ${truncated.bytes.length}`);
    assert.deepEqual(truncated.damage, [`the ${packing} data ends early: the file is truncated`]);

    const damaged = Buffer.from(packed);
    damaged.fill(0xff, packed.length - 12);
    assert.match((await unpack(damaged)).damage[0]!, /damaged|ends early/);
  }
});

test("an error of the source passes through", async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield PACKED.gzip.subarray(0, 1000);
    throw new Error("the disk is gone");
  }
  await assert.rejects(all(decompress(broken(), "gzip", () => undefined)), /the disk is gone/);
});

test("a file made to unpack to gigabytes can be left early", async () => {
  const bomb = zstdCompressSync(Buffer.alloc(100_000_000));
  let read = 0;
  for await (const part of decompress(chunksOf(bomb), "zstd", () => undefined)) {
    read += part.length;
    if (read > 1_000_000) break;
  }
  assert.ok(read < 50_000_000, `${read} bytes were unpacked ahead`);
});
