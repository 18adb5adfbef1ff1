import type { TextEmbedder } from "../text-embedder/port.ts";
import type { Leg, SparseVector } from "../vector-store/port.ts";
import type { SpaceKind, WeightedSpace } from "./plan.ts";

/** How a sparse space turns a query's text into a vector. */
export type SparseQueries = Readonly<Record<string, (text: string) => SparseVector>>;

export interface WeightedLeg {
  readonly leg: Leg;
  readonly kind: SpaceKind;
  readonly weight: number;
}

/**
 * One leg per space that has something to say about the text; a text without a known word has no legs. The text is
 * embedded once for all dense spaces.
 */
export async function queryLegs(
  text: string,
  spaces: readonly WeightedSpace[],
  window: number,
  embedder: TextEmbedder,
  sparse: SparseQueries,
): Promise<WeightedLeg[]> {
  const wantsDense = spaces.some((space) => space.kind === "text");
  const dense = wantsDense ? await embedder.embed([text], "query") : new Float32Array(0);
  const meaningful = dense.some((component) => component !== 0);
  return spaces.flatMap(({ name, kind, weight }): WeightedLeg[] => {
    if (kind === "text")
      return meaningful ? [{ leg: { space: name, limit: window, dense }, kind, weight }] : [];
    const vector = kind === "sparse" ? sparse[name]?.(text) : undefined;
    if (vector === undefined || vector.indices.length === 0) return [];
    return [{ leg: { space: name, limit: window, sparse: vector }, kind, weight }];
  });
}
