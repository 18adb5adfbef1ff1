import * as ort from "onnxruntime-node";
import { fail } from "../../errors.ts";
import { type Device, float32Of, openSession } from "../../models/onnx-session.ts";
import type { LoadedModel } from "../../models/serve-model.ts";
import type { TextModelFacts } from "../../models/text-model.ts";
import { TextTokens } from "../../models/text-tokens.ts";
import type { LexicalWeights, TextKind } from "../port.ts";
import type { GraphOutputs } from "./graph-outputs.ts";
import { type LexicalHead, lexicalWeights, tokenScore } from "./lexical-head.ts";
import { readLexicalHead } from "./lexical-head-file.ts";
import { normalise, pool } from "./pooling.ts";

/** What a thread needs to load a model; structured data. */
export interface EncoderStart {
  readonly folder: string;
  readonly graph: string;
  readonly facts: TextModelFacts;
  readonly outputs: GraphOutputs;
  /** The file of a lexical head over the hidden states, where the graph has none of its own. */
  readonly lexicalHead: string | undefined;
  readonly threads: number;
  readonly device: Device;
}

export interface EncodeRequest {
  readonly texts: readonly string[];
  readonly kind: TextKind;
  readonly lexical: boolean;
}

export interface EncodeReply {
  /** Rows of unit length, [texts × dimension]. */
  readonly dense: Float32Array<ArrayBuffer>;
  /** One per text where they were asked for. */
  readonly lexical: readonly LexicalWeights[];
  /** What it took, in ms. */
  readonly ms: number;
}

/** Padded tokens of one run, and the pairs of them that attention compares: bounds on its memory. */
const MOST_TOKENS = 16_384;
const MOST_PAIRS = 8_192 ** 2;

/** One model in one thread: tokens, graph, pooling, lexical weights. */
export class Encoder implements LoadedModel<EncodeRequest, EncodeReply, null> {
  readonly info = null;
  readonly #start: EncoderStart;
  readonly #tokens: TextTokens;
  readonly #session: ort.InferenceSession;
  readonly #head: LexicalHead | undefined;

  private constructor(start: EncoderStart, tokens: TextTokens, session: ort.InferenceSession) {
    this.#start = start;
    this.#tokens = tokens;
    this.#session = session;
    this.#head =
      start.lexicalHead === undefined ? undefined : readLexicalHead(start.lexicalHead, start.facts.dimension);
  }

  /** Throws MODEL_INVALID, MODEL_FAILED. */
  static async load(start: EncoderStart): Promise<Encoder> {
    const tokens = new TextTokens(start.folder, start.facts.maxTokens);
    return new Encoder(start, tokens, await openSession(start.graph, start));
  }

  /** Throws MODEL_FAILED where the graph cannot be run or gives no finite numbers. */
  async run({ texts, kind, lexical }: EncodeRequest) {
    const began = performance.now();
    const { dimension, queryPrefix, documentPrefix } = this.#start.facts;
    const prefix = kind === "query" ? queryPrefix : documentPrefix;
    const dense = new Float32Array(texts.length * dimension);
    const weights: LexicalWeights[] = texts.map(() => NO_WEIGHTS);
    // A text without a word says nothing; a prefix alone would give it a meaning.
    const written = texts.flatMap((text, row) =>
      text.trim() === "" ? [] : [{ row, ids: this.#tokens.idsOf(prefix + text) }],
    );
    for (const batch of batches(written)) await this.#runBatch(batch, lexical, dense, weights);
    if (!dense.every(Number.isFinite)) {
      throw fail(
        "MODEL_FAILED",
        `${this.#start.graph} gave numbers that are not finite; another type of its weights may do`,
      );
    }
    const reply: EncodeReply = { dense, lexical: lexical ? weights : [], ms: performance.now() - began };
    return { reply, transfer: [dense.buffer] };
  }

  async release(): Promise<void> {
    await this.#session.release();
  }

  async #runBatch(
    batch: readonly TokenText[],
    lexical: boolean,
    dense: Float32Array,
    weights: LexicalWeights[],
  ): Promise<void> {
    const { facts, outputs } = this.#start;
    const { dimension } = facts;
    const longest = Math.max(...batch.map(({ ids }) => ids.length));
    const wanted =
      lexical && outputs.lexical !== undefined ? [outputs.dense, outputs.lexical] : [outputs.dense];
    const results = await this.#session.run(this.#feeds(batch, longest), wanted);
    const output = results[outputs.dense]!;
    const data = float32Of(output);
    const rows = outputs.pooling === "graph" ? 1 : longest;
    if (data.length !== batch.length * rows * dimension) {
      const { graph } = this.#start;
      throw fail(
        "MODEL_INVALID",
        `${graph} gives ${outputs.dense} of shape ${output.dims.join(" × ")}; its last axis should be ${dimension}`,
      );
    }
    for (const [i, { row, ids }] of batch.entries()) {
      const vector = dense.subarray(row * dimension, (row + 1) * dimension);
      if (outputs.pooling === "graph") {
        vector.set(data.subarray(i * dimension, (i + 1) * dimension));
        normalise(vector);
      } else pool({ data, dimension, longest }, i, ids.length, outputs.pooling, vector);
    }
    if (!lexical) return;
    const own = outputs.lexical === undefined ? undefined : float32Of(results[outputs.lexical]!);
    for (const [i, { row, ids }] of batch.entries()) {
      weights[row] = own
        ? this.#ownWeights(
            own.subarray((i * own.length) / batch.length, ((i + 1) * own.length) / batch.length),
            ids,
            longest,
          )
        : this.#headWeights(data.subarray(i * longest * dimension, (i + 1) * longest * dimension), ids);
    }
    for (const tensor of Object.values(results)) tensor.dispose();
  }

  /** The graph's own weights of one text: one for each of its tokens, or one for each id of the vocabulary. */
  #ownWeights(scores: Float32Array, ids: readonly number[], longest: number): LexicalWeights {
    if (scores.length === longest) return lexicalWeights(ids, scores, this.#tokens.special);
    const all = Array.from(scores.keys());
    return lexicalWeights(all, scores, this.#tokens.special);
  }

  #headWeights(states: Float32Array, ids: readonly number[]): LexicalWeights {
    const head = this.#head;
    if (head === undefined) return NO_WEIGHTS;
    const width = head.weight.length;
    const scores = ids.map((_, token) =>
      tokenScore(head, states.subarray(token * width, (token + 1) * width)),
    );
    return lexicalWeights(ids, scores, this.#tokens.special);
  }

  /** Tensors [texts × longest] for what the graph asks for; padded at the end and masked there. */
  #feeds(batch: readonly TokenText[], longest: number): Record<string, ort.Tensor> {
    const dims = [batch.length, longest];
    const feeds: Record<string, ort.Tensor> = {};
    for (const name of this.#session.inputNames) {
      const value = VALUES[name];
      const info = this.#session.inputMetadata.find((input) => input.name === name);
      const numbers = new Array<number>(batch.length * longest);
      for (const [i, { ids }] of batch.entries()) {
        for (let token = 0; token < longest; token++) {
          numbers[i * longest + token] = value?.(ids, token, this.#tokens.padding) ?? 0;
        }
      }
      const narrow = info?.isTensor === true && info.type === "int32";
      feeds[name] = narrow
        ? new ort.Tensor("int32", Int32Array.from(numbers), dims)
        : new ort.Tensor("int64", BigInt64Array.from(numbers, BigInt), dims);
    }
    return feeds;
  }
}

interface TokenText {
  /** Where its vector goes. */
  readonly row: number;
  readonly ids: readonly number[];
}

const NO_WEIGHTS: LexicalWeights = { indices: new Uint32Array(0), values: new Float32Array(0) };

const VALUES: Readonly<Record<string, (ids: readonly number[], token: number, padding: number) => number>> = {
  input_ids: (ids, token, padding) => ids[token] ?? padding,
  attention_mask: (ids, token) => (token < ids.length ? 1 : 0),
  token_type_ids: () => 0,
  position_ids: (ids, token) => Math.min(token, ids.length - 1),
};

/** Texts of like length together, in runs whose memory is bounded. */
export function batches(texts: readonly TokenText[]): TokenText[][] {
  const runs: TokenText[][] = [];
  let run: TokenText[] = [];
  for (const text of texts.toSorted((a, b) => a.ids.length - b.ids.length)) {
    const count = run.length + 1;
    const length = text.ids.length;
    if (run.length > 0 && (count * length > MOST_TOKENS || count * length ** 2 > MOST_PAIRS)) {
      runs.push(run);
      run = [];
    }
    run.push(text);
  }
  if (run.length > 0) runs.push(run);
  return runs;
}
