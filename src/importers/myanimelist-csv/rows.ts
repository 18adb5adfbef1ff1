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
 * follows; so where a row of several lines does not fit (`fits`), or has no end, it is given up at the first of its
 * lines from which a row begins that does, and reading goes on there. Holds one row.
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
  /** How far the quotes of `rest` have been followed, and whether that is within quotes. */
  let scanned = 0;
  let quoted = false;
  for (;;) {
    let end = -1;
    for (; scanned < rest.length; scanned++) {
      const byte = rest[scanned]!;
      if (byte === QUOTE) quoted = !quoted;
      else if (byte === LINE_FEED && !quoted) {
        end = scanned + 1;
        break;
      }
    }
    if (end < 0 && !ended && rest.length <= maxBytes) {
      const { value, done } = await queue.next();
      if (done === true) ended = true;
      else rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
      if (atStart && rest.length >= 3) {
        rest = withoutMark(rest);
        atStart = false;
      }
      continue;
    }
    if (rest.length === 0) return;
    const open = end < 0 && quoted;
    const bytes = rest.subarray(0, end < 0 ? rest.length : end);
    const row = readRow(line, bytes, open ? "a quote is not closed: truncated?" : undefined);
    const length =
      row.cells !== undefined && fits(row.cells) ? bytes.length : (resumeAt(bytes, fits) ?? bytes.length);
    if (length === bytes.length) yield row;
    else yield { line, text: bytes.toString("utf8", 0, length).trimEnd(), damage: "a quote is not closed" };
    line += countLines(bytes.subarray(0, length));
    rest = rest.subarray(length);
    scanned = 0;
    quoted = false;
  }
}

function readRow(line: number, bytes: Buffer, damage: string | undefined): CsvRow {
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

/** Where within the bytes of a row that does not fit a line begins that does, alone. */
function resumeAt(bytes: Buffer, fits: (cells: readonly string[]) => boolean): number | undefined {
  for (let start = bytes.indexOf(LINE_FEED) + 1; start > 0 && start < bytes.length; ) {
    const next = bytes.indexOf(LINE_FEED, start) + 1;
    const text = decodeUtf8(bytes.subarray(start, next === 0 ? bytes.length : next));
    const cells = text === undefined ? undefined : cellsOf(text.replace(/\r?\n$/, ""));
    if (cells !== undefined && fits(cells)) return start;
    start = next;
  }
  return undefined;
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}
