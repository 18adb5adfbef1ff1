import { jsonRecords } from "../json-records.ts";
import type { Importer } from "../port.ts";
import { entryFromOfflineDatabase, isMetadata } from "./mapping.ts";

/**
 * The public anime-offline-database (manami-project) in each of its published forms: the document, pretty or minified,
 * and JSON Lines with a first line of metadata.
 */
export const animeOfflineDatabase: Importer = {
  name: "anime-offline-database",
  title: "anime-offline-database (.json, minified, .jsonl)",
  detect: (head) => /^\s*[[{]/.test(head) && /"(?:animeSeason|relatedAnime)"\s*:/.test(head),
  read: (bytes) =>
    jsonRecords(bytes, (value, line) =>
      line === 1 && isMetadata(value) ? undefined : entryFromOfflineDatabase(value),
    ),
};
