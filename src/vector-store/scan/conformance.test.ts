import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { vectorStoreConformance } from "../conformance.ts";
import type { VectorStore } from "../port.ts";
import { ScanStore, type ScanStoreOptions } from "./scan-store.ts";
import { SimulatedDisk } from "./testing/simulated-disk.ts";

/** int8 codes of vectors of few dimensions: each value is rounded by up to half a step of 1/127. */
const TOLERANCE = 0.01;

function conformance(name: string, makeOptions: () => ScanStoreOptions): void {
  const optionsOf = new WeakMap<VectorStore, ScanStoreOptions>();
  const opened = async (options: ScanStoreOptions): Promise<VectorStore> => {
    const store = await ScanStore.open(options);
    optionsOf.set(store, options);
    return store;
  };
  vectorStoreConformance(name, () => opened(makeOptions()), {
    tolerance: TOLERANCE,
    reopen: async (store) => {
      await store.close();
      return opened(optionsOf.get(store)!);
    },
  });
}

conformance("ScanStore on the calling thread, on a simulated disk", () => ({
  root: "/index",
  threads: 0,
  disk: new SimulatedDisk("/index"),
}));

const folder = mkdtempSync(join(tmpdir(), "kotodama-conformance-"));
after(() => rmSync(folder, { recursive: true, force: true }));
let stores = 0;
conformance("ScanStore on two threads, on this disk", () => ({
  root: join(folder, String(++stores)),
  threads: 2,
}));
