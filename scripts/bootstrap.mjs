// Plain JavaScript for any Node from 20 on: it runs before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The runtime that the project brings along as the npm package `node`. */
const runtime = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
const WANTED_MAJOR = 24;
/** Where Node keeps what it made of the sources, so that not every start strips their types and compiles them. */
const COMPILED = join(root, "node_modules", ".cache", "node");

/**
 * Installs what package-lock.json names and node_modules lacks; with `dev`, the tools of development too.
 * @param {{ dev: boolean }} options
 */
export function ensureInstalled({ dev }) {
  if (installed(dev)) return;
  process.stderr.write("Installing dependencies from the npm registry (once)…\n");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--loglevel=error", "--no-audit", "--no-fund", ...(dev ? [] : ["--omit=dev"])];
  const [command, commandArgs] = npm?.endsWith(".js")
    ? [process.execPath, [npm, ...args]]
    : [process.platform === "win32" ? "npm.cmd" : "npm", args];
  const { status, error } = spawnSync(command, commandArgs, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status === 0 && installed(dev)) return;
  process.stderr.write(
    `Installing failed${error ? ` (${error.message})` : ""}. Check that the npm registry can be reached, then run it again; \`npm ci\` shows the details.\n`,
  );
  process.exit(1);
}

/**
 * Whether node_modules holds the locked versions. npm keeps a list of what it installed there.
 * @param {boolean} dev
 */
function installed(dev) {
  const list = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(list) || !existsSync(runtime)) return false;
  const present = JSON.parse(readFileSync(list, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    const skipped = path === "" || entry.optional || entry.devOptional || (entry.dev && !dev);
    return skipped || present[path]?.version === entry.version;
  });
}

/**
 * Runs the command line of the service, in this process where its Node is new enough.
 * @param {readonly string[]} args
 */
export async function runKotodama(args) {
  if (Number(process.versions.node.split(".")[0]) >= WANTED_MAJOR) {
    // Where that cannot be written, Node goes on without.
    module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE ?? COMPILED);
    process.argv = [process.execPath, join(root, "src", "main.ts"), ...args];
    await import(pathToFileURL(join(root, "src", "main.ts")).href);
    return;
  }
  process.exitCode = await run([join(root, "src", "main.ts"), ...args]);
}

/**
 * Runs the project's own Node with the given arguments, passes signals on, and gives its exit status.
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function run(args, options = {}) {
  const env = { NODE_COMPILE_CACHE: COMPILED, ...process.env };
  const child = spawn(runtime, args, { stdio: "inherit", env, ...options });
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
