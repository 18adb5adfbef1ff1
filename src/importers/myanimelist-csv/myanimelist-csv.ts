import { type ImportedRecord, type Importer, rejected } from "../port.ts";
import { type Column, columnsOf, entryFromRow, isHeader } from "./mapping.ts";
import { cellsOf, csvRows } from "./rows.ts";

/** The well-known CSV export of MyAnimeList: anime_id, Name, English name, …, Image URL, in any order of columns. */
export const myAnimeListCsv: Importer = {
  name: "myanimelist-csv",
  title: "MyAnimeList CSV (anime_id, Name, …)",
  detect: (head) => {
    const [first = ""] = head.trimStart().split(/\r?\n/, 1);
    return isHeader(cellsOf(first) ?? []);
  },
  read: records,
};

async function* records(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ImportedRecord> {
  let columns: readonly (Column | undefined)[] | undefined;
  let idAt = 0;
  const fits = (cells: readonly string[]) =>
    columns === undefined ||
    (cells.length === columns.length && /^\d+(?:\.0+)?$/.test(cells[idAt]?.trim() ?? ""));
  for await (const { line, text, cells, damage } of csvRows(bytes, fits)) {
    if (cells?.length === 0) continue;
    if (columns === undefined) {
      columns = columnsOf(cells ?? []);
      idAt = columns.indexOf("id");
    } else if (cells === undefined) yield rejected(line, damage ?? "it is no CSV", text);
    else if (cells.length !== columns.length) {
      yield rejected(line, `it has ${cells.length} columns; the header has ${columns.length}`, text);
    } else if (!fits(cells))
      yield rejected(line, `its id is ${JSON.stringify(cells[idAt])}, not a number`, text);
    else yield { ok: true, line, text, entry: entryFromRow(columns, cells) };
  }
}
