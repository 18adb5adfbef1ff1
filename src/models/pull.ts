import { mkdir, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { errno, fail } from "../errors.ts";
import { downloadFile } from "./download.ts";
import { withFolder } from "./folder-lock.ts";
import { graphSignature } from "./graph-signature.ts";
import type { GraphChoice } from "./graph-types.ts";
import {
  externalOf,
  type HubFile,
  type Listing,
  listFiles,
  readsPictures,
  type Selection,
  selectFiles,
} from "./hub.ts";
import type { HubAccess } from "./hub-request.ts";
import { knownImageModel, knownTextModel } from "./known-models.ts";
import { type Manifest, type ManifestFile, readManifest, writeManifest } from "./manifest.ts";
import { isModelName, type ModelFolder, splitModelName } from "./model-folder.ts";

/** How far a download is, in bytes of all files known so far. */
export interface PullProgress {
  readonly file: string;
  readonly done: number;
  readonly total: number;
}

export interface PullOptions {
  readonly access: HubAccess;
  readonly cacheDir: string;
  /** `organisation/model`, with `@revision` for another than the newest. */
  readonly name: string;
  readonly dtype: GraphChoice;
  /** The same for a model that reads pictures; `dtype` unless said. */
  readonly pictureDtype?: GraphChoice;
  readonly onProgress: (progress: PullProgress) => void;
  readonly now: () => Date;
}

/**
 * Fetches a model into `cacheDir/<organisation>/<model>/<commit>`: its small files, the graph of the wanted type and
 * the graph's weights. The manifest, written last, makes the folder a model; until then a second call goes on where
 * the first one stopped. Other graphs of the same revision are added to the folder.
 * Throws MODEL_DOWNLOAD_FAILED, DISK_FULL, CONFLICT where another process pulls it, MODEL_NOT_FOUND for what is no name.
 */
export async function pullModel(options: PullOptions): Promise<ModelFolder> {
  const { access, cacheDir, name, dtype, pictureDtype = dtype } = options;
  if (!isModelName(name)) {
    throw fail("MODEL_NOT_FOUND", `${name} is not the name of a model, such as BAAI/bge-m3`);
  }
  const { repository, revision } = splitModelName(name);
  const listings = await listingsOf(access, repository, revision ?? "main");
  const selection = selectFiles(repository, listings, readsPictures(listings) ? pictureDtype : dtype);
  const folder = join(cacheDir, repository, listings[0]!.revision);
  await makeFolder(folder);
  const manifest = await withFolder(folder, () => fetchAll(options, folder, listings, selection));
  return { name, folder, manifest };
}

/** Fetches what is selected, and the weights of its graphs, and writes down what is there then. */
async function fetchAll(
  { access, onProgress, now }: PullOptions,
  folder: string,
  listings: readonly Listing[],
  selection: Selection,
): Promise<Manifest> {
  const present = await readManifest(folder).catch(() => undefined);
  const files = new Map<string, ManifestFile>(present?.files.map((file) => [file.path, file]));
  const wanted: HubFile[] = [...selection.small, ...selection.graphs];
  let before = 0;
  const fetchOne = async (file: HubFile): Promise<void> => {
    const total = wanted.reduce((sum, { size }) => sum + size, 0);
    const path = join(folder, file.path);
    const sha256 = await downloadFile(access, file, path, (bytes) =>
      onProgress({ file: file.path, done: before + bytes, total }),
    );
    before += file.size;
    const { path: name, size, repository: from, revision: at } = file;
    files.set(name, { path: name, size, sha256, repository: from, revision: at });
  };

  await checkSpace(folder, wanted);
  for (const file of [...wanted]) await fetchOne(file);
  // Only a graph itself says in which files its weights are.
  const weights = selection.graphs.flatMap((graph) =>
    externalOf(listings, graph, graphSignature(join(folder, graph.path)).external),
  );
  wanted.push(...weights);
  await checkSpace(folder, weights);
  for (const file of weights) await fetchOne(file);

  const { repository, revision } = listings[0]!;
  const manifest: Manifest = {
    format: 1,
    name: repository,
    revision,
    fetched_at: now().toISOString(),
    files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
  await writeManifest(folder, manifest);
  return manifest;
}

/** The model's own repository, and for a known model the one with the graphs that its own may lack. */
async function listingsOf(access: HubAccess, repository: string, revision: string): Promise<Listing[]> {
  const known = [knownTextModel(repository), knownImageModel(repository)].find(
    (model) => model?.name === repository,
  );
  const listings = [await listFiles(access, repository, revision)];
  if (known?.graphsFrom !== undefined) listings.push(await listFiles(access, known.graphsFrom, "main"));
  return listings;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw fail("MODEL_DOWNLOAD_FAILED", `${folder} cannot be made (${errno(cause)}); set MODEL_CACHE_DIR`, {
      cause,
    });
  }
}

/** Says at once that a disk is too small, not after an hour. */
async function checkSpace(folder: string, files: readonly HubFile[]): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  let needed = 0;
  for (const { path, size } of files) {
    const there = await Promise.all(
      ["", ".part"].map((end) => stat(join(folder, path + end)).catch(() => undefined)),
    );
    needed += Math.max(0, size - Math.max(...there.map((found) => found?.size ?? 0)));
  }
  if (needed <= bavail * bsize) return;
  throw fail(
    "DISK_FULL",
    `${folder} has ${bavail * bsize} bytes free and the model wants ${needed} more; free some, or set MODEL_CACHE_DIR`,
  );
}
