import { randomUUID } from "node:crypto";
import compress from "@fastify/compress";
import cors from "@fastify/cors";
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from "fastify";
import { fail } from "../errors.ts";
import { adminRoutes } from "./admin-routes.ts";
import { animeRoutes } from "./anime-routes.ts";
import { refuseConnection } from "./broken-requests.ts";
import type { HttpDependencies, HttpSettings } from "./dependencies.ts";
import { docsPlugin } from "./docs.ts";
import { healthPlugin } from "./health.ts";
import { jsonBodyPlugin } from "./json-body.ts";
import { pagePlugin } from "./page.ts";
import { pictureRoutes } from "./picture-routes.ts";
import { answer, problemPlugin } from "./problem.ts";
import { searchRoutes } from "./search-routes.ts";
import { securityHeadersPlugin } from "./security-headers.ts";
import { suggestRoute } from "./suggest-route.ts";

const SLOW_MS = 1000;
const REQUEST_ID = /^[\w.:-]{1,100}$/;

/** The HTTP service, ready to listen or to be tested by `inject`; it never listens by itself. */
export async function buildApp(deps: HttpDependencies, settings: HttpSettings): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    logger: settings.logger as NonNullable<FastifyServerOptions["logger"]>,
    // One line per request at debug rather than two at info: see the hook below.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: settings.maxBodyBytes,
    routerOptions: { maxParamLength: 300 },
    // A caller's id is kept where it is one, so that its logs and ours can be joined.
    genReqId: (request) => {
      const given = request.headers["x-request-id"];
      return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
    },
    frameworkErrors: (error, request, reply) => answer(error, request, reply),
    clientErrorHandler: refuseConnection,
    // A stop is answered by the hook below, as a problem document.
    return503OnClosing: false,
    forceCloseConnections: "idle",
  });
  // Requests are validated by the routes themselves, with the same schemas that the document is made of:
  // the command line and the batch route check through the same functions.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  let closing = false;
  app.addHook("preClose", async () => {
    closing = true;
  });
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    done(closing ? fail("NOT_READY", "the service is stopping; ask again when it is back") : undefined);
  });
  // Else a connection kept alive by an answer that was on its way would hold up the stop.
  app.addHook("onSend", (_request, reply, payload, done) => {
    if (closing) reply.header("connection", "close");
    done(null, payload);
  });
  app.addHook("onResponse", (request, reply, done) => {
    const { method, url, log } = request;
    const line = {
      method,
      path: url.split("?")[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (reply.elapsedTime > SLOW_MS) log.warn(line, "slow request");
    else log.debug(line, "request");
    done();
  });
  await app.register(problemPlugin);
  await app.register(jsonBodyPlugin);
  await app.register(securityHeadersPlugin);
  await app.register(cors, {
    origin: settings.corsOrigins === "*" ? "*" : [...settings.corsOrigins],
    methods: ["GET", "POST", "PATCH", "DELETE"],
    exposedHeaders: ["x-request-id", "x-total", "x-took-ms", "x-next-cursor", "x-cover", "retry-after"],
    maxAge: 86_400,
    // OPTIONS without the headers of a preflight is a question as good as any.
    strictPreflight: false,
  });
  await app.register(compress, {
    encodings: ["gzip", "deflate"],
    customTypes: /^text\/|[+/](x-nd)?json(;|$)/,
    threshold: 1024,
    zlibOptions: { level: 3 },
  });
  await app.register(docsPlugin, { version: settings.version });
  await app.register(pagePlugin);
  await app.register(healthPlugin, { source: deps.health });
  await app.register(searchRoutes, { deps, settings });
  await app.register(pictureRoutes, { deps, settings });
  await app.register(suggestRoute, { deps });
  await app.register(animeRoutes, { deps, settings });
  await app.register(adminRoutes, { administration: deps.administration, settings });
  return app;
}
