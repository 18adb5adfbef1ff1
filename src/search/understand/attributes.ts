import { list } from "./genres.ts";
import { all, any, either, range, type Sense, type SenseParts, sense } from "./sense.ts";

type Row = readonly [name: string, phrases: string, parts: SenseParts];

/** Phrases with what they mean, for the attributes whose values the schema fixes. */
export interface Worded {
  readonly phrases: readonly string[];
  readonly sense: Sense;
}

function attributes(kind: string, field: string, table: readonly Row[], role: Sense["role"] = "attribute") {
  return table.map(
    ([name, phrases, parts]): Worded => ({
      phrases: list(phrases),
      sense: sense(role, kind, field, name, parts),
    }),
  );
}

const type = (...values: string[]): SenseParts => ({
  fits: any("type", values),
  group: "type",
  value: values,
});

const FORMATS = attributes("format", "type", [
  [
    "movie",
    "movie, film, feature film, anime movie, anime film, theatrical film, theatrical, película, pelicula, cine, filme, kinofilm, фильм, 映画, 劇場版",
    { ...type("MOVIE"), value: "MOVIE" },
  ],
  ["OVA", "ova, oav, oad, original video animation, direct to video", { ...type("OVA"), value: "OVA" }],
  ["ONA", "ona, web anime, original net animation", { ...type("ONA"), value: "ONA" }],
  ["special", "special, tv special, special episode", { ...type("SPECIAL"), value: "SPECIAL" }],
  ["music video", "music video, mv, music clip", { ...type("MUSIC"), value: "MUSIC" }],
  [
    "TV",
    "tv series, tv show, tv anime, television series, television show, tv cartoon",
    { ...type("TV"), value: "TV" },
  ],
  [
    "short film",
    "short film, short movie, short animated film, animated short film, cortometraje, court métrage, kurzfilm, 短編映画",
    {
      value: "MOVIE",
      fits: all([any("type", ["MOVIE"]), range("duration", { lt: 2400 })]),
      group: "type",
    },
  ],
  [
    "feature length",
    "feature length, full length, feature length film, feature length movie, full length movie, full length film",
    { value: "MOVIE", fits: all([any("type", ["MOVIE"]), range("duration", { gte: 3600 })]), group: "type" },
  ],
]);

/** `series` is what has episodes, on whatever screen; `show` may be any anime: a small push towards television. */
const SERIES = [
  ...attributes("format", "type", [
    ["TV", "tv, television", { ...type("TV"), value: "TV" }],
    [
      "series",
      "series",
      { ...type("TV", "ONA", "OVA"), prefers: [{ condition: any("type", ["TV"]), weight: 0.5 }] },
    ],
  ]),
  ...attributes(
    "format",
    "type",
    [["series", "show", { value: "TV", prefers: [{ condition: any("type", ["TV"]), weight: 0.25 }] }]],
    "hint",
  ),
];

const STATUSES = attributes("status", "status", [
  [
    "ongoing",
    "currently airing, airing now, airing right now, airing currently, still airing, now airing, ongoing, airing this season, still running, still going, on air, en emisión, 放送中",
    { value: "ONGOING", fits: any("status", ["ONGOING"]), group: "status" },
  ],
  [
    "finished",
    "finished airing, finished anime, finished series, finished show, completed, complete series, already finished, fully aired, already ended, that has ended, terminado",
    { value: "FINISHED", fits: any("status", ["FINISHED"]), group: "status" },
  ],
  [
    "upcoming",
    "upcoming, not yet aired, not aired yet, not yet released, unreleased, unaired, coming soon, to be aired, announced, yet to air, hasnt aired yet, próximamente",
    { value: "UPCOMING", fits: any("status", ["UPCOMING"]), group: "status" },
  ],
]);

const source = (value: string, ...values: string[]): SenseParts => ({
  value,
  fits: any("source_material", [value, ...values]),
  group: "source",
});

const SOURCES = attributes("source", "source_material", [
  ["manga", adaptedFrom("manga, comic, webtoon, manhwa, manhua, 4 koma, web manga"), source("MANGA")],
  ["light novel", adaptedFrom("light novel, ln"), source("LIGHT NOVEL")],
  ["game", adaptedFrom("game, video game, videogame, mobile game, otome game, rpg"), source("GAME")],
  [
    "visual novel",
    adaptedFrom("visual novel, vn, eroge"),
    {
      ...source("GAME"),
      prefers: [{ condition: any("tags", ["Visual Novel", "Based on a Visual Novel"]), weight: 0.5 }],
    },
  ],
  [
    "novel",
    adaptedFrom("novel, book, web novel, classic novel, fairy tale, picture book, children's book"),
    source("OTHER", "LIGHT NOVEL"),
  ],
  [
    "original",
    "original anime, anime original, anime originals, original tv series, original tv anime, original work, original story, original series, original film, original movie, original screenplay, not based on anything, オリジナルアニメ, オリジナル",
    source("ORIGINAL"),
  ],
]);

/** `original mecha`: perhaps the source, perhaps the first of a series. */
const ORIGINAL = attributes(
  "source",
  "source_material",
  [["original", "original", source("ORIGINAL")]],
  "theme",
);

function adaptedFrom(sources: string): string {
  return list(sources)
    .flatMap((name) => [
      `based on ${name}`,
      `based on a ${name}`,
      `based on the ${name}`,
      `adapted from ${name}`,
      `adapted from a ${name}`,
      `from a ${name}`,
      `adaptation of a ${name}`,
      `adaptations of ${name}s`,
      `${name} adaptation`,
      `${name} adaption`,
      `${name} based`,
    ])
    .flatMap((phrase) =>
      phrase.endsWith("based") || phrase.startsWith("from a") ? [phrase] : [phrase, `${phrase}s`],
    )
    .join(",");
}

const FAMILY = ["G - All Ages", "PG - Children", "G", "PG"];

const RATINGS = attributes("rating", "rating", [
  [
    "family friendly",
    "family friendly, for the whole family, for the family, for families, all ages, for all ages, kid friendly, child friendly, suitable for kids, suitable for children, safe for kids, g rated, rated g, rated pg, pg rated, para toda la familia",
    {
      value: FAMILY,
      fits: any("rating", FAMILY),
      group: "rating",
      prefers: [{ condition: any("type", ["TV", "MOVIE"]), weight: 0.3 }],
    },
  ],
  [
    "teens",
    "pg 13, pg13, for teens, for teenagers, rated pg 13",
    { value: "PG-13", fits: any("rating", ["PG-13 - Teens 13 or older"]), group: "rating" },
  ],
  [
    "R",
    "r rated, rated r, r 17, r17, 17+, 18+, mature rated, rated m, for mature audiences, for mature viewers, adults only",
    {
      value: "R",
      fits: any("rating", ["R - 17+ (violence & profanity)", "R+ - Mild Nudity", "R", "R+"]),
      group: "rating",
    },
  ],
]);

/** Who it is for, said of the viewers. */
const AUDIENCES = attributes(
  "demographic",
  "demographics",
  [
    [
      "for girls",
      "for girls, for young girls, for teenage girls, for little girls, para niñas",
      {
        value: ["Shoujo", "Kids"],
        prefers: [{ condition: any("demographics", ["Shoujo", "Kids"]), weight: 0.6 }],
      },
    ],
    [
      "for boys",
      "for boys, for young boys, for teenage boys, for little boys, para niños pequeños",
      {
        value: ["Shounen", "Kids"],
        prefers: [{ condition: any("demographics", ["Shounen", "Kids"]), weight: 0.6 }],
      },
    ],
  ],
  "hint",
);

/** `for adults` may mean the rating, the audience or the cast. */
const FOR_ADULTS = attributes(
  "rating",
  "rating",
  [
    [
      "for adults",
      "for adults, for grown ups, aimed at adults, mature, adult anime",
      {
        value: "R",
        prefers: [
          {
            condition: either([
              any("demographics", ["Seinen", "Josei"]),
              any("rating", ["R - 17+ (violence & profanity)", "R+ - Mild Nudity"]),
              any("tags", ["Adult Cast", "Primarily Adult Cast"]),
            ]),
            weight: 0.5,
          },
        ],
      },
    ],
  ],
  "hint",
);

const platform = (name: string): SenseParts => ({
  fits: any("streaming_platforms", [name]),
  group: "platform",
});

/** Few entries say where they can be streamed; search.ts of the caller may find nothing and must say so. */
const STREAMING = attributes("streaming", "streaming_platforms", [
  [
    "Netflix",
    "on netflix, netflix original, netflix anime, streaming on netflix, netflix",
    platform("Netflix"),
  ],
  ["Crunchyroll", "on crunchyroll, crunchyroll, streaming on crunchyroll", platform("Crunchyroll")],
  ["Hulu", "on hulu, hulu, streaming on hulu", platform("Hulu")],
  ["HIDIVE", "on hidive, hidive", platform("HIDIVE")],
  ["Funimation", "on funimation", platform("Funimation")],
  ["Disney Plus", "on disney plus, on disney+, disney plus", platform("Disney Plus")],
  [
    "Amazon Prime Video",
    "on amazon prime, on prime video, on amazon, prime video, amazon prime",
    { fits: any("streaming_platforms", ["Amazon Prime Video", "Prime Video", "Amazon"]), group: "platform" },
  ],
  ["YouTube", "on youtube", platform("YouTube")],
  [
    "bilibili",
    "on bilibili",
    { fits: any("streaming_platforms", ["Bilibili TV", "bilibili", "Bilibili"]), group: "platform" },
  ],
]).concat(
  attributes("streaming", "dub_available", [
    [
      "dubbed",
      "dubbed, with a dub, english dub, english dubbed, with english dub, has a dub, dub available, doblado",
      { value: true, fits: any("dub_available", [true]) },
    ],
  ]),
  attributes("streaming", "free_to_stream", [
    [
      "free",
      "free to watch, watch for free, free to stream, for free, free streaming, gratis",
      { value: true, fits: any("free_to_stream", [true]) },
    ],
  ]),
);

const score = (least: number) => range("score.median", { gte: least });
const known = (least: number) => range("popularity_score", { gte: least });
const byScore = { column: "score.median", order: "desc" } as const;
const byReach = { column: "popularity_score", order: "desc" } as const;

/** How viewers judged: `highest rated`, `well reviewed`, `low scoring`. */
function judged(degrees: string): string {
  const words =
    "rated, scored, scoring, reviewed, ranked, ranking, regarded, received, rating, ratings, score, scores, praised";
  return list(degrees)
    .flatMap((degree) => list(words).map((word) => `${degree} ${word}`))
    .join(", ");
}

/**
 * Praise and fame. Scores are medians of platforms; a score from a handful of viewers says little, so that praise
 * asks for some reach as well. The features of the design: `highly_rated` over 8, `popular` from 0.95.
 */
const QUALITIES = attributes("quality", "score.median", [
  [
    "best",
    `${judged("best, top, highest, high, highly, great, excellent, well, very well, most highly")}, best, top 10, top ten, top 5, top 20, top 50, top 100, top, greatest, must see, must watch, masterpiece, masterwork, critically acclaimed, universally acclaimed, acclaimed, critical darling, critically praised, highly recommended, great, excellent, outstanding, amazing, brilliant, superb, exceptional, stellar, five star, 5 star, mejores, mejor, meilleurs, meilleur, beste, besten, лучшие, 名作, 傑作, 最高`,
    {
      value: ">7.5",
      fits: all([score(7.5), known(0.5)]),
      prefers: [
        { condition: score(8), weight: 0.7 },
        { condition: score(8.4), weight: 0.3 },
      ],
      rules: [score(7.5)],
      order: byScore,
    },
  ],
  [
    "bad",
    `${judged("worst, lowest, low, badly, poorly, bottom")}, worst, critically panned, panned, terrible, so bad its good, so bad it is good, so bad that its good, awful, trashy, trash, horrible, garbage, terrible reviews, bad reviews, bad, peores, peor, schlechteste, худшие`,
    {
      value: "<6.2",
      fits: range("score.median", { lt: 6.2, gt: 0 }),
      prefers: [{ condition: known(0.6), weight: 0.3 }],
      order: { column: "score.median", order: "asc" },
    },
  ],
]).concat(
  attributes("quality", "popularity_score", [
    [
      "popular",
      "popular, most popular, for beginners, beginner friendly, for newcomers, for first timers, gateway, entry level, famous, most famous, well known, wellknown, widely known, best known, household name, mainstream, hit, hits, big hit, smash hit, megahit, blockbuster, beloved, well loved, most loved, fan favorite, fan favourite, everyones favorite, everyones favourite, everybodys favorite, everybodys favourite, crowd favorite, crowd favourite, crowd pleaser, iconic, everyone knows, everybody knows, everyone has seen, everybody has seen, everyone watched, everyone talks about, everybody talks about, most watched, most viewed, most seen, most favorited, most followed, widely watched, viral, populares, populaires, beliebt, популярные, 人気",
      { value: ">0.93", fits: known(0.93), order: byReach },
    ],
  ]),
  attributes("quality", "genres", [
    [
      "award winning",
      "award winning, award winner, won an award, won awards, won a prize, won prizes, won the award, that won an award, that won awards, that won a prize, awarded, award, awards, festival award, festival prize, festival winner, prize winning, prizewinning, prize winner, multi award winning, multiple award winning, award nominated, oscar winning, oscar winner, oscar nominated, oscar nominee, academy award, academy award winning, academy award winner, academy award nominated, grand prix winner, with awards, with an award, premiado, premiada, premiados, premiadas, ganador de premios, primé, preisgekrönt, 受賞",
      { value: "Award Winning", fits: any("genres", ["Award Winning"]) },
    ],
  ]),
);

/** Who asks for these knows that many have seen them. */
const OVERRATED = attributes("quality", "score.median", [
  [
    "overrated",
    "overrated, overhyped, popular but bad, popular but mediocre",
    { value: "<7.4", fits: all([range("score.median", { lt: 7.4, gt: 0 }), known(0.9)]), order: byReach },
  ],
  [
    "mediocre",
    "mediocre, so so, forgettable, run of the mill, mixed reviews, with mixed reviews, middling",
    {
      value: "6-7",
      fits: range("score.median", { gte: 5.8, lte: 6.9 }),
      prefers: [{ condition: known(0.6), weight: 0.3 }],
    },
  ],
]);

const GOOD = attributes(
  "quality",
  "score.median",
  [
    [
      "good",
      "good, well rated, decent, worth watching, well made",
      { value: ">7", prefers: [{ condition: score(7.2), weight: 0.4 }] },
    ],
  ],
  "hint",
);

export const ATTRIBUTES: readonly Worded[] = [
  ...FORMATS,
  ...SERIES,
  ...STATUSES,
  ...SOURCES,
  ...ORIGINAL,
  ...RATINGS,
  ...FOR_ADULTS,
  ...AUDIENCES,
  ...STREAMING,
  ...QUALITIES,
  ...OVERRATED,
  ...GOOD,
];
