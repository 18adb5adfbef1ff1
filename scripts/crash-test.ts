// `npm run test:crash -- [kills] [seed]`: kills processes that change a catalogue and checks what they leave.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crashTest } from "../src/index/testing/crash-test.ts";

const [kills = 100, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
const dataDir = mkdtempSync(join(tmpdir(), "kotodama-crash-"));
console.log(`${kills} kills with seed ${seed} in ${dataDir}`);
const started = performance.now();
const { places, acknowledged, entries } = await crashTest(dataDir, {
  kills,
  seed,
  onKill: (done) => {
    if (done % 10 === 0) console.log(`${done} kills, nothing lost`);
  },
});
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `${kills} kills in ${seconds} s: ${acknowledged} acknowledged operations and ${entries} entries are all there.`,
);
console.log("Died at:");
for (const [place, times] of Object.entries(places).sort((a, b) => b[1] - a[1]))
  console.log(`  ${times}× ${place}`);
// Kept after a failure, to look at.
rmSync(dataDir, { recursive: true, force: true });
