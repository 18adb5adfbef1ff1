/**
 * Starts the service by `npm start` in an empty data folder, searches over HTTP, restarts it, searches again and
 * stops it by SIGTERM. Where ../shared (or KOTODAMA_SHARED) holds real data, ingests and searches that, too.
 * Exits with 1 and says what was wrong.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const shared = process.env.KOTODAMA_SHARED ?? join(root, "..", "shared");
const dataDir = mkdtempSync(join(tmpdir(), "kotodama-smoke-"));
const environment = {
  ...process.env,
  DATA_DIR: dataDir,
  VECTOR_SERVICE_PORT: "0",
  VECTOR_SERVICE_HOST: "127.0.0.1",
};
const START_LIMIT = 120_000;

interface Running {
  readonly url: string;
  readonly readyAfter: number;
  stop(): Promise<void>;
}

async function start(): Promise<Running> {
  const began = performance.now();
  // The process group of npm, its shell and the service is ended as one if something goes wrong.
  const child = spawn("npm", ["start"], {
    cwd: root,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const url = await readyUrl(child);
  return {
    url,
    readyAfter: performance.now() - began,
    async stop() {
      const ended = once(child, "exit");
      // Sent to npm, as a supervisor does: it must reach the service, and npm must wait for its end.
      child.kill("SIGTERM");
      const [status] = await ended;
      assert.equal(status, 0, "npm start must end with status 0 on SIGTERM");
      assert.ok(!existsSync(join(dataDir, "server.json")), "the service must have ended before npm does");
    },
  };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  let printed = "";
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const limit = setTimeout(
    () => reject(new Error(`not ready after ${START_LIMIT} ms; it printed:\n${printed}`)),
    START_LIMIT,
  );
  const onData = (data: Buffer) => {
    printed += data.toString();
    const url = /Look at (http:\/\/[\d.]+:\d+)/.exec(printed)?.[1];
    if (url !== undefined) resolve(url);
  };
  child.stdout!.on("data", onData);
  child.stderr!.on("data", onData);
  child.on("exit", (status) => reject(new Error(`ended with ${status}; it printed:\n${printed}`)));
  try {
    return await promise;
  } catch (error) {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    throw error;
  } finally {
    clearTimeout(limit);
  }
}

async function search(url: string, query: string): Promise<{ slug: string; id: string; score: number }[]> {
  const response = await fetch(`${url}/api/v1/search`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, limit: 5 }),
  });
  assert.equal(response.status, 200);
  const answer = (await response.json()) as { results: { slug: string; id: string; score: number }[] };
  return answer.results;
}

function kotodama(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "-s", "kotodama", "--", ...args], {
    cwd: root,
    env: environment,
  });
  assert.equal(status, 0, `kotodama ${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout.toString();
}

const NOTEBOOK = "a boy finds a notebook that kills anyone whose name is written in it";

try {
  const first = await start();
  console.log(`first start: ready after ${Math.round(first.readyAfter)} ms`);
  const found = await search(first.url, NOTEBOOK);
  assert.equal(found[0]?.slug, "death-note");
  await first.stop();

  const second = await start();
  console.log(`second start: ready after ${Math.round(second.readyAfter)} ms`);
  assert.deepEqual(
    await search(second.url, NOTEBOOK),
    found,
    "the same search gives the same answer after a restart",
  );
  await second.stop();

  if (existsSync(join(shared, "data", "anime.jsonl.gz"))) {
    rmSync(dataDir, { recursive: true });
    kotodama("ingest", join(shared, "data", "anime.jsonl.gz"));
    kotodama("ingest", join(shared, "data", "anime-offline-database.jsonl.zst"));
    const stats = JSON.parse(kotodama("stats", "--json")) as { anime: number; episodes: number };
    console.log(`shared catalogue: ${stats.anime} anime, ${stats.episodes} episodes`);
    assert.equal(stats.anime, 25_804, "merging the second file on top adds no duplicates");
    const answer = JSON.parse(kotodama("search", "--json", NOTEBOOK)) as { results: { slug: string }[] };
    assert.equal(answer.results[0]?.slug, "death-note");
    const large = await start();
    console.log(`start with the shared catalogue: ready after ${Math.round(large.readyAfter)} ms`);
    assert.equal((await search(large.url, NOTEBOOK))[0]?.slug, "death-note");
    await large.stop();
  } else console.log(`skipped: the shared catalogue, since ${shared} is not there`);
  console.log("smoke test passed");
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
