import assert from "node:assert/strict";
import { test } from "node:test";
import { type Claim, identify, linksOf, resolveIdentities, uuidOfUrl } from "./identity.ts";

const mal = (id: number) => `https://myanimelist.net/anime/${id}`;
const anilist = (id: number) => `https://anilist.co/anime/${id}`;
const kitsu = (id: number) => `https://kitsu.app/anime/${id}`;
const claim = (key: string, sources: string[], more: Partial<Claim> = {}): Claim => ({
  key,
  title: key,
  sources,
  ...more,
});
const members = (claims: Claim[]) => resolveIdentities(claims).groups.map((group) => group.members.join(""));

/** Every order of a short list. */
function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((first, at) => permutations(list.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

/** Numbers 0..1 from a seed (Park and Miller's minimal standard generator). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

test("uuidOfUrl follows RFC 9562", () => {
  // Python: uuid.uuid5(uuid.NAMESPACE_URL, "http://www.example.com/"), and the well-known id of MyAnimeList's anime 1.
  assert.equal(uuidOfUrl("http://www.example.com/"), "fcde3c85-2270-590f-9e7c-ee003d65e0e2");
  assert.equal(uuidOfUrl(mal(1)), "f29ca129-8621-5a35-ad5b-4bd3d626910a");
});

test("an id comes from the first source, is kept where it came along, and exists without any source", () => {
  assert.equal(identify({ title: "x", sources: [anilist(5), mal(1)] }), uuidOfUrl(mal(1)));
  assert.equal(identify({ title: "x", id: "kept", sources: [mal(1)] }), "kept");
  const nameless = { title: "Ｆoo", type: "TV", year: 1999 };
  assert.equal(identify(nameless), identify({ ...nameless, title: "foo" }));
  assert.notEqual(identify(nameless), identify({ ...nameless, year: 2000 }));
});

test("records that share a source are one anime, also over a third", () => {
  assert.deepEqual(members([claim("a", [mal(1)]), claim("b", [kitsu(9)]), claim("c", [mal(1), kitsu(9)])]), [
    "abc",
  ]);
});

test("different ids of one provider keep two anime apart, and the shared source is a conflict", () => {
  const { groups, conflicts } = resolveIdentities([
    claim("a", [mal(1), anilist(5)]),
    claim("b", [mal(2), anilist(5)]),
  ]);
  assert.deepEqual(groups.map((group) => group.id).sort(), [uuidOfUrl(mal(1)), uuidOfUrl(mal(2))].sort());
  assert.deepEqual(conflicts, [{ url: anilist(5), ids: [uuidOfUrl(mal(1)), uuidOfUrl(mal(2))].sort() }]);
});

test("a record between two that disagree goes to one of them, whatever the order", () => {
  const claims = [
    claim("a", [mal(1), anilist(5)]),
    claim("b", [anilist(5), kitsu(7)]),
    claim("c", [mal(2), kitsu(7)]),
    claim("d", [mal(3), anilist(5)]),
  ];
  const first = resolveIdentities(claims);
  // AniList's link comes before Kitsu's: a and b merge at it (a's MyAnimeList id is the smallest), c and d stay apart.
  assert.deepEqual(first.groups.map((group) => group.members.join("")).sort(), ["ab", "c", "d"]);
  assert.deepEqual(
    first.conflicts.map((conflict) => conflict.url),
    [anilist(5), kitsu(7)],
  );
  for (const order of permutations(claims)) assert.deepEqual(resolveIdentities(order), first);
});

test("a disagreement about the first source itself gives each an id of its own", () => {
  const { groups } = resolveIdentities([claim("a", [mal(1), kitsu(1)]), claim("b", [mal(1), kitsu(2)])]);
  assert.deepEqual(groups.map((group) => group.id).sort(), [uuidOfUrl(mal(1)), uuidOfUrl(kitsu(2))].sort());
});

test("the same id means the same anime, and an unnamed one meets its like", () => {
  assert.deepEqual(members([claim("a", [mal(1)], { id: "x" }), claim("b", [kitsu(3)], { id: "x" })]), ["ab"]);
  const nameless = (key: string) => ({ key, title: "Lost", year: 1970 });
  assert.deepEqual(members([nameless("a"), nameless("b"), { ...nameless("c"), year: 1971 }]).sort(), [
    "ab",
    "c",
  ]);
});

test("pages that name no anime join nothing", () => {
  const manga = "https://myanimelist.net/manga/2";
  assert.deepEqual(members([claim("a", [manga]), claim("b", [manga])]).sort(), ["a", "b"]);
});

test("an id once given stays; of two that become one the other turns into an alias", () => {
  const early = claim("a", [anilist(5)], { given: uuidOfUrl(anilist(5)) });
  const { groups } = resolveIdentities([early, claim("b", [mal(1), anilist(5)])]);
  assert.deepEqual(
    groups.map((group) => group.id),
    [uuidOfUrl(anilist(5))],
  );

  const bridged = resolveIdentities([
    claim("a", [anilist(5)], { given: uuidOfUrl(anilist(5)) }),
    claim("b", [mal(1)], { given: uuidOfUrl(mal(1)) }),
    claim("c", [mal(1), anilist(5)], { id: "own" }),
  ]);
  assert.equal(bridged.groups.length, 1);
  assert.equal(bridged.groups[0]!.id, uuidOfUrl(mal(1)));
  assert.deepEqual(bridged.groups[0]!.aliases, [uuidOfUrl(anilist(5)), "own"].sort());
});

test("where an anime splits, the part whose first source made the id keeps it", () => {
  const given = uuidOfUrl(mal(1));
  const { groups } = resolveIdentities([
    claim("a", [mal(2), kitsu(3)], { given }),
    claim("b", [mal(1), kitsu(3)], { given }),
  ]);
  const idOf = (key: string) => groups.find((group) => group.members.includes(key))!.id;
  assert.equal(idOf("b"), given);
  assert.equal(idOf("a"), uuidOfUrl(mal(2)));
});

/** A tangle of claims over few ids, so that links and disagreements are many. */
function tangle(random: () => number, size: number): Claim[] {
  const pick = (count: number) => 1 + Math.floor(random() * count);
  return Array.from({ length: size }, (_, at) => {
    const sources = [mal(pick(4)), anilist(pick(4)), kitsu(pick(4))].filter(() => random() < 0.6);
    return claim(`k${at}`, sources);
  });
}

test("any order of any claims gives the same anime, with an id for each", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = seeded(seed);
    const claims = tangle(random, 8);
    const expected = resolveIdentities(claims);
    const shuffled = claims.toSorted(() => random() - 0.5);
    assert.deepEqual(resolveIdentities(shuffled), expected, `seed ${seed}`);
    const ids = expected.groups.map((group) => group.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(expected.groups.flatMap((group) => group.members).length, claims.length);
  }
});

test("resolving only what is connected with a new claim is resolving everything", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = seeded(seed);
    const wide = (at: number) => 10 * Math.floor(at / 4);
    const claims = tangle(random, 16).map((one, at) => ({
      ...one,
      sources: one.sources!.map((url) => url.replace(/\d+$/, (id) => String(Number(id) + wide(at)))),
    }));
    const around = new Set([claims[0]!]);
    // A set's iteration reaches what is added meanwhile.
    for (const one of around) {
      const links = new Set(linksOf(one));
      for (const other of claims) if (!links.isDisjointFrom(new Set(linksOf(other)))) around.add(other);
    }
    const whole = resolveIdentities(claims).groups;
    const part = resolveIdentities(around).groups;
    const keys = new Set(Array.from(around, (one) => one.key));
    assert.deepEqual(
      part,
      whole.filter((group) => group.members.some((key) => keys.has(key))),
      `seed ${seed}`,
    );
  }
});
