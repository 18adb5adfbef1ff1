/** What embedding servers are sent and what they answer: only what is needed is read, and all of it is checked. */
import { fail } from "../../errors.ts";

/** OpenAI's `/v1/embeddings` and all that copy it, Hugging Face's text-embeddings-inference, Ollama. */
export type EmbeddingApi = "openai" | "tei" | "ollama";

/** Where texts are sent: the server's address, completed by the path of its API unless it has that already. */
export function endpointOf(url: string, api: EmbeddingApi): string {
  const endpoint = new URL(url);
  const path = endpoint.pathname.replace(/\/+$/, "");
  const wanted = { openai: "/v1/embeddings", tei: "/embed", ollama: "/api/embed" }[api];
  const last = wanted.slice(wanted.lastIndexOf("/"));
  if (path.endsWith(last)) endpoint.pathname = path;
  else if (api === "openai" && path.endsWith("/v1")) endpoint.pathname = `${path}/embeddings`;
  else endpoint.pathname = `${path}${wanted}`;
  return endpoint.href;
}

/** The body of a request. Servers that can are told to cut off what is too long for the model. */
export function requestBody(api: EmbeddingApi, model: string, texts: readonly string[]): string {
  switch (api) {
    case "openai":
      return JSON.stringify({ model, input: texts, encoding_format: "float" });
    case "tei":
      return JSON.stringify({ inputs: texts, truncate: true });
    case "ollama":
      return JSON.stringify({ model, input: texts, truncate: true });
  }
}

/**
 * The vectors of an answer, brought to unit length, [texts × dimension]; a vector of zeros stays one. `dimension` of
 * null takes the answer's own. Throws EMBEDDER_ANSWER_INVALID for another number of vectors, another dimension, or
 * anything in them that is not a finite number.
 */
export function readVectors(
  api: EmbeddingApi,
  answer: unknown,
  count: number,
  dimension: number | null,
): Float32Array {
  const vectors = vectorsOf(api, answer);
  if (vectors === undefined) {
    throw invalid(`holds no vectors where ${api} has them; is TEXT_EMBEDDING_API right?`);
  }
  if (vectors.length !== count) throw invalid(`holds ${vectors.length} vectors for ${count} texts`);
  let rows: Float32Array | undefined;
  let width = dimension ?? 0;
  vectors.forEach((given, i) => {
    const vector = typeof given === "string" ? floatsOf(given) : given;
    if (!isNumbers(vector)) throw invalid(`has something else than numbers as vector ${i}`);
    if (rows === undefined && dimension === null) width = vector.length;
    if (vector.length !== width || width === 0) {
      throw invalid(
        `has ${vector.length} dimensions in vector ${i}, expected ${width}; is TEXT_EMBEDDING_DIMENSION right?`,
      );
    }
    rows ??= new Float32Array(count * width);
    writeUnit(vector, rows.subarray(i * width, (i + 1) * width), i);
  });
  return rows ?? new Float32Array(0);
}

function vectorsOf(api: EmbeddingApi, answer: unknown): readonly unknown[] | undefined {
  const { data, embeddings } = (answer ?? {}) as { data?: unknown; embeddings?: unknown };
  if (api === "tei") return Array.isArray(answer) ? answer : undefined;
  if (api === "ollama") return Array.isArray(embeddings) ? embeddings : undefined;
  if (!Array.isArray(data)) return undefined;
  const items = data.map((item, i) => {
    const { index, embedding } = (item ?? {}) as { index?: unknown; embedding?: unknown };
    return { index: Number.isInteger(index) ? (index as number) : i, embedding };
  });
  // The order is promised by the index, not by the place.
  return items.sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
}

/** Some servers send base64 of little-endian float32 whatever they were asked for. */
function floatsOf(base64: string): ArrayLike<number> | undefined {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  if (bytes.length === 0 || bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

function isNumbers(vector: unknown): vector is ArrayLike<number> {
  if (vector instanceof Float32Array) return true;
  return Array.isArray(vector) && vector.every((component) => typeof component === "number");
}

function writeUnit(vector: ArrayLike<number>, row: Float32Array, place: number): void {
  let squares = 0;
  for (let d = 0; d < vector.length; d++) squares += vector[d]! * vector[d]!;
  if (!Number.isFinite(squares)) throw invalid(`has something else than finite numbers in vector ${place}`);
  const factor = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let d = 0; d < vector.length; d++) row[d] = vector[d]! * factor;
}

function invalid(what: string) {
  return fail("EMBEDDER_ANSWER_INVALID", `the embedding server's answer ${what}`);
}
