import { join } from "node:path";
import { loadBuiltinImageEmbedder } from "./image-embedder/builtin/builtin-image-embedder.ts";
import { PICTURE_LIMITS } from "./image-embedder/decode.ts";
import type { OnnxImageEmbedder } from "./image-embedder/onnx/onnx-image-embedder.ts";
import type { ImageEmbedder, ImageEmbedderIdentity } from "./image-embedder/port.ts";
import type { GraphChoice } from "./models/graph-types.ts";
import { CoverShelf } from "./pictures/cover-shelf.ts";
import { PictureFetcher } from "./pictures/fetching/fetch-picture.ts";
import { HostTurns } from "./pictures/fetching/host-turns.ts";
import { PictureFiles } from "./pictures/fetching/picture-files.ts";
import { PictureLibrary } from "./pictures/picture-library.ts";
import type { CatalogueRecord } from "./record/record.ts";
import type { Settings } from "./settings.ts";

/** Milliseconds that fetching one picture may take. */
const FETCH_TIMEOUT = 30_000;
/** At most some eight requests a second to one host: half of what one person with a browser makes. */
const POLITENESS = { perHost: 2, gapMs: 250 };

/** The part of the composition root that has to do with pictures. */

/**
 * Opens the image embedder that the settings name; nothing else ever takes its place. A model may still be loading.
 * Throws MODEL_NOT_FOUND, MODEL_INVALID.
 */
export async function openImageEmbedder(settings: Settings): Promise<ImageEmbedder> {
  if (settings.IMAGE_EMBEDDING_PROVIDER === "builtin") return loadBuiltinImageEmbedder();
  return openOnnxImageModel(settings, {
    model: settings.IMAGE_EMBEDDING_MODEL,
    warmUp: settings.MODEL_WARM_UP,
  });
}

/** What the configured image embedder is called, without loading it. Throws as `openImageEmbedder` does. */
export async function imageEmbedderIdentity(settings: Settings): Promise<ImageEmbedderIdentity> {
  if (settings.IMAGE_EMBEDDING_PROVIDER === "builtin") return loadBuiltinImageEmbedder().identity;
  const { describeOnnxImageModel } = await import("./image-embedder/onnx/image-model.ts");
  const described = await describeOnnxImageModel({
    model: settings.IMAGE_EMBEDDING_MODEL,
    cacheDir: settings.MODEL_CACHE_DIR,
    dtype: settings.IMAGE_EMBEDDING_DTYPE,
  });
  return described.identity;
}

/**
 * One model for pictures by itself, by name or folder, with the settings of all. It may still be loading.
 * Throws MODEL_NOT_FOUND, MODEL_INVALID.
 */
export async function openOnnxImageModel(
  settings: Settings,
  options: { readonly model: string; readonly warmUp: boolean; readonly dtype?: GraphChoice | undefined },
): Promise<OnnxImageEmbedder> {
  // Only those who run models load the runtime.
  const { openOnnxImageEmbedder } = await import("./image-embedder/onnx/onnx-image-embedder.ts");
  return openOnnxImageEmbedder({
    model: options.model,
    cacheDir: settings.MODEL_CACHE_DIR,
    dtype: options.dtype ?? settings.IMAGE_EMBEDDING_DTYPE,
    device: settings.EMBEDDING_DEVICE,
    threads: settings.EMBEDDING_THREADS,
    warmUp: options.warmUp,
  });
}

/** The pictures of a catalogue that may be changed. `onKept` is called when there are new vectors. */
export interface OpenPictures {
  readonly library: PictureLibrary;
  close(): Promise<void>;
}

export function openPictures(
  settings: Settings,
  record: CatalogueRecord,
  embedder: ImageEmbedder,
  onKept: () => Promise<unknown>,
): OpenPictures {
  const fetcher = new PictureFetcher({ allowPrivate: settings.PICTURES_ALLOW_PRIVATE });
  const library = new PictureLibrary({
    record,
    embedder,
    fetcher,
    files: pictureFiles(settings),
    turns: new HostTurns(POLITENESS),
    limits: PICTURE_LIMITS,
    timeoutMs: FETCH_TIMEOUT,
    folder: settings.PICTURES_FOLDER,
    now: () => Date.now(),
    random: Math.random,
    onKept,
  });
  return { library, close: () => fetcher.close() };
}

/** What serves covers. */
export function openCovers(settings: Settings, record: CatalogueRecord): CoverShelf {
  return new CoverShelf({ record, files: pictureFiles(settings), folder: settings.PICTURES_FOLDER });
}

function pictureFiles({ DATA_DIR, PICTURES_CACHE_MB }: Settings): PictureFiles {
  return new PictureFiles(join(DATA_DIR, "pictures"), PICTURES_CACHE_MB * 1024 * 1024);
}
