import { parse } from "csv-parse/sync";
import { asBuffer, decodeUtf8, withoutMark } from "../input/lines.ts";

/** A row of a CSV file, cut out but not checked against the header. */
export interface CsvRow {
  /** The line it begins on, from 1. */
  readonly line: number;
  readonly text: string;
  readonly cells?: readonly string[];
  /** Why there are no cells. */
  readonly damage?: string;
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;

/** Bytes of one row; a larger one has a quote that is never closed. */
const MAX_ROW_BYTES = 16 * 1024 * 1024;

/** The cells of one row as text; undefined where it is no CSV. */
export function cellsOf(text: string): string[] | undefined {
  try {
    const rows: string[][] = parse(text, { relax_quotes: true, relax_column_count: true });
    return rows.length === 1 ? rows[0] : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Cuts a CSV file (RFC 4180) into rows: at line ends outside of quotes. A quote that is not closed would swallow what
 * follows; so where a row of several lines does not fit (`fits`), or has no end, its first line is tried alone, and
 * else it is given up at the next line from which a row begins that fits, and reading goes on there. Holds one row.
 */
export async function* csvRows(
  stream: AsyncIterable<Uint8Array>,
  fits: (cells: readonly string[]) => boolean,
  maxBytes = MAX_ROW_BYTES,
): AsyncGenerator<CsvRow> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  let atStart = true;
  const queue = (async function* () {
    for await (const chunk of stream) yield asBuffer(chunk);
  })();
  let ended = false;
  let scanned = START;
  for (;;) {
    const end = rowEnd(rest, scanned);
    if (end.at < 0) scanned = end.scanned;
    if (end.at < 0 && !ended && rest.length <= maxBytes) {
      const { value, done } = await queue.next();
      if (done === true) ended = true;
      else rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
      if (atStart && rest.length >= 3) {
        rest = withoutMark(rest);
        scanned = START;
        atStart = false;
      }
      continue;
    }
    if (rest.length === 0) return;
    const open = end.at < 0 && end.scanned.quoted;
    const bytes = rest.subarray(0, end.at < 0 ? rest.length : end.at);
    const row = readRow(line, bytes, open ? "a quote is not closed: truncated?" : undefined);
    let length = bytes.length;
    if (row.cells !== undefined && fits(row.cells)) yield row;
    else {
      const first = bytes.subarray(0, bytes.indexOf(LINE_FEED) + 1 || bytes.length);
      const alone = readRow(line, first);
      if (first.length < bytes.length && alone.cells !== undefined && fits(alone.cells)) {
        // A stray quote in it opened nothing.
        length = first.length;
        yield alone;
      } else {
        length = resumeAt(rest, bytes.length, ended, fits) ?? bytes.length;
        const text = bytes.toString("utf8", 0, length).trimEnd();
        yield length === bytes.length ? row : { line, text, damage: "a quote is not closed" };
      }
    }
    line += countLines(bytes.subarray(0, length));
    rest = rest.subarray(length);
    scanned = START;
  }
}

/** How far the quotes of a row have been followed, and whether that is within quotes. */
interface Scanned {
  readonly to: number;
  readonly quoted: boolean;
}

const START: Scanned = { to: 0, quoted: false };

/** Behind the line end that ends the row which begins the bytes; -1 where it goes on beyond them. */
function rowEnd(bytes: Buffer, { to, quoted: from }: Scanned): { at: number; scanned: Scanned } {
  let quoted = from;
  for (let at = to; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === LINE_FEED && !quoted) return { at: at + 1, scanned: START };
  }
  return { at: -1, scanned: { to: bytes.length, quoted } };
}

function readRow(line: number, bytes: Buffer, damage?: string): CsvRow {
  const text = decodeUtf8(bytes);
  const shown = (text ?? bytes.toString("utf8")).replace(/\r?\n$/, "");
  if (damage !== undefined) return { line, text: shown, damage };
  if (text === undefined) return { line, text: shown, damage: "it is not valid UTF-8" };
  if (shown.trim() === "") return { line, text: shown, cells: [] };
  const cells = cellsOf(shown);
  return cells === undefined
    ? { line, text: shown, damage: "its quotes are broken" }
    : { line, text: shown, cells };
}

/** Where, after the first line and before `limit`, a row begins that fits, or may once all of it has been read. */
function resumeAt(
  rest: Buffer,
  limit: number,
  ended: boolean,
  fits: (cells: readonly string[]) => boolean,
): number | undefined {
  for (let start = rest.indexOf(LINE_FEED) + 1; start > 0 && start < limit; ) {
    const { at: end } = rowEnd(rest.subarray(start), START);
    if (end < 0 && !ended) return start;
    const { cells } = readRow(0, rest.subarray(start, end < 0 ? rest.length : start + end));
    if (cells !== undefined && fits(cells)) return start;
    start = rest.indexOf(LINE_FEED, start) + 1;
  }
  return undefined;
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}
