import fastifyPlugin from "fastify-plugin";
import Type, { type Static } from "typebox";
import { oneOf } from "../validation.ts";

const EmbedderHealth = Type.Object({
  provider: Type.String(),
  model: Type.String(),
  dimension: Type.Integer(),
  status: oneOf("ready", "loading", "failed", "none"),
});

const CollectionHealth = Type.Object({
  points: Type.Integer(),
  generation: Type.Union([Type.String(), Type.Null()]),
  spaces: Type.Record(Type.String(), Type.Integer(), { description: "Vectors per space." }),
});

export const Health = Type.Object({
  status: oneOf("ok", "degraded", "unavailable"),
  version: Type.String(),
  uptime_s: Type.Number(),
  store: Type.Object({ adapter: Type.String(), status: oneOf("ok", "failed"), latency_ms: Type.Number() }),
  embedders: Type.Object({ text: EmbedderHealth, image: Type.Union([EmbedderHealth, Type.Null()]) }),
  collections: Type.Object({ anime: CollectionHealth, episodes: CollectionHealth }),
});
export type Health = Static<typeof Health>;

/** Where the answers of the health routes come from. */
export interface HealthSource {
  /** Looks, does not compute: answers within milliseconds whatever else goes on. */
  health(): Promise<Health>;
  /** True when a search would be answered. */
  ready(): boolean;
}

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
          response: { 200: Type.Object({ live: Type.Boolean() }) },
        },
      },
      async () => ({ live: true }),
    );
    const Ready = Type.Object({ ready: Type.Boolean() });
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
