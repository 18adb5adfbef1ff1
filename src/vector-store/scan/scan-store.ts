import { join } from "node:path";
import { fail, isFailure, type KotodamaError } from "../../errors.ts";
import type { Filter } from "../filter.ts";
import type {
  CollectionInfo,
  CollectionSchema,
  FacetRequest,
  Point,
  QueryRequest,
  VectorStore,
} from "../port.ts";
import { checkFacets, checkFilter, checkPage, checkPoint, checkQuery, checkSort } from "../validation.ts";
import { Collection, type CollectionContext } from "./collection.ts";
import { type Disk, diskFailure, errno, localDisk, readWhole, replaceFile } from "./disk.ts";
import { checkId } from "./ids.ts";
import { damaged, MANIFEST, type Manifest, readManifest, writeManifest } from "./manifest.ts";
import { checkCollectionName, checkSchema, isCollectionName } from "./names.ts";
import { checkedNorm } from "./quantise.ts";
import { search } from "./query.ts";
import {
  countRows,
  facetCounts,
  payloadsOf,
  type ScrollRequest,
  scrollIds,
  snapshotInfo,
  vectorOf,
} from "./reads.ts";
import { SearchPool } from "./search-pool.ts";
import type { PointChange } from "./segment-builder.ts";
import { removeDebris } from "./segment-files.ts";

export interface ScanStoreOptions {
  /** The folder of all collections; made where it is missing, unless `readOnly`. */
  readonly root: string;
  /** Worker threads that scan; 0 scans on the calling thread. */
  readonly threads: number;
  /** Opens beside a process that writes: changes nothing on the disk and refuses writes. */
  readonly readOnly?: boolean;
  readonly disk?: Disk;
}

const ALIASES = "aliases.json";

/**
 * The embedded vector store: a folder of collections, each a list of immutable segments, searched by exact scans
 * of codes (see README.md beside this file). One process may write; others open it read-only at the same time.
 */
export class ScanStore implements VectorStore {
  readonly adapter = "scan";
  readonly capabilities = { maxUpsert: 10_000, maxWindow: 4096, exact: false } as const;
  readonly #root: string;
  readonly #context: CollectionContext;
  /** What stands in the folder; for a collection whose manifest cannot be read, why. */
  readonly #collections = new Map<string, Collection | KotodamaError>();
  #aliases = new Map<string, string>();
  /** Changes to the list of collections and aliases run one after another. */
  #changes: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(root: string, context: CollectionContext) {
    this.#root = root;
    this.#context = context;
  }

  /**
   * Opens the folder and reads the manifests; segments are read when a collection is first used. Throws
   * DATA_DIR_UNUSABLE, DISK_FULL, and INDEX_DAMAGED for a list of aliases that cannot be read; a collection that
   * cannot be opened says so when it is used.
   */
  static async open({
    root,
    threads,
    readOnly = false,
    disk = localDisk,
  }: ScanStoreOptions): Promise<ScanStore> {
    const pool = new SearchPool(threads);
    const store = new ScanStore(root, { disk, pool, readOnly });
    try {
      if (!readOnly) await disk.makeFolder(root);
      await store.#readFolder();
      return store;
    } catch (error) {
      await pool.close();
      throw errno(error) === undefined ? error : diskFailure(error, `opening ${root}`);
    }
  }

  // -------------------------------------------------------------------------- collections and aliases

  createCollection(name: string, schema: CollectionSchema, meta: unknown = null): Promise<void> {
    return this.#change(`creating the collection ${name}`, async () => {
      checkCollectionName(name);
      checkSchema(schema);
      if (this.#collections.has(name)) throw fail("COLLECTION_EXISTS", `a collection is named ${name}`);
      if (this.#aliases.has(name)) throw fail("COLLECTION_EXISTS", `an alias is named ${name}`);
      const { disk } = this.#context;
      const folder = join(this.#root, name);
      const manifest = plain({ schema, meta, sequence: 0, counter: 0, segments: [] });
      await disk.makeFolder(folder);
      await removeDebris(disk, folder, { segments: [] });
      await writeManifest(disk, folder, manifest);
      await disk.syncFolder(this.#root);
      this.#collections.set(name, new Collection(this.#context, folder, manifest));
    });
  }

  async deleteCollection(name: string): Promise<void> {
    await this.#change(`deleting the collection ${name}`, async () => {
      await this.#adopt(name);
      const collection = this.#named(name);
      const target = this.#aliases.get(name) ?? name;
      const folder = join(this.#root, target);
      const { disk } = this.#context;
      const remaining = [...this.#aliases].filter(([, aliased]) => aliased !== target);
      if (remaining.length < this.#aliases.size) await this.#writeAliases(new Map(remaining));
      // A checkpoint that is under way would bring the manifest back: it ends first.
      this.#collections.delete(target);
      if (collection instanceof Collection) await collection.close(notFound(name));
      try {
        // Without its manifest it is no collection any more; the rest is debris.
        await disk.remove(join(folder, MANIFEST));
        await disk.syncFolder(folder);
      } catch (error) {
        await this.#readFolder();
        throw error;
      }
      await removeDebris(disk, folder, null);
      await disk.removeFolder(folder);
    });
  }

  async listCollections(): Promise<readonly string[]> {
    if (this.#context.readOnly) await this.#readFolder();
    return [...this.#collections.keys()].sort();
  }

  async schema(collection: string): Promise<CollectionSchema> {
    return (await this.#collection(collection)).schema;
  }

  async meta(collection: string): Promise<unknown> {
    return (await this.#collection(collection)).meta;
  }

  setAlias(alias: string, collection: string): Promise<void> {
    return this.#change(`setting the alias ${alias}`, async () => {
      checkCollectionName(alias);
      if (this.#collections.has(alias)) throw fail("COLLECTION_EXISTS", `a collection is named ${alias}`);
      if (!this.#collections.has(collection)) throw notFound(collection);
      await this.#writeAliases(new Map(this.#aliases).set(alias, collection));
    });
  }

  async aliases(): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries(this.#aliases);
  }

  // ------------------------------------------------------------------------------------------- writing

  async upsert(name: string, points: readonly Point[]): Promise<void> {
    const collection = await this.#writable(name);
    for (const point of points) checkChange(collection.schema, point);
    await collection.upsert(points);
  }

  async update(name: string, changes: readonly PointChange[]): Promise<void> {
    const collection = await this.#writable(name);
    for (const change of changes) checkChange(collection.schema, change);
    await collection.update(changes);
  }

  async delete(name: string, ids: readonly string[]): Promise<void> {
    await (await this.#writable(name)).delete(ids);
  }

  async deleteWhere(name: string, filter: Filter): Promise<number> {
    const collection = await this.#writable(name);
    checkFilter(collection.schema, filter);
    return collection.deleteRows((snapshot, part) => snapshot.keptRows(part, filter));
  }

  async checkpoint(name: string, sequence: number): Promise<void> {
    await (await this.#writable(name)).checkpoint(sequence);
  }

  // ------------------------------------------------------------------------------------------- reading

  async query(name: string, request: QueryRequest) {
    const collection = await this.#collection(name);
    checkQuery(collection.schema, request);
    return collection.read((snapshot) => search(this.#context.pool, collection.schema, snapshot, request));
  }

  async scroll(name: string, request: ScrollRequest) {
    const collection = await this.#collection(name);
    if (request.filter !== undefined) checkFilter(collection.schema, request.filter);
    checkSort(collection.schema, request.sort ?? []);
    checkPage(request.offset ?? 0, request.limit);
    return collection.read((snapshot) => scrollIds(snapshot, request));
  }

  async payloads(name: string, ids: readonly string[]) {
    return (await this.#collection(name)).read((snapshot) => payloadsOf(snapshot, ids));
  }

  async vector(name: string, id: string, space: string) {
    const collection = await this.#collection(name);
    if (!Object.hasOwn(collection.schema.dense, space)) {
      throw fail("SPACE_UNKNOWN", `no dense space is named ${JSON.stringify(space)}`);
    }
    return collection.read((snapshot) => vectorOf(snapshot, id, space));
  }

  async count(name: string, filter?: Filter): Promise<number> {
    const collection = await this.#collection(name);
    if (filter !== undefined) checkFilter(collection.schema, filter);
    return collection.read((snapshot) => countRows(snapshot, filter));
  }

  async facets(
    name: string,
    requests: readonly FacetRequest[],
    among: { readonly filter?: Filter; readonly ids?: readonly string[] },
  ) {
    const collection = await this.#collection(name);
    checkFacets(collection.schema, requests);
    if (among.filter !== undefined) checkFilter(collection.schema, among.filter);
    return collection.read((snapshot) => facetCounts(snapshot, requests, among));
  }

  async info(name: string): Promise<CollectionInfo> {
    const collection = await this.#collection(name);
    return collection.read((snapshot) => ({
      ...snapshotInfo(collection.schema, snapshot),
      sequence: collection.sequence,
    }));
  }

  async verify(name: string): Promise<void> {
    await (await this.#collection(name)).verify();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#changes;
    for (const collection of this.#collections.values()) {
      if (collection instanceof Collection) await collection.close(closedFailure());
    }
    await this.#context.pool.close();
  }

  // ----------------------------------------------------------------------------------------- the folder

  /** Takes in what stands in the folder and is not known yet. */
  async #readFolder(): Promise<void> {
    const { disk, readOnly } = this.#context;
    this.#aliases = await this.#readAliases();
    const found = new Set<string>();
    for (const { name, folder: isFolder } of await disk.list(this.#root)) {
      if (!isFolder || !isCollectionName(name)) continue;
      const folder = join(this.#root, name);
      let manifest: Manifest | null;
      try {
        manifest = await readManifest(disk, folder);
      } catch (error) {
        if (!isFailure(error)) throw error;
        this.#collections.set(name, error);
        found.add(name);
        continue;
      }
      if (manifest !== null) {
        found.add(name);
        if (!(this.#collections.get(name) instanceof Collection)) {
          this.#collections.set(name, new Collection(this.#context, folder, manifest));
        }
      } else if (!readOnly) {
        await removeDebris(disk, folder, null);
      }
    }
    for (const [name, collection] of this.#collections) {
      if (found.has(name)) continue;
      this.#collections.delete(name);
      if (collection instanceof Collection) await collection.close(notFound(name));
    }
  }

  async #readAliases(): Promise<Map<string, string>> {
    const path = join(this.#root, ALIASES);
    const bytes = await readWhole(this.#context.disk, path);
    if (bytes === null) return new Map();
    try {
      return new Map(Object.entries(JSON.parse(bytes.toString()) as Record<string, string>));
    } catch (cause) {
      throw damaged(path, "it is not JSON", cause);
    }
  }

  async #writeAliases(aliases: Map<string, string>): Promise<void> {
    const content = `${JSON.stringify(Object.fromEntries(aliases), null, 2)}\n`;
    await replaceFile(this.#context.disk, join(this.#root, ALIASES), Buffer.from(content));
    this.#aliases = aliases;
  }

  #change<T>(doing: string, task: () => Promise<T>): Promise<T> {
    const done = this.#changes.then(async () => {
      this.#refuseWhenClosed();
      if (this.#context.readOnly) throw readOnlyFailure();
      try {
        return await task();
      } catch (error) {
        throw errno(error) === undefined ? error : diskFailure(error, doing);
      }
    });
    this.#changes = done.catch(() => undefined);
    return done;
  }

  #named(name: string): Collection | KotodamaError {
    this.#refuseWhenClosed();
    const found = this.#collections.get(this.#aliases.get(name) ?? name);
    if (found === undefined) throw notFound(name);
    return found;
  }

  async #collection(name: string): Promise<Collection> {
    const known = this.#collections.has(this.#aliases.get(name) ?? name);
    if (!known && this.#context.readOnly) await this.#readFolder();
    else if (!known) await this.#adopt(name);
    const found = this.#named(name);
    if (found instanceof Collection) return found;
    throw found;
  }

  /** Takes in a collection that a worker thread has made, through a store of its own, since this one looked. */
  async #adopt(name: string): Promise<void> {
    if (this.#closed || this.#collections.has(name) || this.#aliases.has(name) || !isCollectionName(name))
      return;
    const folder = join(this.#root, name);
    const manifest = await readManifest(this.#context.disk, folder);
    if (manifest !== null && !this.#collections.has(name)) {
      this.#collections.set(name, new Collection(this.#context, folder, manifest));
    }
  }

  #writable(name: string): Promise<Collection> {
    if (this.#context.readOnly) return Promise.reject(readOnlyFailure());
    return this.#collection(name);
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw closedFailure();
  }
}

/** The manifest as it will be read back, so that a schema or meta changed later by its owner changes nothing here. */
function plain(manifest: Manifest): Manifest {
  return JSON.parse(JSON.stringify(manifest)) as Manifest;
}

/** Everything that could fail while a point is taken in fails here, before anything is. */
function checkChange(schema: CollectionSchema, change: PointChange): void {
  checkId(change.id);
  checkPoint(schema, change);
  for (const [space, vector] of Object.entries(change.dense ?? {})) {
    checkedNorm(vector, schema.dense[space]!.dimension);
  }
}

function notFound(name: string): KotodamaError {
  return fail("COLLECTION_NOT_FOUND", `no collection is named ${JSON.stringify(name)}`);
}

function closedFailure(): KotodamaError {
  return fail("STORE_UNAVAILABLE", "the vector store is closed");
}

function readOnlyFailure(): KotodamaError {
  return fail("STORE_UNAVAILABLE", "the vector store is open for reading only; another process writes it");
}
