/**
 * Holds the search against its recorded floor: reads the bundled catalogue into an empty data folder and evaluates
 * both halves of the gold set on it. Exits with 1 and says what fell below evaluation/floor.json. With --record it
 * writes what was reached as the new floor instead; say in the commit why it moved.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const floor = join(root, "evaluation", "floor.json");
const catalogue = join(root, "catalogue");
const dataDir = mkdtempSync(join(tmpdir(), "kotodama-floor-"));

/** Runs a command, and ends with its status where that is not 0. */
function kotodama(...args: string[]): void {
  const { status } = spawnSync(process.execPath, [join(root, "src", "main.ts"), ...args], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) process.exit(status ?? 1);
}

process.on("exit", () => rmSync(dataDir, { recursive: true, force: true }));
const files = readdirSync(catalogue).filter((name) => name.endsWith(".jsonl"));
kotodama("ingest", ...files.map((name) => join(catalogue, name)));
const how = process.argv.includes("--record") ? "--record-floor" : "--floor";
kotodama("eval", "--half", "both", how, floor);
