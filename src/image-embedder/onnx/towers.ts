import * as ort from "onnxruntime-node";
import { fail } from "../../errors.ts";
import { type Device, float32Of, openSession } from "../../models/onnx-session.ts";
import type { LoadedModel } from "../../models/serve-model.ts";
import { TextTokens } from "../../models/text-tokens.ts";
import type { DecodedPicture } from "../port.ts";
import type { TextTower, Tower } from "./image-model.ts";
import { type Preprocessing, pixelValues } from "./preprocessing.ts";

/** What a thread needs to load a model; structured data. */
export interface TowersStart {
  readonly folder: string;
  readonly dimension: number;
  readonly preprocessing: Preprocessing;
  readonly pictures: Tower;
  readonly texts: TextTower | undefined;
  readonly threads: number;
  readonly device: Device;
}

export type TowersRequest =
  | { readonly pictures: readonly Pick<DecodedPicture, "pixels">[] }
  | { readonly texts: readonly string[] };

export interface TowersReply {
  /** Rows of unit length, [pictures or texts × dimension]. */
  readonly rows: Rows;
  /** What it took, in ms. */
  readonly ms: number;
}

type Rows = Float32Array<ArrayBuffer>;

type Feeds = Record<string, ort.Tensor>;

/** Both towers of one model in one thread. */
export class Towers implements LoadedModel<TowersRequest, TowersReply, null> {
  readonly info = null;
  readonly #start: TowersStart;
  readonly #sessions: ReadonlyMap<string, ort.InferenceSession>;
  readonly #tokens: TextTokens | undefined;

  private constructor(start: TowersStart, sessions: ReadonlyMap<string, ort.InferenceSession>) {
    this.#start = start;
    this.#sessions = sessions;
    this.#tokens = start.texts && new TextTokens(start.folder, start.texts.maxTokens);
  }

  /** Throws MODEL_INVALID, MODEL_FAILED. */
  static async load(start: TowersStart): Promise<Towers> {
    const sessions = new Map<string, ort.InferenceSession>();
    for (const tower of [start.pictures, start.texts]) {
      if (tower === undefined || sessions.has(tower.graph)) continue;
      sessions.set(tower.graph, await openSession(tower.graph, start));
    }
    return new Towers(start, sessions);
  }

  /** Throws MODEL_FAILED where a graph cannot be run or gives no finite numbers. */
  async run(request: TowersRequest) {
    const began = performance.now();
    const rows = "pictures" in request ? await this.#see(request.pictures) : await this.#read(request.texts);
    const reply: TowersReply = { rows, ms: performance.now() - began };
    return { reply, transfer: [rows.buffer] };
  }

  async release(): Promise<void> {
    for (const session of this.#sessions.values()) await session.release();
  }

  async #see(pictures: readonly Pick<DecodedPicture, "pixels">[]): Promise<Rows> {
    const { preprocessing, pictures: tower } = this.#start;
    const { width, height } = preprocessing;
    const size = 3 * width * height;
    const values = new Float32Array(pictures.length * size);
    for (const [i, picture] of pictures.entries())
      values.set(await pixelValues(picture, preprocessing), i * size);
    const session = this.#sessions.get(tower.graph)!;
    const feeds: Feeds = { pixel_values: floats(session, values, [pictures.length, 3, height, width]) };
    // One token without a meaning for each picture: the graph of both towers wants something to read.
    for (const name of tower.other) feeds[name] = whole(session, name, [1], pictures.length);
    return this.#rows(session, tower, feeds, pictures.length);
  }

  /** One text at a time: queries come so, and no text then pays for the length of another. */
  async #read(texts: readonly string[]): Promise<Rows> {
    const { dimension, texts: tower } = this.#start;
    const rows = new Float32Array(texts.length * dimension);
    for (const [i, text] of texts.entries())
      rows.set(await this.#readOne(text, tower!, this.#tokens!), i * dimension);
    return rows;
  }

  async #readOne(text: string, tower: TextTower, tokens: TextTokens): Promise<Rows> {
    const { width, height } = this.#start.preprocessing;
    const ids = tokens.idsOf(text);
    const written = ids.length;
    if (tower.padded) while (ids.length < tower.maxTokens) ids.push(tokens.padding);
    const inputs: Readonly<Record<string, readonly number[]>> = {
      input_ids: ids,
      attention_mask: ids.map((_, at) => (at < written ? 1 : 0)),
      token_type_ids: ids.map(() => 0),
      position_ids: ids.map((_, at) => at),
    };
    const session = this.#sessions.get(tower.graph)!;
    const feeds: Feeds = {};
    for (const name of session.inputNames) {
      // No picture at all: graphs of both towers take none, and lose no time over it.
      feeds[name] = tower.other.includes(name)
        ? floats(session, new Float32Array(0), [0, 3, height, width])
        : whole(session, name, inputs[name]!, 1);
    }
    return this.#rows(session, tower, feeds, 1);
  }

  async #rows(session: ort.InferenceSession, tower: Tower, feeds: Feeds, count: number): Promise<Rows> {
    const { dimension } = this.#start;
    const results = await session.run(feeds, [tower.output]);
    const tensor = results[tower.output]!;
    const rows = Float32Array.from(float32Of(tensor));
    if (rows.length !== count * dimension) {
      throw fail(
        "MODEL_INVALID",
        `${tower.graph} gives ${tower.output} of shape ${tensor.dims.join(" × ")}; ${count} × ${dimension} was expected`,
      );
    }
    tensor.dispose();
    for (let row = 0; row < count; row++) {
      if (!toUnit(rows.subarray(row * dimension, (row + 1) * dimension))) {
        throw fail(
          "MODEL_FAILED",
          `${tower.graph} gave a vector that is zero or not finite; another type of its weights may do`,
        );
      }
    }
    return rows;
  }
}

/** Brings a vector to length 1; false where it has no direction. */
function toUnit(vector: Float32Array): boolean {
  const length = Math.hypot(...vector);
  if (!Number.isFinite(length) || length === 0) return false;
  for (let i = 0; i < vector.length; i++) vector[i]! /= length;
  return true;
}

function typeOf(session: ort.InferenceSession, name: string): string | undefined {
  const input = session.inputMetadata.find((candidate) => candidate.name === name);
  return input?.isTensor === true ? input.type : undefined;
}

function floats(session: ort.InferenceSession, values: Float32Array, dims: readonly number[]): ort.Tensor {
  if (typeOf(session, "pixel_values") !== "float16") return new ort.Tensor("float32", values, dims);
  const halves = new Float16Array(values);
  return new ort.Tensor("float16", new Uint16Array(halves.buffer), dims);
}

/** The same row of whole numbers `count` times. */
function whole(
  session: ort.InferenceSession,
  name: string,
  row: readonly number[],
  count: number,
): ort.Tensor {
  const numbers = Array.from({ length: count }, () => row).flat();
  const dims = [count, row.length];
  return typeOf(session, name) === "int32"
    ? new ort.Tensor("int32", Int32Array.from(numbers), dims)
    : new ort.Tensor("int64", BigInt64Array.from(numbers, BigInt), dims);
}
