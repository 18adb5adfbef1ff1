import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import Type from "typebox";
import { errno, fail, isFailure } from "../errors.ts";
import { checked } from "../validation.ts";

/** A query with the anime that is right for it and some that are not, each by id, slug or source URL. */
export interface Pair {
  readonly query: string;
  readonly right: string;
  readonly wrong: readonly string[];
}

const Name = Type.String({ minLength: 1, maxLength: 300 });
const line = checked(
  Type.Object(
    {
      query: Type.String({ minLength: 1, maxLength: 2000 }),
      right: Name,
      wrong: Type.Optional(Type.Array(Name, { maxItems: 100 })),
    },
    { additionalProperties: false },
  ),
  "PAIRS_INVALID",
);

/** Of five queries one, by a hash of its words, is held out of training: the same ones every time. */
const HELD_OUT_OF = 5;

/** Reads JSON Lines of pairs. Throws INPUT_UNREADABLE, and PAIRS_INVALID with the line that is wrong. */
export function readPairs(path: string): Pair[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw fail("INPUT_UNREADABLE", `the file of pairs ${path} cannot be read (${errno(cause)})`, { cause });
  }
  return text.split("\n").flatMap((raw, i) => (raw.trim() === "" ? [] : [readLine(raw, `${path}:${i + 1}`)]));
}

function readLine(raw: string, place: string): Pair {
  try {
    return {
      wrong: [],
      ...(line.parse(JSON.parse(raw)) as { query: string; right: string; wrong?: string[] }),
    };
  } catch (cause) {
    if (!isFailure(cause) && !(cause instanceof SyntaxError)) throw cause;
    const detail = `${place}: ${cause.message}; expected {"query": …, "right": an id, slug or URL, "wrong": […]}`;
    throw fail("PAIRS_INVALID", detail, isFailure(cause) ? { cause, fields: cause.fields } : { cause });
  }
}

/** Whether a query is kept for judging what was learned from the others. */
export function isHeldOut({ query }: Pick<Pair, "query">): boolean {
  const [byte] = createHash("sha256").update(query.trim().toLowerCase()).digest();
  return byte! % HELD_OUT_OF === 0;
}
