/** A model for some of the spaces and another embedder for the others, each with its own dimension. */
import type { TextEmbedder, TextEmbedderIdentity } from "../port.ts";

/**
 * What an index made by both remembers. Throws nothing: names are those of the caller's spaces. `model` speaks for
 * the whole: its vectors are what `embed` gives, and its dimension stands in the identity.
 */
export function routedTextEmbedder(
  model: TextEmbedder,
  other: TextEmbedder,
  spaces: readonly string[],
): TextEmbedder {
  const own = new Set(spaces);
  const { provider, model: name, revision } = other.identity;
  const identity: TextEmbedderIdentity = {
    ...model.identity,
    revision: `${model.identity.revision}; ${[...own].sort().join(",")}; others ${provider}/${name} ${revision}`,
  };
  return {
    identity,
    maxBatch: model.maxBatch,
    ...(model.concurrency === undefined ? {} : { concurrency: model.concurrency }),
    embed: (texts, kind) => model.embed(texts, kind),
    ofSpace: (space) => (own.has(space) ? model : other),
    status: () => model.status(),
    async close() {
      await model.close();
      await other.close();
    },
  };
}
