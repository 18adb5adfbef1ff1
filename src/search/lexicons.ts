import type { Clause, Filter } from "../vector-store/filter.ts";
import type { VectorStore } from "../vector-store/port.ts";
import type { Generation } from "./catalogue.ts";
import { LARGEST_FAMILY } from "./family.ts";
import { Lexicon } from "./understand/lexicon.ts";
import { either } from "./understand/sense.ts";

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
  of({ name, anime, titles }: Generation): Promise<Lexicon> {
    if (this.#made?.generation === name) return this.#made.lexicon;
    const lexicon = Lexicon.load({
      facet: async (column, size) => {
        const { facets } = await this.#store.facets(anime, [{ column, size }], {});
        return (facets[0] ?? []).flatMap((found) =>
          "value" in found ? [{ value: String(found.value), count: found.count }] : [],
        );
      },
      works: async (called, whole) => {
        const found = called.flatMap((title) => titles.lookup(title, 1, { exactly: true }));
        const ids = found.map(({ id }) => id);
        const own: Clause = { key: "id", any: ids };
        const fits =
          whole && ids.length > 0 ? either([own, ...(await this.#franchises(anime, ids, called))]) : own;
        return { ids, fits, count: ids.length > 0 ? await this.#store.count(anime, { must: [fits] }) : 0 };
      },
    });
    this.#made = { generation: name, lexicon };
    lexicon.catch(() => {
      this.#made = undefined;
    });
    return lexicon;
  }

  /** Conditions for all of the franchises of some works; chains of crossovers are told by the works' names. */
  async #franchises(anime: string, ids: readonly string[], titles: readonly string[]): Promise<Clause[]> {
    const column = "franchise_id";
    const of = async (filter: Filter) => {
      const { facets } = await this.#store.facets(anime, [{ column, size: ids.length }], { filter });
      return (facets[0] ?? []).flatMap((found) => ("value" in found ? [found] : []));
    };
    const theirs = (await of({ must: [{ key: "id", any: ids }] })).map(({ value }) => value);
    const sized = await of({ must: [{ key: column, any: theirs }] });
    const families = sized.filter(({ count }) => count <= LARGEST_FAMILY).map(({ value }) => value);
    const named = sized.length > families.length ? titles : [];
    return [{ key: column, any: families }, ...named.map((words): Clause => ({ key: "title", words }))];
  }
}
