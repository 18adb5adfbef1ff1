/** Recall@10 of every space of the live index against exact float32 over the same vectors, with and without filters. */
import type { CatalogueEntry } from "../src/anime/entry.ts";
import { openCatalogue } from "../src/compose.ts";
import { seededRandom } from "../src/random.ts";
import { readSettings } from "../src/settings.ts";
import type { CatalogueFit } from "../src/spaces/fit.ts";
import { cataloguePoints } from "../src/spaces/points.ts";
import type { Filter } from "../src/vector-store/filter.ts";
import type { Leg, Point, SparseVector, VectorStore } from "../src/vector-store/port.ts";
import { hasSharedCatalogue, readEntries, synopsisSentences, WITHOUT_SHARED } from "./catalogue.ts";
import { exactScores, mean, recallAt } from "./exact.ts";
import { ROOT } from "./machine.ts";
import type { Options } from "./options.ts";
import { readQueries } from "./queries.ts";
import type { Goal, Row, Section } from "./report.ts";
import { ingested } from "./service.ts";

const QUERIES = 200;
const K = 10;
const WANTED = 0.97;
const SHARES = [1, 0.001, 0.01, 0.1, 0.5];
const GROUP = 256;

/** All of a collection's vectors, exact, and what its filters go by. */
interface Exact {
  readonly collection: string;
  readonly ids: string[];
  readonly rowOf: Map<string, number>;
  /** The column that the filters test. */
  readonly column: string;
  readonly values: number[];
  readonly dense: Map<string, DenseRows>;
  readonly sparse: Map<string, SparseRows>;
}

/** Vectors end to end, `[vectors × dimension]`, and the row of each. */
interface DenseRows {
  readonly rows: number[];
  readonly parts: Float32Array[];
}

/** Per term the rows that hold it and their weights. */
type SparseRows = Map<number, { readonly rows: number[]; readonly weights: number[] }>;

export async function recall(options: Options): Promise<Section> {
  const folder = await ingested(options);
  const catalogue = await openCatalogue(readSettings({ DATA_DIR: folder }, ROOT));
  try {
    const { record, index, search } = catalogue;
    const live = index.live();
    const anime = emptyExact(live.anime, "popularity_score");
    const episodes = emptyExact(live.episodes, "aired");
    let group: CatalogueEntry[] = [];
    const take = async () => {
      const points = await cataloguePoints(group, { fit: live.fit, embedder: search.embedder });
      for (const point of points.anime) add(anime, point);
      for (const point of points.episodes) add(episodes, point);
      group = [];
    };
    for (const { entry } of record.entries.changes(0)) {
      if (entry !== null) group.push(entry);
      if (group.length === GROUP) await take();
    }
    await take();
    process.stderr.write(`  ${anime.ids.length} anime and ${episodes.ids.length} episodes embedded again\n`);

    const texts = queryTexts(Math.max(10, Math.round(QUERIES * options.share)));
    const rows = [
      ...(await measure(search.store, anime, texts, live.fit, search.embedder)),
      ...(await measure(search.store, episodes, texts, live.fit, search.embedder)),
    ];
    return {
      title: "Recall of the live index",
      notes: [
        `${texts.length} queries: half of them sentences of synopses, half lines of bench/queries.txt. Recall@${K} against exact float32 (sparse spaces: exact sums) over the vectors made again from the record's texts; of equally good points any counts.`,
        "The filters are ranges of popularity_score (anime) and of the air date (episodes) that keep about the share given; recall is over the points that they keep.",
        ...(hasSharedCatalogue ? [] : [WITHOUT_SHARED]),
      ],
      tables: [{ title: `Recall@${K}`, rows }],
      goals: hasSharedCatalogue ? goals(rows) : [],
    };
  } finally {
    await catalogue.close();
  }
}

function emptyExact(collection: string, column: string): Exact {
  return { collection, column, ids: [], rowOf: new Map(), values: [], dense: new Map(), sparse: new Map() };
}

function add(exact: Exact, { id, dense, sparse, columns }: Point): void {
  const row = exact.ids.push(id) - 1;
  exact.rowOf.set(id, row);
  const value = columns[exact.column];
  exact.values.push(typeof value === "number" ? value : Number.NaN);
  for (const [space, vector] of Object.entries(dense)) {
    const held = entryOf(exact.dense, space, () => ({ rows: [], parts: [] }));
    held.rows.push(row);
    held.parts.push(vector);
  }
  for (const [space, { indices, values }] of Object.entries(sparse)) {
    const held = entryOf(exact.sparse, space, () => new Map());
    for (const [i, term] of indices.entries()) {
      const list = entryOf(held, term, () => ({ rows: [], weights: [] }));
      list.rows.push(row);
      list.weights.push(values[i]!);
    }
  }
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function queryTexts(count: number): string[] {
  const random = seededRandom(5);
  const sentences = synopsisSentences(readEntries().entries, Math.ceil(count / 2));
  const lines = readQueries();
  return [...sentences, ...Array.from({ length: count - sentences.length }, () => random.pick(lines))];
}

async function measure(
  store: VectorStore,
  exact: Exact,
  texts: readonly string[],
  fit: CatalogueFit,
  embedder: { embed(texts: readonly string[], kind: "query"): Promise<Float32Array> },
): Promise<Row[]> {
  const filters = SHARES.map((share) => rangeFilter(exact, share));
  const bm25 = exact.column === "aired" ? fit.episodeText : fit.animeText;
  const sparseQuery: Record<string, (text: string) => SparseVector> = {
    text_sparse: (text) => bm25.queryVector(text),
    metadata_sparse: (text) => fit.metadata.queryVector(text),
  };
  const embedded = await embedder.embed(texts, "query");
  const dimension = embedded.length / texts.length;
  const rows: Row[] = [];
  for (const [space, { rows: rowsOf, parts }] of exact.dense) {
    const vectors = new Float32Array(parts.length * dimension);
    for (const [i, part] of parts.entries()) vectors.set(part, i * dimension);
    const queries = texts.map((_, i) => embedded.subarray(i * dimension, (i + 1) * dimension));
    const judged = queries.map((dense): Judged => {
      const scores = new Float32Array(exact.ids.length).fill(Number.NaN);
      for (const [i, score] of exactScores(vectors, dense).entries()) scores[rowsOf[i]!] = score;
      return { leg: { space, limit: K, dense }, scores };
    });
    rows.push(await spaceRow(store, exact, space, rowsOf.length, filters, judged));
  }
  for (const [space, lists] of exact.sparse) {
    const judged = texts
      .map((text) => sparseQuery[space]!(text))
      .filter(({ indices }) => indices.length > 0)
      .map((sparse): Judged => ({ leg: { space, limit: K, sparse }, scores: sums(exact, lists, sparse) }));
    const { spaces } = await store.info(exact.collection);
    rows.push(await spaceRow(store, exact, space, spaces[space] ?? 0, filters, judged));
  }
  return rows;
}

interface Judged {
  readonly leg: Leg;
  /** Exact, per row; NaN where it cannot be found. */
  readonly scores: Float32Array;
}

interface ShareFilter {
  readonly share: number;
  readonly filter: Filter | null;
  keeps(row: number): boolean;
}

/** The points with the highest values of the column, so many that about the share of all is kept. */
function rangeFilter({ column, values, ids }: Exact, share: number): ShareFilter {
  if (share === 1) return { share, filter: null, keeps: () => true };
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => b - a);
  const gte = known[Math.min(known.length, Math.max(1, Math.round(share * ids.length))) - 1] ?? 0;
  return { share, filter: { must: [{ key: column, range: { gte } }] }, keeps: (row) => values[row]! >= gte };
}

/** The exact scores of a sparse query; a row without any of its terms cannot be found. */
function sums({ ids }: Exact, lists: SparseRows, { indices, values }: SparseVector): Float32Array {
  const scores = new Float64Array(ids.length);
  for (const [i, term] of indices.entries()) {
    const list = lists.get(term);
    list?.rows.forEach((row, at) => {
      scores[row]! += values[i]! * list.weights[at]!;
    });
  }
  return Float32Array.from(scores, (score) => (score > 0 ? score : Number.NaN));
}

async function spaceRow(
  store: VectorStore,
  { collection, rowOf }: Exact,
  space: string,
  vectors: number,
  filters: readonly ShareFilter[],
  judged: readonly Judged[],
): Promise<Row> {
  const row: Record<string, string | number | null> = {
    collection: collection.includes("episodes") ? "episodes" : "anime",
    space,
    vectors,
  };
  for (const { share, filter, keeps } of filters) {
    const recalls: number[] = [];
    for (const { leg, scores } of judged) {
      const answer = await store.query(collection, { legs: [leg], ...(filter && { filter }) });
      const best = Array.from(answer.ids.keys()).sort(
        (a, b) => answer.scores[0]![b]! - answer.scores[0]![a]!,
      );
      const found = best.map((i) => rowOf.get(answer.ids[i]!)!);
      const recall = recallAt(K, found, scores, keeps);
      if (!Number.isNaN(recall)) recalls.push(recall);
    }
    row[share === 1 ? "no filter" : `keeps ${share * 100}%`] =
      recalls.length === 0 ? null : Number(mean(recalls).toFixed(4));
  }
  process.stderr.write(`  ${row.collection}, ${space}: ${(row["no filter"] as number | null)?.toFixed(4)}\n`);
  return row;
}

/** The worst space with and without filters: what holds for it holds for all. */
function goals(rows: readonly Row[]): Goal[] {
  return ["no filter", ...SHARES.slice(1).map((share) => `keeps ${share * 100}%`)].map((column) => {
    const known = rows.filter((row) => typeof row[column] === "number");
    const worst = known.reduce((a, b) => ((b[column] as number) < (a[column] as number) ? b : a));
    return {
      what: `recall@${K}, ${column}: worst space (${worst.collection}, ${worst.space})`,
      measured: worst[column] as number,
      unit: "",
      least: WANTED,
    };
  });
}
