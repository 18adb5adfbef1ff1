import * as orama from "@orama/orama";
import MiniSearch from "minisearch";
import { versionOf } from "../machine.ts";
import { RESULTS, type TextContestant } from "./port.ts";
import { documentOf } from "./texts.ts";

/** MiniSearch with what its manual recommends for search boxes: prefixes, a little fuzziness, titles boosted. */
export function minisearch(): TextContestant {
  const index = new MiniSearch({
    fields: ["title", "synonyms", "synopsis", "genres"],
    searchOptions: { boost: { title: 2 }, fuzzy: 0.2, prefix: true },
  });
  return {
    engine: `MiniSearch ${versionOf("minisearch")}`,
    setting: "fuzzy 0.2, prefixes, title × 2",
    remark: "words only: no vectors, nothing for scripts without spaces, nothing on disk",
    build: (entries) => index.addAll(entries.map(documentOf)),
    search: (query) =>
      index
        .search(query)
        .slice(0, RESULTS)
        .map(({ id }) => id),
  };
}

/** Orama's full text with a tolerance of one letter, titles boosted. */
export function oramaWords(): TextContestant {
  const database = orama.create({
    schema: { title: "string", synonyms: "string[]", synopsis: "string", genres: "string[]" },
  });
  return {
    engine: `Orama ${versionOf("@orama/orama")}`,
    setting: "tolerance 1, title × 2",
    remark: "words only here: its vectors are scanned in JavaScript, one field; nothing on disk",
    async build(entries) {
      await orama.insertMultiple(
        database,
        entries.map((entry, row) => ({ ...documentOf(entry, row), id: String(row) })),
        500,
      );
    },
    search: (query) =>
      orama
        .search(database, { term: query, limit: RESULTS, tolerance: 1, boost: { title: 2 } })
        .hits.map(({ id }) => Number(id)),
  };
}
