import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CatalogueEntry } from "../anime/entry.ts";
import { partsOfSeries } from "./series.ts";
import { LAST } from "./understand/parts.ts";

const url = (id: string) => `https://myanimelist.net/anime/${id}`;
const entry = (id: string, title: string, more: object = {}): CatalogueEntry =>
  ({ id, slug: id, title, type: "TV", sources: [url(id)], ...more }) as unknown as CatalogueEntry;

/** In watch order. */
const SERIES = [
  entry("1", "Lantern", {
    related_anime: [
      { relation_type: "PREQUEL", url: url("0") },
      { relation_type: "SPIN_OFF", url: url("9") },
    ],
  }),
  entry("f", "Lantern: The Movie", { type: "MOVIE" }),
  entry("2", "Lantern Next"),
  entry("3", "Lantern Next 2"),
  entry("4", "Lantern IV", { synonyms: ["Lantern Season 4"] }),
  entry("0", "Before Lantern", { type: "MOVIE" }),
  entry("9", "Lantern Kids", { type: "ONA" }),
  entry("5", "Lantern (2024)"),
  entry("6", "Lantern Again", { status: "UPCOMING" }),
  entry("m", "Lantern Song", { type: "MUSIC" }),
];

/** Who adds most, in the order of what they add. */
function meant(part: Parameters<typeof partsOfSeries>[0], id = "1"): string[] {
  const parts = [...partsOfSeries(part, id, SERIES)].filter(([, adds]) => adds > 2);
  return parts.sort((a, b) => b[1] - a[1]).map(([member]) => member);
}

describe("parts of a series", () => {
  test("a number is said by a name, or else counts what was shown", () => {
    assert.deepEqual(meant({ ordinal: 4 }), ["4"]);
    assert.deepEqual(meant({ ordinal: 3 }), ["3"]);
  });

  test("the second part of another season is not the second season", () => {
    assert.deepEqual(meant({ ordinal: 2 }), ["2"]);
    assert.deepEqual(meant({ ordinal: 2 }, "2"), ["3"]);
  });

  test("a number past the last part means none", () => {
    assert.deepEqual(meant({ ordinal: 40 }), []);
  });

  test("first is what is called so, last what was shown last", () => {
    assert.deepEqual(meant({ ordinal: 1, relation: "first" }), ["1"]);
    assert.deepEqual(meant({ relation: "last" }), ["5"]);
  });

  test("formats, the next one, and what the series itself names its prequel and spin-off", () => {
    assert.deepEqual(meant({ relation: "movie" }), ["f", "0"]);
    assert.deepEqual(meant({ ordinal: 1, relation: "movie" }), ["f"]);
    assert.deepEqual(meant({ ordinal: 2, relation: "movie" }), ["0"]);
    assert.deepEqual(meant({ ordinal: LAST, relation: "movie" }), ["0"]);
    assert.deepEqual(meant({ ordinal: 3, relation: "movie" }), []);
    assert.deepEqual(meant({ relation: "sequel" }), ["2"]);
    assert.deepEqual(meant({ relation: "prequel" }), ["0"]);
    assert.deepEqual(meant({ relation: "prequel" }, "3"), ["2"]);
    assert.deepEqual(meant({ relation: "spin-off" }), ["9"]);
  });

  test("a remake bears the name anew", () => {
    assert.deepEqual(meant({ relation: "remake" }), ["5"]);
  });

  test("all are meant in watch order, songs are not, and the other members always gain a little", () => {
    assert.deepEqual(meant({ relation: "all" }), ["1", "f", "2", "3", "4", "0", "9", "5", "6"]);
    assert.equal(partsOfSeries({ relation: "all" }, "1", SERIES).get("m"), 2);
    assert.deepEqual([...partsOfSeries({ relation: "all" }, "1", [])], []);
  });
});
