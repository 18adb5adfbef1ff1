import { MAX_RAW, MAX_RECORD_BYTES } from "../port.ts";
import { asBuffer, withoutMark } from "./lines.ts";

/** A part of a JSON document that is to be read by itself. */
export interface JsonElement {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly bytes: Buffer;
  /** Its length; `bytes` holds only its beginning where that is over the limit. */
  readonly length: number;
  /** Why it cannot be read, where the cutting already shows that. */
  readonly damage?: string;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const LINE_FEED = 0x0a;

const isSpace = (byte: number) => byte === 0x20 || byte === LINE_FEED || byte === 0x0d || byte === 0x09;

/**
 * Cuts a JSON document of any size into the parts that are records: the items of a list at the root, the items of
 * the list `data` of an object at the root, or else the objects at the root themselves. Works on bytes and holds one
 * part at a time; it follows strings and brackets only, so that a part that is no valid JSON is cut out like any other.
 * It finds back where a part is broken in its structure: at an object that begins where a key should stand, and, after
 * a string that a line end breaks off, at an object that begins in the same column.
 */
export async function* jsonElements(
  stream: AsyncIterable<Uint8Array>,
  maxBytes = MAX_RECORD_BYTES,
): AsyncGenerator<JsonElement> {
  const cutter = new Cutter(maxBytes);
  for await (const chunk of stream) yield* cutter.feed(asBuffer(chunk));
  yield* cutter.end();
}

class Cutter {
  readonly #maxBytes: number;
  #line = 1;
  /** Bytes since the last line end, and whether they are all white space. */
  #column = 0;
  #blank = true;
  #inString = false;
  #escaped = false;
  /** The last byte that is no white space; the quote, after and within a string. */
  #before = 0;
  /** Open brackets, outermost first. */
  readonly #open: number[] = [];
  /** How many brackets enclose a record: 0 at the root, 1 in a list at the root, 2 in `data`. */
  #base = 0;
  /** The list of records has been closed: nothing that follows is a record. */
  #closed = false;
  /** The first bytes, until there are enough to tell a byte-order mark. */
  #beginning: Buffer | undefined = Buffer.alloc(0);
  /** The latest string directly in the root object, cut to what tells whether it is `data`. */
  #key: number[] = [];

  // The record being cut.
  #within = false;
  #parts: Buffer[] = [];
  #kept = 0;
  #length = 0;
  #startLine = 0;
  #startColumn = 0;
  /** An object or a list, not a bare value. */
  #nested = false;
  /** Its structure is known to be broken. */
  #damaged = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *feed(chunk: Buffer): Generator<JsonElement> {
    if (this.#beginning === undefined) return yield* this.#follow(chunk);
    const beginning = Buffer.concat([this.#beginning, chunk]);
    this.#beginning = beginning.length < 3 ? beginning : undefined;
    if (this.#beginning === undefined) yield* this.#follow(withoutMark(beginning));
  }

  *#follow(bytes: Buffer): Generator<JsonElement> {
    /** Where in this chunk the record being cut goes on. */
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (this.#inString) this.#followString(byte);
      else if (isSpace(byte)) {
        if (this.#within && !this.#nested) yield this.#cut(bytes.subarray(from, at));
      } else {
        if (byte === OPEN_OBJECT && this.#within && this.#beginsAnother()) {
          yield this.#cut(bytes.subarray(from, at), "it is not closed before the next one begins");
          this.#open.length = this.#base;
        } else if (this.#within && !this.#nested && (byte === COMMA || byte === CLOSE_LIST)) {
          yield this.#cut(bytes.subarray(from, at));
        }
        if (!this.#within && !this.#closed && byte !== COMMA && !(byte === CLOSE_LIST && this.#base > 0)) {
          this.#begin(byte);
          from = at;
        }
        if (byte === QUOTE) this.#beginString();
        else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#openBracket(byte);
        else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
          if (this.#closeBracket(byte)) yield this.#cut(bytes.subarray(from, at + 1));
        }
        this.#before = byte;
        this.#blank = false;
      }
      this.#column += 1;
      if (byte === LINE_FEED) {
        this.#line += 1;
        this.#column = 0;
        this.#blank = true;
      }
    }
    if (this.#within) this.#keep(bytes.subarray(from));
  }

  *end(): Generator<JsonElement> {
    if (this.#beginning !== undefined) yield* this.#follow(this.#beginning);
    if (this.#within) {
      const whole = !this.#nested && !this.#inString;
      yield this.#cut(Buffer.alloc(0), whole ? undefined : "the input ends within it: truncated");
    }
    if (this.#base > 0) {
      const damage = "the input ends before the list of entries is closed: truncated";
      yield { line: this.#line, bytes: Buffer.alloc(0), length: 0, damage };
    }
  }

  #beginString(): void {
    this.#inString = true;
    this.#escaped = false;
    this.#key = [];
  }

  #followString(byte: number): void {
    this.#blank = false;
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) {
      this.#inString = false;
      return;
    }
    if (byte === LINE_FEED) {
      // No JSON string holds a line end: its closing quote is missing.
      this.#inString = false;
      this.#damaged = true;
    }
    if (this.#key.length < 5) this.#key.push(byte);
  }

  #openBracket(byte: number): void {
    const inRoot = this.#open.length === 1 && this.#open[0] === OPEN_OBJECT && this.#before === COLON;
    this.#open.push(byte);
    if (byte !== OPEN_LIST || this.#base > 0 || this.#closed) return;
    if (this.#open.length === 1 || (inRoot && String.fromCharCode(...this.#key) === "data")) {
      // What has been read so far encloses the records and is none itself.
      this.#base = this.#open.length;
      this.#forget();
    }
  }

  /** Follows a closing bracket; true where it ends the record. */
  #closeBracket(byte: number): boolean {
    const opener = byte === CLOSE_OBJECT ? OPEN_OBJECT : OPEN_LIST;
    if (!this.#within) {
      if (byte !== CLOSE_LIST || this.#base === 0) return false;
      this.#open.length = this.#base - 1;
      this.#base = 0;
      this.#closed = true;
      return false;
    }
    const at = this.#open.lastIndexOf(opener);
    // A bracket that nothing within the record opened closes nothing around it either.
    if (at < this.#base) {
      this.#damaged = true;
      return false;
    }
    if (at < this.#open.length - 1) this.#damaged = true;
    this.#open.length = at;
    return at === this.#base;
  }

  /** Whether an object that begins here cannot be part of the record. */
  #beginsAnother(): boolean {
    if (this.#open.length <= this.#base) return false;
    if (this.#open.at(-1) === OPEN_OBJECT && this.#before !== COLON) return true;
    return this.#damaged && this.#blank && this.#column === this.#startColumn;
  }

  #begin(byte: number): void {
    this.#within = true;
    this.#nested = byte === OPEN_OBJECT || byte === OPEN_LIST;
    this.#damaged = false;
    this.#startLine = this.#line;
    this.#startColumn = this.#column;
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    const room = this.#length <= this.#maxBytes ? part.length : Math.max(0, MAX_RAW - this.#kept);
    if (room === 0) return;
    const kept = part.subarray(0, room);
    this.#parts.push(kept);
    this.#kept += kept.length;
  }

  #forget(): void {
    this.#parts = [];
    this.#kept = 0;
    this.#length = 0;
    this.#within = false;
  }

  #cut(last: Buffer, damage?: string): JsonElement {
    this.#keep(last);
    const bytes = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts, this.#kept);
    const element = { line: this.#startLine, bytes, length: this.#length };
    this.#forget();
    return damage === undefined ? element : { ...element, damage };
  }
}
