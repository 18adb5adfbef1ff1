import type { FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { fail } from "../errors.ts";

const JSON_TYPES = ["application/json", "application/merge-patch+json"];

/**
 * Bodies are JSON and nothing else. A route that takes no body takes an empty one, whatever its content type says.
 * Throws MALFORMED_JSON with the place of the mistake, REQUEST_INVALID for keys that reach for an object's prototype.
 */
export const jsonBodyPlugin = fastifyPlugin(
  async (app) => {
    app.removeAllContentTypeParsers();
    const parse = app.getDefaultJsonParser("error", "error") as JsonParser;
    app.addContentTypeParser(JSON_TYPES, { parseAs: "string" }, (request, body, done) => {
      if (body.length === 0 && request.routeOptions.schema?.body === undefined) return done(null, undefined);
      parse(request, body as string, (error, value) =>
        error ? done(refused(body as string)) : done(null, value),
      );
    });
  },
  { name: "json-body", fastify: "5.x", dependencies: ["problem"] },
);

type JsonParser = (
  request: FastifyRequest,
  body: string,
  done: (error: Error | null, value?: unknown) => void,
) => void;

function refused(body: string): Error {
  if (body.trim() === "") {
    return fail("MALFORMED_JSON", "the body is empty; expected one JSON value");
  }
  try {
    JSON.parse(body);
  } catch (error) {
    // The engine's message quotes the body; only where the mistake is matters.
    const place = /at position \d+( \(line \d+ column \d+\))?/.exec((error as Error).message)?.[0];
    return fail("MALFORMED_JSON", `the body is not one JSON value${place ? `: a mistake ${place}` : ""}`);
  }
  const field = { path: "__proto__", expected: "no key __proto__, and no prototype in a constructor" };
  return fail("REQUEST_INVALID", `${field.path}: expected ${field.expected}, anywhere in the body`, {
    fields: [field],
  });
}
