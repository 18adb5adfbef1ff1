import { resolve } from "node:path";
import { type OpenOptions, openInput, readEntries } from "../importers/open.ts";
import type { ImportedRecord } from "../importers/port.ts";

/** A catalogue file that has been opened and recognised. */
export interface OpenedInput {
  readonly format: string;
  /** Bytes of the input as it is stored; null where nobody knows. */
  readonly totalBytes: number | null;
  bytesRead(): number;
  /** Its records and what cannot be read, in their order. Throws INPUT_UNREADABLE where it cannot be read on. */
  readonly records: AsyncIterable<ImportedRecord>;
}

/** A catalogue file to ingest. */
export interface CatalogueInput {
  /** What its contributions are kept under when nothing else is said. */
  readonly name: string;
  /** Throws INPUT_UNREADABLE or FORMAT_UNKNOWN. */
  open(): Promise<OpenedInput>;
}

/** A file by path, URL or `-` for standard input; its name is the absolute path or the URL. */
export function fileInput(location: string, options: OpenOptions = {}): CatalogueInput {
  const isPath = location !== "-" && !/^[a-z][a-z0-9+.-]+:\/\//i.test(location);
  const name = location === "-" ? "standard input" : isPath ? resolve(location) : location;
  return {
    name,
    async open() {
      const input = await openInput(location, options);
      const { format, records } = await readEntries(input);
      return { format, records, totalBytes: input.size ?? null, bytesRead: input.position };
    },
  };
}

/** The bytes of one catalogue file, as they come. */
export function streamInput(bytes: AsyncIterable<Uint8Array>, name: string): CatalogueInput {
  let read = 0;
  async function* counted() {
    for await (const chunk of bytes) {
      read += chunk.length;
      yield chunk;
    }
  }
  return {
    name,
    async open() {
      const { format, records } = await readEntries({ name, bytes: counted() });
      return { format, records, totalBytes: null, bytesRead: () => read };
    },
  };
}
