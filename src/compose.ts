import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { ADAPTED_SPACE, type AdaptationDependencies } from "./adaptation/adapt.ts";
import { CatalogueAdministration } from "./administration/administration.ts";
import { healthSource } from "./administration/health.ts";
import type { Stats } from "./administration/port.ts";
import { catalogueStats } from "./administration/stats.ts";
import { type BuildSettings, recollectionsOf } from "./compose-build.ts";
import { openCovers, openImageEmbedder, openPictures } from "./compose-pictures.ts";
import { openTextEmbedder, type TextEmbedding } from "./compose-text-embedder.ts";
import type { ImageEmbedder } from "./image-embedder/port.ts";
import { buildInWorker } from "./index/build-worker.ts";
import { CatalogueIndex } from "./index/catalogue-index.ts";
import type { BuildOptions } from "./index/dependencies.ts";
import { embedAhead } from "./index/embed-ahead.ts";
import { estimateText } from "./index/embedding-survey.ts";
import { viewIndex, viewOf } from "./index/index-view.ts";
import { ingest } from "./ingest/ingest.ts";
import { streamInput } from "./ingest/inputs.ts";
import { settleEntries } from "./ingest/settle.ts";
import type { PictureLibrary } from "./pictures/picture-library.ts";
import { PictureRounds } from "./pictures/picture-rounds.ts";
import { indexedPictures } from "./pictures/picture-vectors.ts";
import { DataDir } from "./record/data-dir.ts";
import { CatalogueRecord } from "./record/record.ts";
import { EpisodeSearch } from "./search/episodes.ts";
import { Gate } from "./search/gate.ts";
import { ANIME_RANKING, EPISODE_RANKING } from "./search/plan.ts";
import { AnimeSearch, type SearchDependencies } from "./search/search.ts";
import { seasonOf } from "./search/today.ts";
import type { Settings } from "./settings.ts";
import { ANIME_KEYS, EPISODE_KEYS } from "./spaces/fields.ts";
import { SPACE_NAMES, SPACES } from "./spaces/spaces.ts";
import { adaptedTextEmbedder } from "./text-embedder/adapter/adapted-text-embedder.ts";
import { embedderOf, type TextEmbedder } from "./text-embedder/port.ts";
import type { VectorStore } from "./vector-store/port.ts";
import { ScanStore } from "./vector-store/scan/scan-store.ts";
import { VERSION } from "./version.ts";

/** The catalogue as commands and the server use it. */
export interface Catalogue {
  readonly settings: Settings;
  readonly record: CatalogueRecord;
  readonly index: CatalogueIndex;
  readonly search: SearchDependencies;
  readonly anime: AnimeSearch;
  readonly episodes: EpisodeSearch;
  isEmpty(): boolean;
  stats(): Promise<Stats>;
  close(): Promise<void>;
}

/** A catalogue that this process alone may change. */
export interface WritableCatalogue extends Catalogue {
  readonly dataDir: DataDir;
  readonly store: VectorStore;
  readonly embedder: TextEmbedder;
  /** Resolves when the text model answers; rejects where it cannot. */
  modelLoaded(): Promise<unknown>;
  readonly pictures: PictureLibrary;
}

/** A writable catalogue behind HTTP. */
export interface Service extends WritableCatalogue {
  readonly app: FastifyInstance;
  readonly adminToken: { readonly path: string; readonly made: boolean };
  /** `25,804 anime`, for the line that says where to look. */
  describe(): string;
}

type Log = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

/**
 * Opens the record and the index to look at what they hold, beside whoever writes them. No embedder is opened, and the
 * index may be another's than the one that is configured. Throws NOT_READY where there is none.
 */
export async function openToLook(settings: Settings) {
  const record = CatalogueRecord.open(recordPath(settings), { readOnly: true });
  const opened: (() => unknown)[] = [() => record.close()];
  try {
    const store = await ScanStore.open({ root: indexRoot(settings), threads: 0, readOnly: true });
    opened.unshift(() => store.close());
    const view = await viewIndex({ record, store });
    const stats = () => catalogueStats({ record, store }, view);
    return { record, live: view.live, stats, close: () => closeAll(opened) };
  } catch (error) {
    await closeAll(opened).catch(() => undefined);
    throw error;
  }
}

/** Opens the catalogue to search it, beside whoever writes it. Throws NOT_READY where there is none. */
export async function openCatalogue(
  settings: Settings,
  options: { readonly adapted?: boolean } = {},
): Promise<Catalogue> {
  const record = CatalogueRecord.open(recordPath(settings), { readOnly: true });
  const opened: (() => unknown)[] = [() => record.close()];
  try {
    const store = await ScanStore.open({ root: indexRoot(settings), threads: 0, readOnly: true });
    opened.unshift(() => store.close());
    const embedding = await openTextEmbedder(settings, { ...options, warmUp: false, log: silent });
    opened.unshift(() => embedding.embedder.close());
    const images = await openImageEmbedder(settings);
    opened.unshift(() => images.close());
    const deps = indexDependencies(settings, record, store, { ...embedding, images }, silent);
    const index = await CatalogueIndex.open(deps, { readOnly: true });
    return catalogueOf(settings, record, store, { ...embedding, images }, index, async () => {});
  } catch (error) {
    await closeAll(opened).catch(() => undefined);
    throw error;
  }
}

/**
 * Takes the data folder and opens the catalogue to change it. With `rebuild` the index is not opened, whatever is
 * wrong with it: the next step is to build it anew. Throws DATA_DIR_LOCKED, DATA_DIR_UNUSABLE, RECORD_DAMAGED,
 * EMBEDDER_MISMATCH.
 */
export async function openToWrite(
  settings: Settings,
  options: { readonly log?: Log; readonly rebuild?: boolean } = {},
): Promise<WritableCatalogue> {
  const dataDir = DataDir.acquire(settings.DATA_DIR);
  const opened: (() => unknown)[] = [() => dataDir.release()];
  try {
    const record = CatalogueRecord.open(recordPath(settings));
    opened.unshift(() => record.close());
    // What a killed ingest had no time to do.
    settleEntries(record);
    const store = await ScanStore.open({ root: indexRoot(settings), threads: searchThreads(settings) });
    opened.unshift(() => store.close());
    const log = options.log ?? silent;
    const embedding = await openTextEmbedder(settings, { warmUp: settings.MODEL_WARM_UP, log });
    const { embedder } = embedding;
    opened.unshift(() => embedder.close());
    const images = await openImageEmbedder(settings);
    opened.unshift(() => images.close());
    const deps = indexDependencies(settings, record, store, { ...embedding, images }, log);
    const index = await CatalogueIndex.open(deps, { rebuild: options.rebuild ?? false });
    const pictures = openPictures(settings, record, images, async () => {
      if (index.ready()) await index.catchUp();
    });
    const catalogue = catalogueOf(settings, record, store, { ...embedding, images }, index, async () => {
      await pictures.close();
      dataDir.release();
    });
    const { library } = pictures;
    return { ...catalogue, dataDir, store, embedder, modelLoaded: embedding.loaded, pictures: library };
  } catch (error) {
    await closeAll(opened).catch(() => undefined);
    throw error;
  }
}

/** The catalogue as what `adapt` learns from and is judged by, with queries as they are, whatever was kept before. */
export async function openToAdapt(settings: Settings) {
  const catalogue = await openCatalogue(settings, { adapted: false });
  const { record, index, search } = catalogue;
  const deps: AdaptationDependencies = {
    store: search.store,
    collection: index.live().anime,
    embedder: embedderOf(search.embedder, ADAPTED_SPACE),
    idOf(name) {
      const entry = record.entries.read(name);
      if (entry !== null) return entry.id;
      const rows = record.contributions.entriesWith(name).map((found) => record.entries.row(found));
      return rows.find(({ deleted }) => !deleted)?.id;
    },
    franchiseOf(id) {
      const [franchise] = record.entries.franchises([id]);
      return franchise == null ? [id] : record.entries.franchise(franchise);
    },
    searchWith: (adapt) =>
      new AnimeSearch(
        adapt === null
          ? search
          : { ...search, embedder: adaptedTextEmbedder(search.embedder, ADAPTED_SPACE, adapt) },
      ),
  };
  return { deps, close: () => catalogue.close() };
}

/** The record and the configured embedder, without the index: for embedding ahead beside a server. */
export async function openToEmbed(settings: Settings, log: Log) {
  const record = CatalogueRecord.open(recordPath(settings), { readOnly: true });
  try {
    const { embedder } = await openTextEmbedder(settings, { warmUp: settings.MODEL_WARM_UP, log });
    return {
      /** See `embedAhead`. */
      embed: (options: BuildOptions): Promise<number> =>
        embedAhead(
          { record, embedder, recollections: recollectionsOf(settings) },
          { ...options, onEstimate: (estimate) => log(estimateText(estimate), { ...estimate }) },
        ),
      close: () => closeAll([() => embedder.close(), () => record.close()]),
    };
  } catch (error) {
    record.close();
    throw error;
  }
}

/** Takes the data folder and puts HTTP in front of the catalogue; it does not listen yet. */
export async function openService(settings: Settings): Promise<Service> {
  let logger: FastifyBaseLogger | undefined;
  const log: Log = (message, fields = {}) => logger?.info(fields, message);
  const catalogue = await openToWrite(settings, { log });
  try {
    const { record, store, index, search, dataDir, pictures } = catalogue;
    const file = settings.ADMIN_TOKEN === null ? dataDir.adminToken() : null;
    const administration = new CatalogueAdministration({
      record,
      store,
      index,
      ingestStream: (input, { source, prune, onProgress, signal }) =>
        ingest({ record, dataDir: settings.DATA_DIR }, [streamInput(input, source)], {
          source,
          prune,
          onProgress,
          signal,
        }),
      pictures: {
        status: () => ({ ...pictures.counts(), failures: record.pictures.failures(LISTED_FAILURES) }),
        fetch: (options) => pictures.fetch(options),
      },
      now: () => new Date(),
      log,
    });
    // Commands that do not serve start without the HTTP framework.
    const { buildApp } = await import("./http/app.ts");
    const app = await buildApp(
      {
        search,
        anime: catalogue.anime,
        episodes: catalogue.episodes,
        gate: new Gate(settings.MAX_CONCURRENT_SEARCHES),
        administration,
        health: healthSource({ ...catalogue, images: search.images }),
        covers: settings.PICTURES === "off" ? null : openCovers(settings, record),
      },
      {
        version: VERSION,
        adminToken: settings.ADMIN_TOKEN ?? file!.token,
        corsOrigins: settings.CORS_ORIGINS,
        maxBodyBytes: settings.MAX_BODY_BYTES,
        maxBatchSize: settings.MAX_BATCH_SIZE,
        requestTimeoutMs: settings.REQUEST_TIMEOUT_MS,
        logger: { level: settings.DEBUG ? "debug" : settings.LOG_LEVEL, stream: process.stderr },
      },
    );
    logger = app.log;
    const rounds = new PictureRounds({ library: pictures, remote: settings.PICTURES === "fetch", log });
    if (settings.PICTURES !== "off") rounds.start();
    return {
      ...catalogue,
      app,
      adminToken: { path: file?.path ?? "", made: file?.made ?? false },
      describe: () => `${record.entries.counts().anime.toLocaleString("en")} anime`,
      close: () =>
        closeAll([
          () => rounds.stop(),
          () => administration.close(),
          () => app.close(),
          () => catalogue.close(),
        ]),
    };
  } catch (error) {
    await catalogue.close();
    throw error;
  }
}

/** Failures that the state of pictures lists. */
const LISTED_FAILURES = 20;

/** Serves at most this many threads unless SEARCH_THREADS says so: past that, memory is the limit, not cores. */
const MOST_THREADS = 4;

function searchThreads({ SEARCH_THREADS }: Settings): number {
  return SEARCH_THREADS >= 0 ? SEARCH_THREADS : Math.min(MOST_THREADS, availableParallelism());
}

function recordPath({ DATA_DIR }: Settings): string {
  return join(DATA_DIR, "record.sqlite");
}

function indexRoot({ DATA_DIR }: Settings): string {
  return join(DATA_DIR, "index");
}

function silent(): void {}

function indexDependencies(
  settings: Settings,
  record: CatalogueRecord,
  store: VectorStore,
  { embedder, connect, images }: TextEmbedding & { readonly images: ImageEmbedder },
  log: Log,
) {
  return {
    record,
    store,
    embedder,
    pictures: indexedPictures(images.identity),
    builder: buildInWorker(
      new URL("./compose-build.ts", import.meta.url),
      {
        recordPath: recordPath(settings),
        storeRoot: indexRoot(settings),
        settings,
        images: images.identity,
      } satisfies BuildSettings,
      connect,
    ),
    base: settings.QDRANT_COLLECTION_NAME,
    log,
  };
}

function catalogueOf(
  settings: Settings,
  record: CatalogueRecord,
  store: VectorStore,
  { embedder, isMultilingual, images }: TextEmbedding & { readonly images: ImageEmbedder },
  index: CatalogueIndex,
  release: () => Promise<void>,
): Catalogue {
  const search: SearchDependencies = {
    store,
    generations: index,
    entries: record.entries,
    embedder,
    isMultilingual,
    images,
    drawsCovers: settings.PICTURES !== "off",
    spaces: new Map(SPACE_NAMES.map((name) => [name, SPACES[name].kind])),
    animeKeys: ANIME_KEYS,
    episodeKeys: EPISODE_KEYS,
    ranking: ANIME_RANKING,
    episodeRanking: EPISODE_RANKING,
    maxResults: settings.MAX_RESULTS,
    now: () => performance.now(),
    today: () => seasonOf(new Date()),
  };
  return {
    settings,
    record,
    index,
    search,
    anime: new AnimeSearch(search),
    episodes: new EpisodeSearch(search),
    isEmpty: () => record.entries.sequence() === 0,
    stats: () => catalogueStats({ record, store }, viewOf(index)),
    close: () =>
      closeAll([
        () => index.close(),
        () => store.close(),
        () => embedder.close(),
        () => images.close(),
        () => record.close(),
        () => release(),
      ]),
  };
}

/** Closes one after the other, all of them; throws what the first failure was. */
async function closeAll(closings: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closings) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
