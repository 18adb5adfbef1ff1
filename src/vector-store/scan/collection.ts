import { setImmediate as turn } from "node:timers/promises";
import type { KotodamaError } from "../../errors.ts";
import type { CollectionSchema, Point } from "../port.ts";
import type { Bitmap } from "./bitmap.ts";
import { type DurablePart, readSegments, tidy, whileManifestStands, writePart } from "./collection-files.ts";
import { type Disk, diskFailure, errno } from "./disk.ts";
import { type Manifest, writeManifest } from "./manifest.ts";
import { mergeSegments } from "./merge.ts";
import { segmentsToMerge } from "./merge-policy.ts";
import type { SearchPool } from "./search-pool.ts";
import { Segment } from "./segment.ts";
import { type PointChange, SegmentBuilder } from "./segment-builder.ts";
import { SegmentReader } from "./segment-files.ts";
import { Snapshot, type SnapshotPart, withDeleted } from "./snapshot.ts";

/** What a collection needs of its store. */
export interface CollectionContext {
  readonly disk: Disk;
  readonly pool: SearchPool;
  readonly readOnly: boolean;
}

/** A buffer of upserted points becomes a segment when it reaches either of these. */
const MAX_BUFFERED_ROWS = 1 << 18;
const MAX_BUFFERED_BYTES = 1 << 30;
/** Segments not yet on the disk are written as one, but for those larger than this. */
const MAX_MERGED_AT_CHECKPOINT = 1 << 16;
/** Points taken in before other work gets its turn. */
const POINTS_PER_TURN = 128;

/**
 * One collection: immutable segments with their deleted rows (a snapshot), a buffer of points on their way
 * into a segment, and what of it is on the disk. Writes run one after another; readers never wait for them
 * except for the buffer to become a segment, and keep the snapshot they started with.
 */
export class Collection {
  readonly folder: string;
  readonly #context: CollectionContext;
  #manifest: Manifest;
  #counter: number;
  #snapshot = new Snapshot([]);
  #durable = new Map<Segment, DurablePart>();
  #opening: Promise<void> | null = null;
  /** Why nothing is answered any more. */
  #closed: KotodamaError | null = null;
  #buffer: SegmentBuilder | null = null;
  /** Whether the buffer holds points of an upsert that has returned, which every reader must see. */
  #unseen = false;
  /** Whether anybody has read since the last write: if so, a write pays for the sealing, not the next reader. */
  #watched = false;
  #tasks: Promise<void> = Promise.resolve();

  constructor(context: CollectionContext, folder: string, manifest: Manifest) {
    this.#context = context;
    this.folder = folder;
    this.#manifest = manifest;
    this.#counter = manifest.counter;
  }

  get schema(): CollectionSchema {
    return this.#manifest.schema;
  }

  get meta(): unknown {
    return this.#manifest.meta;
  }

  get sequence(): number {
    return this.#manifest.sequence;
  }

  /** Runs a read over the present snapshot, which stays whole until the read is done. */
  async read<T>(use: (snapshot: Snapshot) => T | Promise<T>): Promise<T> {
    await this.#open();
    this.#watched = true;
    if (this.#unseen) await this.#write(() => this.#seal());
    const snapshot = this.#snapshot.retain();
    try {
      return await use(snapshot);
    } finally {
      snapshot.release();
    }
  }

  /** Points must have been checked against the schema; of several with one id the last counts. */
  async upsert(points: readonly Point[]): Promise<void> {
    // First, so that a payload that is no JSON fails before anything is taken in.
    const payloads = points.map(({ payload }) => Buffer.from(JSON.stringify(payload)));
    await this.#write(async () => {
      for (const [i, point] of points.entries()) {
        if (i % POINTS_PER_TURN === POINTS_PER_TURN - 1) await turn();
        this.#buffered().add(point, payloads[i]!);
      }
      await this.#settle();
    });
  }

  /** Changes must have been checked against the schema. */
  async update(changes: readonly PointChange[]): Promise<void> {
    for (const { payload } of changes) JSON.stringify(payload);
    await this.#write(async () => {
      const byId = new Map<string, PointChange>();
      for (const change of changes) byId.set(change.id, combined(byId.get(change.id), change));
      await this.#sealIfBuffered(byId.keys());
      for (const change of byId.values()) {
        const place = this.#snapshot.locate(change.id);
        if (place === null) continue;
        const { segment } = this.#snapshot.parts[place.part]!;
        this.#buffered().addChanged(segment, place.row, change);
      }
      await this.#settle();
    });
  }

  async delete(ids: readonly string[]): Promise<void> {
    await this.#write(async () => {
      await this.#sealIfBuffered(ids);
      this.#replace(withoutIds(this.#snapshot, ids));
      await this.#merge();
    });
  }

  /** Deletes the rows that `choose` gives for each part of the snapshot; returns how many were live. */
  async deleteRows(choose: (snapshot: Snapshot, part: number) => Bitmap): Promise<number> {
    return this.#write(async () => {
      await this.#seal();
      const before = this.#snapshot;
      this.#replace(before.parts.map((part, i) => withDeleted(part, choose(before, i).toRows())));
      const deleted = before.points - this.#snapshot.points;
      await this.#merge();
      return deleted;
    });
  }

  /** Writes what is not on the disk yet, then the manifest that names it, then removes what it replaced. */
  async checkpoint(sequence: number): Promise<void> {
    await this.#write(async () => {
      await this.#seal();
      const fresh = this.#snapshot.parts.flatMap(({ segment, live }, i) =>
        this.#durable.has(segment) || live > MAX_MERGED_AT_CHECKPOINT ? [] : [i],
      );
      if (fresh.length > 1) await this.#mergeParts(fresh);
      try {
        await this.#makeDurable(sequence);
      } catch (error) {
        throw errno(error) === undefined ? error : diskFailure(error, `writing the index in ${this.folder}`);
      } finally {
        await tidy(this.#context.disk, this.folder, this.#manifest);
      }
    });
  }

  /** Compares every durable file with its checksum and with itself, between two writes. Throws INDEX_DAMAGED. */
  verify(): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#closed !== null) throw this.#closed;
      const { disk } = this.#context;
      await whileManifestStands(disk, this.folder, async ({ segments }) => {
        for (const record of segments) await Segment.verify(new SegmentReader(disk, this.folder, record));
      });
    });
  }

  /** Ends writes and lets go of the segments once the last reader is done; later calls throw `reason`. The files stay. */
  async close(reason: KotodamaError): Promise<void> {
    const running = this.#tasks;
    this.#closed = reason;
    await running;
    await this.#opening?.catch(() => undefined);
    this.#buffer = null;
    this.#unseen = false;
    this.#replace([]);
    this.#durable.clear();
  }

  // ------------------------------------------------------------------------------------------- writing

  /** Runs a write after all tasks before it, on the opened collection. */
  #write<T>(task: () => T | Promise<T>): Promise<T> {
    return this.#enqueue(async () => {
      await this.#open();
      return task();
    });
  }

  /** Runs a task after all tasks before it, whether those failed or not. */
  #enqueue<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#tasks.then(task);
    this.#tasks = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  #buffered(): SegmentBuilder {
    this.#buffer ??= new SegmentBuilder(this.schema);
    return this.#buffer;
  }

  /** At the end of a batch: the buffer becomes a segment now if readers are about or it is full, else at a read. */
  async #settle(): Promise<void> {
    const buffer = this.#buffer;
    if (buffer === null) return;
    const full = buffer.rows >= MAX_BUFFERED_ROWS || buffer.byteLength >= MAX_BUFFERED_BYTES;
    if (this.#watched || full) await this.#seal();
    else this.#unseen = true;
    this.#watched = false;
  }

  async #sealIfBuffered(ids: Iterable<string>): Promise<void> {
    const buffer = this.#buffer;
    if (buffer === null) return;
    for (const id of ids) if (buffer.has(id)) return this.#seal();
  }

  /** Makes the buffer a segment of the snapshot; points that it replaces go in the same step. */
  async #seal(): Promise<void> {
    const buffer = this.#buffer;
    if (buffer === null) return;
    const { segment, deleted } = await buffer.build();
    this.#buffer = null;
    this.#unseen = false;
    const live = segment.rows - (deleted?.count() ?? 0);
    const kept = this.#snapshot.points === 0 ? [] : withoutIds(this.#snapshot, segment.ids.all());
    this.#replace([...kept, { segment, deleted, live }]);
    segment.release();
    await this.#merge();
  }

  #replace(parts: readonly SnapshotPart[]): void {
    const before = this.#snapshot;
    this.#snapshot = new Snapshot(parts);
    before.release();
    const held = new Set(parts.map(({ segment }) => segment));
    for (const segment of this.#durable.keys()) if (!held.has(segment)) this.#durable.delete(segment);
  }

  async #merge(): Promise<void> {
    const sizes = this.#snapshot.parts.map(({ segment, live }) => ({ rows: segment.rows, live }));
    const chosen = segmentsToMerge(sizes);
    if (chosen.length > 0) await this.#mergeParts(chosen);
  }

  async #mergeParts(chosen: readonly number[]): Promise<void> {
    const { parts } = this.#snapshot;
    const merging = chosen.map((i) => parts[i]!).filter(({ live }) => live > 0);
    const rest = parts.filter((_, i) => !chosen.includes(i));
    if (merging.length === 0) {
      this.#replace(rest);
      return;
    }
    const segment = await mergeSegments(this.schema, merging);
    this.#replace([...rest, { segment, deleted: null, live: segment.rows }]);
    segment.release();
  }

  // ------------------------------------------------------------------------------------------ the disk

  async #makeDurable(sequence: number): Promise<void> {
    const { disk } = this.#context;
    const durable = new Map<Segment, DurablePart>();
    for (const part of this.#snapshot.parts) {
      const before = this.#durable.get(part.segment);
      const same = before !== undefined && before.part.deleted === part.deleted;
      const count = () => ++this.#counter;
      const written = same ? before : await writePart(disk, this.folder, part, before?.record ?? null, count);
      durable.set(part.segment, written);
    }
    const unchanged =
      sequence === this.sequence &&
      durable.size === this.#manifest.segments.length &&
      this.#manifest.segments.every((record) => [...durable.values()].some((held) => held.record === record));
    if (unchanged) return;
    const manifest: Manifest = {
      schema: this.schema,
      meta: this.meta,
      sequence,
      counter: ++this.#counter,
      segments: Array.from(durable.values(), ({ record }) => record),
    };
    await writeManifest(disk, this.folder, manifest);
    this.#manifest = manifest;
    this.#durable = durable;
  }

  #open(): Promise<void> {
    if (this.#closed !== null) return Promise.reject(this.#closed);
    this.#opening ??= this.#load().catch((error: unknown) => {
      this.#opening = null;
      throw errno(error) === undefined ? error : diskFailure(error, `reading the index in ${this.folder}`);
    });
    return this.#opening;
  }

  async #load(): Promise<void> {
    const { disk, readOnly } = this.#context;
    if (!readOnly) await tidy(disk, this.folder, this.#manifest);
    await whileManifestStands(disk, this.folder, async (manifest) => {
      const read = await readSegments(disk, this.folder, manifest);
      this.#manifest = manifest;
      this.#counter = manifest.counter;
      this.#durable = new Map(read.map((durable) => [durable.part.segment, durable]));
      this.#replace(read.map(({ part }) => part));
      for (const { part } of read) part.segment.release();
    });
  }
}

/** The parts of a snapshot with the points of some ids deleted. */
function withoutIds(snapshot: Snapshot, ids: Iterable<string>): SnapshotPart[] {
  const rows = snapshot.parts.map((): number[] => []);
  for (const id of ids) {
    const place = snapshot.locate(id);
    if (place !== null) rows[place.part]!.push(place.row);
  }
  return snapshot.parts.map((part, i) => withDeleted(part, rows[i]!));
}

/** Two changes of one point as one. */
function combined(first: PointChange | undefined, then: PointChange): PointChange {
  if (first === undefined) return then;
  return {
    id: then.id,
    dense: { ...first.dense, ...then.dense },
    sparse: { ...first.sparse, ...then.sparse },
    columns: { ...first.columns, ...then.columns },
    payload: { ...first.payload, ...then.payload },
  };
}
