import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AS_ADMIN, openTestService, type TestService } from "./testing.ts";

let service: TestService;
before(async () => {
  service = await openTestService();
});
after(() => service.close());

const ask = (query: string) => service.ask("GET", `/suggest${query}`);
const titles = async (q: string, more = "") => {
  const { status, json } = await ask(`?q=${encodeURIComponent(q)}${more}`);
  assert.equal(status, 200);
  return json.suggestions.map(({ title }: { title: string }) => title);
};

describe("GET /suggest", () => {
  test("says of each anime what it is and which name matched", async () => {
    const { status, json } = await ask(`?q=${encodeURIComponent("デスノ")}`);
    assert.equal(status, 200);
    const [{ id, ...first }] = json.suggestions;
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.deepEqual(first, {
      slug: "death-note",
      title: "Death Note",
      matched: "デスノート",
      year: 2006,
      type: "TV",
    });
  });

  test("at each letter typed, misspelt, joined and in another order", async () => {
    const title = "cowboy bebop";
    for (let length = 1; length <= title.length; length++) {
      assert.equal((await titles(title.slice(0, length)))[0], "Cowboy Bebop", title.slice(0, length));
    }
    for (const typed of ["cowbyo beb", "cowboybebop", "bebop cowboy", "COWBOY BEEBOP", "  cowboy   bebop "]) {
      assert.equal((await titles(typed))[0], "Cowboy Bebop", typed);
    }
    assert.deepEqual((await titles("cowboy bebop the")).slice(0, 1), ["Cowboy Bebop: The Movie"]);
  });

  test("each anime once, as many as asked for", async () => {
    assert.deepEqual(await titles("cowboy"), ["Cowboy Bebop", "Cowboy Bebop: The Movie"]);
    assert.deepEqual(await titles("cowboy", "&limit=1"), ["Cowboy Bebop"]);
  });

  test("adult entries only when asked for, also those known by their genre", async () => {
    for (const [typed, title] of [
      ["secret bebop", "Secret Bebop of the Night"],
      ["village of", "Village of Adults"],
    ] as const) {
      assert.ok(!(await titles(typed)).includes(title));
      assert.equal((await titles(typed, "&include_nsfw=true"))[0], title);
    }
  });

  test("nothing typed, or nothing that names anything, suggests nothing", async () => {
    for (const typed of ["", " ", "🦊", "…", "zzzzqqqq", "ﷺ", "\u0000"])
      assert.deepEqual(await titles(typed), []);
    assert.deepEqual((await ask("")).json, { suggestions: [] });
  });

  test("wrong requests are told what is wrong", async () => {
    for (const [query, path] of [
      [`?q=${"a".repeat(201)}`, "q"],
      ["?q=a&limit=0", "limit"],
      ["?q=a&limit=51", "limit"],
      ["?q=a&limit=x", "limit"],
      ["?q=a&include_nsfw=perhaps", "include_nsfw"],
      ["?query=a", "query"],
    ] as const) {
      const { status, json } = await ask(query);
      assert.deepEqual([status, json.errors?.[0]?.path], [422, path], query);
    }
  });

  test("what is added, renamed or deleted shows at once, and after a restart", async () => {
    let own = await openTestService();
    try {
      const entry = { sources: ["https://myanimelist.net/anime/52991"], year: 2023, type: "TV" };
      const post = (title: string) =>
        own.ask("POST", "/admin/anime", { entries: [{ ...entry, title }] }, AS_ADMIN);
      const found = async (q: string) =>
        (await own.ask("GET", `/suggest?q=${q}`)).json.suggestions.map(
          ({ title }: { title: string }) => title,
        );
      await post("Sousou no Friren");
      assert.deepEqual(await found("sousou"), ["Sousou no Friren"]);
      await post("Sousou no Frieren");
      assert.deepEqual(await found("sousou"), ["Sousou no Frieren"]);
      own = await own.reopen();
      assert.deepEqual(await found("sousou"), ["Sousou no Frieren"]);
      const [{ id }] = (await own.ask("GET", "/suggest?q=sousou")).json.suggestions;
      assert.ok((await own.ask("DELETE", `/admin/anime/${id}`, undefined, AS_ADMIN)).status < 300);
      assert.deepEqual(await found("sousou"), []);
    } finally {
      await own.close();
    }
  });

  test("before there is an index it is not ready", async () => {
    const empty = await openTestService({ entries: [] });
    try {
      assert.equal((await empty.ask("GET", "/suggest?q=a")).status, 503);
    } finally {
      await empty.close();
    }
  });
});
