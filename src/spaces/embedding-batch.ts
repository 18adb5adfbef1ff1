import type { TextEmbedder } from "../text-embedder/port.ts";

/** Collects texts, embeds them all, each distinct one once, and hands out the vectors. */
export class EmbeddingBatch {
  private readonly rowOf = new Map<string, number>();
  private vectors = new Float32Array(0);
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

  /** Embeds what was added, as many texts at once as the embedder takes. */
  async embed(embedder: Pick<TextEmbedder, "embed" | "maxBatch">): Promise<void> {
    const texts = [...this.rowOf.keys()];
    for (let at = 0; at < texts.length; at += embedder.maxBatch) {
      const part = texts.slice(at, at + embedder.maxBatch);
      const vectors = await embedder.embed(part, "document");
      this.dimension = vectors.length / part.length;
      if (at === 0) this.vectors = new Float32Array(texts.length * this.dimension);
      this.vectors.set(vectors, at * this.dimension);
    }
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
}
