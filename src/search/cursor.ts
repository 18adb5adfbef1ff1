import { hash } from "node:crypto";
import { fail } from "../errors.ts";

/** Where a page ends: the list it is cut from, and its last result, from which the list is found again if lost. */
export interface Cursor {
  readonly generation: string;
  readonly request: string;
  readonly sequence: number;
  readonly offset: number;
  readonly lastScore: number;
  readonly lastId: string;
}

const FIELDS = 6;

/** A cursor as opaque text of letters, digits, - and _. */
export function encodeCursor(cursor: Cursor): string {
  const { generation, request, sequence, offset, lastScore, lastId } = cursor;
  return Buffer.from(JSON.stringify([generation, request, sequence, offset, lastScore, lastId])).toString(
    "base64url",
  );
}

/** Reads a cursor that a caller sent. Throws CURSOR_INVALID for anything that `encodeCursor` cannot have made. */
export function decodeCursor(text: string): Cursor {
  const parts = parse(text);
  const [generation, request, sequence, offset, lastScore, lastId] = parts;
  if (
    parts.length !== FIELDS ||
    typeof generation !== "string" ||
    typeof request !== "string" ||
    !Number.isSafeInteger(sequence) ||
    !Number.isSafeInteger(offset) ||
    (offset as number) < 0 ||
    typeof lastScore !== "number" ||
    typeof lastId !== "string"
  ) {
    throw fail(
      "CURSOR_INVALID",
      "the cursor is not one that this service gave out; leave it out to start again",
      {
        fields: [{ path: "cursor", got: text.slice(0, 60), expected: "next_cursor of an earlier answer" }],
      },
    );
  }
  return { generation, request, sequence: sequence as number, offset: offset as number, lastScore, lastId };
}

function parse(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** A short hash of what decides a request's list of results: equal for requests that differ in page size only. */
export function requestHash(request: unknown): string {
  return hash("sha256", canonical(request), "base64url").slice(0, 16);
}

/** JSON with the keys of every object sorted and undefined left out, so that equal requests have equal text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, part]) => part !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}
