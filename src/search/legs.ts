import { embedderOf, type TextEmbedder, type TextVectors } from "../text-embedder/port.ts";
import type { Leg, SparseVector } from "../vector-store/port.ts";
import type { SpaceKind, WeightedSpace } from "./plan.ts";

/** How a sparse space turns a query's text into a vector. */
export type SparseQueries = Readonly<Record<string, (text: string) => SparseVector>>;

export interface WeightedLeg {
  readonly leg: Leg;
  readonly kind: SpaceKind;
  readonly weight: number;
}

/** What a query is searched for with: a text's vectors, each made once, whichever spaces want them. */
export interface QueryEmbedding {
  readonly embedder: TextEmbedder;
  /** The space whose embedder weighs the words of `text_sparse`, where it does so. */
  readonly wordedSpace: string;
}

/**
 * One leg per space that has something to say about the text; a text without a known word has no legs. The text is
 * embedded once by each embedder that the spaces want.
 */
export async function queryLegs(
  text: string,
  spaces: readonly WeightedSpace[],
  window: number,
  { embedder, wordedSpace }: QueryEmbedding,
  sparse: SparseQueries,
): Promise<WeightedLeg[]> {
  const worded = embedderOf(embedder, wordedSpace);
  const weighsWords = worded.embedWithLexical !== undefined;
  const wanted = new Set(
    spaces.flatMap(({ name, kind }) => {
      if (kind === "text") return [embedderOf(embedder, name)];
      return weighsWords && name === "text_sparse" ? [worded] : [];
    }),
  );
  const vectors = new Map(
    await Promise.all([...wanted].map(async (one) => [one, await queryVectors(one, text)] as const)),
  );
  return spaces.flatMap(({ name, kind, weight }): WeightedLeg[] => {
    if (kind === "text") {
      const { dense } = vectors.get(embedderOf(embedder, name))!;
      const meaningful = dense.some((component) => component !== 0);
      return meaningful ? [{ leg: { space: name, limit: window, dense }, kind, weight }] : [];
    }
    const byModel = weighsWords && name === "text_sparse" ? vectors.get(worded)!.lexical[0] : undefined;
    const vector = byModel ?? (kind === "sparse" ? sparse[name]?.(text) : undefined);
    if (vector === undefined || vector.indices.length === 0) return [];
    return [{ leg: { space: name, limit: window, sparse: vector }, kind, weight }];
  });
}

async function queryVectors(embedder: TextEmbedder, text: string): Promise<TextVectors> {
  if (embedder.embedWithLexical !== undefined) return embedder.embedWithLexical([text], "query");
  return { dense: await embedder.embed([text], "query"), lexical: [] };
}
