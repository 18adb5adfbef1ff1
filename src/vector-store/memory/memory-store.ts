import { fail } from "../../errors.ts";
import type { Filter } from "../filter.ts";
import { meanOfDense, meanOfSparse } from "../means.ts";
import type {
  CollectionInfo,
  CollectionSchema,
  ColumnValue,
  FacetCount,
  FacetRequest,
  Leg,
  Point,
  QueryAnswer,
  QueryRequest,
  Sort,
  VectorStore,
} from "../port.ts";
import {
  checkFacets,
  checkFilter,
  checkPage,
  checkPoint,
  checkQuery,
  checkSort,
  unknownSpace,
} from "../validation.ts";
import { foldKeyword } from "../words.ts";
import { facetOf } from "./facets.ts";
import { keeps } from "./matching.ts";
import { denseScore, sparseScore } from "./scores.ts";

type Change = Pick<Point, "id"> & Partial<Omit<Point, "id">>;

interface Collection {
  readonly schema: CollectionSchema;
  readonly meta: unknown;
  readonly points: Map<string, Point>;
  sequence: number;
}

/**
 * The exact reference of the port: maps and loops over whole float32 vectors, nothing clever, nothing durable.
 * Tests compare the other adapters with it; it shares the words and the checks of requests with them, no more.
 */
export class MemoryStore implements VectorStore {
  readonly adapter = "memory";
  readonly capabilities = { maxUpsert: 10_000, maxWindow: 1_000_000, exact: true } as const;
  readonly #collections = new Map<string, Collection>();
  readonly #aliases = new Map<string, string>();
  #closed = false;

  async createCollection(name: string, schema: CollectionSchema, meta: unknown = null): Promise<void> {
    this.#refuseWhenClosed();
    if (this.#collections.has(name) || this.#aliases.has(name)) {
      throw fail("COLLECTION_EXISTS", `a collection or an alias is named ${name}`);
    }
    this.#collections.set(name, {
      schema: structuredClone(schema),
      meta: structuredClone(meta),
      points: new Map(),
      sequence: 0,
    });
  }

  async deleteCollection(name: string): Promise<void> {
    this.#collection(name);
    const target = this.#aliases.get(name) ?? name;
    this.#collections.delete(target);
    for (const [alias, aliased] of this.#aliases) if (aliased === target) this.#aliases.delete(alias);
  }

  async listCollections(): Promise<readonly string[]> {
    this.#refuseWhenClosed();
    return [...this.#collections.keys()].sort();
  }

  async schema(collection: string): Promise<CollectionSchema> {
    return this.#collection(collection).schema;
  }

  async meta(collection: string): Promise<unknown> {
    return this.#collection(collection).meta;
  }

  async setAlias(alias: string, collection: string): Promise<void> {
    this.#refuseWhenClosed();
    if (this.#collections.has(alias)) throw fail("COLLECTION_EXISTS", `a collection is named ${alias}`);
    if (!this.#collections.has(collection)) throw notFound(collection);
    this.#aliases.set(alias, collection);
  }

  async aliases(): Promise<Readonly<Record<string, string>>> {
    this.#refuseWhenClosed();
    return Object.fromEntries(this.#aliases);
  }

  async upsert(collection: string, points: readonly Point[]): Promise<void> {
    const { schema, points: stored } = this.#collection(collection);
    for (const point of points) checkPoint(schema, point);
    for (const point of points) stored.set(point.id, copyOf(point));
  }

  async update(collection: string, changes: readonly Change[]): Promise<void> {
    const { schema, points } = this.#collection(collection);
    for (const change of changes) checkPoint(schema, change);
    for (const change of changes) {
      const before = points.get(change.id);
      if (before === undefined) continue;
      const after = {
        id: change.id,
        dense: { ...before.dense, ...change.dense },
        sparse: { ...before.sparse, ...change.sparse },
        columns: { ...before.columns, ...change.columns },
        payload: { ...before.payload, ...change.payload },
      };
      points.set(change.id, copyOf(after));
    }
  }

  async delete(collection: string, ids: readonly string[]): Promise<void> {
    const { points } = this.#collection(collection);
    for (const id of ids) points.delete(id);
  }

  async deleteWhere(collection: string, filter: Filter): Promise<number> {
    const { points } = this.#collection(collection);
    const doomed = this.#kept(collection, filter);
    for (const { id } of doomed) points.delete(id);
    return doomed.length;
  }

  /** Nothing is durable here; the sequence number is kept for as long as the store is. */
  async checkpoint(collection: string, sequence: number): Promise<void> {
    this.#collection(collection).sequence = sequence;
  }

  async query(collection: string, request: QueryRequest): Promise<QueryAnswer> {
    const { schema, points } = this.#collection(collection);
    checkQuery(schema, request);
    request.signal?.throwIfAborted();
    const kept = this.#kept(collection, request.filter);
    const ids = new Set<string>();
    const full: boolean[] = [];
    const scorers = request.legs.map((leg) => scorerOf(leg, schema, points));
    for (const [i, leg] of request.legs.entries()) {
      const found = kept
        .map((point) => ({ id: point.id, score: scorers[i]!(point) }))
        .filter(({ score }) => (schema.sparse.includes(leg.space) ? score > 0 : !Number.isNaN(score)))
        .sort((a, b) => b.score - a.score || compareIds(a.id, b.id))
        .slice(0, leg.limit);
      full.push(found.length === leg.limit);
      for (const { id } of found) ids.add(id);
    }
    for (const { id } of kept) if (request.include?.includes(id)) ids.add(id);
    const candidates = Array.from(ids, (id) => points.get(id)!);
    const fits = (request.fits ?? []).map((filter) => {
      const fitting = new Set(this.#kept(collection, filter).map(({ id }) => id));
      return Uint8Array.from(candidates, ({ id }) => Number(fitting.has(id)));
    });
    const columns = (request.columns ?? []).map((name) => {
      const numbers = candidates.map((point) => Number(own(point.columns, name) ?? Number.NaN));
      return [name, Float64Array.from(numbers)] as const;
    });
    return {
      ids: candidates.map(({ id }) => id),
      scores: scorers.map((scorer) => Float32Array.from(candidates, scorer)),
      columns: Object.fromEntries(columns),
      fits,
      full,
    };
  }

  async scroll(
    collection: string,
    request: { filter?: Filter; sort?: readonly Sort[]; offset?: number; limit: number },
  ): Promise<{ ids: readonly string[]; total: number }> {
    const { schema } = this.#collection(collection);
    const { sort = [], offset = 0, limit } = request;
    checkSort(schema, sort);
    checkPage(offset, limit);
    const kept = this.#kept(collection, request.filter);
    kept.sort((a, b) => comparePoints(a, b, sort));
    return { ids: kept.slice(offset, offset + limit).map(({ id }) => id), total: kept.length };
  }

  async payloads(
    collection: string,
    ids: readonly string[],
  ): Promise<readonly (Record<string, unknown> | null)[]> {
    const { points } = this.#collection(collection);
    return ids.map((id) => {
      const point = points.get(id);
      return point === undefined ? null : structuredClone(point.payload);
    });
  }

  async vector(collection: string, id: string, space: string): Promise<Float32Array | null> {
    const { schema, points } = this.#collection(collection);
    if (!Object.hasOwn(schema.dense, space)) throw unknownSpace(space);
    return own(points.get(id)?.dense, space)?.slice() ?? null;
  }

  async count(collection: string, filter?: Filter): Promise<number> {
    return this.#kept(collection, filter).length;
  }

  async facets(
    collection: string,
    requests: readonly FacetRequest[],
    among: { filter?: Filter; ids?: readonly string[] },
  ): Promise<{ total: number; facets: readonly (readonly FacetCount[])[] }> {
    checkFacets(this.#collection(collection).schema, requests);
    const ids = among.ids === undefined ? null : new Set(among.ids);
    const points = this.#kept(collection, among.filter).filter(({ id }) => ids === null || ids.has(id));
    const facets = requests.map((request) =>
      facetOf(
        request,
        points.map((point) => own(point.columns, request.column)),
      ),
    );
    return { total: points.length, facets };
  }

  async info(collection: string): Promise<CollectionInfo> {
    const { schema, points, sequence } = this.#collection(collection);
    const all = [...points.values()];
    const spaces = [...Object.keys(schema.dense), ...schema.sparse].map((space) => {
      const vectors = all.filter(({ dense, sparse }) => Object.hasOwn({ ...dense, ...sparse }, space));
      return [space, vectors.length] as const;
    });
    const bytes = all.reduce((sum, point) => sum + bytesOf(point), 0);
    return { points: points.size, spaces: Object.fromEntries(spaces), sequence, bytes };
  }

  /** There is no durable part to check. */
  async verify(collection: string): Promise<void> {
    this.#collection(collection);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#collections.clear();
  }

  #kept(collection: string, filter: Filter | undefined): Point[] {
    const { schema, points } = this.#collection(collection);
    if (filter !== undefined) checkFilter(schema, filter);
    return [...points.values()].filter(
      ({ columns }) => filter === undefined || keeps(filter, columns, schema.columns),
    );
  }

  #collection(name: string): Collection {
    this.#refuseWhenClosed();
    const collection = this.#collections.get(this.#aliases.get(name) ?? name);
    if (collection === undefined) throw notFound(name);
    return collection;
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw fail("STORE_UNAVAILABLE", "the vector store is closed");
  }
}

function notFound(name: string) {
  return fail("COLLECTION_NOT_FOUND", `no collection is named ${JSON.stringify(name)}`);
}

/** A copy that the caller cannot change, its payload as JSON would bring it back; empty lists are no values. */
function copyOf(point: Point): Point {
  const columns = Object.entries(point.columns).filter(
    ([, value]) => !Array.isArray(value) || value.length > 0,
  );
  return {
    id: point.id,
    dense: structuredClone(point.dense),
    sparse: structuredClone(point.sparse),
    columns: structuredClone(Object.fromEntries(columns)),
    payload: JSON.parse(JSON.stringify(point.payload)),
  };
}

/** A leg as a function that scores a point, NaN where the point or the leg has no vector. */
function scorerOf(
  leg: Leg,
  schema: CollectionSchema,
  points: ReadonlyMap<string, Point>,
): (point: Point) => number {
  const models = "like" in leg ? leg.like.flatMap((id) => points.get(id) ?? []) : [];
  const { space } = leg;
  if (schema.sparse.includes(space)) {
    const query =
      "sparse" in leg ? leg.sparse : meanOfSparse(models.flatMap(({ sparse }) => own(sparse, space) ?? []));
    return (point) => {
      const stored = own(point.sparse, space);
      return query === null || stored === undefined ? Number.NaN : sparseScore(query, stored);
    };
  }
  const { distance } = schema.dense[space]!;
  const query =
    "dense" in leg
      ? leg.dense
      : meanOfDense(
          models.flatMap(({ dense }) => own(dense, space) ?? []),
          distance === "cosine",
        );
  return (point) => {
    const stored = own(point.dense, space);
    return query === null || stored === undefined ? Number.NaN : denseScore(distance, query, stored);
  };
}

/** The record's own entry: a column or a space may be named as something that every object has. */
function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function comparePoints(a: Point, b: Point, sorts: readonly Sort[]): number {
  for (const { column, order } of sorts) {
    const keyA = sortKey(own(a.columns, column), order);
    const keyB = sortKey(own(b.columns, column), order);
    if (keyA === keyB) continue;
    if (keyA === undefined) return 1;
    if (keyB === undefined) return -1;
    return keyA < keyB === (order === "asc") ? -1 : 1;
  }
  return compareIds(a.id, b.id);
}

/** What a value is sorted by: of many keywords the least when ascending, the greatest when descending. */
function sortKey(value: ColumnValue | undefined, order: Sort["order"]): string | number | undefined {
  if (value === undefined || typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  const folded = (typeof value === "string" ? [value] : [...value]).map(foldKeyword).sort();
  return order === "asc" ? folded[0] : folded.at(-1);
}

function compareIds(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function bytesOf({ dense, sparse, payload }: Point): number {
  let bytes = Buffer.byteLength(JSON.stringify(payload));
  for (const vector of Object.values(dense)) bytes += vector.byteLength;
  for (const { indices, values } of Object.values(sparse)) bytes += indices.byteLength + values.byteLength;
  return bytes;
}
