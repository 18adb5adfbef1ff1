/** The port to whatever turns text into dense vectors. Adapters are the folders beside this file. */

/** What an index remembers of the embedder that filled it; another identity is refused. */
export interface TextEmbedderIdentity {
  readonly provider: string;
  readonly model: string;
  /** Changes whenever the same text could get another vector. */
  readonly revision: string;
  readonly dimension: number;
  readonly pooling: string;
}

/** Some encoders word queries and documents differently; others ignore it. */
export type TextKind = "query" | "document";

export type TextEmbedderStatus =
  /** `ms_per_text`: what a text took of late, waiting not counted; absent until one was embedded. */
  | { readonly state: "ready"; readonly ms_per_text?: number }
  | { readonly state: "loading" | "failed"; readonly detail?: string };

/** How much each word of a text weighs by the model's own head: ids of its vocabulary, ascending, weights above 0. */
export interface LexicalWeights {
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

/** What a model with a lexical head makes of texts in one pass. */
export interface TextVectors {
  /** As of `embed`. */
  readonly dense: Float32Array;
  /** One per text; empty for a text without a known token. */
  readonly lexical: readonly LexicalWeights[];
}

/**
 * An adapter that loads a model may be handed out while it loads, as soon as its identity is known: `embed` waits,
 * `status` says so, and a failure to load rejects every call.
 */
export interface TextEmbedder {
  readonly identity: TextEmbedderIdentity;
  /** The most texts that one call of `embed` takes. */
  readonly maxBatch: number;
  /** Calls of `embed` that are worth having under way at once; 1 unless said. */
  readonly concurrency?: number;
  /**
   * Rows of unit length, [texts × dimension], row-major. A text with no known token gives a row of zeros.
   * Throws REQUEST_INVALID for more than `maxBatch` texts.
   */
  embed(texts: readonly string[], kind: TextKind): Promise<Float32Array>;
  /** As `embed`, with lexical weights from the same pass; only of models that have them (BGE-M3). */
  embedWithLexical?(texts: readonly string[], kind: TextKind): Promise<TextVectors>;
  /**
   * Which of these documents would have to be computed; present where that costs so much that a long run is announced
   * beforehand.
   */
  missing?(texts: readonly string[]): string[];
  /** The embedder that makes the vectors of one space, where it is not this one for all; see `embedderOf`. */
  ofSpace?(space: string): TextEmbedder;
  status(): TextEmbedderStatus;
  close(): Promise<void>;
}

/** The embedder that makes the vectors of a space. */
export function embedderOf<T extends Pick<TextEmbedder, "ofSpace">>(
  embedder: T,
  space: string,
): T | TextEmbedder {
  return embedder.ofSpace?.(space) ?? embedder;
}

/** True where both embedders give the same vectors, so that an index made by one can be asked through the other. */
export function sameIdentity(a: TextEmbedderIdentity, b: TextEmbedderIdentity): boolean {
  return (
    a.provider === b.provider &&
    a.model === b.model &&
    a.revision === b.revision &&
    a.dimension === b.dimension &&
    a.pooling === b.pooling
  );
}
