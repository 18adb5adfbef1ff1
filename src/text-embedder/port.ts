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
  | { readonly state: "ready" }
  | { readonly state: "loading" | "failed"; readonly detail?: string };

export interface TextEmbedder {
  readonly identity: TextEmbedderIdentity;
  /** The most texts that one call of `embed` takes. */
  readonly maxBatch: number;
  /**
   * Rows of unit length, [texts × dimension], row-major. A text with no known token gives a row of zeros.
   * Throws REQUEST_INVALID for more than `maxBatch` texts.
   */
  embed(texts: readonly string[], kind: TextKind): Promise<Float32Array>;
  status(): TextEmbedderStatus;
  close(): Promise<void>;
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
