import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { crashTest } from "./testing/crash-test.ts";

test("a few kills lose nothing (npm run test:crash does a hundred)", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "kotodama-crash-"));
  try {
    const { kills, acknowledged } = await crashTest(dataDir, { kills: 4, seed: 1 });
    assert.equal(kills, 4);
    assert.ok(acknowledged > 0);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
