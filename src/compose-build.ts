import { connectedTextEmbedder, type ModelConnection } from "./compose-text-embedder.ts";
import type { ImageEmbedderIdentity } from "./image-embedder/port.ts";
import type { BuildDependencies } from "./index/build.ts";
import { indexedPictures } from "./pictures/picture-vectors.ts";
import { CatalogueRecord } from "./record/record.ts";
import type { Settings } from "./settings.ts";
import { Recollections } from "./spaces/recollections.ts";
import { spacesWith } from "./spaces/spaces.ts";
import { embedderOf } from "./text-embedder/port.ts";
import { ScanStore } from "./vector-store/scan/scan-store.ts";

/** What the thread that builds the index constructs its adapters from. */
export interface BuildSettings {
  readonly recordPath: string;
  readonly storeRoot: string;
  readonly settings: Settings;
  /** Of the embedder of pictures; their vectors stand in the record. */
  readonly images: ImageEmbedderIdentity;
}

/** The part of the composition root that runs in the thread that builds the index: see `buildInWorker`. */
export async function openBuild(
  { recordPath, storeRoot, settings, images }: BuildSettings,
  model: ModelConnection | null,
): Promise<BuildDependencies & { close(): Promise<void> }> {
  const record = CatalogueRecord.open(recordPath, { readOnly: true });
  const store = await ScanStore.open({ root: storeRoot, threads: 0 });
  const embedder = connectedTextEmbedder(settings, model, () => {});
  return {
    record,
    store,
    embedder,
    pictures: indexedPictures(images),
    recollections: recollectionsOf(settings),
    spaces: spacesWith(
      settings.spaces,
      (space) => embedderOf(embedder, space).identity.dimension,
      images.dimension,
    ),
    async close() {
      await store.close();
      await embedder.close();
      record.close();
    },
  };
}

/** The recollections that an index is made with. */
export function recollectionsOf({ RECOLLECTIONS }: Pick<Settings, "RECOLLECTIONS">): Recollections {
  return RECOLLECTIONS ? Recollections.bundled() : Recollections.NONE;
}
