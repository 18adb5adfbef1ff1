import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { likenessTo } from "./likeness.ts";

const model = {
  id: "m",
  slug: "m",
  title: "Model",
  type: "TV",
  year: 2010,
  genres: ["Award Winning", "Sports"],
  tags: ["Chess", "School", "chess", "Everywhere", "Chance", "Place"],
} as unknown as Parameters<typeof likenessTo>[0];
const counts: Readonly<Record<string, number>> = {
  chess: 10,
  school: 999,
  everywhere: 5000,
  chance: 2,
  place: 90,
};
const countOf = (value: string) => counts[value] ?? 0;
const among = { tagged: countOf, knownFor: countOf };

describe("likeness to a model", () => {
  test("shared tags are worth one together, the rarer the more; too rare, too common and empty ones nothing", () => {
    const { preferences } = likenessTo(model, among, 9990);
    const weights = Object.fromEntries(preferences.map(({ id, weight }) => [id, weight]));
    // ln(1 + 9990 / 10) = ln 1000 and ln(1 + 9990 / 999) = ln 11: 6.907755 and 2.397895 of 9.305650.
    assert.ok(Math.abs(weights["like:tag:chess"]! - 0.742318) < 1e-5);
    assert.ok(Math.abs(weights["like:tag:school"]! - 0.257682) < 1e-5);
    assert.deepEqual(
      Object.keys(weights)
        .filter((id) => id.startsWith("like:tag:"))
        .sort(),
      ["like:tag:chess", "like:tag:school"],
    );
  });

  test("what a model is known for is worth one together, too", () => {
    const known = { ...model, recollection: { known_for: ["chess", "school", "chance"] } };
    const { preferences } = likenessTo(known, among, 9990);
    const shared = preferences.filter(({ id }) => id.startsWith("like:known-for:"));
    assert.deepEqual(
      shared.map(({ condition }) => condition),
      [
        { key: "known_for", any: ["chess"] },
        { key: "known_for", any: ["school"] },
      ],
    );
    assert.ok(Math.abs(shared[0]!.weight - 0.742318) < 1e-5);
  });

  test("what was made within eight years is of its time", () => {
    const { preferences } = likenessTo(model, among, 9990);
    const time = preferences.find(({ id }) => id === "like:time");
    assert.deepEqual(time?.condition, { key: "year", range: { gte: 2002, lte: 2018 } });
  });

  test("what shares no genre, small children's anime and clips stay out; an award is no genre to share", () => {
    assert.deepEqual(likenessTo(model, among, 9990).forbidden, [
      { must: [{ key: "genres", exists: true }], must_not: [{ key: "genres", any: ["Sports"] }] },
      { key: "demographics", any: ["Kids"] },
      { key: "type", any: ["MUSIC", "PV"] },
    ]);
  });

  test("a model for children, a clip, or one of which nothing is known forbids less", () => {
    const bare = { id: "b", slug: "b", title: "Bare", type: "MUSIC", demographics: ["Kids"] };
    const { preferences, forbidden } = likenessTo(bare as unknown as typeof model, among, 0);
    assert.deepEqual(forbidden, [{ key: "type", any: ["PV"] }]);
    assert.deepEqual(
      preferences.map(({ id }) => id),
      ["like:well-scored"],
    );
  });
});
