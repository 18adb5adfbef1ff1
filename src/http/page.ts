import { readFileSync } from "node:fs";
import fastifyPlugin from "fastify-plugin";

const FILES = {
  "/": { file: "index.html", type: "text/html; charset=utf-8" },
  "/page/page.js": { file: "page.js", type: "text/javascript; charset=utf-8" },
  "/page/page.css": { file: "page.css", type: "text/css; charset=utf-8" },
  "/page/icon.svg": { file: "icon.svg", type: "image/svg+xml" },
} as const;

/** The web page: four files, read once, and no others. */
export const pagePlugin = fastifyPlugin(
  async (app) => {
    for (const [path, { file, type }] of Object.entries(FILES)) {
      const content = readFileSync(new URL(`../../web/${file}`, import.meta.url));
      app.get(path, { schema: { hide: true } }, async (_request, reply) =>
        reply.type(type).header("cache-control", "no-cache").send(content),
      );
    }
  },
  { name: "page", fastify: "5.x", dependencies: ["problem"] },
);
