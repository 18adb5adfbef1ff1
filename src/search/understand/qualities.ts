import { all, any, DISLIKED, range } from "./sense.ts";
import { attributes, type Worded } from "./worded.ts";
import { list } from "./wording.ts";

const score = (least: number) => range("score.median", { gte: least });
const known = (least: number) => range("popularity_score", { gte: least });
const byScore = { column: "score.median", order: "desc" } as const;
const byReach = { column: "popularity_score", order: "desc" } as const;

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
    `${judged("best, top, highest, high, highly, great, excellent, well, very well, most highly")}, best, top 10, top ten, top 5, top 20, top 50, top 100, top, greatest, must see, must watch, unmissable, cant miss, not to be missed, critics favorite, critics favourite, critical favorite, critical favourite, beloved by critics, adored by critics, loved by critics, masterpiece, masterwork, critically acclaimed, universally acclaimed, acclaimed, critical darling, critically praised, highly recommended, everyone should watch, everybody should watch, should watch at least once, everyone should watch at least once, everybody should watch at least once, watch before you die, all time best, god tier, s tier, top tier, goated, the goat, peak fiction, praised, critics loved, critics love, great, excellent, outstanding, amazing, brilliant, superb, exceptional, stellar, celebrated, renowned, lauded, finest, top notch, topnotch, first rate, high quality, best quality, world class, prestigious, well written, best written, brilliantly written, masterfully written, great writing, universally loved, near perfect, flawless, five star, 5 star, mejores, mejor, meilleurs, meilleur, beste, besten, лучшие, 名作, 傑作, 最高`,
    {
      value: ">7.5",
      fits: all([score(7.5), known(0.5)]),
      prefers: [
        { condition: score(8), weight: 0.7 },
        { condition: score(8.4), weight: 0.3 },
      ],
      rules: [score(7.5)],
      never: [range("score.median", { lt: 6.5, gt: 0 })],
      order: byScore,
    },
  ],
  [
    "bad",
    `${judged("worst, lowest, low, badly, poorly, terribly, horribly, bottom")}, worst, critically panned, panned, terrible, so bad its good, so bad it is good, so bad that its good, awful, trashy, trash, horrible, garbage, terrible reviews, bad reviews, bad, peores, peor, schlechteste, худшие`,
    {
      value: "<6.2",
      fits: range("score.median", { lt: 6.2, gt: 0 }),
      prefers: [{ condition: known(0.6), weight: 0.3 }],
      never: [score(8)],
      order: { column: "score.median", order: "asc" },
    },
  ],
]).concat(
  attributes("quality", "popularity_score", [
    [
      "popular",
      "popular, most popular, for beginners, beginner friendly, for newcomers, for first timers, gateway, entry level, famous, most famous, super popular, hugely popular, well known, wellknown, big name, best selling, bestselling, top selling, widely loved, adored, everybody loves, everyone loves, loved by everyone, loved by all, widely known, best known, household name, mainstream, hit, hits, big hit, smash hit, megahit, blockbuster, beloved, well loved, most loved, fan favorite, fan favourite, everyones favorite, everyones favourite, everybodys favorite, everybodys favourite, crowd favorite, crowd favourite, crowd pleaser, iconic, everyone knows, everybody knows, everyone has seen, everybody has seen, everyone has heard of, everybody has heard of, have heard of, everyone watched, everyone talks about, everybody talks about, most watched, most viewed, most seen, most favorited, most followed, widely watched, viral, populares, populaires, beliebt, популярные, 人気",
      { value: ">0.93", fits: known(0.93), never: [range("popularity_score", { lt: 0.5 })], order: byReach },
    ],
  ]),
  attributes("quality", "genres", [
    [
      "award winning",
      "award winning, award winner, won an award, won awards, won a prize, won prizes, won the award, that won an award, that won awards, that won a prize, awarded, award, awards, festival award, festival prize, festival winner, prize winning, prizewinning, prize winner, multi award winning, multiple award winning, award nominated, oscar winning, oscar winner, oscar nominated, oscar nominee, academy award, academy award winning, academy award winner, academy award nominated, grand prix winner, with awards, with an award, festival winning, festival film, award season, premiado, premiada, premiados, premiadas, ganador de premios, primé, preisgekrönt, 受賞",
      {
        value: "Award Winning",
        fits: AWARDED,
        // Where too few have won one, the rest shall deserve it.
        never: [{ must: DISLIKED, must_not: [AWARDED] }],
      },
    ],
  ]),
);

/** Looks are in no field; studios are known for them. */
const LOOKS = attributes("quality", "studios", [
  [
    "visuals",
    `${looking()}, sakuga, eye candy, visual masterpiece, visual spectacle, visually stunning, visually beautiful, visually impressive, well animated, beautifully animated, beautifully drawn, drop dead gorgeous`,
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
    "beautiful, gorgeous, stunning, breathtaking, amazing, incredible, insane, fluid, great, best, high quality, top notch",
  )
    .flatMap((how) => things.map((thing) => `${how} ${thing}`))
    .join(", ");
}

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
      "good, well rated, decent, worth watching, well made, legendary, gorgeous, stunning, breathtaking, solid, impressive, memorable, unforgettable",
      { value: ">7", never: DISLIKED, prefers: [{ condition: score(7.2), weight: 0.4 }] },
    ],
  ],
  "hint",
);

export const QUALITIES: readonly Worded[] = [...PRAISE, ...LOOKS, ...OVERRATED, ...GOOD];
