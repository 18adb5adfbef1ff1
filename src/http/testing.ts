import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { CatalogueAdministration } from "../administration/administration.ts";
import { healthSource } from "../administration/health.ts";
import { loadBuiltinImageEmbedder } from "../image-embedder/builtin/builtin-image-embedder.ts";
import { buildHere } from "../index/build-here.ts";
import { CatalogueIndex } from "../index/catalogue-index.ts";
import { ingest } from "../ingest/ingest.ts";
import { streamInput } from "../ingest/inputs.ts";
import { CoverShelf } from "../pictures/cover-shelf.ts";
import { PictureFiles } from "../pictures/fetching/picture-files.ts";
import { indexedPictures } from "../pictures/picture-vectors.ts";
import { CatalogueRecord } from "../record/record.ts";
import { EpisodeSearch } from "../search/episodes.ts";
import { Gate } from "../search/gate.ts";
import { ANIME_RANKING, EPISODE_RANKING } from "../search/plan.ts";
import { AnimeSearch, type SearchDependencies } from "../search/search.ts";
import { ANIME_KEYS, EPISODE_KEYS } from "../spaces/fields.ts";
import { SPACE_NAMES, SPACES, spacesWith } from "../spaces/spaces.ts";
import { loadBuiltinTextEmbedder } from "../text-embedder/builtin/builtin-text-embedder.ts";
import type { VectorStore } from "../vector-store/port.ts";
import { ScanStore } from "../vector-store/scan/scan-store.ts";
import { buildApp } from "./app.ts";
import type { HttpSettings } from "./dependencies.ts";

export const ADMIN_TOKEN = "the-token-of-the-tests";
export const AS_ADMIN = { authorization: `Bearer ${ADMIN_TOKEN}` };

/** A small catalogue, two of whose entries are adult: one says so, one only by its genre. */
export const ENTRIES: readonly Record<string, unknown>[] = [
  {
    title: "Death Note",
    title_japanese: "デスノート",
    type: "TV",
    year: 2006,
    season: "FALL",
    status: "FINISHED",
    genres: ["Suspense", "Supernatural"],
    demographics: ["Shounen"],
    sources: ["https://myanimelist.net/anime/1535"],
    statistics: { mal: { score: 8.6, members: 4_000_000 } },
    score: { median: 8.6 },
    synopsis: "A boy finds a notebook that kills anyone whose name is written in it.",
    staff_data: { studios: [{ name: "Madhouse" }] },
    episode_details: [
      { episode_number: 1, season_number: 1, title: "Rebirth", synopsis: "The notebook falls to earth." },
      { episode_number: 2, season_number: 1, title: "Confrontation", synopsis: "A detective appears." },
      { episode_number: 3, season_number: 1, title: "Dealings", synopsis: "A bargain for eyes is offered." },
    ],
  },
  {
    title: "Cowboy Bebop",
    type: "TV",
    year: 1998,
    status: "FINISHED",
    genres: ["Action", "Sci-Fi"],
    sources: ["https://myanimelist.net/anime/1"],
    statistics: { mal: { score: 8.7, members: 2_000_000 } },
    score: { median: 8.7 },
    synopsis: "Bounty hunters drift through space on an old ship, short of money and haunted by their pasts.",
    staff_data: { studios: [{ name: "Sunrise" }] },
    episode_details: [
      { episode_number: 1, season_number: 1, title: "Asteroid Blues", synopsis: "A first bounty in space." },
    ],
  },
  {
    title: "Cowboy Bebop: The Movie",
    type: "MOVIE",
    year: 2001,
    status: "FINISHED",
    genres: ["Action", "Sci-Fi"],
    sources: ["https://myanimelist.net/anime/5"],
    related_anime: [],
    relations: [{ title: "Cowboy Bebop", relation_type: "PARENT", url: "https://myanimelist.net/anime/1" }],
    statistics: { mal: { score: 8.4, members: 400_000 } },
    synopsis: "The bounty hunters of the ship chase a terrorist on Mars.",
  },
  {
    title: "Non Non Biyori",
    type: "TV",
    year: 2013,
    status: "FINISHED",
    genres: ["Slice of Life"],
    sources: ["https://myanimelist.net/anime/17549"],
    statistics: { mal: { score: 7.9, members: 300_000 } },
    synopsis: "Five girls share a country school and quiet seasons in a village far from everything.",
  },
  {
    title: "Secret Bebop of the Night",
    type: "OVA",
    year: 2006,
    nsfw: true,
    genres: ["Action"],
    sources: ["https://myanimelist.net/anime/90001"],
    synopsis: "A notebook for adults only.",
    episode_details: [{ episode_number: 1, title: "A notebook for adults", synopsis: "Adults only." }],
  },
  {
    title: "Village of Adults",
    type: "OVA",
    year: 2013,
    genres: ["Hentai"],
    sources: ["https://myanimelist.net/anime/90002"],
    synopsis: "A country school for adults only, in space.",
    episode_details: [{ episode_number: 1, title: "A village for adults", synopsis: "Adults only." }],
  },
];

/** Entries without much in them, for what needs many: `Filler 7`, the more popular the lower its number. */
export function fillers(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, i) => ({
    title: `Filler ${i + 1}`,
    type: "TV",
    year: 1980 + (i % 40),
    genres: ["Filler"],
    sources: [`https://myanimelist.net/anime/${100_001 + i}`],
    statistics: { mal: { members: 1000 * (count - i) } },
    synopsis: "One of many stories of which there is little to tell.",
  }));
}

export interface TestService {
  readonly app: FastifyInstance;
  readonly dataDir: string;
  readonly record: CatalogueRecord;
  readonly store: VectorStore;
  readonly index: CatalogueIndex;
  readonly gate: Gate;
  /** What was logged, as text. */
  logged(): string;
  /** Sends JSON and reads it. */
  ask(method: Method, path: string, body?: unknown, headers?: Record<string, string>): Promise<Asked>;
  /** Until no background job runs. */
  idle(): Promise<void>;
  /** Closes it and opens it again over the same data folder. */
  reopen(): Promise<TestService>;
  /** Closes it; the data folder goes, too. */
  close(): Promise<void>;
}

export type Method = "GET" | "POST" | "PATCH" | "DELETE" | "PUT" | "OPTIONS" | "HEAD";

export interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

export interface TestOptions {
  readonly entries?: readonly unknown[];
  readonly settings?: Partial<HttpSettings>;
  readonly maxConcurrentSearches?: number;
  readonly maxResults?: number;
  readonly dataDir?: string;
  /** Puts something between the services and the store. */
  readonly wrapStore?: (store: VectorStore) => VectorStore;
}

/** The service over a data folder of its own: everything is real but threads and the network. */
export async function openTestService(options: TestOptions = {}): Promise<TestService> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "kotodama-http-"));
  const record = CatalogueRecord.open(join(dataDir, "record.sqlite"));
  const scan = await ScanStore.open({ root: join(dataDir, "index"), threads: 0 });
  const store = options.wrapStore?.(scan) ?? scan;
  const embedder = loadBuiltinTextEmbedder();
  const images = loadBuiltinImageEmbedder();
  const spaces = spacesWith({}, embedder.identity.dimension, images.identity.dimension);
  const pictures = indexedPictures(images.identity);
  const index = await CatalogueIndex.open({
    record,
    store: scan,
    embedder,
    pictures,
    builder: buildHere({ record, store: scan, embedder, pictures, spaces }),
    base: "anime_database",
  });
  const search: SearchDependencies = {
    store,
    generations: index,
    entries: record.entries,
    embedder,
    images,
    drawsCovers: true,
    spaces: new Map(SPACE_NAMES.map((name) => [name, SPACES[name].kind])),
    animeKeys: ANIME_KEYS,
    episodeKeys: EPISODE_KEYS,
    ranking: ANIME_RANKING,
    episodeRanking: EPISODE_RANKING,
    maxResults: options.maxResults ?? 100,
    now: () => performance.now(),
    today: () => ({ year: 2026, season: "FALL" }),
  };
  const administration = new CatalogueAdministration({
    record,
    store,
    index,
    ingestStream: (input, { source, ...rest }) =>
      ingest({ record, dataDir }, [streamInput(input, source)], { source, ...rest }),
    pictures: {
      status: () => ({ ...record.pictures.counts(images.identity), failures: record.pictures.failures(20) }),
      // Nothing is fetched in tests.
      fetch: async () => undefined,
    },
    now: () => new Date(),
    log: () => undefined,
  });
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const gate = new Gate(options.maxConcurrentSearches ?? 100);
  const app = await buildApp(
    {
      search,
      anime: new AnimeSearch(search),
      episodes: new EpisodeSearch(search),
      gate,
      administration,
      health: healthSource({ index, store, embedder, images }),
      covers: new CoverShelf({ record, files: new PictureFiles(join(dataDir, "pictures"), 0), folder: null }),
    },
    {
      version: "1.2.3",
      adminToken: ADMIN_TOKEN,
      corsOrigins: "*",
      maxBodyBytes: 1024 * 1024,
      maxBatchSize: 1000,
      requestTimeoutMs: 10_000,
      logger: { level: "debug", stream },
      ...options.settings,
    },
  );
  const release = async () => {
    await administration.close();
    await app.close();
    await index.close();
    await scan.close();
    record.close();
  };
  const service: TestService = {
    app,
    dataDir,
    record,
    store,
    index,
    gate,
    logged: () => lines.join(""),
    async ask(method, path, body, headers = {}) {
      const response = await app.inject({
        method,
        url: path.startsWith("/health") || path.startsWith("/openapi") ? path : `/api/v1${path}`,
        headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
        ...(body === undefined
          ? {}
          : { payload: typeof body === "string" || body instanceof Buffer ? body : JSON.stringify(body) }),
      });
      const isJson = /json(;|$)/.test(String(response.headers["content-type"]));
      const json = isJson && !String(response.headers["content-type"]).includes("ndjson");
      return {
        status: response.statusCode,
        headers: response.headers,
        text: response.body,
        json: json && response.body !== "" ? JSON.parse(response.body) : undefined,
      };
    },
    async idle() {
      while (administration.jobs().some(({ state }) => state === "running")) await turn();
    },
    async reopen() {
      await release();
      return openTestService({ ...options, entries: [], dataDir });
    },
    async close() {
      await release();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  const entries = options.entries ?? ENTRIES;
  if (entries.length > 0) await administration.accept(entries);
  return service;
}
