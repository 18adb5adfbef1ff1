/** An embedder that asks its model only for what is not remembered. */
import { fail } from "../../errors.ts";
import type { LexicalWeights, TextEmbedder, TextKind, TextVectors } from "../port.ts";
import { type CachedVector, halved, keyMaker, type VectorCache } from "./vector-cache.ts";

/** Texts of one call: what a kill may lose, and what an interruption waits for. */
const REMEMBERED_AT_ONCE = 64;

/**
 * The embedder before a cache that others may share: a text that was embedded once, by whichever process, is not
 * embedded again. Its vectors are the same whether they come from the cache or not. `open` is called at first use;
 * closing this closes the cache and the embedder.
 */
export function cachedTextEmbedder(embedder: TextEmbedder, open: () => VectorCache): TextEmbedder {
  const { identity } = embedder;
  const maxBatch = Math.min(embedder.maxBatch, REMEMBERED_AT_ONCE);
  const keyOf = { query: keyMaker(identity, "query"), document: keyMaker(identity, "document") };
  const weighsWords = embedder.embedWithLexical !== undefined;
  let opened: VectorCache | null = null;
  const cache = (): VectorCache => {
    opened ??= open();
    return opened;
  };

  async function embedAll(texts: readonly string[], kind: TextKind): Promise<TextVectors> {
    if (texts.length > maxBatch) {
      throw fail("REQUEST_INVALID", `${texts.length} texts in one batch; at most ${maxBatch} are taken`);
    }
    const keys = texts.map(keyOf[kind]);
    const vectors: (CachedVector | undefined)[] = cache().get(keys, identity.dimension);
    const wanted = texts.map((_, i) => i).filter((i) => isMissing(vectors[i], weighsWords));
    if (wanted.length > 0) {
      const made = await compute(
        wanted.map((i) => texts[i]!),
        kind,
      );
      wanted.forEach((i, at) => {
        vectors[i] = made[at]!;
      });
      cache().set(wanted.map((i) => ({ key: keys[i]!, vector: vectors[i]! })));
    }
    const dense = new Float32Array(texts.length * identity.dimension);
    const lexical: LexicalWeights[] = [];
    vectors.forEach((vector, i) => {
      dense.set(vector!.dense, i * identity.dimension);
      if (vector!.lexical !== null) lexical.push(vector!.lexical);
    });
    return { dense, lexical };
  }

  async function compute(texts: readonly string[], kind: TextKind): Promise<CachedVector[]> {
    const { dense, lexical } =
      embedder.embedWithLexical === undefined
        ? { dense: await embedder.embed(texts, kind), lexical: [] }
        : await embedder.embedWithLexical(texts, kind);
    const rounded = halved(dense);
    return texts.map((_, i) => {
      const weights = lexical[i];
      return {
        dense: rounded.subarray(i * identity.dimension, (i + 1) * identity.dimension),
        lexical: weights === undefined ? null : { indices: weights.indices, values: halved(weights.values) },
      };
    });
  }

  return {
    identity,
    maxBatch,
    ...(embedder.concurrency === undefined ? {} : { concurrency: embedder.concurrency }),
    embed: async (texts, kind) => (await embedAll(texts, kind)).dense,
    ...(weighsWords ? { embedWithLexical: embedAll } : {}),
    missing(texts) {
      const known = cache().has(texts.map(keyOf.document));
      return texts.filter((_, i) => !known[i]);
    },
    status: () => embedder.status(),
    async close() {
      opened?.close();
      await embedder.close();
    },
  };
}

function isMissing(vector: CachedVector | undefined, weighsWords: boolean): boolean {
  return vector === undefined || (weighsWords && vector.lexical === null);
}
