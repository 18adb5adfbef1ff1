import { readPeriod } from "../../anime/dates.ts";
import { knownDemographic, knownGenre, knownTheme, readSeason, saysNothing } from "../../anime/vocabulary.ts";
import { decodeEntities } from "./entities.ts";

/** The columns that are read, by what the exports call them: letters and digits only, in small letters. */
const COLUMNS = {
  animeid: "id",
  malid: "id",
  uid: "id",
  name: "name",
  title: "name",
  englishname: "english",
  othername: "other",
  japanesename: "other",
  score: "score",
  genres: "genres",
  genders: "genres",
  synopsis: "synopsis",
  sypnopsis: "synopsis",
  type: "type",
  episodes: "episodes",
  aired: "aired",
  premiered: "premiered",
  status: "status",
  producers: "producers",
  licensors: "licensors",
  studios: "studios",
  source: "source",
  duration: "duration",
  rating: "rating",
  rank: "rank",
  ranked: "rank",
  popularity: "popularity",
  favorites: "favorites",
  scoredby: "scoredBy",
  members: "members",
  imageurl: "image",
} as const;

export type Column = (typeof COLUMNS)[keyof typeof COLUMNS];

/** Which column each place of a row is; undefined where it is none that is read. */
export function columnsOf(header: readonly string[]): (Column | undefined)[] {
  return header.map((name) => {
    const key = name.toLowerCase().replace(/[^a-z0-9]/g, "");
    return Object.hasOwn(COLUMNS, key) ? COLUMNS[key as keyof typeof COLUMNS] : undefined;
  });
}

/** True for the header of an export: it has an id, a name, and enough else to be of anime. */
export function isHeader(header: readonly string[]): boolean {
  const columns = new Set(columnsOf(header));
  return columns.has("id") && columns.has("name") && columns.size >= 5;
}

/** A row of the export in the shape of `AnimeEntry`. A cell that says `Unknown` is as good as empty. */
export function entryFromRow(columns: readonly (Column | undefined)[], cells: readonly string[]): unknown {
  const row: Partial<Record<Column, string>> = {};
  columns.forEach((column, at) => {
    const text = decodeEntities(cells[at] ?? "").trim();
    // An anime may be called Unknown; nothing else is.
    if (column !== undefined && text !== "" && (column === "name" || !saysNothing(text))) row[column] = text;
  });
  const other = row.other;
  const inJapanese =
    other !== undefined && /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(other);
  const period = row.aired === undefined ? undefined : readPeriod(row.aired);
  return {
    title: row.name,
    title_english: row.english,
    title_japanese: inJapanese ? other : undefined,
    synonyms: other === undefined || inJapanese ? undefined : [other],
    sources: row.id === undefined ? undefined : [`https://myanimelist.net/anime/${wholeNumber(row.id)}`],
    type: row.type,
    status: row.status,
    episodes: row.episodes,
    duration: row.duration,
    ...premiere(row.premiered),
    source_material: row.source,
    rating: row.rating,
    ...sortGenres(list(row.genres)),
    synopsis: /^no (?:description|synopsis) /i.test(row.synopsis ?? "") ? undefined : row.synopsis,
    aired_dates: period ?? (row.aired === undefined ? undefined : { string: row.aired }),
    staff_data: {
      studios: list(row.studios).map((name) => ({ name, type: "animation_studio" })),
      producers: list(row.producers).map((name) => ({ name, type: "producer" })),
      licensors: list(row.licensors).map((name) => ({ name, type: "licensor" })),
    },
    statistics: {
      mal: {
        score: row.score,
        scored_by: row.scoredBy,
        rank: unlessZero(row.rank),
        popularity_rank: unlessZero(row.popularity),
        members: row.members,
        favorites: row.favorites,
      },
    },
    images: row.image === undefined ? undefined : { covers: [row.image] },
  };
}

const wholeNumber = (text: string) => text.replace(/\.0+$/, "");

/** The export writes 0 for a place that an anime does not have. */
const unlessZero = (text: string | undefined) =>
  text !== undefined && Number(text) === 0 ? undefined : text;

function list(text: string | undefined): string[] {
  return (text ?? "")
    .split(/\s*,\s+|,(?=\S)/)
    .map((item) => item.trim())
    .filter((item) => item !== "" && !saysNothing(item));
}

/** `Spring 1998`. */
function premiere(text: string | undefined): { season?: string; year?: string } {
  const season = readSeason(text ?? "");
  const year = /\b\d{4}\b/.exec(text ?? "")?.[0];
  return { ...(season !== undefined && { season }), ...(year !== undefined && { year }) };
}

/** Older exports list demographics and themes among the genres. */
function sortGenres(names: readonly string[]): Record<string, unknown> {
  const demographics = names.filter((name) => knownDemographic(name) !== undefined);
  const themes = names.filter((name) => knownGenre(name) === undefined && knownTheme(name) !== undefined);
  const genres = names.filter((name) => !demographics.includes(name) && !themes.includes(name));
  return { genres, demographics, themes: themes.map((name) => ({ name: knownTheme(name) })) };
}
