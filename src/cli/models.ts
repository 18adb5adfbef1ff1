import { statSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { openOnnxImageModel } from "../compose-pictures.ts";
import { openOnnxModel } from "../compose-text-embedder.ts";
import { fail, isFailure } from "../errors.ts";
import type { GraphChoice } from "../models/graph-types.ts";
import { KNOWN_IMAGE_MODELS, KNOWN_TEXT_MODELS } from "../models/known-models.ts";
import { checkFiles, type FileCheck } from "../models/manifest.ts";
import {
  cachedModels,
  graphTypesOf,
  isModelName,
  locateModel,
  type ModelFolder,
  readModelJson,
} from "../models/model-folder.ts";
import { type PullProgress, pullModel } from "../models/pull.ts";
import type { Settings } from "../settings.ts";
import type { ModelsOptions } from "./command-line.ts";
import type { CommandContext } from "./context.ts";
import { bytes, duration, EXIT } from "./output.ts";

/** `kotodama models list | pull | check`. */
export async function modelsCommand(
  context: CommandContext,
  [action, model]: readonly string[],
  options: ModelsOptions,
): Promise<number> {
  switch (action) {
    case "list":
      return list(context);
    case "pull":
      return pull(context, model, options);
    case "check":
      return check(context, model, options);
    default:
      throw fail("USAGE", `models: got ${action}, expected list, pull or check`);
  }
}

interface Configured {
  readonly use: "text" | "image";
  readonly provider: string;
  readonly model: string;
  /** Where its files are; null where none are needed, or none are here. */
  readonly folder: string | null;
  readonly problem?: string;
}

async function list({ settings: read, output }: CommandContext): Promise<number> {
  const settings = read();
  const configured = [
    await configuredModel("text", settings.TEXT_EMBEDDING_PROVIDER, settings.TEXT_EMBEDDING_MODEL, settings),
    await configuredModel(
      "image",
      settings.IMAGE_EMBEDDING_PROVIDER,
      settings.IMAGE_EMBEDDING_MODEL,
      settings,
    ),
  ];
  const cached = (await cachedModels(settings.MODEL_CACHE_DIR)).map((model) => ({
    model: model.name,
    revision: model.manifest?.revision ?? null,
    folder: model.folder,
    types: graphTypesOf(model),
    bytes: sizeOf(model),
  }));
  const known = { text: KNOWN_TEXT_MODELS, image: KNOWN_IMAGE_MODELS };
  output.result({ configured, cache_dir: settings.MODEL_CACHE_DIR, cached, known }, () =>
    [
      "configured",
      ...configured.map(({ use, provider, model, folder, problem }) => {
        const where =
          provider === "onnx"
            ? (problem ?? folder)
            : provider === "http"
              ? "runs on a server"
              : "comes along";
        return `  ${use.padEnd(6)} ${provider === model ? model : `${provider} ${model}`}: ${where}`;
      }),
      `in ${settings.MODEL_CACHE_DIR}`,
      ...(cached.length === 0 ? ["  nothing"] : []),
      ...cached.map(
        ({ model, types, bytes: size, revision }) =>
          `  ${model.padEnd(58)} ${types.join(", ")}  ${bytes(size)}  ${revision?.slice(0, 12)}`,
      ),
      "known; `kotodama models pull NAME` fetches one, and others may do, too",
      ...KNOWN_TEXT_MODELS.map(
        ({ name, dimension, languages, licence }) =>
          `  ${name.padEnd(58)} text   ${String(dimension).padStart(5)}-d  ${languages}  ${licence}`,
      ),
      ...KNOWN_IMAGE_MODELS.map(
        ({ name, dimension, licence }) =>
          `  ${name.padEnd(58)} image  ${String(dimension).padStart(5)}-d  ${licence}`,
      ),
    ].join("\n"),
  );
  return EXIT.done;
}

async function configuredModel(
  use: "text" | "image",
  provider: string,
  model: string,
  settings: Settings,
): Promise<Configured> {
  if (provider !== "onnx") return { use, provider, model, folder: null };
  try {
    return { use, provider, model, folder: (await locateModel(model, settings.MODEL_CACHE_DIR)).folder };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { use, provider, model, folder: null, problem: error.message };
  }
}

/** Attempts in a row without a byte before a download is given up. */
const ATTEMPTS = 6;
const SILENCE_MS = 30_000;

async function pull(
  { settings: read, output, signal }: CommandContext,
  model: string | undefined,
  { dtype }: ModelsOptions,
): Promise<number> {
  const settings = read();
  const name = model ?? modelOf(settings);
  if (!isModelName(name)) {
    throw fail(
      "USAGE",
      `models pull: got ${name}, expected a name such as BAAI/bge-m3; a folder needs no pulling`,
    );
  }
  const began = performance.now();
  let first: number | undefined;
  const onProgress = (progress: PullProgress) => {
    first ??= progress.done;
    output.progress(progressText(progress, progress.done - first, performance.now() - began));
  };
  const pulled = await pullModel({
    access: {
      hub: settings.MODEL_HUB_URL,
      fetch,
      silenceMs: SILENCE_MS,
      attempts: ATTEMPTS,
      wait: (ms) => wait(ms, undefined, { signal }),
      signal,
    },
    cacheDir: settings.MODEL_CACHE_DIR,
    name,
    dtype: dtype ?? settings.TEXT_EMBEDDING_DTYPE,
    pictureDtype: dtype ?? settings.IMAGE_EMBEDDING_DTYPE,
    onProgress,
    now: () => new Date(),
  });
  output.endProgress();
  const use = isForPictures(pulled) ? "IMAGE" : "TEXT";
  const result = {
    model: name,
    revision: pulled.manifest?.revision,
    folder: pulled.folder,
    types: graphTypesOf(pulled),
    bytes: sizeOf(pulled),
    took_ms: Math.round(performance.now() - began),
  };
  output.result(
    result,
    () =>
      `${name}: ${bytes(result.bytes)} in ${pulled.folder}, every checksum right, in ${duration(result.took_ms)}\nTo use it: ${use}_EMBEDDING_PROVIDER=onnx ${use}_EMBEDDING_MODEL=${name}`,
  );
  return EXIT.done;
}

/** `onnx/model.onnx  [120.4 MB of 569.0 MB]  21 %  10.2 MB/s  44.0 s left` */
function progressText({ file, done, total }: PullProgress, fetched: number, ms: number): string {
  const rate = ms > 0 ? (fetched / ms) * 1000 : 0;
  const left =
    rate > 0 ? `  ${bytes(Math.round(rate))}/s  ${duration(((total - done) / rate) * 1000)} left` : "";
  const share = total > 0 ? Math.floor((done / total) * 100) : 100;
  return `${file}  [${bytes(done)} of ${bytes(total)}]  ${share} %${left}`;
}

const TRIAL = "A boy finds a notebook that kills anyone whose name is written in it.";

async function check(
  { settings: read, output, workingDirectory }: CommandContext,
  model: string | undefined,
  { dtype }: ModelsOptions,
): Promise<number> {
  const settings = read();
  const name =
    model === undefined ? modelOf(settings) : isModelName(model) ? model : resolve(workingDirectory, model);
  const located = await locateModel(name, settings.MODEL_CACHE_DIR);
  const files = located.manifest === undefined ? null : await checkFiles(located.folder, located.manifest);
  const wrong = files?.filter(({ state }) => state !== "ok") ?? [];
  if (wrong.length > 0) {
    output.result({ ok: false, model: name, folder: located.folder, files }, () => fileLines(located, files));
    output.note(`kotodama: MODEL_INVALID: \`kotodama models pull ${name}\` fetches what is wrong again`);
    return EXIT.failed;
  }
  if (isForPictures(located)) return checkImageModel(settings, output, located, name, files, dtype);
  const trial = await tryModel(settings, located, name, dtype);
  output.result({ ok: true, model: name, folder: located.folder, files, ...trial }, () =>
    [
      fileLines(located, files),
      `✓ one text gives ${trial.identity.dimension} dimensions, starting ${trial.first_components.join(", ")}${trial.lexical ? "; it weighs words, too" : ""}`,
      `✓ ${trial.ms_per_text} ms a text in batches of ${trial.batch_size}, loaded in ${duration(trial.load_ms)}`,
      `  ${trial.identity.model}, revision ${trial.identity.revision}, ${trial.identity.pooling}`,
    ].join("\n"),
  );
  return EXIT.done;
}

async function tryModel(
  settings: Settings,
  { folder }: ModelFolder,
  name: string,
  dtype: GraphChoice | undefined,
) {
  const began = performance.now();
  const embedder = await openOnnxModel(settings, {
    model: isModelName(name) ? name : folder,
    warmUp: true,
    dtype,
  });
  try {
    const [first] = await Promise.all([embedder.embed([TRIAL], "query"), embedder.ready()]);
    const status = embedder.status();
    return {
      identity: embedder.identity,
      first_components: Array.from(first.subarray(0, 4), (component) => Math.round(component * 1e4) / 1e4),
      lexical: embedder.embedWithLexical !== undefined,
      batch_size: embedder.batch.size,
      ms_per_text: status.state === "ready" ? (status.ms_per_text ?? null) : null,
      load_ms: Math.round(performance.now() - began),
    };
  } finally {
    await embedder.close();
  }
}

/** True for a model that has a tower for pictures: it says how pictures are prepared. */
function isForPictures(model: ModelFolder): boolean {
  return readModelJson(model, "preprocessor_config.json") !== undefined;
}

/** Of the square that is looked at, in px. */
const TRIAL_SIDE = 64;

async function checkImageModel(
  settings: Settings,
  output: CommandContext["output"],
  located: ModelFolder,
  name: string,
  files: readonly FileCheck[] | null,
  dtype: GraphChoice | undefined,
): Promise<number> {
  const began = performance.now();
  const model = isModelName(name) ? name : located.folder;
  const embedder = await openOnnxImageModel(settings, { model, warmUp: true, dtype });
  try {
    const data = Uint8Array.from({ length: 3 * TRIAL_SIDE ** 2 }, (_, i) => (i / 3) % 256);
    const pixels = { width: TRIAL_SIDE, height: TRIAL_SIDE, data };
    const picture = { format: "png", width: TRIAL_SIDE, height: TRIAL_SIDE, pixels } as const;
    const vector = await embedder.embedPictures([picture]);
    const texts = await embedder.embedTexts?.([TRIAL]);
    await embedder.ready();
    const status = embedder.status();
    const result = {
      identity: embedder.identity,
      first_components: Array.from(vector.subarray(0, 4), (component) => Math.round(component * 1e4) / 1e4),
      reads_texts: texts !== undefined,
      ms_per_picture: status.state === "ready" ? (status.ms_per_picture ?? null) : null,
      load_ms: Math.round(performance.now() - began),
    };
    output.result({ ok: true, model: name, folder: located.folder, files, ...result }, () =>
      [
        fileLines(located, files),
        `✓ one picture gives ${vector.length} dimensions, starting ${result.first_components.join(", ")}`,
        result.reads_texts ? "✓ texts find pictures" : "  no tower for texts: only pictures find pictures",
        `✓ ${result.ms_per_picture} ms a picture, loaded in ${duration(result.load_ms)}`,
        `  ${embedder.identity.model}, revision ${embedder.identity.revision}, ${embedder.identity.pooling}`,
      ].join("\n"),
    );
    return EXIT.done;
  } finally {
    await embedder.close();
  }
}

function fileLines({ folder }: ModelFolder, files: readonly FileCheck[] | null): string {
  if (files === null)
    return `✓ ${folder}: not fetched by \`models pull\`, so there are no checksums to compare with`;
  return files
    .map(
      ({ path, state, size }) =>
        `${state === "ok" ? "✓" : "✗"} ${path}  ${bytes(size)}${state === "ok" ? "" : `: ${state}`}`,
    )
    .join("\n");
}

/** The model that the settings name, the one for texts first. Throws USAGE where they name none that has files. */
function modelOf(settings: Settings): string {
  if (settings.TEXT_EMBEDDING_PROVIDER === "onnx") return settings.TEXT_EMBEDDING_MODEL;
  if (settings.IMAGE_EMBEDDING_PROVIDER === "onnx") return settings.IMAGE_EMBEDDING_MODEL;
  throw fail(
    "USAGE",
    "models: no model is configured that has files of its own; name one, such as BAAI/bge-m3",
  );
}

function sizeOf({ folder, manifest }: ModelFolder): number {
  return (manifest?.files ?? []).reduce(
    (sum, { path }) => sum + (statSync(`${folder}/${path}`, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
