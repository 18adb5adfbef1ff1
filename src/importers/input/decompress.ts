import type { Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";

/** How a file is packed, by its first bytes: gzip (RFC 1952), zstd (RFC 8878) or not at all. */
export type Packing = "gzip" | "zstd" | "none";

/** The packing that the first bytes of a file show. */
export function packingOf(head: Uint8Array): Packing {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return "zstd";
  // A skippable frame may come first.
  if (
    head[0] !== undefined &&
    (head[0] & 0xf0) === 0x50 &&
    head[1] === 0x2a &&
    head[2] === 0x4d &&
    head[3] === 0x18
  ) {
    return "zstd";
  }
  return "none";
}

/**
 * Packed bytes given to the decoder at once. What comes out of them is held in memory, so a file made to unpack to
 * a thousand times its size costs tens of megabytes, not all there are.
 */
const STEP = { gzip: 16 * 1024, zstd: 1024 } as const;

/**
 * Unpacks a stream. Everything that can be unpacked is given out, even where the stream then turns out to be damaged
 * or to end early; `onDamage` is told so after the last good byte, and the stream ends.
 */
export async function* decompress(
  stream: AsyncIterable<Uint8Array>,
  packing: Packing,
  onDamage: (reason: string) => void,
): AsyncGenerator<Uint8Array> {
  if (packing === "none") {
    yield* stream;
    return;
  }
  const decoder: Transform = packing === "gzip" ? createGunzip() : createZstdDecompress();
  const ready: Uint8Array[] = [];
  let damage: Error | undefined;
  decoder.on("data", (bytes: Uint8Array) => ready.push(bytes));
  decoder.on("error", (error) => {
    damage ??= error;
  });
  // A decoder that fails within a write never answers that write; it closes.
  let closed = false;
  let wake = () => {};
  decoder.once("close", () => {
    closed = true;
    wake();
  });
  const write = (bytes: Uint8Array) =>
    new Promise<void>((done) => {
      wake = done;
      decoder.write(bytes, () => done());
    });
  try {
    for await (const chunk of stream) {
      for (let at = 0; at < chunk.length && damage === undefined; at += STEP[packing]) {
        await write(chunk.subarray(at, at + STEP[packing]));
        yield* ready.splice(0);
      }
      if (damage !== undefined) break;
    }
    if (damage === undefined) {
      await new Promise<void>((done) => {
        wake = done;
        decoder.end();
        if (closed) done();
      });
    }
    yield* ready.splice(0);
    if (damage !== undefined) onDamage(describe(damage, packing));
  } finally {
    decoder.destroy();
  }
}

function describe(error: Error & { code?: string }, packing: Packing): string {
  const early = error.code === "Z_BUF_ERROR" || /unexpected end/i.test(error.message);
  return early
    ? `the ${packing} data ends early: the file is truncated`
    : `the ${packing} data is damaged: ${error.message}`;
}
