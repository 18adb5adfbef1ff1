import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openTestService, type TestService } from "../http/testing.ts";
import { SEARCHED } from "./fixtures.ts";
import type { Explanation, SearchResult } from "./request.ts";

let service: TestService;
before(async () => {
  service = await openTestService({ entries: SEARCHED });
});
after(() => service.close());

type Explained = SearchResult & { readonly explanation: Explanation };

async function search(query: string, more: object = {}): Promise<Explained[]> {
  const body = { query, explain: true, limit: 100, fields: [], ...more };
  const { status, json, text } = await service.ask("POST", "/search", body);
  assert.equal(status, 200, text);
  return json.results;
}

const sum = (parts: readonly { readonly adds: number }[]) => parts.reduce((all, { adds }) => all + adds, 0);

function assertNear(got: number, expected: number, what: string): void {
  assert.ok(Math.abs(got - expected) <= 1e-6 * Math.abs(expected), `${what}: ${got}, not ${expected}`);
}

const QUERIES = [
  "farmers with walking machines",
  "a gardener meets a ghost who tends flowers by night",
  "Steel Lantern",
  "steel lantrn",
  "月影の庭",
  "mecha anime from the 1980s",
  "mecha anime from the 1970s",
  "mecha drama by madhouse about farmers",
  "mecha but not comedy",
  "anime like Steel Lantern",
  "comedy like Steel Lantern",
  "anime like steel lamp",
  "second season of Steel Lantern",
  "Steel Lantern last season",
  "romance movies",
  "🦊",
];

const MANNERS: Readonly<Record<string, object>> = {
  "as it ships": {},
  rrf: { fusion: { method: "rrf", k: 60 } },
  dbsf: { fusion: { method: "dbsf" } },
  "without popularity": { boost: { popularity: 0 } },
  "with more of it": { boost: { popularity: 2.5 } },
  "in chosen spaces": {
    spaces: [
      { name: "title_vector", weight: 1 },
      { name: "text_sparse", weight: 0.25 },
      { name: "metadata_sparse", weight: 2 },
      { name: "genre_vector", weight: 0 },
    ],
  },
  grouped: { group_by: "franchise" },
  sorted: { sort: [{ field: "year", order: "asc" }] },
  "with adult entries": { include_nsfw: true },
};

describe("explanations add up", () => {
  for (const [manner, more] of Object.entries(MANNERS)) {
    test(manner, async () => {
      let terms = 0;
      let features = 0;
      for (const query of QUERIES) {
        for (const { title, score, explanation } of await search(query, more)) {
          const what = `${query}: ${title}`;
          const part = (source: string) => explanation.parts.filter((one) => one.source === source);
          assertNear(sum(explanation.parts), explanation.fused, `${what}: the parts`);
          assertNear(explanation.fused * explanation.boost.factor, score, `${what}: fused × boost`);
          assert.equal(explanation.score, score, what);
          assert.ok(
            explanation.parts.every(
              ({ adds, source, weight }) => (adds > 0 || source === "spread") && weight > 0,
            ),
            what,
          );
          // dbsf gives something for a score of 0, too, for which no term and no feature stands.
          if (manner === "dbsf" && explanation.terms.length * explanation.features.length === 0) continue;
          assertNear(sum(explanation.terms), sum(part("text_sparse")), `${what}: the terms`);
          assertNear(sum(explanation.features), sum(part("metadata_sparse")), `${what}: the features`);
          terms += explanation.terms.length;
          features += explanation.features.length;
        }
      }
      assert.ok(terms > 0 && features > 0, "some have terms and features");
    });
  }
});

describe("explanations", () => {
  test("are given only where they are asked for, and of searches only", async () => {
    const [plain] = await search("farmers", { explain: false });
    assert.equal(plain!.explanation, undefined);
    const { json } = await service.ask("POST", "/search", { filter: { year: 1984 }, explain: true });
    assert.equal(json.results[0].explanation, undefined);
  });

  test("change nothing of the list, and are the same on every page", async () => {
    const query = "mecha about farmers";
    const withoutExplanation = ({ id, score }: SearchResult) => ({ id, score });
    const all = await search(query);
    assert.ok(all.length >= 6, "two pages");
    const plain = await search(query, { explain: false });
    assert.deepEqual(all.map(withoutExplanation), plain.map(withoutExplanation));
    const body = { query, explain: true, limit: 3, fields: [] };
    const first = (await service.ask("POST", "/search", body)).json;
    const second = (await service.ask("POST", "/search", { ...body, cursor: first.next_cursor })).json;
    assert.deepEqual([...first.results, ...second.results], all.slice(0, 6));
  });

  test("name the words that were searched for, not those that were understood otherwise", async () => {
    for (const { title, explanation } of await search("Steel Lantern last season")) {
      assert.ok(
        explanation.terms.every(({ name }) => name === "steel" || name === "lantern"),
        `${title}: ${JSON.stringify(explanation.terms)}`,
      );
    }
  });

  test("name features by kind and value, and the caller's filter", async () => {
    const filter = { year: { lt: 1990 } };
    const [first] = await search("mecha about farmers", { filter });
    assert.equal(first!.title, "Iron Orchard");
    assert.deepEqual(
      first!.explanation.features.map(({ name }) => name),
      ["genre:mecha"],
    );
    assert.deepEqual(first!.explanation.filters, [JSON.stringify(filter)]);
    assert.match(
      first!.explanation.text,
      /^Found by .+\. Words: .*farmer.*\. Features: genre:mecha\. Kept by /,
    );
  });

  test("say what a name, a part, a wish and a likeness add", async () => {
    const kinds = async (query: string) =>
      new Set((await search(query))[0]!.explanation.parts.map(({ kind, source }) => `${kind} ${source}`));
    assert.ok((await kinds("Iron Orchard")).has("name title"));
    assert.ok((await kinds("second season of Steel Lantern")).has("name part"));
    assert.ok((await kinds("lantern mecha from the 1970s")).has("preference genre:mecha"));
    assert.ok((await kinds("anime like Steel Lantern")).has("likeness like:title_vector"));
  });

  test("never speak of adult entries unless asked to", async () => {
    const adult = /After Hours|Midnight Garden/;
    for (const query of [...QUERIES, "a garden by night", "lighthouse walker", "for adults only"]) {
      const body = { query, limit: 100, explain: true, group_by: "franchise" };
      const { text } = await service.ask("POST", "/search", body);
      assert.doesNotMatch(text, adult, query);
    }
    const all = await service.ask("POST", "/search", {
      query: "lighthouse walker",
      limit: 100,
      explain: true,
      group_by: "franchise",
      include_nsfw: true,
    });
    assert.match(all.text, adult);
  });
});
