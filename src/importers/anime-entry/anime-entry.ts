import { jsonRecords } from "../json-records.ts";
import type { Importer } from "../port.ts";

/** Kotodama's own format: entries as JSON, JSON Lines, a list, or an object with a list `data`. */
export const animeEntry: Importer = {
  name: "anime-entry",
  title: "AnimeEntry (JSON, JSON Lines or {data: […]})",
  detect: (head) =>
    /^\s*[[{]/.test(head) &&
    (/"title(?:_english|_japanese)?"\s*:/.test(head) ||
      /^\s*(?:\[\s*\]|\{\s*"data"\s*:\s*\[\s*\])/.test(head)),
  read: (bytes) => jsonRecords(bytes, (value) => value),
};
