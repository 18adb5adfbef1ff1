/** Title queries made from real titles, eight sorts of them, asked of the index of titles in this process. */
import { TitleIndex, TitleIndexBuilder } from "../src/titles/title-index.ts";
import { hasSharedCatalogue, readEntries, WITHOUT_SHARED } from "./catalogue.ts";
import type { Options } from "./options.ts";
import type { Goal, Section } from "./report.ts";
import { timesOf } from "./timing.ts";
import { LOOKED_AT, TITLE_SORTS, titleQueries } from "./title-queries.ts";

const SEED = 960;
const PER_SORT = 120;

export async function titles(options: Options): Promise<Section> {
  const { entries } = readEntries(options.share);
  const builder = new TitleIndexBuilder();
  for (const [i, entry] of entries.entries()) {
    const id = entry.id ?? String(i);
    builder.add({ ...entry, id, slug: id } as Parameters<TitleIndexBuilder["add"]>[0]);
  }
  const building = performance.now();
  const bytes = builder.finish();
  const loading = performance.now();
  const index = TitleIndex.fromBytes(bytes);
  const loaded = performance.now();
  const identified = entries.map((entry, i) => ({ ...entry, id: entry.id ?? String(i) }));
  const cases = titleQueries(identified, SEED, PER_SORT);
  for (const { query } of cases.slice(0, 200)) index.lookup(query, 10);
  const results = cases.map(({ sort, query, right }) => {
    const from = performance.now();
    const found = index.lookup(query, 10);
    const ms = performance.now() - from;
    return { sort, place: found.findIndex(({ id }) => right.has(id)), ms };
  });
  const goals: Goal[] = [];
  const rows = TITLE_SORTS.map((sort) => {
    const of = results.filter((result) => result.sort === sort);
    const share = (places: number) =>
      of.filter(({ place }) => place >= 0 && place < places).length / of.length;
    const measured = sort === "exact" ? share(1) : share(LOOKED_AT);
    goals.push({ what: sort, measured, unit: "of 1", least: sort === "exact" ? 1 : 0.98 });
    const { p50, p95 } = timesOf(of.map(({ ms }) => ms));
    return {
      sort,
      queries: of.length,
      first: share(1),
      [`first ${LOOKED_AT}`]: share(LOOKED_AT),
      "p50 ms": p50,
      "p95 ms": p95,
    };
  });
  return {
    title: "Titles",
    notes: [
      `${cases.length} queries made from real titles by a seed: see bench/title-queries.ts. Right is the entry that a query was made from, or another of the same name; exact titles must come first, the others among the first ${LOOKED_AT}.`,
      `The index: ${(bytes.length / 1e6).toFixed(1)} MB, built in ${((loading - building) / 1000).toFixed(1)} s, read in ${(loaded - loading).toFixed(0)} ms.`,
      ...(hasSharedCatalogue ? [] : [WITHOUT_SHARED]),
    ],
    tables: [{ title: "Right answers, by the sort of the query", rows }],
    goals: hasSharedCatalogue && options.share === 1 ? goals : [],
  };
}
