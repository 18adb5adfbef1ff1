import { knownDemographic, knownGenre, knownTheme, titleCase } from "../../anime/vocabulary.ts";
import { companyName } from "./company-name.ts";

/** True for the first line of the JSON Lines form: it tells of the release and holds no anime. */
export function isMetadata(value: unknown): boolean {
  if (typeof value !== "object" || value === null || "title" in value || "sources" in value) return false;
  return "$schema" in value || "license" in value || "lastUpdate" in value;
}

/**
 * An entry of the anime-offline-database in the shape of `AnimeEntry`. Its tags, a mixture from all providers, become
 * genres, demographics, themes and tags; names of companies, which it writes all small, get their capitals; the first
 * synonym in kana is the Japanese title. What is no object comes back as it is, for the reader to reject; fields of
 * another shape than the format's are passed on for the same reason.
 */
export function entryFromOfflineDatabase(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const {
    animeSeason,
    duration,
    picture,
    thumbnail: _,
    score,
    synonyms,
    studios,
    producers,
    relatedAnime,
    tags,
    ...same
  } = value as Record<string, unknown>;
  const season = fieldsOf(animeSeason);
  return {
    ...same,
    ...sortTags(tags),
    title_japanese: strings(synonyms).find((synonym) => /[\u3041-\u3096\u30a1-\u30fa]/.test(synonym)),
    synonyms,
    season: season.season === "UNDEFINED" ? undefined : season.season,
    year: season.year,
    duration: fieldsOf(duration).value ?? (typeof duration === "object" ? undefined : duration),
    images:
      typeof picture === "string" && !/no_pic|\/no_image/.test(picture) ? { covers: [picture] } : undefined,
    score: {
      arithmetic_mean: fieldsOf(score).arithmeticMean,
      arithmetic_geometric_mean: fieldsOf(score).arithmeticGeometricMean,
      median: fieldsOf(score).median,
    },
    staff_data: {
      studios: strings(studios).map((name) => ({ name: companyName(name), type: "animation_studio" })),
      producers: strings(producers).map((name) => ({ name: companyName(name), type: "producer" })),
    },
    related_anime: strings(relatedAnime).map((url) => ({ relation_type: "OTHER", url })),
  };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Tags by what they are. A tag that means a genre, a demographic or a theme stands there alone. */
function sortTags(tags: unknown): Record<string, unknown> {
  const genres = new Set<string>();
  const demographics = new Set<string>();
  const themes = new Set<string>();
  const others = new Set<string>();
  for (const tag of strings(tags)) {
    const genre = knownGenre(tag);
    const demographic = knownDemographic(tag);
    const theme = knownTheme(tag);
    if (genre !== undefined) genres.add(genre);
    else if (demographic !== undefined) demographics.add(demographic);
    else if (theme !== undefined) themes.add(theme);
    else others.add(titleCase(tag));
  }
  return {
    genres: [...genres],
    demographics: [...demographics],
    themes: [...themes].map((name) => ({ name })),
    tags: [...others],
  };
}
