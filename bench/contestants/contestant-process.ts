/** Runs one contestant in a process of its own: `contestant-process.ts NAME FOLDER`. */
import { readFileSync } from "node:fs";
import { answerCalls } from "../child.ts";
import { residentMemory } from "../machine.ts";
import { inFlight } from "../timing.ts";
import { type Built, type ContestantCall, IN_FLIGHT, type Timed, type TimedWork } from "./calls.ts";
import { fuseRows } from "./fuse-rows.ts";
import type { Contestant, SpaceVectors } from "./port.ts";

const makers: Readonly<Record<string, (folder: string) => Promise<Contestant>>> = {
  kotodama: async (folder) => (await import("./kotodama.ts")).kotodama(folder),
  "zvec-flat": async (folder) => (await import("./zvec.ts")).zvecOf("FLAT", folder),
  "zvec-hnsw": async (folder) => (await import("./zvec.ts")).zvecOf("HNSW", folder),
  "zvec-fp32": async (folder) => (await import("./zvec.ts")).zvecOf("HNSW_FP32", folder),
  "zvec-rabitq": async (folder) => (await import("./zvec.ts")).zvecOf("HNSW_RABITQ", folder),
  "lancedb-hnsw": async (folder) => (await import("./lancedb.ts")).lancedbOf("IVF_HNSW_SQ", folder),
  "lancedb-flat": async (folder) => (await import("./lancedb.ts")).lancedbOf("IVF_FLAT", folder),
  "usearch-i8": async (folder) => (await import("./usearch.ts")).usearchOf("i8", folder),
  "usearch-f16": async (folder) => (await import("./usearch.ts")).usearchOf("f16", folder),
};

const [name = "", folder = ""] = process.argv.slice(2);
const make = makers[name];
if (make === undefined) throw new Error(`no contestant is named ${name}`);
const contestant = await make(folder);
let queries: readonly (readonly Float32Array[])[] = [];

answerCalls<ContestantCall>(async (call) => {
  switch (call.do) {
    case "build":
      return build(call.spaces);
    case "queries":
      // They arrive as views of one large buffer, all of which would be cloned with each that is sent to a thread.
      queries = call.queries.map((vectors) => vectors.map((vector) => vector.slice()));
      return null;
    case "use":
      contestant.use(call.effort);
      return null;
    case "search": {
      const found = [];
      for (const vectors of queries) found.push(await contestant.search(vectors, call.k));
      return found.map((spaces) => spaces.map((rows) => Int32Array.from(rows)));
    }
    case "time":
      return time(call.what, call.k, call.from, call.count);
  }
});

async function build(
  files: readonly { readonly path: string; readonly dimension: number }[],
): Promise<Built> {
  const spaces = files.map(({ path, dimension }): SpaceVectors => {
    const bytes = readFileSync(path);
    return { dimension, vectors: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) };
  });
  const given = spaces.reduce((sum, { vectors }) => sum + vectors.byteLength, 0);
  const from = performance.now();
  await contestant.build(spaces);
  const seconds = (performance.now() - from) / 1000;
  const { engine, setting, efforts } = contestant;
  const memory = Math.max(0, residentMemory(process.pid).now - given);
  return { engine, setting, efforts, seconds, memory };
}

async function time(what: TimedWork, k: number, from: number, count: number): Promise<Timed> {
  const before = process.cpuUsage();
  const { durations, elapsed } = await timed(what, k, (i) => queries[(from + i) % queries.length]!, count);
  const { user, system } = process.cpuUsage(before);
  return { durations, elapsed, processor: (user + system) / 1000 };
}

/** Requests with `IN_FLIGHT` at once, unless one after another is what is asked for. */
async function timed(
  what: TimedWork,
  k: number,
  query: (i: number) => readonly Float32Array[],
  count: number,
) {
  if (what === "one space") {
    return inFlight(count, 1, async (i) => contestant.search(query(i).slice(0, 1), k));
  }
  const fused =
    contestant.fused ??
    (async (vectors: readonly Float32Array[], k: number) => fuseRows(await contestant.search(vectors, k)));
  const { fusedMany } = contestant;
  if (what === "fused" || fusedMany === undefined) {
    return inFlight(count, what === "fused" ? 1 : IN_FLIGHT, (i) => fused(query(i), k));
  }
  const batches = await inFlight(Math.ceil(count / IN_FLIGHT), 1, async (batch) =>
    fusedMany(
      Array.from({ length: IN_FLIGHT }, (_, i) => query(batch * IN_FLIGHT + i)),
      k,
    ),
  );
  const durations = batches.durations.flatMap((ms) => Array(IN_FLIGHT).fill(ms) as number[]);
  return { durations, elapsed: batches.elapsed };
}
