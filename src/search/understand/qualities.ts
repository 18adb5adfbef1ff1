import { all, any, DISLIKED, range } from "./sense.ts";
import { attributes, type Worded } from "./worded.ts";
import { list, phrasesOf } from "./wording.ts";

const score = (least: number) => range("score.median", { gte: least });
const known = (least: number) => range("popularity_score", { gte: least });
const byScore = { column: "score.median", order: "desc" } as const;
/** Finer among the best known than their percentile, which many share. */
const byReach = { column: "search_boost_factor", order: "desc" } as const;

const AWARDED = any("genres", ["Award Winning"]);

/** How viewers judged: `highest rated`, `well reviewed`, `low scoring`. */
function judged(degrees: string): string {
  const words =
    "rated, scored, scoring, reviewed, ranked, ranking, regarded, received, rating, ratings, score, scores, reviews, praised";
  return list(degrees)
    .flatMap((degree) => list(words).map((word) => `${degree} ${word}`))
    .join(", ");
}

/**
 * Praise and fame. Scores are medians of platforms; a score from a handful of viewers says little, so that praise
 * asks for some reach as well. The features of the design: `highly_rated` over 8, `popular` from 0.95.
 */
const PRAISE = attributes("quality", "score.median", [
  [
    "best",
    `${judged("best, top, highest, high, highly, great, excellent, well, very well, most highly, critically, good, very good, glowing, rave")}, best, top 10, top ten, top 5, top 20, top 50, top 100, top, greatest, must see, must watch, unmissable, cant miss, not to be missed, modern classic, modern classics, modern masterpiece, modern masterpieces, people swear by, everyone swears by, everybody swears by, well liked, most loved, critics choice, critics pick, critics picks, critics favorite, critics favourite, critical favorite, critical favourite, beloved by critics, adored by critics, loved by critics, masterpiece, masterwork, critically acclaimed, universally acclaimed, acclaimed, critical darling, critically praised, highly recommended, everyone should watch, everybody should watch, everyone should see, everybody should see, everyone needs to see, you have to see, should watch at least once, everyone should watch at least once, everybody should watch at least once, watch before you die, all time best, god tier, s tier, top tier, goated, the goat, peak fiction, praised, critics loved, critics love, critics adore, critics adored, critically loved, universally beloved, great, excellent, outstanding, amazing, brilliant, superb, exceptional, stellar, celebrated, renowned, lauded, finest, top notch, topnotch, first rate, high quality, best quality, world class, prestigious, prestige, anime of the year, well written, best written, brilliantly written, masterfully written, great writing, universally loved, near perfect, flawless, five star, 5 star, mejores, mejor, meilleurs, meilleur, beste, besten, лучшие, 名作, 傑作, 最高`,
    {
      value: ">7.5",
      fits: all([score(7.5), known(0.5)]),
      prefers: [
        { condition: score(8), weight: 0.7 },
        { condition: score(8.4), weight: 0.3 },
      ],
      rules: [score(7.5)],
      never: DISLIKED,
      order: byScore,
    },
  ],
  [
    "bad",
    `${judged("worst, lowest, low, badly, poorly, terribly, horribly, bottom")}, worst, critically panned, panned, terrible, so bad its good, so bad it is good, so bad that its good, so bad theyre good, so bad they are good, so bad its funny, so bad it is funny, so bad theyre funny, so bad they are funny, so bad its hilarious, unwatchable, most hated, universally hated, disappointing, most disappointing, awful, trashy, trash, horrible, garbage, terrible reviews, bad reviews, bad, peores, peor, schlechteste, худшие`,
    {
      value: "<6.2",
      fits: all([range("score.median", { lt: 6.2, gt: 0 }), known(0.5)]),
      prefers: [{ condition: known(0.6), weight: 0.3 }],
      rules: [range("score.median", { lt: 6.2, gt: 0 })],
      never: [score(7)],
      order: { column: "score.median", order: "asc" },
    },
  ],
]).concat(
  attributes("quality", "popularity_score", [
    [
      "popular",
      "popular, most popular, so popular, highest grossing, box office hit, box office hits, broke box office records, biggest, people love, everyone loved, everybody loved, grew up with, everyone grew up with, everybody grew up with, a whole generation grew up with, a generation grew up with, audience favorite, audience favourite, viewers choice, viewers favorite, crowd pleasing, everyones talking about, everybodys talking about, everyone is talking about, everybody is talking about, starter, good starter, first anime, first anime to watch, new to anime, introduction to anime, intro to anime, for someone new to anime, for people new to anime, for non anime fans, for non weebs, for beginners, beginner friendly, for newcomers, for first timers, gateway, entry level, famous, most famous, super popular, hugely popular, well known, wellknown, big name, best selling, bestselling, top selling, widely loved, adored, everybody loves, everyone loves, loved by everyone, loved by all, widely known, best known, household name, mainstream, hit, hits, big hit, smash hit, megahit, blockbuster, beloved, well loved, most loved, fan favorite, fan favourite, everyones favorite, everyones favourite, everybodys favorite, everybodys favourite, crowd favorite, crowd favourite, crowd pleaser, iconic, everyone knows, everybody knows, everyone has seen, everybody has seen, everyone has heard of, everybody has heard of, have heard of, everyone watched, everyone talks about, everybody talks about, most watched, most viewed, most seen, most favorited, most followed, widely watched, viral, populares, populaires, beliebt, популярные, 人気",
      { value: ">0.93", fits: known(0.93), never: [range("popularity_score", { lte: 0.5 })], order: byReach },
    ],
  ]),
  attributes("quality", "genres", [
    [
      "award winning",
      "award winning, award winner, won an award, won awards, won a prize, won prizes, won the award, that won an award, that won awards, that won a prize, awarded, award, awards, festival award, festival prize, festival winner, prize winning, prizewinning, prize winner, multi award winning, multiple award winning, award nominated, oscar winning, oscar winner, oscar nominated, oscar nominee, academy award, academy award winning, academy award winner, academy award nominated, grand prix winner, award nominee, picked up awards, picked up an award, won many awards, won several awards, nominated for an award, nominated for an oscar, nominated for the oscar, nominated for an academy award, won an oscar, won the oscar, oscar, oscars, won a festival award, won at festivals, won at a festival, festival prizes, festival awards, grand prize, grand prize winner, won the grand prize, japan academy prize, japan academy prize winner, academy prize, annecy, crystal bear, golden bear, with awards, with an award, festival winning, festival film, award season, premiado, premiada, premiados, premiadas, ganador de premios, primé, preisgekrönt, 受賞",
      {
        value: "Award Winning",
        fits: AWARDED,
        // Where too few have won one, the rest shall deserve it.
        never: [{ must: DISLIKED, must_not: [AWARDED] }],
      },
    ],
  ]),
);

/** What others were made after, and what few love much. */
const INFLUENCE = attributes("quality", "score.median", [
  [
    "influential",
    "influential, most influential, groundbreaking, ground breaking, pioneering, seminal, trailblazing, genre defining, revolutionised anime, revolutionized anime, changed anime forever, culturally significant, historically important",
    { value: ">7.3", fits: all([score(7.3), known(0.85)]), rules: [], never: DISLIKED, order: byReach },
  ],
  [
    "cult",
    "cult anime, cult film, cult movie, cult series, cult show, cult hit, cult favorite, cult favourite, cult following, has a cult following, with a cult following",
    {
      value: ">7.2",
      fits: all([score(7.2), range("popularity_score", { gte: 0.4, lte: 0.95 })]),
      rules: [],
      never: DISLIKED,
      order: byScore,
    },
  ],
]);

/** What is heard is in no field either. */
const SOUND = attributes(
  "quality",
  "genres",
  [
    [
      "soundtrack",
      phrasesOf(
        "(great/good/best/amazing/beautiful/awesome/incredible/epic/banger) (music/soundtrack/soundtracks/ost/osts/openings/songs)",
      ).join(", "),
      {
        value: "Music",
        never: DISLIKED,
        prefers: [
          { condition: any("genres", ["Music"]), weight: 0.4 },
          { condition: score(7.5), weight: 0.4 },
        ],
      },
    ],
  ],
  "hint",
);

/** Looks are in no field; studios are known for them. */
const LOOKS = attributes("quality", "studios", [
  [
    "visuals",
    `${looking()}, sakuga, eye candy, prettiest, most beautiful, best looking, best animated, visual masterpiece, visual spectacle, visually stunning, visually beautiful, visually impressive, well animated, beautifully animated, beautifully drawn, drop dead gorgeous`,
    {
      value: ">7.3",
      fits: all([score(7.3), known(0.5)]),
      rules: [],
      never: DISLIKED,
      prefers: [
        {
          condition: any("studios", [
            "Kyoto Animation",
            "ufotable",
            "Studio Ghibli",
            "CoMix Wave Films",
            "Madhouse",
            "Production I.G",
            "Science SARU",
            "Wit Studio",
            "MAPPA",
            "Bones",
            "Trigger",
            "Gainax",
            "Studio Chizu",
          ]),
          weight: 0.6,
        },
      ],
      order: byScore,
    },
  ],
]);

/** `gorgeous animation`, `stunning visuals`. */
function looking(): string {
  const things = list("animation, visuals, art, artwork, art style, scenery, cinematography");
  return list(
    "beautiful, gorgeous, stunning, breathtaking, amazing, incredible, jaw dropping, mind blowing, eye popping, insane, fluid, great, best, high quality, top notch",
  )
    .flatMap((how) => things.map((thing) => `${how} ${thing}`))
    .join(", ");
}

/** Who asks for these knows that many have seen them. */
const OVERRATED = attributes("quality", "score.median", [
  [
    "overrated",
    "overrated, overhyped, popular but bad, popular but mediocre, popular but overrated, famous but overrated",
    { value: "<7.4", fits: all([range("score.median", { lt: 7.4, gt: 0 }), known(0.9)]), order: byReach },
  ],
  [
    "mediocre",
    "mediocre, so so, forgettable, run of the mill, mid anime, mid tier, average anime, average rated, averagely rated, ok ish, mixed reviews, with mixed reviews, middling",
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
      "good, well rated, good story, great story, good plot, great plot, buena historia, buen argumento, decent, quality, not bad, dont suck, doesnt suck, that dont suck, that doesnt suck, not terrible, arent terrible, isnt terrible, isnt trash, arent trash, good quality, above average, worth watching, well made, legendary, gorgeous, stunning, breathtaking, solid, impressive, memorable, unforgettable",
      { value: ">7", never: DISLIKED, prefers: [{ condition: score(7.2), weight: 0.4 }] },
    ],
  ],
  "hint",
).concat(
  attributes(
    "quality",
    "score.median",
    [
      [
        "average",
        "average, nothing special, to pass time, to pass the time, just to pass time, just to pass the time, to kill time",
        {
          value: "<7.4",
          never: [score(8)],
          prefers: [{ condition: range("score.median", { gte: 6, lte: 7.2 }), weight: 0.3 }],
        },
      ],
    ],
    "hint",
  ),
);

export const QUALITIES: readonly Worded[] = [
  ...SOUND,
  ...PRAISE,
  ...INFLUENCE,
  ...LOOKS,
  ...OVERRATED,
  ...GOOD,
];
