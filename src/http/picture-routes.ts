import multipart from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import Type, { type TSchema } from "typebox";
import { fail } from "../errors.ts";
import { searchByBoth, searchByPicture } from "../search/by-picture.ts";
import { ImageSearchRequest, MultimodalSearchRequest } from "../search/picture-request.ts";
import { SearchAnswer } from "../search/request.ts";
import { type Checked, checked } from "../validation.ts";
import type { HttpDependencies, HttpSettings } from "./dependencies.ts";
import { type PictureForm, readPictureForm } from "./picture-form.ts";
import { answers, failures } from "./schemas.ts";

const imageBody = checked(ImageSearchRequest);
const multimodalBody = checked(MultimodalSearchRequest);
const CoverQuery = Type.Object(
  { include_nsfw: Type.Boolean({ default: false, description: "Of an adult entry, too." }) },
  { additionalProperties: false },
);
const coverQuery = checked(CoverQuery);

/** Of a picture that somebody sends; JSON holds a third less, for base64. */
const MOST_BYTES = 20 * 1024 * 1024;
const FORM = "multipart/form-data";
/** Seconds for which a cover need not be asked for again: the entry may get one of its own. */
const COVER_AGE = 24 * 3600;

const Params = Type.Object({ id: Type.String({ description: "Id or slug.", examples: ["death-note"] }) });
const Found = answers("One page of results.", { "application/json": SearchAnswer });
const Webp = Type.Unsafe<Uint8Array>({ type: "string", contentMediaType: "image/webp" });

/** POST /search/image and /search/multimodal, as JSON or as a form, and covers. */
export const pictureRoutes = fastifyPlugin<{ deps: HttpDependencies; settings: HttpSettings }>(
  async (app, { deps, settings }) => {
    const maxBytes = Math.min(MOST_BYTES, settings.maxBodyBytes);
    await app.register(multipart);

    const read = async <S extends TSchema>(request: FastifyRequest, schema: Checked<S>) => {
      const isForm = request.headers["content-type"]?.startsWith(FORM) ?? false;
      const form: PictureForm = isForm
        ? await readPictureForm(request, maxBytes)
        : { body: request.body as PictureForm["body"], file: undefined };
      return { body: isForm ? schema.parseText(form.body) : schema.parse(form.body), file: form.file };
    };

    app.post(
      "/api/v1/search/image",
      {
        schema: {
          tags: ["search"],
          summary: "Find anime by what their pictures look like",
          description:
            "The score is the cosine. A cursor goes with the picture that it came from: send it again. With an image " +
            "embedder that reads texts, a query finds pictures, too.",
          body: bothWays(ImageSearchRequest),
          response: { 200: Found, ...failures(400, 410, 413, 415, 422, 503) },
        },
      },
      async (request) => {
        const { body, file } = await read(request, imageBody);
        const signal = AbortSignal.timeout(settings.requestTimeoutMs);
        return deps.gate.run(() => searchByPicture(deps, body, file, signal), signal);
      },
    );

    app.post(
      "/api/v1/search/multimodal",
      {
        schema: {
          tags: ["search"],
          summary: "Find anime by words and a picture together",
          description:
            "The words are searched for as POST /search does; the picture adds its share. Both are needed.",
          body: bothWays(MultimodalSearchRequest),
          response: { 200: Found, ...failures(400, 410, 413, 415, 422, 503) },
        },
      },
      async (request) => {
        const { body, file } = await read(request, multimodalBody);
        const signal = AbortSignal.timeout(settings.requestTimeoutMs);
        return deps.gate.run(() => searchByBoth(deps, body, file, signal), signal);
      },
    );

    const { covers } = deps;
    if (covers === null) return;
    app.get<{ Params: { id: string } }>(
      "/api/v1/anime/:id/cover",
      {
        schema: {
          tags: ["anime"],
          summary: "Its cover, 300 × 420: its own where its file is here, else one that is drawn for it",
          description: "The header x-cover says which: own or generated.",
          params: Params,
          querystring: CoverQuery,
          response: { 200: answers("The cover.", { "image/webp": Webp }), ...failures(404, 422, 503) },
        },
      },
      async (request, reply) => {
        const { include_nsfw } = coverQuery.parseText(request.query);
        const cover = await covers.cover(request.params.id.toWellFormed(), include_nsfw);
        if (cover === null) {
          throw fail(
            "ANIME_NOT_FOUND",
            "no anime has this id or slug; covers of adult entries are shown with include_nsfw=true only",
          );
        }
        const etag = `"${cover.etag}"`;
        reply
          .header("etag", etag)
          .header("cache-control", `public, max-age=${COVER_AGE}`)
          .header("x-cover", cover.isGenerated ? "generated" : "own");
        if (
          request.headers["if-none-match"]?.split(/,\s*/).some((known) => known.replace(/^W\//, "") === etag)
        )
          return reply.code(304).send();
        return reply.type("image/webp").send(Buffer.from(cover.bytes));
      },
    );
  },
  // Forms are read here and nowhere else.
  { name: "picture-routes", fastify: "5.x", dependencies: ["problem", "json-body"], encapsulate: true },
);

/** A body as JSON and as a form, as the document shows it. */
function bothWays(schema: typeof ImageSearchRequest | typeof MultimodalSearchRequest): object {
  const { image, ...fields } = schema.properties as Record<
    string,
    { description?: string; examples?: unknown }
  >;
  const ofForm = Object.entries(fields).map(([name, { examples: _, ...field }]) => [name, field]);
  const file = {
    type: "string",
    contentMediaType: "application/octet-stream",
    description: image?.description,
  };
  return {
    content: {
      "application/json": { schema },
      [FORM]: {
        schema: {
          type: "object",
          properties: { image: file, ...Object.fromEntries(ofForm) },
          required: schema.required,
          additionalProperties: false,
        },
      },
    },
  };
}
