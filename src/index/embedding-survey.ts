import { hash } from "node:crypto";
import type { CatalogueEntry } from "../anime/entry.ts";
import { seededRandom } from "../random.ts";
import { embeddedTexts } from "../spaces/embedded-texts.ts";
import { type DocumentEmbedder, EmbeddingBatch } from "../spaces/embedding-batch.ts";
import type { CatalogueFit } from "../spaces/fit.ts";
import { TEXT_SPACES } from "../spaces/spaces.ts";
import { embedderOf, type TextEmbedder } from "../text-embedder/port.ts";

/** What a build has to embed, and how long that takes here. */
export interface EmbeddingEstimate {
  /** `onnx/BAAI/bge-m3` */
  readonly model: string;
  /** Texts that are to be computed, each distinct one counted once. */
  readonly texts: number;
  readonly spaces: Readonly<Record<string, number>>;
  /** Texts that were embedded to measure, and what all of them take at that rate. */
  readonly measured: number;
  readonly ms: number;
}

/** Texts that are embedded to measure how long all take, as many of each space. */
const MEASURED = 64;
const LEAST_OF_SPACE = 6;
/** A text costs its characters, as far as encoders read, and something for being a text. */
const READ = 2_000;
const EACH = 60;

interface Seen {
  readonly space: string;
  readonly embedder: DocumentEmbedder;
  texts: number;
  /** A sample of them, each as likely. */
  readonly sample: string[];
}

/** Looks over a catalogue before it is embedded: which texts have to be computed, and how long that takes. */
export class EmbeddingSurvey {
  /** Texts to be computed for the first so many entries, in the order in which they were added. */
  readonly #until: number[] = [0];
  readonly #embedder: TextEmbedder;
  readonly #fit: CatalogueFit;
  readonly #known = new Set<string>();
  readonly #spaces = new Map<string, Seen>();
  readonly #random = seededRandom(3);
  #work = 0;

  constructor(embedder: TextEmbedder, fit: CatalogueFit) {
    this.#embedder = embedder;
    this.#fit = fit;
  }

  /** Whether any space has an embedder that is slow enough for a survey. */
  static isWorthwhile(embedder: TextEmbedder): boolean {
    return TEXT_SPACES.some((space) => embedderOf(embedder, space).missing !== undefined);
  }

  add(entry: CatalogueEntry): void {
    let count = this.#until.at(-1)!;
    const bySpace = Map.groupBy(embeddedTexts(entry, this.#fit), ({ space }) => space);
    for (const [space, texts] of bySpace) {
      const embedder = embedderOf(this.#embedder, space);
      if (embedder.missing === undefined) continue;
      for (const text of embedder.missing(texts.map((given) => given.text))) {
        const digest = hash("sha1", text, "base64");
        if (this.#known.has(digest)) continue;
        this.#known.add(digest);
        this.#count(space, embedder, text);
        count++;
      }
    }
    this.#until.push(count);
  }

  /** All texts to be computed. */
  get texts(): number {
    return this.#until.at(-1)!;
  }

  /** Those of the first so many entries. */
  textsUntil(entries: number): number {
    return this.#until[Math.min(entries, this.#until.length - 1)]!;
  }

  /** Embeds a few texts of each space and says how long all of them take. Throws what the embedder throws. */
  async estimate(signal?: AbortSignal): Promise<EmbeddingEstimate> {
    const { provider, model } = this.#embedder.identity;
    const spaces = [...this.#spaces.values()];
    const each = Math.max(LEAST_OF_SPACE, Math.ceil(MEASURED / spaces.length));
    const batches = new Map<DocumentEmbedder, EmbeddingBatch>();
    for (const { embedder, sample } of spaces) {
      const batch = batches.get(embedder) ?? new EmbeddingBatch();
      batches.set(embedder, batch);
      for (const text of sample.slice(0, each)) batch.add(text);
    }
    let ms = 0;
    let sampled = 0;
    let measured = 0;
    for (const [embedder, batch] of batches) {
      const { texts } = batch;
      // The first text waits for the model to be loaded.
      await embedder.embed(texts.slice(0, 1), "document");
      for (const text of texts.slice(1)) sampled += workOf(text);
      measured += texts.length;
      // As the long run will be: with as many calls at once as the embedder wants.
      const share = Math.ceil(texts.length / (embedder.concurrency ?? 1));
      const started = performance.now();
      await batch.embed(withBatches(embedder, Math.min(share, embedder.maxBatch)), signal);
      ms += performance.now() - started;
    }
    return {
      model: `${provider}/${model}`,
      texts: this.texts,
      spaces: Object.fromEntries(spaces.map(({ space, texts }) => [space, texts])),
      measured,
      ms: sampled > 0 ? (ms * this.#work) / sampled : ms,
    };
  }

  #count(space: string, embedder: DocumentEmbedder, text: string): void {
    let seen = this.#spaces.get(space);
    if (seen === undefined) {
      seen = { space, embedder, texts: 0, sample: [] };
      this.#spaces.set(space, seen);
    }
    this.#work += workOf(text);
    // Reservoir sampling (Vitter 1985, algorithm R).
    const place = seen.texts < MEASURED ? seen.texts : Math.floor(this.#random() * (seen.texts + 1));
    if (place < MEASURED) seen.sample[place] = text;
    seen.texts++;
  }
}

function withBatches(embedder: DocumentEmbedder, maxBatch: number): DocumentEmbedder {
  return {
    maxBatch,
    ...(embedder.concurrency === undefined ? {} : { concurrency: embedder.concurrency }),
    embed: (texts, kind) => embedder.embed(texts, kind),
    ...(embedder.embedWithLexical === undefined
      ? {}
      : { embedWithLexical: embedder.embedWithLexical.bind(embedder) }),
  };
}

function workOf(text: string): number {
  return Math.min(text.length, READ) + EACH;
}

/** The estimate as a sentence for whoever waits. */
export function estimateText({ model, texts, spaces, measured, ms }: EmbeddingEstimate): string {
  const listed = Object.entries(spaces)
    .sort(([, a], [, b]) => b - a)
    .map(([space, count]) => `${space} ${count.toLocaleString("en")}`);
  const minutes = ms / 60_000;
  const time =
    minutes < 1
      ? `${Math.max(1, Math.round(ms / 1000))} s`
      : minutes < 90
        ? `${Math.round(minutes)} min`
        : `${(minutes / 60).toFixed(1)} h`;
  const hint =
    minutes < 5
      ? ""
      : "; TEXT_EMBEDDING_SPACES and TEXT_EMBEDDING_EPISODES say what is left to the builtin embedder";
  return `${model} has ${texts.toLocaleString("en")} texts to embed (${listed.join(", ")}), which takes about ${time} here, measured on ${measured} of them${hint}`;
}
