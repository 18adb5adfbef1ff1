/** A multilingual model without its liking for texts in the query's own language. */
import { createHash } from "node:crypto";
import type { TextEmbedder, TextEmbedderIdentity, TextKind } from "../port.ts";
import { type Centring, centre, centringOf } from "./centring.ts";
import { DOCUMENTS } from "./documents.ts";
import { SENTENCES } from "./sentences.ts";

/**
 * The embedder with what its vectors tell of languages taken off. That is learned from the sentences and documents
 * beside this file when the first text is embedded; they are part of the identity.
 */
export function centredTextEmbedder(embedder: TextEmbedder): TextEmbedder {
  const { maxBatch, concurrency } = embedder;
  const identity: TextEmbedderIdentity = {
    ...embedder.identity,
    revision: `${embedder.identity.revision}; centred ${TEXTS_REVISION}`,
  };
  const lexical = embedder.embedWithLexical?.bind(embedder);
  let learning: Promise<Centring> | null = null;

  async function centred(rows: Float32Array, kind: TextKind): Promise<Float32Array> {
    learning ??= learn(embedder);
    const centring = await learning.catch((error: unknown) => {
      // A model that could not be asked now may be later.
      learning = null;
      throw error;
    });
    const own = rows.slice();
    centre(own, centring[kind], centring.directions);
    return own;
  }

  return {
    identity,
    maxBatch,
    ...(concurrency === undefined ? {} : { concurrency }),
    embed: async (texts, kind) => centred(await embedder.embed(texts, kind), kind),
    ...(lexical === undefined
      ? {}
      : {
          async embedWithLexical(texts: readonly string[], kind: TextKind) {
            const made = await lexical(texts, kind);
            return { ...made, dense: await centred(made.dense, kind) };
          },
        }),
    ...(embedder.missing === undefined ? {} : { missing: embedder.missing.bind(embedder) }),
    status: () => embedder.status(),
    close: () => embedder.close(),
  };
}

const TEXTS_REVISION = createHash("sha256")
  .update(JSON.stringify([SENTENCES, DOCUMENTS]))
  .digest("hex")
  .slice(0, 8);

async function learn(embedder: TextEmbedder): Promise<Centring> {
  const { dimension } = embedder.identity;
  const all = async (texts: readonly string[], kind: TextKind): Promise<Float32Array> => {
    const rows = new Float32Array(texts.length * dimension);
    for (let at = 0; at < texts.length; at += embedder.maxBatch) {
      rows.set(await embedder.embed(texts.slice(at, at + embedder.maxBatch), kind), at * dimension);
    }
    return rows;
  };
  const byLanguage = async (kind: TextKind): Promise<Float32Array[]> => {
    const languages: Float32Array[] = [];
    for (const sentences of Object.values(SENTENCES)) languages.push(await all(sentences, kind));
    return languages;
  };
  return centringOf({
    queries: await byLanguage("query"),
    sentences: await byLanguage("document"),
    documents: await all(DOCUMENTS, "document"),
    dimension,
  });
}
