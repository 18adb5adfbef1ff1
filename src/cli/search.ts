import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Catalogue, openCatalogue } from "../compose.ts";
import { errno, fail } from "../errors.ts";
import { searchByBoth, searchByPicture } from "../search/by-picture.ts";
import { EpisodeSearchRequest } from "../search/episode-request.ts";
import { fieldsListed, sortListed } from "../search/listed.ts";
import { ImageSearchRequest, MultimodalSearchRequest } from "../search/picture-request.ts";
import { type SearchAnswer, SearchRequest, SimilarQueryString } from "../search/request.ts";
import { similarAnime } from "../search/similar.ts";
import { checked } from "../validation.ts";
import { jsonOption, type SearchOptions, type SimilarOptions } from "./command-line.ts";
import type { CommandContext } from "./context.ts";
import { EXIT } from "./output.ts";
import { answerText, episodesText } from "./present.ts";

/** Of a picture to search by. */
const MOST_BYTES = 20 * 1024 * 1024;

const searchRequest = checked(SearchRequest);
const imageRequest = checked(ImageSearchRequest);
const multimodalRequest = checked(MultimodalSearchRequest);
const episodeRequest = checked(EpisodeSearchRequest);
const similarRequest = checked(SimilarQueryString);

/** `kotodama search`: words, a filter or a sort; the words need no quotes. */
export async function searchCommand(
  { settings, output, signal, workingDirectory }: CommandContext,
  words: readonly string[],
  options: SearchOptions,
): Promise<number> {
  const shared = {
    limit: options.limit,
    include_nsfw: options.includeNsfw ?? false,
    ...(words.length === 0 ? {} : { query: words.join(" ") }),
    ...(options.filter === undefined ? {} : { filter: jsonOption("--filter", options.filter) }),
  };
  const catalogue = await openCatalogue(settings());
  try {
    if (options.episodes) {
      const answer = await catalogue.episodes.search(episodeRequest.parse(shared), signal);
      output.result(answer, () => episodesText(answer));
      return EXIT.done;
    }
    if (options.image !== undefined) {
      const path = resolve(workingDirectory, options.image);
      const answer = await searchPictures(catalogue, path, shared, options, signal);
      output.result(answer, () => answerText(answer));
      return EXIT.done;
    }
    const request = searchRequest.parse({
      ...shared,
      ...(options.mode === undefined ? {} : { mode: options.mode }),
      ...(options.sort === undefined ? {} : { sort: sortListed(options.sort) }),
      ...(options.fields === undefined ? {} : { fields: fieldsListed(options.fields) }),
    });
    const answer = await catalogue.anime.search(request, signal);
    output.result(answer, () => answerText(answer));
    return EXIT.done;
  } finally {
    await catalogue.close();
  }
}

/** A search by a picture's file, and by words beside it. */
async function searchPictures(
  catalogue: Catalogue,
  path: string,
  shared: { readonly query?: string },
  { fields, imageWeight, space }: SearchOptions,
  signal: AbortSignal,
): Promise<SearchAnswer> {
  const file = await readPicture(path);
  const chosen = fields === undefined ? {} : { fields: fieldsListed(fields) };
  const asked = { ...shared, ...chosen, space, image: "(a file)" };
  if (shared.query === undefined) return searchByPicture(catalogue, imageRequest.parse(asked), file, signal);
  const request = multimodalRequest.parse({ ...asked, image_weight: imageWeight });
  return searchByBoth(catalogue, request, file, signal);
}

/** Throws INPUT_UNREADABLE, and PICTURE_TOO_LARGE before the file is read. */
async function readPicture(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= MOST_BYTES) return await readFile(path);
  } catch (cause) {
    throw fail("INPUT_UNREADABLE", `${path} cannot be read: ${errno(cause) ?? String(cause)}`, { cause });
  }
  throw fail("PICTURE_TOO_LARGE", `${path} has more than ${MOST_BYTES} bytes`);
}

/** `kotodama similar`. */
export async function similarCommand(
  { settings, output, signal }: CommandContext,
  [idOrSlug]: readonly string[],
  options: SimilarOptions,
): Promise<number> {
  const request = similarRequest.parse({
    limit: options.limit,
    exclude_franchise: options.excludeFranchise ?? false,
    include_nsfw: options.includeNsfw ?? false,
    ...(options.visual ? { by: "visual" } : {}),
    ...(options.spaces === undefined ? {} : { by: "spaces", spaces: options.spaces }),
  });
  const catalogue = await openCatalogue(settings());
  try {
    const answer = await similarAnime(catalogue.search, idOrSlug!, request, signal);
    output.result(answer, () => answerText(answer));
    return EXIT.done;
  } finally {
    await catalogue.close();
  }
}
