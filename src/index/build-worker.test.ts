import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { isFailure } from "../errors.ts";
import { acceptEntries } from "../ingest/accept.ts";
import { buildInWorker } from "./build-worker.ts";
import { openCrashCatalogue } from "./testing/crash-catalogue.ts";
import { madeUpEntry } from "./testing/made-up.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "kotodama-worker-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe("a build in a thread of its own", () => {
  test("is there for the store of the main thread, and again after a restart", async () => {
    const catalogue = await openCrashCatalogue(dataDir);
    acceptEntries(
      catalogue.record,
      Array.from({ length: 20 }, (_, i) => madeUpEntry(i + 1)),
    );
    const phases = new Set<string>();
    await catalogue.index.build({ onProgress: ({ phase }) => phases.add(phase) });
    assert.deepEqual([...phases], ["fit", "index", "verify"]);
    assert.equal(await catalogue.store.count(catalogue.index.live().anime), 20);
    await catalogue.close();
    const again = await openCrashCatalogue(dataDir);
    assert.deepEqual([again.logged, await again.store.count(again.index.live().anime)], [[], 20]);
    await again.close();
  });

  test("leaves nothing where it is given up", async () => {
    const catalogue = await openCrashCatalogue(dataDir);
    const entries = Array.from({ length: 300 }, (_, i) => madeUpEntry(i + 1));
    acceptEntries(catalogue.record, entries);
    const controller = new AbortController();
    const building = catalogue.index.build({
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await assert.rejects(building, { name: "AbortError" });
    const left = readdirSync(join(dataDir, "index")).filter((name) => name.includes("@"));
    assert.deepEqual(left, []);
    await catalogue.close();
  });

  test("that fails says why", async () => {
    const builder = buildInWorker(
      new URL("./testing/crash-catalogue.ts", import.meta.url),
      join(dataDir, "missing"),
    );
    await assert.rejects(builder({ anime: "a", episodes: "b" }, {}), (error) =>
      isFailure(error, "NOT_READY"),
    );
  });
});
