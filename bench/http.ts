/** Hybrid text searches over HTTP: one at a time, 16 in flight, and the memory after ten thousand. */
import { hasSharedCatalogue, WITHOUT_SHARED } from "./catalogue.ts";
import { HttpConnection } from "./http-client.ts";
import { processorTime, residentMemory } from "./machine.ts";
import type { Options } from "./options.ts";
import { differentQueries } from "./queries.ts";
import type { Section } from "./report.ts";
import { ingested, type Running, serve } from "./service.ts";
import { inFlight, timesOf } from "./timing.ts";

const WARM_UP = 300;
const SEQUENTIAL = 1000;
const AT_ONCE = 4000;
const TOTAL = 10_000;
const IN_FLIGHT = 16;

export async function http(options: Options): Promise<Section> {
  const folder = await ingested(options);
  const service = await serve(folder, "kotodama serve");
  try {
    return await measure(service, options.share);
  } finally {
    await service.stop();
  }
}

async function measure({ url, pid, readyAfter }: Running, share: number): Promise<Section> {
  const connections = await Promise.all(Array.from({ length: IN_FLIGHT }, () => HttpConnection.open(url)));
  const queries = differentQueries();
  const idle = [...connections];
  const failed = new Map<string, number>();
  let empty = 0;
  let bytes = 0;
  let asked = 0;
  const ask = async (query: string | undefined) => {
    const connection = idle.pop()!;
    const { status, body } = await connection.post("/api/v1/search", JSON.stringify({ query, limit: 10 }));
    idle.push(connection);
    asked++;
    bytes += body.length;
    if (status !== 200) failed.set(`status ${status}`, (failed.get(`status ${status}`) ?? 0) + 1);
    else if (body.includes('"results":[]')) empty++;
  };
  let next = 0;
  const search = () => ask(queries[next++]);
  const atStart = residentMemory(pid).now;
  const count = (full: number) => Math.max(IN_FLIGHT, Math.round(full * share));
  // Ten thousand in all, the measured ones among them: nothing is asked twice.
  await inFlight(count(WARM_UP), 1, () => ask(queries.pop()));
  const one = await timed(pid, count(SEQUENTIAL), 1, search);
  const atOnce = await timed(pid, count(AT_ONCE), IN_FLIGHT, search);
  const rest = await timed(pid, count(TOTAL) - asked, IN_FLIGHT, search);
  const rows = [one, atOnce, rest];
  const { now, most } = residentMemory(pid);
  for (const connection of connections) connection.close();
  const failures = [...failed].map(([status, times]) => `${times} × ${status}`).join(", ");
  return {
    title: "Hybrid text search over HTTP",
    notes: [
      `POST /api/v1/search with \`{query, limit: 10}\`, all defaults: ${asked} different queries, from bench/queries.txt and with words added; so no answer can come from a cache. Answers of ${Math.round(bytes / asked)} bytes on average; ${empty} without a result; ${failures === "" ? "none failed" : `failed: ${failures}`}.`,
      "The load comes from this process over plain kept-alive sockets and shares the cores with the service; the service runs with LOG_LEVEL=warn.",
      ...(hasSharedCatalogue ? [] : [WITHOUT_SHARED]),
    ],
    tables: [
      { title: "Searches", rows },
      {
        title: "Resident memory of the service",
        rows: [
          {
            "ready after s": readyAfter / 1000,
            "before MB": atStart / 1e6,
            searches: asked,
            "after MB": now / 1e6,
            "peak MB": most / 1e6,
          },
        ],
      },
    ],
    goals:
      hasSharedCatalogue && share === 1
        ? [
            { what: "p50", measured: one["p50 ms"], unit: "ms", most: 4 },
            { what: "p95", measured: one["p95 ms"], unit: "ms", most: 10 },
            {
              what: `requests/s at ${IN_FLIGHT} in flight`,
              measured: atOnce["requests/s"],
              unit: "/s",
              least: 800,
            },
            { what: `resident after ${asked} searches`, measured: now / 1e9, unit: "GB", most: 1.5 },
          ]
        : [],
  };
}

/** A row of the table: `width` searches in flight until `count` are done. */
async function timed(pid: number, count: number, width: number, search: () => Promise<void>) {
  const before = processorTime(pid);
  const { durations, elapsed } = await inFlight(count, width, search);
  const { p50, p95, p99 } = timesOf(durations);
  const row = {
    "in flight": width,
    searches: count,
    "p50 ms": p50,
    "p95 ms": p95,
    "p99 ms": p99,
    "requests/s": (count / elapsed) * 1000,
    "service's CPU ms each": (processorTime(pid) - before) / count,
  };
  process.stderr.write(
    `  ${width} in flight: p50 ${p50.toFixed(2)} ms, ${row["requests/s"].toFixed(0)} requests/s\n`,
  );
  return row;
}
