import { availableParallelism } from "node:os";
import type { Point } from "../../src/vector-store/port.ts";
import { ScanStore } from "../../src/vector-store/scan/scan-store.ts";
import { VERSION } from "../../src/version.ts";
import { fuseScores } from "./fuse-rows.ts";
import type { Contestant, SpaceVectors } from "./port.ts";

const BATCH = 1000;
/** One collection for each effort: that of a space is its priority. */
const PRIORITIES = ["low", "high"] as const;

/**
 * The scan store as the service uses it: one query of several legs, whose candidates get their score in every leg,
 * which is more than the others are asked for.
 */
export async function kotodama(folder: string): Promise<Contestant> {
  const threads = availableParallelism();
  const store = await ScanStore.open({ root: folder, threads });
  const nameOf = (space: number) => `space_${space}`;
  let used: (typeof PRIORITIES)[number] = "high";
  const query = (vectors: readonly Float32Array[], k: number) =>
    store.query(used, {
      legs: vectors.map((dense, space) => ({ space: nameOf(space), limit: k, dense })),
    });
  const fill = async (priority: (typeof PRIORITIES)[number], spaces: readonly SpaceVectors[]) => {
    const dense = Object.fromEntries(
      spaces.map(({ dimension }, i) => [nameOf(i), { dimension, distance: "cosine" as const, priority }]),
    );
    await store.createCollection(priority, { dense, sparse: [], columns: {} });
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
      await store.upsert(priority, points);
    }
    await store.checkpoint(priority, 1);
  };
  return {
    engine: `Kotodama ${VERSION}`,
    setting: `scan of 1-bit and int8 codes, ${threads} threads`,
    efforts: PRIORITIES.map((priority) => `priority ${priority}`),
    async build(spaces) {
      for (const priority of PRIORITIES) await fill(priority, spaces);
    },
    use(effort) {
      used = PRIORITIES[effort]!;
    },
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
