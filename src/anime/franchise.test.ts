import assert from "node:assert/strict";
import { test } from "node:test";
import { type FranchiseMember, franchiseLinks, resolveFranchises } from "./franchise.ts";

const url = (id: string) => `https://example.com/${id}`;
const member = (
  id: string,
  popularity: number,
  links: string[] = [],
  franchiseId?: string,
): FranchiseMember => ({
  id,
  slug: `slug-${id}`,
  popularity,
  sources: [url(id)],
  links: links.map(url),
  ...(franchiseId !== undefined && { franchiseId }),
});
const resolve = (...members: FranchiseMember[]) => Object.fromEntries(resolveFranchises(members));

test("only the relations that make a franchise count, and only to pages of anime", () => {
  const of = (relation_type: string, to: string) => ({ relation_type, url: to });
  assert.deepEqual(
    franchiseLinks({
      related_anime: [
        of("SEQUEL", "https://myanimelist.net/anime/1"),
        of("CHARACTER", "https://myanimelist.net/anime/2"),
        of("OTHER", "https://myanimelist.net/anime/3"),
        { relation_type: "PREQUEL" },
      ],
      relations: [
        of("ADAPTATION", "https://myanimelist.net/anime/4"),
        of("PARENT", "https://myanimelist.net/manga/5"),
        of("SPIN_OFF", "https://myanimelist.net/anime/6"),
        of("SEQUEL", "https://myanimelist.net/anime/1"),
      ],
    }),
    ["https://myanimelist.net/anime/1", "https://myanimelist.net/anime/6"],
  );
});

test("a franchise is named after its most popular member; a single anime is one of its own", () => {
  assert.deepEqual(resolve(member("a", 1, ["b"]), member("b", 9, ["c"]), member("c", 3), member("d", 5)), {
    a: "slug-b",
    b: "slug-b",
    c: "slug-b",
    d: "slug-d",
  });
});

test("two that name the same absent work belong together", () => {
  assert.deepEqual(resolve(member("a", 1, ["lost"]), member("b", 2, ["lost"])), { a: "slug-b", b: "slug-b" });
});

test("a name once given stays, even when another member becomes more popular", () => {
  assert.deepEqual(resolve(member("a", 1, ["b"], "slug-a"), member("b", 9)), { a: "slug-a", b: "slug-a" });
});

test("of two franchises that become one the more popular one's name stays", () => {
  const members = [member("a", 1, [], "old-a"), member("b", 9, ["a"], "old-b"), member("c", 5, ["a"])];
  assert.deepEqual(resolve(...members), { a: "old-b", b: "old-b", c: "old-b" });
});

test("where one splits, the part with the most popular member keeps the name", () => {
  assert.deepEqual(resolve(member("a", 1, [], "old"), member("b", 9, [], "old")), { a: "slug-a", b: "old" });
});

test("a name that another franchise has gets a number", () => {
  assert.deepEqual(resolve(member("a", 1), member("b", 9, [], "slug-a")), { a: "slug-a-2", b: "slug-a" });
});

test("the order of members changes nothing", () => {
  const members = [
    member("a", 2, ["b"]),
    member("b", 2),
    member("c", 2, ["d"]),
    member("d", 2, [], "x"),
    member("e", 0),
  ];
  assert.deepEqual(resolve(...members.toReversed()), resolve(...members));
});

test("a chain of 50,000 is followed", () => {
  const chain = Array.from({ length: 50_000 }, (_, at) => member(`m${at}`, at, [`m${at + 1}`]));
  assert.equal(new Set(resolveFranchises(chain).values()).size, 1);
});
