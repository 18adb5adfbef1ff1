import type { ImageEmbedderIdentity } from "../image-embedder/port.ts";
import type { CatalogueRecord } from "../record/record.ts";

/** A vector for each of the spaces of pictures in which an entry has pictures that are embedded. */
export type VectorsOfPictures = Readonly<
  Partial<Record<"image_vector" | "character_image_vector", Float32Array>>
>;

/** Where the index has the vectors of pictures from: out of the record, as this embedder made them. */
export function indexedPictures(identity: ImageEmbedderIdentity) {
  return {
    identity,
    vectorsFrom:
      (record: CatalogueRecord) =>
      (id: string): VectorsOfPictures => {
        const bySpace = Map.groupBy(record.pictures.vectorsOf(id, identity), ({ space }) => space);
        const means = [...bySpace].flatMap(([space, pictures]) => {
          const mean = meanDirection(pictures.map(({ vector }) => vector));
          return mean === null ? [] : [[space, mean] as const];
        });
        return Object.fromEntries(means);
      },
  };
}

/** The mean of unit vectors as a unit vector; null for none, and where they cancel each other out. */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array | null {
  const [first] = vectors;
  if (first === undefined) return null;
  const sum = new Float64Array(first.length);
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!;
  let squares = 0;
  for (const component of sum) squares += component * component;
  const norm = Math.sqrt(squares);
  // What is left of opposite vectors is rounding, not a direction.
  return norm < 1e-6 ? null : Float32Array.from(sum, (component) => component / norm);
}
