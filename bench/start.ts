/** From `npm start` to the line that says where to look, over a built index. */
import { hasSharedCatalogue, WITHOUT_SHARED } from "./catalogue.ts";
import type { Options } from "./options.ts";
import type { Section } from "./report.ts";
import { ingested, serve } from "./service.ts";
import { median, timesOf } from "./timing.ts";

const STARTS = 5;

export async function start(options: Options): Promise<Section> {
  const folder = await ingested(options);
  const starts: number[] = [];
  // Not counted: it reads the files into the page cache, and brings an index of an older version up to date.
  await (await serve(folder, "npm start")).stop();
  for (let i = 0; i < (options.rounds ?? STARTS); i++) {
    const service = await serve(folder, "npm start");
    starts.push(service.readyAfter);
    await service.stop();
  }
  const seconds = median(starts) / 1000;
  return {
    title: "Start",
    notes: [
      "`npm start` as a child process, npm's own start included, to its last line; a first start, to warm the page cache, is not counted.",
      ...(hasSharedCatalogue ? [] : [WITHOUT_SHARED]),
    ],
    tables: [
      {
        title: "Ready",
        rows: [
          {
            starts: starts.length,
            "median s": seconds,
            "best s": Math.min(...starts) / 1000,
            "p95 s": timesOf(starts).p95 / 1000,
          },
        ],
      },
    ],
    goals: hasSharedCatalogue ? [{ what: "ready, median", measured: seconds, unit: "s", most: 4 }] : [],
  };
}
