import { fillers } from "../http/testing.ts";

const mal = (id: number) => `https://myanimelist.net/anime/${id}`;

/** A made-up series of which a season says its number and was shown after another that does not. */
function comet(id: number, title: string, year: number) {
  return {
    title,
    type: "TV",
    year,
    status: "FINISHED",
    genres: ["Sports"],
    sources: [mal(id)],
    ...(id === 3001
      ? {}
      : { relations: [{ title: "Paper Comet", relation_type: "PARENT", url: mal(3001) }] }),
    statistics: { mal: { members: 30_000 - id } },
    synopsis: "A relay team trains for a race around a lake.",
  };
}

/** A part of the made-up franchise of Steel Lantern. */
function lantern(id: number, title: string, type: string, year: number, more: object = {}) {
  return {
    title,
    type,
    year,
    status: "FINISHED",
    aired_dates: { from: `${year}-04-01T00:00:00Z` },
    genres: ["Mecha", "Action"],
    sources: [mal(id)],
    staff_data: { studios: [{ name: "Sunrise" }] },
    statistics: { mal: { score: 8, members: 100_000 - id } },
    synopsis:
      "A signaller aboard a lighthouse walker defends a harbour from machines that rise with the tide.",
    ...(id === 1001
      ? {}
      : { relations: [{ title: "Steel Lantern", relation_type: "PARENT", url: mal(1001) }] }),
    ...more,
  };
}

/**
 * A made-up catalogue: a franchise of seven, one of them adult, and what is like it; one of four; an anime named in
 * many scripts; an adult one; and what has nothing to do with any of them.
 */
export const SEARCHED: readonly Record<string, unknown>[] = [
  lantern(1001, "Steel Lantern", "TV", 1984, { statistics: { mal: { score: 8.5, members: 900_000 } } }),
  lantern(1002, "Steel Lantern: Prologue", "SPECIAL", 1983),
  lantern(1003, "Steel Lantern Undertow", "TV", 1986),
  lantern(1004, "Steel Lantern: Last Harbour", "MOVIE", 1988),
  lantern(1005, "Steel Lantern Landfall", "TV", 1993),
  lantern(1006, "Steel Lantern: Letters", "OVA", 1989),
  lantern(1007, "Steel Lantern After Hours", "OVA", 1990, { nsfw: true }),
  {
    title: "Iron Orchard",
    type: "TV",
    year: 1987,
    status: "FINISHED",
    genres: ["Mecha", "Drama"],
    sources: [mal(2001)],
    staff_data: { studios: [{ name: "Madhouse" }] },
    statistics: { mal: { score: 7.5, members: 50_000 } },
    synopsis: "Farmers inherit walking machines from a war and defend a valley with them.",
  },
  {
    title: "Tin Parade",
    type: "TV",
    year: 2005,
    status: "FINISHED",
    genres: ["Mecha", "Comedy"],
    sources: [mal(2002)],
    staff_data: { studios: [{ name: "Madhouse" }] },
    statistics: { mal: { score: 7, members: 40_000 } },
    synopsis: "A school band marches in toy robots that never obey.",
  },
  {
    title: "Quiet Harvest",
    type: "TV",
    year: 1985,
    status: "FINISHED",
    genres: ["Slice of Life", "Romance"],
    demographics: ["Seinen"],
    sources: [mal(2003)],
    staff_data: { studios: [{ name: "Madhouse" }] },
    statistics: { mal: { score: 7.2, members: 20_000 } },
    synopsis: "A widower learns to grow rice in a mountain village.",
  },
  {
    title: "Tsukikage no Niwa",
    title_english: "The Moonshadow Garden",
    title_japanese: "月影の庭",
    synonyms: ["달그림자 정원", "Сад лунной тени", "حديقة ظل القمر"],
    type: "MOVIE",
    year: 2012,
    status: "FINISHED",
    genres: ["Romance", "Supernatural"],
    sources: [mal(2004)],
    statistics: { mal: { score: 8.1, members: 60_000 } },
    synopsis: "A gardener meets a ghost who tends the same flowers by night.",
  },
  {
    title: "Midnight Garden Club",
    type: "OVA",
    year: 2012,
    genres: ["Hentai", "Romance"],
    sources: [mal(2005)],
    synopsis: "A garden by night, for adults only.",
  },
  comet(3001, "Paper Comet", 2010),
  comet(3002, "Paper Comet Recut", 2011),
  comet(3003, "Paper Comet 2nd Season", 2013),
  comet(3004, "Paper Comet III", 2015),
  ...fillers(40),
];
