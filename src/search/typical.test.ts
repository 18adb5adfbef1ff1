import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fillers, openTestService, type TestService } from "../http/testing.ts";
import type { Interpretation } from "./interpret.ts";
import type { SearchPlan } from "./search.ts";
import { typicalLegs } from "./typical.ts";

const PLOTS = [
  "Pilots climb into giant robots and fight for a colony in space.",
  "A mechanic's daughter pilots a giant robot against an alien fleet.",
  "Two armies of giant robots fight over the moon; a young pilot deserts.",
  "The pilot of a prototype robot protects a colony from invaders.",
  "An academy trains pilots of giant robots for a war among the colonies.",
  "A scrap dealer rebuilds a giant robot and becomes a pilot of the resistance.",
];
const entry = (id: number, title: string, synopsis: string, members: number, tags: string[]) => ({
  title,
  type: "TV",
  year: 2001,
  genres: ["Mecha"],
  tags,
  sources: [`https://myanimelist.net/anime/${id}`],
  statistics: { mal: { members } },
  synopsis,
});

describe("what is typical of a kind", () => {
  let service: TestService;
  before(async () => {
    const entries = [
      ...PLOTS.map((plot, i) => entry(100 + i, `Orbit ${"ABCDEF"[i]}`, plot, 1000 + i, ["Robots", "Space"])),
      entry(
        200,
        "Velvet Teapot",
        "Six friends bake cakes for a village fair and fall in love with a florist.",
        1200,
        ["Cooking", "Romance"],
      ),
      ...fillers(40),
    ];
    service = await openTestService({ entries });
  });
  after(() => service.close());

  test("comes before what only has its genre, though that is better known", async () => {
    const { json, text } = await service.ask("POST", "/search", { query: "mecha anime", explain: true });
    const titles: string[] = json.results.map(({ title }: { title: string }) => title);
    assert.equal(titles.length, 7, text);
    assert.equal(titles.at(-1), "Velvet Teapot");
    const parts = json.results[0].explanation.parts.map(({ source }: { source: string }) => source);
    assert.ok(parts.includes("typical:title_vector") && parts.includes("typical:genre_vector"), text);
  });

  test("is not asked where an order is, or something else than a kind", async () => {
    for (const query of ["newest mecha anime", "anime from 2001", "Orbit A"]) {
      const { text } = await service.ask("POST", "/search", { query, explain: true });
      assert.ok(!text.includes("typical:"), query);
    }
  });
});

describe("typicalLegs", () => {
  const spaces = new Map([["title_vector", "text"]]);
  const understood = [
    { id: "genre:mecha", kind: "genre", text: "mecha", field: "genres", value: ["Mecha"], effect: "filter" },
  ] as const;
  const plan = { interpretation: { understood } as unknown as Interpretation } as SearchPlan;
  const ids = (n: number) => Array.from({ length: n }, (_, i) => `id ${i}`);

  test("score by the mean of the best known in the spaces that there are", () => {
    const [leg, ...more] = typicalLegs(plan, ids(150), spaces);
    assert.deepEqual(more, []);
    assert.deepEqual(leg!.leg, { space: "title_vector", limit: 0, like: ids(150) });
  });

  test("are asked for kinds of stories and for sadness, not for what is in stories", () => {
    const of = (id: string, kind: string) => {
      const said = { understood: [{ ...understood[0], id, kind }] } as unknown as Interpretation;
      return typicalLegs({ interpretation: said } as SearchPlan, ids(150), spaces).length;
    };
    assert.equal(of("demographic:josei", "demographic"), 1);
    assert.equal(of("mood:sad", "mood"), 1);
    assert.equal(of("mood:calm", "mood"), 0);
    assert.equal(of("theme:ghosts", "theme"), 0);
  });

  test("are none where few meet the demands", () => {
    assert.deepEqual(typicalLegs(plan, ids(4), spaces), []);
  });
});
