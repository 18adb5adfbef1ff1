import { join, resolve } from "node:path";
import Type, { type TSchema } from "typebox";
import Value from "typebox/value";
import { type ErrorField, fail } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { DENSE_SPACES, SpaceOverride, TEXT_SPACES, type TextSpace } from "./spaces/spaces.ts";
import { problems } from "./validation.ts";

const text = (fallback: string, description: string) => Type.String({ default: fallback, description });
const flag = (fallback: boolean, description: string) => Type.Boolean({ default: fallback, description });
const whole = (fallback: number, minimum: number, maximum: number, description: string) =>
  Type.Integer({ default: fallback, minimum, maximum, description });
const share = (fallback: number, description: string) =>
  Type.Number({ default: fallback, minimum: 0, maximum: 1, description });
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
    ["builtin", "onnx", "http"],
    "what embeds texts: the builtin embedder, a model that runs here, or a server (OpenAI-compatible, text-embeddings-inference, Ollama)",
  ),
  TEXT_EMBEDDING_MODEL: text(
    "builtin",
    "the model of that provider: a name such as BAAI/bge-m3, or for onnx a folder that holds one",
  ),
  TEXT_EMBEDDING_SPACES: text(
    "",
    "text spaces that the model embeds, separated by commas; empty is all. The builtin embedder makes the others",
  ),
  TEXT_EMBEDDING_EPISODES: flag(true, "whether the model embeds episodes, too, which are many"),
  TEXT_EMBEDDING_WITH_BUILTIN: share(
    0,
    "weight of the builtin embedder beside the model, from 0 to 1: both vectors become one",
  ),
  TEXT_EMBEDDING_LEXICAL: flag(
    true,
    "where the model weighs words itself (BGE-M3), its weights fill text_sparse in place of BM25",
  ),
  TEXT_EMBEDDING_CENTRED: choice(
    ["auto", "true", "false"],
    "take off what all texts of a language have in common, so that queries find texts in other languages; auto: for models that need it",
  ),
  TEXT_EMBEDDING_DTYPE: choice(
    ["auto", "q8", "int8", "uint8", "fp32", "fp16", "q4", "q4f16", "bnb4"],
    "kind of weights that an onnx model runs with: auto, q8, int8, uint8, fp32, fp16, q4, q4f16, bnb4; auto takes the first of them that is there",
  ),
  TEXT_EMBEDDING_MAX_TOKENS: whole(
    0,
    0,
    32_768,
    "tokens of a text that an onnx model reads; 0: as many as it can, of BGE-M3 8192, which takes long and much memory",
  ),
  TEXT_EMBEDDING_URL: text("", "address of the embedding server, for provider http"),
  TEXT_EMBEDDING_API: choice(["openai", "tei", "ollama"], "what the embedding server speaks"),
  TEXT_EMBEDDING_API_KEY: text("", "bearer token for the embedding server"),
  TEXT_EMBEDDING_DIMENSION: whole(0, 0, 65_536, "dimension that the server's vectors must have; 0 asks it"),
  TEXT_EMBEDDING_QUERY_PREFIX: text(
    "",
    "put before every query sent to the server; empty: what the model is known for",
  ),
  TEXT_EMBEDDING_DOCUMENT_PREFIX: text(
    "",
    "put before every document sent to the server; empty: what the model is known for",
  ),
  TEXT_EMBEDDING_BATCH_SIZE: whole(32, 1, 2048, "most texts in one request to the server"),
  TEXT_EMBEDDING_CONCURRENCY: whole(4, 1, 256, "most requests to the server at once"),
  TEXT_EMBEDDING_TIMEOUT_MS: whole(
    60_000,
    100,
    3_600_000,
    "time after which a request to the server is given up and tried again, in ms",
  ),
  EMBEDDING_THREADS: whole(-1, -1, 64, "cores that models use; -1 takes all, up to 4"),
  EMBEDDING_DEVICE: choice(["cpu", "cuda"], "what onnx models run on; `doctor` says how to install CUDA"),
  EMBEDDING_CACHE_BYTES: whole(
    4 * 1024 ** 3,
    16 * 1024 ** 2,
    1024 ** 4,
    "largest size in bytes of the models' cache of vectors, DATA_DIR/embeddings.sqlite",
  ),
  RECOLLECTIONS: flag(
    true,
    "index what people remember of well-known anime, which comes with the program, beside what the catalogue says; counts from the next build of the index on",
  ),
  QDRANT_COLLECTION_NAME: text("anime_database", "base name of the collections, in the embedded store too"),
  QDRANT_ENABLE_QUANTIZATION: flag(true, "quantised vectors on Qdrant; the embedded store always quantises"),
  IMAGE_EMBEDDING_PROVIDER: choice(
    ["builtin", "onnx"],
    "what embeds pictures: the builtin descriptor, or a model that runs here and lets texts find pictures",
  ),
  IMAGE_EMBEDDING_MODEL: text(
    "builtin",
    "the model of that provider: a name such as openai/clip-vit-large-patch14, or a folder that holds one",
  ),
  IMAGE_EMBEDDING_DTYPE: choice(
    ["auto", "q8", "int8", "uint8", "fp32", "fp16", "q4", "q4f16", "bnb4"],
    "kind of weights that an onnx model for pictures runs with; auto takes the first that is there",
  ),
  PICTURES: choice(
    ["generated", "fetch", "off"],
    "generated: a cover is drawn for each anime without a picture; fetch: pictures are fetched, too; off: neither",
  ),
  PICTURES_ALLOW_PRIVATE: flag(false, "fetch pictures from loopback, private and link-local addresses, too"),
  PICTURES_FOLDER: text("", "folder below which pictures named by file: URLs may be; empty: none are read"),
  PICTURES_CACHE_MB: whole(2048, 0, 1_000_000, "largest size of the fetched pictures in DATA_DIR/pictures"),
  MODEL_CACHE_DIR: text(
    "",
    "folder of downloaded models; empty: DATA_DIR/models. The builtin embedder needs none",
  ),
  MODEL_HUB_URL: text(
    "https://huggingface.co",
    "where `models pull` fetches from: Hugging Face, or a mirror of the same layout",
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

export interface Settings
  extends Omit<Values, "CORS_ORIGINS" | "ADMIN_TOKEN" | "TEXT_EMBEDDING_SPACES" | "PICTURES_FOLDER"> {
  readonly TEXT_EMBEDDING_SPACES: readonly TextSpace[];
  readonly CORS_ORIGINS: readonly string[] | "*";
  readonly ADMIN_TOKEN: string | null;
  /** Absolute; null where no pictures are read from files. */
  readonly PICTURES_FOLDER: string | null;
  /** From `SPACE_<SPACE>_<SETTING>`, for example SPACE_TITLE_VECTOR_PRIORITY=medium. */
  readonly spaces: Readonly<Record<string, SpaceOverride>>;
}

/**
 * Reads settings from environment variables, which win over the lines of a `.env` file.
 * Empty variables count as absent. The result is frozen; DATA_DIR and MODEL_CACHE_DIR are absolute.
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
  const folder = values.PICTURES_FOLDER as string;
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
  const embeddedSpaces = checkTextEmbedding(values as unknown as Values, wrong);
  checkImageEmbedding(values as unknown as Values, wrong);
  if (!/^https?:$/.test(URL.parse(values.MODEL_HUB_URL as string)?.protocol ?? "")) {
    wrong.push({ path: "MODEL_HUB_URL", got: values.MODEL_HUB_URL, expected: "an http or https address" });
  }
  if (wrong.length > 0) throw fail("SETTINGS_INVALID", explain(wrong), { fields: wrong });
  const dataDir = resolve(workingDirectory, values.DATA_DIR as string);
  return Object.freeze({
    ...(values as unknown as Values),
    DATA_DIR: dataDir,
    MODEL_CACHE_DIR: resolve(workingDirectory, (values.MODEL_CACHE_DIR as string) || join(dataDir, "models")),
    ADMIN_TOKEN: token === "" ? null : token,
    PICTURES_FOLDER: folder === "" ? null : resolve(workingDirectory, folder),
    CORS_ORIGINS: origins,
    TEXT_EMBEDDING_SPACES: embeddedSpaces,
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
  return (type === "integer" || type === "number") && /^-?\d+(\.\d+)?$/.test(raw) ? Number(raw) : raw;
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
  if (type === "number") return `a number from ${minimum} to ${maximum}`;
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

/** Adds to `wrong` where provider and model do not go together. */
function checkImageEmbedding(values: Values, wrong: ErrorField[]): void {
  const { IMAGE_EMBEDDING_PROVIDER: provider, IMAGE_EMBEDDING_MODEL: model } = values;
  if ((provider === "builtin") === (model === "builtin")) return;
  const expected =
    provider === "builtin"
      ? "builtin, or IMAGE_EMBEDDING_PROVIDER=onnx with it"
      : "the model that onnx shall use, such as openai/clip-vit-large-patch14";
  wrong.push({ path: "IMAGE_EMBEDDING_MODEL", got: model, expected });
}

/** The spaces that the model embeds; what does not fit together is added to `wrong`. */
function checkTextEmbedding(values: Values, wrong: ErrorField[]): readonly TextSpace[] {
  const { TEXT_EMBEDDING_PROVIDER: provider, TEXT_EMBEDDING_MODEL: model, TEXT_EMBEDDING_URL: url } = values;
  if ((provider === "builtin") !== (model === "builtin")) {
    const expected =
      provider === "builtin"
        ? "builtin, or TEXT_EMBEDDING_PROVIDER=onnx or http with it"
        : `the model that ${provider} shall use, such as BAAI/bge-m3`;
    wrong.push({ path: "TEXT_EMBEDDING_MODEL", got: model, expected });
  }
  if (provider === "http" && !/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    wrong.push({
      path: "TEXT_EMBEDDING_URL",
      got: url.replace(/\/\/[^@/]*@/, "//…@"),
      expected: "the server's address for provider http, such as http://127.0.0.1:8080",
    });
  }
  const names = values.TEXT_EMBEDDING_SPACES.split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  for (const name of names) {
    if ((TEXT_SPACES as readonly string[]).includes(name)) continue;
    const near = nearest(name, TEXT_SPACES);
    wrong.push({
      path: "TEXT_EMBEDDING_SPACES",
      got: name.slice(0, 100),
      expected: `names of text spaces, separated by commas: ${TEXT_SPACES.join(", ")}`,
      ...(near ? { nearest: near } : {}),
    });
  }
  return Object.freeze(TEXT_SPACES.filter((name) => names.length === 0 || names.includes(name)));
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
