import Type, { type Static, type TSchema } from "typebox";
import { Compile } from "typebox/compile";
import Value from "typebox/value";
import { type ErrorCode, type ErrorField, fail } from "./errors.ts";
import { nearest } from "./nearest.ts";

/** A string that is one of the given ones, as a schema. */
export function oneOf<const T extends string>(...values: readonly T[]) {
  return Type.Unsafe<T>({ type: "string", enum: [...values] });
}

/** A schema compiled once: defaults filled in, everything else as strict as the schema says. */
export interface Checked<S extends TSchema> {
  readonly schema: S;
  /** The value with defaults; throws `code` with one field per problem. */
  parse(value: unknown): Static<S>;
  /** As `parse`, after strings have been read as the numbers and booleans that the schema wants (query strings). */
  parseText(value: unknown): Static<S>;
}

/** Compiles a schema. The problems it reports name path, value found, and what would be right. */
export function checked<S extends TSchema>(schema: S, code: ErrorCode = "REQUEST_INVALID"): Checked<S> {
  const validator = Compile(schema);
  const parse = (value: unknown): Static<S> => {
    const filled = Value.Default(schema, value);
    if (validator.Check(filled)) return filled as Static<S>;
    const fields = problems(schema, filled);
    throw fail(code, describe(fields), { fields });
  };
  return {
    schema,
    parse,
    parseText: (value) => parse(Value.Convert(schema, value)),
  };
}

/** The problems of a value as fields, at most 20: the deepest ones, not the unions that contain them. */
export function problems(schema: TSchema, value: unknown): ErrorField[] {
  const fields = new Map<string, ErrorField>();
  for (const error of Value.Errors(schema, value)) {
    for (const field of fieldsOf(schema, value, error as unknown as SchemaError)) {
      const known = fields.get(field.path);
      // Of several complaints about one place the last is the outermost, which knows all the alternatives.
      if (known === undefined || error.keyword === "anyOf") fields.set(field.path, field);
    }
    if (fields.size >= 20) break;
  }
  return [...fields.values()];
}

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: Record<string, unknown>;
}

function fieldsOf(schema: TSchema, value: unknown, error: SchemaError): ErrorField[] {
  const path = readable(error.instancePath);
  const got = shorten(Value.Pointer.Get(value, error.instancePath));
  switch (error.keyword) {
    case "boolean":
      // typebox reports an unknown property twice: here, and as additionalProperties with its name.
      return [];
    case "additionalProperties": {
      const known = propertyNames(schema, error.instancePath);
      return (error.params.additionalProperties as string[]).map((name) => {
        const near = nearest(name, known);
        return {
          path: join(path, name),
          got: name.slice(0, 100),
          expected: known.length > 0 ? `one of ${known.join(", ")}` : "no such property",
          ...(near === undefined ? {} : { nearest: near }),
        };
      });
    }
    case "required":
      return (error.params.requiredProperties as string[]).map((name) => ({
        path: join(path, name),
        expected: "a value: it is required",
      }));
    case "enum": {
      const values = (error.params.allowedValues as unknown[]).map(String);
      const near = typeof got === "string" ? nearest(got, values) : undefined;
      return [
        {
          path,
          got,
          expected: `one of ${values.join(", ")}`,
          ...(near === undefined ? {} : { nearest: near }),
        },
      ];
    }
    case "const":
      return [{ path, got, expected: JSON.stringify(error.params.allowedValue) }];
    case "anyOf":
      return [{ path, got, expected: "one of the forms that the API document lists" }];
    default:
      return [
        {
          path,
          got,
          expected: error.message.replace(/^must (be|have|match) /, (_, verb) =>
            verb === "be" ? "" : `to ${verb} `,
          ),
        },
      ];
  }
}

function propertyNames(schema: TSchema, pointer: string): string[] {
  let at: unknown = schema;
  for (const part of pointer.split("/").slice(1)) {
    const node = at as { properties?: Record<string, unknown>; items?: unknown } | undefined;
    at = node?.properties?.[part] ?? node?.items;
  }
  return Object.keys((at as { properties?: object } | undefined)?.properties ?? {});
}

/** `/searches/3/limit` as `searches[3].limit`, the way people write it. */
function readable(pointer: string): string {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : join(path, part)), "");
}

function join(path: string, name: string): string {
  const short = name.length > 100 ? `${name.slice(0, 100)}…` : name;
  return path === "" ? short : `${path}.${short}`;
}

/** What a problem quotes of a value: short strings and numbers as they are, the rest by kind. */
export function shorten(value: unknown): unknown {
  if (typeof value === "string")
    return value.length > 100 ? `${value.slice(0, 100).toWellFormed()}…` : value.toWellFormed();
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return value;
}

/** One line for all fields: `limit: got 0, expected >= 1; mode: got "fast", expected one of …`. */
export function describe(fields: readonly ErrorField[]): string {
  const parts = fields.map((field) => {
    const got = field.got === undefined ? "" : `got ${JSON.stringify(field.got)}, `;
    const near = field.nearest === undefined ? "" : ` (nearest: ${field.nearest})`;
    return `${field.path === "" ? "the value" : field.path}: ${got}expected ${field.expected ?? "something else"}${near}`;
  });
  return parts.join("; ");
}
