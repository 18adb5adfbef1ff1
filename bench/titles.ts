/**
 * Title queries made from real titles, eight sorts of them, asked in this process of the index of titles and of the
 * whole search.
 */

import { openCatalogue } from "../src/compose.ts";
import { readSettings } from "../src/settings.ts";
import { TitleIndex, TitleIndexBuilder } from "../src/titles/title-index.ts";
import { hasSharedCatalogue, readEntries, WITHOUT_SHARED } from "./catalogue.ts";
import type { Options } from "./options.ts";
import type { Goal, Section } from "./report.ts";
import { ingested } from "./service.ts";
import { timesOf } from "./timing.ts";
import {
  LOOKED_AT,
  TITLE_SORTS,
  type TitleQueryCase,
  type TitleSort,
  titleQueries,
} from "./title-queries.ts";

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
  const looked = await asked(cases, (query) => index.lookup(query, 10));
  const searched = await askedOfSearch(cases, options);
  const goals: Goal[] = [];
  return {
    title: "Titles",
    notes: [
      `${cases.length} queries made from real titles by a seed: see bench/title-queries.ts. Right is the entry that a query was made from, or another of the same name; exact titles must come first, the others among the first ${LOOKED_AT}.`,
      `The index: ${(bytes.length / 1e6).toFixed(1)} MB, built in ${((loading - building) / 1000).toFixed(1)} s, read in ${(loaded - loading).toFixed(0)} ms.`,
      ...(hasSharedCatalogue ? [] : [WITHOUT_SHARED]),
    ],
    tables: [
      { title: "Right answers of the index, by the sort of the query", rows: rowsOf(looked, "index", goals) },
      { title: "Right answers of the whole search", rows: rowsOf(searched, "search", goals) },
    ],
    goals: hasSharedCatalogue && options.share === 1 ? goals : [],
  };
}

/** Where the right answer stood, -1 where it did not, and how long it took. */
interface Asked {
  readonly sort: TitleSort;
  readonly place: number;
  readonly ms: number;
}

type Ask = (
  query: string,
) => readonly { readonly id: string }[] | Promise<readonly { readonly id: string }[]>;

/** Asks the search as callers have it, all defaults. */
async function askedOfSearch(cases: readonly TitleQueryCase[], options: Options): Promise<Asked[]> {
  const { anime, close } = await openCatalogue(readSettings({ DATA_DIR: await ingested(options) }, "/"));
  try {
    await anime.warmUp();
    const request = { limit: 10, mode: "auto", include_nsfw: false } as const;
    return await asked(cases, async (query) => (await anime.search({ ...request, query })).results);
  } finally {
    await close();
  }
}

async function asked(cases: readonly TitleQueryCase[], ask: Ask): Promise<Asked[]> {
  const results: Asked[] = [];
  for (const { sort, query, right } of cases) {
    const from = performance.now();
    const found = await ask(query);
    const ms = performance.now() - from;
    results.push({ sort, place: found.findIndex(({ id }) => right.has(id)), ms });
  }
  return results;
}

/** A row for each sort; what is wanted of it is added to the goals. */
function rowsOf(results: readonly Asked[], whose: string, goals: Goal[]) {
  return TITLE_SORTS.map((sort) => {
    const of = results.filter((result) => result.sort === sort);
    const share = (places: number) =>
      of.filter(({ place }) => place >= 0 && place < places).length / of.length;
    const measured = sort === "exact" ? share(1) : share(LOOKED_AT);
    goals.push({ what: `${whose}: ${sort}`, measured, unit: "of 1", least: sort === "exact" ? 1 : 0.98 });
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
}
