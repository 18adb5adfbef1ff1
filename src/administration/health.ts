import Type, { type Static } from "typebox";
import { isFailure } from "../errors.ts";
import type { ImageEmbedder } from "../image-embedder/port.ts";
import type { CatalogueIndex } from "../index/catalogue-index.ts";
import { round } from "../search/search.ts";
import type { TextEmbedder } from "../text-embedder/port.ts";
import { oneOf } from "../validation.ts";
import type { CollectionInfo, VectorStore } from "../vector-store/port.ts";
import { VERSION } from "../version.ts";

const EmbedderHealth = Type.Object({
  provider: Type.String(),
  model: Type.String(),
  dimension: Type.Integer(),
  status: oneOf("ready", "loading", "failed", "none"),
  detail: Type.Optional(Type.String({ description: "What is wrong, where something is." })),
  ms_per_text: Type.Optional(Type.Number({ description: "What a text took of late." })),
  ms_per_picture: Type.Optional(Type.Number({ description: "What a picture took of late." })),
});

const CollectionHealth = Type.Object({
  points: Type.Integer(),
  generation: Type.Union([Type.String(), Type.Null()]),
  spaces: Type.Record(Type.String(), Type.Integer(), { description: "Vectors per space." }),
});

export const Health = Type.Object(
  {
    status: oneOf("ok", "degraded", "unavailable"),
    version: Type.String(),
    uptime_s: Type.Number(),
    store: Type.Object({ adapter: Type.String(), status: oneOf("ok", "failed"), latency_ms: Type.Number() }),
    embedders: Type.Object({ text: EmbedderHealth, image: EmbedderHealth }),
    collections: Type.Object({ anime: CollectionHealth, episodes: CollectionHealth }),
  },
  { description: "What is there and how it is." },
);
export type Health = Static<typeof Health>;

/** Where the answers of the health routes come from. */
export interface HealthSource {
  /** Looks, does not compute: answers within milliseconds whatever else goes on. */
  health(): Promise<Health>;
  /** True when a search would be answered: there is an index, and the model is loaded. */
  ready(): boolean;
}

/** Health of a catalogue that is served; `uptime_s` counts from this call. */
export function healthSource(served: {
  readonly index: CatalogueIndex;
  readonly store: VectorStore;
  readonly embedder: TextEmbedder;
  readonly images: ImageEmbedder;
}): HealthSource {
  const { index, store, embedder, images } = served;
  const started = performance.now();
  return {
    ready: () => index.ready() && embedder.status().state === "ready",
    async health(): Promise<Health> {
      const asked = performance.now();
      const live = index.ready() ? index.live() : null;
      const [anime, episodes] = await Promise.all([
        lookAt(store, live?.anime),
        lookAt(store, live?.episodes),
      ]);
      const failed = anime === "failed" || episodes === "failed";
      const collection = (info: CollectionInfo | "failed" | null) => ({
        points: info === null || info === "failed" ? 0 : info.points,
        generation: live?.name ?? null,
        spaces: info === null || info === "failed" ? {} : { ...info.spaces },
      });
      const text = embedderHealth(embedder);
      const image = embedderHealth(images);
      const well = !failed && text.status === "ready" && image.status === "ready";
      return {
        status: live === null ? "unavailable" : well ? "ok" : "degraded",
        version: VERSION,
        uptime_s: Math.round((performance.now() - started) / 100) / 10,
        store: {
          adapter: store.adapter,
          status: failed ? "failed" : "ok",
          latency_ms: round(performance.now() - asked),
        },
        embedders: { text, image },
        collections: { anime: collection(anime), episodes: collection(episodes) },
      };
    },
  };
}

function embedderHealth(embedder: TextEmbedder | ImageEmbedder): Health["embedders"]["text"] {
  const { provider, model, dimension } = embedder.identity;
  const { state, ...more } = embedder.status();
  return { provider, model, dimension, status: state, ...more };
}

/** What the store says of a collection; null where there is none to ask for. */
async function lookAt(
  store: VectorStore,
  name: string | undefined,
): Promise<CollectionInfo | "failed" | null> {
  if (name === undefined) return null;
  try {
    return await store.info(name);
  } catch (error) {
    // Health is asked for most when something is wrong: it must not fail for the same reason.
    if (isFailure(error)) return "failed";
    throw error;
  }
}
