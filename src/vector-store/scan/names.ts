import { fail } from "../../errors.ts";
import type { CollectionSchema } from "../port.ts";
import { checkDimension } from "./quantise.ts";

/** What a collection or an alias may be called: it is a folder's name, so nothing that a path could mean. */
const COLLECTION = /^\w[\w.@-]{0,127}$/;
/** Spaces are parts of files' names. */
const SPACE = /^[A-Za-z][\w.-]{0,99}$/;
const DISTANCES = new Set(["cosine", "dot", "euclid"]);
const PRIORITIES = new Set(["high", "medium", "low"]);
const TYPES = new Set(["keyword", "integer", "float", "bool", "datetime", "text"]);

export function isCollectionName(name: string): boolean {
  return COLLECTION.test(name) && name !== "aliases.json" && name !== "aliases.json.tmp";
}

/** Throws REQUEST_INVALID for a name that a collection or an alias cannot have. */
export function checkCollectionName(name: string): void {
  if (typeof name === "string" && isCollectionName(name)) return;
  throw fail(
    "REQUEST_INVALID",
    `${JSON.stringify(name)} cannot name a collection; letters, digits and . _ @ - can, up to 128, the first of them a letter or digit`,
  );
}

/** Throws REQUEST_INVALID or VECTOR_INVALID for a schema that cannot be stored. */
export function checkSchema({ dense, sparse, columns }: CollectionSchema): void {
  for (const [name, { dimension, distance, priority }] of Object.entries(dense)) {
    checkSpaceName(name);
    checkDimension(dimension);
    if (!DISTANCES.has(distance)) throw wrong(name, "distance", distance, DISTANCES);
    if (!PRIORITIES.has(priority)) throw wrong(name, "priority", priority, PRIORITIES);
  }
  for (const [i, name] of sparse.entries()) {
    checkSpaceName(name);
    if (Object.hasOwn(dense, name) || sparse.indexOf(name) !== i) {
      throw fail("REQUEST_INVALID", `two spaces are named ${name}`);
    }
  }
  for (const [name, type] of Object.entries(columns)) {
    if (!TYPES.has(type)) throw wrong(name, "type", type, TYPES);
  }
}

function checkSpaceName(name: string): void {
  if (SPACE.test(name)) return;
  throw fail(
    "REQUEST_INVALID",
    `${JSON.stringify(name)} cannot name a space; letters, digits and . _ - can, the first of them a letter`,
  );
}

function wrong(name: string, what: string, got: unknown, known: ReadonlySet<string>) {
  return fail("REQUEST_INVALID", `the ${what} of ${name} must be one of ${[...known].join(", ")}`, {
    fields: [{ path: `${name}.${what}`, got, expected: [...known].join(" | ") }],
  });
}
