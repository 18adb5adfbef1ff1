import { type JsonElement, jsonElements } from "./input/json-elements.ts";
import { decodeUtf8, linesOf } from "./input/lines.ts";
import { Peeked } from "./input/peeked.ts";
import { type ImportedRecord, MAX_RECORD_BYTES, rejected } from "./port.ts";

/** What a JSON value is as an entry; undefined for one that is none, such as a line of metadata. */
export type EntryOf = (value: unknown, line: number) => unknown;

/**
 * The records of a JSON file: JSON Lines, a list, an object with a list `data`, or objects one after the other. Which
 * it is shows at its beginning: where the first line is a whole value, or breaks off in the middle of one, every line
 * is a record, and a broken one costs nothing but itself.
 */
export async function* jsonRecords(
  stream: AsyncIterable<Uint8Array>,
  entryOf: EntryOf,
): AsyncGenerator<ImportedRecord> {
  const peeked = await Peeked.of(stream, PEEK_BYTES);
  const whole = peeked.all();
  yield* isJsonLines(peeked.head.toString("utf8")) ? fromLines(whole, entryOf) : fromDocument(whole, entryOf);
}

/** Enough to hold the first line of most files. */
const PEEK_BYTES = 1024 * 1024;

/** Whether a file that begins so holds a record in every line. */
export function isJsonLines(head: string): boolean {
  const text = head.replace(/^\uFEFF?\s*/, "");
  if (!text.startsWith("{")) return !text.startsWith("[");
  const end = text.indexOf("\n");
  const first = (end < 0 ? text : text.slice(0, end)).trimEnd();
  // One line, whole or not: a document where it shows the list of entries, else a record.
  if (end < 0) return !showsData(text);
  const value = parse(first);
  if (value !== undefined) return !Array.isArray((value as { data?: unknown }).data);
  // A line of a document laid out over several ends after a bracket, a comma or a colon; or a whole one on the next.
  if (/[[{,:]$/.test(first)) return false;
  return text.slice(end).trimStart().startsWith("{");
}

/** Whether the object that the text begins with has a list `data`, as far as the text goes. */
function showsData(text: string): boolean {
  let depth = 0;
  let key = "";
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*:?|[[\]{}]/gs)) {
    if (token.startsWith('"')) key = depth === 1 ? token : "";
    else if (token === "{" || token === "[") {
      if (token === "[" && depth === 1 && /^"data"\s*:$/.test(key)) return true;
      depth += 1;
      key = "";
    } else {
      depth -= 1;
      if (depth === 0) return false;
    }
  }
  return false;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* fromLines(
  stream: AsyncIterable<Uint8Array>,
  entryOf: EntryOf,
): AsyncGenerator<ImportedRecord> {
  for await (const line of linesOf(stream)) {
    const record = read({ line: line.number, bytes: line.bytes, length: line.length }, entryOf);
    if (record === undefined) continue;
    if (record.ok || line.ended) yield record;
    else
      yield {
        ...record,
        reason: `${record.reason}; it is the last line, and no line end follows: truncated?`,
      };
  }
}

async function* fromDocument(
  stream: AsyncIterable<Uint8Array>,
  entryOf: EntryOf,
): AsyncGenerator<ImportedRecord> {
  for await (const element of jsonElements(stream)) {
    const record = read(element, entryOf);
    if (record !== undefined) yield record;
  }
}

/** Reads what was cut out; undefined for an empty line, and for a value that is no entry and none that failed. */
function read(element: JsonElement, entryOf: EntryOf): ImportedRecord | undefined {
  const { line, bytes, length, damage } = element;
  const shown = () => bytes.toString("utf8");
  if (damage !== undefined) return rejected(line, damage, shown());
  if (length > MAX_RECORD_BYTES) {
    return rejected(line, `it has ${length} bytes; a record has at most ${MAX_RECORD_BYTES}`, shown());
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) return rejected(line, "it is not valid UTF-8", shown());
  if (text.trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return rejected(line, `it is not valid JSON: ${(error as Error).message}`, text);
  }
  const entry = entryOf(value, line);
  return entry === undefined ? undefined : { ok: true, line, text, entry };
}
