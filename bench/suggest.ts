/** Suggestions over HTTP, as somebody types: beginnings of real titles of every length, one request after another. */
import { seededRandom } from "../src/random.ts";
import { hasSharedCatalogue, readEntries, WITHOUT_SHARED } from "./catalogue.ts";
import { HttpConnection } from "./http-client.ts";
import type { Options } from "./options.ts";
import type { Section } from "./report.ts";
import { ingested, serve } from "./service.ts";
import { inFlight, timesOf } from "./timing.ts";
import { namesOf } from "./title-queries.ts";

const WARM_UP = 300;
const REQUESTS = 3000;
const LONGEST = 30;

export async function suggest(options: Options): Promise<Section> {
  const folder = await ingested(options);
  const typed = beginnings(WARM_UP + Math.round(REQUESTS * options.share));
  const service = await serve(folder, "kotodama serve");
  const connection = await HttpConnection.open(service.url);
  let empty = 0;
  const ask = async (text: string) => {
    const { status, body } = await connection.get(`/api/v1/suggest?q=${encodeURIComponent(text)}`);
    if (status !== 200) throw new Error(`${text}: status ${status}: ${body}`);
    if (body.includes('"suggestions":[]')) empty++;
  };
  try {
    await inFlight(WARM_UP, 1, (i) => ask(typed[i]!));
    empty = 0;
    const rest = typed.slice(WARM_UP);
    const { durations } = await inFlight(rest.length, 1, (i) => ask(rest[i]!));
    const rows = [
      ["1 to 2", 1, 2],
      ["3 to 8", 3, 8],
      ["9 to 30", 9, LONGEST],
      ["all", 1, LONGEST],
    ].map(([letters, least, most]) => {
      const of = durations.filter(
        (_, i) => rest[i]!.length >= Number(least) && rest[i]!.length <= Number(most),
      );
      const { count, p50, p95, p99 } = timesOf(of);
      return { letters: letters as string, requests: count, "p50 ms": p50, "p95 ms": p95, "p99 ms": p99 };
    });
    return {
      title: "Suggestions over HTTP",
      notes: [
        `GET /api/v1/suggest with ${rest.length} beginnings of names in all scripts, one at a time; ${empty} without a suggestion.`,
        ...(hasSharedCatalogue ? [] : [WITHOUT_SHARED]),
      ],
      tables: [{ title: "By what has been typed", rows }],
      goals:
        hasSharedCatalogue && options.share === 1
          ? [{ what: "p95", measured: timesOf(durations).p95, unit: "ms", most: 5 }]
          : [],
    };
  } finally {
    connection.close();
    await service.stop();
  }
}

/** Beginnings of names, the letters before the last one right. */
function beginnings(count: number): string[] {
  const random = seededRandom(20);
  const { entries } = readEntries();
  return Array.from({ length: count }, () => {
    const name = random.pick(namesOf(random.pick(entries))).toLowerCase();
    return name.slice(0, random.integer(1, Math.min(name.length, LONGEST))).toWellFormed();
  });
}
