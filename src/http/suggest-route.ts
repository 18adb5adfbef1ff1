import fastifyPlugin from "fastify-plugin";
import { SuggestAnswer, SuggestQueryString, suggest } from "../search/suggest.ts";
import { checked } from "../validation.ts";
import type { HttpDependencies } from "./dependencies.ts";
import { failures } from "./schemas.ts";

const suggestQuery = checked(SuggestQueryString);

/** GET /suggest. It does not queue with the searches: an answer as one types is late in any queue. */
export const suggestRoute = fastifyPlugin<{ deps: HttpDependencies }>(
  async (app, { deps }) => {
    app.get(
      "/api/v1/suggest",
      {
        schema: {
          tags: ["search"],
          summary: "Titles as one types",
          querystring: SuggestQueryString,
          response: { 200: SuggestAnswer, ...failures(422, 503) },
        },
      },
      async (request) => suggest(deps.search, suggestQuery.parseText(request.query)),
    );
  },
  { name: "suggest-route", fastify: "5.x", dependencies: ["problem"] },
);
