/** A model with a lexical head, whose weights are used, or are not: an index with them is another than one without. */
import type { TextEmbedder } from "../port.ts";

/** The embedder with its lexical weights where they are wanted, and without where not; one that has none as it is. */
export function wordedTextEmbedder(embedder: TextEmbedder, wanted: boolean): TextEmbedder {
  const { identity, maxBatch, concurrency } = embedder;
  const weigh = embedder.embedWithLexical?.bind(embedder);
  if (weigh === undefined) return embedder;
  return {
    identity: wanted ? { ...identity, revision: `${identity.revision}; words` } : identity,
    maxBatch,
    ...(concurrency === undefined ? {} : { concurrency }),
    embed: (texts, kind) => embedder.embed(texts, kind),
    ...(wanted ? { embedWithLexical: weigh } : {}),
    status: () => embedder.status(),
    close: () => embedder.close(),
  };
}
