import { availableParallelism } from "node:os";
import type { Point } from "../../src/vector-store/port.ts";
import { ScanStore } from "../../src/vector-store/scan/scan-store.ts";
import { VERSION } from "../../src/version.ts";
import { fuseScores } from "./fuse-rows.ts";
import type { Contestant } from "./port.ts";

const BATCH = 1000;
const COLLECTION = "spaces";

/**
 * The scan store as the service uses it: one query of several legs, whose candidates get their score in every leg,
 * which is more than the others are asked for.
 */
export async function kotodama(folder: string): Promise<Contestant> {
  const threads = availableParallelism();
  const store = await ScanStore.open({ root: folder, threads });
  const nameOf = (space: number) => `space_${space}`;
  const query = (vectors: readonly Float32Array[], k: number) =>
    store.query(COLLECTION, {
      legs: vectors.map((dense, space) => ({ space: nameOf(space), limit: k, dense })),
    });
  return {
    engine: `Kotodama ${VERSION}`,
    setting: `scan of 1-bit and int8 codes, ${threads} threads`,
    efforts: ["as the service has it"],
    async build(spaces) {
      const dense = Object.fromEntries(
        spaces.map(({ dimension }, i) => [
          nameOf(i),
          { dimension, distance: "cosine" as const, priority: "high" as const },
        ]),
      );
      await store.createCollection(COLLECTION, { dense, sparse: [], columns: {} });
      const rows = spaces[0]!.vectors.length / spaces[0]!.dimension;
      for (let from = 0; from < rows; from += BATCH) {
        const points = Array.from({ length: Math.min(BATCH, rows - from) }, (_, i): Point => {
          const row = from + i;
          const vectors = spaces.map(({ vectors, dimension }, space) => [
            nameOf(space),
            vectors.subarray(row * dimension, (row + 1) * dimension),
          ]);
          return {
            id: String(row),
            dense: Object.fromEntries(vectors),
            sparse: {},
            columns: {},
            payload: {},
          };
        });
        await store.upsert(COLLECTION, points);
      }
      await store.checkpoint(COLLECTION, 1);
    },
    use() {},
    async search(vectors, k) {
      const { ids, scores } = await query(vectors, k);
      return scores.map((leg) =>
        Array.from(ids.keys())
          .sort((a, b) => leg[b]! - leg[a]!)
          .slice(0, k)
          .map((i) => Number(ids[i])),
      );
    },
    async fused(vectors, k) {
      const { ids, scores } = await query(vectors, k);
      return fuseScores(ids.map(Number), scores);
    },
    close: () => store.close(),
  };
}
