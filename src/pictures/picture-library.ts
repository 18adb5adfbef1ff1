import { hash as digest } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import type { CatalogueEntry } from "../anime/entry.ts";
import { type ErrorCode, isFailure, type KotodamaError } from "../errors.ts";
import { decodePicture, type PictureLimits } from "../image-embedder/decode.ts";
import type { DecodedPicture, ImageEmbedder } from "../image-embedder/port.ts";
import type { PictureCounts, PictureRow } from "../record/pictures.ts";
import type { CatalogueRecord } from "../record/record.ts";
import { coverPixels } from "./cover-image.ts";
import type { Fetched, FetchLimits, Validators } from "./fetching/fetch-picture.ts";
import type { HostTurns } from "./fetching/host-turns.ts";
import { readLocalPicture } from "./local-picture.ts";
import { sourceOf, usesOf } from "./picture-uses.ts";

/** Files that were fetched, by their hash. */
interface Files {
  get(hash: Uint8Array): Promise<Uint8Array | null>;
  has(hash: Uint8Array): Promise<boolean>;
  put(hash: Uint8Array, bytes: Uint8Array): Promise<void>;
}

interface Fetcher {
  fetch(
    location: string,
    validators: Validators | null,
    limits: FetchLimits,
    signal?: AbortSignal,
  ): Promise<Fetched>;
}

export interface LibraryDependencies {
  readonly record: CatalogueRecord;
  readonly embedder: ImageEmbedder;
  readonly fetcher: Fetcher;
  readonly files: Files;
  readonly turns: Pick<HostTurns, "run" | "pause" | "pausedUntil">;
  readonly limits: PictureLimits;
  /** Milliseconds that fetching one picture may take. */
  readonly timeoutMs: number;
  /** The folder below which `file:` pictures may be; null for none. */
  readonly folder: string | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Numbers in [0, 1): spreads retries, so that they do not all come at once. */
  readonly random: () => number;
  /** Called when vectors were kept, so that the index follows. */
  readonly onKept?: () => Promise<unknown>;
}

export interface WorkOptions {
  /** Fetch pictures, too, rather than only draw and read what is here. */
  readonly remote: boolean;
  /** Pictures at most. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: WorkDone) => void;
}

/** What a round of work came to. */
export interface WorkDone {
  /** Pictures that are there now. */
  readonly kept: number;
  readonly failed: number;
  /** Left for later, because their host asked for a pause. */
  readonly postponed: number;
}

/** Entries looked at, and pictures kept, in one transaction: some milliseconds, in which no search gets its turn. */
const SCANNED = 12;
const KEPT = 32;
/** Pictures that are being read or fetched at a time. */
const AT_ONCE = 6;
/** Rows that are asked for at a time. */
const DUE = 256;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FIRST_RETRY = MINUTE;
const LAST_RETRY = 7 * DAY;
/** How long a host that fails is left alone, where it does not say so itself. */
const HOST_PAUSE = MINUTE;
/** What is refused is not tried again by itself: it would be refused again. */
const FINAL: readonly ErrorCode[] = [
  "PICTURE_REFUSED",
  "PICTURE_TOO_LARGE",
  "PICTURE_FORMAT_UNSUPPORTED",
  "PICTURE_INVALID",
];

type Outcome =
  | {
      readonly kind: "kept";
      readonly row: PictureRow;
      readonly hash: Uint8Array;
      readonly validators: Validators;
      readonly vector: Float32Array | undefined;
    }
  | { readonly kind: "failed"; readonly row: PictureRow; readonly failure: KotodamaError }
  | { readonly kind: "postponed"; readonly row: PictureRow; readonly until: number };

/**
 * Gets the pictures of the catalogue's entries, one way or another, and keeps their vectors in the record. A picture
 * that fails is kept as such and tried again later; its entry does without meanwhile.
 */
export class PictureLibrary {
  readonly #deps: LibraryDependencies;
  #turns: Promise<unknown> = Promise.resolve();

  constructor(deps: LibraryDependencies) {
    this.#deps = deps;
  }

  /** True where entries have changed that `scan` has not seen yet. */
  isBehind(): boolean {
    const { entries, pictures } = this.#deps.record;
    return pictures.seen() < entries.sequence();
  }

  /** What an operator asks for: fetches what waits, at once what had failed, or what may have changed. */
  async fetch({
    retry = false,
    refresh = false,
    ...options
  }: Omit<WorkOptions, "remote"> & {
    readonly retry?: boolean;
    readonly refresh?: boolean;
  }): Promise<WorkDone> {
    const { record } = this.#deps;
    if (retry) record.pictures.retry();
    if (refresh) record.pictures.refresh();
    await this.scan(options.signal);
    return this.work({ ...options, remote: true });
  }

  /** Notes which pictures the entries use that have changed since the last time. */
  async scan(signal?: AbortSignal): Promise<void> {
    const { record } = this.#deps;
    let batch: { readonly seq: number; readonly id: string; readonly entry: CatalogueEntry | null }[] = [];
    let changed = false;
    const note = () => {
      const last = batch.at(-1);
      if (last === undefined) return;
      record.derivedTransaction(() => {
        for (const { id, entry } of batch) if (this.#noteUses(id, entry)) changed = true;
        record.pictures.markSeen(last.seq);
      });
      batch = [];
    };
    const until = record.entries.sequence();
    for (const change of record.entries.changes(record.pictures.seen(), until)) {
      batch.push(change);
      if (batch.length < SCANNED) continue;
      note();
      await turn();
      signal?.throwIfAborted();
    }
    note();
    if (changed) record.transaction(() => record.pictures.prune());
  }

  /** Works off what is due, the best known anime first, until nothing is or the limit is reached. */
  work(options: WorkOptions): Promise<WorkDone> {
    // One after the other: two at once would fetch the same pictures.
    const done = this.#turns.then(() => this.#work(options));
    this.#turns = done.catch(() => undefined);
    return done;
  }

  async #work({
    remote,
    limit = Number.MAX_SAFE_INTEGER,
    signal,
    onProgress,
  }: WorkOptions): Promise<WorkDone> {
    const { record, embedder, now } = this.#deps;
    const done = { kept: 0, failed: 0, postponed: 0 };
    const total = () => done.kept + done.failed + done.postponed;
    while (total() < limit) {
      signal?.throwIfAborted();
      const due = record.pictures.due({
        embedder: embedder.identity,
        now: now(),
        remote,
        limit: Math.min(DUE, limit - total()),
      });
      if (due.length === 0) break;
      await this.#workOff(due, signal, (outcomes) => {
        for (const { kind } of outcomes) done[kind]++;
        onProgress?.({ ...done });
      });
    }
    return done;
  }

  counts(): PictureCounts {
    return this.#deps.record.pictures.counts(this.#deps.embedder.identity);
  }

  #noteUses(id: string, entry: CatalogueEntry | null): boolean {
    const { pictures, entries } = this.#deps.record;
    const { identity } = this.#deps.embedder;
    const before = pictures.vectorsOf(id, identity).length;
    if (!pictures.use(id, entry === null ? [] : usesOf(entry))) return false;
    // What the index has of the entry was made of other pictures, or of none where there are known ones.
    const row = entries.findId(id);
    if (entry !== null && row !== undefined && before + pictures.vectorsOf(id, identity).length > 0)
      entries.touch(row.entry);
    return true;
  }

  async #workOff(
    rows: readonly PictureRow[],
    signal: AbortSignal | undefined,
    report: (outcomes: readonly Outcome[]) => void,
  ): Promise<void> {
    let next = 0;
    let outcomes: Outcome[] = [];
    const keep = async () => {
      const some = outcomes;
      outcomes = [];
      if (some.length === 0) return;
      this.#keep(some);
      report(some);
      if (some.some(({ kind }) => kind === "kept")) await this.#deps.onKept?.();
    };
    const work = async () => {
      while (next < rows.length) {
        if (signal?.aborted) return;
        const row = rows[next++]!;
        outcomes.push(await this.#get(row, signal));
        if (outcomes.length >= KEPT) await keep();
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
    await keep();
    signal?.throwIfAborted();
    for (const end of ended) if (end.status === "rejected") throw end.reason;
  }

  async #get(row: PictureRow, signal: AbortSignal | undefined): Promise<Outcome> {
    const { record, turns, now } = this.#deps;
    const user = record.pictures.userOf(row.picture);
    const source = sourceOf(row.location, user === undefined ? null : record.entries.read(user));
    // The next scan forgets it.
    if (source.kind === "gone") return { kind: "postponed", row, until: now() + DAY };
    try {
      switch (source.kind) {
        case "drawn":
          return await this.#keptOr(row, digestOf(source.svg), (side) => coverPixels(source.svg, side));
        case "inline":
          return await this.#read(row, source.bytes);
        case "file":
          return await this.#read(
            row,
            await readLocalPicture(row.location, this.#deps.folder, this.#deps.limits.maxBytes),
          );
        case "remote": {
          const until = turns.pausedUntil(source.host);
          if (until > now() && !(await this.#isHere(row))) return { kind: "postponed", row, until };
          return await this.#fetch(row, source.host, signal);
        }
      }
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (!isFailure(error)) throw error;
      if (error.code === "DISK_FULL") throw error;
      if (source.kind === "remote" && error.code === "PICTURE_UNREACHABLE") {
        const pause = error.retryAfter === undefined ? HOST_PAUSE : error.retryAfter * 1000;
        if (error.retryAfter !== undefined || row.attempts > 0) turns.pause(source.host, now() + pause);
      }
      return { kind: "failed", row, failure: error };
    }
  }

  /** A file that is still here need not be fetched to be embedded by another embedder. */
  async #isHere({ hash, state }: PictureRow): Promise<boolean> {
    return state === "done" && hash !== null && (await this.#deps.files.has(hash));
  }

  async #fetch(row: PictureRow, host: string, signal: AbortSignal | undefined): Promise<Outcome> {
    const { files, fetcher, turns, limits, timeoutMs } = this.#deps;
    const known = row.hash === null ? null : await files.get(row.hash);
    if (known !== null && row.state === "done") return this.#read(row, known, row);
    const validators = known === null ? null : { etag: row.etag, lastModified: row.last_modified };
    const fetched = await turns.run(host, () =>
      fetcher.fetch(row.location, validators, { maxBytes: limits.maxBytes, timeoutMs }, signal),
    );
    if (fetched.kind === "unchanged" && known !== null) return this.#read(row, known, row);
    if (fetched.kind === "unchanged") return this.#fetch({ ...row, hash: null }, host, signal);
    const outcome = await this.#read(row, fetched.bytes, {
      etag: fetched.etag,
      last_modified: fetched.lastModified,
    });
    if (outcome.kind === "kept") await files.put(outcome.hash, fetched.bytes);
    return outcome;
  }

  #read(
    row: PictureRow,
    bytes: Uint8Array,
    { etag, last_modified }: Pick<PictureRow, "etag" | "last_modified"> = { etag: null, last_modified: null },
  ): Promise<Outcome> {
    const decode = (side: number) => decodePicture(bytes, this.#deps.limits, side);
    return this.#keptOr(row, digestOf(bytes), decode, { etag, lastModified: last_modified });
  }

  /** The picture with its vector, which is made where there is none of this file. */
  async #keptOr(
    row: PictureRow,
    hash: Uint8Array,
    decode: (side: number) => Promise<DecodedPicture>,
    validators: Validators = { etag: null, lastModified: null },
  ): Promise<Outcome> {
    const { record, embedder } = this.#deps;
    if (record.pictures.hasVector(hash, embedder.identity)) {
      return { kind: "kept", row, hash, validators, vector: undefined };
    }
    const vector = await embedder.embedPictures([await decode(embedder.side)]);
    return { kind: "kept", row, hash, validators, vector };
  }

  #keep(outcomes: readonly Outcome[]): void {
    const { record, embedder } = this.#deps;
    record.transaction(() => {
      const changed = new Set<number>();
      for (const outcome of outcomes) {
        const { picture } = outcome.row;
        if (outcome.kind === "postponed") record.pictures.postpone(picture, outcome.until);
        else if (outcome.kind === "failed") {
          const { message } = outcome.failure;
          record.pictures.failed(picture, { error: message, nextTry: this.#nextTry(outcome) });
        } else {
          const { hash, validators, vector, row } = outcome;
          const users = record.pictures.had(picture, {
            hash,
            ...validators,
            vector,
            embedder: embedder.identity,
          });
          const isNew = vector !== undefined || row.hash === null || !Buffer.from(row.hash).equals(hash);
          if (isNew) for (const user of users) changed.add(user);
        }
      }
      for (const entry of changed) record.entries.touch(entry);
    });
  }

  /** Later each time, four times as long as before, give or take a quarter; null for what would fail again. */
  #nextTry({ row, failure }: Extract<Outcome, { kind: "failed" }>): number | null {
    if (FINAL.includes(failure.code)) return null;
    const { now, random } = this.#deps;
    const backoff = Math.min(LAST_RETRY, FIRST_RETRY * 4 ** Math.min(row.attempts, 10));
    const asked = (failure.retryAfter ?? 0) * 1000;
    return Math.round(now() + Math.max(asked, backoff * (0.75 + 0.5 * random())));
  }
}

function digestOf(content: string | Uint8Array): Uint8Array {
  return digest("sha256", content, "buffer");
}
