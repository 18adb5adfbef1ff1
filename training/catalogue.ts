/** The catalogue as the teacher reads it: one text per anime, and short windows of its synopsis. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { seededRandom } from "../src/random.ts";

export interface CatalogueRow {
  readonly title: string;
  readonly title_english?: string | null;
  readonly title_japanese?: string | null;
  readonly synonyms?: readonly string[] | null;
  readonly synopsis?: string | null;
  readonly background?: string | null;
  readonly genres?: readonly string[] | null;
  readonly demographics?: readonly string[] | null;
  readonly tags?: readonly string[] | null;
  readonly sources: readonly string[];
  readonly related_anime?: readonly { readonly relation_type: string; readonly url: string }[] | null;
}

/** Some entries carry over a hundred tags, which would drown the title and the synopsis. */
const MAX_TAGS = 20;
/** A shorter window says too little for its vector to be worth fitting. */
const MIN_WINDOW_CHARS = 60;

/** Reads gzipped JSON Lines. Rows end at newlines only: U+2028 occurs inside strings. */
export function readCatalogue(path: string): CatalogueRow[] {
  const lines = gunzipSync(readFileSync(path)).toString("utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as CatalogueRow);
}

/** The synopsis without the credit lines ("[Written by …]", "(Source: …)") that say nothing of the story. */
export function cleanSynopsis(synopsis: string | null | undefined): string {
  return (synopsis ?? "")
    .replace(/[[(]\s*(?:written by|source|adapted from)\b[^\])]*[\])]/gi, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** What the teacher encodes for an anime: titles, synopsis, genres, tags, in that order (it reads the first 192 tokens). */
export function documentText(row: CatalogueRow): string {
  const titles = [row.title];
  if (row.title_english && row.title_english.toLowerCase() !== row.title.toLowerCase())
    titles.push(row.title_english);
  const labels = [...(row.genres ?? []), ...(row.demographics ?? []), ...(row.tags ?? []).slice(0, MAX_TAGS)];
  return [...titles.map((title) => `${title}.`), cleanSynopsis(row.synopsis), labels.join(", ")]
    .filter(Boolean)
    .join(" ");
}

export interface Window {
  readonly text: string;
  /** The row of the catalogue that it is from. */
  readonly row: number;
}

/**
 * A seeded sample of two-sentence windows of the synopses, so that the student also fits texts as short as a
 * query. At most `count`, in catalogue order.
 */
export function sampleWindows(rows: readonly CatalogueRow[], count: number, seed: number): Window[] {
  const windows: Window[] = [];
  const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
  for (let row = 0; row < rows.length; row++) {
    const sentences = [...segmenter.segment(cleanSynopsis(rows[row]!.synopsis))].map(({ segment }) =>
      segment.trim(),
    );
    for (let i = 0; i < sentences.length; i += 2) {
      const text = sentences.slice(i, i + 2).join(" ");
      if (text.length >= MIN_WINDOW_CHARS) windows.push({ text, row });
    }
  }
  const random = seededRandom(seed);
  const order = windows.map((_, index) => ({ index, key: random() }));
  order.sort((a, b) => a.key - b.key || a.index - b.index);
  const chosen = order.slice(0, count).map(({ index }) => index);
  return chosen.sort((a, b) => a - b).map((index) => windows[index]!);
}

const FRANCHISE_RELATIONS = new Set([
  "SEQUEL",
  "PREQUEL",
  "PARENT",
  "SIDE_STORY",
  "SUMMARY",
  "ALTERNATIVE",
  "SPIN_OFF",
]);

/** For each row a row that stands for its franchise: the connected components of the relations. */
export function franchises(rows: readonly CatalogueRow[]): Int32Array {
  const rowOfSource = new Map(
    rows.flatMap((row, index) => row.sources.map((source) => [source, index] as const)),
  );
  const parents = Int32Array.from(rows, (_, index) => index);
  const root = (row: number): number => {
    let at = row;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  };
  rows.forEach((row, index) => {
    for (const { relation_type, url } of row.related_anime ?? []) {
      const other = FRANCHISE_RELATIONS.has(relation_type) ? rowOfSource.get(url) : undefined;
      if (other !== undefined) parents[root(index)] = root(other);
    }
  });
  return Int32Array.from(rows, (_, index) => root(index));
}
