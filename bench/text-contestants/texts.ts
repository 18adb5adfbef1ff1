import { loadBuiltinTextEmbedder } from "../../src/text-embedder/builtin/builtin-text-embedder.ts";
import { documentText } from "../../training/catalogue.ts";
import type { Entry } from "../catalogue.ts";

/** The fields of an entry that full text engines are given. */
export interface Document {
  /** The row. */
  readonly id: number;
  readonly title: string;
  readonly synonyms: readonly string[];
  readonly synopsis: string;
  readonly genres: readonly string[];
}

export function documentOf(entry: Entry, row: number): Document {
  const { title, title_english, title_japanese, synonyms, synopsis, genres, demographics, tags } = entry;
  return {
    id: row,
    title: [title, title_english].filter(Boolean).join(" / "),
    synonyms: [...(title_japanese ? [title_japanese] : []), ...(synonyms ?? [])],
    synopsis: synopsis ?? "",
    genres: [...(genres ?? []), ...(demographics ?? []), ...(tags ?? [])],
  };
}

/** All of it as one text, for engines that search one field. */
export function oneText({ title, synonyms, synopsis, genres }: Document): string {
  return [title, synonyms.join(" / "), genres.join(", "), synopsis].filter((text) => text !== "").join("\n");
}

/** Embeds as the service does; a text without a known word gets a direction of its own, since not every engine takes zeros. */
export function builtinVectors() {
  const embedder = loadBuiltinTextEmbedder();
  const { dimension } = embedder.identity;
  const embed = (text: string, to: Float32Array) => {
    embedder.embedInto(text, to);
    if (to.every((value) => value === 0)) to[0] = 1;
    return to;
  };
  return {
    dimension,
    /** `[dimension]`, of length 1. */
    ofQuery: (text: string) => embed(text, new Float32Array(dimension)),
    /** `[entries × dimension]`, row-major. */
    ofEntries(entries: readonly Entry[]): Float32Array {
      const vectors = new Float32Array(entries.length * dimension);
      for (const [row, entry] of entries.entries()) {
        embed(documentText(entry), vectors.subarray(row * dimension, (row + 1) * dimension));
      }
      return vectors;
    },
  };
}
