import { fail } from "../errors.ts";
import type { Generation as GenerationRow } from "../record/generations.ts";
import { CatalogueFit } from "../spaces/fit.ts";
import { sameIdentity } from "../text-embedder/port.ts";
import type { IndexDependencies } from "./dependencies.ts";
import { embedderMismatch, type Generation, generationName } from "./generation.ts";

/** Version of what stands in the points: a change of texts, columns or payloads asks for a new build. */
export const INDEX_FORMAT = 1;

/** A generation that is being used. */
export interface Served {
  readonly row: GenerationRow;
  generation: Generation;
  /** Changes since the last checkpoint. */
  pending: number;
}

/**
 * A generation with its fit and the sequence number that its collections hold. Throws EMBEDDER_MISMATCH,
 * INDEX_VERSION_UNSUPPORTED, INDEX_DAMAGED (also where it knows more than the record does), COLLECTION_NOT_FOUND.
 */
export async function loadGeneration(
  { record, store, embedder }: Pick<IndexDependencies, "record" | "store" | "embedder">,
  row: GenerationRow,
): Promise<Served> {
  if (!sameIdentity(row.embedder, embedder.identity)) throw embedderMismatch(row, embedder.identity);
  if (row.format !== INDEX_FORMAT) {
    throw fail(
      "INDEX_VERSION_UNSUPPORTED",
      `the index has format ${row.format}, this program reads ${INDEX_FORMAT}; \`kotodama reindex\` builds it anew`,
    );
  }
  const bytes = record.generations.fit(row.number);
  if (bytes === null) throw fail("INDEX_DAMAGED", `generation ${generationName(row)} has no fit`);
  const fit = CatalogueFit.fromBytes(bytes);
  const infos = [await store.info(row.anime), await store.info(row.episodes)];
  const newest = Math.max(...infos.map((info) => info.sequence));
  if (newest > record.entries.sequence()) {
    throw fail(
      "INDEX_DAMAGED",
      `the index knows of change ${newest}, the record only of ${record.entries.sequence()}: it is another record`,
    );
  }
  // The two are checkpointed one after the other; what one of them lacks is applied to both again.
  const sequence = Math.min(...infos.map((info) => info.sequence));
  const generation = { name: generationName(row), anime: row.anime, episodes: row.episodes, sequence, fit };
  return { row, generation, pending: 0 };
}
