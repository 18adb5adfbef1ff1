/** A record of a catalogue file: an entry in the shape of `AnimeEntry`, not yet normalised, or what could not be read. */
export type ImportedRecord =
  | {
      readonly ok: true;
      /** Where it begins, from 1. */
      readonly line: number;
      /** The record as it stands in the file. The same text gives the same entry. */
      readonly text: string;
      readonly entry: unknown;
    }
  | RejectedRecord;

export interface RejectedRecord {
  readonly ok: false;
  readonly line: number;
  readonly reason: string;
  /** The record as it stands in the file, with U+FFFD for what is no UTF-8; cut after MAX_RAW characters, with a mark. */
  readonly raw: string;
}

/** A catalogue format. */
export interface Importer {
  /** The format's name, as contributions carry it. */
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** Whether a file that begins with this text is of the format. */
  detect(head: string): boolean;
  /** The records of a file, in its order. Holds one record in memory at a time. */
  read(bytes: AsyncIterable<Uint8Array>): AsyncIterable<ImportedRecord>;
}

/** Bytes of one record; a larger one is rejected. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;

/** Characters of a rejected record that are kept. */
export const MAX_RAW = 1024 * 1024;

/** A rejected record, its raw text cut to size. */
export function rejected(line: number, reason: string, raw: string): RejectedRecord {
  const cut =
    raw.length <= MAX_RAW
      ? raw
      : `${raw.slice(0, MAX_RAW).toWellFormed()}… [cut here; ${raw.length} characters in all]`;
  return { ok: false, line, reason, raw: cut };
}
