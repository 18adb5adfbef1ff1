import fastifyPlugin from "fastify-plugin";
import Type from "typebox";
import { Health, type HealthSource } from "../administration/health.ts";

/** GET /health, /health/live and /health/ready. */
export const healthPlugin = fastifyPlugin<{ source: HealthSource }>(
  async (app, { source }) => {
    app.get(
      "/health",
      {
        schema: {
          tags: ["health"],
          summary: "State of the service and its parts",
          response: { 200: Health },
        },
      },
      async () => source.health(),
    );
    app.get(
      "/health/live",
      {
        schema: {
          tags: ["health"],
          summary: "200 while the process runs",
          response: { 200: Type.Object({ live: Type.Boolean() }, { description: "It runs." }) },
        },
      },
      async () => ({ live: true }),
    );
    const Ready = Type.Object(
      { ready: Type.Boolean() },
      { description: "Whether a search would be answered." },
    );
    app.get(
      "/health/ready",
      {
        schema: {
          tags: ["health"],
          summary: "200 when a search would be answered, else 503",
          response: { 200: Ready, 503: Ready },
        },
      },
      async (_request, reply) => {
        const ready = source.ready();
        if (!ready) reply.code(503).header("retry-after", "2");
        return { ready };
      },
    );
  },
  { name: "health", fastify: "5.x", dependencies: ["problem"] },
);
