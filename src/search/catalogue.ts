import type { CatalogueEntry } from "../anime/entry.ts";
import type { ImageEmbedderIdentity } from "../image-embedder/port.ts";
import type { CatalogueFit } from "../spaces/fit.ts";
import type { TitleIndex } from "../titles/title-index.ts";

/** One generation of the index: its two collections and the statistics that its vectors were made with. */
export interface Generation {
  readonly name: string;
  readonly anime: string;
  readonly episodes: string;
  /** The last change of the record that its points include. */
  readonly sequence: number;
  readonly fit: CatalogueFit;
  /** All names of its entries, to be found however they are written. */
  readonly titles: TitleIndex;
  /** What its pictures were embedded with; null where it has none. */
  readonly images: ImageEmbedderIdentity | null;
}

/** The generations that searches may use. */
export interface Generations {
  /** Throws NOT_READY where no index is live. */
  live(): Generation;
  /** A generation that is live or kept for rollback; undefined once it is gone. */
  kept(name: string): Promise<Generation | undefined>;
}

/** What searches read from the record. */
export interface Entries {
  /** By id or slug. */
  read(idOrSlug: string): CatalogueEntry | null;
  /** In the order of the ids, null for one that is not there. */
  readMany(ids: readonly string[]): readonly (CatalogueEntry | null)[];
  /** The franchise of each id, null for an entry of none. */
  franchises(ids: readonly string[]): readonly (string | null)[];
  /** Ids of the entries of a franchise. */
  franchise(franchiseId: string): readonly string[];
}
