/**
 * Measures the builtin embedder and its teachers on plots.jsonl: descriptions in a fan's words, each with the
 * anime that it means. The embedder reads what the service indexes (titles and story), the teachers what they taught
 * (genres and tags, too). Prints MRR@10 and hit@10 over the whole catalogue; another entry of the same franchise
 * counts as right.
 *
 *     node training/evaluate.ts --models DIR --data FILE [--cache DIR]
 */
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Recollections } from "../src/spaces/recollections.ts";
import { loadBuiltinTextEmbedder } from "../src/text-embedder/builtin/builtin-text-embedder.ts";
import { documentText, franchises, readCatalogue } from "./catalogue.ts";
import { type Matrix, matrix, normaliseRows } from "./linear-algebra.ts";
import { TEACHERS } from "./recipe.ts";
import { indexedText } from "./stories.ts";
import { openTeacher } from "./teacher.ts";

interface Plot {
  readonly query: string;
  /** A source URL of the anime. */
  readonly id: string;
  readonly kind: "known" | "lesser";
}

const DEPTH = 10;

const { values: options } = parseArgs({
  options: {
    models: { type: "string", default: "../shared/models" },
    data: { type: "string", default: "../shared/data/anime.jsonl.gz" },
    cache: { type: "string", default: join(tmpdir(), "kotodama-teacher") },
  },
});

const rows = readCatalogue(options.data);
const franchise = franchises(rows);
const rowOfSource = new Map(
  rows.flatMap((row, index) => row.sources.map((source) => [source, index] as const)),
);
const plots = readFileSync(new URL("./plots.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Plot);
const right = plots.map((plot) => franchise[rowOfSource.get(plot.id)!]!);
const documents = rows.map(documentText);

console.log("| encoder | all: MRR@10, hit@10 | well-known | lesser-known |\n| --- | --- | --- | --- |");
const student = loadBuiltinTextEmbedder();
const embedAll = (texts: readonly string[]): Matrix => {
  const { dimension } = student.identity;
  const vectors = matrix(texts.length, dimension);
  texts.forEach((text, i) => {
    student.embedInto(text, vectors.data.subarray(i * dimension, (i + 1) * dimension));
  });
  return vectors;
};
const asked = embedAll(plots.map(({ query }) => query));
report("builtin", embedAll(rows.map(indexedText)), asked);
const recollections = Recollections.bundled();
const recalled = rows.map((row) => indexedText(recollections.recall(row)));
report("builtin, over what is remembered, too", embedAll(recalled), asked);
for (const description of TEACHERS) {
  const teacher = openTeacher(options.models, description, options.cache);
  const encode = async (prefix: string, texts: readonly string[], name: string): Promise<Matrix> => {
    const vectors = await teacher.encode(
      texts.map((text) => teacher.tokenise(prefix + text)),
      name,
    );
    normaliseRows(vectors);
    return vectors;
  };
  const queries = plots.map(({ query }) => query);
  report(
    description.model,
    await encode(description.documentPrefix, documents, "documents"),
    await encode(description.queryPrefix, queries, "plots"),
  );
}

/** Prints one line; the rows of both matrices are of unit length. */
function report(name: string, catalogue: Matrix, queries: Matrix): void {
  const ranks = plots.map((_, i) =>
    rankOfRight(catalogue, queries.data.subarray(i * queries.cols), right[i]!),
  );
  const figures = (kind?: Plot["kind"]): string => {
    const chosen = ranks.filter((_, i) => kind === undefined || plots[i]!.kind === kind);
    const mrr = chosen.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / chosen.length;
    const hits = chosen.filter((rank) => rank > 0).length / chosen.length;
    return `${mrr.toFixed(3)}, ${hits.toFixed(3)}`;
  };
  console.log(`| ${name} | ${figures()} | ${figures("known")} | ${figures("lesser")} |`);
}

/** The rank, from 1, of the first entry of the franchise among the nearest `DEPTH`; 0 where none is. */
function rankOfRight(catalogue: Matrix, query: Float32Array, wanted: number): number {
  const { rows: count, cols, data } = catalogue;
  const scores = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    let dot = 0;
    for (let d = 0; d < cols; d++) dot += data[i * cols + d]! * query[d]!;
    scores[i] = dot;
  }
  const nearest = Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
  return nearest.slice(0, DEPTH).findIndex((row) => franchise[row] === wanted) + 1;
}
