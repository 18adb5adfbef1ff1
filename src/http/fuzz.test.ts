import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { seededRandom } from "../random.ts";
import { AS_ADMIN, type Method, openTestService, type TestService } from "./testing.ts";

const REQUESTS = 800;
const SEED = 20;

let service: TestService;
before(async () => {
  service = await openTestService();
});
after(() => service.close());

const random = seededRandom(SEED);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

/** Bodies that are right, to be spoilt. */
const RIGHT: readonly [Method, string, Record<string, unknown>][] = [
  [
    "POST",
    "/search",
    {
      query: "notebook in space",
      limit: 5,
      mode: "hybrid",
      spaces: [
        { name: "title_vector", weight: 1 },
        { name: "text_sparse", weight: 0.5 },
      ],
      fusion: { method: "rrf", k: 60 },
      boost: { popularity: 1 },
      filter: {
        must: [
          { key: "year", range: { gte: 1990, lt: 2020 } },
          { genres: ["Action"], type: "TV" },
        ],
        should: [
          { key: "title", match: { text: "note" } },
          { key: "aired_dates.from", exists: true },
        ],
        must_not: [{ key: "genres", match: { any: ["Drama"] } }],
      },
      sort: [{ field: "year", order: "asc" }],
      fields: ["title", "year"],
      include_nsfw: false,
    },
  ],
  ["POST", "/search/batch", { searches: [{ query: "a" }, { filter: { type: "TV" }, limit: 1 }] }],
  [
    "POST",
    "/search/episodes",
    { query: "eyes", anime: "death-note", max_episode: 2, limit: 3, filter: { season: 1 } },
  ],
  [
    "POST",
    "/facets",
    {
      query: "space",
      filter: { type: "TV" },
      facets: [
        { field: "genres", size: 3 },
        { field: "year", interval: 10 },
      ],
    },
  ],
  [
    "POST",
    "/admin/anime",
    {
      entries: [
        {
          title: "New",
          type: "TV",
          year: 2000,
          genres: ["Action"],
          sources: ["https://myanimelist.net/anime/77"],
          score: { median: 7 },
          episode_details: [{ episode_number: 1, title: "One" }],
          aired_dates: { from: "2000-01-01" },
        },
      ],
    },
  ],
  [
    "PATCH",
    "/admin/anime/death-note",
    { synopsis: "Other.", statistics: { mal: { members: 5 } }, synonyms: ["DN"], aired_dates: null },
  ],
];

const STRANGE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  1e308,
  -1e308,
  2 ** 53,
  "",
  " ",
  "0",
  "NaN",
  "a".repeat(3_000),
  "\ud800",
  "\u0000",
  "🐱",
  "'; --",
  "%",
  "*",
  "../..",
  [],
  [[]],
  [null],
  {},
  { a: {} },
  { key: "year" },
  { must: {} },
  { key: "year", range: {} },
  { constructor: 1 },
  { toString: 1 },
  { length: 5 },
  [{}, {}, {}],
  "2016-04-03",
  "9999-99-99",
  "full",
];

/** The value with one thing in it changed: replaced, dropped, doubled, renamed or wrapped. */
function spoilt(value: unknown): unknown {
  const isList = Array.isArray(value);
  if ((!isList && (typeof value !== "object" || value === null)) || random() < 0.15) {
    return random() < 0.9 ? pick(STRANGE) : [value, value];
  }
  const entries = Object.entries(value as object);
  if (entries.length === 0) return pick(STRANGE);
  const at = Math.floor(random() * entries.length);
  const [key, part] = entries[at]!;
  const way = random();
  if (way < 0.1) entries.splice(at, 1);
  else if (way < 0.2)
    entries[at] = [pick(["", "x", "must", "key", "year", "constructor", "hasOwnProperty", `${key}x`]), part];
  else entries[at] = [key, spoilt(part)];
  return isList ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

test(`${REQUESTS} spoilt requests (seed ${SEED}): each gets an answer or a 4xx that says why, and none harms the next`, async () => {
  const statuses = new Map<number, number>();
  for (let i = 0; i < REQUESTS; i++) {
    const [method, path, right] = pick(RIGHT);
    let body: unknown = right;
    for (let times = 1 + Math.floor(random() * 3); times > 0; times--) body = spoilt(body);
    const answer = await service.ask(method, path, JSON.stringify(body) ?? "null", AS_ADMIN);
    const said = `${method} ${path} ${JSON.stringify(body)}: ${answer.text.slice(0, 500)}`;
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    assert.ok(answer.status < 500, said);
    if (answer.status >= 400) {
      assert.ok(answer.json.code !== "INTERNAL" && answer.json.detail, said);
      if (answer.status === 422) assert.ok(answer.json.errors?.length > 0, said);
    } else for (const inner of answer.json.answers ?? []) assert.notEqual(inner.code, "INTERNAL", said);
  }
  assert.ok((statuses.get(200) ?? 0) > 50 && (statuses.get(422) ?? 0) > 50, JSON.stringify([...statuses]));
  const { json } = await service.ask("POST", "/search", { query: "bounty hunters in space" });
  assert.equal(json.results[0].title, "Cowboy Bebop");
});
