import { isUtf8 } from "node:buffer";
import { MAX_RAW, MAX_RECORD_BYTES } from "../port.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A line without its end, and where it stands. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** False for a last line that no line feed ends. */
  readonly ended: boolean;
  /** Its length in bytes; `bytes` holds only its beginning where that is over the limit. */
  readonly length: number;
}

/**
 * Cuts a stream of bytes into lines at `\n`, and nowhere else: U+2028, a lone `\r` or a form feed end no line. `\r\n`
 * and a byte-order mark at the beginning are taken off. Holds one line; of a line over the limit, only the beginning.
 */
export async function* linesOf(
  stream: AsyncIterable<Uint8Array>,
  maxBytes = MAX_RECORD_BYTES,
): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let kept = 0;
  let length = 0;
  let number = 1;
  const add = (part: Buffer) => {
    length += part.length;
    // Past the limit the line is only counted; what is kept of it is cut to what a reject shows.
    if (length <= maxBytes) {
      parts.push(part);
      kept += part.length;
    } else if (kept > MAX_RAW) {
      parts = [Buffer.concat(parts, kept).subarray(0, MAX_RAW)];
      kept = MAX_RAW;
    } else if (kept < MAX_RAW) {
      parts.push(part.subarray(0, MAX_RAW - kept));
      kept += parts.at(-1)!.length;
    }
  };
  const take = (ended: boolean): Line => {
    let bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts, kept);
    if (number === 1) bytes = withoutMark(bytes);
    if (bytes.at(-1) === CARRIAGE_RETURN) bytes = bytes.subarray(0, -1);
    const line: Line = { number, bytes, ended, length };
    parts = [];
    kept = 0;
    length = 0;
    number += 1;
    return line;
  };
  for await (const chunk of stream) {
    const buffer = asBuffer(chunk);
    let start = 0;
    for (let end = buffer.indexOf(LINE_FEED); end >= 0; end = buffer.indexOf(LINE_FEED, start)) {
      add(buffer.subarray(start, end));
      yield take(true);
      start = end + 1;
    }
    if (start < buffer.length) add(buffer.subarray(start));
  }
  if (length > 0) yield take(false);
}

/** The same bytes as a Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The bytes without the byte-order mark of UTF-8. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** The text of bytes in UTF-8; undefined where they are not. */
export function decodeUtf8(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
}
