import type { ImageEmbedderIdentity } from "../image-embedder/port.ts";
import type { TextEmbedderIdentity } from "../text-embedder/port.ts";
import type { Sqlite } from "./sqlite.ts";

export type GenerationState = "building" | "live" | "previous" | "retired";

/** Points per collection. */
export interface GenerationCounts {
  readonly anime: number;
  readonly episodes: number;
}

/** One build of the index: two collections of the vector store the statistics they were made with, and the index of titles. */
export interface Generation {
  readonly number: number;
  readonly state: GenerationState;
  /** Names of the two collections. */
  readonly anime: string;
  readonly episodes: string;
  /** The record's sequence number that the build started from. */
  readonly base_seq: number;
  /** Version of what stands in the points, so that a change of the code asks for a new build. */
  readonly format: number;
  readonly embedder: TextEmbedderIdentity;
  /** What embedded its pictures; null for a generation from before there were any. */
  readonly images: ImageEmbedderIdentity | null;
  readonly counts: GenerationCounts;
  readonly created_at: string;
}

type GenerationRow = Omit<Generation, "embedder" | "images" | "counts"> & {
  embedder: string;
  counts: string;
};

const SELECT =
  "SELECT number, state, anime, episodes, base_seq, format, embedder, counts, created_at FROM generations";

/** The generations of the index. Which one is live is decided here, in one transaction. */
export class Generations {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  all(): Generation[] {
    return this.#sqlite.all<GenerationRow>(`${SELECT} ORDER BY number`).map(read);
  }

  inState(state: "live" | "previous"): Generation | null {
    const row = this.#sqlite.get<GenerationRow>(`${SELECT} WHERE state = ?`, state);
    return row === undefined ? null : read(row);
  }

  /** The statistics that a generation was fitted with. */
  fit(number: number): Uint8Array | null {
    return (
      this.#sqlite.get<{ fit: Uint8Array | null }>("SELECT fit FROM generations WHERE number = ?", number)
        ?.fit ?? null
    );
  }

  /** The index of titles as it was when the generation was built. */
  titles(number: number): Uint8Array | null {
    return (
      this.#sqlite.get<{ titles: Uint8Array | null }>(
        "SELECT titles FROM generations WHERE number = ?",
        number,
      )?.titles ?? null
    );
  }

  /** Announces a build; collections are named after `base` and the generation's number. */
  begin(given: {
    base: string;
    format: number;
    embedder: TextEmbedderIdentity;
    images?: ImageEmbedderIdentity | undefined;
    now: Date;
  }): Generation {
    return this.#sqlite.transaction(() => {
      const { number } = this.#sqlite.get<{ number: number }>(
        "UPDATE meta SET value = value + 1 WHERE key = 'generation' RETURNING value AS number",
      )!;
      const suffix = String(number).padStart(6, "0");
      this.#sqlite.run(
        `INSERT INTO generations (number, state, anime, episodes, base_seq, format, embedder, counts, created_at)
           VALUES (?, 'building', ?, ?, 0, ?, ?, '{"anime":0,"episodes":0}', ?)`,
        number,
        `${given.base}@${suffix}`,
        `${given.base}_episodes@${suffix}`,
        given.format,
        JSON.stringify(
          given.images === undefined ? given.embedder : { ...given.embedder, images: given.images },
        ),
        given.now.toISOString(),
      );
      return this.numbered(number)!;
    });
  }

  /** Completes a build's row, still without making it live. */
  complete(
    number: number,
    built: { sequence: number; counts: GenerationCounts; fit: Uint8Array; titles: Uint8Array },
  ): Generation {
    this.#sqlite.run(
      "UPDATE generations SET base_seq = ?, counts = ?, fit = ?, titles = ? WHERE number = ?",
      built.sequence,
      JSON.stringify(built.counts),
      built.fit,
      built.titles,
      number,
    );
    return this.numbered(number)!;
  }

  numbered(number: number): Generation | null {
    const row = this.#sqlite.get<GenerationRow>(`${SELECT} WHERE number = ?`, number);
    return row === undefined ? null : read(row);
  }

  /** The atomic switch: the generation becomes live, the live one previous, the one before that retired. */
  makeLive(number: number): void {
    this.#sqlite.transaction(() => {
      this.#sqlite.run(
        "UPDATE generations SET state = 'retired' WHERE state = 'previous' AND number <> ?",
        number,
      );
      this.#sqlite.run(
        "UPDATE generations SET state = 'previous' WHERE state = 'live' AND number <> ?",
        number,
      );
      this.#sqlite.run("UPDATE generations SET state = 'live' WHERE number = ?", number);
    });
  }

  /** The previous generation becomes live again and the live one previous. */
  swap(): void {
    this.#sqlite.transaction(() => {
      const live = this.inState("live");
      const previous = this.inState("previous");
      if (live === null || previous === null) return;
      this.#sqlite.run("UPDATE generations SET state = 'retired' WHERE number = ?", live.number);
      this.#sqlite.run("UPDATE generations SET state = 'live' WHERE number = ?", previous.number);
      this.#sqlite.run("UPDATE generations SET state = 'previous' WHERE number = ?", live.number);
    });
  }

  retire(number: number): void {
    this.#sqlite.run("UPDATE generations SET state = 'retired' WHERE number = ?", number);
  }

  /** Forgets a generation whose collections are gone. */
  forget(number: number): void {
    this.#sqlite.run("DELETE FROM generations WHERE number = ?", number);
  }
}

function read(row: GenerationRow): Generation {
  const { images = null, ...embedder } = JSON.parse(row.embedder) as TextEmbedderIdentity & {
    images?: ImageEmbedderIdentity;
  };
  return {
    ...row,
    embedder,
    images,
    counts: JSON.parse(row.counts) as GenerationCounts,
  };
}
