import { isDeepStrictEqual } from "node:util";
import type { TSchema } from "typebox";
import { LIMITS } from "./limits.ts";
import { PICTURE_PATTERN, URL_PATTERN } from "./schema-parts.ts";
import { cleanText } from "./text.ts";
import { saysNothing } from "./vocabulary.ts";

/** One value that does not fit: where it stands, what was found, what would be right. */
export interface EntryProblem {
  readonly path: string;
  readonly got?: unknown;
  readonly expected: string;
}

/** What reading one entry gathers beside it. */
export class Reading {
  /** At most MAX_PROBLEMS; more would tell nobody more. */
  readonly problems: EntryProblem[] = [];
  /** The values that were changed or left out, as they stood, by their path in the raw entry. */
  readonly original: Record<string, unknown> = {};
  /** Keys and indexes from the entry down to the value being read. */
  readonly path: (string | number)[] = [];

  reject(got: unknown, expected: string): undefined {
    if (this.problems.length < MAX_PROBLEMS)
      this.problems.push({ path: this.place(), got: brief(got), expected });
    return undefined;
  }

  /** Keeps the value as it stood, because it was changed or left out. */
  keep(value: unknown): void {
    this.original[this.place()] = value;
  }

  place(): string {
    let place = "";
    for (const step of this.path) {
      if (typeof step === "number") place += `[${step}]`;
      else place += place === "" ? step : `.${step}`;
    }
    return place;
  }
}

const MAX_PROBLEMS = 20;

/** What a problem says it found: short values as they are, others by their kind and size. */
export function brief(value: unknown): unknown {
  if (typeof value === "string")
    return value.length <= 100
      ? value
      : `${value.slice(0, 100).toWellFormed()}… (${value.length} characters)`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return value;
}

/** Reads one raw value; undefined where there is nothing to keep, or where it was rejected. */
export type Reader = (value: unknown, reading: Reading) => unknown;

/** Turns a text into the value it means; undefined where it means none, and the value is left out. */
export type TextReader = (text: string) => string | number | undefined;

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly TSchema[];
  readonly properties?: Record<string, TSchema>;
  readonly required?: readonly string[];
  readonly patternProperties?: Record<string, TSchema>;
  readonly items?: TSchema;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

/**
 * Compiles a schema into a lenient reader. It takes numbers and booleans written as text, single values for lists and
 * bare names for objects with a name; drops nulls, empty texts, lists and objects, and repeats in lists; keeps fields
 * that the schema does not know. What has another shape, or is over a limit, it rejects.
 *
 * @param readers what texts mean at a place, such as `genres[]` or `episode_details[].aired`
 */
export function compileReader(
  schema: TSchema,
  readers: Readonly<Record<string, TextReader>>,
  at = "",
): Reader {
  const shape = schema as JsonSchema;
  const textReader = readers[at];
  if (shape.enum !== undefined) return readEnum(shape.enum, textReader);
  switch (shape.type) {
    case "string":
      return readString(shape, textReader);
    case "number":
    case "integer":
      return readNumber(shape, textReader);
    case "boolean":
      return readBoolean;
    case "array":
      return readList(shape, compileReader(shape.items!, readers, `${at}[]`));
    case "object": {
      if (shape.patternProperties !== undefined) {
        const [item] = Object.values(shape.patternProperties);
        return readObject({}, [], undefined, compileReader(item!, readers, `${at}.*`));
      }
      const fields = Object.entries(shape.properties ?? {}).map(([name, field]): [string, Reader] => [
        name,
        compileReader(field, readers, at === "" ? name : `${at}.${name}`),
      ]);
      const bare = ["name", "platform", "title"].find((name) => shape.required?.includes(name));
      const bareUrl = shape.properties?.url === undefined ? undefined : "url";
      return readObject(
        Object.fromEntries(fields),
        shape.required ?? [],
        { text: bare, url: bareUrl },
        readUnknown,
      );
    }
    default:
      return readUnknown;
  }
}

function readString(shape: JsonSchema, meaning: TextReader | undefined): Reader {
  const longest = shape.maxLength ?? LIMITS.text;
  const isUrl = shape.pattern === URL_PATTERN || shape.pattern === PICTURE_PATTERN;
  const asItIs = new RegExp(shape.pattern ?? "");
  return (value, reading) => {
    const text = textOf(value);
    if (text === undefined) return value === null ? undefined : reading.reject(value, "text");
    if (text.length > longest) return reading.reject(text, `at most ${longest} characters`);
    if (text === "") return undefined;
    let read: string | number | undefined = text;
    if (isUrl && !asItIs.test(text)) read = readUrl(text);
    if (read !== undefined && meaning !== undefined) read = meaning(text);
    if (read !== text) reading.keep(value);
    return read;
  };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "object" && value !== null && "name" in value && typeof value.name === "string") {
    return cleanText(value.name);
  }
  return undefined;
}

function readUrl(text: string): string | undefined {
  if (/^\/\/[^/]/.test(text)) return `https:${text}`;
  return /^https?:\/\//i.test(text) ? text.replace(/^[^:]+/, (scheme) => scheme.toLowerCase()) : undefined;
}

function readEnum(values: readonly string[], meaning: TextReader | undefined): Reader {
  return (value, reading) => {
    if (values.includes(value as string)) return value;
    if (value === null || value === "") return undefined;
    if (typeof value !== "string" && typeof value !== "number")
      return reading.reject(value, `one of ${values.join(", ")}`);
    const read = meaning?.(cleanText(String(value)));
    reading.keep(value);
    return read;
  };
}

function readNumber(shape: JsonSchema, meaning: TextReader | undefined): Reader {
  const expected = shape.type === "integer" ? "a whole number" : "a number";
  const least = shape.minimum ?? Number.NEGATIVE_INFINITY;
  const most = shape.maximum ?? Number.MAX_SAFE_INTEGER;
  return (value, reading) => {
    if (value === null) return undefined;
    let number: number | undefined;
    if (typeof value === "number") number = value;
    else if (typeof value === "string") {
      const text = cleanText(value);
      if (text === "" || saysNothing(text)) return undefined;
      number = numberIn(text) ?? (meaning?.(text) as number | undefined);
      if (String(number) !== text) reading.keep(value);
    }
    if (number === undefined || !Number.isFinite(number)) return reading.reject(value, expected);
    if (shape.type === "integer" && !Number.isInteger(number)) {
      reading.keep(value);
      number = Math.round(number);
    }
    if (number < least) return reading.reject(value, `${expected} from ${least}`);
    if (number > most) return reading.reject(value, `${expected} up to ${most}`);
    return number;
  };
}

/** `12`, `12.0`, `1,234`, `#12`, `85%`. */
function numberIn(text: string): number | undefined {
  const digits = /^#?([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?)%?$/i.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits.replaceAll(",", ""));
}

const readBoolean: Reader = (value, reading) => {
  if (typeof value === "boolean") return value;
  if (value === null || value === "") return undefined;
  const text =
    typeof value === "string" || typeof value === "number" ? cleanText(String(value)).toLowerCase() : "";
  const truth = ["true", "yes", "1"].includes(text)
    ? true
    : ["false", "no", "0"].includes(text)
      ? false
      : undefined;
  if (truth === undefined && !saysNothing(text)) return reading.reject(value, "true or false");
  reading.keep(value);
  return truth;
};

function readList(shape: JsonSchema, item: Reader): Reader {
  const longest = shape.maxItems ?? LIMITS.list;
  return (value, reading) => {
    if (value === null || value === "") return undefined;
    if (typeof value === "object" && !Array.isArray(value)) return reading.reject(value, "a list");
    const raw: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (raw.length > longest) return reading.reject(raw, `at most ${longest} items`);
    const list: unknown[] = [];
    const seen = new Map<unknown, unknown[]>();
    for (let at = 0; at < raw.length; at++) {
      reading.path.push(at);
      const read = item(raw[at], reading);
      reading.path.pop();
      if (read !== undefined && isNew(read, seen)) list.push(read);
    }
    return list.length === 0 ? undefined : list;
  };
}

/** Whether the item has not been seen; items are told apart by a key first, and compared where it is the same. */
function isNew(item: unknown, seen: Map<unknown, unknown[]>): boolean {
  const key = keyOf(item);
  const alike = seen.get(key);
  if (alike === undefined) {
    seen.set(key, [item]);
    return true;
  }
  if (alike.some((other) => isDeepStrictEqual(other, item))) return false;
  alike.push(item);
  return true;
}

function keyOf(item: unknown): unknown {
  if (typeof item !== "object" || item === null) return item;
  const { url, name, title, episode_number: number } = item as Record<string, unknown>;
  return `${String(url)}\n${String(name ?? title)}\n${String(number)}`;
}

function readObject(
  fields: Readonly<Record<string, Reader>>,
  required: readonly string[],
  bare: { readonly text: string | undefined; readonly url: string | undefined } | undefined,
  other: Reader,
): Reader {
  const known = new Map(Object.entries(fields));
  return (value, reading) => {
    if (value === null || value === "") return undefined;
    let raw = value;
    if (typeof raw === "string" && bare !== undefined) {
      const name = /^https?:\/\//i.test(raw) ? (bare.url ?? bare.text) : bare.text;
      if (name !== undefined) raw = { [name]: raw };
    }
    if (typeof raw !== "object" || raw === null || Array.isArray(raw))
      return reading.reject(value, "an object");
    const keys = Object.keys(raw);
    if (keys.length > LIMITS.keys) return reading.reject(raw, `at most ${LIMITS.keys} fields`);
    const result: Record<string, unknown> = {};
    let filled = false;
    for (const key of keys) {
      const field = (raw as Record<string, unknown>)[key];
      if (key === "__proto__" || field === undefined) continue;
      reading.path.push(key);
      const read = (known.get(key) ?? other)(field, reading);
      reading.path.pop();
      if (read === undefined) continue;
      result[key] = read;
      filled = true;
    }
    if (required.some((name) => result[name] === undefined)) {
      if (reading.path.length > 0) reading.keep(value);
      return undefined;
    }
    return filled ? result : undefined;
  };
}

/** Keeps what the schema does not know: texts cleaned, nulls and empty values as they are, no deeper than the limit. */
const readUnknown: Reader = (value, reading) => {
  if (typeof value === "string") {
    const text = cleanText(value);
    return text.length > LIMITS.text ? reading.reject(text, `at most ${LIMITS.text} characters`) : text;
  }
  if (typeof value !== "object" || value === null) return value ?? undefined;
  if (reading.path.length >= LIMITS.depth)
    return reading.reject(value, `at most ${LIMITS.depth} levels of nesting`);
  const keys = Object.keys(value);
  const most = Array.isArray(value) ? LIMITS.list : LIMITS.keys;
  if (keys.length > most) return reading.reject(value, `at most ${most} items`);
  const copy: unknown[] | Record<string, unknown> = Array.isArray(value) ? [] : {};
  for (const key of keys) {
    if (key === "__proto__") continue;
    reading.path.push(Array.isArray(value) ? Number(key) : key);
    const read = readUnknown((value as Record<string, unknown>)[key], reading) ?? null;
    reading.path.pop();
    (copy as Record<string, unknown>)[key] = read;
  }
  return copy;
};
