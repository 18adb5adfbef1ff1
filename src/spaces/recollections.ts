import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { readSourceUrl } from "../anime/source-url.ts";

/** What people remember of an anime whose name they have forgotten: see recollections/README.md. */
export interface Recollection {
  /** Names of the search's concepts in lower case, moods behind `mood`: `anti-hero`, `mood sad`. */
  readonly known_for: readonly string[];
  /** Main characters as fans call them. */
  readonly names?: readonly string[];
  readonly text?: string;
}

/** A line of the files. */
interface Line extends Recollection {
  /** The anime's page at MyAnimeList. */
  readonly anime: string;
  /** Pages of what continues it: known for the same, but their stories go on where this text ends. */
  readonly sequels?: readonly string[];
}

/** An entry with what is remembered of it, if anything is. */
export type Recalled<Entry> = Entry & { readonly recollection?: Recollection };

const FOLDER = fileURLToPath(new URL("../../recollections/", import.meta.url));

/** A set of recollections, by the pages of the anime. */
export class Recollections {
  /** Nothing is remembered: the catalogue's own texts and tags alone count. */
  static readonly NONE = new Recollections([]);
  static #bundled: Recollections | undefined;

  /** Tells one set from another; 0 for none. */
  readonly checksum: number;
  readonly #files: readonly string[];
  #byPage: Map<string, Recollection> | undefined;

  /** Of texts in JSON Lines, read when the first entry is recalled. */
  constructor(files: readonly string[]) {
    this.#files = files;
    this.checksum = files.reduce((sum, text) => crc32(text, sum), 0);
  }

  /** Those that come with the program. */
  static bundled(): Recollections {
    Recollections.#bundled ??= new Recollections(
      readdirSync(FOLDER)
        .filter((name) => name.endsWith(".jsonl"))
        .sort()
        .map((name) => readFileSync(join(FOLDER, name), "utf8")),
    );
    return Recollections.#bundled;
  }

  /** The entry with what is remembered of it. */
  recall<Entry extends { readonly sources?: readonly string[] | undefined }>(entry: Entry): Recalled<Entry> {
    if (this.#files.length === 0) return entry;
    this.#byPage ??= byPage(this.#files);
    for (const source of entry.sources ?? []) {
      const recollection = this.#byPage.get(readSourceUrl(source)?.url ?? source);
      if (recollection !== undefined) return { ...entry, recollection };
    }
    return entry;
  }
}

function byPage(files: readonly string[]): Map<string, Recollection> {
  const found = new Map<string, Recollection>();
  const lines = files.flatMap((text) => text.split("\n")).filter((line) => line !== "");
  for (const line of lines) {
    const { anime, sequels = [], ...recollection } = JSON.parse(line) as Line;
    for (const sequel of sequels) found.set(sequel, { known_for: recollection.known_for });
    found.set(anime, recollection);
  }
  return found;
}
