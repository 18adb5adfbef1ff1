import { createHash, timingSafeEqual } from "node:crypto";
import { Readable } from "node:stream";
import fastifyPlugin from "fastify-plugin";
import Type from "typebox";
import {
  Accepted,
  type Administration,
  FetchPictures,
  type IngestEvent,
  Job,
  PictureStatus,
  Stats,
} from "../administration/port.ts";
import { fail } from "../errors.ts";
import { checked } from "../validation.ts";
import type { HttpSettings } from "./dependencies.ts";
import { problemOf } from "./problem.ts";
import { answers, failures } from "./schemas.ts";

const Params = Type.Object({ id: Type.String({ description: "Id or slug.", examples: ["death-note"] }) });
const CATALOGUE_FILE = "application/octet-stream";
const IngestQuery = Type.Object(
  {
    source: Type.String({
      minLength: 1,
      maxLength: 1000,
      description: "Name under which the file's entries are kept.",
      examples: ["my-catalogue.jsonl"],
    }),
    prune: Type.Boolean({
      default: false,
      description: "Remove what only this source held and no longer holds.",
    }),
  },
  { additionalProperties: false },
);
const IngestLines = Type.Unsafe<string>({
  type: "string",
  description: "`{progress}` lines while it runs, then one of `{summary}` or `{problem}`.",
});
const Jobs = Type.Object({ jobs: Type.Array(Job) }, { description: "The newest first." });
const MergePatch = Type.Record(Type.String(), Type.Unknown(), {
  description: "A merge patch (RFC 7396): null removes a field.",
  examples: [{ synopsis: "A better one.", background: null }],
});

/** The admin routes; each needs the bearer token. */
export const adminRoutes = fastifyPlugin<{ administration: Administration; settings: HttpSettings }>(
  async (app, { administration, settings }) => {
    const entriesBody = checked(entriesSchema(settings.maxBatchSize));
    const ingestQuery = checked(IngestQuery);
    const mergePatch = checked(MergePatch);
    const fetchBody = checked(FetchPictures);

    await app.register(async (admin) => {
      admin.addHook("onRequest", async (request) =>
        authorise(request.headers.authorization, settings.adminToken),
      );
      // Catalogue files are streamed to the importers, never held in memory or parsed as a body.
      admin.addContentTypeParser(CATALOGUE_FILE, (_request, payload, done) => done(null, payload));
      const security = [{ admin: [] }];

      admin.post(
        "/api/v1/admin/anime",
        {
          schema: {
            tags: ["admin"],
            security,
            summary: "Insert or replace entries",
            description:
              "What is answered as accepted is durable. Entries are read as from a catalogue file.",
            body: entriesBody.schema,
            response: { 200: Accepted, ...failures(400, 401, 403, 413, 415, 422, 503) },
          },
        },
        async (request) => administration.accept(entriesBody.parse(request.body).entries),
      );

      admin.patch<{ Params: { id: string } }>(
        "/api/v1/admin/anime/:id",
        {
          schema: {
            tags: ["admin"],
            security,
            summary: "Change an entry by a merge patch (RFC 7396)",
            params: Params,
            consumes: ["application/merge-patch+json", "application/json"],
            body: MergePatch,
            response: {
              200: Type.Record(Type.String(), Type.Unknown(), { description: "The entry as it is now." }),
              ...failures(400, 401, 403, 404, 413, 415, 422, 503),
            },
          },
        },
        async (request) => administration.patch(request.params.id, mergePatch.parse(request.body)),
      );

      admin.delete<{ Params: { id: string } }>(
        "/api/v1/admin/anime/:id",
        {
          schema: {
            tags: ["admin"],
            security,
            summary: "Delete an entry",
            params: Params,
            response: { 204: Type.Null({ description: "It is gone." }), ...failures(401, 403, 404, 503) },
          },
        },
        async (request, reply) => {
          await administration.delete(request.params.id);
          return reply.code(204).send();
        },
      );

      admin.post(
        "/api/v1/admin/reindex",
        {
          schema: {
            tags: ["admin"],
            security,
            summary: "Build a new generation of the index in the background and switch to it",
            response: { 202: Job, ...failures(401, 403, 409, 503) },
          },
        },
        async (_request, reply) => reply.code(202).send(await administration.reindex()),
      );

      admin.post(
        "/api/v1/admin/rollback",
        {
          schema: {
            tags: ["admin"],
            security,
            summary: "Make the previous generation of the index live again",
            response: { 202: Job, ...failures(401, 403, 409, 503) },
          },
        },
        async (_request, reply) => reply.code(202).send(await administration.rollback()),
      );

      admin.post(
        "/api/v1/admin/pictures",
        {
          schema: {
            tags: ["admin"],
            security,
            summary: "Fetch pictures from other servers in the background",
            body: FetchPictures,
            response: { 202: Job, ...failures(400, 401, 403, 409, 415, 422, 503) },
          },
        },
        async (request, reply) =>
          reply.code(202).send(await administration.fetchPictures(fetchBody.parse(request.body))),
      );

      admin.get(
        "/api/v1/admin/pictures",
        {
          schema: {
            tags: ["admin"],
            security,
            summary: "What became of the pictures, and the latest failures",
            response: { 200: PictureStatus, ...failures(401, 403, 503) },
          },
        },
        async () => administration.pictures(),
      );

      admin.get(
        "/api/v1/admin/jobs",
        {
          schema: {
            tags: ["admin"],
            security,
            summary: "Background jobs, the newest first, with their progress",
            response: { 200: Jobs, ...failures(401, 403) },
          },
        },
        async () => ({ jobs: administration.jobs() }),
      );

      admin.get(
        "/api/v1/admin/stats",
        {
          schema: {
            tags: ["admin"],
            security,
            summary: "Counts of the record and the index",
            response: { 200: Stats, ...failures(401, 403, 503) },
          },
        },
        async () => administration.stats(),
      );

      admin.post(
        "/api/v1/admin/ingest",
        {
          bodyLimit: Number.MAX_SAFE_INTEGER,
          // Compressed, the lines of progress would wait in the compressor until the end.
          compress: false,
          schema: {
            tags: ["admin"],
            security,
            summary: "Ingest a catalogue file, sent as application/octet-stream",
            description:
              "Answers with one JSON object a line: `{progress}` while it runs, then `{summary}` or `{problem}`.",
            querystring: IngestQuery,
            consumes: [CATALOGUE_FILE],
            body: { type: "string", description: "The file as it is: of any known format, packed or not." },
            response: {
              200: answers("How it went.", { "application/x-ndjson": IngestLines }),
              ...failures(401, 403, 409, 415, 422),
            },
          },
        },
        async (request, reply) => {
          const { source, prune } = ingestQuery.parseText(request.query);
          if (!(request.body instanceof Readable)) {
            throw fail("MEDIA_TYPE_UNSUPPORTED", `send the file's bytes as ${CATALOGUE_FILE}`);
          }
          const gone = new AbortController();
          request.raw.on("close", () => {
            if (!request.raw.complete) gone.abort();
          });
          const events = administration.ingest(request.body, { source, prune }, gone.signal);
          return reply.type("application/x-ndjson").send(Readable.from(eventLines(events, request.id)));
        },
      );
    });
  },
  { name: "admin-routes", fastify: "5.x", dependencies: ["problem"] },
);

function entriesSchema(maxBatchSize: number) {
  return Type.Object(
    {
      entries: Type.Array(Type.Unknown(), {
        minItems: 1,
        maxItems: maxBatchSize,
        description: "Anime entries; each is checked on its own.",
      }),
    },
    {
      additionalProperties: false,
      examples: [
        { entries: [{ title: "Example", type: "TV", sources: ["https://myanimelist.net/anime/999999"] }] },
      ],
    },
  );
}

async function* eventLines(events: AsyncIterable<IngestEvent>, requestId: string): AsyncGenerator<string> {
  try {
    for await (const event of events) yield `${JSON.stringify(event)}\n`;
  } catch (error) {
    const { code, detail } = problemOf(error, requestId);
    yield `${JSON.stringify({ problem: { code, detail } })}\n`;
  }
}

/** Throws UNAUTHORIZED without a bearer token and FORBIDDEN for a wrong one; compares in constant time. */
function authorise(header: string | undefined, adminToken: string): void {
  const token = /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
  if (token === undefined) {
    throw fail(
      "UNAUTHORIZED",
      "send Authorization: Bearer <token>; the token is ADMIN_TOKEN or the file admin-token in DATA_DIR",
    );
  }
  if (!timingSafeEqual(digest(token), digest(adminToken)))
    throw fail("FORBIDDEN", "this is not the admin token");
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
