/** An embedder whose queries are corrected by what was learned from a catalogue's own users. */
import { embedderOf, type TextEmbedder, type TextKind, type TextVectors } from "../port.ts";

/**
 * The embedder with its queries to one space corrected by `adapt`, which changes rows [n × dimension] in place.
 * Documents stay as they are, and so does the identity: an index need not be made anew, whichever correction comes or
 * goes.
 */
export function adaptedTextEmbedder(
  embedder: TextEmbedder,
  space: string,
  adapt: (rows: Float32Array) => void,
): TextEmbedder {
  const adapted = withQueries(embedderOf(embedder, space), adapt);
  return {
    ...forwarded(embedder),
    embed: (texts, kind) => embedder.embed(texts, kind),
    ...(embedder.embedWithLexical === undefined
      ? {}
      : { embedWithLexical: embedder.embedWithLexical.bind(embedder) }),
    ofSpace: (asked) => (asked === space ? adapted : embedderOf(embedder, asked)),
  };
}

function withQueries(embedder: TextEmbedder, adapt: (rows: Float32Array) => void): TextEmbedder {
  const weigh = embedder.embedWithLexical?.bind(embedder);
  const ofKind = (rows: Float32Array, kind: TextKind): Float32Array => {
    if (kind === "document") return rows;
    const own = rows.slice();
    adapt(own);
    return own;
  };
  return {
    ...forwarded(embedder),
    embed: async (texts, kind) => ofKind(await embedder.embed(texts, kind), kind),
    ...(weigh === undefined
      ? {}
      : {
          async embedWithLexical(texts: readonly string[], kind: TextKind): Promise<TextVectors> {
            const made = await weigh(texts, kind);
            return { ...made, dense: ofKind(made.dense, kind) };
          },
        }),
  };
}

function forwarded(embedder: TextEmbedder) {
  const { identity, maxBatch, concurrency } = embedder;
  return {
    identity,
    maxBatch,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(embedder.missing === undefined ? {} : { missing: embedder.missing.bind(embedder) }),
    status: () => embedder.status(),
    close: () => embedder.close(),
  };
}
