/**
 * Search by picture with the builtin embedder, over the embedded store: how often an altered picture finds its
 * original first, and how long a search takes. The pictures are drawn by code (pictures/draw.ts).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import {
  type BuiltinImageEmbedder,
  loadBuiltinImageEmbedder,
} from "../src/image-embedder/builtin/builtin-image-embedder.ts";
import { decodePicture, PICTURE_LIMITS } from "../src/image-embedder/decode.ts";
import type { DecodedPicture } from "../src/image-embedder/port.ts";
import { seededRandom } from "../src/random.ts";
import { ScanStore } from "../src/vector-store/scan/scan-store.ts";
import type { Options } from "./options.ts";
import { ALTERATIONS, HARDER_ALTERATIONS } from "./pictures/alter.ts";
import { catalogueCovers } from "./pictures/covers.ts";
import { type Drawn, drawPicture, PICTURE_KINDS } from "./pictures/draw.ts";
import type { Goal, Row, Section } from "./report.ts";
import { timesOf } from "./timing.ts";

const PICTURES = 25_000;
const CASES = 1_000;
/** Shorter side of a picture before it is altered, in px. */
const CASE_SIDE = 480;
/** The first number; the descriptor was made while looking at pictures from 500,000 on. */
const FIRST = 1_000_000;
const SPACE = "image_vector";
const COLLECTION = "pictures";
const LIMIT = 10;
const BATCH = 100;
const SEARCHES = 300;
const WANTED = 0.98;
/** Width and height of a picture of one megapixel. */
const MEGAPIXEL = { width: 832, height: 1248 };

export async function image(options: Options): Promise<Section> {
  const count = Math.round(PICTURES * options.share);
  const cases = Math.max(10, Math.round(CASES * options.share));
  const root = mkdtempSync(join(tmpdir(), "kotodama-bench-"));
  const embedder = loadBuiltinImageEmbedder();
  const store = await ScanStore.open({ root, threads: Math.min(2, availableParallelism()) });
  try {
    await store.createCollection(COLLECTION, {
      dense: {
        [SPACE]: { dimension: embedder.identity.dimension, distance: "cosine", priority: "high" },
      },
      sparse: [],
      columns: {},
    });
    const embedMs = await fill(store, embedder, count, cases);
    const covers = catalogueCovers(options.share);
    await keep(store, embedder, covers);
    const search = searcher(store, embedder);
    const subjects = Array.from({ length: cases }, (_, number) => ({
      id: String(number),
      draw: () => drawPicture(FIRST + number, CASE_SIDE),
    }));
    const promised = await findAgain(search, ALTERATIONS, subjects);
    const harder = await findAgain(search, HARDER_ALTERATIONS, subjects);
    const coversFound = await findAgain(search, ALTERATIONS, covers);
    const speed = await timeSearches(search, embedder);
    const all = share(promised.flatMap(({ hits }) => hits));
    const goals: Goal[] = [
      ...promised.map(({ alteration, hits }) => ({
        what: alteration,
        measured: share(hits),
        unit: "of 1",
        least: WANTED,
      })),
      {
        what: "covers of the bundled catalogue",
        measured: share(coversFound.flatMap(({ hits }) => hits)),
        unit: "of 1",
        least: WANTED,
      },
      { what: "found first, all alterations", measured: all, unit: "of 1", least: WANTED },
      { what: "search by a JPEG of 1 megapixel, p95", measured: speed.p95, unit: "ms", most: 30 },
    ];
    return {
      title: "Search by picture",
      notes: [
        `${count.toLocaleString("en")} pictures drawn by code from a seed (${PICTURE_KINDS.join(", ")}; 60 palettes; every fifth is an earlier one in other colours; covers share one layout), no photographs and no one's art; ${cases.toLocaleString("en")} of them are altered, each in every way.`,
        `Found first: the best of the store's answers is the picture that was altered. A descriptor takes ${embedMs.toFixed(2)} ms.`,
        `A search: a JPEG of 832 × 1,248 px is decoded, described and searched for in the store, one at a time; ${speed.processorMs.toFixed(1)} ms of processor time each, all threads together.`,
      ],
      tables: [
        { title: "Altered pictures found first", rows: promised.map(rowOf) },
        { title: "The same, altered more than is promised", rows: harder.map(rowOf) },
        {
          title: `The ${covers.length} covers that are drawn for the bundled catalogue, looked for among all`,
          rows: coversFound.map(rowOf),
        },
        {
          title: "By what is drawn, promised alterations",
          rows: byKind(promised.flatMap(({ hits }) => hits)),
        },
        {
          title: "Time of a search",
          rows: Object.entries(speed.steps).map(([step, { count: searches, p50, p95 }]) => ({
            step,
            searches,
            "p50 ms": p50,
            "p95 ms": p95,
          })),
        },
      ],
      goals: options.share === 1 ? goals : [],
    };
  } finally {
    await store.close();
    rmSync(root, { recursive: true, force: true });
  }
}

/** A picture that is looked for. */
export interface Subject {
  readonly id: string;
  readonly draw: () => Promise<Drawn>;
}

interface Hit {
  readonly kind: Drawn["kind"];
  /** 0 is first; −1 is not among the first ten. */
  readonly place: number;
}

interface Found {
  readonly alteration: string;
  readonly hits: readonly Hit[];
}

const share = (hits: readonly Pick<Hit, "place">[]) =>
  hits.filter(({ place }) => place === 0).length / hits.length;

function rowOf({ alteration, hits }: Found): Row {
  return {
    alteration,
    cases: hits.length,
    first: share(hits),
    "first ten": hits.filter(({ place }) => place >= 0).length / hits.length,
  };
}

function byKind(hits: readonly Hit[]): Row[] {
  return PICTURE_KINDS.map((kind) => {
    const of = hits.filter((hit) => hit.kind === kind);
    return { kind, queries: of.length, first: share(of) };
  });
}

const open = ({ data, width, height }: Drawn) => sharp(data, { raw: { width, height, channels: 3 } });

/** Draws and stores all pictures; gives the mean time of a descriptor in ms. */
async function fill(
  store: ScanStore,
  embedder: BuiltinImageEmbedder,
  count: number,
  cases: number,
): Promise<number> {
  let spent = 0;
  for (let from = 0; from < count; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => from + i);
    const pictures: DecodedPicture[] = [];
    for (const number of numbers) {
      // Those that will be altered go the whole way, through a file; the others are drawn in the size that is looked at.
      const drawn = await drawPicture(FIRST + number, number < cases ? CASE_SIDE : embedder.side);
      pictures.push(
        number < cases ? await throughFile(drawn, embedder.side) : { ...drawn, format: "png", pixels: drawn },
      );
    }
    const began = performance.now();
    const vectors = await embedder.embedPictures(pictures);
    spent += performance.now() - began;
    await upsert(store, numbers.map(String), vectors);
    if (from % 5_000 === 0) process.stderr.write(`  ${from} of ${count} pictures drawn\n`);
  }
  await store.checkpoint(COLLECTION, 1);
  return spent / count;
}

async function keep(store: ScanStore, embedder: BuiltinImageEmbedder, subjects: readonly Subject[]) {
  for (let from = 0; from < subjects.length; from += BATCH) {
    const some = subjects.slice(from, from + BATCH);
    const pictures: DecodedPicture[] = [];
    for (const { draw } of some) pictures.push(await throughFile(await draw(), embedder.side));
    await upsert(
      store,
      some.map(({ id }) => id),
      await embedder.embedPictures(pictures),
    );
  }
  await store.checkpoint(COLLECTION, 2);
}

async function throughFile(drawn: Drawn, side: number): Promise<DecodedPicture> {
  return decodePicture(await open(drawn).jpeg({ quality: 92 }).toBuffer(), PICTURE_LIMITS, side);
}

function upsert(store: ScanStore, ids: readonly string[], vectors: Float32Array): Promise<void> {
  const dimension = vectors.length / ids.length;
  return store.upsert(
    COLLECTION,
    ids.map((id, i) => ({
      id,
      dense: { [SPACE]: vectors.slice(i * dimension, (i + 1) * dimension) },
      sparse: {},
      columns: {},
      payload: {},
    })),
  );
}

type Search = (file: Uint8Array) => Promise<{
  readonly ids: readonly string[];
  readonly decoding: number;
  readonly describing: number;
  readonly searching: number;
}>;

/** A search by a picture's file: the ids of the best, best first, and what each step took, in ms. */
function searcher(store: ScanStore, embedder: BuiltinImageEmbedder): Search {
  return async (file) => {
    const began = performance.now();
    const picture = await decodePicture(file, PICTURE_LIMITS, embedder.side);
    const decoded = performance.now();
    const dense = await embedder.embedPictures([picture]);
    const described = performance.now();
    const answer = await store.query(COLLECTION, { legs: [{ space: SPACE, limit: LIMIT, dense }] });
    const scores = answer.scores[0]!;
    const ids = answer.ids
      .map((id, i) => ({ id, score: scores[i]! }))
      .sort((one, other) => other.score - one.score)
      .map(({ id }) => id);
    const searched = performance.now();
    return {
      ids,
      decoding: decoded - began,
      describing: described - decoded,
      searching: searched - described,
    };
  };
}

async function findAgain(
  search: Search,
  alterations: typeof ALTERATIONS,
  subjects: readonly Subject[],
): Promise<Found[]> {
  const hits = new Map<string, Hit[]>(Object.keys(alterations).map((alteration) => [alteration, []]));
  for (const [seed, { id, draw }] of subjects.entries()) {
    const drawn = await draw();
    const random = seededRandom(seed);
    for (const [alteration, alter] of Object.entries(alterations)) {
      const { ids } = await search(await alter(drawn, random));
      hits.get(alteration)!.push({ kind: drawn.kind, place: ids.indexOf(id) });
    }
  }
  return [...hits].map(([alteration, of]) => ({ alteration, hits: of }));
}

async function timeSearches(search: Search, embedder: BuiltinImageEmbedder) {
  const files = await Promise.all(
    Array.from({ length: 12 }, async (_, i) =>
      open(await drawPicture(FIRST + i, CASE_SIDE))
        .resize({ ...MEGAPIXEL, fit: "fill" })
        .jpeg({ quality: 90 })
        .toBuffer(),
    ),
  );
  for (let i = 0; i < 30; i++) await search(files[i % files.length]!);
  const steps = { decoding: [] as number[], describing: [] as number[], searching: [] as number[] };
  const whole: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < SEARCHES; i++) {
    const times = await search(files[i % files.length]!);
    for (const step of ["decoding", "describing", "searching"] as const) steps[step].push(times[step]);
    whole.push(times.decoding + times.describing + times.searching);
  }
  const { user, system } = process.cpuUsage(before);
  return {
    steps: {
      [`decoding, to ${embedder.side} px`]: timesOf(steps.decoding),
      describing: timesOf(steps.describing),
      searching: timesOf(steps.searching),
      "all together": timesOf(whole),
    },
    p95: timesOf(whole).p95,
    processorMs: (user + system) / 1_000 / SEARCHES,
  };
}
