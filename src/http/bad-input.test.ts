import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Asked, type Method, openTestService, type TestService } from "./testing.ts";

let service: TestService;
before(async () => {
  service = await openTestService({ settings: { maxBodyBytes: 200_000 } });
});
after(() => service.close());

/** Asserts a problem document with this status and code, one of whose fields has this path. */
function assertProblem(answer: Asked, status: number, code: string, path?: string): void {
  const { json, text } = answer;
  assert.equal(answer.status, status, text);
  assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/);
  assert.equal(json.code, code, text);
  assert.equal(json.status, status);
  assert.equal(json.type, `urn:kotodama:error:${code}`);
  assert.ok(json.title && json.detail && json.request_id, text);
  if (path === undefined) return;
  const paths = (json.errors ?? []).map((field: { path: string }) => field.path);
  assert.ok(paths.includes(path), `${path} is among ${JSON.stringify(paths)}: ${text}`);
}

const deepArray = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const deepFilter = (levels: number): string =>
  `${'{"must":['.repeat(levels)}{"type":"TV"}${"]}".repeat(levels)}`;

describe("a search that makes no sense names the field", () => {
  const cases: [name: string, body: unknown, code: string, path: string][] = [
    ["a list for a query", { query: ["a"] }, "REQUEST_INVALID", "query"],
    ["a number for a query", { query: 5 }, "REQUEST_INVALID", "query"],
    ["null for a query", { query: null }, "REQUEST_INVALID", "query"],
    ["a query of 2,001 characters", { query: "a".repeat(2001) }, "REQUEST_INVALID", "query"],
    ["an unknown field", { query: "a", querry: 1 }, "REQUEST_INVALID", "querry"],
    ["text for a limit", { query: "a", limit: "10" }, "REQUEST_INVALID", "limit"],
    ["a limit of 0", { query: "a", limit: 0 }, "REQUEST_INVALID", "limit"],
    ["a limit of 101", { query: "a", limit: 101 }, "REQUEST_INVALID", "limit"],
    ["a limit of 1.5", { query: "a", limit: 1.5 }, "REQUEST_INVALID", "limit"],
    ["a negative limit", { query: "a", limit: -1 }, "REQUEST_INVALID", "limit"],
    ["an unknown mode", { query: "a", mode: "hybird" }, "REQUEST_INVALID", "mode"],
    ["1 for a flag", { query: "a", include_nsfw: 1 }, "REQUEST_INVALID", "include_nsfw"],
    ["nothing to search", {}, "NOTHING_TO_SEARCH", "query"],
    ["an empty query", { query: "" }, "NOTHING_TO_SEARCH", "query"],
    ["a query of white space", { query: " \t\n\u3000" }, "NOTHING_TO_SEARCH", "query"],
    ["an empty sort", { sort: [] }, "NOTHING_TO_SEARCH", "query"],
    [
      "an unknown space",
      { query: "a", spaces: [{ name: "titel_vector", weight: 1 }] },
      "SPACE_UNKNOWN",
      "spaces[0].name",
    ],
    [
      "a space of pictures",
      { query: "a", spaces: [{ name: "image_vector", weight: 1 }] },
      "SPACE_NOT_SEARCHABLE",
      "spaces[0].name",
    ],
    [
      "a space twice",
      {
        query: "a",
        spaces: [
          { name: "title_vector", weight: 1 },
          { name: "title_vector", weight: 2 },
        ],
      },
      "SPACE_NOT_SEARCHABLE",
      "spaces[1].name",
    ],
    [
      "a dense space in sparse mode",
      { query: "a", mode: "sparse", spaces: [{ name: "title_vector", weight: 1 }] },
      "SPACE_NOT_SEARCHABLE",
      "spaces[0].name",
    ],
    [
      "a space without a weight",
      { query: "a", spaces: [{ name: "title_vector" }] },
      "REQUEST_INVALID",
      "spaces[0].weight",
    ],
    [
      "a negative weight",
      { query: "a", spaces: [{ name: "title_vector", weight: -1 }] },
      "REQUEST_INVALID",
      "spaces[0].weight",
    ],
    [
      "NaN as text for a weight",
      { query: "a", spaces: [{ name: "title_vector", weight: "NaN" }] },
      "REQUEST_INVALID",
      "spaces[0].weight",
    ],
    [
      "null for a weight",
      { query: "a", spaces: [{ name: "title_vector", weight: null }] },
      "REQUEST_INVALID",
      "spaces[0].weight",
    ],
    [
      "weights of 0 only",
      { query: "a", spaces: [{ name: "title_vector", weight: 0 }] },
      "WEIGHTS_ALL_ZERO",
      "spaces",
    ],
    ["no spaces at all", { query: "a", spaces: [] }, "WEIGHTS_ALL_ZERO", "spaces"],
    ["an unknown fusion", { query: "a", fusion: { method: "rrff" } }, "REQUEST_INVALID", "fusion.method"],
    ["a k of 0", { query: "a", fusion: { method: "rrf", k: 0 } }, "REQUEST_INVALID", "fusion.k"],
    ["a negative boost", { query: "a", boost: { popularity: -0.1 } }, "REQUEST_INVALID", "boost.popularity"],
    ["an unknown boost", { query: "a", boost: { novelty: 1 } }, "REQUEST_INVALID", "boost.novelty"],
    ["a list for a filter", { filter: [] }, "REQUEST_INVALID", "filter"],
    ["null for a filter", { filter: null }, "REQUEST_INVALID", "filter"],
    ["an unknown key", { filter: { genre: "Action" } }, "FILTER_INVALID", "filter.genre"],
    ["a key of the prototype", { filter: { constructor: "x" } }, "FILTER_INVALID", "filter.constructor"],
    ["text for a year", { filter: { year: "2006" } }, "FILTER_INVALID", "filter.year"],
    ["a year and a half", { filter: { year: 2006.5 } }, "FILTER_INVALID", "filter.year"],
    ["a number for a genre", { filter: { genres: [1] } }, "FILTER_INVALID", "filter.genres[0]"],
    [
      "no date",
      { filter: { "aired_dates.from": { gte: "last year" } } },
      "FILTER_INVALID",
      "filter.aired_dates.from.gte",
    ],
    ["text in a range", { filter: { year: { gte: "2006" } } }, "FILTER_INVALID", "filter.year.gte"],
    ["a range of words", { filter: { title: { gte: 1 } } }, "FILTER_INVALID", "filter.title"],
    [
      "a condition without a key",
      { filter: { must: [{ match: { value: 1 } }] } },
      "FILTER_INVALID",
      "filter.must[0].match",
    ],
    [
      "two kinds of condition",
      { filter: { must: [{ key: "year", match: { value: 1 }, exists: true }] } },
      "FILTER_INVALID",
      "filter.must[0]",
    ],
    [
      "101 conditions",
      { filter: { must: Array.from({ length: 101 }, () => ({ key: "year", exists: true })) } },
      "FILTER_INVALID",
      "filter.must",
    ],
    ["an unknown sort", { sort: [{ field: "score.medain" }] }, "SORT_INVALID", "sort[0].field"],
    ["a sort by words", { sort: [{ field: "synopsis" }] }, "SORT_INVALID", "sort[0].field"],
    ["a wrong order", { sort: [{ field: "year", order: "up" }] }, "REQUEST_INVALID", "sort[0].order"],
    ["an unknown field of the entry", { query: "a", fields: ["titel"] }, "FIELD_UNKNOWN", "fields[0]"],
    ["a wrong word for all fields", { query: "a", fields: "all" }, "REQUEST_INVALID", "fields"],
    ["a cursor of garbage", { query: "a", cursor: "garbage" }, "CURSOR_INVALID", "cursor"],
    [
      "a cursor of JSON",
      { query: "a", cursor: Buffer.from("[1,2]").toString("base64url") },
      "CURSOR_INVALID",
      "cursor",
    ],
    ["a cursor of null", { query: "a", cursor: null }, "REQUEST_INVALID", "cursor"],
  ];
  for (const [name, body, code, path] of cases) {
    test(name, async () => assertProblem(await service.ask("POST", "/search", body), 422, code, path));
  }

  test("the nearest known name is said", async () => {
    const near = async (body: unknown) => (await service.ask("POST", "/search", body)).json.errors[0].nearest;
    assert.equal(await near({ query: "a", spaces: [{ name: "titel_vector", weight: 1 }] }), "title_vector");
    assert.equal(await near({ filter: { genre: "Action" } }), "genres");
    assert.equal(await near({ query: "a", querry: 1 }), "query");
    assert.equal(await near({ sort: [{ field: "score.medain" }] }), "score.median");
  });

  test("several mistakes are named at once", async () => {
    const { json } = await service.ask("POST", "/search", { query: 1, limit: 0, mode: "x", nope: true });
    assert.deepEqual(json.errors.map((field: { path: string }) => field.path).sort(), [
      "limit",
      "mode",
      "nope",
      "query",
    ]);
  });

  test("numbers that JSON cannot hold", async () => {
    const weight = '{"query":"a","spaces":[{"name":"title_vector","weight":1e999}]}';
    assertProblem(await service.ask("POST", "/search", weight), 422, "REQUEST_INVALID", "spaces[0].weight");
    const year = '{"filter":{"year":{"gte":-1e999}}}';
    assertProblem(await service.ask("POST", "/search", year), 422, "FILTER_INVALID", "filter.year.gte");
    const nan = '{"query":"a","boost":{"popularity":NaN}}';
    assertProblem(await service.ask("POST", "/search", nan), 400, "MALFORMED_JSON");
  });
});

describe("nesting", () => {
  test("a filter of 5 levels is answered, one of 6 is not", async () => {
    assert.equal((await service.ask("POST", "/search", `{"filter":${deepFilter(4)}}`)).status, 200);
    const answer = await service.ask("POST", "/search", `{"filter":${deepFilter(5)}}`);
    assert.equal(answer.json.code, "FILTER_INVALID", answer.text);
  });

  test("10,000 levels do no harm, wherever they stand", async () => {
    const deep = deepArray(10_000);
    const searches: [path: string, body: string, status: number][] = [
      ["/search", deep, 422],
      ["/search", `{"query":${deep}}`, 422],
      ["/search", `{"filter":${deep}}`, 422],
      ["/search", `{"filter":${deepFilter(10_000)}}`, 422],
      ["/search", `{"filter":{"year":${deep}}}`, 422],
      ["/search", `{"query":"a","x":${deep}}`, 422],
      ["/search", "[".repeat(100_000), 400],
      ["/search/batch", `{"searches":${deep}}`, 200],
      ["/facets", `{"facets":[{"field":"genres"}],"filter":${deepFilter(10_000)}}`, 422],
      ["/search/episodes", `{"filter":${deepFilter(10_000)}}`, 422],
    ];
    for (const [path, body, status] of searches) {
      const answer = await service.ask("POST", path, body);
      assert.equal(answer.status, status, `${path} ${body.slice(0, 30)}: ${answer.text.slice(0, 200)}`);
    }
  });
});

describe("bodies", () => {
  const json = (body: string, headers = {}) => service.ask("POST", "/search", body, headers);

  test("malformed JSON says where", async () => {
    const answer = await json('{"query": "a",}');
    assertProblem(answer, 400, "MALFORMED_JSON");
    assert.match(answer.json.detail, /position 14/);
    for (const body of ["{", "nope", '{"query":"a"} {}', "'a'", '{"query":"a\nb"}', "\u0000"]) {
      assertProblem(await json(body), 400, "MALFORMED_JSON");
    }
  });

  test("an empty one", async () => {
    assertProblem(await json(""), 400, "MALFORMED_JSON");
    assertProblem(await json("  \n"), 400, "MALFORMED_JSON");
    assertProblem(await service.ask("POST", "/search"), 422, "REQUEST_INVALID", "");
  });

  test("JSON that is no object", async () => {
    for (const body of ["null", "1", '"query"', "[]", "true"])
      assertProblem(await json(body), 422, "REQUEST_INVALID");
  });

  test("a content type that is not JSON", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "text/html",
      "application/octet-stream",
      "nonsense",
    ]) {
      assertProblem(await json('{"query":"a"}', { "content-type": type }), 415, "MEDIA_TYPE_UNSUPPORTED");
    }
    const charset = await json('{"query":"notebook"}', { "content-type": "application/json; charset=utf-8" });
    assert.equal(charset.status, 200);
  });

  test("one that is too large", async () => {
    assertProblem(await json(JSON.stringify({ query: "a".repeat(200_000) })), 413, "BODY_TOO_LARGE");
  });

  test("keys that reach for the prototype change nothing", async () => {
    const bodies = [
      '{"query":"a","__proto__":{"limit":1}}',
      '{"query":"a","\\u005f_proto__":{"limit":1}}',
      '{"filter":{"__proto__":{"polluted":true}}}',
      '{"query":"a","constructor":{"prototype":{"polluted":true}}}',
    ];
    for (const body of bodies) assertProblem(await json(body), 422, "REQUEST_INVALID", "__proto__");
    assertProblem(await json('{"query":"a","constructor":1}'), 422, "REQUEST_INVALID", "constructor");
    assertProblem(await json('{"query":"a","toString":1}'), 422, "REQUEST_INVALID", "toString");
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });
});

describe("routes and methods", () => {
  test("a route without its prefix is told apart", async () => {
    const { body } = await service.app.inject({ method: "POST", url: "/search" });
    assert.match(body, /there is no POST \/search; \/api\/v1\/search is meant, perhaps/);
  });

  test("an unknown route", async () => {
    for (const path of ["/nope", "/search/nope", "/anime", "/admin/nope", "/", "/../../etc/passwd"]) {
      assertProblem(await service.ask("GET", path), 404, "ROUTE_NOT_FOUND");
    }
  });

  test("a wrong method is told which ones are right", async () => {
    const wrong: [Method, string, string][] = [
      ["PUT", "/search", "GET, POST"],
      ["DELETE", "/anime/death-note", "GET"],
      ["GET", "/facets", "POST"],
      ["GET", "/admin/anime/death-note", "PATCH, DELETE"],
      ["PATCH", "/search/batch", "POST"],
    ];
    for (const [method, path, allow] of wrong) {
      const answer = await service.ask(method, path);
      assertProblem(answer, 405, "METHOD_NOT_ALLOWED");
      assert.equal(answer.headers.allow, allow, path);
    }
  });

  test("a path that cannot be decoded, and ids of any kind", async () => {
    assertProblem(await service.ask("GET", "/anime/%E0%A4%A"), 400, "MALFORMED_REQUEST");
    for (const id of [
      "nope",
      "a".repeat(1000),
      "%00",
      "%F0%9F%98%80",
      "..%2f..%2fetc",
      "__proto__",
      "' OR 1=1 --",
      "%ED%A0%80",
    ]) {
      const answer = await service.ask("GET", `/anime/${id.replaceAll(" ", "%20")}`);
      assert.ok([404, 400].includes(answer.status), `${id}: ${answer.text}`);
    }
  });
});

describe("query strings", () => {
  test("what is wrong is named", async () => {
    const wrong: [query: string, path: string][] = [
      ["q=a&q=b", "q"],
      ["q=a&limit=5&limit=6", "limit"],
      ["q=a&limit=", "limit"],
      ["q=a&limit=ten", "limit"],
      ["q=a&limit=1e3", "limit"],
      ["q=a&limit=0", "limit"],
      ["q=a&limit=NaN", "limit"],
      ["q=a&include_nsfw=", "include_nsfw"],
      ["q=a&include_nsfw=maybe", "include_nsfw"],
      ["q=a&mode=fast", "mode"],
      ["q=a&page=2", "page"],
      ["q=a&__proto__=1", "__proto__"],
      ["q=a&q[]=b", "q[]"],
      ["q=a&filter={", "filter"],
      ["q=a&filter=[1]", "filter"],
      ["q=a&filter=%7B%22genre%22:1%7D", "filter.genre"],
      ["q=a&sort=yaer", "sort[0].field"],
      ["q=a&sort=year:up", "sort[0].order"],
      ["q=a&fields=titel", "fields[0]"],
      ["", "query"],
      ["q=", "query"],
    ];
    for (const [query, path] of wrong) {
      const answer = await service.ask("GET", `/search?${query}`);
      assert.equal(answer.status, 422, `${query}: ${answer.text}`);
      assertProblem(answer, 422, answer.json.code, path);
    }
  });

  test("what can be read is read", async () => {
    for (const query of [
      "q=5",
      "q=true",
      "q=null",
      "q=%F0%9F%90%B1",
      "q=%E0%A4%A",
      "q=a+b&limit=1&include_nsfw=true",
    ]) {
      const answer = await service.ask("GET", `/search?${query}`);
      assert.equal(answer.status, 200, `${query}: ${answer.text}`);
      assert.equal(typeof answer.json.query, "string");
    }
    const { json } = await service.ask(
      "GET",
      "/search?sort=year:asc,score.median&fields=year&filter=%7B%22type%22:%22TV%22%7D",
    );
    assert.deepEqual(
      json.results.map((result: { payload: { year: number } }) => result.payload.year),
      [1998, 2006, 2013],
    );
  });
});

describe("other routes", () => {
  const cases: [method: Method, path: string, body: unknown, code: string, field: string][] = [
    ["POST", "/search/batch", {}, "REQUEST_INVALID", "searches"],
    ["POST", "/search/batch", { searches: [] }, "REQUEST_INVALID", "searches"],
    [
      "POST",
      "/search/batch",
      { searches: Array.from({ length: 51 }, () => ({ query: "a" })) },
      "REQUEST_INVALID",
      "searches",
    ],
    ["POST", "/search/episodes", {}, "NOTHING_TO_SEARCH", "query"],
    ["POST", "/search/episodes", { query: "a", max_episode: -1 }, "REQUEST_INVALID", "max_episode"],
    [
      "POST",
      "/search/episodes",
      { query: "a", filter: { genres: "Action" } },
      "FILTER_INVALID",
      "filter.genres",
    ],
    ["POST", "/facets", {}, "REQUEST_INVALID", "facets"],
    ["POST", "/facets", { facets: [] }, "REQUEST_INVALID", "facets"],
    ["POST", "/facets", { facets: [{ field: "genre" }] }, "FACET_INVALID", "facets[0].field"],
    ["POST", "/facets", { facets: [{ field: "title" }] }, "FACET_INVALID", "facets[0].field"],
    [
      "POST",
      "/facets",
      { facets: [{ field: "genres", interval: 5 }] },
      "FACET_INVALID",
      "facets[0].interval",
    ],
    [
      "POST",
      "/facets",
      { facets: [{ field: "year", interval: 0 }] },
      "REQUEST_INVALID",
      "facets[0].interval",
    ],
    ["POST", "/facets", { facets: [{ field: "score.median" }] }, "FACET_INVALID", "facets[0]"],
    [
      "POST",
      "/facets",
      { facets: [{ field: "year" }, { field: "year" }] },
      "FACET_INVALID",
      "facets[1].field",
    ],
    ["GET", "/anime/death-note/similar?limit=0", undefined, "REQUEST_INVALID", "limit"],
    ["GET", "/anime/death-note/similar?by=visuel", undefined, "REQUEST_INVALID", "by"],
    ["GET", "/anime/death-note/similar?by=spaces", undefined, "REQUEST_INVALID", "spaces"],
    ["GET", "/anime/death-note/similar?by=spaces&spaces=nope", undefined, "SPACE_UNKNOWN", "spaces[0].name"],
    ["GET", "/anime/death-note/episodes?offset=-1", undefined, "REQUEST_INVALID", "offset"],
    ["GET", "/anime/death-note?full=1", undefined, "REQUEST_INVALID", "full"],
  ];
  for (const [method, path, body, code, field] of cases) {
    test(`${method} ${path} ${JSON.stringify(body)?.slice(0, 60) ?? ""}`, async () =>
      assertProblem(await service.ask(method, path, body), 422, code, field));
  }

  test("what is not there", async () => {
    for (const path of ["/anime/nope", "/anime/nope/episodes", "/anime/nope/similar"]) {
      assertProblem(await service.ask("GET", path), 404, "ANIME_NOT_FOUND", "id");
    }
    const episodes = await service.ask("POST", "/search/episodes", { anime: "nope" });
    assertProblem(episodes, 404, "ANIME_NOT_FOUND");
  });

  test("a bad search of a batch has a problem in its place, the others their answers", async () => {
    const { status, json } = await service.ask("POST", "/search/batch", {
      searches: [
        { query: "notebook" },
        { query: "a", limit: 0 },
        5,
        { filter: { genre: 1 } },
        { query: "space" },
      ],
    });
    assert.equal(status, 200);
    assert.deepEqual(
      json.answers.map((answer: { code?: string }) => answer.code ?? "answered"),
      ["answered", "REQUEST_INVALID", "REQUEST_INVALID", "FILTER_INVALID", "answered"],
    );
    assert.equal(json.answers[0].results[0].title, "Death Note");
  });
});

describe("strange queries get an honest answer", () => {
  const search = async (query: string, more = {}) => {
    const answer = await service.ask("POST", "/search", { query, ...more });
    assert.equal(answer.status, 200, `${JSON.stringify(query)}: ${answer.text}`);
    return answer.json;
  };

  test("nothing known is found, and said so", async () => {
    for (const query of [
      "🐱",
      "🏴‍☠️👩‍👩‍👧",
      "???",
      "*",
      "()",
      "~!@#$%^&",
      "\u202e\u202d",
      "\ud83d",
      "x\udc00",
      "\u0000",
    ]) {
      const { results, no_good_match, total } = await search(query);
      assert.equal(no_good_match, results.length === 0, query);
      assert.equal(total.value, results.length);
    }
  });

  test("letters, stop words, other scripts and lone surrogates", async () => {
    for (const query of [
      "a",
      "the of and",
      "is",
      "مذكرة الموت",
      "דף",
      "ノ",
      "\ud800notebook",
      "a\u0000b",
      "é".repeat(2000),
    ]) {
      const { results } = await search(query);
      assert.ok(
        results.every(({ score }: { score: number }) => Number.isFinite(score) && score > 0),
        query,
      );
    }
  });

  test("what can be known is found through noise, quotes, wildcards and operators", async () => {
    const noisy = [
      "\ud800 notebook kills",
      '"notebook that kills"',
      "notebook* AND kills",
      "+notebook -kills",
      "note(book) notebook {kills}",
      "🗒️ notebook kills",
      "NOTEBOOK KILLS",
      "notebook; DROP TABLE entries;--",
      "デスノート",
      "\u202bnotebook kills\u202c",
      "notebook\u0000kills",
    ];
    for (const query of noisy) assert.equal((await search(query)).results[0]?.title, "Death Note", query);
  });

  test("the query is given back well-formed and trimmed", async () => {
    assert.equal((await search(" note\ud800book ")).query, "note\ufffdbook");
  });

  test("strange values in filters match nothing, and break nothing", async () => {
    for (const value of [
      "*",
      "%",
      '"',
      "\\",
      "a\u0000b",
      "🐱",
      "\ud800",
      "",
      " ",
      ".*",
      "' OR 1=1 --",
      "Supernatural*",
    ]) {
      for (const filter of [
        { genres: value },
        { genres: [value] },
        { title: value },
        { slug: { except: [value] } },
      ]) {
        const answer = await service.ask("POST", "/search", { filter });
        assert.equal(answer.status, 200, answer.text);
        const expected = "slug" in filter ? 4 : 0;
        assert.equal(answer.json.total.value, expected, JSON.stringify(filter));
      }
    }
    const folded = await service.ask("POST", "/search", { filter: { genres: "sci-fi" } });
    assert.equal(folded.json.total.value, 2);
  });

  test("a weight of 0 switches a space off", async () => {
    const both = {
      spaces: [
        { name: "text_sparse", weight: 1 },
        { name: "title_vector", weight: 0 },
      ],
    };
    const one = { spaces: [{ name: "text_sparse", weight: 1 }] };
    const page = async (more: object) => (await search("notebook in space", more)).results;
    assert.deepEqual(await page(both), await page(one));
  });
});

test("no bad request was logged as the service's own error", () => {
  assert.doesNotMatch(service.logged(), /"level":50/);
});
