import type { VectorStore } from "../vector-store/port.ts";
import type { Generation } from "./catalogue.ts";
import { Lexicon } from "./understand/lexicon.ts";

/**
 * The words that the live catalogue knows, made once per generation. Small changes to a generation bring few new
 * words; they are learned with the next one.
 */
export class Lexicons {
  readonly #store: VectorStore;
  #made: { readonly generation: string; readonly lexicon: Promise<Lexicon> } | undefined;

  constructor(store: VectorStore) {
    this.#store = store;
  }

  /** The generation's lexicon; a failure to make it is not remembered. */
  of({ name, anime }: Generation): Promise<Lexicon> {
    if (this.#made?.generation === name) return this.#made.lexicon;
    const lexicon = Lexicon.load({
      facet: async (column, size) => {
        const { facets } = await this.#store.facets(anime, [{ column, size }], {});
        return (facets[0] ?? []).flatMap((found) =>
          "value" in found ? [{ value: String(found.value), count: found.count }] : [],
        );
      },
    });
    this.#made = { generation: name, lexicon };
    lexicon.catch(() => {
      this.#made = undefined;
    });
    return lexicon;
  }
}
