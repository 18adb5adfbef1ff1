/**
 * Compiles the dense kernels (AssemblyScript) to the two WebAssembly files that the scan engine loads: one with
 * plain SIMD, one with relaxed SIMD. `--check` compiles them again and exits 1 if a committed file differs.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FOLDER = "src/vector-store/scan/kernels";
const VARIANTS = [
  { file: "kernels.wasm", flags: [] },
  { file: "kernels-relaxed.wasm", flags: ["--enable", "relaxed-simd"] },
];
// biome-ignore format: a flag and its value share a line
const FLAGS = [
  "-O3", "--converge", "--noAssert",
  "--runtime", "stub",
  "--use", "abort=",
  "--enable", "simd,threads,nontrapping-f2i",
  "--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536",
];

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");
const folder = check ? mkdtempSync(join(tmpdir(), "kernels-")) : join(root, FOLDER);
let differs = false;
try {
  for (const { file, flags } of VARIANTS) {
    const target = join(folder, file);
    const source = join(FOLDER, "kernels.ts");
    const compiler = join(root, "node_modules/assemblyscript/bin/asc.js");
    execFileSync(process.execPath, [compiler, source, "-o", target, ...FLAGS, ...flags], {
      cwd: root,
      stdio: "inherit",
    });
    const bytes = readFileSync(target);
    if (!check) console.log(`${FOLDER}/${file}: ${bytes.length} bytes`);
    else if (!bytes.equals(readFileSync(join(root, FOLDER, file)))) {
      console.error(`${FOLDER}/${file} is not what its source compiles to; run: npm run kernels`);
      differs = true;
    }
  }
} finally {
  if (check) rmSync(folder, { recursive: true });
}
if (differs) process.exit(1);
if (check) console.log("the kernels are what their source compiles to");
