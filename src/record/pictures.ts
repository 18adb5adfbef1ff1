import type { ImageEmbedderIdentity } from "../image-embedder/port.ts";
import type { Sqlite } from "./sqlite.ts";

/** What became of a picture: `failed` is tried again, `refused` only when somebody asks for it. */
export type PictureState = "waiting" | "done" | "failed" | "refused";

/** A picture that entries use, wherever it is. */
export interface PictureRow {
  readonly picture: number;
  /** An http(s) or file URL, or `cover:` or `data:` and the SHA-256 of what the entry itself holds. */
  readonly location: string;
  readonly state: PictureState;
  /** Tries that failed, since the last one that did not. */
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly next_try: number;
  readonly error: string | null;
  readonly etag: string | null;
  readonly last_modified: string | null;
  /** SHA-256 of the file, or of what it is drawn from. */
  readonly hash: Uint8Array | null;
}

/** A picture's place in an entry. */
export interface PictureUse {
  readonly space: string;
  readonly location: string;
}

export interface PictureCounts {
  readonly waiting: number;
  readonly done: number;
  readonly failed: number;
  readonly refused: number;
  /** Pictures that have a vector of the embedder. */
  readonly embedded: number;
  /** Anime with a picture that has one. */
  readonly anime: number;
}

/** Which pictures entries use, what became of each, and their vectors. */
export class Pictures {
  readonly #sqlite: Sqlite;
  #isThere: boolean | null = null;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** The last change of the record that `use` has been told of. */
  seen(): number {
    if (!this.#there()) return 0;
    return (
      this.#sqlite.get<{ value: number }>("SELECT value FROM meta WHERE key = 'pictures_seen'")?.value ?? 0
    );
  }

  markSeen(sequence: number): void {
    this.#sqlite.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('pictures_seen', ?)", sequence);
  }

  /**
   * Says which pictures an entry uses from now on, in their order; a new one is waiting. Gives true where that is
   * another set than before. A picture that nothing uses any more is forgotten by `prune`.
   */
  use(id: string, uses: readonly PictureUse[]): boolean {
    const found = this.#sqlite.get<{ entry: number }>("SELECT entry FROM entries WHERE id = ?", id);
    if (found === undefined) return false;
    const { entry } = found;
    const before = this.#sqlite.all<PictureUse>(
      "SELECT u.space, p.location FROM picture_uses u JOIN pictures p USING (picture) WHERE u.entry = ? ORDER BY u.place",
      entry,
    );
    const same =
      before.length === uses.length &&
      uses.every(({ space, location }, i) => before[i]!.space === space && before[i]!.location === location);
    if (same) return false;
    this.#sqlite.run("DELETE FROM picture_uses WHERE entry = ?", entry);
    uses.forEach(({ space, location }, place) => {
      this.#sqlite.run("INSERT OR IGNORE INTO pictures (location) VALUES (?)", location);
      this.#sqlite.run(
        "INSERT INTO picture_uses (entry, place, space, picture) SELECT ?, ?, ?, picture FROM pictures WHERE location = ?",
        entry,
        place,
        space,
        location,
      );
    });
    return true;
  }

  /** Forgets pictures and vectors that nothing uses any more. */
  prune(): void {
    this.#sqlite.run("DELETE FROM pictures WHERE picture NOT IN (SELECT picture FROM picture_uses)");
    this.#sqlite.run(
      "DELETE FROM picture_vectors WHERE hash NOT IN (SELECT hash FROM pictures WHERE hash IS NOT NULL)",
    );
  }

  /**
   * Pictures whose turn it is, of the best known anime first: waiting or failed and due, or done without a vector of
   * this embedder. `remote` also those that have to be fetched.
   */
  due(options: {
    readonly embedder: ImageEmbedderIdentity;
    readonly now: number;
    readonly remote: boolean;
    readonly limit: number;
  }): PictureRow[] {
    if (!this.#there()) return [];
    const here = options.remote ? "" : "AND p.location NOT LIKE 'http%'";
    return this.#sqlite.all<PictureRow>(
      `SELECT p.* FROM pictures p
         WHERE p.next_try <= ?1 AND p.state <> 'refused' ${here}
           AND (p.state <> 'done' OR NOT EXISTS
                 (SELECT 1 FROM picture_vectors v WHERE v.hash = p.hash AND v.embedder = ?2))
         ORDER BY (SELECT max(e.popularity) FROM picture_uses u JOIN entries e USING (entry)
                     WHERE u.picture = p.picture) DESC, p.picture
         LIMIT ?3`,
      options.now,
      keyOf(options.embedder),
      options.limit,
    );
  }

  /** An entry that uses the picture. */
  userOf(picture: number): string | undefined {
    return this.#sqlite.get<{ id: string }>(
      "SELECT e.id FROM picture_uses u JOIN entries e USING (entry) WHERE u.picture = ? AND e.deleted = 0 LIMIT 1",
      picture,
    )?.id;
  }

  /** The picture is there, as this hash names it; its vector, where it was made now. Gives the entries that use it. */
  had(
    picture: number,
    made: {
      readonly hash: Uint8Array;
      readonly etag: string | null;
      readonly lastModified: string | null;
      readonly embedder: ImageEmbedderIdentity;
      /** Absent where there is one of this file already. */
      readonly vector?: Float32Array | undefined;
    },
  ): number[] {
    const { hash, etag, lastModified, embedder, vector } = made;
    this.#sqlite.run(
      `UPDATE pictures SET state = 'done', attempts = 0, next_try = 0, error = NULL, hash = ?, etag = ?,
         last_modified = ? WHERE picture = ?`,
      hash,
      etag,
      lastModified,
      picture,
    );
    if (vector !== undefined) {
      this.#sqlite.run(
        "INSERT OR REPLACE INTO picture_vectors (hash, embedder, vector) VALUES (?, ?, ?)",
        hash,
        keyOf(embedder),
        new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
      );
    }
    return this.#sqlite
      .all<{ entry: number }>(
        "SELECT DISTINCT entry FROM picture_uses JOIN entries e USING (entry) WHERE picture = ? AND e.deleted = 0",
        picture,
      )
      .map(({ entry }) => entry);
  }

  /** Whether there is a vector of the file. */
  hasVector(hash: Uint8Array, embedder: ImageEmbedderIdentity): boolean {
    const found = this.#sqlite.get(
      "SELECT 1 FROM picture_vectors WHERE hash = ? AND embedder = ?",
      hash,
      keyOf(embedder),
    );
    return found !== undefined;
  }

  /** It is not this picture's turn before then; what became of it stays as it is. */
  postpone(picture: number, until: number): void {
    this.#sqlite.run("UPDATE pictures SET next_try = ? WHERE picture = ?", until, picture);
  }

  /** The picture could not be had or read. What was known of it stays, its vector too. */
  failed(picture: number, failure: { readonly error: string; readonly nextTry: number | null }): void {
    this.#sqlite.run(
      "UPDATE pictures SET state = ?, attempts = attempts + 1, next_try = ?, error = ? WHERE picture = ?",
      failure.nextTry === null ? "refused" : "failed",
      failure.nextTry ?? 0,
      failure.error.slice(0, 500),
      picture,
    );
  }

  /** Lets every picture that was fetched be asked for again, whether it is another one by now; gives how many. */
  refresh(): number {
    return this.#sqlite.run(
      "UPDATE pictures SET state = 'waiting', next_try = 0 WHERE state = 'done' AND location LIKE 'http%'",
    ).changes;
  }

  /** Lets every picture that failed, or was refused, be tried at once; gives how many. */
  retry(): number {
    return this.#sqlite.run(
      "UPDATE pictures SET state = 'waiting', attempts = 0, next_try = 0 WHERE state IN ('failed', 'refused')",
    ).changes;
  }

  /** The vectors of an entry's pictures that have one, in their order. */
  vectorsOf(id: string, embedder: ImageEmbedderIdentity): { space: string; vector: Float32Array }[] {
    if (!this.#there()) return [];
    const rows = this.#sqlite.all<{ space: string; vector: Uint8Array }>(
      `SELECT u.space, v.vector FROM entries e JOIN picture_uses u USING (entry) JOIN pictures p USING (picture)
         JOIN picture_vectors v ON v.hash = p.hash AND v.embedder = ?2
         WHERE e.id = ?1 ORDER BY u.place`,
      id,
      keyOf(embedder),
    );
    return rows.map(({ space, vector }) => ({ space, vector: new Float32Array(vector.slice().buffer) }));
  }

  /** The rows of an entry's pictures in one space, in their order. */
  ofEntry(id: string, space: string): PictureRow[] {
    if (!this.#there()) return [];
    return this.#sqlite.all<PictureRow>(
      `SELECT p.* FROM entries e JOIN picture_uses u USING (entry) JOIN pictures p USING (picture)
         WHERE e.id = ? AND u.space = ? ORDER BY u.place`,
      id,
      space,
    );
  }

  /** The latest failures, with what went wrong. */
  failures(limit: number): Pick<PictureRow, "location" | "state" | "attempts" | "error">[] {
    if (!this.#there()) return [];
    return this.#sqlite.all(
      "SELECT substr(location, 1, 500) AS location, state, attempts, error FROM pictures WHERE state IN ('failed', 'refused') ORDER BY picture DESC LIMIT ?",
      limit,
    );
  }

  counts(embedder: ImageEmbedderIdentity): PictureCounts {
    if (!this.#there()) return { waiting: 0, done: 0, failed: 0, refused: 0, embedded: 0, anime: 0 };
    const states = this.#sqlite.get<Omit<PictureCounts, "embedded" | "anime">>(
      `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'done') AS done,
         count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE state = 'refused') AS refused
         FROM pictures`,
    )!;
    const embedded = this.#sqlite.get<{ embedded: number; anime: number }>(
      `SELECT count(DISTINCT p.picture) AS embedded, count(DISTINCT u.entry) AS anime
         FROM pictures p JOIN picture_vectors v ON v.hash = p.hash AND v.embedder = ? JOIN picture_uses u USING (picture)`,
      keyOf(embedder),
    )!;
    return { ...states, ...embedded };
  }

  /** A record of an older version, opened beside its writer, has no pictures. */
  #there(): boolean {
    this.#isThere ??=
      this.#sqlite.get("SELECT 1 FROM sqlite_master WHERE name = 'picture_vectors'") !== undefined;
    return this.#isThere;
  }
}

function keyOf({ provider, model, revision, dimension, pooling }: ImageEmbedderIdentity): string {
  return [provider, model, revision, dimension, pooling].join("\n");
}
