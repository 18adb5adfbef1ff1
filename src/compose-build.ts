import type { BuildDependencies } from "./index/build.ts";
import { CatalogueRecord } from "./record/record.ts";
import { type SpaceOverride, spacesWith } from "./spaces/spaces.ts";
import { loadBuiltinTextEmbedder } from "./text-embedder/builtin/builtin-text-embedder.ts";
import { ScanStore } from "./vector-store/scan/scan-store.ts";

/** What the thread that builds the index constructs its adapters from. */
export interface BuildSettings {
  readonly recordPath: string;
  readonly storeRoot: string;
  readonly spaces: Readonly<Record<string, SpaceOverride>>;
}

/** The part of the composition root that runs in the thread that builds the index: see `buildInWorker`. */
export async function openBuild(
  settings: BuildSettings,
): Promise<BuildDependencies & { close(): Promise<void> }> {
  const record = CatalogueRecord.open(settings.recordPath, { readOnly: true });
  const store = await ScanStore.open({ root: settings.storeRoot, threads: 0 });
  const embedder = loadBuiltinTextEmbedder();
  return {
    record,
    store,
    embedder,
    spaces: spacesWith(settings.spaces, embedder.identity.dimension),
    async close() {
      await store.close();
      await embedder.close();
      record.close();
    },
  };
}
