import { readFileSync } from "node:fs";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifySchema } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { Problem } from "./problem.ts";
import { type ApiDocument, referencePage } from "./reference-page.ts";
import { asCallersSeeIt } from "./schemas.ts";

const ICON = readFileSync(new URL("../../web/icon.svg", import.meta.url));

const DESCRIPTION = `Finds anime by meaning and by name.

Errors are problem documents (RFC 9457) with a \`code\`, and a field for each thing that was wrong: where it stands,
what was found, what would be right. Names are snake_case. Adult entries are left out unless \`include_nsfw\` asks for them.`;

/** /openapi.json (3.1), the explorer at /docs and the reference at /redoc; all from the routes' own schemas. */
export const docsPlugin = fastifyPlugin<{ version: string }>(
  async (app, { version }) => {
    await app.register(swagger, {
      openapi: {
        openapi: "3.1.0",
        info: {
          title: "Kotodama",
          version,
          description: DESCRIPTION,
          license: { name: "Apache-2.0", identifier: "Apache-2.0" },
        },
        tags: [
          { name: "search", description: "Finding" },
          { name: "anime", description: "Looking at one entry" },
          { name: "health", description: "How the service is" },
          { name: "admin", description: "Changing the catalogue; needs the bearer token" },
        ],
        components: { securitySchemes: { admin: { type: "http", scheme: "bearer" } } },
      },
      refResolver: { buildLocalReference: (json) => String(json.$id) },
      transform: ({ schema, url }) => {
        const { body, querystring, ...rest } = schema ?? {};
        return {
          schema: {
            ...rest,
            ...(body === undefined ? {} : { body: asCallersSeeIt(body) }),
            ...(querystring === undefined ? {} : { querystring: asCallersSeeIt(querystring) }),
          } as FastifySchema,
          url,
        };
      },
    });
    app.addSchema(Problem);
    app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
    app.get("/redoc", { schema: { hide: true } }, async (_request, reply) =>
      reply.type("text/html; charset=utf-8").send(referencePage(app.swagger() as unknown as ApiDocument)),
    );
    await app.register(swaggerUi, {
      routePrefix: "/docs",
      // The explorer sets styles on its elements.
      staticCSP:
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'",
      logo: { type: "image/svg+xml", content: ICON, href: "/" },
      theme: {
        title: "Kotodama API",
        favicon: [{ filename: "icon.svg", rel: "icon", type: "image/svg+xml", sizes: "any", content: ICON }],
      },
      uiConfig: { deepLinking: true, tryItOutEnabled: true, validatorUrl: null },
    });
  },
  { name: "docs", fastify: "5.x", dependencies: ["problem"] },
);
