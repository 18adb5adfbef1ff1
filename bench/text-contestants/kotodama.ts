import { openCatalogue } from "../../src/compose.ts";
import { SearchRequest } from "../../src/search/request.ts";
import { readSettings } from "../../src/settings.ts";
import { checked } from "../../src/validation.ts";
import { VERSION } from "../../src/version.ts";
import { ROOT } from "../machine.ts";
import { RESULTS, type TextContestant } from "./port.ts";

/** Fills in the defaults, as HTTP does. */
const request = checked(SearchRequest, "REQUEST_INVALID");

/** The service's own search in process, payloads and totals included, over an ingested data folder. */
export async function kotodamaSearch(dataDir: string): Promise<TextContestant> {
  const { anime, record } = await openCatalogue(readSettings({ DATA_DIR: dataDir }, ROOT));
  const rowOf = new Map<string, number>();
  return {
    engine: `Kotodama ${VERSION}`,
    setting: "all defaults: words, features and vectors, fused and boosted",
    remark: "opens what `kotodama ingest` built, episodes and all (part ingest)",
    build(entries) {
      const rowOfSource = new Map(
        entries.flatMap(({ sources }, row) => sources.map((url) => [url, row] as const)),
      );
      for (const { id, entry } of record.entries.changes(0)) {
        const row = entry?.sources?.map((url) => rowOfSource.get(url)).find((row) => row !== undefined);
        if (row !== undefined) rowOf.set(id, row);
      }
    },
    async search(query) {
      const { results } = await anime.search(request.parse({ query, limit: RESULTS }));
      return results.map(({ id }) => rowOf.get(id) ?? -1);
    },
  };
}
