/** Runs one contestant in a process of its own: `contestant-process.ts NAME FOLDER`. */
import { readFileSync } from "node:fs";
import { answerCalls } from "../child.ts";
import { residentMemory } from "../machine.ts";
import { inFlight, oneByOne } from "../timing.ts";
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
      queries = call.queries;
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
  const query = (i: number) => queries[(from + i) % queries.length]!;
  const began = performance.now();
  if (what === "one space") {
    const durations = await oneByOne(count, (i) => contestant.search(query(i).slice(0, 1), k));
    return { durations, elapsed: performance.now() - began };
  }
  const fused =
    contestant.fused ??
    (async (vectors: readonly Float32Array[], k: number) => fuseRows(await contestant.search(vectors, k)));
  if (what === "fused") {
    const durations = await oneByOne(count, (i) => fused(query(i), k));
    return { durations, elapsed: performance.now() - began };
  }
  const { fusedMany } = contestant;
  if (fusedMany === undefined) return inFlight(count, IN_FLIGHT, (i) => fused(query(i), k));
  const batches = Math.ceil(count / IN_FLIGHT);
  const durations = await oneByOne(batches, (batch) =>
    fusedMany(
      Array.from({ length: IN_FLIGHT }, (_, i) => query(batch * IN_FLIGHT + i)),
      k,
    ),
  );
  const elapsed = performance.now() - began;
  return { durations: durations.flatMap((ms) => Array(IN_FLIGHT).fill(ms) as number[]), elapsed };
}
