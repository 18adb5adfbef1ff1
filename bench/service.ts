/** The service as a child process, as a user runs it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledFiles, hasSharedCatalogue, SHARED_CATALOGUE } from "./catalogue.ts";
import { ROOT, residentMemory } from "./machine.ts";
import type { Options } from "./options.ts";

/** An ingest of everything takes minutes; a start seconds. */
const COMMAND_LIMIT = 30 * 60_000;
const READY_LIMIT = 2 * 60_000;
const POLL = 50;

export interface Run {
  readonly seconds: number;
  /** The most bytes that were resident, NaN where the system does not say. */
  readonly peak: number;
  readonly printed: string;
}

export interface Running {
  readonly url: URL;
  readonly pid: number;
  /** From the start of the process to its word that it is ready, in ms. */
  readonly readyAfter: number;
  stop(): Promise<void>;
}

export const CATALOGUE_FILES = hasSharedCatalogue ? [SHARED_CATALOGUE] : bundledFiles();

function environment(dataDir: string, more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...more,
    DATA_DIR: dataDir,
    VECTOR_SERVICE_HOST: "127.0.0.1",
    VECTOR_SERVICE_PORT: "0",
    LOG_LEVEL: "warn",
  };
}

/** Runs a command of `kotodama` to its end, with settings beside the environment's. Throws what it printed where its status is not among `accepted`. */
export async function kotodama(
  dataDir: string,
  args: readonly string[],
  accepted: readonly number[] = [0, 3],
  settings: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const from = performance.now();
  const child = spawn(process.execPath, [join(ROOT, "scripts", "kotodama.mjs"), ...args], {
    cwd: ROOT,
    env: environment(dataDir, settings),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collect(child);
  let peak = Number.NaN;
  const polling = setInterval(() => {
    const { most } = residentMemory(child.pid!);
    if (!Number.isNaN(most)) peak = most;
  }, POLL);
  const limit = setTimeout(() => child.kill("SIGKILL"), COMMAND_LIMIT);
  const [status] = (await once(child, "exit")) as [number | null];
  clearInterval(polling);
  clearTimeout(limit);
  if (status === null || !accepted.includes(status)) {
    throw new Error(`kotodama ${args.join(" ")} ended with ${status}:\n${output()}`);
  }
  return { seconds: (performance.now() - from) / 1000, peak, printed: output() };
}

/** Starts the service by `npm start`, or, cheaper, by its own command. */
export async function serve(dataDir: string, by: "npm start" | "kotodama serve"): Promise<Running> {
  const [command, args] =
    by === "npm start"
      ? ["npm", ["start"]]
      : [process.execPath, [join(ROOT, "scripts", "kotodama.mjs"), "serve"]];
  const from = performance.now();
  // A group of its own: npm, its shell and the service end together.
  const child = spawn(command as string, args as string[], {
    cwd: ROOT,
    env: environment(dataDir),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, name);
    } catch {
      // It ended by itself.
    }
  };
  const output = collect(child);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const limit = setTimeout(
    () => reject(new Error(`not ready after ${READY_LIMIT} ms:\n${output()}`)),
    READY_LIMIT,
  );
  const look = () => {
    const url = /Look at (http:\/\/\S+?)\/?\s/.exec(output())?.[1];
    if (url !== undefined) resolve(url);
  };
  child.stdout!.on("data", look);
  child.stderr!.on("data", look);
  child.once("exit", (status) => reject(new Error(`the service ended with ${status}:\n${output()}`)));
  try {
    const url = new URL(await promise);
    const readyAfter = performance.now() - from;
    return {
      url,
      pid: child.pid!,
      readyAfter,
      async stop() {
        const ended = once(child, "exit");
        signal("SIGTERM");
        const forced = setTimeout(() => signal("SIGKILL"), 15_000);
        await ended;
        clearTimeout(forced);
      },
    };
  } catch (error) {
    signal("SIGKILL");
    throw error;
  } finally {
    clearTimeout(limit);
  }
}

function collect(child: ChildProcess): () => string {
  let printed = "";
  const keep = (data: Buffer) => {
    printed = `${printed}${data}`.slice(-4000);
  };
  child.stdout!.on("data", keep);
  child.stderr!.on("data", keep);
  return () => printed;
}

let made: string | undefined;

/** An empty data folder of this run, removed when the process ends; `ingested` takes it once it is filled. */
export function freshDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), "kotodama-bench-data-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Lets the parts after this one use the folder. */
export function keepDataDir(folder: string): void {
  made = folder;
}

/** A data folder with the whole catalogue: the one named, the one of this run, or one made now. */
export async function ingested({ dataDir }: Options): Promise<string> {
  if (dataDir !== undefined) {
    if (!existsSync(join(dataDir, "record.sqlite"))) throw new Error(`--data-dir ${dataDir} holds no record`);
    return dataDir;
  }
  if (made === undefined) {
    process.stderr.write("  ingesting the catalogue, to measure over it…\n");
    const folder = freshDataDir();
    await kotodama(folder, ["ingest", ...CATALOGUE_FILES]);
    keepDataDir(folder);
  }
  return made!;
}
