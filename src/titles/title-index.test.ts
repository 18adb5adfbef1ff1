import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CatalogueEntry } from "../anime/entry.ts";
import { isFailure } from "../errors.ts";
import { seededRandom } from "../random.ts";
import { TitleIndex, TitleIndexBuilder } from "./title-index.ts";

interface Given {
  readonly title: string;
  readonly names?: readonly string[];
  readonly members?: number;
  readonly nsfw?: boolean;
}

function entry(id: string, { title, names = [], members = 1000, nsfw }: Given): CatalogueEntry {
  return {
    id,
    slug: id,
    title,
    synonyms: [...names],
    statistics: { mal: { members } },
    ...(nsfw === undefined ? {} : { nsfw }),
  };
}

/** Franchises whose members are easily taken for one another, and entries that only resemble them. */
const CATALOGUE = [
  entry("naruto", { title: "Naruto", names: ["ナルト", "나루토"], members: 2_800_000 }),
  entry("shippuuden", {
    title: "Naruto: Shippuuden",
    names: ["NARUTO -ナルト- 疾風伝", "Naruto Shippuden"],
    members: 2_400_000,
  }),
  entry("aot", {
    title: "Shingeki no Kyojin",
    names: ["Attack on Titan", "AoT", "進撃の巨人", "进击的巨人", "진격의 거인", "Атака титанов"],
    members: 4_000_000,
  }),
  entry("aot2", {
    title: "Shingeki no Kyojin Season 2",
    names: ["Attack on Titan Season 2"],
    members: 2_900_000,
  }),
  entry("aot3", {
    title: "Shingeki no Kyojin Season 3",
    names: ["Attack on Titan Season 3"],
    members: 2_300_000,
  }),
  entry("fma", { title: "Fullmetal Alchemist", names: ["鋼の錬金術師"], members: 1_600_000 }),
  entry("fmab", {
    title: "Fullmetal Alchemist: Brotherhood",
    names: ["Fullmetal Alchemist", "FMAB", "鋼の錬金術師 FULLMETAL ALCHEMIST"],
    members: 3_300_000,
  }),
  entry("kon", { title: "K-On!", names: ["けいおん!"], members: 1_200_000 }),
  entry("kon2", { title: "K-On!!", names: ["けいおん!!"], members: 800_000 }),
  entry("steins", { title: "Steins;Gate", members: 2_500_000 }),
  entry("onepiece", { title: "One Piece", members: 2_300_000 }),
  entry("hxh", { title: "Hunter x Hunter (2011)", names: ["HUNTER×HUNTER"], members: 2_700_000 }),
  entry("seed", { title: "Mobile Suit Gundam SEED", members: 200_000 }),
  entry("destiny", { title: "Mobile Suit Gundam SEED Destiny", members: 130_000 }),
  entry("narita", { title: "Narita Boy", members: 900 }),
  entry("unknown", { title: "AOT", members: 10 }),
  entry("panty", { title: "Panty & Stocking" }),
  entry("nothing", { title: "!!", members: 5 }),
  entry("adult", { title: "Naruto at Night", nsfw: true, members: 5000 }),
];

function indexOf(entries: readonly CatalogueEntry[] = CATALOGUE): TitleIndex {
  const builder = new TitleIndexBuilder();
  for (const one of entries) builder.add(one);
  return TitleIndex.fromBytes(builder.finish());
}

const index = indexOf();
const found = (text: string, limit = 5) => index.lookup(text, limit).map(({ id }) => id);

describe("lookup", () => {
  /** What people type, and what they mean. */
  const WANTED: readonly (readonly [string, string])[] = [
    ["naruto", "naruto"],
    ["ナルト", "naruto"],
    ["なると", "naruto"],
    ["Naruto Shippuden", "shippuuden"],
    ["naruto shippuuden", "shippuuden"],
    ["shippuden naruto", "shippuuden"],
    ["na ru to", "naruto"],
    ["nartuo", "naruto"],
    ["nraut", "naruto"],
    ["ATTACK ON TITAN", "aot"],
    ["attackontitan", "aot"],
    ["atack on titen", "aot"],
    ["titan attack", "aot"],
    ["進撃の巨人", "aot"],
    ["進撃の巨入", "aot"],
    ["进击的巨人", "aot"],
    ["진격의 거인", "aot"],
    ["진격의거언", "aot"],
    ["атака титанов", "aot"],
    ["атака титонов", "aot"],
    ["snk", "aot"],
    ["aot", "aot"],
    ["snk 2", "aot2"],
    ["shingeki no kyojin 2nd season", "aot2"],
    ["attack on titan III", "aot3"],
    ["Fullmetal Alchemist", "fma"],
    ["full metal alchemist brotherhood", "fmab"],
    ["fullmetal brotherhood", "fmab"],
    ["fmab", "fmab"],
    ["k-on!", "kon"],
    ["K-ON!!", "kon2"],
    ["steins gate", "steins"],
    ["steinsgate", "steins"],
    ["steinz;gaet", "steins"],
    ["onepiece", "onepiece"],
    ["hxh", "hxh"],
    ["hunter hunter", "hxh"],
    ["gundam seed", "seed"],
    ["gundam seed destiny", "destiny"],
    ["gundam sed destny", "destiny"],
    ["!!", "nothing"],
    ["panty stocking", "panty"],
    ["pantyandstocking", "panty"],
  ];
  for (const [text, id] of WANTED) {
    test(`${text} → ${id}`, () => assert.equal(found(text)[0], id));
  }

  test("every beginning of a title leads to it", () => {
    for (const [title, id] of [
      ["naruto: shippuuden", "shippuuden"],
      ["attack on titan season 3", "aot3"],
      ["鋼の錬金術師", "fma"],
      ["steins;gate", "steins"],
    ] as const) {
      const letters = [...title];
      for (let length = 1; length <= letters.length; length++) {
        const typed = letters.slice(0, length).join("");
        assert.ok(found(typed, 8).includes(id), typed);
      }
    }
  });

  test("says how each was found, by which name, exact ones above 0.95 and others below", () => {
    const kinds = (text: string) => index.lookup(text, 1).map(({ kind, name }) => [kind, name]);
    assert.deepEqual(kinds("attack on titan"), [["exact", "Attack on Titan"]]);
    assert.deepEqual(kinds("attack on t"), [["prefix", "Attack on Titan"]]);
    assert.deepEqual(kinds("titan attack"), [["words", "Attack on Titan"]]);
    assert.deepEqual(kinds("atakc on titan"), [["fuzzy", "Attack on Titan"]]);
    assert.deepEqual(kinds("snk"), [["abbreviation", "Shingeki no Kyojin"]]);
    for (const [text] of WANTED) {
      const matches = index.lookup(text, 10);
      for (const { kind, score } of matches) {
        assert.ok(score > 0 && score <= 1, `${text}: ${score}`);
        assert.equal(score > 0.95, kind === "exact", `${text}: ${kind} ${score}`);
      }
      assert.deepEqual(
        matches.map(({ score }) => score),
        matches.map(({ score }) => score).sort((a, b) => b - a),
      );
      assert.equal(new Set(matches.map(({ id }) => id)).size, matches.length);
    }
  });

  test("of equal names the better known comes first, the smaller id where they are known alike", () => {
    const twins = indexOf([
      entry("b", { title: "Kanon", members: 10 }),
      entry("a", { title: "Kanon", members: 10 }),
      entry("c", { title: "Kanon", members: 900 }),
    ]);
    assert.deepEqual(
      twins.lookup("kanon", 5).map(({ id }) => id),
      ["c", "a", "b"],
    );
  });

  test("among many names of the same words each is found with a letter dropped and two swapped", () => {
    // Words that thousands of names share beside one that is the name's own: frequent grams and rare ones.
    const random = seededRandom(11);
    const word = (letters: number) =>
      Array.from(
        { length: letters },
        () => "bcdfghklmnprstvz"[Math.floor(random() * 16)]! + "aeiou"[Math.floor(random() * 5)]!,
      ).join("");
    const shared = Array.from({ length: 12 }, () => word(3));
    const pick = () => shared[Math.floor(random() * shared.length)]!;
    const names = Array.from({ length: 2_000 }, () => `${pick()} ${word(4)} ${pick()} ${pick()}`);
    const many = new TitleIndexBuilder();
    names.forEach((title, i) => {
      many.add(entry(`n${i}`, { title }));
    });
    const index = TitleIndex.fromBytes(many.finish());
    for (let i = 0; i < names.length; i += 40) {
      const name = names[i]!;
      // Within the name's own word, which begins after seven characters.
      const swapped = name.slice(0, 9) + name[10] + name[9] + name.slice(11);
      const query = swapped.slice(0, 3) + swapped.slice(4);
      assert.equal(index.lookup(query, 1)[0]?.id, `n${i}`, `${query} for ${name}`);
      // The words in another order: no beginning is the same.
      const [one, own, two, three] = name.split(" ");
      assert.ok(
        index.lookup(`${three} ${own} ${one} ${two}`, 5).some(({ id }) => id === `n${i}`),
        name,
      );
    }
  });

  test("adult entries only when they are asked for", () => {
    assert.ok(!found("naruto at night", 20).includes("adult"));
    assert.equal(index.lookup("naruto at night", 5, { includeAdult: true })[0]?.id, "adult");
    assert.equal(index.isTitle("naruto at night"), false);
  });

  test("limits are kept", () => {
    assert.equal(index.lookup("naruto", 1).length, 1);
    assert.deepEqual(index.lookup("naruto", 0), []);
  });

  for (const [what, text] of [
    ["nothing", ""],
    ["white space", " \n\t "],
    ["an emoji", "🦊"],
    ["a lone surrogate", "\ud83e"],
    ["control characters", "\u0000\u0007"],
    ["marks alone", "\u0301\u0302\u0303"],
    ["right to left", "\u202eهجوم العمالقة"],
    ["2,000 characters", "attack on titan ".repeat(125)],
    ["2,000 equal letters", "a".repeat(2000)],
    ["2,000 Han characters", "進撃".repeat(1000)],
    ["2,000 one-letter words", "a b ".repeat(500)],
    ["2,000 marks on a letter", `a${"\u0301".repeat(2000)}`],
    ["a query of operators", '" OR 1=1 -- * ? ~2 (['],
  ] as const) {
    test(`${what} is answered at once`, () => {
      const from = performance.now();
      const matches = index.lookup(text, 10);
      index.isTitle(text);
      index.spans(text);
      assert.ok(performance.now() - from < 250);
      assert.ok(matches.every(({ score }) => score > 0 && score <= 1));
    });
  }

  test("an empty catalogue finds nothing", () => {
    const empty = indexOf([]);
    assert.deepEqual(empty.lookup("naruto", 5), []);
    assert.equal(empty.isTitle("naruto"), false);
    assert.deepEqual(empty.spans("like naruto"), []);
  });
});

describe("what is a title", () => {
  for (const text of [
    "Naruto",
    "attack on titan",
    "steins gate",
    "fullmetal alchemst",
    "進撃の巨人",
    "snk season 2",
  ]) {
    test(`${text} is`, () => assert.equal(index.isTitle(text), text !== "snk season 2"));
  }
  for (const text of ["", "ninja", "a boy becomes a ninja", "attack", "kin", "anime like naruto"]) {
    test(`“${text}” is none`, () => assert.equal(index.isTitle(text), false));
  }
});

describe("what may hold the words of a text", () => {
  for (const text of ["Seed Gundam Suit Mobile", "suit gundam seed destiny", "naruto"]) {
    test(`${text} does`, () => assert.equal(index.mayHoldWords(text), true));
  }
  for (const text of [
    "",
    "best mecha of the 90s",
    "destiny suit gundam panty",
    "mobile suits with ninja in them",
  ]) {
    test(`“${text}” does not`, () => assert.equal(index.mayHoldWords(text), false));
  }
});

describe("titles within a text", () => {
  const spans = (text: string) =>
    index.spans(text).map(({ from, to, ids }) => [text.slice(from, to), ids[0]] as const);

  test("are found word for word, the longest first, in the order of the text", () => {
    assert.deepEqual(spans("something like Attack on Titan, or Steins;Gate?"), [
      ["Attack on Titan", "aot"],
      ["Steins;Gate?", "steins"],
    ]);
    assert.deepEqual(spans("second season of fullmetal alchemist brotherhood please"), [
      ["fullmetal alchemist brotherhood", "fmab"],
    ]);
    assert.deepEqual(spans("more of 進撃の巨人 please"), [["進撃の巨人", "aot"]]);
    assert.deepEqual(spans("a boy who attacks a titan"), []);
  });

  test("a single word only where the entry is well known", () => {
    const known = indexOf([
      entry("monster", { title: "Monster", members: 1_100_000 }),
      entry("romance", { title: "Romance", members: 300 }),
    ]);
    const words = "a romance like Monster";
    assert.deepEqual(
      known.spans(words).map(({ from, to, ids }) => [words.slice(from, to), ids]),
      [["Monster", ["monster"]]],
    );
    assert.deepEqual([known.isTitle("monster"), known.isTitle("romance")], [true, false]);
    assert.deepEqual([known.isTitle("mosnter"), known.isTitle("romanec")], [true, false]);
    assert.equal(known.lookup("romance", 1)[0]?.kind, "exact");
  });

  test("name every entry of that name", () => {
    const [span] = index.spans("like fullmetal alchemist");
    assert.deepEqual(span?.ids, ["fma", "fmab"]);
    assert.equal(span?.name, "Fullmetal Alchemist");
  });
});

describe("changes", () => {
  test("replace, add and remove entries; twice does no harm", () => {
    const changing = indexOf();
    for (let i = 0; i < 2; i++) {
      changing.apply(
        [entry("naruto", { title: "Boruto" }), entry("new", { title: "Frieren" })],
        ["onepiece", "gone"],
      );
    }
    const first = (text: string) => changing.lookup(text, 1)[0];
    assert.equal(first("boruto")?.id, "naruto");
    assert.equal(first("frieren")?.kind, "exact");
    assert.notEqual(first("one piece")?.kind, "exact");
    assert.notEqual(first("ナルト")?.kind, "exact");
    assert.equal(changing.entries, CATALOGUE.length);
  });

  test("one after another give the same as a new build", () => {
    const changing = indexOf(CATALOGUE.slice(0, 2));
    for (const one of CATALOGUE.slice(2)) changing.apply([one]);
    changing.apply([], ["seed"]);
    changing.apply([CATALOGUE.find(({ id }) => id === "seed")!]);
    assert.equal(changing.entries, CATALOGUE.length);
    for (const text of ["naruto", "attack on titan", "aot", "k-on!!", "fullmetal alchemist", "gundam sed"]) {
      assert.equal(changing.lookup(text, 1)[0]?.id, index.lookup(text, 1)[0]?.id, text);
    }
  });
});

describe("as bytes", () => {
  const bytes = () => {
    const builder = new TitleIndexBuilder();
    for (const one of CATALOGUE) builder.add(one);
    return builder.finish();
  };

  test("the order of the entries does not matter", () => {
    const builder = new TitleIndexBuilder();
    for (const one of CATALOGUE.toReversed()) builder.add(one);
    assert.deepEqual(builder.finish(), bytes());
  });

  test("are read from wherever they stand in a buffer", () => {
    const shifted = new Uint8Array(bytes().length + 3).subarray(3);
    shifted.set(bytes());
    assert.equal(TitleIndex.fromBytes(shifted).lookup("naruto", 1)[0]?.id, "naruto");
  });

  test("damage is found, wherever it is", () => {
    const whole = bytes();
    const damaged = [new Uint8Array(0), whole.slice(0, 10), whole.slice(0, -1), whole.slice(0, 64)];
    for (const at of [0, 8, 17, 100, whole.length - 1]) {
      const copy = whole.slice();
      copy[at]! ^= 0x40;
      damaged.push(copy);
    }
    for (const broken of damaged) {
      assert.throws(
        () => TitleIndex.fromBytes(broken),
        (error) => isFailure(error, "INDEX_DAMAGED"),
      );
    }
  });

  test("another version is said to be one", () => {
    const other = bytes();
    other[4]!++;
    assert.throws(
      () => TitleIndex.fromBytes(other),
      (error) => isFailure(error, "INDEX_VERSION_UNSUPPORTED") && /reindex/.test(error.message),
    );
  });
});
