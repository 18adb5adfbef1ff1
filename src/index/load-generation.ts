import { fail } from "../errors.ts";
import type { Generation as GenerationRow } from "../record/generations.ts";
import type { CatalogueRecord } from "../record/record.ts";
import { CatalogueFit } from "../spaces/fit.ts";
import { sameIdentity, type TextEmbedder } from "../text-embedder/port.ts";
import { TitleIndex } from "../titles/title-index.ts";
import { applyTitles, batches, TITLES_AT_ONCE } from "./apply-changes.ts";
import type { IndexDependencies } from "./dependencies.ts";
import { embedderMismatch, type Generation, generationName, isReplaceable } from "./generation.ts";

/** Version of what stands in the points: a change of texts, columns, payloads or names asks for a new build. */
export const INDEX_FORMAT = 4;

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
  {
    record,
    store,
    embedder,
  }: Pick<IndexDependencies, "record" | "store"> & {
    readonly embedder: Pick<TextEmbedder, "identity">;
  },
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
  const titles = loadTitles(record, row, sequence);
  const { anime, episodes, images } = row;
  const generation = { name: generationName(row), anime, episodes, sequence, fit, titles, images };
  return { row, generation, pending: 0 };
}

/** The previous generation, for cursors into it; null where it can no longer be searched. */
export function keptGeneration(
  { record, embedder }: Pick<IndexDependencies, "record" | "embedder">,
  row: GenerationRow,
): Generation | null {
  const bytes = record.generations.fit(row.number);
  if (bytes === null || row.format !== INDEX_FORMAT || !sameIdentity(row.embedder, embedder.identity)) {
    return null;
  }
  try {
    const { anime, episodes, base_seq, images } = row;
    const fit = CatalogueFit.fromBytes(bytes);
    // Few ask for the generation before: its titles are read when somebody does.
    let titles: TitleIndex | null = null;
    return {
      name: generationName(row),
      anime,
      episodes,
      sequence: base_seq,
      fit,
      images,
      get titles() {
        titles ??= loadTitles(record, row, base_seq);
        return titles;
      },
    };
  } catch (error) {
    // After an upgrade the previous generation may be of a version that this program does not read.
    if (isReplaceable(error)) return null;
    throw error;
  }
}

/**
 * The index of titles of a generation, with what has changed since its build up to a sequence number. Throws
 * INDEX_DAMAGED, INDEX_VERSION_UNSUPPORTED.
 */
function loadTitles(record: CatalogueRecord, row: GenerationRow, until: number): TitleIndex {
  const bytes = record.generations.titles(row.number);
  if (bytes === null) throw fail("INDEX_DAMAGED", `generation ${generationName(row)} has no index of titles`);
  const titles = TitleIndex.fromBytes(bytes);
  for (const changes of batches(record.entries.changes(row.base_seq, until), TITLES_AT_ONCE)) {
    applyTitles(titles, changes);
  }
  return titles;
}
