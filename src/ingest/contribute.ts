import { hash } from "node:crypto";
import { identify, linksOf } from "../anime/identity.ts";
import { normaliseEntry } from "../anime/normalise.ts";
import type { CatalogueRecord } from "../record/record.ts";
import type { Reject } from "../record/runs.ts";
import { describe } from "../validation.ts";
import { linksForEntry, resolveEntries } from "./resolve.ts";

/** One record of an input, in the shape of an entry but as the source wrote its values. */
export interface ImportedRecord {
  readonly line: number | null;
  /** The record's text in the input: decides whether it has changed. */
  readonly raw: string;
  readonly entry: unknown;
}

/**
 * Changes whenever the same text could be read as another entry: then every file is read anew at its next ingest,
 * although it has not changed.
 */
const READING = 1;

/** Of a reject's raw text so much is kept: enough to find and understand it. */
const RAW_LENGTH = 100_000;

export interface Contributed {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejects: readonly Reject[];
  readonly written: number;
  readonly deleted: number;
}

/** Takes the records of one source into the record of the catalogue, batch by batch. */
export class Contributor {
  readonly #record: CatalogueRecord;
  readonly #source: number;
  readonly #format: string;
  /** How often each key has come up in this input. */
  readonly #keys = new Map<string, number>();
  /** The contributions that the input still holds. */
  readonly seen = new Set<number>();

  constructor(record: CatalogueRecord, source: number, format: string) {
    this.#record = record;
    this.#source = source;
    this.#format = format;
  }

  /** Takes in a batch; belongs inside a transaction. An unchanged record costs one look at an index. */
  take(batch: readonly ImportedRecord[]): Contributed {
    const { contributions } = this.#record;
    const rejects: Reject[] = [];
    const touched = new Set<number>();
    const former = new Set<number>();
    let added = 0;
    let changed = 0;
    let unchanged = 0;
    for (const { line, raw, entry: given } of batch) {
      const digest = hash("sha256", `${READING} ${this.#format}\n${raw}`, "buffer");
      const same = contributions.byHash(this.#source, digest);
      if (same !== undefined) {
        this.seen.add(same);
        unchanged++;
        continue;
      }
      const normalised = normaliseEntry(given);
      if (normalised.errors !== undefined) {
        rejects.push({ line, reason: describe(normalised.errors), raw: raw.slice(0, RAW_LENGTH) });
        continue;
      }
      const { entry, notes } = normalised;
      const key = this.#keyFor(identify(entry));
      const before = contributions.byKey(this.#source, key);
      if (before === undefined) added++;
      else changed++;
      if (before?.entry != null) former.add(before.entry);
      const contribution = contributions.put(this.#source, {
        key,
        format: this.#format,
        line,
        hash: digest,
        body: entry,
        original: notes.original,
        links: linksForEntry(entry, linksOf(entry)),
      });
      this.seen.add(contribution);
      touched.add(contribution);
    }
    const { written, deleted } =
      touched.size > 0 ? resolveEntries(this.#record, touched, former) : { written: 0, deleted: 0 };
    return { added, changed, unchanged, rejects, written, deleted };
  }

  /** Removes what this source said and the input no longer holds; belongs inside a transaction. */
  prune(contributions: readonly number[]): { written: number; deleted: number } {
    const entries = new Set<number>();
    for (const contribution of contributions) {
      const entry = this.#record.contributions.entryOf(contribution);
      if (entry !== null) entries.add(entry);
      this.#record.contributions.remove(contribution);
    }
    return resolveEntries(this.#record, [], entries);
  }

  /**
   * The id names the record in its source; a file that holds one anime twice has a second record of that name. A
   * record that has merely been read again, since its hash is known, does not come here.
   */
  #keyFor(id: string): string {
    for (;;) {
      const times = (this.#keys.get(id) ?? 0) + 1;
      this.#keys.set(id, times);
      const key = times === 1 ? id : `${id}#${times}`;
      const present = this.#record.contributions.byKey(this.#source, key);
      // One that stands in this input under its old text already keeps its key.
      if (present === undefined || !this.seen.has(present.contribution)) return key;
    }
  }
}
