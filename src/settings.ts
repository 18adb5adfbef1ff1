import { resolve } from "node:path";
import Type, { type TSchema } from "typebox";
import Value from "typebox/value";
import { type ErrorField, fail } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { DENSE_SPACES, SpaceOverride } from "./spaces/spaces.ts";
import { problems } from "./validation.ts";

const text = (fallback: string, description: string) => Type.String({ default: fallback, description });
const flag = (fallback: boolean, description: string) => Type.Boolean({ default: fallback, description });
const whole = (fallback: number, minimum: number, maximum: number, description: string) =>
  Type.Integer({ default: fallback, minimum, maximum, description });
const choice = <const T extends string>(values: readonly T[], description: string) =>
  Type.Unsafe<T>({ type: "string", enum: [...values], default: values[0], description });

/** Every setting by the name of its environment variable; the README's table is made from these descriptions. */
export const SETTINGS = {
  VECTOR_SERVICE_HOST: text("0.0.0.0", "address to listen on"),
  VECTOR_SERVICE_PORT: whole(8002, 0, 65_535, "port to listen on; 0 takes a free one"),
  DEBUG: flag(false, "more in the log, and stack traces in it"),
  LOG_LEVEL: choice(
    ["info", "trace", "debug", "warn", "error", "fatal", "silent"],
    "least level that is logged",
  ),
  DATA_DIR: text("./data", "folder of the record, the index and the admin token"),
  VECTOR_STORE: choice(["embedded"], "where vectors live; this version has the embedded store only"),
  TEXT_EMBEDDING_PROVIDER: choice(
    ["builtin"],
    "what embeds texts; this version has the builtin embedder only",
  ),
  TEXT_EMBEDDING_MODEL: choice(["builtin"], "the model of that provider"),
  QDRANT_COLLECTION_NAME: text("anime_database", "base name of the collections, in the embedded store too"),
  QDRANT_ENABLE_QUANTIZATION: flag(true, "quantised vectors on Qdrant; the embedded store always quantises"),
  IMAGE_EMBEDDING_PROVIDER: choice(
    ["builtin"],
    "what embeds pictures; the image spaces are empty in this version",
  ),
  IMAGE_EMBEDDING_MODEL: choice(["builtin"], "the model of that provider"),
  MODEL_CACHE_DIR: text(
    "",
    "folder of downloaded models; empty: DATA_DIR/models. The builtin embedder needs none",
  ),
  MODEL_WARM_UP: flag(true, "make the first search quick: do at start what it would wait for"),
  RATE_LIMIT_ENABLED: flag(false, "limits per caller; this version has none, so only false is right"),
  ADMIN_TOKEN: text(
    "",
    "bearer token of the admin routes; empty: one is made and kept in DATA_DIR/admin-token",
  ),
  CORS_ORIGINS: text(
    "*",
    "origins that browsers may call from, separated by commas; * is any, empty is none",
  ),
  MAX_BODY_BYTES: whole(32 * 1024 * 1024, 1024, 1024 ** 3, "largest request body in bytes"),
  MAX_BATCH_SIZE: whole(1000, 1, 10_000, "most entries in one admin request"),
  MAX_RESULTS: whole(100, 1, 1000, "most results on one page"),
  MAX_CONCURRENT_SEARCHES: whole(100, 1, 10_000, "searches that run at once; as many more wait"),
  REQUEST_TIMEOUT_MS: whole(10_000, 10, 600_000, "time after which a search is given up, in ms"),
  SEARCH_THREADS: whole(
    -1,
    -1,
    64,
    "threads that search; 0 searches on the main thread, -1 takes one per core up to 4",
  ),
} as const satisfies Record<string, TSchema>;

type Values = { readonly [K in keyof typeof SETTINGS]: Type.Static<(typeof SETTINGS)[K]> };

export interface Settings extends Omit<Values, "CORS_ORIGINS" | "ADMIN_TOKEN"> {
  readonly CORS_ORIGINS: readonly string[] | "*";
  readonly ADMIN_TOKEN: string | null;
  /** From `SPACE_<SPACE>_<SETTING>`, for example SPACE_TITLE_VECTOR_PRIORITY=medium. */
  readonly spaces: Readonly<Record<string, SpaceOverride>>;
}

/**
 * Reads settings from environment variables, which win over the lines of a `.env` file.
 * Empty variables count as absent. The result is frozen; DATA_DIR is absolute.
 * Throws SETTINGS_INVALID once, with a field for every wrong setting: its name, value, and what it may be.
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): Settings {
  const wrong: ErrorField[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(SETTINGS)) {
    values[name] = readOne(name, schema, environment[name], wrong);
  }
  const spaces = readSpaces(environment, wrong);
  for (const name of NOT_IN_THIS_VERSION) {
    const value = environment[name];
    if (value) {
      wrong.push({
        path: name,
        got: secretive(name, value),
        expected: "unset: this version runs embedded, with the builtin embedder",
      });
    }
  }
  const token = values.ADMIN_TOKEN as string;
  if (values.RATE_LIMIT_ENABLED === true) {
    wrong.push({
      path: "RATE_LIMIT_ENABLED",
      got: true,
      expected: "false: this version has no limits per caller",
    });
  }
  const origins = parseOrigins(values.CORS_ORIGINS as string, wrong);
  if (!/^[\w-]{1,64}$/.test(values.QDRANT_COLLECTION_NAME as string)) {
    wrong.push({
      path: "QDRANT_COLLECTION_NAME",
      got: values.QDRANT_COLLECTION_NAME,
      expected: "1 to 64 letters, digits, _ or -",
    });
  }
  if (wrong.length > 0) throw fail("SETTINGS_INVALID", explain(wrong), { fields: wrong });
  return Object.freeze({
    ...(values as unknown as Values),
    DATA_DIR: resolve(workingDirectory, values.DATA_DIR as string),
    ADMIN_TOKEN: token === "" ? null : token,
    CORS_ORIGINS: origins,
    spaces: Object.freeze(spaces),
  });
}

/** Settings of adapters that are not part of this version: naming them must not be ignored in silence. */
const NOT_IN_THIS_VERSION = ["QDRANT_URL", "QDRANT_API_KEY"];

function readOne(name: string, schema: TSchema, raw: string | undefined, wrong: ErrorField[]): unknown {
  const fallback = (schema as { default?: unknown }).default;
  if (raw === undefined || raw.trim() === "") return fallback;
  const value = readScalar(raw.trim(), (schema as { type?: string }).type);
  if (Value.Check(schema, value)) return value;
  const [problem] = problems(schema, value);
  const near = problem?.nearest === undefined ? {} : { nearest: problem.nearest };
  wrong.push({ path: name, got: secretive(name, raw), expected: expectation(schema), ...near });
  return fallback;
}

function readScalar(raw: string, type: string | undefined): unknown {
  if (type === "boolean" && /^(true|yes|on|1)$/i.test(raw)) return true;
  if (type === "boolean" && /^(false|no|off|0)$/i.test(raw)) return false;
  return type === "integer" && /^-?\d+(\.\d+)?$/.test(raw) ? Number(raw) : raw;
}

function expectation(schema: TSchema): string {
  const {
    type,
    minimum,
    maximum,
    enum: values,
  } = schema as { type?: string; minimum?: number; maximum?: number; enum?: string[] };
  if (values) return values.length === 1 ? `${values[0]}` : `one of ${values.join(", ")}`;
  if (type === "integer") return `a whole number from ${minimum} to ${maximum}`;
  return type === "boolean" ? "true or false" : "a text";
}

const SPACE_SETTINGS = SpaceOverride.properties;

function readSpaces(
  environment: Readonly<Record<string, string | undefined>>,
  wrong: ErrorField[],
): Record<string, SpaceOverride> {
  const spaces: Record<string, Record<string, unknown>> = {};
  const known = DENSE_SPACES.flatMap((space) =>
    Object.keys(SPACE_SETTINGS).map((setting) => `SPACE_${space}_${setting}`.toUpperCase()),
  );
  for (const name of Object.keys(environment).sort()) {
    const value = environment[name];
    if (!name.startsWith("SPACE_") || value === undefined || value.trim() === "") continue;
    if (!known.includes(name)) {
      const expected = `SPACE_<space>_<setting>, with a setting of ${Object.keys(SPACE_SETTINGS).join(", ").toUpperCase()}`;
      const near = nearest(name, known);
      wrong.push({ path: name, got: value.slice(0, 100), expected, ...(near ? { nearest: near } : {}) });
      continue;
    }
    const space = DENSE_SPACES.find((candidate) => name.startsWith(`SPACE_${candidate.toUpperCase()}_`))!;
    const setting = name.slice(`SPACE_${space}_`.length).toLowerCase() as keyof typeof SPACE_SETTINGS;
    spaces[space] = { ...spaces[space], [setting]: readOne(name, SPACE_SETTINGS[setting], value, wrong) };
  }
  return spaces;
}

function parseOrigins(raw: string, wrong: ErrorField[]): readonly string[] | "*" {
  if (raw === "*") return "*";
  const origins = raw
    .split(",")
    .map((origin) => origin.trim())
    .filter((origin) => origin !== "");
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      wrong.push({
        path: "CORS_ORIGINS",
        got: origin,
        expected: "origins such as https://example.org, separated by commas, or *",
      });
    }
  }
  return origins;
}

/** A value as a message may quote it: never a token's or key's. */
function secretive(name: string, value: string): string {
  return /TOKEN|KEY|SECRET/.test(name) ? "(not shown)" : value.slice(0, 100);
}

function explain(wrong: readonly ErrorField[]): string {
  const lines = wrong.map(({ path, got, expected, nearest: near }) => {
    const suggestion = near === undefined ? "" : `; did you mean ${near}?`;
    return `  ${path}: got ${JSON.stringify(got)}, expected ${expected}${suggestion}`;
  });
  return `${wrong.length === 1 ? "One setting is" : `${wrong.length} settings are`} wrong:\n${lines.join("\n")}`;
}
