import { connect, Index } from "@lancedb/lancedb";
import * as arrow from "apache-arrow";
import { versionOf } from "../machine.ts";
import type { Contestant } from "./port.ts";

interface Effort {
  readonly label: string;
  readonly ef?: number;
  readonly refine?: number;
  readonly nprobes: number;
}

const HNSW_EFFORTS: readonly Effort[] = [16, 32, 64, 128, 256, 512].flatMap((ef) =>
  [1, 2, 4].map((refine) => ({
    label: refine === 1 ? `ef ${ef}` : `ef ${ef}, best ${refine} × k rescored`,
    ef,
    refine,
    nprobes: 1,
  })),
);

/** Partitions of the flat index: about the square root of the rows, as its manual says. */
const PARTITIONS = 160;
const FLAT_EFFORTS: readonly Effort[] = [5, 10, 20, 40, 80, PARTITIONS].map((nprobes) => ({
  label: `${nprobes} of ${PARTITIONS} partitions`,
  nprobes,
}));

/** LanceDB: a table on disk with one column of vectors per space, each with an index. */
export function lancedbOf(index: "IVF_HNSW_SQ" | "IVF_FLAT", folder: string): Contestant {
  const efforts = index === "IVF_FLAT" ? FLAT_EFFORTS : HNSW_EFFORTS;
  let effort = efforts[0]!;
  let table: Awaited<ReturnType<Awaited<ReturnType<typeof connect>>["createTable"]>>;
  return {
    engine: `LanceDB ${versionOf("@lancedb/lancedb")}`,
    setting: {
      IVF_HNSW_SQ: "IVF_HNSW_SQ, 1 partition, m 20, ef_construction 300 (its defaults)",
      IVF_FLAT: `IVF_FLAT, ${PARTITIONS} partitions`,
    }[index],
    efforts: efforts.map(({ label }) => label),
    async build(spaces) {
      table = await (await connect(folder)).createTable("spaces", vectorTable(spaces));
      for (const space of spaces.keys()) {
        const config =
          index === "IVF_FLAT"
            ? Index.ivfFlat({ distanceType: "cosine", numPartitions: PARTITIONS })
            : Index.hnswSq({ distanceType: "cosine", numPartitions: 1 });
        await table.createIndex(`space_${space}`, { config });
        await table.prewarmIndex(`space_${space}_idx`);
      }
    },
    use(next) {
      effort = efforts[next]!;
    },
    async search(vectors, k) {
      return Promise.all(
        vectors.map(async (vector, space) => {
          let query = table
            .vectorSearch(vector)
            .column(`space_${space}`)
            .distanceType("cosine")
            .nprobes(effort.nprobes);
          // It refuses an ef below the number of candidates.
          if (effort.ef !== undefined) query = query.ef(Math.max(effort.ef, k * (effort.refine ?? 1)));
          if (effort.refine !== undefined && effort.refine > 1) query = query.refineFactor(effort.refine);
          const rows = await query.limit(k).select(["row", "_distance"]).toArray();
          return rows.map(({ row }) => row as number);
        }),
      );
    },
    close() {},
  };
}

/** An Arrow table of the row numbers, one fixed-size list of float32 per space (not copied), and texts, if any. */
export function vectorTable(
  spaces: Parameters<Contestant["build"]>[0],
  texts?: readonly string[],
): arrow.Table {
  const rows = spaces[0]!.vectors.length / spaces[0]!.dimension;
  const columns = spaces.map(({ vectors, dimension }, space) => {
    const child = arrow.makeData({ type: new arrow.Float32(), data: vectors, length: vectors.length });
    const type = new arrow.FixedSizeList(dimension, new arrow.Field("item", new arrow.Float32(), true));
    return [
      `space_${space}`,
      arrow.makeVector(arrow.makeData({ type, length: rows, nullCount: 0, child })),
    ] as const;
  });
  return new arrow.Table({
    row: arrow.vectorFromArray(Int32Array.from({ length: rows }, (_, row) => row)),
    ...Object.fromEntries(columns),
    ...(texts ? { text: arrow.vectorFromArray(texts, new arrow.Utf8()) } : {}),
  });
}
