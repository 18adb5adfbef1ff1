import { fail, isFailure } from "../errors.ts";
import type { OnProgress, Progress } from "../ingest/progress.ts";
import type { Generation as GenerationRow } from "../record/generations.ts";
import { sameIdentity, type TextEmbedderIdentity } from "../text-embedder/port.ts";
import { type Applied, applyChanges } from "./apply-changes.ts";
import type { BuildOptions, IndexDependencies } from "./dependencies.ts";
import { type EmbeddingEstimate, estimateText } from "./embedding-survey.ts";
import {
  type Generation,
  generationName,
  type IndexStatus,
  isReplaceable,
  notReady,
  statusOf,
} from "./generation.ts";
import { INDEX_FORMAT, keptGeneration, loadGeneration, type Served } from "./load-generation.ts";

/** Past so many changes, or this share of the catalogue, a new generation is built rather than the live one patched. */
const REBUILD_CHANGES = 2_000;
const REBUILD_SHARE = 0.2;
const REBUILD_LEAST = 100;
/** Changes that wait for a checkpoint at most. */
const CHECKPOINT_CHANGES = 1_000;

/**
 * The generations of the index over the record: which one is live, building the next beside it, switching to it in
 * one step, going back, and keeping the live one up to date with the record. One process writes; others may open it
 * read-only at the same time.
 */
export class CatalogueIndex {
  readonly #deps: IndexDependencies;
  readonly #readOnly: boolean;
  #live: Served | null = null;
  #previous: { readonly row: GenerationRow; readonly generation: Generation } | null = null;
  #build: { done: Promise<void>; progress: Progress | null } | null = null;
  /** Changes to the live generation run one after another. */
  #turns: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  readonly #closing = new AbortController();

  private constructor(deps: IndexDependencies, readOnly: boolean) {
    this.#deps = deps;
    this.#readOnly = readOnly;
  }

  /**
   * Opens the live generation, removes what unfinished builds left, and brings it up to date with the record.
   * A damaged one is replaced by the previous where that is whole, and a new one is built in the background (see
   * `built`). Throws EMBEDDER_MISMATCH where another embedder made it; read-only also INDEX_DAMAGED,
   * INDEX_VERSION_UNSUPPORTED and NOT_READY. With `rebuild` nothing is opened: the next call is `build`.
   */
  static async open(
    deps: IndexDependencies,
    options: { readonly readOnly?: boolean; readonly rebuild?: boolean } = {},
  ): Promise<CatalogueIndex> {
    const index = new CatalogueIndex(deps, options.readOnly ?? false);
    if (index.#readOnly) {
      const row = deps.record.generations.inState("live");
      if (row === null) throw notReady();
      index.#live = await loadGeneration(deps, row);
      return index;
    }
    await index.#sweep();
    if (!options.rebuild) await index.#openLive();
    return index;
  }

  /** The generation that searches use now. Throws NOT_READY where there is none. */
  live(): Generation {
    if (this.#live === null) throw notReady();
    return this.#live.generation;
  }

  /** True where a search would be answered. */
  ready(): boolean {
    return this.#live !== null;
  }

  /** Whether the live generation can be searched with this embedder as it is: nothing would change by building anew. */
  isBy(embedder: TextEmbedderIdentity): boolean {
    const row = this.#deps.record.generations.inState("live");
    return row !== null && row.format === INDEX_FORMAT && sameIdentity(row.embedder, embedder);
  }

  /** A generation that is live or kept for rollback; undefined once it is gone. */
  async kept(name: string): Promise<Generation | undefined> {
    if (this.#live !== null && generationName(this.#live.row) === name) return this.#live.generation;
    if (this.#previous !== null && generationName(this.#previous.row) === name)
      return this.#previous.generation;
    return undefined;
  }

  /** Applies what changed in the record since; a search that starts after it returns sees it. */
  catchUp(options: BuildOptions = {}): Promise<Applied | null> {
    return this.#inTurn(async () => {
      if (this.#live === null) return null;
      const applied = await this.#advance(this.#live, options);
      if (this.#live.pending >= CHECKPOINT_CHANGES) await this.#checkpoint(this.#live);
      else if (this.#live.pending > 0) this.#checkpointLater();
      return applied;
    });
  }

  /** After an ingest: patches the live generation, or builds a new one where none is live or much has changed. */
  async refresh(options: BuildOptions = {}): Promise<"built" | "caught up"> {
    // A build that runs takes in what has changed meanwhile when it ends.
    if (this.#live === null) await this.built();
    if (this.#live !== null && (this.#build !== null || !this.#muchChanged(this.#live))) {
      await this.catchUp({ ...options, onEstimate: this.#sayEstimate });
      return "caught up";
    }
    await this.build(options);
    return "built";
  }

  /**
   * Builds a generation beside the live one, verifies it, and switches to it. Searches go on meanwhile, on the live
   * one. Throws CONFLICT while another build runs, INDEX_VERIFICATION_FAILED, DISK_FULL, or the signal's reason.
   */
  async build(options: BuildOptions = {}): Promise<void> {
    if (this.#build !== null)
      throw fail("CONFLICT", "the index is being built already; wait until that is done");
    const build: { done: Promise<void>; progress: Progress | null } = {
      done: Promise.resolve(),
      progress: null,
    };
    this.#build = build;
    const onProgress: OnProgress = (progress) => {
      build.progress = progress;
      options.onProgress?.(progress);
    };
    const signal = AbortSignal.any([this.#closing.signal, ...(options.signal ? [options.signal] : [])]);
    build.done = this.#buildNext({ onProgress, signal }).finally(() => {
      this.#build = null;
    });
    return build.done;
  }

  /** Resolves when the build that runs now has ended, in whichever way, or is no longer waited for. */
  async built(signal?: AbortSignal): Promise<void> {
    const done = this.#build?.done.catch(() => undefined);
    if (signal === undefined || done === undefined) return done;
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = () => resolve();
    signal.addEventListener("abort", stop);
    await Promise.race([done, promise]);
    signal.removeEventListener("abort", stop);
  }

  /** Makes the previous generation live again, up to date with the record. Throws NO_PREVIOUS_GENERATION. */
  async rollback(): Promise<void> {
    if (this.#build !== null) throw fail("CONFLICT", "the index is being built; wait until that is done");
    return this.#inTurn(async () => {
      const { generations } = this.#deps.record;
      const row = generations.inState("previous");
      if (row === null) {
        throw fail("NO_PREVIOUS_GENERATION", "there is no generation to go back to: none was replaced yet");
      }
      const served = await loadGeneration(this.#deps, row);
      await this.#advance(served);
      await this.#checkpoint(served);
      generations.swap();
      this.#serve(served);
      await this.#pointAliases(served);
    });
  }

  status(): IndexStatus {
    const { record } = this.#deps;
    const previous = record.generations.inState("previous");
    const live = this.#live;
    const building = this.#build !== null;
    return {
      state: live !== null ? "ready" : building ? "building" : "empty",
      live:
        live === null
          ? null
          : {
              ...statusOf(live.row),
              sequence: live.generation.sequence,
              behind: record.entries.countChanges(live.generation.sequence),
            },
      previous: previous === null ? null : statusOf(previous),
      build: this.#build?.progress ?? null,
    };
  }

  /** Makes what has been applied durable in the store, so that the next start need not apply it again. */
  checkpoint(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#live !== null && this.#live.pending > 0) await this.#checkpoint(this.#live);
    });
  }

  /** Gives up a build that runs, makes the last changes durable in the store and lets go of everything. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.built();
    if (!this.#readOnly) await this.checkpoint();
  }

  // -------------------------------------------------------------------------------------------- opening

  async #openLive(): Promise<void> {
    const { generations } = this.#deps.record;
    let lost = false;
    for (const state of ["live", "previous"] as const) {
      const row = generations.inState(state);
      if (row === null) continue;
      try {
        const served = await loadGeneration(this.#deps, row);
        if (this.#deps.record.entries.countChanges(served.generation.sequence) > REBUILD_CHANGES) {
          // An ingest was cut off before the index followed it: building is quicker than patching.
          this.#log(`generation ${generationName(row)} of the index is far behind; the next one is built`);
          lost = true;
          continue;
        }
        if (!this.#knowsPictures(served)) {
          this.#log(`generation ${generationName(row)} of the index lacks pictures; the next one is built`);
          lost = true;
        }
        await this.#advance(served);
        if (state === "previous") generations.makeLive(row.number);
        this.#serve(served);
        await this.#pointAliases(served);
        break;
      } catch (error) {
        if (isReplaceable(error)) generations.retire(row.number);
        else if (state === "live") throw error;
        lost = true;
        this.#log(`generation ${generationName(row)} of the index cannot be used; it is built anew`, {
          reason: (error as Error).message,
        });
      }
    }
    if (!lost) return;
    await this.#sweep();
    this.build().then(
      () => this.#log("the index was built anew from the record"),
      (error: Error) => this.#log("the index could not be built anew", { reason: error.message }),
    );
  }

  // ------------------------------------------------------------------------------------------- building

  async #buildNext(options: {
    readonly onProgress: OnProgress;
    readonly signal: AbortSignal;
  }): Promise<void> {
    const { record, embedder, builder, base, now = () => new Date() } = this.#deps;
    const row = record.generations.begin({
      base,
      format: INDEX_FORMAT,
      embedder: embedder.identity,
      images: this.#deps.pictures?.identity,
      now: now(),
    });
    this.#step("building");
    try {
      const built = await builder(row, { ...options, onEstimate: this.#sayEstimate });
      this.#step("built");
      const complete = record.generations.complete(row.number, built);
      await this.#inTurn(async () => {
        const served = await loadGeneration(this.#deps, complete);
        await this.#advance(served, { signal: options.signal });
        if (served.pending > 0) await this.#checkpoint(served);
        this.#step("switching");
        record.generations.makeLive(row.number);
        this.#step("switched");
        this.#serve(served);
        await this.#pointAliases(served);
      });
    } catch (error) {
      // Unless it became live: then what failed came after the switch, and it stays.
      if (record.generations.numbered(row.number)?.state === "building") {
        await this.#drop(row).catch((cause: Error) =>
          this.#log("what an unfinished build left is removed at the next start", { reason: cause.message }),
        );
      }
      throw error;
    }
    await this.#sweep();
    this.#step("swept");
  }

  #muchChanged(live: Served): boolean {
    const { entries } = this.#deps.record;
    const changes = entries.countChanges(live.row.base_seq);
    if (changes > REBUILD_CHANGES) return true;
    return changes > REBUILD_LEAST && changes > REBUILD_SHARE * entries.counts().anime;
  }

  /** Removes generations that are neither live nor kept, nor being built. */
  async #sweep(): Promise<void> {
    for (const row of this.#deps.record.generations.all()) {
      const stale = row.state === "retired" || (row.state === "building" && this.#build === null);
      if (stale) await this.#drop(row);
    }
  }

  async #drop(row: GenerationRow): Promise<void> {
    for (const name of [row.anime, row.episodes]) {
      try {
        await this.#deps.store.deleteCollection(name);
      } catch (error) {
        if (!isFailure(error, "COLLECTION_NOT_FOUND")) throw error;
      }
    }
    this.#deps.record.generations.forget(row.number);
  }

  // -------------------------------------------------------------------------------------------- serving

  #serve(served: Served): void {
    const before = this.#live;
    this.#live = served;
    const row = this.#deps.record.generations.inState("previous");
    this.#previous = null;
    if (row !== null && before !== null && row.number === before.row.number) {
      this.#previous = { row, generation: before.generation };
    } else if (row !== null) {
      const generation = keptGeneration(this.#deps, row);
      this.#previous = generation === null ? null : { row, generation };
    }
  }

  async #advance(served: Served, options: BuildOptions = {}): Promise<Applied> {
    const { record, store, embedder } = this.#deps;
    const { sequence: after, fit, titles } = served.generation;
    const applied = await applyChanges(
      { record, store, embedder, fit, titles, pictures: this.#picturesOf(served) },
      served.row,
      after,
      options,
    );
    if (applied.sequence > after) {
      served.generation = { ...served.generation, sequence: applied.sequence };
      served.pending += applied.upserted + applied.deleted;
    }
    return applied;
  }

  /** Whether the generation was made with the present embedder of pictures. */
  #knowsPictures({ row }: Served): boolean {
    const { pictures } = this.#deps;
    return pictures === undefined || (row.images !== null && sameIdentity(row.images, pictures.identity));
  }

  #picturesOf(served: Served) {
    const { pictures, record } = this.#deps;
    return this.#knowsPictures(served) ? pictures?.vectorsFrom(record) : undefined;
  }

  async #checkpoint(served: Served): Promise<void> {
    const { anime, episodes, sequence } = served.generation;
    await this.#deps.store.checkpoint(anime, sequence);
    this.#step("half checkpointed");
    await this.#deps.store.checkpoint(episodes, sequence);
    served.pending = 0;
  }

  #checkpointLater(): void {
    if (this.#timer !== null || this.#closing.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.checkpoint().catch((error: Error) =>
        this.#log("the index could not be checkpointed", { reason: error.message }),
      );
    }, this.#deps.checkpointAfter ?? 2_000);
    this.#timer.unref();
  }

  async #pointAliases({ row }: Served): Promise<void> {
    const { store, base } = this.#deps;
    await store.setAlias(base, row.anime);
    await store.setAlias(`${base}_episodes`, row.episodes);
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#turns.then(task);
    this.#turns = done.catch(() => undefined);
    return done;
  }

  readonly #sayEstimate = (estimate: EmbeddingEstimate): void =>
    this.#log(estimateText(estimate), { ...estimate });

  #log(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#deps.log?.(message, fields);
  }

  #step(step: string): void {
    this.#deps.onStep?.(step);
  }
}
