/** The teachers: sentence encoders in ONNX, mean pooling, whose vectors are cached and resumable. */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { type Matrix, matrix } from "./linear-algebra.ts";

export interface TeacherDescription {
  /** The folder among the models, in the Hugging Face layout. */
  readonly folder: string;
  readonly model: string;
  readonly licence: string;
  readonly queryPrefix: string;
  readonly documentPrefix: string;
  /** Tokens read of a text, special ones included. */
  readonly maxTokens: number;
}

export interface Teacher {
  readonly description: TeacherDescription;
  /** SHA-256 of the ONNX graph, hexadecimal. */
  readonly sha256: string;
  /** The token numbers of a text, special tokens included, cut to `maxTokens`. */
  tokenise(text: string): number[];
  /** The vectors of token sequences, [sequences × dimension], from the cache where they are there. */
  encode(sequences: readonly (readonly number[])[], name: string): Promise<Matrix>;
}

/** All teachers here have this dimension. */
export const TEACHER_DIMENSION = 384;

const ROWS_PER_APPEND = 256;

/** Opens a teacher; its graph is loaded at the first vector that the cache lacks. */
export function openTeacher(modelsDir: string, description: TeacherDescription, cacheDir: string): Teacher {
  const folder = join(modelsDir, description.folder);
  const graph = join(folder, "onnx", "model_quantized.onnx");
  const tokenizer = new Tokenizer(
    readJson(join(folder, "tokenizer.json")),
    readJson(join(folder, "tokenizer_config.json")),
  );
  const sha256 = createHash("sha256").update(readFileSync(graph)).digest("hex");
  return {
    description,
    sha256,
    tokenise(text) {
      const { ids } = tokenizer.encode(text);
      return ids.length <= description.maxTokens
        ? ids
        : [...ids.slice(0, description.maxTokens - 1), ids.at(-1)!];
    },
    encode: (sequences, name) =>
      encodeCached(graph, sha256, sequences, cacheDir, `${description.folder}-${name}`),
  };
}

/**
 * Appends each vector to `cacheDir/<name>-<hash of graph and input>.f32` as it comes; a run that was stopped
 * goes on there.
 */
async function encodeCached(
  graph: string,
  graphHash: string,
  sequences: readonly (readonly number[])[],
  cacheDir: string,
  name: string,
): Promise<Matrix> {
  mkdirSync(cacheDir, { recursive: true });
  const hash = createHash("sha256").update(graphHash);
  for (const ids of sequences) hash.update(Int32Array.of(ids.length, ...ids));
  const path = join(cacheDir, `${name}-${hash.digest("hex").slice(0, 16)}.f32`);

  const rowBytes = TEACHER_DIMENSION * 4;
  let done = existsSync(path) ? Math.floor(statSync(path).size / rowBytes) : 0;
  if (done > 0) truncateSync(path, done * rowBytes);
  if (done < sequences.length) {
    const encodeOne = await loadGraph(graph);
    const first = done;
    const started = performance.now();
    while (done < sequences.length) {
      const block: Buffer[] = [];
      for (const ids of sequences.slice(done, done + ROWS_PER_APPEND)) {
        block.push(Buffer.from((await encodeOne(ids)).buffer));
      }
      appendFileSync(path, Buffer.concat(block));
      done += block.length;
      const seconds = (performance.now() - started) / 1000;
      const left = (seconds / (done - first)) * (sequences.length - done);
      console.error(`${name}: ${done} of ${sequences.length}, ${left.toFixed(0)} s left`);
    }
  }
  const bytes = new Uint8Array(readFileSync(path)).buffer;
  return matrix(
    sequences.length,
    TEACHER_DIMENSION,
    new Float32Array(bytes, 0, sequences.length * TEACHER_DIMENSION),
  );
}

/**
 * The encoder, on one thread and one text at a time: the int8 graph quantises activations over the whole
 * batch, so that a text's neighbours would change its vector. On a CPU this is no slower than batches.
 */
async function loadGraph(
  path: string,
): Promise<(ids: readonly number[]) => Promise<Float32Array<ArrayBuffer>>> {
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
  });
  return async (ids) => {
    const shape = [1, ids.length];
    const inputs: Record<string, Tensor> = {
      input_ids: new Tensor("int64", BigInt64Array.from(ids, BigInt), shape),
      attention_mask: new Tensor("int64", new BigInt64Array(ids.length).fill(1n), shape),
      token_type_ids: new Tensor("int64", new BigInt64Array(ids.length), shape),
    };
    const feeds = Object.fromEntries(session.inputNames.map((name) => [name, inputs[name]!]));
    const hidden = (await session.run(feeds)).last_hidden_state!.data as Float32Array;
    const mean = new Float32Array(TEACHER_DIMENSION);
    for (let i = 0; i < hidden.length; i++) mean[i % TEACHER_DIMENSION]! += hidden[i]!;
    return mean.map((value) => value / ids.length);
  };
}

function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
}
