import fastifyPlugin from "fastify-plugin";

/**
 * What answers tell browsers not to do with them, as the OWASP Secure Headers Project recommends it. HTTPS is not
 * demanded: whether the service is reached by it is the reverse proxy's to say.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'self'",
    "base-uri 'self'",
    "font-src 'self' https: data:",
    "form-action 'self'",
    "frame-ancestors 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "script-src 'self'",
    "script-src-attr 'none'",
    "style-src 'self' https: 'unsafe-inline'",
  ].join(";"),
  "cross-origin-opener-policy": "same-origin",
  // The service is an API that pages of other origins read.
  "cross-origin-resource-policy": "cross-origin",
  "origin-agent-cluster": "?1",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-dns-prefetch-control": "off",
  "x-download-options": "noopen",
  "x-frame-options": "SAMEORIGIN",
  "x-permitted-cross-domain-policies": "none",
  // The filter that this switches off in old browsers did harm itself.
  "x-xss-protection": "0",
};

/** Sets the headers on every answer; a route may set another value. They never change, so nothing is made of them anew. */
export const securityHeadersPlugin = fastifyPlugin(
  async (app) => {
    app.addHook("onRequest", (_request, reply, done) => {
      reply.headers(SECURITY_HEADERS);
      done();
    });
  },
  { name: "security-headers", fastify: "5.x" },
);
