import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { loadBuiltinImageEmbedder } from "../image-embedder/builtin/builtin-image-embedder.ts";
import { PICTURE_LIMITS } from "../image-embedder/decode.ts";
import { HostTurns } from "../pictures/fetching/host-turns.ts";
import { PictureLibrary } from "../pictures/picture-library.ts";
import { type Asked, ENTRIES, openTestService, type TestService } from "./testing.ts";

/** A picture of two colours, unlike others. */
async function striped(
  first: string,
  second: string,
  format: "png" | "jpeg" | "gif" = "png",
): Promise<Buffer> {
  const stripes = Array.from(
    { length: 5 },
    (_, i) => `<rect x="0" y="${i * 60}" width="${200 - i * 30}" height="30" fill="${second}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="300"><rect width="200" height="300" fill="${first}"/>${stripes.join("")}</svg>`;
  return sharp(Buffer.from(svg)).toFormat(format).toBuffer();
}
const uri = (file: Buffer) => `data:image/png;base64,${file.toString("base64")}`;

const KNIGHT = await striped("#204080", "#f0c020");
const HERO = await striped("#c02020", "#20c0a0");
const GHOST = await striped("#ffffff", "#8020c0");

let service: TestService;
before(async () => {
  service = await openTestService({
    entries: [
      ...ENTRIES,
      {
        title: "Own Cover",
        type: "TV",
        year: 2020,
        genres: ["Drama"],
        sources: ["https://myanimelist.net/anime/70001"],
        synopsis: "A lighthouse keeper teaches a robot to whistle.",
        images: { covers: [uri(KNIGHT)] },
        characters: [{ name: "Hero", images: [uri(HERO)] }],
      },
      {
        title: "Adult Cover",
        type: "OVA",
        nsfw: true,
        genres: ["Drama"],
        sources: ["https://myanimelist.net/anime/70002"],
        images: { covers: [uri(GHOST)] },
      },
    ],
    settings: { maxBodyBytes: 400_000 },
  });
  const { record, index } = service;
  const library = new PictureLibrary({
    record,
    embedder: loadBuiltinImageEmbedder(),
    fetcher: { fetch: () => assert.fail("nothing is fetched here") },
    files: { get: async () => null, has: async () => false, put: async () => undefined },
    turns: new HostTurns({ perHost: 1, gapMs: 0 }),
    limits: PICTURE_LIMITS,
    timeoutMs: 1_000,
    folder: null,
    now: () => Date.now(),
    random: () => 0.5,
    onKept: () => index.catchUp(),
  });
  await library.scan();
  await library.work({ remote: false });
});
after(() => service.close());

type Fields = Readonly<Record<string, string | Buffer>>;
/** Sends a form; a buffer is a file. */
function send(path: string, fields: Fields, boundary = "xyz"): Promise<Asked> {
  const parts = Object.entries(fields).flatMap(([name, value]) => {
    const file = typeof value === "string" ? "" : `; filename="a.png"\r\ncontent-type: image/png`;
    return [`--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n`, value, "\r\n"];
  });
  const body = Buffer.concat([...parts, `--${boundary}--\r\n`].map((part) => Buffer.from(part)));
  return service.ask("POST", path, body, { "content-type": `multipart/form-data; boundary=${boundary}` });
}
const titles = ({ json, text }: Asked): string[] => {
  assert.ok(json.results, text);
  return json.results.map(({ title }: { title: string }) => title);
};
function assertProblem(answer: Asked, status: number, code: string, path?: string): void {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json.code, code, answer.text);
  if (path !== undefined)
    assert.ok(
      answer.json.errors.some((field: { path: string }) => field.path === path),
      answer.text,
    );
}

describe("POST /search/image", () => {
  test("finds the anime by its cover, as a form, in base64 and as a data URI; in another format, too", async () => {
    const jpeg = await striped("#204080", "#f0c020", "jpeg");
    const gif = await striped("#204080", "#f0c020", "gif");
    for (const answer of [
      await send("/search/image", { image: KNIGHT }),
      await service.ask("POST", "/search/image", { image: KNIGHT.toString("base64") }),
      await service.ask("POST", "/search/image", { image: KNIGHT.toString("base64url") }),
      await service.ask("POST", "/search/image", { image: uri(jpeg) }),
      await send("/search/image", { image: gif }),
    ]) {
      assert.equal(titles(answer)[0], "Own Cover", answer.text);
      const [first, second] = answer.json.results;
      assert.ok(first.score > 0.95 && first.score <= 1.0001 && second.score < first.score, answer.text);
      assert.equal(answer.json.query, null);
    }
  });

  test("finds a drawn cover", async () => {
    const cover = await service.app.inject("/api/v1/anime/cowboy-bebop/cover");
    assert.equal(
      titles(await send("/search/image", { image: cover.rawPayload, limit: "1" }))[0],
      "Cowboy Bebop",
    );
  });

  test("finds characters apart from covers", async () => {
    assert.deepEqual(titles(await send("/search/image", { image: HERO, space: "character" })), ["Own Cover"]);
    assert.deepEqual(
      titles(
        await service.ask("POST", "/search/image", {
          image: uri(KNIGHT),
          space: "character",
          filter: { type: "OVA" },
        }),
      ),
      [],
    );
  });

  test("leaves adult entries out unless they are asked for", async () => {
    assert.equal(titles(await send("/search/image", { image: GHOST })).includes("Adult Cover"), false);
    const asked = await send("/search/image", { image: GHOST, include_nsfw: "true", limit: "1" });
    assert.deepEqual(titles(asked), ["Adult Cover"]);
    assert.match(asked.json.results[0].payload.cover_image, /\/cover\?include_nsfw=true$/);
  });

  test("takes filters, fields, limits and cursors as a search does", async () => {
    const filter = JSON.stringify({ type: "TV" });
    const whole = titles(await send("/search/image", { image: KNIGHT, filter, limit: "4" }));
    const first = await send("/search/image", { image: KNIGHT, filter, limit: "2", fields: "type" });
    assert.deepEqual(
      first.json.results.map(({ payload }: { payload: object }) => payload),
      [{ type: "TV" }, { type: "TV" }],
    );
    const next = { image: KNIGHT, filter, limit: "2", cursor: first.json.next_cursor };
    assert.deepEqual([...titles(first), ...titles(await send("/search/image", next))], whole);
    // Another picture is another request.
    assertProblem(await send("/search/image", { ...next, image: HERO }), 422, "CURSOR_MISMATCH", "cursor");
  });

  test("says plainly that words find no pictures with an embedder that reads none", async () => {
    const answer = await service.ask("POST", "/search/image", { query: "a red door" });
    assertProblem(answer, 422, "SPACE_NOT_SEARCHABLE", "query");
    assert.match(answer.json.detail, /IMAGE_EMBEDDING_PROVIDER=onnx/);
  });
});

describe("POST /search/multimodal", () => {
  const ask = (weight: number, more: object = {}) =>
    service.ask("POST", "/search/multimodal", {
      query: "bounty hunters in space",
      image: uri(KNIGHT),
      image_weight: weight,
      ...more,
    });

  test("goes from the words alone to the picture alone with the weight of the picture", async () => {
    const words = await service.ask("POST", "/search", { query: "bounty hunters in space" });
    const picture = await service.ask("POST", "/search/image", { image: uri(KNIGHT) });
    const scores = ({ json }: Asked) =>
      json.results.map(({ id, score }: { id: string; score: number }) => [id, score]);
    assert.deepEqual(scores(await ask(0)), scores(words));
    assert.deepEqual(scores(await ask(1)), scores(picture));
    const place = async (weight: number, title: string) => titles(await ask(weight)).indexOf(title);
    assert.equal(await place(0.1, "Cowboy Bebop"), 0);
    assert.equal(await place(0.9, "Own Cover"), 0);
  });

  test("explains the share of the picture", async () => {
    const answer = await ask(0.9, { explain: true, limit: 1 });
    const { parts } = answer.json.results[0].explanation;
    const part = parts.find(({ source }: { source: string }) => source === "image_vector");
    // The nearest picture has a contrast of 1; its weight is 0.9 of what the text's spaces weigh together.
    assert.ok(Math.abs(part.adds - part.weight) < 1e-9, JSON.stringify(parts));
  });

  test("takes forms and filters, and leaves adult entries out", async () => {
    const form = {
      query: "school",
      image: GHOST,
      image_weight: "0.8",
      filter: '{"year":{"gte":2000}}',
      fusion: '{"method":"rrf"}',
    };
    const found = titles(await send("/search/multimodal", form));
    assert.ok(
      found.length > 0 && !found.includes("Adult Cover") && !found.includes("Cowboy Bebop"),
      found.join(),
    );
  });

  test("needs both, and a weight from 0 to 1", async () => {
    const image = uri(KNIGHT);
    for (const [body, path] of [
      [{ query: "a" }, "image"],
      [{ image }, "query"],
      [{ query: "a", image, image_weight: 1.1 }, "image_weight"],
      [{ query: "a", image, image_weight: -0.1 }, "image_weight"],
      [{ query: "a", image, image_weight: "0.5" }, "image_weight"],
      [{ query: "a", image, image_weight: null }, "image_weight"],
      [{ query: "a", image, space: "poster" }, "space"],
      [{ query: "a", image, sort: [] }, "sort"],
    ] as const)
      assertProblem(await service.ask("POST", "/search/multimodal", body), 422, "REQUEST_INVALID", path);
    for (const weight of ["NaN", "Infinity", "much", "1e9"])
      assertProblem(
        await send("/search/multimodal", { query: "a", image: KNIGHT, image_weight: weight }),
        422,
        "REQUEST_INVALID",
        "image_weight",
      );
    assertProblem(
      await service.ask("POST", "/search/multimodal", `{"query":"a","image":"${image}","image_weight":NaN}`),
      400,
      "MALFORMED_JSON",
    );
  });
});

/** A chunk of a PNG file: its length, its name, its data and a checksum over both. */
function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

describe("what is no picture", () => {
  const both = async (file: Buffer, status: number, code: string) => {
    assertProblem(await send("/search/image", { image: file }), status, code);
    assertProblem(
      await service.ask("POST", "/search/image", { image: file.toString("base64") || "AA==" }),
      status,
      code,
    );
    assertProblem(await send("/search/multimodal", { query: "a", image: file }), status, code);
  };

  test("is refused by what it is, whatever it is called", async () => {
    await both(Buffer.from("hello"), 415, "PICTURE_FORMAT_UNSUPPORTED");
    await both(Buffer.alloc(0), 415, "PICTURE_FORMAT_UNSUPPORTED");
    await both(
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
      415,
      "PICTURE_FORMAT_UNSUPPORTED",
    );
    await both(KNIGHT.subarray(0, KNIGHT.length / 2), 422, "PICTURE_INVALID");
    await both(Buffer.concat([KNIGHT.subarray(0, 60), Buffer.alloc(500, 7)]), 422, "PICTURE_INVALID");
  });

  test("nor is what unpacks to more than there is room for", async () => {
    // 60,000 × 60,000 px by its header: 450 MB of single bits, of which an eighth is there, packed into some 55 kB.
    const side = 60_000;
    const header = Buffer.alloc(13);
    header.writeUInt32BE(side, 0);
    header.writeUInt32BE(side, 4);
    header[8] = 1;
    const bomb = Buffer.concat([
      KNIGHT.subarray(0, 8),
      chunk("IHDR", header),
      chunk("IDAT", deflateSync(Buffer.alloc(((side / 8 + 1) * side) / 8))),
      chunk("IEND", Buffer.alloc(0)),
    ]);
    await both(bomb, 413, "PICTURE_TOO_LARGE");
  });

  test("an animation counts by its first frame", async () => {
    const frames = await Promise.all(["#204080", "#ffffff"].map((colour) => striped(colour, "#f0c020")));
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    assert.equal((await sharp(gif).metadata()).pages, 2);
    assert.equal(titles(await send("/search/image", { image: gif }))[0], "Own Cover");
  });

  test("too many bytes are refused", async () => {
    assertProblem(await send("/search/image", { image: Buffer.alloc(400_001) }), 413, "PICTURE_TOO_LARGE");
    const image = "A".repeat(400_001);
    assertProblem(await service.ask("POST", "/search/image", { image }), 413, "BODY_TOO_LARGE");
  });

  test("nor what is no base64", async () => {
    for (const image of [
      "",
      "?",
      "a b c!",
      "data:image/png,raw",
      "data:image/png;base64,",
      "http://example.org/a.png",
      "\ud800",
    ])
      assertProblem(await service.ask("POST", "/search/image", { image }), 422, "REQUEST_INVALID", "image");
    assertProblem(await service.ask("POST", "/search/image", { image: 5 }), 422, "REQUEST_INVALID", "image");
    assertProblem(await service.ask("POST", "/search/image", {}), 422, "REQUEST_INVALID", "image");
    assertProblem(
      await service.ask("POST", "/search/image", { image: uri(KNIGHT), query: "a" }),
      422,
      "REQUEST_INVALID",
      "query",
    );
  });
});

describe("a form that is none", () => {
  const raw = (body: string, type: string) =>
    service.ask("POST", "/search/image", body, { "content-type": type });

  test("is refused", async () => {
    assertProblem(await raw("image=a", "application/x-www-form-urlencoded"), 415, "MEDIA_TYPE_UNSUPPORTED");
    assertProblem(await raw("x", "image/png"), 415, "MEDIA_TYPE_UNSUPPORTED");
    assertProblem(await raw("nonsense", "multipart/form-data"), 400, "MALFORMED_REQUEST");
    assertProblem(
      await raw("--x\r\ncontent-disposition: form-data; name=", "multipart/form-data; boundary=x"),
      400,
      "MALFORMED_REQUEST",
    );
  });

  test("has one file, called image, and each field once", async () => {
    assertProblem(await send("/search/image", { picture: KNIGHT }), 422, "REQUEST_INVALID", "picture");
    assertProblem(
      await send("/search/image", { image: KNIGHT, limitt: "3" }),
      422,
      "REQUEST_INVALID",
      "limitt",
    );
    assertProblem(
      await send("/search/image", { image: KNIGHT, filter: "{" }),
      422,
      "REQUEST_INVALID",
      "filter",
    );
    assertProblem(await send("/search/image", { limit: "3" }), 422, "REQUEST_INVALID", "image");
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}`, "x"]));
    assertProblem(await send("/search/image", many), 422, "REQUEST_INVALID");
    assertProblem(await send("/search/image", { __proto__x: "1", image: KNIGHT }), 422, "REQUEST_INVALID");
  });

  test("is no other route's body", async () => {
    assertProblem(await send("/search", { query: "a" }), 415, "MEDIA_TYPE_UNSUPPORTED");
  });
});

describe("GET /anime/{id}/similar?by=visual", () => {
  test("gives what looks alike, without itself and without adult entries", async () => {
    const found = titles(await service.ask("GET", "/anime/own-cover/similar?by=visual"));
    assert.ok(
      found.length > 0 && !found.includes("Own Cover") && !found.includes("Adult Cover"),
      found.join(),
    );
    assert.ok(
      titles(await service.ask("GET", "/anime/own-cover/similar?by=visual&include_nsfw=true")).includes(
        "Adult Cover",
      ),
    );
  });
});

describe("GET /anime/{id}/cover", () => {
  const get = (path: string, headers = {}) => service.app.inject({ url: `/api/v1/anime/${path}`, headers });

  test("gives a WebP of 300 × 420, drawn where the anime has none of its own", async () => {
    for (const [slug, kind] of [
      ["death-note", "generated"],
      ["own-cover", "own"],
    ] as const) {
      const answer = await get(`${slug}/cover`);
      assert.deepEqual(
        [answer.statusCode, answer.headers["content-type"], answer.headers["x-cover"]],
        [200, "image/webp", kind],
      );
      const { width, height, format } = await sharp(answer.rawPayload).metadata();
      assert.deepEqual([width, height, format], [300, 420, "webp"]);
      const again = await get(`${slug}/cover`, { "if-none-match": `"x", W/${answer.headers.etag}` });
      assert.deepEqual([again.statusCode, again.body], [304, ""]);
    }
  });

  test("is named in listings, and drawn ones can be told", async () => {
    const { json } = await service.ask(
      "GET",
      "/search?q=death+note&limit=1&fields=cover_image,cover_generated",
    );
    const { id, payload } = json.results[0];
    assert.deepEqual(payload, { cover_image: `/api/v1/anime/${id}/cover`, cover_generated: true });
    const own = (await service.ask("GET", "/search?q=own+cover&limit=1&fields=cover_image,cover_generated"))
      .json.results[0];
    assert.deepEqual(own.payload, { cover_image: `/api/v1/anime/${own.id}/cover`, cover_generated: false });
  });

  test("of an adult entry is shown to who asks for it only", async () => {
    assert.equal((await get("adult-cover/cover")).statusCode, 404);
    assert.equal((await get("adult-cover/cover?include_nsfw=true")).statusCode, 200);
    assert.equal((await get("nope/cover")).statusCode, 404);
    assert.equal((await get("death-note/cover?size=1")).statusCode, 422);
  });
});
