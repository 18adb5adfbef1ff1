import assert from "node:assert/strict";
import { test } from "node:test";
import * as vocabulary from "./vocabulary.ts";

/** Checks that a reader maps each text to what stands beside it. */
function maps<T>(read: (text: string) => T, cases: Record<string, T>): void {
  for (const [text, expected] of Object.entries(cases)) assert.equal(read(text), expected, text);
}

test("genres have one spelling", () => {
  maps(vocabulary.readGenre, {
    "Sci-Fi": "Sci-Fi",
    "sci-fi": "Sci-Fi",
    "Sci Fi": "Sci-Fi",
    "Science Fiction": "Sci-Fi",
    "science-fiction": "Sci-Fi",
    "SLICE-OF-LIFE": "Slice of Life",
    "boys' love": "Boys Love",
    shonen: "Shounen",
    "martial-arts": "Martial Arts",
    "time loop": "Time Loop",
    CGI: "CGI",
  });
});

test("ratings have MyAnimeList's full names", () => {
  maps(vocabulary.readRating, {
    G: "G - All Ages",
    pg: "PG - Children",
    PG13: "PG-13 - Teens 13 or older",
    "PG-13": "PG-13 - Teens 13 or older",
    R: "R - 17+ (violence & profanity)",
    "R-17+": "R - 17+ (violence & profanity)",
    "R+": "R+ - Mild Nudity",
    Rx: "Rx - Hentai",
    "PG-13 - Teens 13 and older": "PG-13 - Teens 13 or older",
    "TV-MA": "TV-MA",
  });
});

test("types, states, seasons, sources and relations are read in the ways they are written", () => {
  maps(vocabulary.readType, {
    tv: "TV",
    "TV Special": "SPECIAL",
    Movie: "MOVIE",
    OAV: "OVA",
    CM: "PV",
    Hologram: "UNKNOWN",
  });
  maps(vocabulary.readStatus, {
    "Finished Airing": "FINISHED",
    "Currently Airing": "ONGOING",
    "Not yet aired": "UPCOMING",
    NOT_YET_RELEASED: "UPCOMING",
    lost: "UNKNOWN",
  });
  maps(vocabulary.readSeason, { "Spring 1998": "SPRING", autumn: "FALL", monsoon: undefined });
  maps(vocabulary.readMonth, {
    "4": "April",
    apr: "April",
    "Sep.": "September",
    "13": undefined,
    ma: undefined,
  });
  maps(vocabulary.readSourceMaterial, {
    "Web manga": "MANGA",
    "4-koma manga": "MANGA",
    "Light novel": "LIGHT NOVEL",
    LIGHT_NOVEL: "LIGHT NOVEL",
    Novel: "OTHER",
    "Visual novel": "GAME",
    "?": "UNKNOWN",
  });
  maps(vocabulary.readRelation, {
    "Parent story": "PARENT",
    "Full story": "PARENT",
    "Side story": "SIDE_STORY",
    "Spin-off": "SPIN_OFF",
    "Alternative version": "ALTERNATIVE",
    music: "MUSIC",
  });
});

test("titleCase leaves words that have capitals", () => {
  assert.equal(vocabulary.titleCase("coming of age"), "Coming of Age");
  assert.equal(vocabulary.titleCase("the arts"), "The Arts");
  assert.equal(vocabulary.titleCase("iDOL"), "iDOL");
});
