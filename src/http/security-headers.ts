import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import fastifyPlugin from "fastify-plugin";
import helmet from "helmet";

const protect = helmet({
  contentSecurityPolicy: { directives: { "upgrade-insecure-requests": null } },
  // The service is an API that pages of other origins read.
  crossOriginResourcePolicy: { policy: "cross-origin" },
  // Whether the service is reached by HTTPS is the reverse proxy's to say.
  strictTransportSecurity: false,
});

/** What answers tell browsers not to do with them, by the names of the headers. */
export function securityHeaders(): Record<string, string> {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  protect(response.req, response, () => {});
  return Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}

/** Sets them on every answer; a route may set another value. They never change, so they are made once. */
export const securityHeadersPlugin = fastifyPlugin(
  async (app) => {
    const headers = securityHeaders();
    app.addHook("onRequest", (_request, reply, done) => {
      reply.headers(headers);
      done();
    });
  },
  { name: "security-headers", fastify: "5.x" },
);
