import * as orama from "@orama/orama";
import MiniSearch from "minisearch";
import { versionOf } from "../machine.ts";
import { RESULTS, type TextContestant } from "./port.ts";
import { documentOf } from "./texts.ts";

/** MiniSearch: whole words, or, as its manual recommends for search boxes, prefixes and a little fuzziness as well. */
export function minisearch(fuzzy: boolean): TextContestant {
  const index = new MiniSearch({
    fields: ["title", "synonyms", "synopsis", "genres"],
    searchOptions: { boost: { title: 2 }, ...(fuzzy && { fuzzy: 0.2, prefix: true }) },
  });
  return {
    engine: `MiniSearch ${versionOf("minisearch")}`,
    setting: fuzzy ? "fuzzy 0.2, prefixes, title × 2" : "whole words, title × 2",
    remark: "words only: no vectors, nothing for scripts without spaces, nothing on disk",
    build: (entries) => index.addAll(entries.map(documentOf)),
    search: (query) =>
      index
        .search(query)
        .slice(0, RESULTS)
        .map(({ id }) => id),
  };
}

/** Orama's full text: stems, or one wrong letter forgiven. */
export function oramaWords(fuzzy: boolean): TextContestant {
  const database = orama.create({
    schema: { title: "string", synonyms: "string[]", synopsis: "string", genres: "string[]" },
    components: { tokenizer: { language: "english", stemming: !fuzzy } },
  });
  return {
    engine: `Orama ${versionOf("@orama/orama")}`,
    setting: fuzzy ? "tolerance 1, title × 2" : "stems, title × 2",
    remark:
      "words only here (its vectors are scanned in JavaScript); splits at Latin letters; nothing on disk",
    async build(entries) {
      await orama.insertMultiple(
        database,
        entries.map((entry, row) => ({ ...documentOf(entry, row), id: String(row) })),
        500,
      );
    },
    search: async (query) => {
      const { hits } = await orama.search(database, {
        term: query,
        limit: RESULTS,
        boost: { title: 2 },
        ...(fuzzy && { tolerance: 1 }),
      });
      return hits.map(({ id }) => Number(id));
    },
  };
}
