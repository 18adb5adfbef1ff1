import type { ImportedRecord } from "../../importers/port.ts";
import { CatalogueRecord } from "../../record/record.ts";
import type { CatalogueInput } from "../inputs.ts";

/** An input made of entries, one a line, as an importer would give them; a string stands for an unreadable line. */
export function inputOf(
  name: string,
  entries: readonly (object | string)[],
  options: { readonly format?: string; readonly onRecord?: (index: number) => void } = {},
): CatalogueInput {
  async function* records(): AsyncGenerator<ImportedRecord> {
    for (const [index, entry] of entries.entries()) {
      options.onRecord?.(index);
      const line = index + 1;
      if (typeof entry === "string") yield { ok: false, line, reason: "it is not JSON", raw: entry };
      else yield { ok: true, line, text: JSON.stringify(entry), entry };
    }
  }
  return {
    name,
    open: async () => ({
      format: options.format ?? "anime-entry",
      totalBytes: null,
      bytesRead: () => 0,
      records: records(),
    }),
  };
}

/** Everything that a record says of its entries, in an order that does not depend on when they came. */
export function entriesOf(record: CatalogueRecord): object[] {
  return [...record.entries.changes(0)]
    .flatMap(({ entry }) => (entry === null ? [] : [entry]))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function memoryRecord(): CatalogueRecord {
  return CatalogueRecord.open(":memory:");
}
