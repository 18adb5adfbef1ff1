/** The file that remembers what models made of texts: losing it costs time and nothing else. */
import { createHash } from "node:crypto";
import { existsSync, renameSync, rmSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import type { LexicalWeights, TextEmbedderIdentity, TextKind } from "../port.ts";

/** A text's vector, and its lexical weights where they were asked for, too. */
export interface CachedVector {
  readonly dense: Float32Array;
  readonly lexical: LexicalWeights | null;
}

export interface VectorCacheOptions {
  /** The file may grow to about so many bytes; then what was not used for the longest goes. */
  readonly maxBytes: number;
  /** Days since 1970. */
  readonly today?: () => number;
  /** Told when the cache is damaged, cannot be written, or is set aside. */
  readonly log?: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = OFF;
  CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, used INTEGER NOT NULL, value BLOB NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS vectors_used ON vectors (used);
  PRAGMA user_version = 1;
`;
/** Of the rows, that many go at once when the file is full. */
const EVICTED_SHARE = 0.1;
/** Primary result codes of SQLite that say the file is no good: https://www.sqlite.org/rescode.html */
const DAMAGE = [11, 26];

/**
 * Vectors by model, kind and text, in an SQLite file that several threads and processes may have open. Vectors are kept
 * in half precision: each component is off by at most 2⁻¹¹ of itself, a cosine by less than 10⁻⁶; a caller that wants
 * the same vector every time rounds with `halved`. Nothing here throws: what cannot be read is missing, what cannot be
 * written is not remembered, and a damaged file is set aside beside a new one.
 */
export class VectorCache {
  readonly #path: string;
  readonly #options: VectorCacheOptions;
  #database: DatabaseSync | null = null;
  #read: StatementSync | null = null;
  #closed = false;

  constructor(path: string, options: VectorCacheOptions) {
    this.#path = path;
    this.#options = options;
    this.#open();
  }

  /** The vectors that are there, by their place in `keys`. */
  get(keys: readonly Uint8Array[], dimension: number): (CachedVector | undefined)[] {
    const none = keys.map(() => undefined);
    return (
      this.#guarded((database) => {
        const today = this.#today();
        const stale: Uint8Array[] = [];
        const found = keys.map((key) => {
          const row = this.#read!.get(key) as { used: number; value: Uint8Array } | undefined;
          if (row !== undefined && row.used < today) stale.push(key);
          return row === undefined ? undefined : decode(row.value, dimension);
        });
        if (stale.length > 0) {
          this.#within(database, () => {
            const touch = database.prepare("UPDATE vectors SET used = ? WHERE key = ?");
            for (const key of stale) touch.run(today, key);
          });
        }
        return found;
      }) ?? none
    );
  }

  /** Which of the keys are there; quicker than reading them. */
  has(keys: readonly Uint8Array[]): boolean[] {
    const none = keys.map(() => false);
    return (
      this.#guarded((database) => {
        const known = database.prepare("SELECT 1 FROM vectors WHERE key = ?");
        return keys.map((key) => known.get(key) !== undefined);
      }) ?? none
    );
  }

  /** Remembers vectors, in one transaction. */
  set(entries: readonly { readonly key: Uint8Array; readonly vector: CachedVector }[]): void {
    if (entries.length === 0) return;
    this.#guarded((database) => {
      this.#evict(database);
      this.#within(database, () => {
        const insert = database.prepare("INSERT OR REPLACE INTO vectors (key, used, value) VALUES (?, ?, ?)");
        for (const { key, vector } of entries) insert.run(key, this.#today(), encode(vector));
      });
      return true;
    });
  }

  close(): void {
    this.#closed = true;
    this.#read = null;
    try {
      this.#database?.close();
    } catch {
      // What could not be written is computed again.
    }
    this.#database = null;
  }

  #today(): number {
    return this.#options.today?.() ?? Math.floor(Date.now() / 86_400_000);
  }

  #open(): void {
    for (const last of [false, true]) {
      try {
        const database = new DatabaseSync(this.#path, { timeout: 5_000 });
        this.#database = database;
        database.exec(SCHEMA);
        this.#read = database.prepare("SELECT used, value FROM vectors WHERE key = ?");
        return;
      } catch (error) {
        this.#failed(error as Error);
        if (last || !isDamage(error)) return;
      }
    }
  }

  /** Does the work on the file, or gives undefined where that cannot be done; a damaged file is replaced by a new one. */
  #guarded<T>(work: (database: DatabaseSync) => T): T | undefined {
    if (this.#database === null) return undefined;
    try {
      return work(this.#database);
    } catch (error) {
      if (!isSqlite(error)) throw error;
      this.#failed(error as Error);
      if (isDamage(error) && !this.#closed) this.#open();
      return undefined;
    }
  }

  #within(database: DatabaseSync, work: () => void): void {
    database.exec("BEGIN IMMEDIATE");
    try {
      work();
      database.exec("COMMIT");
    } catch (error) {
      try {
        database.exec("ROLLBACK");
      } catch {
        // SQLite has rolled back already.
      }
      throw error;
    }
  }

  #failed(error: Error): void {
    const { log = () => {} } = this.#options;
    if (!isDamage(error)) {
      log("the cache of vectors cannot be used for now; texts are embedded anew", { reason: error.message });
      return;
    }
    try {
      this.#database?.close();
    } catch {
      // It is given up anyway.
    }
    this.#database = null;
    const aside = `${this.#path}.damaged`;
    try {
      renameSync(this.#path, aside);
      for (const suffix of ["-wal", "-shm"]) rmSync(`${this.#path}${suffix}`, { force: true });
      log("the cache of vectors is damaged; it was set aside, and texts are embedded anew", {
        reason: error.message,
        file: aside,
      });
    } catch (cause) {
      if (existsSync(this.#path))
        log("the damaged cache of vectors cannot be set aside", { reason: String(cause) });
    }
  }

  #evict(database: DatabaseSync): void {
    const pragma = (name: string) =>
      Number(Object.values(database.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[0]);
    const size = (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
    if (size < this.#options.maxBytes) return;
    const { rows } = database.prepare("SELECT count(*) AS rows FROM vectors").get() as { rows: number };
    this.#within(database, () => {
      database
        .prepare("DELETE FROM vectors WHERE key IN (SELECT key FROM vectors ORDER BY used, rowid LIMIT ?)")
        .run(Math.ceil(rows * EVICTED_SHARE));
    });
  }
}

/** The key of a text: 16 bytes of a hash over everything that its vector depends on. */
export function keyMaker(identity: TextEmbedderIdentity, kind: TextKind): (text: string) => Uint8Array {
  const { provider, model, revision, dimension, pooling } = identity;
  const prefix = JSON.stringify([provider, model, revision, dimension, pooling, kind]);
  return (text) => createHash("sha256").update(prefix).update("\0").update(text).digest().subarray(0, 16);
}

/** The vectors as the cache gives them back. */
export function halved(vectors: Float32Array): Float32Array {
  return Float32Array.from(Float16Array.from(vectors));
}

/** CRC-32, number of lexical weights, dense in half precision, weights' ids, weights in half precision. */
function encode({ dense, lexical }: CachedVector): Uint8Array {
  const words = lexical?.indices.length ?? 0;
  const halves = Float16Array.from(dense);
  const weights = Float16Array.from(lexical?.values ?? []);
  const bytes = new Uint8Array(8 + halves.byteLength + words * 6);
  const view = new DataView(bytes.buffer);
  view.setInt32(4, lexical === null ? -1 : words, true);
  bytes.set(new Uint8Array(halves.buffer), 8);
  for (let i = 0; i < words; i++) view.setUint32(8 + halves.byteLength + 4 * i, lexical!.indices[i]!, true);
  bytes.set(new Uint8Array(weights.buffer), 8 + halves.byteLength + 4 * words);
  view.setUint32(0, crc32(bytes.subarray(4)), true);
  return bytes;
}

function decode(bytes: Uint8Array, dimension: number): CachedVector | undefined {
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = view.getInt32(4, true);
  const length = 8 + 2 * dimension + 6 * Math.max(0, words);
  if (bytes.length !== length || view.getUint32(0, true) !== crc32(bytes.subarray(4))) return undefined;
  const halvesAt = (from: number, count: number) =>
    Float32Array.from(new Float16Array(bytes.slice(from, from + 2 * count).buffer));
  const dense = halvesAt(8, dimension);
  if (words < 0) return { dense, lexical: null };
  const at = 8 + 2 * dimension;
  const indices = Uint32Array.from({ length: words }, (_, i) => view.getUint32(at + 4 * i, true));
  return { dense, lexical: { indices, values: halvesAt(at + 4 * words, words) } };
}

function codeOf(error: unknown): number | undefined {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === "number" ? errcode & 0xff : undefined;
}

function isSqlite(error: unknown): boolean {
  return codeOf(error) !== undefined;
}

function isDamage(error: unknown): boolean {
  return DAMAGE.includes(codeOf(error) ?? 0);
}
