import type { TSchema } from "typebox";
import { PROBLEM_TYPE } from "./problem.ts";

const WHEN: Readonly<Record<number, string>> = {
  400: "Malformed: not HTTP, or not JSON.",
  401: "No bearer token.",
  403: "Not the admin token.",
  404: "No such anime.",
  409: "Conflicts with the present state.",
  410: "The cursor's index is gone.",
  413: "The body is too large.",
  415: "Not a content type that is read here.",
  422: "Wrong content; `errors` names every wrong field.",
  503: "Overloaded, not ready or too late; ask again after `Retry-After` seconds.",
};

/** The documented failures of a route, by status. */
export function failures(...statuses: (keyof typeof WHEN)[]): Record<number, object> {
  const content = { [PROBLEM_TYPE]: { schema: { $ref: "Problem#" } } };
  return Object.fromEntries(statuses.map((status) => [status, { description: WHEN[status], content }]));
}

/** An answer of one content type or more, as the document shows it. */
export function answers(description: string, content: Readonly<Record<string, TSchema>>): object {
  return {
    description,
    content: Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }])),
  };
}

/**
 * A request's schema as callers see it: what has a default may be left out. (In the schema itself it is required,
 * since defaults are filled in before it is checked.)
 */
export function asCallersSeeIt(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asCallersSeeIt);
  if (typeof schema !== "object" || schema === null) return schema;
  const { required, examples, ...rest } = schema as Record<string, unknown>;
  const seen = Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, asCallersSeeIt(part)]));
  if (examples !== undefined) seen.examples = examples;
  const properties = rest.properties as Record<string, { default?: unknown }> | undefined;
  const needed = Array.isArray(required)
    ? required.filter((name) => properties?.[name as string]?.default === undefined)
    : [];
  return needed.length > 0 ? { ...seen, required: needed } : seen;
}
