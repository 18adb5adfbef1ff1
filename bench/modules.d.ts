/** What is used of the engines in bench/: the project's types are checked without installing them. */

declare module "@zvec/zvec" {
  type Vector = Float32Array | Readonly<Record<number, number>>;
  interface QueryParams {
    readonly indexType: number;
    readonly ef?: number;
    readonly nprobe?: number;
    readonly isUsingRefiner?: boolean;
  }
  interface SubQuery {
    readonly fieldName: string;
    readonly vector?: Vector;
    readonly fts?: { readonly matchString: string };
    readonly numCandidates?: number;
    readonly params?: QueryParams;
  }
  interface Doc {
    readonly id: string;
    readonly score: number;
  }
  interface Collection {
    insertSync(docs: readonly object[]): readonly { readonly ok: boolean; readonly message: string }[];
    optimize(): Promise<void>;
    query(request: SubQuery & { readonly topk: number; readonly outputFields?: string[] }): Promise<Doc[]>;
    multiQuery(request: {
      readonly queries: readonly SubQuery[];
      readonly topk: number;
      readonly outputFields?: string[];
      readonly rerank:
        | { readonly type: "rrf"; readonly rankConstant: number }
        | { readonly type: "weighted"; readonly weights: readonly number[] };
    }): Promise<Doc[]>;
    closeSync(): void;
  }
  const zvec: {
    readonly ZVecDataType: { readonly STRING: number; readonly VECTOR_FP32: number };
    readonly ZVecIndexType: {
      readonly HNSW: number;
      readonly FLAT: number;
      readonly HNSW_RABITQ: number;
      readonly FTS: number;
    };
    readonly ZVecMetricType: { readonly COSINE: number };
    readonly ZVecQuantizeType: { readonly INT8: number };
    readonly ZVecLogLevel: { readonly ERROR: number };
    readonly ZVecCollectionSchema: new (schema: object) => object;
    ZVecInitialize(options: { readonly logLevel: number }): void;
    ZVecCreateAndOpen(path: string, schema: object): Collection;
  };
  export default zvec;
}

declare module "usearch" {
  export interface Matches {
    readonly keys: BigUint64Array;
    readonly distances: Float32Array;
  }
  export interface BatchMatches extends Matches {
    get(i: number): Matches;
  }
  export class Index {
    constructor(config: {
      readonly dimensions: number;
      readonly metric: string;
      readonly quantization: string;
      readonly connectivity: number;
      readonly expansion_add: number;
      readonly expansion_search: number;
      readonly multi: boolean;
    });
    add(keys: BigUint64Array, vectors: Float32Array, threads: number): void;
    search(vector: Float32Array, k: number, threads: number): Matches;
    search(vectors: readonly Float32Array[], k: number, threads: number): BatchMatches;
    save(path: string): void;
    load(path: string): void;
  }
}

declare module "apache-arrow" {
  interface Made {
    readonly brand?: "arrow";
  }
  export class Field {
    constructor(name: string, type: Made, nullable?: boolean);
  }
  export class Float32 implements Made {}
  export class Int32 implements Made {}
  export class Utf8 implements Made {}
  export class FixedSizeList implements Made {
    constructor(size: number, field: Field);
  }
  export class Schema {
    constructor(fields: readonly Field[]);
  }
  export class RecordBatch {
    constructor(schema: Schema, data: unknown);
  }
  export class Table {
    constructor(columns: Readonly<Record<string, Made>>);
  }
  export function makeData(props: object): Made;
  export function makeVector(data: unknown): Made;
  export function vectorFromArray(values: ArrayLike<unknown>, type?: Made): Made;
}

declare module "@lancedb/lancedb" {
  interface Query {
    select(columns: readonly string[]): this;
    limit(limit: number): this;
    toArray(): Promise<Readonly<Record<string, unknown>>[]>;
  }
  interface VectorQuery extends Query {
    column(name: string): this;
    distanceType(type: "cosine"): this;
    nprobes(count: number): this;
    ef(ef: number): this;
    refineFactor(factor: number): this;
    bypassVectorIndex(): this;
  }
  interface Table {
    createIndex(column: string, options?: { readonly config?: Index }): Promise<void>;
    prewarmIndex(name: string): Promise<void>;
    vectorSearch(vector: Float32Array): VectorQuery;
    search(query: string, type: "fts"): Query;
  }
  interface Connection {
    createTable(name: string, data: unknown): Promise<Table>;
    close(): void;
  }
  interface Index {
    readonly brand?: "index";
  }
  export const Index: {
    hnswSq(options: object): Index;
    ivfFlat(options: object): Index;
    fts(options: object): Index;
  };
  export function connect(uri: string): Promise<Connection>;
}

declare module "minisearch" {
  export default class MiniSearch {
    constructor(options: object);
    addAll(documents: readonly object[]): void;
    search(query: string): { readonly id: number; readonly score: number }[];
  }
}

declare module "@orama/orama" {
  interface Database {
    readonly brand?: "orama";
  }
  export function create(options: object): Database;
  export function insertMultiple(database: Database, documents: readonly object[], batch?: number): unknown;
  interface Found {
    readonly hits: { readonly id: string; readonly score: number }[];
  }
  export function search(database: Database, parameters: object): Found | Promise<Found>;
}
