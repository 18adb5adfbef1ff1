import { type ErrorField, fail } from "../errors.ts";
import { describe } from "../validation.ts";
import { pictureBytes, queryByPicture, queryByWords } from "./picture-query.ts";
import type { ImageSearchRequest, MultimodalSearchRequest } from "./picture-request.ts";
import type { SearchAnswer } from "./request.ts";
import type { AnimeSearch, SearchDependencies } from "./search.ts";

/** What searches by picture stand on. */
export interface PictureSearchDependencies {
  readonly anime: AnimeSearch;
  readonly search: Pick<SearchDependencies, "images">;
}

/**
 * Anime whose pictures are nearest to a picture, or to what words say; the score is the cosine. `file` is the picture
 * where it does not stand in the request. Throws REQUEST_INVALID for neither of them or both, SPACE_NOT_SEARCHABLE
 * where the image embedder reads no texts, and what decoding throws.
 */
export async function searchByPicture(
  { anime, search: { images } }: PictureSearchDependencies,
  { image, query, space, ...rest }: ImageSearchRequest,
  file: Uint8Array | undefined,
  signal?: AbortSignal,
): Promise<SearchAnswer> {
  const bytes = file ?? (image === undefined ? undefined : pictureBytes(image));
  const words = query?.toWellFormed().trim();
  if (bytes === undefined && !words) throw refused({ path: "image", expected: "a picture, or a query" });
  if (bytes !== undefined && words !== undefined) {
    const expected = "nothing beside a picture here; POST /search/multimodal takes both";
    throw refused({ path: "query", got: words.slice(0, 100), expected });
  }
  const picture =
    bytes === undefined
      ? await queryByWords(images, words!, space)
      : await queryByPicture(images, bytes, { space });
  return anime.search({ ...rest, mode: "auto" }, signal, picture);
}

/**
 * A search by words and a picture together: `image_weight` is the picture's share of the score. Throws as a search by
 * words does, and what decoding throws.
 */
export async function searchByBoth(
  { anime, search: { images } }: PictureSearchDependencies,
  { image, image_weight: weight, space, ...rest }: MultimodalSearchRequest,
  file: Uint8Array | undefined,
  signal?: AbortSignal,
): Promise<SearchAnswer> {
  const picture = await queryByPicture(images, file ?? pictureBytes(image), { space, weight });
  return anime.search({ ...rest, mode: "auto" }, signal, picture);
}

function refused(field: ErrorField) {
  return fail("REQUEST_INVALID", describe([field]), { fields: [field] });
}
