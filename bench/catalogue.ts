import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ROOT } from "./machine.ts";

/** What the benchmark reads of an entry. */
export interface Entry {
  readonly id?: string;
  readonly title: string;
  readonly title_english?: string | null;
  readonly title_japanese?: string | null;
  readonly synonyms?: readonly string[] | null;
  readonly synopsis?: string | null;
  readonly genres?: readonly string[] | null;
  readonly demographics?: readonly string[] | null;
  readonly tags?: readonly string[] | null;
  readonly type?: string | null;
  readonly year?: number | null;
  readonly sources: readonly string[];
  readonly related_anime?: readonly { readonly relation_type: string; readonly url: string }[] | null;
}

export interface EntryList {
  readonly name: string;
  readonly entries: readonly Entry[];
}

/** The optional folder of real data beside the checkout. */
export const SHARED = process.env.KOTODAMA_SHARED ?? join(ROOT, "..", "shared");
export const SHARED_CATALOGUE = join(SHARED, "data", "anime.jsonl.gz");
export const hasSharedCatalogue = existsSync(SHARED_CATALOGUE);

export const WITHOUT_SHARED =
  "the shared catalogue is not there (../shared or KOTODAMA_SHARED): the bundled one stands in, and no goal is judged";

export function bundledFiles(): string[] {
  const folder = join(ROOT, "catalogue");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .map((name) => join(folder, name));
}

/** The shared catalogue, the bundled one where it is missing; `share` keeps that share of the entries, evenly spread. */
export function readEntries(share = 1): EntryList {
  const texts = hasSharedCatalogue
    ? [gunzipSync(readFileSync(SHARED_CATALOGUE)).toString()]
    : bundledFiles().map((path) => readFileSync(path, "utf8"));
  // Lines end at newlines only: U+2028 occurs inside strings.
  const lines = texts.flatMap((text) => text.split("\n")).filter((line) => line !== "");
  const entries = lines
    .filter((_, i) => Math.floor(i * share) < Math.floor((i + 1) * share))
    .map((line) => JSON.parse(line) as Entry);
  const name = hasSharedCatalogue ? "shared catalogue" : "bundled catalogue";
  return { name: `${name}, ${entries.length.toLocaleString("en")} entries`, entries };
}

/** Sentences of synopses, `count` of them spread evenly over the catalogue, one per entry: queries that nobody chose. */
export function synopsisSentences(entries: readonly Entry[], count: number): string[] {
  const sentences = entries.flatMap(({ synopsis }) => {
    const long = (synopsis ?? "")
      .split(/(?<=[.!?])\s+/)
      .filter((sentence) => sentence.length > 40 && sentence.length < 300);
    return long.length === 0 ? [] : [long[long.length >> 1]!];
  });
  const step = Math.max(1, Math.floor(sentences.length / count));
  return sentences.filter((_, i) => i % step === 0).slice(0, count);
}
