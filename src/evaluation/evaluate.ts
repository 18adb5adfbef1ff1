import { type FilterKeys, parseFilter } from "../search/filter.ts";
import type { Filter } from "../vector-store/filter.ts";
import type { VectorStore } from "../vector-store/port.ts";
import type { GoldQuery } from "./gold.ts";
import { hitAt, ndcgAt, precisionAt, recallAt, reciprocalRank } from "./metrics.ts";

/** The grades of the catalogue's entries for one query. */
export interface Judgement {
  readonly query: GoldQuery;
  /** Grade by id: 0 to 3, halved for other works of the same franchise. */
  readonly grades: ReadonlyMap<string, number>;
  readonly forbidden: ReadonlySet<string>;
}

export const MEASURES = [
  "precision@10",
  "recall@10",
  "ndcg@10",
  "mrr@10",
  "hit@1",
  "hit@5",
  "hit@10",
  "violations",
] as const;
export type Measure = (typeof MEASURES)[number];
export type Measured = Readonly<Record<Measure, number>>;

/** What judging needs of the catalogue. */
export interface JudgedCatalogue {
  readonly store: VectorStore;
  readonly collection: string;
  readonly keys: FilterKeys;
  /** The id of the entry with a source URL; undefined where the catalogue lacks it. */
  idOf(url: string): string | undefined;
  /** Ids of the entries that share the entry's franchise, itself included. */
  franchiseOf(id: string): readonly string[];
}

const MOST = 30_000;

/**
 * Grades for a query over this catalogue. An entry of the same franchise as a right one gets half its grade unless
 * it is judged itself. Returns undefined where the catalogue lacks what the query is about.
 */
export async function judge(query: GoldQuery, catalogue: JudgedCatalogue): Promise<Judgement | undefined> {
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

async function idsWhere(
  raw: unknown,
  { store, collection, keys }: JudgedCatalogue,
): Promise<readonly string[]> {
  const filter: Filter = parseFilter(raw, keys);
  return (await store.scroll(collection, { filter, limit: MOST })).ids;
}

/** The measures of one list of results, best first. Where nothing fits, all but violations tell whether none was shown. */
export function measure(
  { query, grades, forbidden }: Judgement,
  results: readonly string[],
  noGoodMatch: boolean,
): Measured {
  const violations = results.slice(0, 10).filter((id) => forbidden.has(id)).length;
  if (query.nothing_fits) {
    const right = noGoodMatch || results.length === 0 ? 1 : 0;
    return {
      "precision@10": right,
      "recall@10": right,
      "ndcg@10": right,
      "mrr@10": right,
      "hit@1": right,
      "hit@5": right,
      "hit@10": right,
      violations,
    };
  }
  const list = results.slice(0, 10).map((id) => grades.get(id) ?? 0);
  const ideal = [...grades.values()];
  const best = Math.max(...ideal);
  const relevant = ideal.filter((grade) => grade >= 0.5).length;
  return {
    "precision@10": precisionAt(10, list, relevant),
    "recall@10": recallAt(10, list, relevant),
    "ndcg@10": ndcgAt(10, list, ideal),
    "mrr@10": reciprocalRank(list, best),
    "hit@1": hitAt(1, list, best),
    "hit@5": hitAt(5, list, best),
    "hit@10": hitAt(10, list, best),
    violations,
  };
}
