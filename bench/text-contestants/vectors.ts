import { availableParallelism } from "node:os";
import { join } from "node:path";
import { connect, Index as LanceIndex } from "@lancedb/lancedb";
import zvec from "@zvec/zvec";
import { Index as UsearchIndex } from "usearch";
import { fuseRows } from "../contestants/fuse-rows.ts";
import { vectorTable } from "../contestants/lancedb.ts";
import { versionOf } from "../machine.ts";
import { RESULTS, type TextContestant } from "./port.ts";
import { builtinVectors, documentOf, oneText } from "./texts.ts";

/** Candidates of each of two searches before they are fused. */
const WINDOW = 100;
const BATCH = 1000;

/** usearch over the builtin embedder's vectors. */
export function usearchVectors(): TextContestant {
  const { dimension, ofQuery, ofEntries } = builtinVectors();
  const index = new UsearchIndex({
    dimensions: dimension,
    metric: "cos",
    quantization: "f16",
    connectivity: 16,
    expansion_add: 200,
    expansion_search: 128,
    multi: false,
  });
  return {
    engine: `usearch ${versionOf("usearch")}`,
    setting: "HNSW, f16, ef 128, vectors of the builtin embedder",
    remark: "vectors only: no words, no filters, no payload",
    build(entries) {
      const keys = BigUint64Array.from(entries.keys(), BigInt);
      index.add(keys, ofEntries(entries), availableParallelism());
    },
    search: (query) => Array.from(index.search(ofQuery(query), RESULTS, 1).keys, Number),
  };
}

/** zvec: full text and vectors of one collection, fused by its own rank fusion. */
export function zvecHybrid(folder: string): TextContestant {
  zvec.ZVecInitialize({ logLevel: zvec.ZVecLogLevel.ERROR });
  const { dimension, ofQuery, ofEntries } = builtinVectors();
  const { HNSW, FTS } = zvec.ZVecIndexType;
  const collection = zvec.ZVecCreateAndOpen(
    join(folder, "collection"),
    new zvec.ZVecCollectionSchema({
      name: "anime",
      fields: [
        {
          name: "text",
          dataType: zvec.ZVecDataType.STRING,
          indexParams: { indexType: FTS, filters: ["lowercase", "ascii_folding", "stemmer"] },
        },
      ],
      vectors: [
        {
          name: "vector",
          dataType: zvec.ZVecDataType.VECTOR_FP32,
          dimension,
          indexParams: {
            indexType: HNSW,
            metricType: zvec.ZVecMetricType.COSINE,
            quantizeType: zvec.ZVecQuantizeType.INT8,
            quantizerParams: { enableRotate: true },
          },
        },
      ],
    }),
  );
  return {
    engine: `zvec ${versionOf("@zvec/zvec")}`,
    setting: "full text (stems, folded) and HNSW int8, ef 128, its own RRF",
    remark: "one text field, all words alike; no typing errors forgiven",
    async build(entries) {
      const vectors = ofEntries(entries);
      for (let from = 0; from < entries.length; from += BATCH) {
        const documents = entries.slice(from, from + BATCH).map((entry, i) => {
          const row = from + i;
          return {
            id: String(row),
            fields: { text: oneText(documentOf(entry, row)) },
            vectors: { vector: vectors.slice(row * dimension, (row + 1) * dimension) },
          };
        });
        const refused = collection.insertSync(documents).find(({ ok }) => !ok);
        if (refused) throw new Error(`zvec refused a document: ${refused.message}`);
      }
      await collection.optimize();
    },
    async search(query) {
      const found = await collection.multiQuery({
        queries: [
          { fieldName: "text", fts: { matchString: query }, numCandidates: WINDOW },
          {
            fieldName: "vector",
            vector: ofQuery(query),
            numCandidates: WINDOW,
            params: { indexType: HNSW, ef: 128 },
          },
        ],
        topk: RESULTS,
        outputFields: [],
        rerank: { type: "rrf", rankConstant: 60 },
      });
      return found.map(({ id }) => Number(id));
    },
  };
}

/** LanceDB: a table on disk with a full text index and a vector index, both searched and fused by ranks. */
export function lancedbHybrid(folder: string): TextContestant {
  const { dimension, ofQuery, ofEntries } = builtinVectors();
  let table: Awaited<ReturnType<Awaited<ReturnType<typeof connect>>["createTable"]>>;
  return {
    engine: `LanceDB ${versionOf("@lancedb/lancedb")}`,
    setting: "full text (stems, folded) and IVF_HNSW_SQ, ef 128; RRF in JavaScript",
    remark: "one text field, all words alike; no typing errors forgiven",
    async build(entries) {
      const texts = entries.map((entry, row) => oneText(documentOf(entry, row)));
      table = await (await connect(folder)).createTable(
        "anime",
        vectorTable([{ vectors: ofEntries(entries), dimension }], texts),
      );
      await table.createIndex("text", {
        config: LanceIndex.fts({ stem: true, asciiFolding: true, removeStopWords: true }),
      });
      await table.createIndex("space_0", {
        config: LanceIndex.hnswSq({ distanceType: "cosine", numPartitions: 1 }),
      });
      await table.prewarmIndex("text_idx");
      await table.prewarmIndex("space_0_idx");
    },
    async search(query) {
      const found = await Promise.all([
        table.search(query, "fts").limit(WINDOW).select(["row", "_score"]).toArray(),
        table
          .vectorSearch(ofQuery(query))
          .column("space_0")
          .distanceType("cosine")
          .nprobes(1)
          .ef(128)
          .limit(WINDOW)
          .select(["row", "_distance"])
          .toArray(),
      ]);
      return fuseRows(found.map((rows) => rows.map(({ row }) => row as number)));
    },
  };
}
