import { setImmediate as turn } from "node:timers/promises";
import { type ErrorCode, fail, isFailure } from "../errors.ts";
import type { ImportedRecord } from "../importers/port.ts";
import type { CatalogueRecord } from "../record/record.ts";
import type { IngestCounts, RunState } from "../record/runs.ts";
import { Contributor } from "./contribute.ts";
import type { CatalogueInput, OpenedInput } from "./inputs.ts";
import { type OnProgress, ProgressMeter } from "./progress.ts";
import { RejectsFile } from "./rejects-file.ts";
import { settleInTurns } from "./settle.ts";

export interface IngestDependencies {
  readonly record: CatalogueRecord;
  /** Where the rejects files go. */
  readonly dataDir: string;
  readonly now?: () => Date;
  /** Told after each batch; a test may end the process there. */
  readonly onStep?: (step: string) => void;
}

export interface IngestOptions {
  /** Remove what only this source said and its file no longer holds. */
  readonly prune?: boolean;
  /** The name to keep the contributions under, for a single input. */
  readonly source?: string;
  readonly onProgress?: OnProgress;
  /** Stops after the present batch; what was taken in stays. */
  readonly signal?: AbortSignal;
}

export interface FileSummary extends IngestCounts {
  readonly source: string;
  readonly format: string | null;
  /** `truncated`: it ended in the middle of something, and nothing was pruned for it. */
  readonly state: Exclude<RunState, "running">;
  readonly error: { readonly code: ErrorCode; readonly detail: string } | null;
  readonly rejects_file: string | null;
  /** Why nothing was pruned although it was asked for; null otherwise. */
  readonly prune_refused: string | null;
}

export interface IngestSummary extends IngestCounts {
  readonly files: readonly FileSummary[];
  readonly interrupted: boolean;
  /** Entries of the sources that the operator deleted: they stay away until he posts them again. */
  readonly withheld: number;
  /** Source URLs that several anime claim. */
  readonly conflicts: number;
  readonly took_ms: number;
}

/** Records per transaction: what a kill can undo at most, and what searches on the same thread may wait for. */
const BATCH_RECORDS = 100;
const BATCH_CHARACTERS = 4 << 20;
/** Past so much text that could not be read nothing is pruned. */
const UNREADABLE_CHARACTERS = 1 << 20;

export const NO_COUNTS: IngestCounts = {
  read: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  rejected: 0,
  pruned: 0,
  entries: { written: 0, deleted: 0 },
};

/**
 * Takes catalogue files into the record: each record becomes a contribution of its source, and the entries that it
 * touches are merged anew. What has not changed since it was last read costs a look at an index; so a run that was
 * killed is resumed by running it again. A file that fails does not keep the others from being read.
 * Throws USAGE, and whatever the record throws (DISK_FULL, DATA_DIR_UNUSABLE, RECORD_DAMAGED).
 */
export async function ingest(
  deps: IngestDependencies,
  inputs: readonly CatalogueInput[],
  options: IngestOptions = {},
): Promise<IngestSummary> {
  if (options.source !== undefined && inputs.length !== 1) {
    throw fail("USAGE", `a source name is for one file, but there are ${inputs.length}`);
  }
  const started = performance.now();
  const { record } = deps;
  const meter = new ProgressMeter(options.onProgress);
  const files: FileSummary[] = [];
  for (const input of inputs) {
    if (options.signal?.aborted) break;
    files.push(await ingestFile(deps, input, options, meter));
  }
  await settleInTurns(record, (done, total) =>
    meter.report({ phase: "settle", done, total, unit: "anime", records: done }),
  );
  return {
    ...files.reduce<IngestCounts>(sumCounts, NO_COUNTS),
    files,
    interrupted: options.signal?.aborted ?? false,
    withheld: record.contributions.countWithheld(),
    conflicts: record.entries.conflicts().length,
    took_ms: Math.round(performance.now() - started),
  };
}

async function ingestFile(
  deps: IngestDependencies,
  input: CatalogueInput,
  options: IngestOptions,
  meter: ProgressMeter,
): Promise<FileSummary> {
  const source = options.source ?? input.name;
  let opened: OpenedInput;
  try {
    opened = await input.open();
  } catch (error) {
    if (!isFailure(error)) throw error;
    return {
      ...NO_COUNTS,
      source,
      format: null,
      state: "failed",
      error: { code: error.code, detail: error.message },
      rejects_file: null,
      prune_refused: options.prune ? "the file could not be read" : null,
    };
  }
  return new FileIngest(deps, source, opened, options, meter).run();
}

/** The ingest of one file: its run in the log, its rejects, its counts so far. */
class FileIngest {
  readonly #deps: IngestDependencies;
  readonly #input: OpenedInput;
  readonly #options: IngestOptions;
  readonly #meter: ProgressMeter;
  readonly #name: string;
  readonly #source: number;
  readonly #run: number;
  readonly #rejects: RejectsFile;
  readonly #contributor: Contributor;
  readonly #now: () => Date;
  /** What could not be read, to know what a prune must not remove. */
  readonly #unreadable: string[] = [];
  #unreadableCharacters = 0;
  #endsUnreadable = false;
  #pruneRefused: string | null = null;
  #counts: IngestCounts = NO_COUNTS;

  constructor(
    deps: IngestDependencies,
    name: string,
    input: OpenedInput,
    options: IngestOptions,
    meter: ProgressMeter,
  ) {
    const { record, dataDir, now = () => new Date() } = deps;
    this.#deps = deps;
    this.#input = input;
    this.#options = options;
    this.#meter = meter;
    this.#now = now;
    this.#name = name;
    this.#source = record.contributions.sourceNumber(this.#name);
    this.#run = record.runs.start(this.#source, NO_COUNTS, now());
    this.#rejects = new RejectsFile(dataDir, this.#name, this.#run);
    this.#rejects.clear();
    this.#contributor = new Contributor(record, this.#source, input.format);
  }

  async run(): Promise<FileSummary> {
    const { record } = this.#deps;
    let state: FileSummary["state"] = "done";
    let error: FileSummary["error"] = null;
    try {
      state = await this.#read();
      if (this.#options.prune) this.#prune(state);
    } catch (cause) {
      // Only what is wrong with the input itself is this file's own affair.
      if (!isFailure(cause, "INPUT_UNREADABLE") && !isFailure(cause, "FORMAT_UNKNOWN")) {
        this.#fail();
        throw cause;
      }
      state = this.#counts.read > 0 ? "truncated" : "failed";
      if (this.#options.prune) this.#pruneRefused = "the file could not be read to its end";
      error = { code: cause.code, detail: cause.message };
    }
    record.runs.finish(this.#run, state, this.#input.format, this.#counts, this.#now());
    return {
      ...this.#counts,
      source: this.#name,
      format: this.#input.format,
      state,
      error,
      rejects_file: this.#rejects.path,
      prune_refused: this.#pruneRefused,
    };
  }

  /** Notes that the run failed, as far as the record still takes notes. */
  #fail(): void {
    try {
      this.#deps.record.runs.finish(this.#run, "failed", this.#input.format, this.#counts, this.#now());
    } catch (error) {
      // On a full disk: the next run of this source sees that this one never ended.
      if (!isFailure(error)) throw error;
    }
  }

  /** Reads to the end, or until it is told to stop; what was read before an error is kept. */
  async #read(): Promise<"done" | "truncated" | "interrupted"> {
    let batch: ImportedRecord[] = [];
    let characters = 0;
    let last: ImportedRecord | undefined;
    try {
      for await (const item of this.#input.records) {
        last = item;
        batch.push(item);
        characters += item.ok ? item.text.length : item.raw.length;
        if (batch.length < BATCH_RECORDS && characters < BATCH_CHARACTERS) continue;
        this.#take(batch);
        batch = [];
        characters = 0;
        await turn();
        if (this.#options.signal?.aborted) return "interrupted";
      }
    } finally {
      if (batch.length > 0) this.#take(batch);
    }
    this.#endsUnreadable = last?.ok === false;
    return last?.ok === false && last.reason.includes("truncated") ? "truncated" : "done";
  }

  #take(batch: readonly ImportedRecord[]): void {
    const { record } = this.#deps;
    const { added, changed, unchanged, rejects, ...entries } = record.transaction(() => {
      const taken = this.#contributor.take(batch);
      for (const reject of taken.rejects) record.runs.reject(this.#run, this.#source, reject, this.#now());
      return taken;
    });
    for (const { raw } of rejects) {
      this.#unreadable.push(raw);
      this.#unreadableCharacters += raw.length;
    }
    this.#rejects.append(rejects);
    const rejected = rejects.length;
    this.#counts = sumCounts(this.#counts, {
      read: batch.length,
      added,
      changed,
      unchanged,
      rejected,
      pruned: 0,
      entries,
    });
    this.#deps.onStep?.("batch");
    this.#meter.report({
      phase: "read",
      done: this.#input.bytesRead(),
      total: this.#input.totalBytes,
      unit: "bytes",
      records: this.#counts.read,
    });
  }

  #prune(state: FileSummary["state"]): void {
    const { record } = this.#deps;
    if (state === "interrupted") this.#pruneRefused = "the file was not read to its end";
    else if (this.#endsUnreadable)
      this.#pruneRefused = "the file ends in something unreadable: it may be cut off";
    else if (this.#unreadableCharacters > UNREADABLE_CHARACTERS) {
      this.#pruneRefused = "too much of the file is unreadable to know what it no longer holds";
    }
    if (this.#pruneRefused !== null) return;
    const gone = this.#contributor.gone(this.#unreadable);
    for (let from = 0; from < gone.length; from += BATCH_RECORDS) {
      const batch = gone.slice(from, from + BATCH_RECORDS);
      const entries = record.transaction(() => this.#contributor.prune(batch));
      this.#counts = sumCounts(this.#counts, { ...NO_COUNTS, pruned: batch.length, entries });
      this.#deps.onStep?.("pruned");
    }
  }
}

/** Both counts together. */
export function sumCounts(a: IngestCounts, b: IngestCounts): IngestCounts {
  return {
    read: a.read + b.read,
    added: a.added + b.added,
    changed: a.changed + b.changed,
    unchanged: a.unchanged + b.unchanged,
    rejected: a.rejected + b.rejected,
    pruned: a.pruned + b.pruned,
    entries: {
      written: a.entries.written + b.entries.written,
      deleted: a.entries.deleted + b.entries.deleted,
    },
  };
}
