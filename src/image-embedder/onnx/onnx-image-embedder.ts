/** The image embedder that runs a published model on this machine, in threads of its own. */
import { availableParallelism } from "node:os";
import { fail } from "../../errors.ts";
import type { GraphChoice } from "../../models/graph-types.ts";
import { ModelThreads } from "../../models/model-threads.ts";
import type { Device } from "../../models/onnx-session.ts";
import type { DecodedPicture, ImageEmbedder, ImageEmbedderIdentity, ImageEmbedderStatus } from "../port.ts";
import { describeOnnxImageModel, type OnnxImageModel } from "./image-model.ts";
import type { TowersReply, TowersRequest, TowersStart } from "./towers.ts";

export interface OnnxImageEmbedderOptions {
  /** A name such as `openai/clip-vit-large-patch14`, or a folder. */
  readonly model: string;
  /** Where `models pull` puts what it fetches. */
  readonly cacheDir: string;
  readonly dtype?: GraphChoice | undefined;
  readonly device?: Device;
  /** Cores that it may use; unless said, or below 1, all up to 4. */
  readonly threads?: number;
  /** Runs a picture and a text when loaded, so that the first search does not wait for what a first run prepares. */
  readonly warmUp?: boolean;
  /** The module that the threads run: another one only in tests. */
  readonly source?: URL;
}

const MAX_BATCH = 256;
const MOST_THREADS = 4;
/** Bytes of weights up to which each thread has a copy of its own: that is quicker than sharing out one run. */
const SMALL_MODEL = 256 * 1024 ** 2;
/** Pictures in one run: a processor is busy with one, a GPU with many. */
const PICTURES_AT_ONCE: Readonly<Record<Device, number>> = { cpu: 1, cuda: 16 };

/** Share of the newest run in the running mean of ms per picture. */
const NEWEST = 0.1;

const THREAD_SOURCE = new URL("./towers-thread.ts", import.meta.url);

/**
 * Opens a model. It is handed out as soon as its files are found and named; it loads behind that, and embedding waits.
 * Throws MODEL_NOT_FOUND, MODEL_INVALID; no other model ever takes its place.
 */
export async function openOnnxImageEmbedder(options: OnnxImageEmbedderOptions): Promise<OnnxImageEmbedder> {
  return new OnnxImageEmbedder(await describeOnnxImageModel(options), options);
}

export class OnnxImageEmbedder implements ImageEmbedder {
  readonly identity: ImageEmbedderIdentity;
  readonly maxBatch = MAX_BATCH;
  readonly side: number;
  /** Only of models with a tower for texts. */
  readonly embedTexts?: (texts: readonly string[]) => Promise<Float32Array>;

  readonly #threads: ModelThreads<TowersRequest, TowersReply, null>;
  readonly #loaded: Promise<void>;
  readonly #atOnce: number;
  #state: "loading" | "ready" = "loading";
  #msPerPicture: number | undefined;

  constructor(
    { model, identity, preprocessing, pictures, texts, bytes }: OnnxImageModel,
    options: OnnxImageEmbedderOptions,
  ) {
    this.identity = identity;
    this.side = preprocessing.shorter;
    const device = options.device ?? "cpu";
    this.#atOnce = PICTURES_AT_ONCE[device];
    const wanted = options.threads ?? 0;
    const cores = wanted > 0 ? wanted : Math.min(MOST_THREADS, availableParallelism());
    const copies = bytes <= SMALL_MODEL ? cores : 1;
    const start: TowersStart = {
      folder: model.folder,
      dimension: identity.dimension,
      preprocessing,
      pictures,
      texts,
      threads: cores / copies,
      device,
    };
    const source = options.source ?? THREAD_SOURCE;
    this.#threads = new ModelThreads({ source, start, threads: copies, name: model.name });
    if (texts !== undefined) this.embedTexts = (all) => this.#embedTexts(all);
    this.#loaded = this.#load(options.warmUp ?? false);
    // Whoever embeds hears of a failure, and `status` has it.
    this.#loaded.catch(() => undefined);
  }

  /** Resolves when the model is loaded and warm. Rejects with MODEL_FAILED or MODEL_INVALID where it cannot be. */
  ready(): Promise<void> {
    return this.#loaded;
  }

  async embedPictures(pictures: readonly DecodedPicture[]): Promise<Float32Array> {
    checkBatch(pictures.length, "pictures");
    const { dimension } = this.identity;
    const rows = new Float32Array(pictures.length * dimension);
    const starts = Array.from(
      { length: Math.ceil(pictures.length / this.#atOnce) },
      (_, i) => i * this.#atOnce,
    );
    await Promise.all(
      starts.map(async (start) => {
        const some = pictures.slice(start, start + this.#atOnce).map(({ pixels }) => ({ pixels }));
        const reply = await this.#threads.run({ pictures: some });
        rows.set(reply.rows, start * dimension);
        this.#time(reply.ms / some.length);
      }),
    );
    return rows;
  }

  status(): ImageEmbedderStatus {
    const { failure } = this.#threads;
    if (failure) return { state: "failed", detail: failure.message };
    if (this.#state === "loading" || this.#msPerPicture === undefined) return { state: this.#state };
    return { state: "ready", ms_per_picture: Math.round(this.#msPerPicture * 100) / 100 };
  }

  close(): Promise<void> {
    return this.#threads.close();
  }

  async #load(warmUp: boolean): Promise<void> {
    await this.#threads.ready();
    if (warmUp) {
      const grey = { width: 1, height: 1, data: new Uint8Array(3).fill(128) };
      const picture = { pictures: [{ pixels: grey }] };
      // The first run of a graph also makes ready for the others: the second is what one takes.
      await this.#threads.run(picture);
      this.#time((await this.#threads.run(picture)).ms);
      await this.embedTexts?.(["a picture"]);
    }
    this.#state = "ready";
  }

  /** A text is a query, and somebody waits for it: before pictures. */
  async #embedTexts(texts: readonly string[]): Promise<Float32Array> {
    checkBatch(texts.length, "texts");
    if (texts.length === 0) return new Float32Array(0);
    return (await this.#threads.run({ texts }, { urgent: true })).rows;
  }

  #time(ms: number): void {
    const before = this.#msPerPicture ?? ms;
    this.#msPerPicture = before + (ms - before) * NEWEST;
  }
}

function checkBatch(length: number, what: string): void {
  if (length <= MAX_BATCH) return;
  throw fail("REQUEST_INVALID", `${length} ${what} in one batch; at most ${MAX_BATCH} are taken`);
}
