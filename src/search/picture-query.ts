import { hash } from "node:crypto";
import { fail } from "../errors.ts";
import { decodePicture } from "../image-embedder/decode.ts";
import type { ImageEmbedder } from "../image-embedder/port.ts";
import { describe } from "../validation.ts";
import type { Generation } from "./catalogue.ts";
import { LIST_LIMIT } from "./plan.ts";
import { rank } from "./rank.ts";
import type { RankedList, SearchDependencies, SearchPlan } from "./search.ts";

/** What entries' pictures are compared with. */
export interface PictureQuery {
  readonly space: "image_vector" | "character_image_vector";
  /** Of unit length. */
  readonly vector: Float32Array;
  /** Names the picture, or the words in its place, for the cursors of this very search. */
  readonly digest: string;
  /** 0..1 beside a text; 1 where there is none. */
  readonly weight: number;
}

/** What an answer says where the index has no pictures to compare with. */
export const NO_PICTURES =
  "the index has no pictures of this image embedder yet: see `kotodama pictures status`";

export const SPACE_OF = { image: "image_vector", character: "character_image_vector" } as const;

/**
 * A picture as a query: decoded under limits and embedded. Throws PICTURE_FORMAT_UNSUPPORTED, PICTURE_TOO_LARGE and
 * PICTURE_INVALID.
 */
export async function queryByPicture(
  embedder: ImageEmbedder,
  file: Uint8Array,
  { space, weight = 1 }: { readonly space: keyof typeof SPACE_OF; readonly weight?: number },
): Promise<PictureQuery> {
  const picture = await decodePicture(file, undefined, embedder.side);
  const vector = await embedder.embedPictures([picture]);
  return { space: SPACE_OF[space], vector, digest: hash("sha256", file, "hex"), weight };
}

/**
 * Words in place of a picture. Throws SPACE_NOT_SEARCHABLE where the image embedder reads no texts.
 */
export async function queryByWords(
  embedder: ImageEmbedder,
  text: string,
  space: keyof typeof SPACE_OF,
): Promise<PictureQuery> {
  if (embedder.embedTexts === undefined) throw readsNoTexts("query", text);
  const vector = await embedder.embedTexts([text]);
  return { space: SPACE_OF[space], vector, digest: hash("sha256", `text ${text}`, "hex"), weight: 1 };
}

/** The error for words that are to find pictures through an embedder that reads none. */
export function readsNoTexts(path: string, got: string) {
  const expected =
    "a picture: the image embedder that is configured reads no texts. To find pictures by words set " +
    "IMAGE_EMBEDDING_PROVIDER=onnx and IMAGE_EMBEDDING_MODEL to a model with a tower for texts";
  const field = { path, got: got.slice(0, 100), expected };
  return fail("SPACE_NOT_SEARCHABLE", describe([field]), { fields: [field] });
}

/**
 * The bytes of a picture in base64 (RFC 4648, either alphabet) or in a data URI (RFC 2397). Throws REQUEST_INVALID
 * for anything else, and for nothing.
 */
export function pictureBytes(text: string): Uint8Array {
  const { 1: encoded } = /^\s*(?:data:[^,]{0,200};base64,)?([\w+/-]+={0,2})\s*$/i.exec(
    text.includes("\n") ? text.replaceAll(/\s/g, "") : text,
  ) ?? { 1: undefined };
  if (encoded !== undefined) return Buffer.from(encoded, "base64");
  const field = {
    path: "image",
    got: text === "" ? "" : `${text.slice(0, 20).toWellFormed()}…`,
    expected: "a picture in base64, or as a data URI in base64",
  };
  throw fail("REQUEST_INVALID", describe([field]), { fields: [field] });
}

/** Whether the index holds pictures that this embedder's vectors can be compared with. */
export function knowsPictures({ images }: Generation, { identity }: ImageEmbedder): boolean {
  return (
    images !== null &&
    images.provider === identity.provider &&
    images.model === identity.model &&
    images.revision === identity.revision &&
    images.dimension === identity.dimension &&
    images.pooling === identity.pooling
  );
}

/** Entries by how near their pictures are, best first; the score is the cosine. */
export async function rankByPicture(
  { store, images }: SearchDependencies,
  { filter, picture }: Pick<SearchPlan, "filter" | "picture">,
  generation: Generation,
  signal: AbortSignal | undefined,
): Promise<RankedList> {
  if (picture === undefined || !knowsPictures(generation, images)) {
    return { ids: [], scores: [], total: { value: 0, relation: "eq" } };
  }
  const answer = await store.query(generation.anime, {
    legs: [{ space: picture.space, limit: LIST_LIMIT, dense: picture.vector }],
    filter,
    columns: ["popularity_score", "search_boost_factor"],
    ...(signal ? { signal } : {}),
  });
  const { ids, scores } = rank(
    {
      ids: answer.ids,
      legs: [{ scores: answer.scores[0]!, weight: 1, asIs: true }],
      popularity: answer.columns.popularity_score!,
      boostFactor: answer.columns.search_boost_factor!,
    },
    { method: "relative", k: 60 },
    0,
    LIST_LIMIT,
  );
  return { ids, scores, total: { value: ids.length, relation: answer.full[0] ? "gte" : "eq" } };
}

/**
 * Cosines as shares of the way from the `window`-th best to the best, NaN where unknown: pictures are all somewhat
 * alike, and how much more alike the nearest ones are is what counts beside a text. Where all are equal each is 1.
 */
export function contrast(cosines: ArrayLike<number>, window: number): Float64Array {
  const known = Array.from(cosines).filter((cosine) => !Number.isNaN(cosine));
  known.sort((a, b) => b - a);
  const best = known[0] ?? 0;
  const floor = known[Math.min(window, known.length) - 1] ?? 0;
  return Float64Array.from(cosines, (cosine) => {
    if (Number.isNaN(cosine)) return Number.NaN;
    if (best === floor) return cosine === best ? 1 : 0;
    return Math.max(0, (cosine - floor) / (best - floor));
  });
}
