import { embedderOf, type LexicalWeights, type TextEmbedder } from "../text-embedder/port.ts";
import type { SparseVector } from "../vector-store/port.ts";

/** What of an embedder the embedding of documents needs. */
export type DocumentEmbedder = Pick<
  TextEmbedder,
  "embed" | "maxBatch" | "concurrency" | "embedWithLexical" | "missing" | "ofSpace"
>;

/** Collects texts, embeds them all, each distinct one once, and hands out the vectors. */
export class EmbeddingBatch {
  private readonly rowOf = new Map<string, number>();
  private vectors = new Float32Array(0);
  private weights: (LexicalWeights | undefined)[] = [];
  private dimension = 0;

  /** The row that the text's vector will have. */
  add(text: string): number {
    let row = this.rowOf.get(text);
    if (row === undefined) {
      row = this.rowOf.size;
      this.rowOf.set(text, row);
    }
    return row;
  }

  get texts(): readonly string[] {
    return [...this.rowOf.keys()];
  }

  /**
   * Embeds what was added: as many texts at once as the embedder takes, as many calls at once as it wants. Throws the
   * signal's reason between two calls, and what the embedder throws.
   */
  async embed(embedder: DocumentEmbedder, signal?: AbortSignal): Promise<void> {
    const texts = this.texts;
    // Texts of like length together: an encoder fills the shorter ones of a batch up to the longest.
    const order = texts.map((_, row) => row).sort((a, b) => texts[b]!.length - texts[a]!.length);
    let next = 0;
    const takeParts = async (): Promise<void> => {
      while (next < order.length) {
        signal?.throwIfAborted();
        const rows = order.slice(next, next + embedder.maxBatch);
        next += rows.length;
        const part = rows.map((row) => texts[row]!);
        try {
          await this.embedPart(embedder, rows, part);
        } catch (error) {
          next = order.length;
          throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: embedder.concurrency ?? 1 }, takeParts));
  }

  /** The vector of a row; undefined where the embedder knew no word of the text. */
  vector(row: number): Float32Array | undefined {
    const vector = this.vectors.slice(row * this.dimension, (row + 1) * this.dimension);
    return vector.some((component) => component !== 0) ? vector : undefined;
  }

  /** The mean of the rows, each with the same weight, as a unit vector; undefined where none of them has a vector. */
  mean(rows: readonly number[]): Float32Array | undefined {
    const sum = new Float32Array(this.dimension);
    for (const row of rows) {
      const start = row * this.dimension;
      for (let i = 0; i < this.dimension; i++) sum[i]! += this.vectors[start + i]!;
    }
    const norm = Math.hypot(...sum);
    // Opposite vectors may cancel; what is left then is rounding, not meaning.
    return norm < 1e-6 ? undefined : sum.map((component) => component / norm);
  }

  /** The greatest weight of each word in the texts of the rows, as a model weighs a word within one text, too. */
  lexical(rows: readonly number[]): SparseVector {
    const greatest = new Map<number, number>();
    for (const row of rows) {
      const { indices = [], values = [] } = this.weights[row] ?? {};
      for (let i = 0; i < indices.length; i++) {
        const known = greatest.get(indices[i]!) ?? 0;
        if (values[i]! > known) greatest.set(indices[i]!, values[i]!);
      }
    }
    const indices = Uint32Array.from(greatest.keys()).sort();
    return { indices, values: Float32Array.from(indices, (index) => greatest.get(index)!) };
  }

  private async embedPart(
    embedder: DocumentEmbedder,
    rows: readonly number[],
    texts: readonly string[],
  ): Promise<void> {
    const made = await (embedder.embedWithLexical?.(texts, "document") ?? embedder.embed(texts, "document"));
    const { dense, lexical } = made instanceof Float32Array ? { dense: made, lexical: [] } : made;
    this.dimension = dense.length / rows.length;
    if (this.vectors.length === 0) this.vectors = new Float32Array(this.rowOf.size * this.dimension);
    rows.forEach((row, i) => {
      this.vectors.set(dense.subarray(i * this.dimension, (i + 1) * this.dimension), row * this.dimension);
      if (lexical[i] !== undefined) this.weights[row] = lexical[i];
    });
  }
}

/** The texts of all spaces, each with the embedder of its space. */
export class SpaceBatches {
  private readonly embedder: DocumentEmbedder;
  private readonly batches = new Map<DocumentEmbedder, EmbeddingBatch>();

  constructor(embedder: DocumentEmbedder) {
    this.embedder = embedder;
  }

  /** The batch that the texts of a space belong in. */
  of(space: string): EmbeddingBatch {
    const embedder = this.embedderOf(space);
    let batch = this.batches.get(embedder);
    if (batch === undefined) {
      batch = new EmbeddingBatch();
      this.batches.set(embedder, batch);
    }
    return batch;
  }

  /** Whether the embedder of a space weighs words itself, so that its weights stand in place of BM25. */
  weighsWords(space: string): boolean {
    return this.embedderOf(space).embedWithLexical !== undefined;
  }

  async embed(signal?: AbortSignal): Promise<void> {
    for (const [embedder, batch] of this.batches) await batch.embed(embedder, signal);
  }

  private embedderOf(space: string): DocumentEmbedder {
    return embedderOf(this.embedder, space);
  }
}
