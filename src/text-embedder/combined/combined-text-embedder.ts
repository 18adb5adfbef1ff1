/** Two embedders as one: what both find alike counts. */
import type { TextEmbedder, TextKind, TextVectors } from "../port.ts";

/**
 * Vectors of both embedders in one, √(1 − w)·first before √w·second: as both are of unit length, the dot product of
 * two combined vectors is the weighted sum (1 − w)·cos₁ + w·cos₂, and the combined vector is of unit length, too.
 * Where only one of the two knows a word of a text, its part stands alone, at full length.
 */
export function combinedTextEmbedder(
  first: TextEmbedder,
  second: TextEmbedder,
  weight: number,
): TextEmbedder {
  const widths = [first.identity.dimension, second.identity.dimension] as const;
  const dimension = widths[0] + widths[1];
  const factors = [Math.sqrt(1 - weight), Math.sqrt(weight)] as const;
  const name = ({ identity: { provider, model } }: TextEmbedder) => `${provider}/${model}`;

  function join(texts: number, a: Float32Array, b: Float32Array): Float32Array {
    const rows = new Float32Array(texts * dimension);
    for (let i = 0; i < texts; i++) {
      const parts = [
        a.subarray(i * widths[0], (i + 1) * widths[0]),
        b.subarray(i * widths[1], (i + 1) * widths[1]),
      ] as const;
      const row = rows.subarray(i * dimension, (i + 1) * dimension);
      const known = parts.map((part) => part.some((component) => component !== 0));
      let at = 0;
      for (const [p, part] of parts.entries()) {
        const factor = known[1 - p] ? factors[p]! : 1;
        for (const component of part) row[at++] = component * factor;
      }
    }
    return rows;
  }

  async function embedBoth(texts: readonly string[], kind: TextKind): Promise<TextVectors> {
    const ofFirst =
      first.embedWithLexical === undefined
        ? first.embed(texts, kind).then((dense) => ({ dense, lexical: [] }))
        : first.embedWithLexical(texts, kind);
    const [a, b] = await Promise.all([ofFirst, second.embed(texts, kind)]);
    return { dense: join(texts.length, a.dense, b), lexical: a.lexical };
  }

  return {
    identity: {
      provider: first.identity.provider,
      model: `${first.identity.model} with ${name(second)}`,
      revision: `${first.identity.revision} + ${weight} ${second.identity.revision}`,
      dimension,
      pooling: `${first.identity.pooling} + ${second.identity.pooling}`,
    },
    maxBatch: Math.min(first.maxBatch, second.maxBatch),
    ...(first.concurrency === undefined ? {} : { concurrency: first.concurrency }),
    embed: async (texts, kind) => (await embedBoth(texts, kind)).dense,
    ...(first.embedWithLexical === undefined ? {} : { embedWithLexical: embedBoth }),
    ...(first.missing === undefined ? {} : { missing: first.missing.bind(first) }),
    status: () => first.status(),
    async close() {
      await first.close();
      await second.close();
    },
  };
}
