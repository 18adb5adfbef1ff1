import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { fail } from "../errors.ts";
import { PICTURE_LIMITS } from "../image-embedder/decode.ts";
import type { DecodedPicture, ImageEmbedder } from "../image-embedder/port.ts";
import { acceptEntries } from "../ingest/accept.ts";
import { CatalogueRecord } from "../record/record.ts";
import type { Fetched } from "./fetching/fetch-picture.ts";
import { HostTurns } from "./fetching/host-turns.ts";
import { type LibraryDependencies, PictureLibrary } from "./picture-library.ts";
import { indexedPictures, meanDirection } from "./picture-vectors.ts";

const MINUTE = 60_000;
const folder = mkdtempSync(join(tmpdir(), "kotodama-pictures-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A picture of one colour, as a file. */
const file = (red: number, green: number, blue: number) =>
  sharp({ create: { width: 20, height: 30, channels: 3, background: { r: red, g: green, b: blue } } })
    .png()
    .toBuffer();
const RED = await file(255, 0, 0);
const BLUE = await file(0, 0, 255);

/** An embedder whose vector is the colour of the first pixel. */
class ColourEmbedder implements ImageEmbedder {
  readonly maxBatch = 8;
  readonly side = 64;
  readonly identity;
  embedded = 0;
  constructor(revision = "1") {
    this.identity = { provider: "test", model: "colour", revision, dimension: 3, pooling: "none" };
  }
  async embedPictures(pictures: readonly DecodedPicture[]): Promise<Float32Array> {
    this.embedded += pictures.length;
    return Float32Array.from(
      pictures.flatMap(({ pixels }) => {
        const [r, g, b] = pixels.data;
        const norm = Math.hypot(r! + 1, g! + 1, b! + 1);
        return [(r! + 1) / norm, (g! + 1) / norm, (b! + 1) / norm];
      }),
    );
  }
  status() {
    return { state: "ready" } as const;
  }
  async close() {}
}

let record: CatalogueRecord;
let embedder: ColourEmbedder;
let now: number;
let kept: number;
let web: Map<string, () => Fetched>;
let asked: { location: string; etag: string | null | undefined }[];
let files: Map<string, Uint8Array>;

beforeEach(() => {
  record = CatalogueRecord.open(":memory:");
  embedder = new ColourEmbedder();
  now = 1_000_000;
  kept = 0;
  web = new Map();
  asked = [];
  files = new Map();
});
afterEach(() => record.close());

function library(changed: Partial<LibraryDependencies> = {}): PictureLibrary {
  const name = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  return new PictureLibrary({
    record,
    embedder,
    fetcher: {
      fetch: async (location, validators) => {
        asked.push({ location, etag: validators?.etag });
        const found = web.get(location);
        if (found === undefined) throw fail("PICTURE_REFUSED", `${location} answered 404`);
        return found();
      },
    },
    files: {
      get: async (digest) => files.get(name(digest)) ?? null,
      has: async (digest) => files.has(name(digest)),
      put: async (digest, bytes) => void files.set(name(digest), bytes),
    },
    turns: new HostTurns({ perHost: 2, gapMs: 0 }, async () => undefined),
    limits: PICTURE_LIMITS,
    timeoutMs: 1_000,
    folder: null,
    now: () => now,
    random: () => 0.5,
    onKept: async () => void kept++,
    ...changed,
  });
}

const fetched =
  (bytes: Uint8Array, etag: string | null = null) =>
  (): Fetched => ({
    kind: "fetched",
    bytes,
    etag,
    lastModified: null,
  });
const busy = (retryAfter?: number) => (): Fetched => {
  throw fail("PICTURE_UNREACHABLE", "busy", retryAfter === undefined ? {} : { retryAfter });
};

/** Enters an anime with pictures and gives its id. */
function enter(title: string, more: object = {}): string {
  const { rejected } = acceptEntries(record, [{ title, sources: [`https://example.org/${title}`], ...more }]);
  assert.deepEqual(rejected, []);
  return [...record.entries.changes(0)].find(({ entry }) => entry?.title === title)!.id;
}
const covers = (...urls: string[]) => ({ images: { covers: urls } });

async function round(one: PictureLibrary, remote = true) {
  await one.scan();
  return one.work({ remote });
}
const vectors = (id: string, by = embedder) => indexedPictures(by.identity).vectorsFrom(record)(id);
const near = (actual: ArrayLike<number> | undefined, expected: readonly number[]) => {
  assert.ok(actual !== undefined);
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(actual[i]! - value) < 0.01, Array.from(actual).join(" "));
};

describe("the library of pictures", () => {
  test("draws a cover for an entry without pictures, once, and again when it is another", async () => {
    const id = enter("Plain");
    const one = library();
    assert.deepEqual(await round(one, false), { kept: 1, failed: 0, postponed: 0 });
    assert.equal(vectors(id).image_vector?.length, 3);
    assert.deepEqual(await round(one, false), { kept: 0, failed: 0, postponed: 0 });
    enter("Plain", { genres: ["Horror"] });
    assert.equal((await round(one, false)).kept, 1);
    assert.equal(one.counts().done, 1, "the cover before is forgotten");
  });

  test("averages an entry's pictures, and its characters' apart", async () => {
    web.set("https://a.example.org/r", fetched(RED)).set("https://a.example.org/b", fetched(BLUE));
    const id = enter("Both", {
      ...covers("https://a.example.org/r", "https://a.example.org/b"),
      characters: [{ name: "Blue", images: ["https://a.example.org/b"] }],
    });
    await round(library());
    // Red and blue, each of length 1: their mean lies between, at 1/√2 each.
    near(vectors(id).image_vector, [Math.SQRT1_2, 0, Math.SQRT1_2]);
    near(vectors(id).character_image_vector, [0, 0, 1]);
    assert.equal(embedder.embedded, 2, "a picture that is used twice is embedded once");
  });

  test("makes the entries count as changed when there is something new, and tells who follows", async () => {
    web.set("https://a.example.org/r", fetched(RED));
    enter("One", covers("https://a.example.org/r"));
    const before = record.entries.sequence();
    const one = library();
    await round(one);
    assert.ok(record.entries.sequence() > before);
    assert.equal(kept, 1);
    const settled = record.entries.sequence();
    await round(one);
    assert.equal(record.entries.sequence(), settled, "nothing new, nothing changed");
    assert.equal(one.isBehind(), false);
  });

  test("fetches nothing unless it is told to", async () => {
    enter("One", covers("https://a.example.org/r"));
    assert.deepEqual(await round(library(), false), { kept: 0, failed: 0, postponed: 0 });
    assert.deepEqual(asked, []);
  });

  test("tries again later what failed, each time four times as long after, and never stops at it", async () => {
    web.set("https://a.example.org/r", busy()).set("https://b.example.org/b", fetched(BLUE));
    enter("Broken", covers("https://a.example.org/r"));
    const whole = enter("Whole", covers("https://b.example.org/b"));
    const one = library();
    assert.deepEqual(await round(one), { kept: 1, failed: 1, postponed: 0 });
    near(vectors(whole).image_vector, [0, 0, 1]);
    // With a random number of 0.5 the first retry is due after 0.75 + 0.25 = 1 minute, the next after 4.
    now += MINUTE - 1;
    assert.equal((await round(one)).failed, 0);
    now += 1;
    assert.equal((await round(one)).failed, 1);
    now += 4 * MINUTE - 1;
    assert.equal((await round(one)).failed, 0);
    now += 1;
    web.set("https://a.example.org/r", fetched(RED));
    assert.deepEqual(await round(one), { kept: 1, failed: 0, postponed: 0 });
    assert.equal(one.counts().failed, 0);
  });

  test("gives up what would fail again, until somebody asks for it", async () => {
    web.set("https://a.example.org/text", fetched(Buffer.from("<svg/>")));
    enter("A", covers("https://a.example.org/missing"));
    enter("B", covers("https://a.example.org/text"));
    const one = library();
    assert.equal((await round(one)).failed, 2);
    now += 365 * 24 * 60 * MINUTE;
    assert.equal((await round(one)).failed, 0);
    assert.equal(one.counts().refused, 2);
    assert.match(
      record.pictures
        .failures(5)
        .map(({ error }) => error)
        .join(),
      /not a JPEG.*answered 404/s,
    );
    assert.equal(record.pictures.retry(), 2);
    assert.equal((await round(one)).failed, 2);
  });

  test("leaves a host alone that asks for it, and counts that against no picture", async () => {
    const urls = ["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((n) => `https://a.example.org/${n}`);
    for (const url of urls) web.set(url, busy(300));
    urls.forEach((url, i) => {
      enter(`A${i}`, covers(url));
    });
    const done = await round(library());
    assert.equal(done.failed + done.postponed, 9);
    assert.ok(done.postponed > 0, JSON.stringify(done));
    const before = asked.length;
    now += 299_000;
    await round(library());
    assert.equal(asked.length, before);
    for (const url of urls) web.set(url, fetched(RED));
    now += 2_000;
    assert.equal((await round(library())).kept, 9);
  });

  test("asks whether a picture has changed only while it has the file, and embeds it again only then", async () => {
    web.set("https://a.example.org/r", fetched(RED, '"1"'));
    const id = enter("One", covers("https://a.example.org/r"));
    const one = library();
    await round(one);
    assert.equal(record.pictures.refresh(), 1);
    web.set("https://a.example.org/r", () => ({ kind: "unchanged" }));
    assert.deepEqual(await round(one), { kept: 1, failed: 0, postponed: 0 });
    assert.deepEqual(asked.at(-1), { location: "https://a.example.org/r", etag: '"1"' });
    assert.equal(embedder.embedded, 1);
    record.pictures.refresh();
    files.clear();
    web.set("https://a.example.org/r", fetched(BLUE, '"2"'));
    await round(one);
    assert.equal(asked.at(-1)!.etag, undefined);
    near(vectors(id).image_vector, [0, 0, 1]);
  });

  test("embeds with another embedder from the files that it has", async () => {
    web.set("https://a.example.org/r", fetched(RED));
    const id = enter("One", covers("https://a.example.org/r"));
    await round(library());
    const other = new ColourEmbedder("2");
    assert.deepEqual(vectors(id, other), {});
    await round(library({ embedder: other }));
    assert.equal(asked.length, 1);
    near(vectors(id, other).image_vector, [1, 0, 0]);
    near(vectors(id).image_vector, [1, 0, 0]);
  });

  test("forgets pictures that an entry has no longer, and their part in it", async () => {
    web.set("https://a.example.org/r", fetched(RED)).set("https://a.example.org/b", fetched(BLUE));
    const id = enter("One", covers("https://a.example.org/r"));
    const one = library();
    await round(one);
    enter("One", covers("https://a.example.org/b"));
    const before = record.entries.sequence();
    await one.scan();
    assert.deepEqual(vectors(id), {});
    assert.ok(record.entries.sequence() > before, "the index has to follow");
    await one.work({ remote: true });
    near(vectors(id).image_vector, [0, 0, 1]);
    assert.deepEqual(record.pictures.counts(embedder.identity), {
      waiting: 0,
      done: 1,
      failed: 0,
      refused: 0,
      embedded: 1,
      anime: 1,
    });
  });

  test("reads pictures that stand in the entry", async () => {
    const id = enter("Inline", covers(`data:image/png;base64,${RED.toString("base64")}`));
    const broken = enter("Broken", covers("data:image/png;base64,AAAA"));
    assert.deepEqual(await round(library(), false), { kept: 1, failed: 1, postponed: 0 });
    near(vectors(id).image_vector, [1, 0, 0]);
    assert.deepEqual(vectors(broken), {});
  });

  test("reads files below the allowed folder and no others, links or not", async () => {
    const outside = join(folder, "outside.png");
    const inside = join(folder, "allowed");
    rmSync(inside, { recursive: true, force: true });
    mkdirSync(inside);
    writeFileSync(outside, RED);
    writeFileSync(join(inside, "a.png"), BLUE);
    symlinkSync(outside, join(inside, "link.png"));
    const url = (...parts: string[]) => pathToFileURL(join(...parts)).href;
    const id = enter("Inside", covers(url(inside, "a.png")));
    for (const [title, location] of [
      ["Outside", url(outside)],
      ["Up", `${url(inside)}/../outside.png`],
      ["Link", url(inside, "link.png")],
      ["Folder", url(inside)],
      ["Missing", url(inside, "b.png")],
      ["Host", "file://server/share/a.png"],
    ] as const)
      enter(title, covers(location));
    assert.deepEqual(await round(library({ folder: inside }), false), { kept: 1, failed: 6, postponed: 0 });
    near(vectors(id).image_vector, [0, 0, 1]);
    record.pictures.retry();
    assert.deepEqual(await round(library({ folder: null }), false), { kept: 0, failed: 6, postponed: 0 });
  });

  test("stops between two pictures, keeping what it has", async () => {
    for (let i = 0; i < 20; i++) enter(`A${i}`);
    const stopping = new AbortController();
    const one = library();
    await one.scan();
    const slow = library({
      embedder: Object.assign(Object.create(embedder) as ColourEmbedder, {
        embedPictures: (pictures: readonly DecodedPicture[]) => {
          if (embedder.embedded === 6) stopping.abort(new Error("enough"));
          return embedder.embedPictures(pictures);
        },
      }),
    });
    await assert.rejects(slow.work({ remote: false, signal: stopping.signal }), /enough/);
    const { done } = one.counts();
    assert.ok(done > 0 && done < 20, `${done}`);
    assert.equal((await one.work({ remote: false })).kept, 20 - done);
  });
});

test("the mean of vectors is a direction, where they have one", () => {
  assert.equal(meanDirection([]), null);
  assert.equal(meanDirection([new Float32Array([1, 0]), new Float32Array([-1, 0])]), null);
  near(meanDirection([new Float32Array([1, 0]), new Float32Array([0, 1])])!, [Math.SQRT1_2, Math.SQRT1_2]);
});

test("a picture in the record has the hash of its file", async () => {
  web.set("https://a.example.org/r", fetched(RED));
  const id = enter("One", covers("https://a.example.org/r"));
  await round(library());
  const [row] = record.pictures.ofEntry(id, "image_vector");
  assert.deepEqual(Buffer.from(row!.hash!), hash("sha256", RED, "buffer"));
});
