import fastifyPlugin from "fastify-plugin";
import Type from "typebox";
import { showEntry } from "../search/entry.ts";
import { episodePage } from "../search/episode-page.ts";
import { SearchAnswer, SimilarQueryString } from "../search/request.ts";
import { similarAnime } from "../search/similar.ts";
import { checked } from "../validation.ts";
import type { HttpDependencies, HttpSettings } from "./dependencies.ts";
import { failures } from "./schemas.ts";

const Params = Type.Object({ id: Type.String({ description: "Id or slug.", examples: ["death-note"] }) });
const EntryQuery = Type.Object(
  { include_nsfw: Type.Boolean({ default: false, description: "Adult entries too." }) },
  { additionalProperties: false },
);
const EpisodesQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
    offset: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
    include_nsfw: Type.Boolean({ default: false }),
  },
  { additionalProperties: false },
);
const Entry = Type.Record(Type.String(), Type.Unknown(), {
  description: "The whole entry: every field that its sources gave, its slug, franchise and computed scores.",
});
const Episodes = Type.Object(
  {
    anime: Type.Object({ id: Type.String(), slug: Type.String(), title: Type.String() }),
    episodes: Type.Array(Type.Record(Type.String(), Type.Unknown())),
    total: Type.Integer({ description: "Of all pages." }),
  },
  { description: "One page of its episodes, in their order." },
);

const entryQuery = checked(EntryQuery);
const episodesQuery = checked(EpisodesQuery);
const similarQuery = checked(SimilarQueryString);

/** GET /anime/{id}, its episodes, and what is similar to it. */
export const animeRoutes = fastifyPlugin<{ deps: HttpDependencies; settings: HttpSettings }>(
  async (app, { deps, settings }) => {
    app.get<{ Params: { id: string } }>(
      "/api/v1/anime/:id",
      {
        schema: {
          tags: ["anime"],
          summary: "One entry, whole",
          params: Params,
          querystring: EntryQuery,
          response: { 200: Entry, ...failures(404, 422, 503) },
        },
      },
      async (request) =>
        showEntry(deps.search, request.params.id, entryQuery.parseText(request.query).include_nsfw),
    );

    app.get<{ Params: { id: string } }>(
      "/api/v1/anime/:id/episodes",
      {
        schema: {
          tags: ["anime"],
          summary: "Its episodes, paged",
          params: Params,
          querystring: EpisodesQuery,
          response: { 200: Episodes, ...failures(404, 422, 503) },
        },
      },
      async (request) =>
        episodePage(deps.search.entries, request.params.id, episodesQuery.parseText(request.query)),
    );

    app.get<{ Params: { id: string } }>(
      "/api/v1/anime/:id/similar",
      {
        schema: {
          tags: ["anime"],
          summary: "Entries like it",
          params: Params,
          querystring: SimilarQueryString,
          response: { 200: SearchAnswer, ...failures(404, 422, 503) },
        },
      },
      async (request) => {
        const signal = AbortSignal.timeout(settings.requestTimeoutMs);
        const query = similarQuery.parseText(request.query);
        return deps.gate.run(() => similarAnime(deps.search, request.params.id, query, signal), signal);
      },
    );
  },
  { name: "anime-routes", fastify: "5.x", dependencies: ["problem"] },
);
