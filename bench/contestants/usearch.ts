import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Index } from "usearch";
import { versionOf } from "../machine.ts";
import { fuseRows } from "./fuse-rows.ts";
import type { Contestant } from "./port.ts";

const EFS = [16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024];
const CONNECTIVITY = 16;
const EF_CONSTRUCTION = 200;

/**
 * usearch: one HNSW index per space. From JavaScript it is synchronous, so that 16 requests in flight are answered
 * as batches of 16 over all cores; ef is fixed when an index is made, so that another one means loading it again.
 */
export function usearchOf(quantization: "i8" | "f16", folder: string): Contestant {
  const threads = availableParallelism();
  let indices: Index[] = [];
  let dimensions: readonly number[] = [];
  const make = (dimension: number, ef: number) =>
    new Index({
      dimensions: dimension,
      metric: "cos",
      quantization,
      connectivity: CONNECTIVITY,
      expansion_add: EF_CONSTRUCTION,
      expansion_search: ef,
      multi: false,
    });
  const fileOf = (space: number) => join(folder, `space_${space}.usearch`);
  return {
    engine: `usearch ${versionOf("usearch")}`,
    setting: `HNSW, ${quantization}, connectivity ${CONNECTIVITY}, ef_construction ${EF_CONSTRUCTION}`,
    efforts: EFS.map((ef) => `ef ${ef}`),
    async build(spaces) {
      dimensions = spaces.map(({ dimension }) => dimension);
      indices = spaces.map(({ vectors, dimension }, space) => {
        const index = make(dimension, EFS[0]!);
        index.add(
          BigUint64Array.from({ length: vectors.length / dimension }, (_, row) => BigInt(row)),
          vectors,
          threads,
        );
        index.save(fileOf(space));
        return index;
      });
    },
    use(effort) {
      indices = dimensions.map((dimension, space) => {
        const index = make(dimension, EFS[effort]!);
        index.load(fileOf(space));
        return index;
      });
    },
    search: (vectors, k) =>
      vectors.map((vector, space) => Array.from(indices[space]!.search(vector, k, 1).keys, Number)),
    fusedMany(requests, k) {
      const perSpace = requests[0]!.map((_, space) =>
        indices[space]!.search(
          requests.map((vectors) => vectors[space]!),
          k,
          threads,
        ),
      );
      return requests.map((_, i) => fuseRows(perSpace.map((found) => Array.from(found.get(i).keys, Number))));
    },
    close() {},
  };
}
