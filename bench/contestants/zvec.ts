import { join } from "node:path";
import zvec from "@zvec/zvec";
import { versionOf } from "../machine.ts";
import type { Contestant } from "./port.ts";

const BATCH = 1000;

/** With int8 codes, but for RaBitQ, and for `HNSW_FP32`, which keeps what it is given. */
export type ZvecIndex = "FLAT" | "HNSW" | "HNSW_FP32" | "HNSW_RABITQ";

/**
 * zvec: one collection of one vector field per space (five is the most it takes), one quantisation per process (two
 * make its cosine wrong), nothing deleted or updated before the index is made (else its graph is wrong).
 */
export function zvecOf(index: ZvecIndex, folder: string): Contestant {
  zvec.ZVecInitialize({ logLevel: zvec.ZVecLogLevel.ERROR });
  const indexType = zvec.ZVecIndexType[index === "HNSW_FP32" ? "HNSW" : index];
  const int8 = index === "FLAT" || index === "HNSW";
  const efs = index === "FLAT" ? [0] : [16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024];
  let ef = efs[0]!;
  let collection: ReturnType<typeof zvec.ZVecCreateAndOpen>;
  const subquery = (vector: Float32Array, space: number) => ({
    fieldName: `space_${space}`,
    vector,
    ...(index === "FLAT" ? {} : { params: { indexType, ef } }),
  });
  return {
    engine: `zvec ${versionOf("@zvec/zvec")}`,
    setting: {
      FLAT: "FLAT, int8",
      HNSW: "HNSW, int8 of rotated vectors, m 50, ef_construction 500 (its defaults)",
      HNSW_FP32: "HNSW, float32, m 50, ef_construction 500 (its defaults)",
      HNSW_RABITQ: "HNSW with RaBitQ codes of 7 bits (its defaults)",
    }[index],
    efforts: efs.map((ef) => (index === "FLAT" ? "exact over its codes" : `ef ${ef}`)),
    async build(spaces) {
      collection = zvec.ZVecCreateAndOpen(
        join(folder, "collection"),
        new zvec.ZVecCollectionSchema({
          name: "spaces",
          vectors: spaces.map(({ dimension }, space) => ({
            name: `space_${space}`,
            dataType: zvec.ZVecDataType.VECTOR_FP32,
            dimension,
            indexParams: {
              indexType,
              metricType: zvec.ZVecMetricType.COSINE,
              ...(int8
                ? {
                    quantizeType: zvec.ZVecQuantizeType.INT8,
                    quantizerParams: { enableRotate: index === "HNSW" },
                  }
                : {}),
            },
          })),
        }),
      );
      const rows = spaces[0]!.vectors.length / spaces[0]!.dimension;
      for (let from = 0; from < rows; from += BATCH) {
        const documents = Array.from({ length: Math.min(BATCH, rows - from) }, (_, i) => {
          const row = from + i;
          const vectors = spaces.map(({ vectors, dimension }, space) => [
            `space_${space}`,
            vectors.slice(row * dimension, (row + 1) * dimension),
          ]);
          return { id: String(row), vectors: Object.fromEntries(vectors) };
        });
        const refused = collection.insertSync(documents).find(({ ok }) => !ok);
        if (refused) throw new Error(`zvec refused a document: ${refused.message}`);
      }
      await collection.optimize();
    },
    use(effort) {
      ef = efs[effort]!;
    },
    async search(vectors, k) {
      const found = await Promise.all(
        vectors.map((vector, space) =>
          collection.query({ ...subquery(vector, space), topk: k, outputFields: [] }),
        ),
      );
      return found.map((documents) => documents.map(({ id }) => Number(id)));
    },
    close: () => collection.closeSync(),
  };
}
