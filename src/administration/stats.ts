import type { IndexView } from "../index/index-view.ts";
import type { CatalogueRecord } from "../record/record.ts";
import type { CollectionInfo, VectorStore } from "../vector-store/port.ts";
import type { Stats } from "./port.ts";

const NOTHING: CollectionInfo = { points: 0, spaces: {}, sequence: 0, bytes: 0 };

/** Counts of the record and of the live index; zeros for the index where none is live. */
export async function catalogueStats(
  { record, store }: { readonly record: CatalogueRecord; readonly store: VectorStore },
  { live, previous }: IndexView,
): Promise<Stats> {
  const recorded = record.stats();
  const anime = live === null ? NOTHING : await store.info(live.anime);
  const episodes = live === null ? NOTHING : await store.info(live.episodes);
  const size = ({ points, spaces, bytes }: CollectionInfo) => ({ points, spaces: { ...spaces }, bytes });
  return {
    anime: recorded.anime,
    episodes: recorded.episodes,
    rejected: recorded.rejected,
    spaces: { ...anime.spaces },
    index: {
      adapter: store.adapter,
      generation: live?.name ?? null,
      previous,
      sequence: live?.sequence ?? 0,
      anime: size(anime),
      episodes: size(episodes),
    },
    record: {
      path: record.path,
      bytes: recorded.bytes,
      sequence: recorded.sequence,
      sources: { ...recorded.sources },
      conflicts: recorded.conflicts,
    },
  };
}
