import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fillers, openTestService, type TestService } from "../http/testing.ts";
import { SEARCHED } from "./fixtures.ts";
import type { Group, SearchAnswer } from "./request.ts";

let service: TestService;
before(async () => {
  service = await openTestService({ entries: SEARCHED });
});
after(() => service.close());

async function search(body: object, of: TestService = service): Promise<SearchAnswer> {
  const { status, json, text } = await of.ask("POST", "/search", { limit: 100, fields: [], ...body });
  assert.equal(status, 200, text);
  return json;
}

const titles = ({ results }: SearchAnswer) => results.map(({ title }) => title);

describe("names", () => {
  test("exact ones come first in any script, spelling and case", async () => {
    for (const [query, title] of [
      ["Tsukikage no Niwa", "Tsukikage no Niwa"],
      ["the moonshadow garden", "Tsukikage no Niwa"],
      ["月影の庭", "Tsukikage no Niwa"],
      ["달그림자 정원", "Tsukikage no Niwa"],
      ["Сад лунной тени", "Tsukikage no Niwa"],
      ["САД ЛУННОЙ ТЕНИ", "Tsukikage no Niwa"],
      ["حديقة ظل القمر", "Tsukikage no Niwa"],
      ["ＩＲＯＮ ＯＲＣＨＡＲＤ", "Iron Orchard"],
      ["steel lantern: letters", "Steel Lantern: Letters"],
      ["steel lantern letters", "Steel Lantern: Letters"],
      ["Filler 31", "Filler 31"],
    ] as const) {
      assert.equal(titles(await search({ query }))[0], title, query);
    }
  });

  test("misspelt ones come first, too", async () => {
    for (const [query, title] of [
      ["irn orchard", "Iron Orchard"],
      ["steel lantrn undertow", "Steel Lantern Undertow"],
      ["tsukikagi no niwa", "Tsukikage no Niwa"],
    ] as const) {
      assert.equal(titles(await search({ query }))[0], title, query);
    }
  });

  test("obey the filter", async () => {
    const answer = await search({ query: "Iron Orchard", filter: { year: { gte: 2000 } } });
    assert.ok(!titles(answer).includes("Iron Orchard"));
  });

  test("of adult entries find nothing unless asked to", async () => {
    for (const query of ["Midnight Garden Club", "Steel Lantern After Hours"]) {
      assert.ok(!titles(await search({ query })).includes(query));
      assert.equal(titles(await search({ query, include_nsfw: true }))[0], query);
    }
  });
});

describe("totals", () => {
  test("are what meets the demands where the query is nothing else", async () => {
    // Mecha of the 1980s that is not adult: five of Steel Lantern, and Iron Orchard.
    const { total, results } = await search({ query: "mecha anime from the 1980s", limit: 1 });
    assert.deepEqual([total, results.length], [{ value: 6, relation: "eq" }, 1]);
  });

  test("count what was found where it says more", async () => {
    for (const query of ["second season of Steel Lantern", "mecha about farmers", "anime like steel lamp"]) {
      const { total, results } = await search({ query });
      assert.deepEqual(total, { value: results.length, relation: "eq" }, query);
    }
  });
});

describe("one result per franchise", () => {
  const group_by = "franchise";
  type Grouped = SearchAnswer["results"][number] & { readonly group: Group };
  const grouped = ({ results }: SearchAnswer) => results as Grouped[];

  test("each franchise once, by its best result, in the order of the ungrouped list", async () => {
    for (const body of [
      { query: "machines that rise with the tide" },
      { query: "mecha anime" },
      { query: "Steel Lantern movies" },
      { filter: { genres: ["Mecha", "Sports"] } },
      { filter: {}, sort: [{ field: "year", order: "asc" }] },
    ]) {
      const single = await search(body);
      const answer = await search({ ...body, group_by });
      const franchises = grouped(answer).map(({ group }) => group.franchise_id);
      assert.equal(new Set(franchises).size, franchises.length, JSON.stringify(body));
      const members = new Map(
        grouped(answer).flatMap(({ group }) => group.members.map(({ id }) => [id, group.franchise_id])),
      );
      const firsts = new Map<string, string>();
      for (const { id } of single.results) {
        const franchise = members.get(id)!;
        if (!firsts.has(franchise)) firsts.set(franchise, id);
      }
      assert.deepEqual(
        answer.results.map(({ id }) => id),
        [...firsts.values()],
        JSON.stringify(body),
      );
    }
  });

  test("totals count franchises", async () => {
    // Steel Lantern, Paper Comet, four others that are not adult, and forty fillers, each a franchise of its own.
    const { total } = await search({ filter: {}, group_by, limit: 1 });
    assert.deepEqual(total, { value: 46, relation: "eq" });
    const mecha = await search({ query: "mecha anime", group_by });
    assert.deepEqual(mecha.total, { value: 3, relation: "eq" });
  });

  test("members stand in watch order; adult ones only where asked for", async () => {
    const first = async (more: object) =>
      grouped(await search({ query: "Steel Lantern", group_by, ...more }))[0]!;
    const { title, group } = await first({});
    assert.equal(title, "Steel Lantern");
    // The first series, then by year: 1983, 1986, 1988, 1989, 1993.
    const order = [
      "Steel Lantern",
      "Steel Lantern: Prologue",
      "Steel Lantern Undertow",
      "Steel Lantern: Last Harbour",
      "Steel Lantern: Letters",
      "Steel Lantern Landfall",
    ];
    assert.deepEqual(
      group.members.map((member) => member.title),
      order,
    );
    assert.equal(group.size, 6);
    const all = (await first({ include_nsfw: true })).group;
    assert.deepEqual(
      all.members.map((member) => member.title),
      [...order.slice(0, 5), "Steel Lantern After Hours", "Steel Lantern Landfall"],
    );
    assert.equal(all.size, 7);
  });

  test("pages run to the end, each franchise once, as on one large page", async () => {
    for (const body of [
      { query: "stories of machines", group_by },
      { filter: {}, group_by },
    ]) {
      const whole = await search(body);
      const found: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page = await search({ ...body, limit: 7, ...(cursor === undefined ? {} : { cursor }) });
        assert.deepEqual(page.total, whole.total);
        found.push(...page.results);
        cursor = page.next_cursor;
      } while (cursor !== undefined);
      assert.deepEqual(found, whole.results);
      assert.equal(found.length, whole.total.value);
    }
  });

  test("a list that was cut says that there may be more", async () => {
    const many = await openTestService({ entries: fillers(1_050) });
    const { total } = await search({ filter: {}, group_by, limit: 1 }, many);
    assert.deepEqual(total, { value: 1_000, relation: "gte" });
    await many.close();
  });
});
