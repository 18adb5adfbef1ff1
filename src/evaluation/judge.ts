import { fail } from "../errors.ts";
import { type FilterKeys, parseFilter } from "../search/filter.ts";
import type { Filter } from "../vector-store/filter.ts";
import type { VectorStore } from "../vector-store/port.ts";
import type { GoldQuery, PlacedQuery } from "./gold.ts";

/** The grades of the catalogue's entries for one query. */
export interface Judgement {
  readonly query: GoldQuery;
  /** Grade by id: 0 to 3, halved for other works of the same franchise. */
  readonly grades: ReadonlyMap<string, number>;
  readonly forbidden: ReadonlySet<string>;
}

/** What judging needs of the catalogue. */
export interface JudgedCatalogue {
  readonly store: VectorStore;
  readonly collection: string;
  readonly keys: FilterKeys;
  /** Whether every anime that is judged must be there: see `knowsEnough`. */
  readonly full: boolean;
  /** The id of the entry with a source URL; undefined where the catalogue lacks it. */
  idOf(url: string): string | undefined;
  /** Ids of the entries that share the entry's franchise, itself included. */
  franchiseOf(id: string): readonly string[];
}

/** More anime than a catalogue of them has. */
export const MOST = 100_000;
/** Less than this of the anime that a gold set names, and the catalogue is a part of the whole. */
const FULL = 0.95;

/** All anime that the queries name, each once. */
export function namedAnime(gold: readonly GoldQuery[]): string[] {
  return [...new Set(gold.flatMap((query) => urlsOf(query)))];
}

/** Whether a catalogue that knows `known` of `named` anime is full: then one that it lacks is a wrong judgement. */
export function knowsEnough(known: number, named: number): boolean {
  return named > 0 && known >= FULL * named;
}

/** Whether a query makes sense on a catalogue: on a full one always, elsewhere if all is there that it asks for. */
export function runsOn({ bundled }: GoldQuery, { full, idOf }: JudgedCatalogue): boolean {
  return full || (bundled?.every((url) => idOf(url) !== undefined) ?? false);
}

/**
 * Throws GOLD_INVALID naming file and line: for a filter with unknown keys or wrong values; on a full catalogue also
 * for an anime that is not there, and for two URLs of one anime in one list.
 */
export function checkGold(gold: readonly PlacedQuery[], catalogue: JudgedCatalogue): void {
  for (const query of gold) {
    for (const name of ["relevant_where", "must_not_where"] as const) {
      try {
        if (query[name] !== undefined) parseFilter(query[name], catalogue.keys);
      } catch (error) {
        throw fail("GOLD_INVALID", `${query.place}: ${name}: ${(error as Error).message}`, { cause: error });
      }
    }
    if (!catalogue.full) continue;
    const unknown = urlsOf(query).find((url) => catalogue.idOf(url) === undefined);
    if (unknown !== undefined) {
      const right = "a source URL of an anime of this catalogue (or eval --catalogue partial)";
      throw fail("GOLD_INVALID", `${query.place}: no anime has ${unknown}; expected ${right}`);
    }
    const ids = new Map<string, string>();
    for (const { anime } of query.relevant ?? []) {
      const id = catalogue.idOf(anime)!;
      const other = ids.get(id);
      if (other !== undefined)
        throw fail("GOLD_INVALID", `${query.place}: ${other} and ${anime} are one anime, judged twice`);
      ids.set(id, anime);
    }
  }
}

/**
 * The judgements of the queries that make sense on this catalogue, after `checkGold`. Throws GOLD_INVALID with file
 * and line also where a full catalogue has nothing that a query's filter keeps.
 */
export async function judgeAll(
  gold: readonly PlacedQuery[],
  catalogue: JudgedCatalogue,
  signal?: AbortSignal,
): Promise<Judgement[]> {
  checkGold(gold, catalogue);
  const judgements: Judgement[] = [];
  for (const query of gold) {
    signal?.throwIfAborted();
    const judgement = await judge(query, catalogue);
    if (judgement !== undefined) judgements.push(judgement);
    else if (catalogue.full) {
      throw fail("GOLD_INVALID", `${query.place}: nothing is right: relevant_where keeps no anime`);
    }
  }
  return judgements;
}

/**
 * Grades for a query over this catalogue. An entry of the same franchise as a right one gets half its grade unless
 * it is judged itself. Returns undefined where the query makes no sense on this catalogue, or nothing there is right.
 */
export async function judge(query: GoldQuery, catalogue: JudgedCatalogue): Promise<Judgement | undefined> {
  if (!runsOn(query, catalogue)) return undefined;
  const grades = new Map<string, number>();
  if (query.relevant_where !== undefined) {
    for (const id of await idsWhere(query.relevant_where, catalogue)) grades.set(id, 1);
  }
  const listed = new Map<string, number>();
  for (const { anime, grade } of query.relevant ?? []) {
    const id = catalogue.idOf(anime);
    if (id !== undefined) listed.set(id, grade);
  }
  const spreads = query.relevant_where === undefined;
  for (const [id, grade] of spreads ? listed : []) {
    for (const other of catalogue.franchiseOf(id)) {
      if (!listed.has(other)) grades.set(other, Math.max(grades.get(other) ?? 0, grade / 2));
    }
  }
  for (const [id, grade] of listed) grades.set(id, grade);
  for (const [id, grade] of grades) if (grade === 0) grades.delete(id);
  if (grades.size === 0 && !query.nothing_fits) return undefined;
  const forbidden = new Set(
    query.must_not_where === undefined ? [] : await idsWhere(query.must_not_where, catalogue),
  );
  for (const url of query.must_not ?? []) {
    const id = catalogue.idOf(url);
    if (id !== undefined) forbidden.add(id);
  }
  return { query, grades, forbidden };
}

function urlsOf({ relevant = [], must_not = [], bundled = [] }: GoldQuery): string[] {
  return [...relevant.map(({ anime }) => anime), ...must_not, ...bundled];
}

async function idsWhere(
  raw: unknown,
  { store, collection, keys }: JudgedCatalogue,
): Promise<readonly string[]> {
  const filter: Filter = parseFilter(raw, keys);
  return (await store.scroll(collection, { filter, limit: MOST })).ids;
}
