import { FAMILY_RATINGS } from "./genres.ts";
import { QUALITIES } from "./qualities.ts";
import { all, any, either, range, type SenseParts } from "./sense.ts";
import { attributes, type Worded } from "./worded.ts";
import { list } from "./wording.ts";

const type = (...values: string[]): SenseParts => ({
  fits: any("type", values),
  group: "type",
  value: values,
});

const FORMATS = attributes("format", "type", [
  [
    "movie",
    "movie, film, feature film, anime movie, anime film, theatrical film, theatrical movie, theatrical release, theatrical, motion picture, película, pelicula, cine, filme, kinofilm, фильм, 映画, 劇場版",
    { ...type("MOVIE"), value: "MOVIE" },
  ],
  [
    "OVA",
    "ova, ova series, ova anime, oav, oad, original video animation, direct to video, direct to video release, straight to video, straight to video release",
    { ...type("OVA"), value: "OVA" },
  ],
  ["ONA", "ona, ona series, web series, web anime, original net animation", { ...type("ONA"), value: "ONA" }],
  ["special", "special, tv special, special episode", { ...type("SPECIAL"), value: "SPECIAL" }],
  ["music video", "music video, mv, music clip", { ...type("MUSIC"), value: "MUSIC" }],
  [
    "TV",
    "tv series, tv show, tv anime, television series, television show, tv cartoon",
    { ...type("TV"), value: "TV" },
  ],
  [
    "short film",
    "short film, short movie, short animated film, animated short film, short animated movie, animated short movie, short anime film, short anime movie, short subject, cortometraje, court métrage, kurzfilm, 短編映画",
    {
      value: "MOVIE",
      // Sources cut a film in episodes, too, and call a part's length its duration.
      fits: all([
        any("type", ["MOVIE"]),
        range("duration", { lt: 2400 }),
        either([range("episodes", { lte: 2 }), { key: "episodes", exists: false }]),
      ]),
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
    [
      [
        "series",
        "show",
        {
          value: "TV",
          prefers: [{ condition: any("type", ["TV"]), weight: 0.25 }],
          never: [any("type", ["MOVIE", "MUSIC"])],
        },
      ],
    ],
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
    "upcoming, not yet aired, not aired yet, not yet released, unreleased, unaired, coming soon, to be aired, announced, yet to air, hasnt aired yet, isnt out yet, not out yet, hasnt come out yet, yet to come out, still to come, próximamente",
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
    "original anime, anime original, anime originals, original work, original story, original screenplay, not based on anything, オリジナルアニメ, オリジナル",
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

const RATINGS = attributes("rating", "rating", [
  [
    "family friendly",
    "family friendly, for the whole family, for the family, for families, all ages, for all ages, kid friendly, child friendly, suitable for kids, suitable for children, safe for kids, g rated, rated g, rated pg, pg rated, para toda la familia",
    {
      value: FAMILY_RATINGS,
      fits: any("rating", FAMILY_RATINGS),
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
];
