import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openTestService, type TestService } from "../http/testing.ts";
import { SEARCHED } from "./fixtures.ts";
import type { SearchAnswer, SearchResult } from "./request.ts";

let service: TestService;
before(async () => {
  service = await openTestService({ entries: SEARCHED });
});
after(() => service.close());

async function search(query: string, more: object = {}): Promise<SearchAnswer> {
  const { status, json, text } = await service.ask("POST", "/search", {
    query,
    limit: 100,
    fields: "full",
    ...more,
  });
  assert.equal(status, 200, text);
  return json;
}

const titles = ({ results }: SearchAnswer) => results.map(({ title }) => title);
const effects = ({ understood }: SearchAnswer) =>
  Object.fromEntries(understood.map(({ id, effect }) => [id, effect]));

type Payload = { readonly year: number; readonly type: string; readonly genres: string[] } & {
  readonly staff_data?: { readonly studios?: readonly { readonly name: string }[] };
};
const payload = ({ payload }: SearchResult) => payload as unknown as Payload;
const isOf = (genre: string) => (result: SearchResult) => payload(result).genres.includes(genre);
const isFromThe80s = (result: SearchResult) => Math.floor(payload(result).year / 10) === 198;

describe("what a query demands", () => {
  const demands: readonly {
    readonly query: string;
    readonly held: Readonly<Record<string, (result: SearchResult) => boolean>>;
  }[] = [
    {
      query: "mecha anime from the 1980s",
      held: { "genre:mecha": isOf("Mecha"), "decade:1980s": isFromThe80s },
    },
    {
      query: "mecha by madhouse",
      held: {
        "genre:mecha": isOf("Mecha"),
        "studio:madhouse": (result) => payload(result).staff_data?.studios?.[0]?.name === "Madhouse",
      },
    },
    {
      query: "mecha but not comedy",
      held: { "genre:mecha": isOf("Mecha"), "not:genre:comedy": (result) => !isOf("Comedy")(result) },
    },
    {
      query: "romance movies",
      held: {
        "genre:romance": isOf("Romance"),
        "format:movie": (result) => payload(result).type === "MOVIE",
      },
    },
  ];
  for (const { query, held } of demands) {
    test(`${query}: all results have it`, async () => {
      const answer = await search(query);
      assert.deepEqual(Object.keys(effects(answer)).sort(), Object.keys(held).sort());
      assert.deepEqual(new Set(Object.values(effects(answer))), new Set(["filter"]));
      assert.ok(answer.results.length > 0);
      for (const result of answer.results) {
        for (const [id, has] of Object.entries(held)) assert.ok(has(result), `${result.title}: ${id}`);
      }
      assert.deepEqual(answer.total, { value: answer.results.length, relation: "eq" });
    });

    for (const id of Object.keys(held)) {
      test(`${query}: without ${id} only the rest is demanded`, async () => {
        const answer = await search(query, { ignore_understood: [id] });
        const others = Object.entries(held).filter(([other]) => other !== id);
        assert.ok(!(id in effects(answer)));
        for (const [other, has] of others) {
          assert.equal(effects(answer)[other], "filter");
          assert.ok(answer.results.every(has), other);
        }
        assert.ok(
          answer.results.some((result) => !held[id]!(result)),
          "something without it is found",
        );
      });
    }
  }

  test("words of a demand are words of the answer, and unknown ids to ignore do no harm", async () => {
    const { understood } = await search("mecha anime from the 1980s", { ignore_understood: ["no:such", ""] });
    assert.deepEqual(
      understood.map(({ text, field }) => [text, field]),
      [
        ["mecha", "genres"],
        ["from the 1980s", "decade"],
      ],
    );
  });

  test("nothing is demanded where the caller says how to search", async () => {
    for (const more of [
      { mode: "dense" },
      { mode: "sparse" },
      { spaces: [{ name: "text_sparse", weight: 1 }] },
    ]) {
      assert.deepEqual((await search("mecha anime from the 1980s", more)).understood, []);
    }
  });
});

test("an anime of exactly that name comes first, whatever the word demands of others", async () => {
  const entry = (id: number, title: string, genre: string, members: number) => ({
    title,
    type: "TV",
    genres: [genre],
    sources: [`https://myanimelist.net/anime/${id}`],
    statistics: { mal: { score: 7, members } },
  });
  const named = await openTestService({
    entries: [
      entry(1, "Comedy", "Drama", 10),
      entry(2, "Funny Town", "Comedy", 9_000),
      entry(3, "Sad", "Drama", 50),
    ],
  });
  const { json } = await named.ask("POST", "/search", { query: "comedy" });
  assert.deepEqual(titles(json), ["Comedy", "Funny Town"]);
  await named.close();
});

describe("a demand that nothing meets", () => {
  test("becomes a wish alone where it is a theme that few have", async () => {
    const answer = await search("mecha anime with vampires from the 1980s");
    assert.deepEqual(effects(answer), {
      "genre:mecha": "filter",
      "theme:vampires": "preference",
      "decade:1980s": "filter",
    });
    for (const result of answer.results) assert.ok(isOf("Mecha")(result) && isFromThe80s(result));
  });

  test("becomes a wish: the time before the genre", async () => {
    const answer = await search("mecha anime from the 1970s");
    assert.deepEqual(effects(answer), { "genre:mecha": "filter", "decade:1970s": "preference" });
    for (const result of answer.results) assert.ok(isOf("Mecha")(result));
    assert.equal(answer.no_good_match, false);
  });

  test("becomes a wish with all others where words beside it may be a name", async () => {
    const answer = await search("lantern mecha from the 1970s");
    assert.deepEqual(new Set(Object.values(effects(answer))), new Set(["preference"]));
    assert.equal(titles(answer)[0], "Steel Lantern");
  });

  test("under the caller's own filter, which stays", async () => {
    const answer = await search("mecha anime from the 1980s", { filter: { year: { gte: 2000 } } });
    assert.equal(effects(answer)["decade:1980s"], "preference");
    assert.equal(titles(answer)[0], "Tin Parade");
    for (const result of answer.results) assert.ok(payload(result).year >= 2000);
  });

  test("is none that only adult entries meet", async () => {
    const query = "mecha anime from 1990";
    assert.equal(effects(await search(query))["year:1990"], "preference");
    const all = await search(query, { include_nsfw: true });
    assert.deepEqual(titles(all), ["Steel Lantern After Hours"]);
  });
});

describe("a model", () => {
  test("stays out with its franchise, and what is like it comes first", async () => {
    for (const query of [
      "anime like Steel Lantern",
      "something similar to steel lantern",
      "anime like Steal Lantrn",
    ]) {
      const found = titles(await search(query));
      assert.ok(!found.some((title) => title.startsWith("Steel Lantern")), query);
      assert.deepEqual(found.slice(0, 2), ["Iron Orchard", "Tin Parade"], query);
    }
  });

  test("can be joined with demands", async () => {
    const answer = await search("comedy like Steel Lantern");
    assert.equal(titles(answer)[0], "Tin Parade");
  });

  test("that nothing is called is answered with the nearest title", async () => {
    const answer = await search("anime like steel lamp");
    assert.deepEqual(
      { text: answer.suggestion?.text, title: answer.suggestion?.title },
      { text: "steel lamp", title: "Steel Lantern" },
    );
    assert.equal((await search("anime like zzyzx qqrrw")).suggestion, undefined);
  });

  test("that nothing is called is not answered with the whole catalogue", async () => {
    const everything = (await search("", { filter: {} })).total.value;
    for (const query of ["anime like steel lamp", "anime like zzyzx qqrrw"]) {
      const { results, total } = await search(query);
      assert.ok(results.length < everything, query);
      assert.equal(total.value, results.length, query);
    }
  });

  test("that is adult is unknown unless asked for", async () => {
    for (const query of ["anime like Midnight Garden Club", "anime like Midnight Garden Clubhouse"]) {
      const answer = await search(query);
      assert.doesNotMatch(JSON.stringify([answer.results, answer.suggestion ?? null]), /Midnight Garden/);
    }
    const all = titles(await search("anime like Midnight Garden Club", { include_nsfw: true }));
    assert.ok(!all.includes("Midnight Garden Club"));
    assert.equal(all[0], "Tsukikage no Niwa");
  });

  test("to leave out beside its own franchise is only what is called so", async () => {
    const found = titles(await search("Steel Lantern but not Undertow"));
    assert.ok(found.includes("Steel Lantern") && found.includes("Steel Lantern Landfall"), found.join());
    assert.ok(!found.includes("Steel Lantern Undertow"));
  });

  test("to leave out takes its franchise along", async () => {
    const found = titles(await search("mecha but not Steel Lantern"));
    assert.deepEqual(found.sort(), ["Iron Orchard", "Tin Parade"]);
  });
});

describe("by the makers of a title", () => {
  test("what its studio made beside it; the title itself is left out", async () => {
    const answer = await search("same studio as Iron Orchard");
    assert.deepEqual(titles(answer).sort(), ["Quiet Harvest", "Tin Parade"]);
    assert.deepEqual(answer.understood, [
      {
        id: "makers:iron-orchard",
        kind: "makers",
        text: "same studio as Iron Orchard",
        field: "studios",
        value: "Iron Orchard",
        effect: "filter",
      },
    ]);
  });

  test("together with other demands", async () => {
    assert.deepEqual(titles(await search("romance from the studio behind Iron Orchard")), ["Quiet Harvest"]);
  });

  test("where nothing tells who made it, what is like it", async () => {
    const answer = await search("by the author of Iron Orchard");
    assert.deepEqual(effects(answer), { "makers:iron-orchard": "preference" });
    assert.equal(answer.understood[0]?.kind, "like");
    assert.ok(!titles(answer).includes("Iron Orchard"));
    assert.ok(answer.results.length > 2);
  });
});

describe("parts of a series", () => {
  const table = `
    second season of Steel Lantern      => Steel Lantern Undertow
    Steel Lantern season 2              => Steel Lantern Undertow
    third season of steel lantern       => Steel Lantern Landfall
    first season of Steel Lantern       => Steel Lantern
    sequel to Steel Lantern             => Steel Lantern Undertow
    sequel to Steel Lantern Undertow    => Steel Lantern Landfall
    prequel to Steel Lantern Undertow   => Steel Lantern
    Steel Lantern movies                => Steel Lantern: Last Harbour
    Steel Lantern ova                   => Steel Lantern: Letters
    Steel Lantern specials              => Steel Lantern: Prologue
    Steel Lantern last season           => Steel Lantern Landfall
    second season of Paper Comet        => Paper Comet 2nd Season
    season 3 of Paper Comet             => Paper Comet III
    latest season of Paper Comet        => Paper Comet III
    sequel to Paper Comet               => Paper Comet Recut`;
  for (const row of table.trim().split("\n")) {
    const [query, first] = row.split("=>").map((cell) => cell.trim()) as [string, string];
    test(`${query}: ${first}`, async () => {
      const found = titles(await search(query));
      assert.equal(found[0], first);
      const family = first.startsWith("Steel") ? "Steel Lantern" : "Paper Comet";
      const size = family === "Steel Lantern" ? 6 : 4;
      assert.ok(
        found.slice(0, size).every((title) => title.startsWith(family)),
        "the rest of the series stands before everything else",
      );
    });
  }

  test("adult ones only when asked for", async () => {
    assert.ok(!titles(await search("steel lantern ova")).includes("Steel Lantern After Hours"));
    const all = titles(await search("steel lantern ova", { include_nsfw: true }));
    assert.deepEqual(all.slice(0, 2).sort(), ["Steel Lantern After Hours", "Steel Lantern: Letters"]);
  });

  test("a part that there is none of leaves the series", async () => {
    for (const query of ["ninth season of Steel Lantern", "Paper Comet movies", "prequel to Steel Lantern"]) {
      const found = titles(await search(query));
      assert.match(found[0]!, query.includes("Comet") ? /^Paper Comet/ : /^Steel Lantern/, query);
    }
  });

  test("of a series that nothing is called is a search for its words", async () => {
    const answer = await search("second season of the lighthouse walker");
    assert.match(titles(answer)[0]!, /^Steel Lantern/);
  });
});
