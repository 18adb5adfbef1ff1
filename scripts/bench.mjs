// `npm run bench`: installs what is missing, the engines it compares with included, then measures.
// `npm run bench -- engine http` measures these parts only; `-- --share 0.1` over a tenth of the catalogue.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, root, run } from "./bootstrap.mjs";

const folder = join(root, "bench");
const PARTS_WITH_PEERS = ["engine", "peers"];

const args = process.argv.slice(2);
ensureInstalled({ dev: true });
if (args.every((arg) => arg.startsWith("-")) || PARTS_WITH_PEERS.some((part) => args.includes(part))) {
  ensurePeers();
}
process.exitCode = await run([join(folder, "run.ts"), ...args], { cwd: root });

function ensurePeers() {
  if (peersInstalled()) return;
  process.stderr.write("Installing the engines to compare with from the npm registry (once)…\n");
  // Not `npm ci`: it refuses a lock file that lacks the native packages of other platforms.
  const npm = process.env.npm_execpath;
  const install = ["install", "--no-save", "--loglevel=error"];
  const [command, commandArgs] = npm?.endsWith(".js")
    ? [process.execPath, [npm, ...install]]
    : ["npm", install];
  const { status } = spawnSync(command, commandArgs, { cwd: folder, stdio: ["ignore", 2, 2] });
  if (status !== 0 || !peersInstalled()) {
    process.stderr.write("Installing them failed; `npm install` in bench/ shows the details.\n");
    process.exit(1);
  }
}

function peersInstalled() {
  const list = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(list)) return false;
  const present = JSON.parse(readFileSync(list, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === "" || entry.optional || present[path]?.version === entry.version,
  );
}
