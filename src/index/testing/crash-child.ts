import { writeSync } from "node:fs";
import { openCrashCatalogue } from "./crash-catalogue.ts";
import { applyToIndex, applyToRecord, type Operation } from "./operations.ts";

/**
 * The process that dies: opens a catalogue, does one operation after the other and says after each that it is done.
 * Arguments: the data folder; the operations as JSON; the step at which to die, or nothing.
 */
const [dataDir, operations, fatal] = process.argv.slice(2) as [string, string, string?];
const onStep = (step: string) => {
  if (step === fatal) process.kill(process.pid, "SIGKILL");
};

const catalogue = await openCrashCatalogue(dataDir, onStep);
writeSync(1, "ready\n");
for (const operation of JSON.parse(operations) as Operation[]) {
  await applyToRecord(catalogue.record, dataDir, operation, onStep);
  await applyToIndex(catalogue.index, operation);
  writeSync(1, "done\n");
}
await catalogue.close();
