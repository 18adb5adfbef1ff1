import { openCatalogue } from "../compose.ts";
import { EpisodeSearchRequest } from "../search/episode-request.ts";
import { SearchRequest, SimilarQueryString } from "../search/request.ts";
import { similarAnime } from "../search/similar.ts";
import { checked } from "../validation.ts";
import { jsonOption, type SearchOptions, type SimilarOptions } from "./command-line.ts";
import type { CommandContext } from "./context.ts";
import { EXIT } from "./output.ts";
import { answerText, episodesText } from "./present.ts";

const searchRequest = checked(SearchRequest);
const episodeRequest = checked(EpisodeSearchRequest);
const similarRequest = checked(SimilarQueryString);

/** `kotodama search`: words, a filter or a sort; the words need no quotes. */
export async function searchCommand(
  { settings, output, signal }: CommandContext,
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
    const request = searchRequest.parse({
      ...shared,
      ...(options.mode === undefined ? {} : { mode: options.mode }),
      ...(options.sort === undefined ? {} : { sort: parts(options.sort).map(readSort) }),
      ...(options.fields === undefined
        ? {}
        : { fields: options.fields === "full" ? "full" : parts(options.fields) }),
    });
    const answer = await catalogue.anime.search(request, signal);
    output.result(answer, () => answerText(answer));
    return EXIT.done;
  } finally {
    await catalogue.close();
  }
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

function parts(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function readSort(text: string): { field: string; order?: string } {
  const at = text.lastIndexOf(":");
  return at < 0 ? { field: text } : { field: text.slice(0, at), order: text.slice(at + 1) };
}
