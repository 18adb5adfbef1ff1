import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { fail, isFailure } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { graphSignature } from "./graph-signature.ts";
import { GRAPH_SUFFIXES, type GraphChoice, type GraphType } from "./graph-types.ts";
import { KNOWN_IMAGE_MODELS, KNOWN_TEXT_MODELS } from "./known-models.ts";
import { type Manifest, readManifest, sha256OfFile } from "./manifest.ts";

/** A model whose files are on this disk. */
export interface ModelFolder {
  /** As it was asked for; of a folder, its last part. */
  readonly name: string;
  readonly folder: string;
  /** What was fetched, where it was fetched by `models pull`. */
  readonly manifest: Manifest | undefined;
}

/** One graph of a model. */
export interface GraphFile {
  readonly path: string;
  readonly type: GraphType;
  /** Files beside it that hold its weights. */
  readonly external: readonly string[];
}

const NAME = /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}(?:@[\w.-]{1,80})?$/;

/** True for what is written like `organisation/model` or `organisation/model@revision`. */
export function isModelName(text: string): boolean {
  return NAME.test(text) && !text.includes("..");
}

/** Parts a name into the repository and the revision, where it has one. */
export function splitModelName(name: string): { repository: string; revision: string | undefined } {
  const [repository = "", revision] = name.split("@");
  return { repository, revision };
}

/**
 * Where a model's files are: a folder as it is, or `cacheDir/<organisation>/<model>/<revision>`, of several revisions
 * the one fetched last. Throws MODEL_NOT_FOUND, saying what to do, where there are none; never anything else's files.
 */
export async function locateModel(model: string, cacheDir: string): Promise<ModelFolder> {
  if (isDirectory(model)) {
    const folder = model.replace(/(?<=.)[/\\]+$/, "");
    return { name: basename(folder), folder, manifest: await readManifest(folder) };
  }
  if (!isModelName(model)) {
    throw fail(
      "MODEL_NOT_FOUND",
      `${model} is neither a folder nor a name such as BAAI/bge-m3${didYouMean(model)}`,
    );
  }
  const found = await revisionsOf(model, cacheDir);
  if (found[0] !== undefined) return found[0];
  const pull = `\`kotodama models pull ${model}\` fetches it into ${cacheDir}`;
  throw fail(
    "MODEL_NOT_FOUND",
    `the files of ${model} are not here; ${pull}, or name a folder that holds it${didYouMean(model)}`,
  );
}

/** The revisions of a model that are whole in the cache, the one fetched last first. */
async function revisionsOf(model: string, cacheDir: string): Promise<ModelFolder[]> {
  const { repository, revision } = splitModelName(model);
  const parent = join(cacheDir, repository);
  const found: (ModelFolder & { readonly manifest: Manifest })[] = [];
  for (const entry of isDirectory(parent) ? readdirSync(parent, { withFileTypes: true }) : []) {
    if (!entry.isDirectory() || (revision !== undefined && !entry.name.startsWith(revision))) continue;
    const folder = join(parent, entry.name);
    // A folder without a manifest is one whose download has not ended.
    const manifest = await readManifest(folder).catch((error: unknown) => {
      if (isFailure(error, "MODEL_INVALID")) return undefined;
      throw error;
    });
    if (manifest !== undefined) found.push({ name: model, folder, manifest });
  }
  return found.sort((a, b) => (a.manifest.fetched_at < b.manifest.fetched_at ? 1 : -1));
}

/** Every model in the cache, by name. */
export async function cachedModels(cacheDir: string): Promise<ModelFolder[]> {
  const models: ModelFolder[] = [];
  for (const organisation of foldersIn(cacheDir)) {
    for (const model of foldersIn(join(cacheDir, organisation))) {
      models.push(...(await revisionsOf(`${organisation}/${model}`, cacheDir)));
    }
  }
  return models;
}

/**
 * The graph of the wanted type: `onnx/<stem><suffix>.onnx`, or the same at the top of the folder.
 * Throws MODEL_INVALID, naming the types that are there.
 */
export function graphOf({ name, folder }: ModelFolder, choice: GraphChoice, stem = "model"): GraphFile {
  const types = choice === "auto" ? (Object.keys(GRAPH_SUFFIXES) as GraphType[]) : [choice];
  for (const type of types) {
    const path = graphPath(folder, stem, type);
    if (path !== undefined) return { path, type, external: externalFiles(path) };
  }
  const there = graphTypesOf({ folder }, stem);
  const wanted = `onnx/${stem}${choice === "auto" ? "" : GRAPH_SUFFIXES[choice]}.onnx`;
  const instead =
    there.length > 0
      ? `it has ${there.join(", ")}: set the type to one of them, or pull the model with --dtype ${choice}`
      : "an ONNX export of the model is needed";
  throw fail("MODEL_INVALID", `${name} in ${folder} has no graph ${wanted}; ${instead}`);
}

/** The types in which a model's graph is there. */
export function graphTypesOf({ folder }: Pick<ModelFolder, "folder">, stem?: string): GraphType[] {
  const stems = stem === undefined ? ["model", "text_model"] : [stem];
  return (Object.keys(GRAPH_SUFFIXES) as GraphType[]).filter((type) =>
    stems.some((name) => graphPath(folder, name, type) !== undefined),
  );
}

/**
 * A short hash over the bytes of the files that decide a vector, whatever they are called: the same model by name
 * and by folder has the same one. From the manifest where it lists them with their size on disk, else read.
 */
export async function fingerprintOf(model: ModelFolder, paths: readonly string[]): Promise<string> {
  const known = new Map(model.manifest?.files.map((file) => [join(model.folder, file.path), file]));
  const hash = createHash("sha256");
  for (const path of paths) {
    const listed = known.get(path);
    const sum = listed?.size === statSync(path).size ? listed.sha256 : await sha256OfFile(path);
    hash.update(`${sum}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

/** A JSON file of the folder; undefined where it is not there. Throws MODEL_INVALID where it is not an object. */
export function readModelJson(
  { folder }: ModelFolder,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  const value = readJson(join(folder, name));
  if (value === undefined) return undefined;
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw fail("MODEL_INVALID", `${join(folder, name)} holds no JSON object; fetch the model again`);
}

/** The path of a file of the folder that cannot be done without. Throws MODEL_INVALID. */
export function neededFile({ name, folder }: ModelFolder, file: string): string {
  const path = join(folder, file);
  if (existsSync(path)) return path;
  throw fail(
    "MODEL_INVALID",
    `${name} lacks ${file} in ${folder}; a model needs config.json, tokenizer.json, tokenizer_config.json and onnx/, and one for pictures preprocessor_config.json`,
  );
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw fail("MODEL_INVALID", `${path} is not JSON; fetch the model again`, { cause });
  }
}

function graphPath(folder: string, stem: string, type: GraphType): string | undefined {
  const file = `${stem}${GRAPH_SUFFIXES[type]}.onnx`;
  return [join(folder, "onnx", file), join(folder, file)].find((path) => existsSync(path));
}

/** Files beside a graph that hold its weights. Throws MODEL_INVALID for one that is missing or lies elsewhere. */
function externalFiles(graph: string): string[] {
  const folder = dirname(graph);
  return graphSignature(graph).external.map((name) => {
    const path = join(folder, name);
    if (isInside(folder, path) && existsSync(path)) return path;
    throw fail(
      "MODEL_INVALID",
      `${graph} keeps weights in ${name}, which is not beside it; fetch the model again`,
    );
  });
}

function foldersIn(path: string): string[] {
  if (!isDirectory(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function didYouMean(model: string): string {
  const names = [...KNOWN_TEXT_MODELS, ...KNOWN_IMAGE_MODELS].map(({ name }) => name);
  if (names.includes(splitModelName(model).repository)) return "";
  const near = nearest(model, names) ?? names.find((name) => basename(name) === model);
  return near === undefined ? "" : `; did you mean ${near}?`;
}

/** True where `path` lies in `folder`, so that a name from outside cannot lead elsewhere. */
function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}
