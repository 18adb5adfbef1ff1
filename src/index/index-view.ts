import type { CatalogueIndex } from "./catalogue-index.ts";
import type { IndexDependencies } from "./dependencies.ts";
import { type Generation, generationName, notReady } from "./generation.ts";
import { loadGeneration } from "./load-generation.ts";

/** The index as one looks at it without searching. */
export interface IndexView {
  /** Null while none is live. */
  readonly live: Generation | null;
  /** The name of the generation that is kept for going back; null where there is none. */
  readonly previous: string | null;
}

/**
 * Reads the live generation, whichever embedder made it: only those who search need the same one.
 * Throws NOT_READY, INDEX_DAMAGED, INDEX_VERSION_UNSUPPORTED, COLLECTION_NOT_FOUND.
 */
export async function viewIndex(
  deps: Pick<IndexDependencies, "record" | "store">,
): Promise<IndexView & { readonly live: Generation }> {
  const { generations } = deps.record;
  const row = generations.inState("live");
  if (row === null) throw notReady();
  const { generation } = await loadGeneration({ ...deps, embedder: { identity: row.embedder } }, row);
  const previous = generations.inState("previous");
  return { live: generation, previous: previous === null ? null : generationName(previous) };
}

/** The same of an index that is open. */
export function viewOf(index: CatalogueIndex): IndexView {
  return { live: index.ready() ? index.live() : null, previous: index.status().previous?.name ?? null };
}
