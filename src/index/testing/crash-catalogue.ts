import { join } from "node:path";
import { settleEntries } from "../../ingest/settle.ts";
import { DataDir } from "../../record/data-dir.ts";
import { CatalogueRecord } from "../../record/record.ts";
import { spacesWith } from "../../spaces/spaces.ts";
import { ScanStore } from "../../vector-store/scan/scan-store.ts";
import type { BuildDependencies } from "../build.ts";
import { buildInWorker } from "../build-worker.ts";
import { CatalogueIndex } from "../catalogue-index.ts";
import { hashEmbedder } from "./made-up.ts";

/** A catalogue as a server has it, with a small embedder: record, scan store and index in one data folder. */
export async function openCrashCatalogue(dataDir: string, onStep: (step: string) => void = () => {}) {
  const folder = DataDir.acquire(dataDir);
  const record = CatalogueRecord.open(join(dataDir, "record.sqlite"));
  settleEntries(record);
  const store = await ScanStore.open({ root: join(dataDir, "index"), threads: 0 });
  const logged: string[] = [];
  const index = await CatalogueIndex.open({
    record,
    store,
    embedder: hashEmbedder(),
    builder: buildInWorker(new URL(import.meta.url), dataDir),
    base: "crash",
    onStep,
    log: (message, fields) => logged.push(`${message} ${JSON.stringify(fields ?? {})}`),
    checkpointAfter: 50,
  });
  return {
    record,
    store,
    index,
    /** What the index said when it was opened: nothing, if all is well. */
    logged,
    async close() {
      await index.close();
      await store.close();
      record.close();
      folder.release();
    },
  };
}

/** For the thread that builds. */
export async function openBuild(given: unknown): Promise<BuildDependencies & { close(): Promise<void> }> {
  const dataDir = given as string;
  const record = CatalogueRecord.open(join(dataDir, "record.sqlite"), { readOnly: true });
  const store = await ScanStore.open({ root: join(dataDir, "index"), threads: 0 });
  const embedder = hashEmbedder();
  return {
    record,
    store,
    embedder,
    spaces: spacesWith({}, embedder.identity.dimension),
    async close() {
      await store.close();
      record.close();
    },
  };
}
