import type { FastifyError, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import fastifyPlugin from "fastify-plugin";
import Type from "typebox";
import { ERRORS, type ErrorCode, fail, isFailure, KotodamaError } from "../errors.ts";

export const PROBLEM_TYPE = "application/problem+json";

/** RFC 9457, with the service's code, the offending fields and the request's id. */
export const Problem = Type.Object(
  {
    type: Type.String({ examples: ["urn:kotodama:error:FILTER_INVALID"] }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.Unsafe<ErrorCode>({ type: "string", enum: Object.keys(ERRORS) }),
    detail: Type.String(),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          path: Type.String(),
          got: Type.Optional(Type.Unknown()),
          expected: Type.Optional(Type.String()),
          nearest: Type.Optional(Type.String()),
        }),
      ),
    ),
    request_id: Type.String(),
  },
  { $id: "Problem", description: "What went wrong (RFC 9457)." },
);
export type Problem = Type.Static<typeof Problem>;

/** The problem document of an error; what is not of the catalogue is INTERNAL and says nothing of its inside. */
export function problemOf(error: unknown, requestId: string): Problem {
  const failure = toFailure(error);
  const { title, status } = ERRORS[failure.code];
  return {
    type: `urn:kotodama:error:${failure.code}`,
    title,
    status,
    code: failure.code,
    detail: failure.message,
    ...(failure.fields.length > 0 ? { errors: failure.fields.map((field) => ({ ...field })) } : {}),
    request_id: requestId,
  };
}

/** An error as one of the catalogue. */
export function toFailure(error: unknown): KotodamaError {
  if (isFailure(error)) return error;
  const { code, statusCode, name } = (error ?? {}) as Partial<FastifyError>;
  switch (code) {
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return fail("MALFORMED_REQUEST", "the body is not as long as its content-length says");
    case "FST_ERR_BAD_URL":
      return fail("MALFORMED_REQUEST", "the path cannot be decoded: a % must be followed by two hex digits");
    case "FST_ERR_MAX_PARAM_LENGTH":
      return fail("ANIME_NOT_FOUND", "no id or slug is longer than 300 characters");
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return fail("BODY_TOO_LARGE", "the body is larger than MAX_BODY_BYTES allows; send it in parts");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
    case "FST_ERR_CTP_INVALID_TYPE":
      return fail(
        "MEDIA_TYPE_UNSUPPORTED",
        "send the body with content-type: application/json, or a picture as multipart/form-data",
      );
  }
  if (name === "TimeoutError")
    return fail("TIMEOUT", "the request took longer than REQUEST_TIMEOUT_MS", { retryAfter: 1 });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return fail("MALFORMED_REQUEST", "the request cannot be read as HTTP asks for");
  }
  return new KotodamaError("INTERNAL", "something went wrong inside; the log has it under this request_id", {
    cause: error,
  });
}

/** Sends the problem document of an error, and logs what is the service's own fault. */
export function answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const failure = toFailure(error);
  if (failure.status >= 500 && failure.code !== "OVERLOADED")
    request.log.error({ err: error }, failure.message);
  if (failure.status === 401) reply.header("www-authenticate", 'Bearer realm="kotodama"');
  if (failure.status === 503) reply.header("retry-after", String(failure.retryAfter ?? 1));
  // Also where no hook has run: for a path that cannot be decoded.
  reply.header("x-request-id", request.id).header("cache-control", "no-store");
  reply.code(failure.status).type(PROBLEM_TYPE).send(problemOf(failure, request.id));
}

/** Every error leaves as a problem document, unknown routes and wrong methods too. */
export const problemPlugin = fastifyPlugin(
  async (app) => {
    app.setErrorHandler((error, request, reply) => answer(error, request, reply));
    app.setNotFoundHandler((request, reply) => {
      const path = request.url.split("?")[0]!.slice(0, 200);
      const methods = ["GET", "POST", "PATCH", "DELETE"].filter(
        (method) => app.findRoute({ method, url: path }) !== null,
      );
      // A route may answer a method and yet hold nothing at this path: a folder of files.
      const wrongMethod = methods.length > 0 && !methods.includes(request.method.replace("HEAD", "GET"));
      if (wrongMethod) {
        reply.header("allow", methods.join(", "));
        return answer(fail("METHOD_NOT_ALLOWED", `${path} answers ${methods.join(", ")}`), request, reply);
      }
      const meant = `/api/v1${path}`;
      const isMeant = app.findRoute({ method: request.method as HTTPMethods, url: meant }) !== null;
      const hint = isMeant ? `${meant} is meant, perhaps` : "/docs lists the routes";
      return answer(
        fail("ROUTE_NOT_FOUND", `there is no ${request.method} ${path}; ${hint}`),
        request,
        reply,
      );
    });
  },
  { name: "problem", fastify: "5.x" },
);
