import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import Type from "typebox";
import { fail } from "../errors.ts";
import { EpisodeSearchAnswer, EpisodeSearchRequest } from "../search/episode-request.ts";
import { facetCounts } from "../search/facets.ts";
import { fieldsListed, sortListed } from "../search/listed.ts";
import {
  BatchRequest,
  FacetsAnswer,
  FacetsRequest,
  SearchAnswer,
  SearchQueryString,
  SearchRequest,
  SearchResult,
} from "../search/request.ts";
import { checked, describe } from "../validation.ts";
import type { HttpDependencies, HttpSettings } from "./dependencies.ts";
import { type Problem, problemOf } from "./problem.ts";
import { answers, failures } from "./schemas.ts";

const searchBody = checked(SearchRequest);
const searchQuery = checked(SearchQueryString);
const batchBody = checked(BatchRequest);
const episodesBody = checked(EpisodeSearchRequest);
const facetsBody = checked(FacetsRequest);

const ProblemRef = Type.Unsafe<Problem>({ $ref: "Problem#" });
const BatchAnswer = Type.Object(
  {
    answers: Type.Array(Type.Union([SearchAnswer, ProblemRef]), {
      description: "In the order of the searches.",
    }),
  },
  { description: "An answer or a problem for each." },
);
/** As the document shows it; each search is checked on its own, so that a wrong one spoils only its own answer. */
const BatchBody = {
  ...BatchRequest,
  properties: {
    searches: { ...BatchRequest.properties.searches, items: { ...SearchRequest, examples: undefined } },
  },
};
const Found = answers("One page of results.", {
  "application/json": SearchAnswer,
  "application/x-ndjson": SearchResult,
});

/** POST and GET /search, POST /search/batch, /search/episodes and /facets. */
export const searchRoutes = fastifyPlugin<{ deps: HttpDependencies; settings: HttpSettings }>(
  async (app, { deps, settings }) => {
    const { anime, episodes, gate } = deps;
    const deadline = () => AbortSignal.timeout(settings.requestTimeoutMs);
    const searchFor = (request: SearchRequest, signal: AbortSignal) =>
      gate.run(() => anime.search(request, signal), signal);

    app.post(
      "/api/v1/search",
      {
        schema: {
          tags: ["search"],
          summary: "Search the catalogue, or browse it by filter and sort",
          description:
            "With `Accept: application/x-ndjson` the answer is one result a line, and the headers x-total, " +
            "x-took-ms and x-next-cursor hold the rest.",
          body: SearchRequest,
          response: { 200: Found, ...failures(400, 410, 413, 415, 422, 503) },
        },
      },
      async (request, reply) => {
        return send(request, reply, await searchFor(searchBody.parse(request.body), deadline()));
      },
    );

    app.get(
      "/api/v1/search",
      {
        schema: {
          tags: ["search"],
          summary: "The same by query string",
          querystring: SearchQueryString,
          response: { 200: Found, ...failures(410, 422, 503) },
        },
      },
      async (request, reply) => {
        const search = fromQueryString(searchQuery.parseText(request.query));
        return send(request, reply, await searchFor(search, deadline()));
      },
    );

    app.post(
      "/api/v1/search/batch",
      {
        schema: {
          tags: ["search"],
          summary: "Up to 50 searches; each is answered, or refused, on its own",
          body: BatchBody,
          response: { 200: BatchAnswer, ...failures(400, 413, 415, 422, 503) },
        },
      },
      async (request) => {
        const { searches } = batchBody.parse(request.body);
        const signal = deadline();
        // One place at the gate for the whole batch: its searches follow each other, so that fifty of them
        // cannot push everybody else's out of the queue.
        const answers = await gate.run(async () => {
          const list: (SearchAnswer | Problem)[] = [];
          for (const search of searches) {
            try {
              signal.throwIfAborted();
              list.push(await anime.search(searchBody.parse(search), signal));
            } catch (error) {
              list.push(problemOf(error, request.id));
            }
          }
          return list;
        }, signal);
        return { answers };
      },
    );

    app.post(
      "/api/v1/search/episodes",
      {
        schema: {
          tags: ["search"],
          summary: "Search episodes, of one anime or of all",
          body: EpisodeSearchRequest,
          response: { 200: EpisodeSearchAnswer, ...failures(400, 404, 410, 413, 415, 422, 503) },
        },
      },
      async (request) => {
        const signal = deadline();
        const search = episodesBody.parse(request.body);
        return gate.run(() => episodes.search(search, signal), signal);
      },
    );

    app.post(
      "/api/v1/facets",
      {
        schema: {
          tags: ["search"],
          summary: "Counts per value or per interval of a field",
          body: FacetsRequest,
          response: { 200: FacetsAnswer, ...failures(400, 413, 415, 422, 503) },
        },
      },
      async (request) => {
        const signal = deadline();
        const body = facetsBody.parse(request.body);
        return gate.run(() => facetCounts(deps.search, anime, body, signal), signal);
      },
    );
  },
  { name: "search-routes", fastify: "5.x", dependencies: ["problem"] },
);

/** JSON, or one result a line for who asks for it; the rest of the answer then stands in headers. */
function send(request: FastifyRequest, reply: FastifyReply, answer: SearchAnswer) {
  if (!request.headers.accept?.includes("application/x-ndjson")) return answer;
  reply
    .type("application/x-ndjson")
    .header("x-total", `${answer.total.relation} ${answer.total.value}`)
    .header("x-took-ms", String(answer.took_ms));
  if (answer.next_cursor !== undefined) reply.header("x-next-cursor", answer.next_cursor);
  return Readable.from(lines(answer));
}

function* lines(answer: SearchAnswer): Generator<string> {
  for (const result of answer.results) yield `${JSON.stringify(result)}\n`;
}

function fromQueryString(query: SearchQueryString): SearchRequest {
  const { q, fields, sort, filter, ...rest } = query;
  const { limit, cursor, mode, include_nsfw } = rest;
  return searchBody.parse({
    limit,
    mode,
    include_nsfw,
    ...(q === undefined ? {} : { query: q }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(fields === undefined ? {} : { fields: fieldsListed(fields) }),
    ...(sort === undefined ? {} : { sort: sortListed(sort) }),
    ...(filter === undefined ? {} : { filter: readJson(filter) }),
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const field = {
      path: "filter",
      got: text.slice(0, 100),
      expected: 'a filter as JSON, such as {"type":"TV"}',
    };
    throw fail("FILTER_INVALID", describe([field]), { fields: [field] });
  }
}
