import { hash } from "node:crypto";
import type { AnimeEntry } from "../anime/entry.ts";
import { identify, linksOf, resolveIdentities } from "../anime/identity.ts";
import { normaliseEntry } from "../anime/normalise.ts";
import { type ImportedRecord, rejected } from "../importers/port.ts";
import type { CatalogueRecord } from "../record/record.ts";
import type { Reject } from "../record/runs.ts";
import { describe } from "../validation.ts";
import { linksForEntry, resolveEntries } from "./resolve.ts";

/**
 * Changes whenever the same text could be read as another entry, or merged into another: then every file is read anew
 * at its next ingest, although it has not changed.
 */
const READING = 1;

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
  /** Whether the source has never said anything before. */
  readonly #isFirst: boolean;
  /** How often each key has come up in this input. */
  readonly #keys = new Map<string, number>();
  /** The contributions that the input still holds. */
  readonly seen = new Set<number>();

  constructor(record: CatalogueRecord, source: number, format: string) {
    this.#record = record;
    this.#source = source;
    this.#format = format;
    this.#isFirst = record.contributions.ofSource(source).next().done ?? false;
  }

  /** Takes in a batch; belongs inside a transaction. An unchanged record costs one look at an index. */
  take(batch: readonly ImportedRecord[]): Contributed {
    const { contributions } = this.#record;
    const rejects: Reject[] = [];
    const touched = new Map<number, AnimeEntry>();
    const former = new Set<number>();
    let added = 0;
    let changed = 0;
    let unchanged = 0;
    for (const imported of batch) {
      if (!imported.ok) {
        rejects.push(imported);
        continue;
      }
      const { line, text } = imported;
      const digest = hash("sha256", `${READING} ${this.#format}\n${text}`, "buffer");
      const same = contributions.byHash(this.#source, digest);
      if (same !== undefined) {
        this.seen.add(same);
        unchanged++;
        continue;
      }
      const normalised = normaliseEntry(imported.entry);
      if (normalised.errors !== undefined) {
        rejects.push(rejected(line, describe(normalised.errors), text));
        continue;
      }
      const { entry, notes } = normalised;
      const key = this.#keyFor(entry);
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
      touched.set(contribution, entry);
    }
    const { written, deleted } =
      touched.size > 0
        ? resolveEntries(this.#record, touched.keys(), former, touched)
        : { written: 0, deleted: 0 };
    return { added, changed, unchanged, rejects, written, deleted };
  }

  /**
   * The contributions that the input no longer holds. One whose id, page or title stands in a record that could not
   * be read is still held: it is the record that is broken, not the anime that is gone.
   */
  gone(unreadable: readonly string[]): number[] {
    const { contributions } = this.#record;
    const mentions = (text: string) => unreadable.some((raw) => raw.includes(text));
    return [...contributions.ofSource(this.#source)].filter((one) => {
      if (this.seen.has(one)) return false;
      if (unreadable.length === 0) return true;
      const { body, key } = contributions.read(one);
      return ![key, body.title, ...(body.sources ?? [])].some(mentions);
    });
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
  #keyFor(entry: AnimeEntry): string {
    const id = identify(entry);
    for (;;) {
      const times = (this.#keys.get(id) ?? 0) + 1;
      this.#keys.set(id, times);
      const key = times === 1 ? id : `${id}#${times}`;
      const present = this.#record.contributions.byKey(this.#source, key);
      if (present === undefined) return this.#formerKey(entry) ?? key;
      // One that stands in this input under its old text already keeps its key.
      if (!this.seen.has(present.contribution)) return key;
    }
  }

  /** The key of what the record said before it gained or lost the page that its id came from. */
  #formerKey(entry: AnimeEntry): string | undefined {
    if (this.#isFirst) return undefined;
    const { contributions } = this.#record;
    for (const url of entry.sources ?? []) {
      for (const number of contributions.inSourceWith(this.#source, url)) {
        if (this.seen.has(number)) continue;
        const { key, body } = contributions.read(number);
        const claims = [
          { ...entry, key: "now" },
          { ...body, key: "before" },
        ];
        if (resolveIdentities(claims).groups.length === 1) return key;
      }
    }
    return undefined;
  }
}
