/**
 * Times the columns of a segment: medians in µs of filters, facets and sorts over made-up rows.
 *
 *     node bench/columns.ts
 */

import { seededRandom } from "../src/random.ts";
import type { Filter } from "../src/vector-store/filter.ts";
import { ColumnsBuilder } from "../src/vector-store/scan/columns.ts";
import { countFacet, rankFacet } from "../src/vector-store/scan/facets.ts";
import { sortRows } from "../src/vector-store/scan/sorting.ts";

const ROUNDS = 50;
const GENRES = Array.from({ length: 40 }, (_, i) => `Genre ${i}`);
const STUDIOS = Array.from({ length: 1500 }, (_, i) => `Studio ${i}`);
const WORDS = Array.from({ length: 30_000 }, (_, i) => `word${i}`);
const TYPES = {
  genres: "keyword",
  studios: "keyword",
  type: "keyword",
  year: "integer",
  score: "float",
  nsfw: "bool",
  aired: "datetime",
  synopsis: "text",
} as const;

function median(run: () => unknown): string {
  const warm = performance.now() + 50;
  while (performance.now() < warm) run();
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    run();
    return 1000 * (performance.now() - start);
  });
  return times.sort((a, b) => a - b)[ROUNDS / 2]!.toFixed(1);
}

function report(rows: number): void {
  const random = seededRandom(1);
  const zipf = (items: readonly string[]) => items[Math.floor(items.length ** random()) - 1]!;
  const builder = new ColumnsBuilder(TYPES);
  for (let row = 0; row < rows; row++) {
    builder.add(row, {
      genres: Array.from({ length: random.integer(1, 5) }, () => zipf(GENRES)),
      studios: zipf(STUDIOS),
      type: random.pick(["TV", "MOVIE", "OVA", "ONA", "SPECIAL"]),
      nsfw: random.chance(0.05),
      synopsis: Array.from({ length: 10 }, () => zipf(WORDS)).join(" "),
      ...(random.chance(0.97) && { year: random.integer(1960, 2026) }),
      ...(random.chance(0.6) && { score: 10 * random() }),
      ...(random.chance(0.9) && { aired: random.integer(0, 2e12) }),
    });
  }
  const start = performance.now();
  const columns = builder.build(rows);
  const built = (performance.now() - start).toFixed(0);
  console.log(`\n${rows} rows: ${(columns.byteLength / 2 ** 20).toFixed(1)} MB, built in ${built} ms`);

  const filters: Record<string, Filter> = {
    "genre, year from, not nsfw": {
      must: [
        { key: "genres", any: ["genre 3"] },
        { key: "year", range: { gte: 2000 } },
        { key: "nsfw", any: [false] },
      ],
    },
    "two ranges, exists": {
      must: [
        { key: "year", range: { gte: 1990, lt: 2010 } },
        { key: "score", range: { gt: 7 } },
        { key: "aired", exists: true },
      ],
    },
    "any of three genres, a studio, except a type": {
      must: [
        { key: "genres", any: ["Genre 1", "Genre 5", "Genre 9"] },
        { key: "studios", any: ["Studio 20"] },
        { key: "type", except: ["MOVIE"] },
      ],
    },
    "two words of a text": { must: [{ key: "synopsis", words: "word3 word12" }] },
  };
  for (const [name, filter] of Object.entries(filters)) {
    const kept = columns.filter(filter).count();
    console.log(`  filter ${name}: ${median(() => columns.filter(filter))} µs, keeps ${kept}`);
  }
  const some = columns.filter(filters["two ranges, exists"]!);
  const most = columns.filter({ must: [{ key: "nsfw", any: [false] }] });
  for (const request of [
    { column: "genres", size: 20 },
    { column: "studios", size: 20 },
    { column: "year", size: 20 },
    { column: "score", interval: 1 },
  ]) {
    const [few, many] = [some, most].map((among) =>
      median(() => rankFacet(request, countFacet(columns, request, among))),
    );
    console.log(
      `  facet ${request.column}: ${few} µs of ${some.count()} rows, ${many} µs of ${most.count()}`,
    );
  }
  const sorts = [
    { column: "score", order: "desc" },
    { column: "year", order: "asc" },
  ] as const;
  const first = (limit: number) => median(() => sortRows(columns, most, sorts, limit, (a, b) => a - b));
  console.log(`  sort by score, then year: first 20 ${first(20)} µs, first 1000 ${first(1000)} µs`);
}

console.log(`medians of ${ROUNDS}; node ${process.version}`);
report(25_804);
report(1_000_000);
