import { fail } from "../errors.ts";
import type { Sqlite } from "./sqlite.ts";

/** "KOTO": marks the file as ours, so that a stranger's database is never migrated by accident. */
const APPLICATION_ID = 0x4b4f544f;

/** Each step leads from its index to the next version; a step that was released is never changed. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
  INSERT INTO meta VALUES ('sequence', 0), ('generation', 0);

  CREATE TABLE sources (
    source INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;

  -- One row per anime of the catalogue, and one per deleted anime: its tombstone. What it says is in bodies.
  CREATE TABLE entries (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    slug TEXT UNIQUE,
    franchise_id TEXT,
    seq INTEGER NOT NULL UNIQUE,
    popularity REAL NOT NULL DEFAULT 0,
    episodes INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    settled INTEGER NOT NULL DEFAULT 0,
    slugs TEXT NOT NULL DEFAULT '[]'
  ) STRICT;
  CREATE INDEX entries_unsettled ON entries (entry) WHERE settled = 0 AND deleted = 0;
  CREATE INDEX entries_by_franchise ON entries (franchise_id) WHERE franchise_id IS NOT NULL;

  CREATE TABLE bodies (
    entry INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
    hash BLOB NOT NULL,
    body BLOB NOT NULL,
    provenance TEXT NOT NULL
  ) STRICT;

  -- Ids that once named an entry that has since been found to be another one.
  CREATE TABLE former_ids (
    id TEXT PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX former_ids_by_entry ON former_ids (entry);

  -- What each source says about an anime, normalised, with the values as they stood before where that changed them.
  CREATE TABLE contributions (
    contribution INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources,
    key TEXT NOT NULL,
    format TEXT NOT NULL,
    line INTEGER,
    hash BLOB NOT NULL,
    body BLOB NOT NULL,
    original TEXT,
    entry INTEGER REFERENCES entries,
    UNIQUE (source, key)
  ) STRICT;
  CREATE INDEX contributions_by_hash ON contributions (source, hash);
  CREATE INDEX contributions_by_entry ON contributions (entry);

  -- By what a contribution is recognised: its source URLs and ids.
  CREATE TABLE links (
    link TEXT NOT NULL,
    contribution INTEGER NOT NULL REFERENCES contributions ON DELETE CASCADE,
    PRIMARY KEY (link, contribution)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX links_by_contribution ON links (contribution);

  -- The operator's word, which outranks every source: merge patches (RFC 7396), or NULL for a deletion.
  CREATE TABLE overrides (
    entry INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
    patches TEXT
  ) STRICT;

  -- Relations that hold a franchise together, as source URLs.
  CREATE TABLE relations (
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    url TEXT NOT NULL,
    PRIMARY KEY (entry, url)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX relations_by_url ON relations (url);


  -- Source URLs that several entries claim and that did not make them one.
  CREATE TABLE conflicts (
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    url TEXT NOT NULL,
    PRIMARY KEY (entry, url)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX conflicts_by_url ON conflicts (url);

  CREATE TABLE runs (
    run INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources,
    format TEXT,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    state TEXT NOT NULL,
    counts TEXT NOT NULL
  ) STRICT;

  CREATE TABLE rejects (
    reject INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    source INTEGER NOT NULL REFERENCES sources,
    line INTEGER,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,
    rejected_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX rejects_by_source ON rejects (source);

  CREATE TABLE generations (
    number INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('building', 'live', 'previous', 'retired')),
    anime TEXT NOT NULL,
    episodes TEXT NOT NULL,
    base_seq INTEGER NOT NULL,
    format INTEGER NOT NULL,
    embedder TEXT NOT NULL,
    counts TEXT NOT NULL,
    fit BLOB,
    titles BLOB,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX generations_live ON generations (state) WHERE state IN ('live', 'previous');
  `,
  `
  -- Pictures by where they are: what became of each, and when it is tried again.
  CREATE TABLE pictures (
    picture INTEGER PRIMARY KEY,
    location TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed', 'refused')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    etag TEXT,
    last_modified TEXT,
    hash BLOB
  ) STRICT;
  CREATE INDEX pictures_by_hash ON pictures (hash);

  CREATE TABLE picture_uses (
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    place INTEGER NOT NULL,
    space TEXT NOT NULL,
    picture INTEGER NOT NULL REFERENCES pictures,
    PRIMARY KEY (entry, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX picture_uses_by_picture ON picture_uses (picture);

  -- By what is in the file, so that a picture that moved, or is used twice, is embedded once.
  CREATE TABLE picture_vectors (
    hash BLOB NOT NULL,
    embedder TEXT NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (hash, embedder)
  ) STRICT, WITHOUT ROWID;
  `,
];

/** The record's schema version that this code reads and writes. */
export const RECORD_VERSION = MIGRATIONS.length;
/** The oldest version that can be read as it is, beside a writer that has not brought it up to date yet. */
const OLDEST_READABLE = 1;

/**
 * Brings the file to the present version, in one transaction; `readOnly` only checks that it is there.
 * Throws RECORD_DAMAGED for a database that is not ours or one of a newer version.
 */
export function migrate(sqlite: Sqlite, options: { readonly readOnly: boolean }): void {
  const version = check(sqlite);
  if (version === RECORD_VERSION) return;
  if (options.readOnly && version >= OLDEST_READABLE) return;
  if (options.readOnly) {
    throw fail(
      "NOT_READY",
      `${sqlite.path} is of version ${version}, this program reads version ${RECORD_VERSION}. ` +
        "Start the server or run `kotodama ingest` once: that brings it up to date",
    );
  }
  sqlite.transaction(() => {
    for (let step = check(sqlite); step < RECORD_VERSION; step++) sqlite.exec(MIGRATIONS[step]!);
    sqlite.exec(`PRAGMA user_version = ${RECORD_VERSION}; PRAGMA application_id = ${APPLICATION_ID}`);
  });
}

function check(sqlite: Sqlite): number {
  const version = sqlite.get<{ user_version: number }>("PRAGMA user_version")!.user_version;
  const owner = sqlite.get<{ application_id: number }>("PRAGMA application_id")!.application_id;
  const tables = sqlite.get<{ n: number }>("SELECT count(*) AS n FROM sqlite_master")!.n;
  if (tables > 0 && owner !== APPLICATION_ID) {
    throw fail(
      "RECORD_DAMAGED",
      `${sqlite.path} is a database of another program, not a record of Kotodama. ` +
        "It was left as it is; move it away, or set DATA_DIR to another folder",
    );
  }
  if (version > RECORD_VERSION) {
    throw fail(
      "RECORD_DAMAGED",
      `${sqlite.path} was written by a newer Kotodama (record version ${version}; this one knows up to ` +
        `${RECORD_VERSION}). It was left as it is; use that version or a newer one`,
    );
  }
  return version;
}
