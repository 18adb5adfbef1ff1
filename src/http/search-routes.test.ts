import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fail } from "../errors.ts";
import { ANIME_RANKING } from "../search/plan.ts";
import type { VectorStore } from "../vector-store/port.ts";
import { AS_ADMIN, fillers, openTestService, type TestService } from "./testing.ts";

interface Found {
  readonly id: string;
  readonly title: string;
  readonly score: number;
}

describe("adult entries", () => {
  let service: TestService;
  const ADULT = ["Secret Bebop of the Night", "Village of Adults"];
  before(async () => {
    service = await openTestService();
  });
  after(() => service.close());

  /** Titles of the adult anime that an answer shows, wherever they stand in it. */
  const shown = (text: string) => ADULT.filter((title) => text.includes(title));

  test("are left out of every route that returns anime or episodes, and shown when asked for", async () => {
    const posts: [path: string, body: Record<string, unknown>][] = [
      ["/search", { query: "a notebook for adults, a village for adults", limit: 100 }],
      ["/search", { filter: {}, limit: 100 }],
      ["/search", { sort: [{ field: "year" }], limit: 100 }],
      ["/search", { filter: { nsfw: true }, limit: 100 }],
      ["/search", { query: "adults", fields: "full", limit: 100 }],
      ["/search", { query: "adults", filter: { should: [{ nsfw: true }, { nsfw: false }] }, limit: 100 }],
      ["/search/episodes", { query: "for adults", limit: 100 }],
      ["/search/episodes", { filter: { number: { gte: 0 } }, limit: 100 }],
    ];
    for (const [path, body] of posts) {
      const hidden = await service.ask("POST", path, body);
      assert.equal(hidden.status, 200, hidden.text);
      assert.deepEqual(shown(hidden.text), [], `${path} ${JSON.stringify(body)}`);
      const asked = await service.ask("POST", path, { ...body, include_nsfw: true });
      assert.deepEqual(shown(asked.text), ADULT, `${path} ${JSON.stringify(body)}`);
    }
  });

  test("in a batch, line by line, by query string", async () => {
    const query = "for adults";
    const batch = (include_nsfw: boolean) =>
      service.ask("POST", "/search/batch", { searches: [{ query, limit: 100, include_nsfw }] });
    assert.deepEqual(shown((await batch(false)).text), []);
    assert.deepEqual(shown((await batch(true)).text), ADULT);
    const lines = (more: string) =>
      service.ask("GET", `/search?q=for+adults&limit=100${more}`, undefined, {
        accept: "application/x-ndjson",
      });
    assert.deepEqual(shown((await lines("")).text), []);
    assert.deepEqual(shown((await lines("&include_nsfw=true")).text), ADULT);
  });

  test("among facets and totals", async () => {
    const counts = async (more: object) =>
      (await service.ask("POST", "/facets", { facets: [{ field: "genres" }, { field: "type" }], ...more }))
        .json;
    const without = await counts({});
    assert.equal(without.total, 4);
    assert.doesNotMatch(JSON.stringify(without), /Hentai|OVA/);
    assert.equal((await counts({ include_nsfw: true })).total, 6);
    assert.doesNotMatch(JSON.stringify(await counts({ query: "adults" })), /Hentai|OVA/);
    assert.match(JSON.stringify(await counts({ query: "adults", include_nsfw: true })), /Hentai/);
    const { json } = await service.ask("POST", "/search", { filter: { year: [2006, 2013] } });
    assert.deepEqual(json.total, { value: 2, relation: "eq" });
  });

  test("by id and slug, as seeds and as neighbours", async () => {
    for (const slug of ["secret-bebop-of-the-night", "village-of-adults"]) {
      for (const path of [`/anime/${slug}`, `/anime/${slug}/episodes`, `/anime/${slug}/similar`]) {
        const hidden = await service.ask("GET", path);
        assert.equal(hidden.json.code, "ANIME_NOT_FOUND", path);
        assert.equal((await service.ask("GET", `${path}?include_nsfw=true`)).status, 200, path);
      }
      const episodes = await service.ask("POST", "/search/episodes", { anime: slug });
      assert.equal(episodes.json.code, "ANIME_NOT_FOUND");
    }
    // An entry need not be like every other.
    const seeds = ["cowboy-bebop", "non-non-biyori"];
    const similar = async (more: string) => {
      const answers = seeds.map((seed) => service.ask("GET", `/anime/${seed}/similar?limit=100${more}`));
      return (await Promise.all(answers)).map(({ text }) => text).join();
    };
    assert.deepEqual(shown(await similar("")), []);
    assert.deepEqual(shown(await similar("&include_nsfw=true")), ADULT);
  });

  test("on the later pages of a list made before they became adult", async () => {
    const body = { filter: {}, limit: 1 };
    const first = (await service.ask("POST", "/search", body)).json;
    await service.ask("PATCH", "/admin/anime/non-non-biyori", { nsfw: true }, AS_ADMIN);
    const rest = await service.ask("POST", "/search", { ...body, limit: 100, cursor: first.next_cursor });
    assert.equal(rest.status, 200);
    assert.doesNotMatch(rest.text, /Non Non Biyori/);
  });

  test("on the later pages of episodes, too", async () => {
    const body = { filter: { number: { gte: 1 } }, limit: 1 };
    const first = (await service.ask("POST", "/search/episodes", body)).json;
    assert.equal(first.results[0].anime.slug, "cowboy-bebop");
    const rest = () =>
      service.ask("POST", "/search/episodes", { ...body, limit: 100, cursor: first.next_cursor });
    assert.match((await rest()).text, /Death Note/);
    await service.ask("PATCH", "/admin/anime/death-note", { nsfw: true }, AS_ADMIN);
    assert.doesNotMatch((await rest()).text, /Death Note/);
  });
});

describe("cursors", () => {
  let service: TestService;
  before(async () => {
    service = await openTestService({ entries: fillers(1_100) });
  });
  after(() => service.close());

  /** All pages of a request from the first, or from a cursor on; `between` runs after each page. */
  async function pages(
    body: Record<string, unknown>,
    {
      path = "/search",
      cursor,
      between,
    }: { path?: string; cursor?: string; between?: () => Promise<unknown> } = {},
  ): Promise<Found[]> {
    const found: Found[] = [];
    let next = cursor;
    do {
      const answer = await service.ask("POST", path, {
        ...body,
        ...(next === undefined ? {} : { cursor: next }),
      });
      assert.equal(answer.status, 200, answer.text);
      found.push(...answer.json.results);
      next = answer.json.next_cursor;
      await between?.();
    } while (next !== undefined);
    return found;
  }

  const distinct = (found: readonly Found[]) => new Set(found.map(({ id }) => id)).size;
  const firstPage = async (body: object) => (await service.ask("POST", "/search", body)).json;

  test("lead through the frozen list to its end, each result once, in the order of one large page", async () => {
    for (const body of [
      { filter: {}, limit: 97 },
      { query: "one of many stories", limit: 97 },
    ]) {
      const found = await pages(body);
      assert.equal(distinct(found), found.length);
      assert.ok(found.length <= 1_000);
      const one = await firstPage({ ...body, limit: 100 });
      assert.deepEqual(found.slice(0, 100), one.results);
      for (let i = 1; i < found.length; i++) assert.ok(found[i]!.score <= found[i - 1]!.score);
    }
    assert.equal((await pages({ filter: {}, limit: 97 })).length, 1_000);
  });

  test("totals are exact for filters and a lower bound for queries", async () => {
    assert.deepEqual((await firstPage({ filter: {} })).total, { value: 1_100, relation: "eq" });
    // 1,100 entries, years 1980 to 2019 in turn: the first 20 years have 28 each, the others 27.
    assert.deepEqual((await firstPage({ filter: { year: 1985 } })).total, { value: 28, relation: "eq" });
    assert.deepEqual((await firstPage({ filter: { year: 2019 } })).total, { value: 27, relation: "eq" });
    const many = (await firstPage({ query: "one of many stories" })).total;
    assert.equal(many.relation, "gte");
    // Every space fills its window at least.
    assert.ok(many.value >= ANIME_RANKING.window);
  });

  test("do not see writes in between: no repeats, no gaps", async () => {
    const body = { filter: { genres: "Filler" }, limit: 50 };
    const before = await pages(body);
    let written = 0;
    const found = await pages(body, {
      between: async () => {
        const entry = {
          ...fillers(1)[0],
          title: `Late ${written}`,
          sources: [`https://myanimelist.net/anime/${500_000 + written++}`],
          statistics: { mal: { members: 9_000_000 } },
        };
        await service.ask("POST", "/admin/anime", { entries: [entry] }, AS_ADMIN);
      },
    });
    assert.deepEqual(found, before);
    const { results } = await firstPage(body);
    assert.match(results[0].title, /^Late/, "a search that starts after the write sees it");
  });

  test("skip what was deleted since, and nothing else", async () => {
    const body = { filter: { year: 1990 }, limit: 10 };
    const before = await pages(body);
    const first = await firstPage(body);
    await service.ask("DELETE", `/admin/anime/${before[15]!.id}`, undefined, AS_ADMIN);
    const rest = await pages(body, { cursor: first.next_cursor });
    assert.deepEqual(
      rest.map(({ id }) => id),
      before
        .slice(10)
        .filter((_, i) => i !== 5)
        .map(({ id }) => id),
    );
  });

  test("belong to their request", async () => {
    const body = { filter: { year: 1990 }, limit: 10 };
    const { next_cursor: cursor } = await firstPage(body);
    const others = [
      { filter: { year: 1991 } },
      { query: "stories" },
      { ...body, include_nsfw: true },
      { ...body, sort: [{ field: "year" }] },
    ];
    for (const other of others) {
      const answer = await service.ask("POST", "/search", { ...other, cursor });
      assert.equal(answer.status, 422, answer.text);
      assert.equal(answer.json.code, "CURSOR_MISMATCH");
    }
    const episodes = await service.ask("POST", "/search/episodes", { query: "x", cursor });
    assert.equal(episodes.json.code, "CURSOR_MISMATCH");
    for (const same of [{ limit: 3 }, { fields: ["year"] }]) {
      assert.equal((await service.ask("POST", "/search", { ...body, ...same, cursor })).status, 200);
    }
    const byQueryString = await service.ask(
      "GET",
      `/search?filter=${encodeURIComponent('{"year":1990}')}&cursor=${cursor}`,
    );
    assert.equal(byQueryString.status, 200, "the same request by another way");
  });

  test("work across a restart and a reindex, and are gone after a second one", async () => {
    const body = { query: "stories of which there is little to tell", limit: 40 };
    const before = await pages(body);
    const { next_cursor: cursor } = await firstPage(body);
    const rest = before.slice(40).map(({ id }) => id);
    const after = async () => (await pages(body, { cursor })).map(({ id }) => id);
    service = await service.reopen();
    assert.deepEqual(await after(), rest, "after a restart");
    await reindex();
    service = await service.reopen();
    assert.deepEqual(await after(), rest, "from the previous generation");
    await reindex();
    const { status, json } = await service.ask("POST", "/search", { ...body, cursor });
    assert.equal(status, 410);
    assert.equal(json.code, "CURSOR_EXPIRED");
    assert.equal(json.errors[0].path, "cursor");
  });

  async function reindex(): Promise<void> {
    assert.equal((await service.ask("POST", "/admin/reindex", undefined, AS_ADMIN)).status, 202);
    await service.idle();
    const { jobs } = (await service.ask("GET", "/admin/jobs", undefined, AS_ADMIN)).json;
    assert.equal(jobs[0].state, "done", jobs[0].error);
  }
});

describe("answers", () => {
  let service: TestService;
  before(async () => {
    service = await openTestService();
  });
  after(() => service.close());

  test("a search shows the listing fields, those named, or whole entries", async () => {
    const payload = async (more: object) =>
      (await service.ask("POST", "/search", { query: "notebook", ...more })).json.results[0].payload;
    assert.deepEqual(Object.keys(await payload({})).sort(), [
      "average_score",
      "cover_image",
      "demographics",
      "episodes",
      "genres",
      "nsfw",
      "popularity_score",
      "rating",
      "season",
      "status",
      "studios",
      "synopsis",
      "title_english",
      "title_japanese",
      "type",
      "year",
    ]);
    assert.deepEqual(await payload({ fields: ["year", "title_japanese"] }), {
      year: 2006,
      title_japanese: "デスノート",
    });
    assert.deepEqual(Object.keys(await payload({ fields: ["year", "staff_data"] })), ["year", "staff_data"]);
    assert.deepEqual(await payload({ fields: [] }), {});
    const whole = await payload({ fields: "full" });
    assert.equal(whole.episode_details.length, 3);
    assert.deepEqual(whole, (await service.ask("GET", "/anime/death-note")).json);
  });

  test("a page is as large as the operator allows", async () => {
    const { status, json } = await service.ask("GET", "/search?sort=year&limit=101");
    assert.deepEqual([status, json.errors[0].path], [422, "limit"]);
    const generous = await openTestService({ entries: fillers(150), maxResults: 200 });
    const all = await generous.ask("GET", "/search?sort=year&limit=150");
    assert.equal(all.json.results.length, 150);
    const few = await generous.ask("GET", "/search?sort=year&limit=201");
    assert.equal(few.status, 422);
    await generous.close();
  });

  test("GET and POST answer the same", async () => {
    const post = await service.ask("POST", "/search", {
      query: "bounty hunters",
      limit: 2,
      filter: { type: "TV" },
    });
    const get = await service.ask(
      "GET",
      `/search?q=bounty+hunters&limit=2&filter=${encodeURIComponent('{"type":"TV"}')}`,
    );
    assert.deepEqual(get.json.results, post.json.results);
    assert.equal(post.json.results[0].title, "Cowboy Bebop");
  });

  test("line by line, with the rest in headers", async () => {
    const answer = await service.ask(
      "POST",
      "/search",
      { filter: {}, limit: 2 },
      { accept: "application/x-ndjson" },
    );
    assert.match(String(answer.headers["content-type"]), /^application\/x-ndjson/);
    const lines = answer.text.trimEnd().split("\n");
    const { json } = await service.ask("POST", "/search", { filter: {}, limit: 2 });
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      json.results,
    );
    assert.equal(answer.headers["x-total"], "eq 4");
    assert.equal(answer.headers["x-next-cursor"], json.next_cursor);
  });

  test("episodes of one anime end where the viewer is", async () => {
    const ask = async (body: object) => (await service.ask("POST", "/search/episodes", body)).json;
    const all = await ask({ anime: "death-note" });
    assert.deepEqual(
      all.results.map(({ episode }: { episode: { number: number } }) => episode.number),
      [1, 2, 3],
    );
    const some = await ask({ anime: "death-note", max_episode: 2 });
    assert.deepEqual(some.total, { value: 2, relation: "eq" });
    const found = await ask({ query: "a bargain for eyes", anime: "death-note", max_episode: 2 });
    assert.doesNotMatch(JSON.stringify(found), /Dealings/);
    assert.equal((await ask({ query: "a bargain for eyes" })).results[0].episode.title, "Dealings");
    const page = (await service.ask("GET", "/anime/death-note/episodes?limit=2&offset=1")).json;
    assert.deepEqual(
      page.episodes.map(({ title }: { title: string }) => title),
      ["Confrontation", "Dealings"],
    );
    assert.equal(page.total, 3);
  });

  test("similar entries, without the seed and without its franchise when asked", async () => {
    const titles = async (query: string) =>
      (await service.ask("GET", `/anime/cowboy-bebop/similar${query}`)).json.results.map(
        ({ title }: Found) => title,
      );
    assert.equal((await titles(""))[0], "Cowboy Bebop: The Movie");
    assert.ok(!(await titles("?limit=100")).includes("Cowboy Bebop"));
    assert.ok(!(await titles("?exclude_franchise=true")).includes("Cowboy Bebop: The Movie"));
    assert.equal((await titles("?by=spaces&spaces=title_vector,metadata_sparse&limit=1")).length, 1);
  });

  test("facets count what a search with the same filter finds", async () => {
    const { json } = await service.ask("POST", "/facets", {
      filter: { type: "TV" },
      facets: [{ field: "genres" }, { field: "year", interval: 10 }, { field: "nsfw" }],
    });
    assert.equal(json.total, 3);
    assert.deepEqual(json.facets.year, [
      { from: 1990, count: 1 },
      { from: 2000, count: 1 },
      { from: 2010, count: 1 },
    ]);
    for (const { value, count } of json.facets.genres) {
      const { total } = (await service.ask("POST", "/search", { filter: { type: "TV", genres: value } }))
        .json;
      assert.equal(total.value, count, value);
    }
  });
});

describe("what can go wrong below", () => {
  test("a store that does not answer is a 503, and health says so", async () => {
    const down = async () => {
      throw fail("STORE_UNAVAILABLE", "the store is away");
    };
    const service = await openTestService({
      wrapStore: (store) => overriding(store, { query: down, info: down }),
    });
    const { status, json, headers } = await service.ask("POST", "/search", { query: "notebook" });
    assert.equal(status, 503);
    assert.equal(json.code, "STORE_UNAVAILABLE");
    assert.ok(Number(headers["retry-after"]) > 0);
    const health = (await service.ask("GET", "/health")).json;
    assert.equal(health.status, "degraded");
    assert.equal(health.store.status, "failed");
    await service.close();
  });

  test("an unexpected error is a 500 that tells nothing of its inside, and the log has it", async () => {
    const service = await openTestService({
      wrapStore: (store) =>
        overriding(store, {
          query: async () => {
            throw new TypeError("secret inner detail");
          },
        }),
    });
    const { status, json, text } = await service.ask("POST", "/search", { query: "notebook" });
    assert.equal(status, 500);
    assert.equal(json.code, "INTERNAL");
    assert.doesNotMatch(text, /secret inner detail/);
    assert.match(service.logged(), new RegExp(`${json.request_id}.*secret inner detail`));
    await service.close();
  });

  test("without an index: not ready, and no 500", async () => {
    const service = await openTestService({ entries: [] });
    for (const path of ["/search?q=a", "/anime/death-note"]) {
      const { status, json } = await service.ask("GET", path);
      assert.equal(status === 503 ? json.code : json.code, status === 503 ? "NOT_READY" : "ANIME_NOT_FOUND");
    }
    assert.equal((await service.ask("GET", "/search?q=a")).status, 503);
    assert.equal((await service.ask("GET", "/health/live")).status, 200);
    const ready = await service.ask("GET", "/health/ready");
    assert.deepEqual([ready.status, ready.json], [503, { ready: false }]);
    assert.equal((await service.ask("GET", "/health")).json.status, "unavailable");
    await service.close();
  });
});

/** The store with some of its methods replaced. */
function overriding(store: VectorStore, methods: Partial<VectorStore>): VectorStore {
  return new Proxy(store, {
    get(target, name) {
      const own = methods[name as keyof VectorStore];
      if (own !== undefined) return own;
      const value = target[name as keyof VectorStore];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
