import { connectedTextEmbedder, type ModelConnection } from "./compose-text-embedder.ts";
import type { BuildDependencies } from "./index/build.ts";
import { CatalogueRecord } from "./record/record.ts";
import type { Settings } from "./settings.ts";
import { spacesWith } from "./spaces/spaces.ts";
import { embedderOf } from "./text-embedder/port.ts";
import { ScanStore } from "./vector-store/scan/scan-store.ts";

/** What the thread that builds the index constructs its adapters from. */
export interface BuildSettings {
  readonly recordPath: string;
  readonly storeRoot: string;
  readonly settings: Settings;
}

/** The part of the composition root that runs in the thread that builds the index: see `buildInWorker`. */
export async function openBuild(
  { recordPath, storeRoot, settings }: BuildSettings,
  model: ModelConnection | null,
): Promise<BuildDependencies & { close(): Promise<void> }> {
  const record = CatalogueRecord.open(recordPath, { readOnly: true });
  const store = await ScanStore.open({ root: storeRoot, threads: 0 });
  const embedder = connectedTextEmbedder(settings, model, () => {});
  return {
    record,
    store,
    embedder,
    spaces: spacesWith(settings.spaces, (space) => embedderOf(embedder, space).identity.dimension),
    async close() {
      await store.close();
      await embedder.close();
      record.close();
    },
  };
}
